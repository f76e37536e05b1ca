/* Rows of new files and their images: gathered, and written by one statement for each table before anything else is asked of
 * the catalogue (pd_db_postpone()). Inside a transaction; what is handed over is copied. */
#ifndef PICDESK_CATALOG_NEW_ROWS_H
#define PICDESK_CATALOG_NEW_ROWS_H

#include "catalog/store.h"

/* An image with its first record. *out_id: its number, which is its own from now on. */
bool pd_new_rows_image(PdCatalog *catalog, const PdFlatRecord *record, int64_t *out_id, GError **error);
/* A file that is thought to be in no row yet; image 0: it has none. */
bool pd_new_rows_file(PdCatalog *catalog, int64_t folder, const PdFileRow *row, int64_t image, GError **error);
/* Whether an image is among those that are not written yet. */
bool pd_new_rows_hold(const PdCatalog *catalog, int64_t image);
void pd_new_rows_free(PdNewRows *rows); /* accepts NULL */

/* A file that may have a row: it is changed then. */
bool pd_file_row_put(PdCatalog *catalog, int64_t folder, const PdFileRow *row, int64_t image, GError **error);

/* The values of a record that several tables are written and searched by. */
bool pd_flat_has_key(const PdFlatRecord *record);
PdBind pd_flat_bind_key(const PdFlatRecord *record);
PdBind pd_flat_bind_format(const PdFlatRecord *record);

#endif
