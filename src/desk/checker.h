/* Checking uses of a catalogue: the rules with what they may ask of it, its rights, kin of an image, other uses. */
#ifndef PICDESK_DESK_CHECKER_H
#define PICDESK_DESK_CHECKER_H

#include "catalog/catalog.h"
#include "desk/readers.h"
#include "picdesk/check.h"

typedef struct PdChecker PdChecker;

/* A checker of one catalogue, by one policy, at one time. Borrows both. (transfer full): pd_desk_checker_free(). */
PdChecker *pd_desk_checker_new(PdCatalog *catalog, const PdPolicy *policy, int64_t now_s, GError **error);
void pd_desk_checker_free(PdChecker *checker); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdChecker, pd_desk_checker_free)

/* Who look at pictures when a rule asks; borrowed. Without, the checker has its own, when it needs them. */
void pd_desk_checker_use_readers(PdChecker *checker, PdReaders *readers);

/* The use with findings, verdict and cost; borrowed until the next call. */
PdUse pd_desk_checker_check(PdChecker *checker, const PdUse *use);
/* The use with what says until when it may be used; borrowed as above. */
PdUse pd_desk_checker_ends(PdChecker *checker, const PdUse *use);
/* What the catalogue keeps of rights. (transfer none) */
const PdRights *pd_desk_checker_rights(const PdChecker *checker);

#endif
