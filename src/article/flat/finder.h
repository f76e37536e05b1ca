/* Figures in the making of one flattened text: what its signs are, and which lines stand for them. */
#ifndef PICDESK_ARTICLE_FLAT_FINDER_H
#define PICDESK_ARTICLE_FLAT_FINDER_H

#include "article/flat/text.h"
#include "picdesk/article.h"

enum {
    PD_FLAT_CAPTION_BYTES = 900,
    PD_FLAT_AFAR_BYTES = 420, /* a caption across a blank line from its credit */
    PD_FLAT_COPY_BYTES = 160
};

typedef struct {
    PdFigureKind kind;
    size_t caption, caption_end, credit, credit_end;
    guint line, image; /* image: of its placeholder, G_MAXUINT */
    double sure;
    const char *cue;
    bool is_labelled, is_source, is_wire, is_bare;
} PdFlatFound;

typedef struct {
    PdFlatText *flat;
    const char *text;
    const PdFlatLine *lines;
    guint n_lines;
    GArray *found;
    bool *is_used;
    size_t max;
    guint n_sources;      /* credits behind a word for any origin */
    bool is_credit_first; /* every credit alone on its line stands above its caption */
} PdFlatFinder;

/* Keeps a figure; NULL when there are too many. (transfer none): good until the next one. */
PdFlatFound *pd_flat_add_found(PdFlatFinder *finder, const PdFlatFound *found);
/* The text from start to end, trimmed, is its caption. */
void pd_flat_set_caption(PdFlatFinder *finder, PdFlatFound *found, size_t start, size_t end);
bool pd_flat_has_caption(const PdFlatFound *found);

/* Whether line i can be a caption of at most max bytes that no other figure has taken. */
bool pd_flat_is_caption_line(const PdFlatFinder *finder, guint i, size_t max);
/* Whether a placeholder stands at most reach lines above line i. */
bool pd_flat_has_image_near(const PdFlatFinder *finder, guint i, guint reach);
/* Whether line i is a credit between a paragraph and one short sentence that another paragraph follows: the caption is the
 * sentence then, though captions mostly stand before their credits. */
bool pd_flat_opens_figure(const PdFlatFinder *finder, guint i);
/* The caption of a credit that stands alone on line i: the line before it, or after it when a placeholder or no caption
 * stands before. Gives the line's number, G_MAXUINT for none. */
guint pd_flat_neighbour(const PdFlatFinder *finder, guint i, bool is_labelled);
/* Whether a credit that stands without caption in its line can be one of a picture at all. */
bool pd_flat_is_credit_alone(const PdFlatFinder *finder, const PdFlatFound *found, guint caption);

/* Takes the figures out of line i. */
void pd_flat_read_line(PdFlatFinder *finder, guint i);

#endif
