/* Restriction phrases: what a supplier's text demands of whoever prints the picture ("GERMANY OUT", "nur zur redaktionellen
 * Verwendung", "PUBLICATIONxINxGERxSUIxAUTxONLY"). The phrases are data: restrictions.tsv; territories and media in files of
 * their own. */
#ifndef PICDESK_CREDIT_RESTRICTION_H
#define PICDESK_CREDIT_RESTRICTION_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "picdesk/limits.h"

typedef enum {
#define PD_RESTRICTION(NAME, word, kind, about) PD_RESTRICTION_##NAME,
#include "credit/restrictions.def"
#undef PD_RESTRICTION
    PD_N_RESTRICTIONS
} PdRestrictionClass;

const char *pd_restriction_word(PdRestrictionClass class);  /* "territory-out"; (transfer none), valid for ever */
const char *pd_restriction_about(PdRestrictionClass class); /* "not in these territories" */
bool pd_restriction_is_fact(PdRestrictionClass class);      /* states something, limits nothing */

typedef struct {
    PdRestrictionClass class;
    char *parameter;   /* (nullable) ISO 3166 codes or media joined by '|', ISO 8601 duration or date, a wording, a client */
    size_t start, end; /* bytes of the text */
} PdRestriction;

typedef enum {
    PD_RESTRICTION_IN_FIELD, /* instructions, usage terms: a place for restrictions */
    PD_RESTRICTION_IN_PROSE  /* captions, running text: phrases that prose also knows need a sign that they are meant */
} PdRestrictionPlace;

/* Everything the text restricts and states, in the order of the text; each class and parameter once. text: valid UTF-8.
 * (transfer full): g_array_unref(), an array of PdRestriction, empty for none. Thread-safe. limits: NULL means
 * pd_limits_default(). */
GArray *pd_restriction_parse(const char *text, PdRestrictionPlace place, const PdLimits *limits);

/* "territory-out=DE", or the word alone. (transfer full): g_free(). */
char *pd_restriction_text(const PdRestriction *restriction);

/* Whether a list of codes joined by '|' holds this one; neither may be NULL. */
bool pd_restriction_list_has(const char *list, const char *code);

#endif
