/* Bare JSON-LD files (schema.org), as content systems hand them on. */
#include <string.h>

#include "article/dialect.h"
#include "article/schema.h"
#include "codec/text.h"

#define SNIFF_BYTES 4096

static int sniff(const uint8_t *data, size_t len) {
    const char *text = (const char *)data;
    size_t n = MIN(len, SNIFF_BYTES), at = 0;
    if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        at = 3;
    while (at < n && g_ascii_isspace(text[at]))
        at++;
    if (at == n || (text[at] != '{' && text[at] != '['))
        return 0;
    bool has_context = g_strstr_len(text, (gssize)n, "\"@context\"") || g_strstr_len(text, (gssize)n, "\"@graph\"");
    return has_context && g_strstr_len(text, (gssize)n, "schema.org") ? 90 : has_context ? 60 : 0;
}

typedef struct {
    PdArticle *out;
    const PdLimits *limits;
    const uint8_t *data;
    size_t len;
} Reader;

static void add(const PdSchemaMedia *media, void *user) {
    Reader *reader = user;
    g_autofree char *caption = pd_text_unescape(media->caption);
    g_autofree char *credit = pd_text_unescape(media->credit);
    bool is_lead = media->is_of_article && reader->out->n_figures == 0;
    PdFigure figure = {.kind = media->kind,
                       .role = is_lead             ? PD_ROLE_LEAD
                               : caption || credit ? PD_ROLE_INLINE
                                                   : PD_ROLE_META,
                       .offset = pd_article_find(reader->data, reader->len, media->urls[0]),
                       .sure = caption || credit ? 0.95 : 0.7,
                       .url = media->urls[0],
                       .urls = media->urls + 1,
                       .caption = caption,
                       .credit = credit,
                       .alt = media->name,
                       .data = media->data,
                       .cue = "json-ld"};
    pd_article_add_figure(reader->out, &figure, reader->limits);
}

static bool read_graph(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    bool is_repaired = false;
    g_autofree char *text = pd_text_from_bytes(data, len, PD_CHARSET_GUESS, &is_repaired, NULL);
    g_autoptr(PdJsonValue) graph = pd_json_parse(text, strlen(text), limits, error);
    if (!graph)
        return false;
    Reader reader = {out, limits, data, len};
    pd_schema_read_article(pd_schema_article(graph), out);
    pd_schema_each_media(graph, add, &reader);
    return true;
}

const PdDialect pd_dialect_jsonld = {"jsonld", "JSON-LD files of schema.org articles and pictures", sniff, read_graph};
