/* Batches of a scan (desk/batch.h). */
#include "desk/batch.h"

#include <string.h>

#include "host/clock.h"

#define MAX_ROWS 1000
#define MAX_WAIT_US 1000000
#define MANY 100             /* of so many images the look-up tables are filled afterwards, all at once */
#define AT_A_STRETCH 32      /* so many rows are written before readers are looked after */
#define MAX_BYTES (8u << 20) /* of all records that wait */

typedef enum { PUT, UNREAD, MISSING, PRESENT } What;

/* Names and records lie one behind the other in the batch's bytes, so that nothing is allocated for a single file. */
typedef struct {
    What what;
    const char *folder; /* in the batch's chunk */
    int64_t folder_id;  /* set when it is written */
    size_t name_at, record_at, sha256_at;
    PdFileRow row;       /* its name and hash are set when it is written */
    PdFlatRecord record; /* so are its bytes */
} Item;

struct PdBatch {
    PdCatalog *catalog;
    const char *root;
    PdReaders *readers;
    GArray *items; /* of Item */
    GByteArray *bytes;
    GStringChunk *folders;
    const char *folder; /* (nullable) the latest */
    int64_t since_us;
};

PdBatch *pd_batch_new(PdCatalog *catalog, const char *root, PdReaders *readers) {
    PdBatch *batch = g_new0(PdBatch, 1);
    *batch = (PdBatch){.catalog = catalog,
                       .root = root,
                       .readers = readers,
                       .items = g_array_new(FALSE, FALSE, sizeof(Item)),
                       .bytes = g_byte_array_new(),
                       .folders = g_string_chunk_new(4096),
                       .since_us = pd_clock_monotonic_us()};
    return batch;
}

void pd_batch_free(PdBatch *batch) {
    if (!batch)
        return;
    g_array_unref(batch->items);
    g_byte_array_unref(batch->bytes);
    g_string_chunk_free(batch->folders);
    g_free(batch);
}

static size_t keep(PdBatch *batch, const void *bytes, size_t len) {
    size_t at = batch->bytes->len;
    g_byte_array_append(batch->bytes, bytes, (guint)len);
    return at;
}

static Item *add(PdBatch *batch, What what, const char *folder, const char *name) {
    if (!batch->folder || strcmp(batch->folder, folder) != 0)
        batch->folder = g_string_chunk_insert_const(batch->folders, folder);
    g_array_set_size(batch->items, batch->items->len + 1);
    Item *item = &g_array_index(batch->items, Item, batch->items->len - 1);
    *item = (Item){.what = what, .folder = batch->folder, .name_at = keep(batch, name, strlen(name) + 1)};
    return item;
}

void pd_batch_put(PdBatch *batch, const char *folder, const PdFileRow *row, const PdFlatRecord *record) {
    Item *item = add(batch, record ? PUT : UNREAD, folder, row->name);
    item->row = *row;
    item->row.problem = g_intern_string(row->problem);
    if (row->sha256)
        item->sha256_at = keep(batch, row->sha256, PD_SHA256_BYTES);
    if (!record)
        return;
    item->record = *record;
    item->record_at = keep(batch, record->bytes, record->len);
}

void pd_batch_missing(PdBatch *batch, const char *folder, const char *name) {
    add(batch, MISSING, folder, name);
}

void pd_batch_present(PdBatch *batch, const char *folder, const char *name) {
    add(batch, PRESENT, folder, name);
}

static void empty(PdBatch *batch) {
    g_array_set_size(batch->items, 0);
    g_byte_array_set_size(batch->bytes, 0);
    g_string_chunk_clear(batch->folders);
    batch->folder = NULL;
    batch->since_us = pd_clock_monotonic_us();
}

static bool write_item(const PdBatch *batch, Item *item, GError **error) {
    const uint8_t *bytes = batch->bytes->data;
    const char *name = (const char *)bytes + item->name_at;
    item->row.name = name;
    item->row.sha256 = item->sha256_at ? bytes + item->sha256_at : NULL;
    item->record.bytes = bytes + item->record_at;
    switch (item->what) {
    case PUT:
        return pd_catalog_put_flat(batch->catalog, item->folder_id, &item->row, &item->record, error);
    case UNREAD:
        return pd_catalog_put_flat(batch->catalog, item->folder_id, &item->row, NULL, error);
    case MISSING:
        return pd_catalog_file_missing(batch->catalog, item->folder_id, name, error);
    default:
        return pd_catalog_file_present(batch->catalog, item->folder_id, name, error);
    }
}

/* All of them first: new rows are written together as long as nothing is asked in between. */
static bool find_folders(PdBatch *batch, GError **error) {
    const Item *before = NULL;
    for (guint i = 0; i < batch->items->len; i++) {
        Item *item = &g_array_index(batch->items, Item, i);
        bool is_same = before && before->folder == item->folder;
        if (is_same)
            item->folder_id = before->folder_id;
        else if (!pd_catalog_folder(batch->catalog, item->folder, &item->folder_id, error))
            return false;
        before = item;
    }
    return true;
}

static bool write_items(PdBatch *batch, GError **error) {
    if ((batch->items->len >= MANY && !pd_catalog_postpone_lookups(batch->catalog, error)) ||
        !pd_catalog_add_root(batch->catalog, batch->root, error) || !find_folders(batch, error))
        return false;
    for (guint i = 0; i < batch->items->len; i++) {
        if (i % AT_A_STRETCH == 0)
            pd_readers_tend(batch->readers);
        if (!write_item(batch, &g_array_index(batch->items, Item, i), error))
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
    bool is_due = batch->items->len >= MAX_ROWS || batch->bytes->len >= MAX_BYTES ||
                  (batch->items->len > 0 && pd_clock_monotonic_us() - batch->since_us >= MAX_WAIT_US);
    return !is_due || pd_batch_write(batch, error);
}
