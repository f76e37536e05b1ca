/* What the files of the html dialect share: a page in work, and the steps that read it. */
#ifndef PICDESK_ARTICLE_HTML_PARTS_H
#define PICDESK_ARTICLE_HTML_PARTS_H

#include <stdbool.h>

#include "codec/html.h"
#include "picdesk/article.h"

/* A page in work. */
typedef struct {
    const PdHtml *html;
    const PdLimits *limits;
    PdArticle *out;
    uint64_t *shown; /* one bit a node: the node's media is told of already */
    uint64_t *prose; /* bytes of running text before each node, n_nodes + 1 of them */
    uint64_t prose_total;
} PdPage;

/* html_class.c: what an element's class, id, itemprop and data attributes call it. */
typedef enum {
    PD_SAYS_NOTHING = 0,
    PD_SAYS_CREDIT = 1 << 0,
    PD_SAYS_CAPTION = 1 << 1,
    PD_SAYS_NOISE = 1 << 2,  /* teasers, related stories, navigation, advertising */
    PD_SAYS_AUTHOR = 1 << 3, /* the people who wrote the article */
    PD_SAYS_GALLERY = 1 << 4,
    PD_SAYS_CONTROL = 1 << 5, /* buttons and hints: zoom, share, close */
    PD_SAYS_LEAD = 1 << 6,
    PD_SAYS_HIDDEN = 1 << 7, /* for screen readers only */
    PD_SAYS_TEASER = 1 << 8  /* leads to another story, or is the picture that does so elsewhere */
} PdSays;

unsigned pd_html_says(const PdHtmlNode *node);

/* html_media.c: the addresses of a picture or player. */
typedef struct {
    const PdHtmlNode *node; /* the img, amp-img, video … itself */
    PdFigureKind kind;
    GPtrArray *urls; /* (transfer full) of char *, the best first */
    const char *alt; /* (nullable) */
} PdMedia;

/* Whether the node is a picture or player of its own (a source or an img inside a picture belongs to the picture). */
bool pd_html_is_media(const PdHtmlNode *node);
void pd_html_media_init(PdMedia *media, const PdHtml *html, const PdHtmlNode *node);
/* Adds the addresses of one more node. */
void pd_html_media_add(PdMedia *media, const PdHtml *html, const PdHtmlNode *node);
void pd_html_media_done(PdMedia *media);

/* html_caption.c: the texts of a figure. */
typedef struct {
    char *caption;   /* (nullable, transfer full) */
    char *credit;    /* (nullable, transfer full) */
    const char *cue; /* constant */
    double sure;
} PdTexts;

/* Reads caption and credit out of everything below a node but its media and its controls. */
void pd_html_texts_init(PdTexts *texts, const PdHtml *html, const PdHtmlNode *node);
void pd_html_texts_done(PdTexts *texts);

/* html_noise.c: whether a figure stands in something that is no part of the article. */
bool pd_html_is_noise(const PdPage *page, const PdHtmlNode *node);

/* html.c: bytes of running text (in paragraphs) below a node. */
uint64_t pd_html_prose(const PdPage *page, const PdHtmlNode *node);

/* html_figure.c, html_meta.c: the steps. */
void pd_html_read_figures(PdPage *page);
void pd_html_read_meta(PdPage *page);

#endif
