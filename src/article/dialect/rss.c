/* Feeds: RSS 2.0 (enclosures), Media RSS 1.5 (media:content, media:credit, media:description, media:text) and Atom (RFC
 * 4287) with media elements. A feed of several items is one article that holds all their figures.
 */
#include <string.h>

#include "article/dialect.h"
#include "article/draft.h"
#include "codec/date.h"
#include "picdesk/error.h"

#define SNIFF_BYTES 2048

typedef struct {
    PdDrafts drafts;
    uint32_t item_at;  /* depth of the item, 0 = none */
    uint32_t media_at; /* depth of the media:content or media:group, 0 = none */
    size_t n_items;
    char *title, *link, *date, *language;     /* of the feed */
    char *item_title, *item_link, *item_date; /* of the first item */
    char *item_caption, *item_credit;         /* media:* beside the pictures of this item */
} Feed;

static int sniff(const uint8_t *data, size_t len) {
    const char *text = (const char *)data;
    gssize n = (gssize)MIN(len, SNIFF_BYTES);
    bool is_feed = g_strstr_len(text, n, "<rss") || g_strstr_len(text, n, "<feed") || g_strstr_len(text, n, "<rdf:RDF");
    return is_feed && !g_strstr_len(text, n, "<html") ? 96 : 0;
}

static bool is_media(const PdXmlName *name) {
    return (name->uri && g_str_has_prefix(name->uri, "http://search.yahoo.com/mrss")) || strcmp(name->prefix, "media") == 0;
}

static PdFigureKind kind_of(const char *medium, const char *type) {
    bool is_player = (medium && strcmp(medium, "image") != 0) || (type && !g_str_has_prefix(type, "image/"));
    return is_player ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE;
}

static void start_content(Feed *feed, const PdXmlAttribute *attributes, size_t n, size_t at) {
    const char *url = pd_xml_attribute(attributes, n, "url");
    bool in_group = feed->media_at > 0 && pd_drafts_last(&feed->drafts);
    PdDraft *draft = in_group ? pd_drafts_last(&feed->drafts) : NULL;
    if (!draft) {
        const char *medium = pd_xml_attribute(attributes, n, "medium"), *type = pd_xml_attribute(attributes, n, "type");
        draft = pd_drafts_begin(&feed->drafts, kind_of(medium, type), at);
        feed->media_at = feed->media_at > 0 ? feed->media_at : feed->drafts.depth;
    }
    if (draft && url)
        pd_draft_add_url(draft, url);
}

static void start_media(Feed *feed, const char *local, const PdXmlAttribute *attributes, size_t n, size_t at) {
    PdDraft *draft = feed->media_at > 0 ? pd_drafts_last(&feed->drafts) : NULL;
    if (strcmp(local, "content") == 0 || strcmp(local, "group") == 0) {
        start_content(feed, attributes, n, at);
    } else if (strcmp(local, "thumbnail") == 0) {
        PdDraft *of = draft ? draft : pd_drafts_begin(&feed->drafts, PD_FIGURE_IMAGE, at);
        if (of)
            pd_draft_add_url(of, pd_xml_attribute(attributes, n, "url"));
    } else if (strcmp(local, "credit") == 0 || strcmp(local, "copyright") == 0) {
        pd_drafts_capture(&feed->drafts, draft ? &draft->credit : &feed->item_credit);
    } else if (strcmp(local, "description") == 0 || strcmp(local, "text") == 0) {
        pd_drafts_capture(&feed->drafts, draft ? &draft->caption : &feed->item_caption);
    } else if (strcmp(local, "title") == 0 && draft) {
        pd_drafts_capture(&feed->drafts, &draft->alt);
    }
}

/* Atom's link, an attribute where RSS has a text. */
static void keep_link(Feed *feed, const char *href) {
    char **link = feed->item_at > 0 ? &feed->item_link : &feed->link;
    if (href && !*link)
        *link = g_strdup(href);
}

static void start_plain(Feed *feed, const char *local, const PdXmlAttribute *attributes, size_t n, size_t at) {
    bool in_item = feed->item_at > 0;
    if (strcmp(local, "title") == 0)
        pd_drafts_capture(&feed->drafts, in_item ? &feed->item_title : &feed->title);
    else if (strcmp(local, "link") == 0 && !pd_xml_attribute(attributes, n, "href"))
        pd_drafts_capture(&feed->drafts, in_item ? &feed->item_link : &feed->link);
    else if (strcmp(local, "pubDate") == 0 || strcmp(local, "published") == 0 || strcmp(local, "updated") == 0)
        pd_drafts_capture(&feed->drafts, in_item ? &feed->item_date : &feed->date);
    else if (strcmp(local, "language") == 0)
        pd_drafts_capture(&feed->drafts, &feed->language);
    const char *rel = pd_xml_attribute(attributes, n, "rel");
    bool is_enclosure = strcmp(local, "enclosure") == 0 || g_strcmp0(rel, "enclosure") == 0;
    if (strcmp(local, "link") == 0 && (!rel || strcmp(rel, "alternate") == 0))
        keep_link(feed, pd_xml_attribute(attributes, n, "href"));
    if (!is_enclosure || !in_item)
        return;
    const char *url = pd_xml_attribute(attributes, n, "url");
    PdDraft *draft = pd_drafts_begin(&feed->drafts, kind_of(NULL, pd_xml_attribute(attributes, n, "type")), at);
    if (draft)
        pd_draft_add_url(draft, url ? url : pd_xml_attribute(attributes, n, "href"));
}

static void on_start(void *user, const PdXmlName *name, const PdXmlAttribute *attributes, size_t n, size_t at) {
    Feed *feed = user;
    pd_drafts_start(&feed->drafts);
    if (strcmp(name->local, "feed") == 0 && !feed->language)
        feed->language = g_strdup(pd_xml_attribute(attributes, n, "lang"));
    if (is_media(name)) {
        start_media(feed, name->local, attributes, n, at);
    } else if (strcmp(name->local, "item") == 0 || strcmp(name->local, "entry") == 0) {
        feed->item_at = feed->drafts.depth;
        feed->n_items++;
    } else {
        start_plain(feed, name->local, attributes, n, at);
    }
}

static void end_item(Feed *feed) {
    pd_drafts_fill(&feed->drafts, 0, feed->item_caption, feed->item_credit);
    pd_drafts_flush(&feed->drafts);
    g_clear_pointer(&feed->item_caption, g_free);
    g_clear_pointer(&feed->item_credit, g_free);
}

static void on_end(void *user) {
    Feed *feed = user;
    if (feed->media_at == feed->drafts.depth)
        feed->media_at = 0;
    bool is_item = feed->item_at == feed->drafts.depth;
    pd_drafts_end(&feed->drafts);
    if (is_item) {
        end_item(feed);
        feed->item_at = 0;
    }
}

static void on_text(void *user, const char *text, size_t len) {
    pd_drafts_text(&((Feed *)user)->drafts, text, len);
}

static void keep_meta(Feed *feed, PdArticle *out) {
    bool is_one = feed->n_items == 1;
    const char *date = is_one && feed->item_date ? feed->item_date : feed->date;
    g_autofree char *published = date ? pd_date_normalise(date, NULL) : NULL;
    out->title = pd_article_keep(out, is_one && feed->item_title ? feed->item_title : feed->title);
    out->url = pd_article_keep(out, is_one && feed->item_link ? feed->item_link : feed->link);
    out->published_at = pd_article_keep(out, published);
    out->language = pd_article_keep(out, feed->language);
}

static void feed_done(Feed *feed) {
    char **texts[] = {&feed->title,     &feed->link,      &feed->date,         &feed->language,   &feed->item_title,
                      &feed->item_link, &feed->item_date, &feed->item_caption, &feed->item_credit};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(*texts[i]);
    pd_drafts_done(&feed->drafts);
}

static bool read_feed(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    static const PdXmlEvents events = {on_start, on_end, on_text};
    Feed feed = {0};
    pd_drafts_init(&feed.drafts, out, limits, "media:content");
    size_t at = 0;
    g_autoptr(GError) why = NULL;
    bool is_read = pd_xml_read(data, len, NULL, limits, &events, &feed, &at, &why);
    end_item(&feed);
    keep_meta(&feed, out);
    bool is_feed = is_read || feed.n_items > 0;
    feed_done(&feed);
    if (!is_feed)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (why)
        pd_article_add_problem(out, "xml", at, limits, "%s", why->message);
    return is_feed;
}

const PdDialect pd_dialect_rss = {"rss", "feeds: RSS 2.0, Media RSS, Atom", sniff, read_feed};
