/* Inside the catalogue: rows of rights in their tables, without history. */
#ifndef PICDESK_CATALOG_RIGHTS_ROW_H
#define PICDESK_CATALOG_RIGHTS_ROW_H

#include "catalog/rights.h"
#include "catalog/store.h"

/* Whether this catalogue's facts have rights: an older one may be open for reading. */
bool pd_rights_are_kept(const PdCatalog *catalog);
/* Writes a row; id 0: a new one. who: who makes a new one. */
bool pd_rights_write_row(PdCatalog *catalog, const PdRightsTable *table, int64_t id, const char *const *cells,
                         const char *who, int64_t *out_id, GError **error);
/* Takes a row out of force, or back into it. */
bool pd_rights_set_ended(PdCatalog *catalog, const PdRightsTable *table, int64_t id, bool is_ended, GError **error);

#endif
