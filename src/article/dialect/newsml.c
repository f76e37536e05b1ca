/* News agencies' XML: NewsML-G2 (IPTC, 2.x: newsMessage, newsItem, with picture items and remote contents) and NITF
 * (IPTC, 3.x: media elements in the text), bare or inside each other. A DOCTYPE without declarations of its own, as NITF has
 * it, is blanked out before the reader, which takes none, sees it.
 */
#include <string.h>

#include "article/dialect.h"
#include "article/draft.h"
#include "codec/date.h"
#include "picdesk/error.h"

#define SNIFF_BYTES 2048

typedef struct {
    PdDrafts drafts;
    uint32_t item_at; /* depth of the newsItem, 0 = none */
    bool is_picture;  /* of class picture, graphic, video or audio */
    PdFigureKind kind;
    uint64_t item_offset;
    size_t n_roots;
    char *title, *published, *language, *url;
    /* of the newsItem in work */
    char *headline, *caption, *credit, *creator, *rights, *item_date;
    GPtrArray *urls;
} News;

static int sniff(const uint8_t *data, size_t len) {
    static const char *const roots[] = {"<newsItem", "<newsMessage", "<packageItem", "<nitf", "<NewsML"};
    for (size_t i = 0; i < G_N_ELEMENTS(roots); i++)
        if (g_strstr_len((const char *)data, (gssize)MIN(len, SNIFF_BYTES), roots[i]))
            return 97;
    return 0;
}

static bool is_one_of(const char *name, const char *a, const char *b) {
    return strcmp(name, a) == 0 || strcmp(name, b) == 0;
}

static void start_item(News *news, const PdXmlAttribute *attributes, size_t n, size_t at) {
    news->item_at = news->drafts.depth;
    news->item_offset = at;
    news->is_picture = false;
    news->kind = PD_FIGURE_IMAGE;
    const char *guid = pd_xml_attribute(attributes, n, "guid");
    if (!news->url && guid && strstr(guid, "://"))
        news->url = g_strdup(guid);
}

static void start_class(News *news, const char *code) {
    const char *colon = code ? strchr(code, ':') : NULL;
    const char *name = colon ? colon + 1 : "";
    news->is_picture =
        is_one_of(name, "picture", "graphic") || is_one_of(name, "video", "audio") || strcmp(name, "animated") == 0;
    news->kind = is_one_of(name, "video", "audio") ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE;
}

/* The elements of NewsML-G2 that count; role tells what a description is (drol:caption). */
static void start_g2(News *news, const char *local, const PdXmlAttribute *attributes, size_t n) {
    const char *role = pd_xml_attribute(attributes, n, "role");
    if (strcmp(local, "itemClass") == 0)
        start_class(news, pd_xml_attribute(attributes, n, "qcode"));
    else if (strcmp(local, "headline") == 0)
        pd_drafts_capture(&news->drafts, &news->headline);
    else if (strcmp(local, "description") == 0 && (!role || strstr(role, "caption")))
        pd_drafts_capture(&news->drafts, &news->caption);
    else if (is_one_of(local, "creditline", "creditLine"))
        pd_drafts_capture(&news->drafts, &news->credit);
    else if (strcmp(local, "creator") == 0)
        pd_drafts_capture(&news->drafts, &news->creator);
    else if (is_one_of(local, "copyrightNotice", "copyrightHolder"))
        pd_drafts_capture(&news->drafts, &news->rights);
    else if (is_one_of(local, "versionCreated", "contentCreated"))
        pd_drafts_capture(&news->drafts, &news->item_date);
    else if (strcmp(local, "remoteContent") == 0 && pd_xml_attribute(attributes, n, "href") && news->urls->len < 64)
        g_ptr_array_add(news->urls, g_strdup(pd_xml_attribute(attributes, n, "href")));
    else if (strcmp(local, "language") == 0 && !news->language)
        news->language = g_strdup(pd_xml_attribute(attributes, n, "tag"));
}

static void start_nitf_media(News *news, const PdXmlAttribute *attributes, size_t n, size_t at) {
    const char *type = pd_xml_attribute(attributes, n, "media-type");
    bool is_player = type && (g_str_has_prefix(type, "video") || g_str_has_prefix(type, "audio"));
    pd_drafts_begin(&news->drafts, is_player ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE, at);
}

static void start_nitf(News *news, const char *local, const PdXmlAttribute *attributes, size_t n, size_t at) {
    PdDraft *draft = pd_drafts_last(&news->drafts);
    if (strcmp(local, "media") == 0) {
        start_nitf_media(news, attributes, n, at);
    } else if (strcmp(local, "hl1") == 0) {
        pd_drafts_capture(&news->drafts, &news->title);
    } else if (strcmp(local, "date.issue") == 0 && !news->published) {
        news->published = g_strdup(pd_xml_attribute(attributes, n, "norm"));
    } else if (draft && strcmp(local, "media-reference") == 0) {
        pd_draft_add_url(draft, pd_xml_attribute(attributes, n, "source"));
        if (!draft->alt)
            draft->alt = g_strdup(pd_xml_attribute(attributes, n, "alternate-text"));
    } else if (draft && strcmp(local, "media-caption") == 0) {
        pd_drafts_capture(&news->drafts, &draft->caption);
    } else if (draft && strcmp(local, "media-producer") == 0) {
        pd_drafts_capture(&news->drafts, &draft->credit);
    }
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    News *news = user;
    pd_drafts_start(&news->drafts);
    if (is_one_of(name->local, "newsItem", "nitf"))
        news->n_roots++;
    if (strcmp(name->local, "newsItem") == 0) {
        start_item(news, attributes, n, at);
        return;
    }
    if (news->item_at > 0)
        start_g2(news, name->local, attributes, n);
    start_nitf(news, name->local, attributes, n, at);
}

static void clear_item(News *news) {
    char **texts[] = {&news->headline, &news->caption, &news->credit, &news->creator, &news->rights, &news->item_date};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_clear_pointer(texts[i], g_free);
    g_ptr_array_set_size(news->urls, 0);
}

/* A picture item is a figure, a text item gives the article its title and date. */
static void end_item(News *news) {
    news->drafts.capture_at = 0;
    if (news->is_picture) {
        PdDraft *draft = pd_drafts_begin(&news->drafts, news->kind, news->item_offset);
        for (guint i = 0; draft && i < news->urls->len; i++)
            pd_draft_add_url(draft, g_ptr_array_index(news->urls, i));
        if (draft) {
            draft->caption = g_steal_pointer(&news->caption);
            draft->credit = g_strdup(news->credit ? news->credit : news->creator ? news->creator : news->rights);
            draft->alt = g_steal_pointer(&news->headline);
        }
    } else if (!news->title) {
        news->title = g_steal_pointer(&news->headline);
    }
    if (!news->published)
        news->published = g_steal_pointer(&news->item_date);
    clear_item(news);
    news->item_at = 0;
}

static void on_end(void *user) {
    News *news = user;
    bool is_item = news->item_at == news->drafts.depth;
    pd_drafts_end(&news->drafts);
    if (is_item)
        end_item(news);
}

static void on_text(void *user, const char *text, size_t len) {
    pd_drafts_text(&((News *)user)->drafts, text, len);
}

/* A copy without its DOCTYPE, offsets kept; NULL when there is none that may be left out. */
static uint8_t *without_doctype(const uint8_t *data, size_t len) {
    const char *text = (const char *)data, *from = g_strstr_len(text, (gssize)MIN(len, SNIFF_BYTES), "<!DOCTYPE");
    const char *shut = from ? memchr(from, '>', len - (size_t)(from - text)) : NULL;
    if (!shut || memchr(from, '[', (size_t)(shut - from)))
        return NULL;
    uint8_t *copy = g_memdup2(data, len);
    memset(copy + (from - text), ' ', (size_t)(shut - from) + 1);
    return copy;
}

static void keep_meta(const News *news, PdArticle *out) {
    g_autofree char *published = news->published ? pd_date_normalise(news->published, NULL) : NULL;
    out->title = pd_article_keep(out, news->title);
    out->url = pd_article_keep(out, news->url);
    out->published_at = pd_article_keep(out, published);
    out->language = pd_article_keep(out, news->language);
}

static bool read_news(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    static const PdXmlEvents events = {on_start, on_end, on_text};
    News news = {.urls = g_ptr_array_new_with_free_func(g_free)};
    pd_drafts_init(&news.drafts, out, limits, "newsml");
    g_autofree uint8_t *copy = without_doctype(data, len);
    size_t at = 0;
    g_autoptr(GError) why = NULL;
    bool is_read = pd_xml_read(copy ? copy : data, len, NULL, limits, &events, &news, &at, &why);
    if (news.item_at > 0)
        end_item(&news);
    pd_drafts_flush(&news.drafts);
    keep_meta(&news, out);
    bool is_news = is_read || news.n_roots > 0;
    clear_item(&news);
    char *texts[] = {news.title, news.published, news.language, news.url};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_ptr_array_unref(news.urls);
    pd_drafts_done(&news.drafts);
    if (!is_news)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (why)
        pd_article_add_problem(out, "xml", at, limits, "%s", why->message);
    return is_news;
}

const PdDialect pd_dialect_newsml = {"newsml", "news agencies' XML: NewsML-G2 and NITF", sniff, read_news};
