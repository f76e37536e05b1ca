/* Batches of a scan (desk/batch.h). */
#include "desk/batch.h"

#include <string.h>

#include "host/clock.h"

#define MAX_ROWS 1000
#define MAX_WAIT_US 1000000
#define MANY 100          /* of so many images the look-up tables are filled afterwards, all at once */
#define MAX_VALUES 100000 /* of all records that wait: some dozens of MiB */

typedef enum { PUT, MISSING, PRESENT } What;

typedef struct {
    What what;
    const char *folder; /* interned in the batch */
    char *name;
    PdFileRow row;
    PdRecord *record;
} Item;

struct PdBatch {
    PdCatalog *catalog;
    GArray *items; /* of Item */
    GStringChunk *folders;
    int64_t since_us;
    size_t n_values;
};

static void item_clear(void *data) {
    Item *item = data;
    g_free(item->name);
    pd_record_free(item->record);
}

PdBatch *pd_batch_new(PdCatalog *catalog) {
    PdBatch *batch = g_new0(PdBatch, 1);
    *batch = (PdBatch){.catalog = catalog,
                       .items = g_array_new(FALSE, TRUE, sizeof(Item)),
                       .folders = g_string_chunk_new(4096),
                       .since_us = pd_clock_monotonic_us()};
    g_array_set_clear_func(batch->items, item_clear);
    return batch;
}

void pd_batch_free(PdBatch *batch) {
    if (!batch)
        return;
    g_array_unref(batch->items);
    g_string_chunk_free(batch->folders);
    g_free(batch);
}

static void add(PdBatch *batch, What what, const char *folder, const char *name, const PdFileRow *row, PdRecord *record) {
    Item item = {.what = what,
                 .folder = g_string_chunk_insert_const(batch->folders, folder),
                 .name = g_strdup(name),
                 .record = record};
    if (row)
        item.row = *row;
    item.row.name = item.name;
    item.row.problem = g_intern_string(item.row.problem);
    batch->n_values += record ? record->n_values : 0;
    g_array_append_val(batch->items, item);
}

void pd_batch_put(PdBatch *batch, const char *folder, const PdFileRow *row, PdRecord *record) {
    add(batch, PUT, folder, row->name, row, record);
}

void pd_batch_missing(PdBatch *batch, const char *folder, const char *name) {
    add(batch, MISSING, folder, name, NULL, NULL);
}

void pd_batch_present(PdBatch *batch, const char *folder, const char *name) {
    add(batch, PRESENT, folder, name, NULL, NULL);
}

static void empty(PdBatch *batch) {
    g_array_set_size(batch->items, 0);
    g_string_chunk_clear(batch->folders);
    batch->n_values = 0;
    batch->since_us = pd_clock_monotonic_us();
}

static bool write_item(PdCatalog *catalog, int64_t folder, const Item *item, GError **error) {
    switch (item->what) {
    case PUT:
        return pd_catalog_put_file(catalog, folder, &item->row, item->record, NULL, error);
    case MISSING:
        return pd_catalog_file_missing(catalog, folder, item->name, error);
    default:
        return pd_catalog_file_present(catalog, folder, item->name, error);
    }
}

static bool write_items(PdBatch *batch, GError **error) {
    const char *folder = NULL;
    int64_t folder_id = 0;
    if (batch->items->len >= MANY && !pd_catalog_postpone_lookups(batch->catalog, error))
        return false;
    for (guint i = 0; i < batch->items->len; i++) {
        const Item *item = &g_array_index(batch->items, Item, i);
        if (item->folder != folder && !pd_catalog_folder(batch->catalog, item->folder, &folder_id, error))
            return false;
        folder = item->folder;
        if (!write_item(batch->catalog, folder_id, item, error))
            return false;
    }
    return true;
}

bool pd_batch_write(PdBatch *batch, GError **error) {
    if (batch->catalog && batch->items->len > 0) {
        if (!pd_catalog_begin(batch->catalog, error))
            return false;
        if (!write_items(batch, error)) {
            pd_catalog_rollback(batch->catalog);
            return false;
        }
        if (!pd_catalog_commit(batch->catalog, error))
            return false;
    }
    empty(batch);
    return true;
}

bool pd_batch_write_if_due(PdBatch *batch, GError **error) {
    bool is_due = batch->items->len >= MAX_ROWS || batch->n_values >= MAX_VALUES ||
                  (batch->items->len > 0 && pd_clock_monotonic_us() - batch->since_us >= MAX_WAIT_US);
    return !is_due || pd_batch_write(batch, error);
}
