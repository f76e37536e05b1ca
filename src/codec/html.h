/* HTML as a plain tree: libxml2's HTML parser behind one door, fed with UTF-8 that picdesk decided on.
 *
 * What no reader sees is left out: the contents of style and svg elements, the bytes of embedded images.
 * The tree is made once and then only read. All texts are valid UTF-8 without NUL and live as long as the tree.
 */
#ifndef PICDESK_CODEC_HTML_H
#define PICDESK_CODEC_HTML_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

/* The elements picdesk tells apart; every other one is PD_TAG_OTHER. Sorted by name. */
/* clang-format off */
#define PD_HTML_TAGS(X)                                                                                                   \
    X(A, "a") X(ADDRESS, "address") X(AMP_IMG, "amp-img") X(AMP_VIDEO, "amp-video") X(ARTICLE, "article")                 \
    X(ASIDE, "aside") X(AUDIO, "audio") X(B, "b") X(BLOCKQUOTE, "blockquote") X(BODY, "body") X(BR, "br")                 \
    X(BUTTON, "button") X(CAPTION, "caption") X(CITE, "cite") X(DD, "dd") X(DETAILS, "details") X(DIALOG, "dialog")       \
    X(DIV, "div") X(DL, "dl") X(DT, "dt") X(EM, "em") X(FIGCAPTION, "figcaption") X(FIGURE, "figure") X(FOOTER, "footer") \
    X(FORM, "form") X(H1, "h1") X(H2, "h2") X(H3, "h3") X(H4, "h4") X(H5, "h5") X(H6, "h6") X(HEAD, "head")               \
    X(HEADER, "header") X(HR, "hr") X(HTML, "html") X(I, "i") X(IFRAME, "iframe") X(IMG, "img") X(INPUT, "input")         \
    X(LABEL, "label") X(LI, "li") X(LINK, "link") X(MAIN, "main") X(META, "meta") X(NAV, "nav") X(NOSCRIPT, "noscript")   \
    X(OBJECT, "object") X(OL, "ol") X(P, "p") X(PICTURE, "picture") X(PRE, "pre") X(SCRIPT, "script")                     \
    X(SECTION, "section") X(SELECT, "select") X(SMALL, "small") X(SOURCE, "source") X(SPAN, "span") X(STRONG, "strong")   \
    X(STYLE, "style") X(SUMMARY, "summary") X(SVG, "svg") X(TABLE, "table") X(TBODY, "tbody") X(TD, "td")                 \
    X(TEMPLATE, "template") X(TEXTAREA, "textarea") X(TH, "th") X(TIME, "time") X(TITLE, "title") X(TR, "tr") X(UL, "ul") \
    X(VIDEO, "video")
/* clang-format on */

typedef enum {
    PD_TAG_TEXT = 0, /* a run of text */
    PD_TAG_OTHER,
#define PD_TAG_ENUM(NAME, name) PD_TAG_##NAME,
    PD_HTML_TAGS(PD_TAG_ENUM)
#undef PD_TAG_ENUM
} PdHtmlTag;

typedef struct {
    const char *name;  /* lower case */
    const char *value; /* never NULL; character references resolved */
} PdHtmlAttr;

typedef struct PdHtmlNode {
    PdHtmlTag tag;
    const char *name; /* lower case; "" for text */
    const char *text; /* of a text node, else NULL; a script keeps its content in a text child */
    const PdHtmlAttr *attrs;
    uint32_t n_attrs;
    uint32_t order; /* place in document order; the root is 0 */
    uint32_t end;   /* order after the last descendant */
    uint32_t depth; /* the root is 0 */
    uint64_t at;    /* byte of the input where the tag or text starts; PD_HTML_AT_UNKNOWN */
    struct PdHtmlNode *parent, *first, *last, *next, *prev;
} PdHtmlNode;

#define PD_HTML_AT_UNKNOWN UINT64_MAX

typedef struct PdHtml {
    const PdHtmlNode *root;         /* a node without name above everything; never NULL */
    const PdHtmlNode *const *nodes; /* all nodes in document order: nodes[n]->order == n */
    uint32_t n_nodes;
    const char *charset; /* what the bytes were read as; constant text */
    bool is_repaired;    /* some bytes did not fit the charset and were replaced */
    bool is_cut;         /* nested too deep, or too many attributes in a tag: the rest was left out */
} PdHtml;

/* Loads libxml2 and keeps it for the life of the process; children of a fork have it too. To be called before a jail shuts:
 * there it cannot be loaded any more. A second call says the same as the first. About 1.5 ms. PD_ERROR_NOT_FOUND when this
 * machine lacks it. */
bool pd_html_load(GError **error);

/* Parses bytes as HTML, after pd_html_load(); without libxml2 there is nothing but the root. Never fails on damage.
 * (transfer full): pd_html_free(). The nesting is bounded by 4 * limits->depth, the nodes by len. */
PdHtml *pd_html_parse(const uint8_t *data, size_t len, const PdLimits *limits);
void pd_html_free(PdHtml *html); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdHtml, pd_html_free)

/* The value of an attribute, NULL without it. (transfer none) */
const char *pd_html_attr(const PdHtmlNode *node, const char *name);

/* The node after this one in document order below within, NULL at the end. skip: leave this node's descendants out. */
const PdHtmlNode *pd_html_next(const PdHtml *html, const PdHtmlNode *node, const PdHtmlNode *within, bool skip);

/* Whether node is within or lies below it. */
static inline bool pd_html_contains(const PdHtmlNode *within, const PdHtmlNode *node) {
    return node->order >= within->order && node->order < within->end;
}

/* The nearest ancestor (the node itself included) with this tag, NULL without one. */
const PdHtmlNode *pd_html_closest(const PdHtmlNode *node, PdHtmlTag tag);
/* The first descendant with this tag, NULL without one. */
const PdHtmlNode *pd_html_find(const PdHtml *html, const PdHtmlNode *within, PdHtmlTag tag);

/* Whether the element starts a line of its own by default. */
bool pd_html_is_block(PdHtmlTag tag);

/* Appends the text a reader sees below the node: script, style and the like left out, a newline where a block or a <br>
 * ends a line. */
void pd_html_append_text(const PdHtml *html, const PdHtmlNode *node, GString *out);

#endif
