/* The words of the grammar of flattened text (cues.tsv): labels, small words of names, abbreviations, furniture. */
#ifndef PICDESK_ARTICLE_FLAT_CUES_H
#define PICDESK_ARTICLE_FLAT_CUES_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    PD_CUE_CREDIT, /* a label that names where a picture is from: "image source" */
    PD_CUE_PHOTO,  /* a word for the picture, a label only with a colon or "by" */
    PD_CUE_SOURCE, /* a word for any origin */
    PD_CUE_CAPTION,
    PD_CUE_MEDIA,  /* the caption of a film or sound */
    PD_CUE_SUFFIX, /* stands behind the name */
    PD_CUE_LINK,
    PD_CUE_NOISE,
    PD_CUE_WIRE,
    PD_CUE_ABBREV,
    PD_CUE_PARTICLE,
    PD_CUE_LOWER,
    PD_CUE_STARTER,
    PD_CUE_BYLINE,
    PD_CUE_BREAK,
    PD_CUE_NOTNAME,
    PD_CUE_STATUS, /* "file photo", "Symbolbild" */
    PD_CUE_ALONE,  /* "supplied" */
    PD_CUE_BARE,   /* a word for the picture that may stand before a name with only a space */
    PD_N_CUES
} PdCueKind;

/* A label found in a line. */
typedef struct {
    PdCueKind kind;    /* CREDIT, PHOTO, SOURCE, CAPTION or MEDIA */
    const char *words; /* as the table has them; (transfer none), for ever */
    size_t start, end; /* the words alone */
    size_t value;      /* what they introduce starts here; == end of the line when nothing follows */
    bool has_colon;    /* ":" or the like stands behind them */
    bool has_link;     /* "by" or the like */
    bool is_glued;     /* to what stands before */
    bool is_slashed;   /* a slash or bar joins it to its value */
    bool is_kept;      /* joined to its value by a slash: part of the credit as printed */
} PdFlatLabel;

/* The longest label that starts at byte `at` of line (len bytes), its form respected. Thread-safe. */
bool pd_flat_label(const char *line, size_t len, size_t at, PdFlatLabel *out);

/* Whether these bytes, in any letter case, are one entry of a kind. Thread-safe. */
bool pd_flat_is_word(PdCueKind kind, const char *text, size_t len);

/* The longest entry of a kind at the beginning of the text that ends where a word ends; its length in bytes, 0 = none. */
size_t pd_flat_word_at(PdCueKind kind, const char *text, size_t len);

#endif
