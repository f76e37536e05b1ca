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
