/* ninjs (IPTC News in JSON, 1.x to 3.x): an item, its renditions, its associated items, and the figures of its body when
 * that is HTML. */
#include <string.h>

#include "article/dialect.h"
#include "codec/date.h"
#include "codec/json_read.h"
#include "codec/text.h"

#define SNIFF_BYTES 8192
#define LEAD_CHARS 1000

static int sniff(const uint8_t *data, size_t len) {
    static const char *const keys[] = {"\"versioncreated\"", "\"associations\"",        "\"renditions\"",
                                       "\"body_xhtml\"",     "\"description_caption\"", "\"usageterms\"",
                                       "\"headlines\"",      "\"pubstatus\"",           "\"uri\""};
    const char *text = (const char *)data;
    gssize n = (gssize)MIN(len, SNIFF_BYTES), at = 0;
    while (at < n && g_ascii_isspace(text[at]))
        at++;
    if (at == n || text[at] != '{' || g_strstr_len(text, n, "\"@context\""))
        return 0;
    int hits = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        hits += g_strstr_len(text, n, keys[i]) != NULL;
    return hits >= 2 ? 85 : 0;
}

typedef struct {
    PdArticle *out;
    const PdLimits *limits;
    const uint8_t *data;
    size_t len;
} Reader;

/* 1.x says headline and description_caption; 2.x lists of objects with role and value. (transfer none, nullable) */
static const char *first_text(const PdJsonValue *item, const char *const *keys, const char *list, const char *role) {
    for (; *keys; keys++)
        if (!pd_text_is_blank(pd_json_get_text(item, *keys)))
            return pd_json_get_text(item, *keys);
    const PdJsonValue *values = pd_json_get(item, list);
    const char *other = NULL;
    for (size_t i = 0; pd_json_is_array(values) && i < pd_json_count(values); i++) {
        const PdJsonValue *one = pd_json_item(values, i);
        const char *text = pd_json_get_text(one, "value"), *has = pd_json_get_text(one, "role");
        if (has && strstr(has, role))
            return text;
        other = other ? other : text;
    }
    return other;
}

static bool add_href(const char *key, const PdJsonValue *rendition, void *user) {
    (void)key;
    GPtrArray *urls = user;
    const char *href = pd_json_get_text(rendition, "href");
    if (href && urls->len < 64)
        g_ptr_array_add(urls, (char *)(uintptr_t)href);
    return true;
}

static void collect_urls(const PdJsonValue *item, GPtrArray *urls) {
    const PdJsonValue *renditions = pd_json_get(item, "renditions");
    if (pd_json_is_object(renditions))
        pd_json_each(renditions, add_href, urls);
    for (size_t i = 0; pd_json_is_array(renditions) && i < pd_json_count(renditions); i++)
        add_href("", pd_json_item(renditions, i), urls);
    g_ptr_array_add(urls, NULL);
}

static void add_media(Reader *reader, const PdJsonValue *item, bool is_player) {
    static const char *const captions[] = {"description_caption", "description_text", NULL};
    static const char *const credits[] = {"creditline", "creditLine",      "credit",          "byline",
                                          "by",         "copyrightnotice", "copyrightholder", NULL};
    static const char *const titles[] = {"headline", "title", "slugline", NULL};
    g_autoptr(GPtrArray) urls = g_ptr_array_new();
    collect_urls(item, urls);
    const char *const *all = (const char *const *)urls->pdata;
    g_autofree char *caption = pd_text_tidy(first_text(item, captions, "descriptions", "caption"));
    g_autofree char *credit = pd_text_tidy(first_text(item, credits, "copyrights", "credit"));
    PdFigure figure = {.kind = is_player ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE,
                       .role = reader->out->n_figures == 0 ? PD_ROLE_LEAD : PD_ROLE_INLINE,
                       .offset = pd_article_find(reader->data, reader->len, all[0] ? all[0] : caption),
                       .sure = 0.95,
                       .url = all[0],
                       .urls = all[0] ? all + 1 : NULL,
                       .caption = caption,
                       .credit = credit,
                       .alt = first_text(item, titles, "headlines", "main"),
                       .cue = "ninjs"};
    pd_article_add_figure(reader->out, &figure, reader->limits);
}

extern const PdDialect pd_dialect_html;

static bool has_url(const PdArticle *article, const char *url) {
    for (size_t i = 0; i < article->n_figures; i++)
        if (url && article->figures[i].url && strcmp(article->figures[i].url, url) == 0)
            return true;
    return false;
}

/* The figures that stand in the text of the item and are none of its associations. */
static void read_body(Reader *reader, const char *body) {
    if (pd_text_is_blank(body) || !strchr(body, '<'))
        return;
    g_autoptr(PdArticle) page = pd_article_new("html");
    if (!pd_dialect_html.read((const uint8_t *)body, strlen(body), reader->limits, page, NULL))
        return;
    for (size_t i = 0; i < page->n_figures; i++) {
        PdFigure figure = page->figures[i];
        if (figure.role == PD_ROLE_META || has_url(reader->out, figure.url))
            continue;
        figure.position = 0;
        figure.role = reader->out->n_figures == 0 ? PD_ROLE_LEAD : PD_ROLE_INLINE;
        figure.offset = pd_article_find(reader->data, reader->len, figure.url);
        pd_article_add_figure(reader->out, &figure, reader->limits);
    }
}

/* 1.x: body_xhtml or body_html; 2.x: bodies of a content type. */
static void read_bodies(Reader *reader, const PdJsonValue *item) {
    read_body(reader, pd_json_get_text(item, "body_xhtml"));
    read_body(reader, pd_json_get_text(item, "body_html"));
    const PdJsonValue *bodies = pd_json_get(item, "bodies");
    for (size_t i = 0; pd_json_is_array(bodies) && i < pd_json_count(bodies); i++) {
        const PdJsonValue *body = pd_json_item(bodies, i);
        const char *type = pd_json_get_text(body, "contenttype");
        if (type && strstr(type, "html"))
            read_body(reader, pd_json_get_text(body, "value"));
    }
}

static void read_item(Reader *reader, const PdJsonValue *item);

static bool read_association(const char *key, const PdJsonValue *value, void *user) {
    (void)key;
    read_item(user, value);
    return true;
}

/* Recursion is bounded by the depth that pd_json_parse() allowed. */
static void read_item(Reader *reader, const PdJsonValue *item) {
    const char *type = pd_json_get_text(item, "type");
    bool is_picture = type && (strcmp(type, "picture") == 0 || strcmp(type, "graphic") == 0);
    bool is_player = type && (strcmp(type, "video") == 0 || strcmp(type, "audio") == 0);
    if (is_picture || is_player)
        add_media(reader, item, is_player);
    const PdJsonValue *associations = pd_json_get(item, "associations");
    if (pd_json_is_object(associations))
        pd_json_each(associations, read_association, reader);
    for (size_t i = 0; pd_json_is_array(associations) && i < pd_json_count(associations); i++)
        read_item(reader, pd_json_item(associations, i));
}

static void read_meta(const PdJsonValue *item, PdArticle *out) {
    static const char *const titles[] = {"headline", "title", NULL};
    static const char *const leads[] = {"description_summary", "description_text", "body_text", NULL};
    g_autofree char *title = pd_text_tidy(first_text(item, titles, "headlines", "main"));
    g_autofree char *lead = pd_text_tidy(first_text(item, leads, "descriptions", "summary"));
    const char *published = pd_json_get_text(item, "firstcreated"), *modified = pd_json_get_text(item, "versioncreated");
    g_autofree char *first = published || modified ? pd_date_normalise(published ? published : modified, NULL) : NULL;
    g_autofree char *last = modified ? pd_date_normalise(modified, NULL) : NULL;
    const char *uri = pd_json_get_text(item, "uri");
    out->title = pd_article_keep(out, title);
    out->lead =
        lead ? pd_article_keep_len(out, lead,
                                   (size_t)(g_utf8_offset_to_pointer(lead, MIN(g_utf8_strlen(lead, -1), LEAD_CHARS)) - lead))
             : NULL;
    out->published_at = pd_article_keep(out, first);
    out->modified_at = pd_article_keep(out, last);
    out->language = pd_article_keep(out, pd_json_get_text(item, "language"));
    out->url = uri && strstr(uri, "://") ? pd_article_keep(out, uri) : NULL;
}

static bool read_ninjs(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    g_autofree char *text = pd_text_from_bytes(data, len, PD_CHARSET_GUESS, NULL, NULL);
    g_autoptr(PdJsonValue) item = pd_json_parse(text, strlen(text), limits, error);
    if (!item)
        return false;
    Reader reader = {out, limits, data, len};
    read_meta(item, out);
    read_item(&reader, item);
    read_bodies(&reader, item);
    return true;
}

const PdDialect pd_dialect_ninjs = {"ninjs", "IPTC News in JSON", sniff, read_ninjs};
