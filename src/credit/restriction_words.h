/* A text as words, for the restriction phrases. */
#ifndef PICDESK_CREDIT_RESTRICTION_WORDS_H
#define PICDESK_CREDIT_RESTRICTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* What stands between a word and the one before it. */
typedef enum {
    PD_GAP_CLAUSE = 1 << 0,   /* punctuation that ends a clause, or the text's begin */
    PD_GAP_SENTENCE = 1 << 1, /* . ; ! ? or a line end: no phrase goes across */
    PD_GAP_SLASH = 1 << 2,
    PD_GAP_HYPHEN = 1 << 3, /* a hyphen without spaces */
    PD_GAP_COLON = 1 << 4,
    PD_GAP_QUOTE = 1 << 5,
    PD_GAP_COMMA = 1 << 6
} PdGap;

typedef struct {
    size_t start, end; /* bytes of the text */
    const char *fold;  /* lower case, no diacritics; in the words' chunk */
    unsigned gap;      /* PdGap, before the word */
    bool is_caps;      /* has a letter, and no lower-case one */
    bool is_code;      /* part of an agency's x-separated code */
} PdWord;

typedef struct {
    GArray *words; /* of PdWord */
    GStringChunk *folds;
    unsigned last_gap; /* after the last word */
} PdWords;

/* At most max words; the rest of the text is left out. */
void pd_words_init(PdWords *words, const char *text, size_t max);
void pd_words_done(PdWords *words);
const PdWord *pd_words_at(const PdWords *words, size_t i);
/* The gap before word i; for i past the last word the one after it. */
unsigned pd_words_gap(const PdWords *words, size_t i);

#endif
