/* Captions that stand beside their picture without a figure element around both: the largest element around the picture that
 * holds nothing else, and the neighbours behind it (or before it) that are caption or credit by name or by shape.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

#define MAX_AROUND_BYTES 900u
#define MAX_NEIGHBOUR_BYTES 600u
#define MAX_PLAIN_BYTES 300u
#define MIN_CAPTION_HEADING_BYTES 140u

/* A picture with its words is small: elements with more nodes hold more, and it is not wrapped deeper. */
#define MAX_NODES 400u
#define MAX_LEVELS 10
#define MAX_EMPTY 8

static bool is_wall(PdHtmlTag tag) {
    return tag == PD_TAG_BODY || tag == PD_TAG_MAIN || tag == PD_TAG_ARTICLE || tag == PD_TAG_HTML || tag == PD_TAG_TABLE ||
           tag == PD_TAG_FORM;
}

static bool is_heading(PdHtmlTag tag) {
    return tag >= PD_TAG_H1 && tag <= PD_TAG_H6;
}

bool pd_html_is_icon(const PdHtmlNode *node) {
    const char *width = pd_html_attr(node, "width"), *src = pd_html_attr(node, "src");
    guint64 width_px = width ? g_ascii_strtoull(width, NULL, 10) : 0;
    if (width_px > 0 && width_px < 64)
        return true;
    for (uint32_t i = 0; i < node->n_attrs; i++)
        if (strstr(node->attrs[i].name, "src") && strcmp(node->attrs[i].name, "src") != 0)
            return false; /* a drawing that holds the place of the picture */
    return src && (strstr(src, ".svg") || g_str_has_prefix(src, "data:image/svg"));
}

/* Some pages set captions as headings; headlines are shorter. */
static bool is_caption_heading(const PdPage *page, const PdHtmlNode *node) {
    if (pd_html_closest(node, PD_TAG_FIGCAPTION))
        return true;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, node, text);
    return node != page->headline && text->len >= MIN_CAPTION_HEADING_BYTES;
}

static bool holds_more(const PdPage *page, const PdHtmlNode *within, const PdHtmlNode *node) {
    size_t text_bytes = 0;
    uint32_t visited = 0;
    for (uint32_t i = within->order; i < within->end; i++) {
        const PdHtmlNode *at = page->html->nodes[i];
        if (at->tag == PD_TAG_SCRIPT || at->tag == PD_TAG_STYLE || at->tag == PD_TAG_NOSCRIPT || at == node) {
            i = at->end - 1;
            continue;
        }
        if (pd_html_is_media(at) && !pd_html_is_icon(at))
            return true;
        if (is_heading(at->tag) && !is_caption_heading(page, at))
            return true;
        if (at->tag == PD_TAG_TEXT)
            text_bytes += strlen(at->text);
        if (text_bytes > MAX_AROUND_BYTES || ++visited > MAX_NODES)
            return true;
    }
    return false;
}

bool pd_html_is_alone(const PdPage *page, const PdHtmlNode *within, const PdHtmlNode *node) {
    return !holds_more(page, within, node);
}

static bool is_empty(const PdPage *page, const PdHtmlNode *node) {
    if (node->end - node->order > 4 * MAX_NODES)
        return false;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, node, text);
    return pd_text_is_blank(text->str);
}

static bool is_neighbour(const PdPage *page, const PdHtmlNode *node, PdEvidence least) {
    if (node->tag == PD_TAG_TEXT || pd_html_is_media(node) || holds_more(page, node, NULL))
        return false;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, node, text);
    if (pd_text_is_blank(text->str) || text->len > MAX_NEIGHBOUR_BYTES)
        return false;
    PdTexts texts;
    pd_html_texts_init(&texts, page, &node, 1);
    bool is_one = texts.evidence >= least;
    pd_html_texts_done(&texts);
    return is_one;
}

/* How much of a caption and a credit the words in and below a node are; out_has_words: some of them are no button's. */
static int score(const PdPage *page, const PdHtmlNode *node, PdEvidence least, bool *out_has_words) {
    PdTexts texts;
    pd_html_texts_init(&texts, page, &node, 1);
    int n = texts.evidence >= least ? (texts.caption ? 2 : 0) + (texts.credit ? 1 : 0) : 0;
    *out_has_words = texts.caption || texts.credit;
    pd_html_texts_done(&texts);
    return n;
}

/* A line of its own in another face right behind a picture: "<p><em>Lambs on the moor.</em></p>". */
static bool is_set_off(const PdPage *page, const PdHtmlNode *node) {
    const PdHtmlNode *inner = node->first;
    while (inner && inner->tag == PD_TAG_TEXT && pd_text_is_blank(inner->text))
        inner = inner->next;
    if (node->tag != PD_TAG_P || !inner || pd_html_linked_share(page, &node, 1) > 0)
        return false;
    for (const PdHtmlNode *after = inner->next; after; after = after->next)
        if (after->tag != PD_TAG_TEXT || !pd_text_is_blank(after->text))
            return false;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, inner, text);
    g_strchomp(text->str);
    size_t len = strlen(text->str);
    if (len == 0 || len > MAX_PLAIN_BYTES)
        return false;
    bool is_bold = inner->tag == PD_TAG_STRONG || inner->tag == PD_TAG_B;
    return inner->tag == PD_TAG_EM || inner->tag == PD_TAG_I || inner->tag == PD_TAG_SMALL ||
           (is_bold && text->str[len - 1] == '.');
}

/* A text equal to the picture's alternative text is its caption. */
static bool is_alternative(const PdPage *page, const PdHtmlNode *node, const PdHtmlNode *text_node) {
    const char *alt = NULL;
    for (uint32_t i = node->order; i < node->end && !alt; i++)
        alt = page->html->nodes[i]->tag == PD_TAG_IMG ? pd_html_attr(page->html->nodes[i], "alt") : NULL;
    if (pd_text_is_blank(alt) || holds_more(page, text_node, NULL))
        return false;
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, text_node, text);
    return pd_text_same(text->str, alt);
}

static void add_neighbours(const PdPage *page, const PdHtmlNode *node, PdEvidence least, PdSurroundings *out) {
    int n_empty = 0;
    for (const PdHtmlNode *at = node->next; at && out->n_nodes < G_N_ELEMENTS(out->nodes); at = at->next) {
        if (is_neighbour(page, at, least)) {
            out->nodes[out->n_nodes++] = at;
        } else if (++n_empty > MAX_EMPTY || !is_empty(page, at) || holds_more(page, at, NULL)) {
            if (out->n_nodes == 1 && (is_set_off(page, at) || is_alternative(page, node, at)))
                out->nodes[out->n_nodes++] = at;
            return;
        }
    }
}

/* A wrapper around one element alone tells no more than that, unless it has a name of its own. */
static bool only_wraps(const PdPage *page, const PdHtmlNode *wrapper, const PdHtmlNode *child) {
    const unsigned telling = PD_SAYS_CREDIT | PD_SAYS_CAPTION | PD_SAYS_AUTHOR | PD_SAYS_CONTROL | PD_SAYS_HIDDEN;
    if ((page->says[wrapper->order] & telling) || wrapper->tag == PD_TAG_FIGCAPTION || wrapper->tag == PD_TAG_CITE)
        return false;
    for (const PdHtmlNode *at = wrapper->first; at; at = at->next)
        if (at != child && (at->tag != PD_TAG_TEXT || !pd_text_is_blank(at->text)))
            return false;
    return true;
}

/* The wrapper that was found, its neighbours where it tells too little, else the one with words in it (nullable). */
static void settle(const PdPage *page, const PdHtmlNode *found, int score_found, const PdHtmlNode *worded,
                   PdSurroundings *out) {
    *out = (PdSurroundings){.nodes = {found}, .n_nodes = 1};
    if (score_found < 2)
        add_neighbours(page, found, score_found > 0 ? PD_EVIDENCE_NAMED : PD_EVIDENCE_SHAPED, out);
    if (score_found == 0 && out->n_nodes == 1 && worded)
        out->nodes[0] = worded;
}

void pd_html_surroundings(const PdPage *page, const PdHtmlNode *node, PdSurroundings *out) {
    const PdHtmlNode *best = node, *worded = NULL, *top = node;
    int best_score = 0, level = 0;
    bool has_words = false;
    for (const PdHtmlNode *at = node, *below = NULL; at->parent && level < MAX_LEVELS && (at == node || !is_wall(at->tag));
         below = at, at = at->parent) {
        level++;
        if (at != node && holds_more(page, at, node))
            break;
        bool is_new = !below || !only_wraps(page, at, below);
        has_words = is_new ? !is_empty(page, at) : has_words;
        if (!has_words)
            top = at;
        PdEvidence least = best_score > 0 ? PD_EVIDENCE_NAMED : PD_EVIDENCE_SHAPED;
        bool is_told = false;
        int at_score = has_words && is_new && best_score < 3 ? score(page, at, least, &is_told) : 0;
        if (is_told && !worded)
            worded = at;
        if (at_score > best_score) {
            best_score = at_score;
            best = at;
        }
    }
    settle(page, best_score > 0 ? best : top, best_score, worded, out);
}

static bool says_credit(const PdPage *page, const PdHtmlNode *node) {
    for (uint32_t i = node->order; i < node->end; i++)
        if (page->says[i] & PD_SAYS_CREDIT)
            return true;
    return false;
}

void pd_html_credit_neighbours(const PdPage *page, const PdHtmlNode *node, PdSurroundings *out) {
    *out = (PdSurroundings){.nodes = {node}, .n_nodes = 1};
    const PdHtmlNode *from = node;
    while (!from->next && from->parent && !is_wall(from->parent->tag) && !holds_more(page, from->parent, node))
        from = from->parent;
    int n_empty = 0;
    for (const PdHtmlNode *at = from->next; at && out->n_nodes < G_N_ELEMENTS(out->nodes); at = at->next) {
        if (++n_empty < MAX_EMPTY && is_empty(page, at) && !holds_more(page, at, NULL))
            continue;
        if (!is_neighbour(page, at, PD_EVIDENCE_NAMED) || !says_credit(page, at))
            break;
        out->nodes[out->n_nodes++] = at;
    }
}

/* Where nothing is named: a picture among the paragraphs with a short text of its own around it, without links or buttons.
 */
bool pd_html_is_plain_caption(const PdPage *page, const PdSurroundings *around) {
    const PdHtmlNode *node = around->nodes[0];
    if (!pd_html_contains(page->body, node) || pd_html_linked_share(page, &node, 1) > 0)
        return false;
    for (uint32_t i = node->order; i < node->end; i++) {
        PdHtmlTag tag = page->html->nodes[i]->tag;
        if (tag == PD_TAG_BUTTON || tag == PD_TAG_INPUT || tag == PD_TAG_FORM || tag == PD_TAG_UL || tag == PD_TAG_IFRAME)
            return false;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(page->html, node, text);
    return text->len >= 12 && text->len <= MAX_PLAIN_BYTES;
}
