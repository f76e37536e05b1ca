/* Reading an article in whatever dialect its content shows (include/picdesk/article.h). */
#include "picdesk/article.h"

#include "article/dialect.h"
#include "picdesk/error.h"

#define PD_ROW(name) extern const PdDialect pd_dialect_##name;
#include "article/dialects.def"
#undef PD_ROW

const PdDialect *const pd_dialects[] = {
#define PD_ROW(name) &pd_dialect_##name,
#include "article/dialects.def"
#undef PD_ROW
    NULL,
};

static const PdDialect *best_dialect(const uint8_t *data, size_t len) {
    const PdDialect *best = NULL;
    int best_sniff = 0;
    for (const PdDialect *const *row = pd_dialects; *row; row++) {
        int sniff = (*row)->sniff(data, len);
        if (sniff > best_sniff) {
            best_sniff = sniff;
            best = *row;
        }
    }
    return best;
}

PdArticle *pd_article_read(const uint8_t *data, size_t len, const PdLimits *limits, GError **error) {
    if (!limits)
        limits = pd_limits_default();
    if (len > limits->article_bytes) {
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "article of %zu bytes, more than %zu", len, limits->article_bytes);
        return NULL;
    }
    const PdDialect *dialect = len > 0 ? best_dialect(data, len) : NULL;
    if (!dialect) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, len > 0 ? "not the text of an article" : "empty file");
        return NULL;
    }
    g_autoptr(PdArticle) article = pd_article_new(dialect->name);
    if (!dialect->read(data, len, limits, article, error))
        return NULL;
    return g_steal_pointer(&article);
}

static const char *find_bytes(const char *text, size_t len, const char *words) {
    size_t n = strlen(words);
    for (const char *at = text; n > 0 && len - (size_t)(at - text) >= n; at++) {
        at = memchr(at, words[0], len - (size_t)(at - text) - n + 1);
        if (!at)
            return NULL;
        if (memcmp(at, words, n) == 0)
            return at;
    }
    return NULL;
}

uint64_t pd_article_find(const uint8_t *data, size_t len, const char *words) {
    const char *text = (const char *)data, *at = words ? find_bytes(text, len, words) : NULL;
    if (!at && words && strchr(words, '/')) {
        g_autoptr(GString) escaped = g_string_new(words);
        g_string_replace(escaped, "/", "\\/", 0);
        at = find_bytes(text, len, escaped->str);
    }
    return at ? (uint64_t)(at - text) : PD_AT_UNKNOWN;
}
