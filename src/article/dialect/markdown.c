/* Articles in Markdown (CommonMark 0.31): images with their titles and caption lines; a head of "key: value" lines between
 * "---" (YAML) or "key = value" between "+++" (TOML) gives title and dates. The grammar of signs is that of flattened text.
 */
#include <string.h>

#include "article/dialect.h"
#include "article/flat/read.h"
#include "article/flat/text.h"
#include "codec/date.h"
#include "codec/text.h"

enum { SNIFF_BYTES = 16384, HEAD_BYTES = 16384 };

static int sniff(const uint8_t *data, size_t len) {
    return pd_flat_text_is_text(data, len) ? pd_flat_text_markdown((const char *)data, MIN(len, (size_t)SNIFF_BYTES)) : 0;
}

/* The text of a value: quotes off. (transfer full) */
static char *value_of(const char *text, size_t len) {
    char *value = g_strstrip(pd_text_from_bytes((const uint8_t *)text, len, PD_CHARSET_GUESS, NULL, NULL));
    size_t n = strlen(value);
    if (n >= 2 && (*value == '"' || *value == '\'') && value[n - 1] == *value) {
        value[n - 1] = '\0';
        memmove(value, value + 1, n - 1);
    }
    return value;
}

static void keep_date(PdArticle *out, const char **field, const char *value) {
    g_autofree char *date = pd_date_normalise(value, NULL);
    if (date && !*field)
        *field = pd_article_keep(out, date);
}

static void keep_row(PdArticle *out, const char *key, size_t key_len, const char *value) {
    static const char *const DATES[] = {"date", "published", "pubdate", "publishdate"};
    static const char *const CHANGES[] = {"lastmod", "modified", "updated"};
    g_autofree char *name = g_ascii_strdown(key, (gssize)key_len);
    g_strstrip(name);
    if (strcmp(name, "title") == 0)
        out->title = pd_article_keep(out, value);
    if (strcmp(name, "lang") == 0 || strcmp(name, "language") == 0)
        out->language = pd_article_keep(out, value);
    if ((strcmp(name, "canonical") == 0 || strcmp(name, "url") == 0) && strstr(value, "://"))
        out->url = pd_article_keep(out, value);
    for (size_t i = 0; i < G_N_ELEMENTS(DATES); i++)
        if (strcmp(name, DATES[i]) == 0)
            keep_date(out, &out->published_at, value);
    for (size_t i = 0; i < G_N_ELEMENTS(CHANGES); i++)
        if (strcmp(name, CHANGES[i]) == 0)
            keep_date(out, &out->modified_at, value);
}

/* The byte behind the line at `at`. */
static size_t next_line(const char *text, size_t len, size_t at) {
    const char *end = memchr(text + at, '\n', len - at);
    return end ? (size_t)(end - text) + 1 : len;
}

/* Reads the head; gives the byte behind it, 0 when there is none. */
static size_t read_head(const uint8_t *data, size_t len, PdArticle *out) {
    const char *text = (const char *)data;
    size_t n = MIN(len, (size_t)HEAD_BYTES), start = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    const char *fence = text + start;
    if (n < start + 4 || (memcmp(fence, "---", 3) != 0 && memcmp(fence, "+++", 3) != 0))
        return 0;
    size_t first = next_line(text, n, start), end = first;
    while (end + 3 <= n && memcmp(text + end, fence, 3) != 0)
        end = next_line(text, n, end);
    if (end + 3 > n)
        return 0;
    for (size_t at = first, next; at < end; at = next) {
        next = next_line(text, end, at);
        const char *mark = memchr(text + at, *fence == '-' ? ':' : '=', next - at);
        if (!mark || g_ascii_isspace(text[at]))
            continue;
        g_autofree char *value = value_of(mark + 1, next - (size_t)(mark + 1 - text));
        keep_row(out, text + at, (size_t)(mark - text) - at, value);
    }
    return next_line(text, n, end);
}

static bool read_text(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    (void)error;
    pd_flat_read(data, len, read_head(data, len, out), true, limits, out);
    return true;
}

const PdDialect pd_dialect_markdown = {
    .name = "markdown",
    .help = "Markdown: images, their titles and caption lines, the head's title and dates",
    .sniff = sniff,
    .read = read_text,
};
