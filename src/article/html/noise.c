/* What of a page is the article: the element that holds its running text, the zone around that and the headline, and within
 * the zone what is no part of the article all the same: teasers of other stories, people's portraits, advertising.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

/* Shorter blocks of text are labels, links and headlines. */
#define PROSE_BYTES 80u
#define PARAGRAPH_BYTES 40u
#define POST_BYTES 100u

#define MAX_LINK_NODES 400u
#define MAX_BESIDE_NODES 80u
#define MAX_TITLE_BYTES 1024u

static bool is_heading(PdHtmlTag tag) {
    return tag >= PD_TAG_H1 && tag <= PD_TAG_H6;
}

/* Elements whose text is not the article's running text. */
static bool is_no_prose(PdHtmlTag tag) {
    switch (tag) {
    case PD_TAG_A:
    case PD_TAG_ASIDE:
    case PD_TAG_BUTTON:
    case PD_TAG_DIALOG:
    case PD_TAG_FIGCAPTION:
    case PD_TAG_FOOTER:
    case PD_TAG_FORM:
    case PD_TAG_HEAD:
    case PD_TAG_NAV:
    case PD_TAG_NOSCRIPT:
    case PD_TAG_SCRIPT:
    case PD_TAG_STYLE:
    case PD_TAG_TEMPLATE:
    case PD_TAG_TEXTAREA:
        return true;
    default:
        return is_heading(tag);
    }
}

/* The block whose line a text stands in. */
static uint32_t block_of(const PdHtmlNode *text) {
    const PdHtmlNode *at = text->parent;
    while (at->parent && !pd_html_is_block(at->tag))
        at = at->parent;
    return at->order;
}

static size_t visible_bytes(const PdHtmlNode *text) {
    return pd_text_is_blank(text->text) ? 0 : strlen(text->text);
}

/* Text counts when its block holds a sentence or more, and stands behind the headline. */
static void sum_prose(PdPage *page) {
    const PdHtml *html = page->html;
    g_autofree uint32_t *own = g_new0(uint32_t, html->n_nodes);
    g_autofree uint32_t *block = g_new0(uint32_t, html->n_nodes);
    uint32_t left_out_until = page->headline ? page->headline->end : 0;
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        const PdHtmlNode *node = html->nodes[i];
        if (i >= left_out_until && (is_no_prose(node->tag) || (page->says[i] & PD_SAYS_NOISE)))
            left_out_until = is_no_prose(node->tag) || node->end - i < html->n_nodes / 4 ? node->end : left_out_until;
        if (i < left_out_until || node->tag != PD_TAG_TEXT)
            continue;
        block[i] = block_of(node);
        own[block[i]] += (uint32_t)visible_bytes(node);
    }
    page->prose = g_new0(uint64_t, html->n_nodes + 1);
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        bool is_paragraph = html->nodes[block[i]]->tag == PD_TAG_P;
        bool is_prose = block[i] > 0 && own[block[i]] >= (is_paragraph ? PARAGRAPH_BYTES : PROSE_BYTES);
        page->prose[i + 1] = page->prose[i] + (is_prose ? visible_bytes(html->nodes[i]) : 0);
    }
    page->prose_total = page->prose[html->n_nodes];
}

static uint64_t prose_of(const PdPage *page, const PdHtmlNode *node) {
    return page->prose[node->end] - page->prose[node->order];
}

/* The child that holds most of the page's running text, NULL when it is spread. */
static const PdHtmlNode *main_child(const PdPage *page, const PdHtmlNode *node) {
    for (const PdHtmlNode *child = node->first; child; child = child->next)
        if (child->tag != PD_TAG_TEXT && prose_of(page, child) * 4 > page->prose_total * 3)
            return child;
    return NULL;
}

static const PdHtmlNode *body_text(const PdPage *page) {
    const PdHtmlNode *at = page->html->root;
    if (page->prose_total == 0) {
        const PdHtmlNode *article = page->headline ? pd_html_closest(page->headline, PD_TAG_ARTICLE) : NULL;
        return article ? article : at;
    }
    for (const PdHtmlNode *child; (child = main_child(page, at)) != NULL && child->tag != PD_TAG_P;)
        at = child;
    return at;
}

/* How many of the first text's words the second holds, 0..1. */
static double shared_words(const char *words, const char *in) {
    g_auto(GStrv) list = g_strsplit(words, " ", 64);
    size_t n = 0, hits = 0;
    for (char **word = list; *word; word++) {
        size_t len = strlen(*word);
        if (len == 0)
            continue;
        n++;
        for (const char *at = in; (at = strstr(at, *word)) != NULL; at++)
            if ((at == in || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0')) {
                hits++;
                break;
            }
    }
    return n > 0 ? (double)hits / (double)n : 0;
}

static char *bounded_words(const char *text) {
    g_autofree char *head = g_strndup(text, MAX_TITLE_BYTES);
    g_autofree char *valid = g_utf8_make_valid(head, -1); /* the cut may have split a character */
    return pd_text_words(valid);
}

static char *words_of(const PdPage *page, const PdHtmlNode *node) {
    g_autoptr(GString) text = g_string_new(NULL);
    if (node)
        pd_html_append_text(page->html, node, text);
    return bounded_words(text->str);
}

/* The heading whose words are those of the page's own title, the first among equals; else the only h1. */
static const PdHtmlNode *headline(const PdPage *page) {
    static const char *const names[] = {"og:title", "twitter:title", NULL};
    const char *stated = pd_html_meta(page->html, names);
    g_autofree char *title = words_of(page, pd_html_find(page->html, page->html->root, PD_TAG_TITLE));
    g_autofree char *shared = stated ? bounded_words(stated) : g_strdup(title);
    const PdHtmlNode *best = NULL, *first = NULL;
    double best_share = 0.6;
    size_t n_first = 0;
    for (uint32_t i = 0; i < page->html->n_nodes; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        if (node->tag < PD_TAG_H1 || node->tag > PD_TAG_H3)
            continue;
        if (node->tag == PD_TAG_H1 && n_first++ == 0)
            first = node;
        g_autofree char *words = words_of(page, node);
        double share = MAX(shared_words(words, shared), shared_words(words, title)) + 0.3 * shared_words(shared, words);
        share += (node->tag == PD_TAG_H1 ? 0.2 : 0) + (strchr(words, ' ') ? 0.1 : 0);
        if (share > best_share) {
            best = node;
            best_share = share;
        }
    }
    return best || n_first != 1 ? best : first;
}

/* Without a headline the article element, else the page's main element, else what stands right around the text. */
static const PdHtmlNode *zone_without_headline(const PdPage *page) {
    const PdHtmlNode *zone = pd_html_closest(page->body, PD_TAG_ARTICLE);
    zone = zone ? zone : pd_html_closest(page->body, PD_TAG_MAIN);
    zone = zone ? zone : page->body;
    for (int i = 0; i < 3 && zone->parent && zone->parent->tag != PD_TAG_BODY && prose_of(page, zone) == page->prose_total;
         i++)
        zone = zone->parent;
    return zone;
}

void pd_html_find_zone(PdPage *page) {
    page->says = pd_html_says_all(page->html);
    page->headline = headline(page);
    sum_prose(page);
    page->body = body_text(page);
    page->zone = page->headline ? page->body : zone_without_headline(page);
    while (page->headline && page->zone->parent && !pd_html_contains(page->zone, page->headline))
        page->zone = page->zone->parent;
    bool is_page = page->zone->tag == PD_TAG_BODY || page->zone->tag == PD_TAG_HTML || !page->zone->parent;
    const PdHtmlNode *article = pd_html_closest(page->zone, PD_TAG_ARTICLE);
    if (article)
        page->zone = article;
    page->zone_from = is_page && page->headline ? MIN(page->headline->order, page->body->order) : page->zone->order;
}

/* An article within the article is another story's teaser, or a post of a live blog when it has a text of its own. */
static bool is_noise_element(const PdPage *page, const PdHtmlNode *node, bool leads_on) {
    if (node->tag == PD_TAG_ARTICLE)
        return leads_on || prose_of(page, node) < POST_BYTES;
    return node->tag == PD_TAG_NAV || node->tag == PD_TAG_FOOTER || node->tag == PD_TAG_DIALOG;
}

/* A link around picture and headline leads to another story. */
static bool is_teaser(const PdHtml *html, const PdHtmlNode *node) {
    if (node->tag != PD_TAG_A)
        return false;
    for (uint32_t i = node->order + 1; i < MIN(node->end, node->order + MAX_LINK_NODES); i++)
        if (is_heading(html->nodes[i]->tag))
            return true;
    return false;
}

bool pd_html_is_outside(const PdPage *page, const PdHtmlNode *node) {
    return node->order < page->zone_from || node->order >= page->body->end;
}

/* Whether a link leads to another page, not to the picture itself, a gallery of this page or a place in it. */
static bool leads_away(const PdPage *page, const PdHtmlNode *link) {
    static const char *const pictures[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"};
    const char *href = pd_html_attr(link, "href");
    if (pd_text_is_blank(href) || *href == '#' || g_ascii_strncasecmp(href, "javascript:", 11) == 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(pictures); i++)
        if (strstr(href, pictures[i]))
            return false;
    return !page->out || !page->out->url || !g_str_has_prefix(href, page->out->url);
}

/* A link around a picture whose address stands again in a link of words, outside the picture's own caption: a teaser. */
static bool is_linked_by_words(const PdPage *page, const PdHtmlNode *node) {
    const PdHtmlNode *link = pd_html_closest(node, PD_TAG_A), *figure = pd_html_closest(node, PD_TAG_FIGURE);
    const char *href = link ? pd_html_attr(link, "href") : NULL;
    if (!href || !leads_away(page, link))
        return false;
    uint32_t end = MIN(page->html->n_nodes, link->end + MAX_BESIDE_NODES);
    for (uint32_t i = link->end; i < end; i++) {
        const PdHtmlNode *at = page->html->nodes[i];
        const char *other = at->tag == PD_TAG_A ? pd_html_attr(at, "href") : NULL;
        if (!other || strcmp(other, href) != 0 || (figure && pd_html_contains(figure, at)))
            continue;
        bool is_caption = (page->says[i] | page->says[at->parent->order]) & (PD_SAYS_CAPTION | PD_SAYS_CREDIT);
        const PdHtmlNode *words = at->first;
        while (words && words->tag != PD_TAG_TEXT)
            words = words->first;
        if (!is_caption && words && strnlen(words->text, 10) == 10)
            return true;
    }
    return false;
}

PdNoise pd_html_noise(const PdPage *page, const PdHtmlNode *node) {
    PdNoise noise = PD_NOISE_NONE;
    bool leads_on = pd_html_is_linked_away(page, node);
    if (leads_on && is_linked_by_words(page, node))
        return PD_NOISE_SURE;
    for (const PdHtmlNode *at = node->parent; at && at->parent; at = at->parent) {
        bool is_around = pd_html_contains(at, page->body) || (page->headline && pd_html_contains(at, page->headline));
        if (is_around || prose_of(page, at) * 3 > page->prose_total)
            break;
        const char *type = pd_html_attr(at, "itemtype");
        if (type && g_str_has_suffix(type, "/Person"))
            return PD_NOISE_SURE;
        if (is_noise_element(page, at, leads_on) || is_teaser(page->html, at) || (page->says[at->order] & PD_SAYS_AUTHOR))
            return PD_NOISE_SURE;
        if (leads_on && (page->says[at->order] & PD_SAYS_TEASER))
            return PD_NOISE_SURE;
        if (page->says[at->order] & PD_SAYS_NOISE)
            noise = PD_NOISE_NAMED;
    }
    return noise;
}

bool pd_html_is_linked_away(const PdPage *page, const PdHtmlNode *node) {
    const PdHtmlNode *link = pd_html_closest(node, PD_TAG_A);
    return link && leads_away(page, link);
}

/* The bytes of text below a node, and how many of them are links that lead away. */
static void count_linked(const PdPage *page, const PdHtmlNode *top, size_t *all, size_t *linked) {
    const PdHtmlNode *around = pd_html_closest(top, PD_TAG_A);
    uint32_t link_ends = around && leads_away(page, around) ? around->end : 0;
    for (uint32_t i = top->order; i < top->end; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        if (node->tag == PD_TAG_SCRIPT || node->tag == PD_TAG_STYLE || node->tag == PD_TAG_NOSCRIPT) {
            i = node->end - 1;
            continue;
        }
        if (node->tag == PD_TAG_A && leads_away(page, node))
            link_ends = MAX(link_ends, node->end);
        if (node->tag != PD_TAG_TEXT || pd_text_is_blank(node->text))
            continue;
        *all += strlen(node->text);
        *linked += i < link_ends ? strlen(node->text) : 0;
    }
}

double pd_html_linked_share(const PdPage *page, const PdHtmlNode *const *nodes, size_t n_nodes) {
    size_t all = 0, linked = 0;
    for (size_t n = 0; n < n_nodes; n++)
        count_linked(page, nodes[n], &all, &linked);
    return all > 0 ? (double)linked / (double)all : 0;
}
