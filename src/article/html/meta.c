/* What a page says of itself in its head: title, canonical address, dates, language; and the first words of its text. */
#include <string.h>

#include "article/html/parts.h"
#include "codec/date.h"
#include "codec/text.h"

#define LEAD_BYTES 4096u

/* "article:published_time" and "article.published-time" are one name: letters and digits count. */
static bool is_same_name(const char *a, const char *b) {
    for (;;) {
        while (*a && !g_ascii_isalnum(*a))
            a++;
        while (*b && !g_ascii_isalnum(*b))
            b++;
        if (g_ascii_tolower(*a) != g_ascii_tolower(*b) || *a == '\0')
            return *a == *b;
        a++;
        b++;
    }
}

/* The place of a name in the list, its end when it is not there. */
static size_t rank_of(const char *name, const char *const *names) {
    size_t i = 0;
    while (names[i] && !is_same_name(name, names[i]))
        i++;
    return i;
}

const char *pd_html_meta(const PdHtml *html, const char *const *names) {
    const char *best = NULL;
    size_t best_rank = g_strv_length((char **)(uintptr_t)names);
    for (uint32_t i = 0; i < html->n_nodes && best_rank > 0; i++) {
        const PdHtmlNode *node = html->nodes[i];
        if (node->tag != PD_TAG_META)
            continue;
        const char *name = pd_html_attr(node, "property");
        name = name ? name : pd_html_attr(node, "name");
        name = name ? name : pd_html_attr(node, "itemprop");
        size_t rank = name ? rank_of(name, names) : best_rank;
        const char *content = rank < best_rank ? pd_html_attr(node, "content") : NULL;
        if (pd_text_is_blank(content))
            continue;
        best = content;
        best_rank = rank;
    }
    return best;
}

static const char *link_href(const PdHtml *html, const char *rel) {
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        const PdHtmlNode *node = html->nodes[i];
        const char *has = node->tag == PD_TAG_LINK ? pd_html_attr(node, "rel") : NULL;
        if (has && g_ascii_strcasecmp(has, rel) == 0)
            return pd_html_attr(node, "href");
    }
    return NULL;
}

static bool is_absolute(const char *url) {
    return url && (g_ascii_strncasecmp(url, "http://", 7) == 0 || g_ascii_strncasecmp(url, "https://", 8) == 0);
}

static const char *keep_tidy(PdArticle *out, const char *text) {
    g_autofree char *tidy = pd_text_tidy(text);
    return pd_article_keep(out, tidy);
}

static const char *element_text(PdPage *page, const PdHtmlNode *node) {
    if (!node)
        return NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, node, text);
    return keep_tidy(page->out, text->str);
}

static const char *date(PdArticle *out, const char *text) {
    g_autofree char *normalised = text ? pd_date_normalise(text, NULL) : NULL;
    return pd_article_keep(out, normalised);
}

/* What the article's own time elements say: the one named so, else the first. */
const char *pd_html_shown_date(PdPage *page) {
    const char *first = NULL;
    for (uint32_t i = page->zone_from; i < page->body->end; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *prop = node->n_attrs > 0 ? pd_html_attr(node, "itemprop") : NULL;
        bool is_named = prop && strcmp(prop, "datePublished") == 0;
        if ((!is_named && (node->tag != PD_TAG_TIME || first)) || pd_html_is_linked_away(page, node))
            continue;
        const char *stated = pd_html_attr(node, "datetime");
        const char *day = date(page->out, stated ? stated : pd_html_attr(node, "content"));
        if (day && is_named)
            return day;
        first = first ? first : day;
    }
    return first;
}

static const char *lead(PdPage *page) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (uint32_t i = 0; i < page->html->n_nodes && text->len < LEAD_BYTES; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        if (node->tag != PD_TAG_P || pd_html_closest(node, PD_TAG_FIGURE) || pd_html_noise(page, node) != PD_NOISE_NONE)
            continue;
        if (text->len > 0)
            g_string_append_c(text, ' ');
        pd_html_append_text(page->html, node, text);
    }
    g_autofree char *tidy = pd_text_tidy(text->str);
    size_t len = strlen(tidy);
    if (len > LEAD_BYTES) {
        len = LEAD_BYTES;
        while (len > 0 && ((unsigned char)tidy[len] & 0xc0) == 0x80)
            len--;
    }
    return pd_article_keep_len(page->out, tidy, len);
}

void pd_html_read_meta(PdPage *page) {
    static const char *const titles[] = {"og:title", "twitter:title", "headline", NULL};
    static const char *const urls[] = {"og:url", NULL};
    static const char *const published[] = {"article:published_time",
                                            "datePublished",
                                            "og:article:published_time",
                                            "article:published",
                                            "date",
                                            "dc.date",
                                            "dc.date.issued",
                                            "dcterms.created",
                                            "dcterms.issued",
                                            "dcterms.date",
                                            "pubdate",
                                            "publishdate",
                                            "publication_date",
                                            "publish-time",
                                            "parsely-pub-date",
                                            "sailthru.date",
                                            "cXenseParse:time",
                                            "cXenseParse:publishtime",
                                            "og:pubdate",
                                            NULL};
    static const char *const modified[] = {"article:modified_time", "og:updated_time", "dateModified", "last-modified",
                                           NULL};
    static const char *const languages[] = {"og:locale", "dc.language", "inLanguage", NULL};
    PdArticle *out = page->out;
    const PdHtml *html = page->html;
    out->title = element_text(page, page->headline);
    if (!out->title)
        out->title = keep_tidy(out, pd_html_meta(html, titles));
    if (!out->title)
        out->title = element_text(page, pd_html_find(html, html->root, PD_TAG_H1));
    if (!out->title)
        out->title = element_text(page, pd_html_find(html, html->root, PD_TAG_TITLE));
    const char *url = link_href(html, "canonical");
    url = is_absolute(url) ? url : pd_html_meta(html, urls);
    out->url = is_absolute(url) ? pd_article_keep(out, url) : NULL;
    out->published_at = date(out, pd_html_meta(html, published));
    out->modified_at = date(out, pd_html_meta(html, modified));
    const PdHtmlNode *root = pd_html_find(html, html->root, PD_TAG_HTML);
    const char *language = root ? pd_html_attr(root, "lang") : NULL;
    if (pd_text_is_blank(language))
        language = pd_html_meta(html, languages);
    g_autofree char *tag = language ? g_strdelimit(g_strdup(language), "_", '-') : NULL;
    out->language = pd_article_keep(out, tag);
    out->lead = lead(page);
}
