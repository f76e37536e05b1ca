/* What the catalogue knows of one folder's files, in the order of their names; some rows are in memory at a time, however
 * many files there are. */
#ifndef PICDESK_DESK_KNOWN_H
#define PICDESK_DESK_KNOWN_H

#include "catalog/catalog.h"

typedef struct PdKnown PdKnown;

/* folder: absolute path; one that the catalogue does not know has no files. (transfer full): pd_known_free(). NULL with
 * PD_ERROR_STORE. */
PdKnown *pd_known_new(PdCatalog *catalog, const char *folder, GError **error);
void pd_known_free(PdKnown *known); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdKnown, pd_known_free)

/* The row that is next, NULL behind the last one. (transfer none) until it is taken. */
const PdFileRow *pd_known_peek(const PdKnown *known);
/* Takes it: goes on to the row behind it. What is written to the catalogue meanwhile must stand before the row in the order
 * of names. PD_ERROR_STORE. */
bool pd_known_take(PdKnown *known, GError **error);

#endif
