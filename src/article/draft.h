/* Figures in work: readers of XML feeds meet address, caption and credit in any order, some of them after the figure. */
#ifndef PICDESK_ARTICLE_DRAFT_H
#define PICDESK_ARTICLE_DRAFT_H

#include "codec/xml.h"
#include "picdesk/article.h"

typedef struct {
    PdFigureKind kind;
    uint64_t at;
    GPtrArray *urls; /* of char * */
    char *caption, *credit, *alt;
} PdDraft;

/* What every XML dialect's reader needs. */
typedef struct {
    PdArticle *out;
    const PdLimits *limits;
    const char *cue;     /* constant */
    GPtrArray *drafts;   /* of PdDraft *: their places do not move */
    GString *text;       /* the text of the element being captured */
    uint32_t depth;      /* open elements */
    uint32_t capture_at; /* depth of the element whose text is captured, 0 = none */
    char **capture_to;   /* where it goes; set when empty only */
} PdDrafts;

void pd_drafts_init(PdDrafts *drafts, PdArticle *out, const PdLimits *limits, const char *cue);
void pd_drafts_done(PdDrafts *drafts);
/* A new figure; NULL when there are limits->figures of them. (transfer none) until the flush. */
PdDraft *pd_drafts_begin(PdDrafts *drafts, PdFigureKind kind, uint64_t at);
/* The figure begun last, NULL without one. */
PdDraft *pd_drafts_last(const PdDrafts *drafts);
void pd_draft_add_url(PdDraft *draft, const char *url);
/* The text of the element that begins now goes to *to, a string to be freed by the caller. */
void pd_drafts_capture(PdDrafts *drafts, char **to);
/* Gives every figure from the n-th on a credit or caption that it does not have. Both (nullable). */
void pd_drafts_fill(PdDrafts *drafts, size_t from, const char *caption, const char *credit);
/* Adds the figures to the article and forgets them, and what is being captured. */
void pd_drafts_flush(PdDrafts *drafts);

/* For PdXmlEvents: to be called first in start, and as text and end. */
void pd_drafts_start(PdDrafts *drafts);
void pd_drafts_text(void *drafts, const char *text, size_t len);
void pd_drafts_end(PdDrafts *drafts);

/* The value of an attribute without namespace, NULL without it. (transfer none) */
const char *pd_xml_attribute(const PdXmlAttribute *attributes, size_t n_attributes, const char *local);

#endif
