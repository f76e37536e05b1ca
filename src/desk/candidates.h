/* The images that may stand in a figure, found in the catalogue without looking at every one, and made ready for the
 * matcher. */
#ifndef PICDESK_DESK_CANDIDATES_H
#define PICDESK_DESK_CANDIDATES_H

#include "catalog/catalog.h"
#include "match/match.h"

typedef struct PdCandidates PdCandidates;

/* catalog: borrowed until the free. (transfer full): pd_desk_candidates_free(). */
PdCandidates *pd_desk_candidates_new(PdCatalog *catalog);
void pd_desk_candidates_free(PdCandidates *candidates); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdCandidates, pd_desk_candidates_free)

/* What the matcher asks of the archive. Words are counted once a run. (transfer none) until the free. */
const PdMatchArchive *pd_desk_candidates_archive(PdCandidates *candidates);

/* Adds to out (of int64_t) the ids of the images that may stand in the figure, likeliest first. printed:
 * (nullable) its credit; supplier_ids: what its urls and caption tell, NULL-terminated. */
bool pd_desk_candidates_find(PdCandidates *candidates, const PdArticle *article, const PdFigure *figure,
                             const PdCredit *printed, const char *const *supplier_ids, GArray *out, GError **error);
/* Adds the images of ids, which it sorts, to the empty out (of PdMatchImage), each once and ready; they live until
 * pd_desk_candidates_forget(). */
bool pd_desk_candidates_prepare(PdCandidates *candidates, GArray *ids, GPtrArray *out, GError **error);
/* One image by its id, made ready; (transfer none) as above. */
PdMatchImage *pd_desk_candidates_image(PdCandidates *candidates, int64_t id, GError **error);
/* Between two articles: lets images go when many are held. */
void pd_desk_candidates_forget(PdCandidates *candidates);

#endif
