/* The phrases, territories and media of restrictions, read once from the TSV files beside this code. */
#ifndef PICDESK_CREDIT_RESTRICTION_LEXICON_H
#define PICDESK_CREDIT_RESTRICTION_LEXICON_H

#include "credit/restriction.h"

/* As restrictions.tsv describes them. */
typedef enum {
    PD_PHRASE_ANY,
    PD_PHRASE_SOFT,
    PD_PHRASE_CAPS,
    PD_PHRASE_CLAUSE,
    PD_PHRASE_OUT,
    PD_PHRASE_SLASH
} PdPhraseWhere;

/* One element of a phrase: words of which one must stand there, or a placeholder. */
typedef struct {
    const char *const *words; /* NULL-terminated, folded; NULL for a placeholder */
    char placeholder;         /* 'T', 'M', 'N', 'D', 'E', 'C', '#'; 0 for words */
    bool is_optional;
} PdPhraseItem;

typedef struct {
    PdRestrictionClass class;
    PdPhraseWhere where;
    char parameter;       /* placeholder or 'W', '=' constant, 0 = none */
    const char *constant; /* (nullable) */
    const PdPhraseItem *items;
    size_t n_items;
} PdPhrase;

/* The phrases that may begin with this folded word, those that begin with a placeholder included. (transfer none): an
 * array of const PdPhrase *; valid for ever. Thread-safe. */
const GPtrArray *pd_restriction_phrases(const char *first_word);

/* The codes (joined by '+') of the territory or the medium that these folded words, apart by one space, name; NULL for none.
 * is_code: the words are one of the short codes. */
const char *pd_restriction_territory(const char *folded, bool *out_is_code);
const char *pd_restriction_medium(const char *folded);

#endif
