/* What the files of the html dialect share: a page in work, and the steps that read it. */
#ifndef PICDESK_ARTICLE_HTML_PARTS_H
#define PICDESK_ARTICLE_HTML_PARTS_H

#include <stdbool.h>

#include "codec/html.h"
#include "codec/json_read.h"
#include "picdesk/article.h"
#include "picdesk/grammar.h"

/* A page in work. */
typedef struct {
    const PdHtml *html;
    const PdLimits *limits;
    PdArticle *out;
    uint64_t *shown; /* one bit a node: the node's media is told of already */
    uint16_t *says;  /* (transfer full) what each node's names say of it: PdSays */
    uint64_t *prose; /* (transfer full) bytes of running text before each node, n_nodes + 1 of them */
    uint64_t prose_total;
    const PdHtmlNode *body;     /* the element that holds the running text */
    const PdHtmlNode *headline; /* (nullable) */
    const PdHtmlNode *zone;     /* the element around body and headline */
    GPtrArray *data;            /* (transfer full) of PdJsonValue: the page's JSON-LD */
    GArray *data_images;        /* (transfer full) of PdDataImage */
    GHashTable *data_index;     /* (transfer full) address or file name -> PdDataImage */
    GHashTable *ids;            /* (nullable, transfer full) id -> its node, made when first asked for */
    GHashTable *found;          /* (transfer full) text -> what credit.c found of it */
    bool is_state;              /* the markup comes out of a script */
    uint32_t zone_from;         /* no figure of the article stands before this node */
} PdPage;

/* class.c: what an element's class, id, itemprop and data attributes call it. */
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
    PD_SAYS_TEASER = 1 << 8, /* leads to another story, or is the picture that does so elsewhere */
    PD_SAYS_PICTURE = 1 << 9 /* belongs to a picture: an \"author\" there is the photographer */
} PdSays;

/* What each node's names say, n_nodes of PdSays. (transfer full): g_free(). */
uint16_t *pd_html_says_all(const PdHtml *html);

/* What the words of one name say: PdSays. */
unsigned pd_html_words_say(const char *names);

/* media.c: the addresses of a picture or player. */
typedef struct {
    const PdHtmlNode *node; /* the img, amp-img, video … itself */
    PdFigureKind kind;
    GPtrArray *urls;   /* (transfer full) of char *, the best first */
    const char *alt;   /* (nullable) */
    const char *title; /* (nullable) the title attribute: some pages put caption and credit there */
} PdMedia;

/* Whether the node is a picture or player of its own (a source or an img inside a picture belongs to the picture). */
bool pd_html_is_media(const PdHtmlNode *node);
/* Whether it may be something else as well, an advertisement or a decoration: an iframe, a background. */
bool pd_html_is_doubtful_media(const PdHtmlNode *node);
void pd_html_media_init(PdMedia *media, const PdHtml *html, const PdHtmlNode *node);
/* Adds the addresses of one more node. */
void pd_html_media_add(PdMedia *media, const PdHtml *html, const PdHtmlNode *node);
void pd_html_media_done(PdMedia *media);

/* caption.c: the texts of a figure. */
typedef enum {
    PD_EVIDENCE_NONE = 0,
    PD_EVIDENCE_ALIKE,  /* a text reads like a credit */
    PD_EVIDENCE_SHAPED, /* a label word, a bracket, an agency's name */
    PD_EVIDENCE_NAMED   /* the page's elements are named caption or credit, or are a figcaption */
} PdEvidence;

typedef struct {
    char *caption; /* (nullable, transfer full) */
    char *credit;  /* (nullable, transfer full) */
    PdEvidence evidence;
} PdTexts;

/* Reads caption and credit out of everything in and below the nodes but media and controls. */
void pd_html_texts_init(PdTexts *texts, const PdPage *page, const PdHtmlNode *const *nodes, size_t n_nodes);
void pd_html_texts_done(PdTexts *texts);

/* Takes the credit out of a caption and the label off it. */
void pd_html_texts_split(const PdPage *page, PdTexts *texts);

/* attributes.c: fills what texts lack from the attributes of the media, of the elements around it alone, and of top
 * (nullable). */
void pd_html_attribute_texts(const PdPage *page, const PdHtmlNode *media, const PdHtmlNode *top, PdTexts *texts);
/* The texts of an attribute's or a member's value, which may be markup; fills what texts lacks. */
void pd_html_value_texts(const PdPage *page, const char *value, PdTexts *texts);
/* The element that the node or a picture in it names as its description, NULL when there is none. */
const PdHtmlNode *pd_html_described_by(PdPage *page, const PdHtmlNode *node);

/* data.c: the pictures that JSON-LD tells of. */
typedef struct {
    const char *urls[5]; /* NULL behind the last */
    const char *caption; /* (nullable) */
    char *credit;        /* (nullable, transfer full) */
    char *data;          /* (nullable, transfer full) as in PdFigure */
} PdDataImage;

/* Parses the page's JSON-LD into page->data and page->data_images; damage becomes problems. */
void pd_html_read_data(PdPage *page);
void pd_html_data_done(PdPage *page);
/* objects.c: adds the pictures that the node's attributes hold as JSON; whether there were any. */
bool pd_html_read_properties(PdPage *page, const PdHtmlNode *node);
/* Adds the pictures of the article that a state holds; how many. node: where it stands. */
size_t pd_html_read_objects(PdPage *page, const PdHtmlNode *node, const PdJsonValue *root);
/* state.c: the article's HTML out of a script, NULL when there is none. (transfer full): g_free() */
char *pd_html_state_markup(const PdPage *page);
/* Adds the figures that scripts hold as objects. */
void pd_html_read_state_objects(PdPage *page);
/* Fills what the page's head does not say from its JSON-LD, then from its text. */
void pd_html_complete_meta(PdPage *page);
/* Whether two addresses mean one picture: equal without scheme and query, or with one telling file name. */
bool pd_html_is_same_picture(const char *a, const char *b);
/* The picture of JSON-LD that one of these addresses means, NULL when none. (transfer none) */
const PdDataImage *pd_html_data_image(const PdPage *page, const GPtrArray *urls);

/* Gives each figure what JSON-LD says of its picture. */
void pd_html_attach_data(PdPage *page);

/* credit.c: credits by their shape, in texts that stand under a picture. */
#define MAX_CREDIT_BYTES 400u
#define MAX_CAPTION_BYTES 4096u

/* How much the whole of a short text is a credit, 0..1. */
double pd_html_credit_strength(const PdPage *page, const char *text);
/* The credit in a caption; the span lies within it. */
bool pd_html_credit_find(const PdPage *page, const char *caption, PdCreditSpan *out);

/* noise.c: finds the running text and the zone of the article. */
void pd_html_find_zone(PdPage *page);
/* Whether the node stands before the article's zone or behind its text. */
bool pd_html_is_outside(const PdPage *page, const PdHtmlNode *node);
/* Whether the node stands in something that is no part of the article. */
typedef enum {
    PD_NOISE_NONE = 0,
    PD_NOISE_NAMED, /* only the names of the page's elements say so */
    PD_NOISE_SURE
} PdNoise;
PdNoise pd_html_noise(const PdPage *page, const PdHtmlNode *node);

/* Whether the node stands in a link to another page. */
bool pd_html_is_linked_away(const PdPage *page, const PdHtmlNode *node);
/* How much of the text in and below the nodes is links to other pages, 0..1. */
double pd_html_linked_share(const PdPage *page, const PdHtmlNode *const *nodes, size_t n_nodes);

/* Adds a figure that stands at node. */
void pd_html_add_figure(PdPage *page, const PdHtmlNode *node, const PdMedia *media, const PdTexts *texts, const char *cue);

/* figure.c, meta.c: the steps. */
void pd_html_read_figures(PdPage *page);

/* loose.c: the texts that stand beside a picture without a figure element, or beside a figure element without texts. */
typedef struct {
    const PdHtmlNode *nodes[4]; /* the picture's own surroundings first, then neighbours */
    size_t n_nodes;
} PdSurroundings;

/* The smallest element around node that holds its caption and credit, or node and the neighbours that are. */
void pd_html_surroundings(const PdPage *page, const PdHtmlNode *node, PdSurroundings *out);
/* Whether no other picture, headline or longer text stands in an element around node. */
bool pd_html_is_alone(const PdPage *page, const PdHtmlNode *within, const PdHtmlNode *node);
/* An icon beside a picture is no second picture. */
bool pd_html_is_icon(const PdHtmlNode *node);
/* Whether what stands around the picture can only be its caption, though nothing names it. */
bool pd_html_is_plain_caption(const PdPage *page, const PdSurroundings *around);
/* The neighbours of node that its page names credit. */
void pd_html_credit_neighbours(const PdPage *page, const PdHtmlNode *node, PdSurroundings *out);
void pd_html_read_meta(PdPage *page);
/* The date that the article shows its readers, ISO 8601. (transfer none, nullable) */
const char *pd_html_shown_date(PdPage *page);
/* The content of the first meta element with one of these names, in the order of the names. (transfer none, nullable) */
const char *pd_html_meta(const PdHtml *html, const char *const *names);

#endif
