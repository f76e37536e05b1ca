/* What a scan found, gathered while files are read and written in one short transaction, so that several scans at once do
 * not stand in each other's way. */
#ifndef PICDESK_DESK_BATCH_H
#define PICDESK_DESK_BATCH_H

#include "catalog/catalog.h"
#include "desk/readers.h"

typedef struct PdBatch PdBatch;

/* catalog NULL: a dry run, nothing is ever written. root: of the scan, (transfer none) as long as the batch. readers: those
 * that go on while a batch is written. */
PdBatch *pd_batch_new(PdCatalog *catalog, const char *root, PdReaders *readers);
void pd_batch_free(PdBatch *batch); /* accepts NULL; what was not written is dropped */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdBatch, pd_batch_free)

/* folder: absolute path. row, record: copied. record NULL: the file could not be read, row->problem says why. */
void pd_batch_put(PdBatch *batch, const char *folder, const PdFileRow *row, const PdFlatRecord *record);
void pd_batch_missing(PdBatch *batch, const char *folder, const char *name);
void pd_batch_present(PdBatch *batch, const char *folder, const char *name);

/* Writes when there is enough: 1,000 rows, a second, or much memory. */
bool pd_batch_write_if_due(PdBatch *batch, GError **error);
bool pd_batch_write(PdBatch *batch, GError **error);

#endif
