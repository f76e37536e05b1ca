/* What the texts of a figure and of an image say, made comparable: terms (stemmed, without wire furniture) and days. */
#ifndef PICDESK_MATCH_TEXT_H
#define PICDESK_MATCH_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "codec/days.h"

typedef enum {
    PD_TERM_WORD = 0,
    PD_TERM_NAME,   /* written with a capital inside a sentence */
    PD_TERM_NUMBER, /* holds a digit */
    PD_TERM_SCENE   /* a concept of the lexicon, "~fire": stands beside its word */
} PdTermKind;

/* One term. Texts are owned by the set. */
typedef struct {
    const char *stem;  /* what is compared */
    const char *word;  /* folded as it stood, for counting */
    const char *shown; /* as written, for people */
    PdTermKind kind;
    double weight; /* how rare it is, in nats; set by pd_terms_weigh() */
} PdTerm;

typedef struct {
    GStringChunk *texts;
    GArray *terms; /* of PdTerm, sorted by stem after pd_terms_weigh(), each stem once */
    GArray *days;  /* of PdDay */
    double mass;   /* sum of the weights, scenes left out */
    double names;  /* the part of it that names have */
    double rarest; /* the largest weight of a word */
} PdTerms;

PdTerms *pd_terms_new(void); /* (transfer full): pd_terms_free() */
void pd_terms_free(PdTerms *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdTerms, pd_terms_free)

/* Adds the terms of a text: furniture (dateline, stated dates, credit, slugs) is left out, dates are kept as days. At most
 * PD_TERMS_MAX terms are kept. text: valid UTF-8, (nullable). out_core: (nullable) gets the words that are no furniture:
 * what tells one scene's caption from another's. */
void pd_terms_add(PdTerms *terms, const char *text, GString *out_core);
/* Adds the words of a file name or url: parted also at case changes; runs with digits and single letters are left out. */
void pd_terms_add_name(PdTerms *terms, const char *name);
/* Takes out every term whose stem is among the words of a name (a city that the place signal weighs). */
void pd_terms_drop(PdTerms *terms, const char *name);

/* In how many of n images a folded word stands; n_images in *out_of. */
typedef double (*PdRarityFunc)(const char *word, void *user);
/* Weighs every term by its rarity (nats) and sorts; no term may be added after. */
void pd_terms_weigh(PdTerms *terms, PdRarityFunc rarity, void *user);

/* What two sets share. */
typedef struct {
    double words, names, numbers; /* sums of weights of the shared terms of each kind */
    double scenes;                /* number of shared scenes whose words are not shared themselves */
    size_t n;                     /* shared terms */
} PdShared;

/* Terms of a that stand in b too, or begin alike (half weight). out_shown (nullable) gets the most telling words, as a wrote
 * them. */
PdShared pd_terms_shared(const PdTerms *a, const PdTerms *b, GString *out_shown);

enum { PD_TERMS_MAX = 400 };

#endif
