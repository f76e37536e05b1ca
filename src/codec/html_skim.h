/* A page as the parser gets it: without what no reader sees. The contents of script and style elements are half of a page,
 * drawings are many tags, embedded images are long attributes, and libxml2 reads them all byte by byte.
 */
#ifndef PICDESK_CODEC_HTML_SKIM_H
#define PICDESK_CODEC_HTML_SKIM_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* Something that was left out. */
typedef struct {
    size_t at;    /* where it would stand in the skimmed text */
    size_t tag;   /* where the tag it belongs to begins in the skimmed text */
    size_t from;  /* where it stands in the page */
    size_t len;   /* its bytes */
    size_t total; /* bytes left out so far, these included */
    bool is_kept; /* content of a script: it is wanted as text */
} PdHtmlCut;

typedef struct {
    char *text; /* (transfer full) NUL-terminated; valid UTF-8 as the page was */
    size_t len;
    GArray *cuts;    /* (transfer full) of PdHtmlCut, in the order of the text */
    bool has_excess; /* a tag had too many attributes; those were left out */
} PdHtmlSkim;

/* max_attributes: how many one tag may have. */
void pd_html_skim_init(PdHtmlSkim *skim, const char *page, size_t len, size_t max_attributes);
void pd_html_skim_done(PdHtmlSkim *skim);
/* Where text[at] stands in the page. */
size_t pd_html_skim_origin(const PdHtmlSkim *skim, size_t at);
/* The script content left out of the element whose tag begins at text[tag], NULL without one. (transfer none) */
const PdHtmlCut *pd_html_skim_content(const PdHtmlSkim *skim, size_t tag);

#endif
