/* The grammar of credit lines, and the lexicons it reads: agencies, lead-ins, marks, platforms, licences. */
#ifndef PICDESK_GRAMMAR_H
#define PICDESK_GRAMMAR_H

#include "picdesk/credit.h"
#include "picdesk/limits.h"

G_BEGIN_DECLS

/* Parses a credit line by rules N01 to N20. line: valid UTF-8, NULL or "" when only a creator field is there; creator:
 * (nullable) the creator field that stands beside it, several names joined by "; ". Always gives a credit, an empty one
 * for an empty line. (transfer full): pd_credit_free(). Thread-safe after the first call. */
PdCredit *pd_credit_parse(const char *line, const char *creator, const PdLimits *limits);

/* A house style that credits are printed in (rule N16). */
typedef struct {
    const char *name;  /* "guardian" */
    const char *about; /* one line */
} PdCreditProfile;

/* The profile at this place of the table, NULL behind the last. (transfer none), valid for ever. */
const PdCreditProfile *pd_credit_profile_at(size_t i);

/* The credit as the profile prints it: "" when it names nobody, NULL when there is no such profile. (transfer full):
 * g_free(). */
char *pd_credit_print(const PdCredit *credit, const char *profile);

/* A credit found inside running text. */
typedef struct {
    size_t start; /* byte where the credit group starts, its bracket or lead-in included */
    size_t end;   /* byte after it */
    size_t line;  /* byte where the credit line proper starts */
    size_t line_end;
    double sure; /* 0..1 */
} PdCreditSpan;

/* Finds the credit that ends (or, with a bracket or lead-in, stands inside or opens) a caption: "(Photo by …)", "Foto: …",
 * "REUTERS/…", "© …" (rule N14). Returns false when there is none. */
bool pd_credit_find(const char *caption, PdCreditSpan *out);

/* How much a short text reads like a credit line, 0..1: lexicon hits, lead-ins, names, separators. */
double pd_credit_likeness(const char *text);

/* The party of the lexicon that a name means (aliases, case, spacing), NULL when it knows none. (transfer none), valid
 * for ever. */
const PdParty *pd_party_find(const char *name);

/* The supplier's image id that a file name, URL or path tells: "gettyimages-1302441145.jpg" gives "getty:1302441145", the
 * lexicon's slug in front; NULL when no pattern of the lexicon fits. out_party (nullable) gets the supplier, valid for
 * ever. (transfer full): g_free(). */
char *pd_supplier_id_of_name(const char *name, const PdParty **out_party);

G_END_DECLS

#endif
