/* Rows of new files and their images (catalog/new_rows.h). */
#include "catalog/new_rows.h"

#include <string.h>

#include "host/clock.h"

/* So many files wait at most: readers are looked after between two such writes. */
enum { MOST_FILES = 250 };
static const guint MOST_BYTES = 1u << 20;

typedef struct {
    int64_t id, now_us;
    uint8_t uid[16];
    PdFlatRecord record; /* its bytes are set when it is written */
    size_t record_at;
} NewImage;

typedef struct {
    int64_t folder, image;
    PdFileRow row; /* so are its name and hash */
    size_t name_at, sha256_at;
} NewFile;

struct PdNewRows {
    uint64_t transaction; /* that they belong to */
    int64_t last_id;      /* of an image in it */
    GArray *images, *files;
    GByteArray *bytes; /* records and names */
};

/* ---- values */

bool pd_flat_has_key(const PdFlatRecord *record) {
    static const uint8_t UNKNOWN[sizeof record->head.pixel_key];
    return memcmp(record->head.pixel_key, UNKNOWN, sizeof UNKNOWN) != 0;
}

PdBind pd_flat_bind_key(const PdFlatRecord *record) {
    return pd_bind_blob(pd_flat_has_key(record) ? record->head.pixel_key : NULL, sizeof record->head.pixel_key);
}

PdBind pd_flat_bind_format(const PdFlatRecord *record) {
    const char *name = pd_format_name(record->head.format);
    return pd_bind_text(name ? name : "unknown");
}

static PdBind give_image(guint number, int column, void *user) {
    const PdNewRows *rows = user;
    const NewImage *image = &g_array_index(rows->images, NewImage, number);
    switch (column) {
    case 0:
        return pd_bind_int(image->id);
    case 1:
        return pd_bind_blob(image->uid, sizeof image->uid);
    case 2:
        return pd_flat_bind_key(&image->record);
    case 3:
        return pd_flat_bind_format(&image->record);
    case 4:
        return pd_bind_int(image->record.head.width_px);
    case 5:
        return pd_bind_int(image->record.head.height_px);
    default:
        return pd_bind_int(image->now_us);
    }
}

static PdBind give_record(guint number, int column, void *user) {
    const PdNewRows *rows = user;
    const NewImage *image = &g_array_index(rows->images, NewImage, number);
    switch (column) {
    case 0:
        return pd_bind_int(image->id);
    case 1:
        return pd_bind_int(image->now_us);
    default:
        return pd_bind_blob(rows->bytes->data + image->record_at, image->record.len);
    }
}

static PdBind value_of_file(int64_t folder, const PdFileRow *row, int64_t image, int column) {
    switch (column) {
    case 0:
        return pd_bind_int(folder);
    case 1:
        return pd_bind_bytes(row->name);
    case 2:
        return pd_bind_id(image);
    case 3:
        return pd_bind_int((int64_t)row->size_bytes);
    case 4:
        return pd_bind_int(row->mtime_ns);
    case 5:
        return pd_bind_int((int64_t)row->inode);
    case 6:
        return pd_bind_int(row->sidecar_mtime_ns);
    case 7:
        return pd_bind_int((int64_t)row->sidecar_size_bytes);
    case 8:
        return pd_bind_text(row->problem);
    case 9:
        return pd_bind_id(row->device);
    case 10:
        return pd_bind_id(row->sidecar_inode);
    default:
        return pd_bind_blob(row->sha256, PD_SHA256_BYTES);
    }
}

static PdBind give_file(guint number, int column, void *user) {
    const PdNewRows *rows = user;
    const NewFile *file = &g_array_index(rows->files, NewFile, number);
    return value_of_file(file->folder, &file->row, file->image, column);
}

/* ---- writing */

#define FILE_COLUMNS                                                                                                        \
    "file(folder_id, name, image_id, size_bytes, mtime_ns, inode, sidecar_mtime_ns, sidecar_size_bytes, problem, device, "  \
    "sidecar_inode, sha256) "

/* A hash outlives a reading that did not ask for it as long as the file is the same to the clock and the disk. */
#define KEPT_SHA256                                                                                                         \
    "coalesce(excluded.sha256, CASE WHEN size_bytes = excluded.size_bytes AND mtime_ns = excluded.mtime_ns AND "            \
    "mtime_ns <> 0 AND inode = excluded.inode AND device IS excluded.device AND image_id IS excluded.image_id AND "         \
    "excluded.problem IS NULL THEN sha256 END)"

bool pd_file_row_put(PdCatalog *catalog, int64_t folder, const PdFileRow *row, int64_t image, GError **error) {
    PdBind values[12];
    for (int i = 0; i < (int)G_N_ELEMENTS(values); i++)
        values[i] = value_of_file(folder, row, image, i);
    return pd_db_run_n(
        catalog->db, error,
        "INSERT INTO " FILE_COLUMNS
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT(folder_id, name) DO UPDATE SET "
        "image_id = excluded.image_id, size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns, "
        "inode = excluded.inode, sidecar_mtime_ns = excluded.sidecar_mtime_ns, "
        "sidecar_size_bytes = excluded.sidecar_size_bytes, problem = excluded.problem, "
        "device = excluded.device, sidecar_inode = excluded.sidecar_inode, missing_since_us = NULL, "
        "sha256 = " KEPT_SHA256,
        values, G_N_ELEMENTS(values));
}

static bool write_images(PdNewRows *rows, PdDb *db, GError **error) {
    return rows->images->len == 0 ||
           (pd_db_run_given(db, error,
                            "INSERT INTO image(id, uid, pixel_key, format, width_px, height_px, first_seen_at_us) "
                            "SELECT c0, c1, c2, c3, c4, c5, c6 FROM given",
                            rows->images->len, give_image, rows) &&
            pd_db_run_given(db, error, "INSERT INTO record(image_id, rev, read_at_us, body) SELECT c0, 1, c1, c2 FROM given",
                            rows->images->len, give_record, rows));
}

/* A plain insertion is much cheaper than one that may change a row. */
static bool write_files(PdNewRows *rows, PdCatalog *catalog, GError **error) {
    for (guint i = 0; i < rows->files->len; i++) {
        NewFile *file = &g_array_index(rows->files, NewFile, i);
        file->row.name = (const char *)rows->bytes->data + file->name_at;
        if (file->row.sha256)
            file->row.sha256 = rows->bytes->data + file->sha256_at;
    }
    if (!pd_db_run_given(catalog->db, error,
                         "INSERT OR IGNORE INTO " FILE_COLUMNS
                         "SELECT c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM given",
                         rows->files->len, give_file, rows))
        return false;
    bool is_fine = true;
    bool has_known = pd_db_changes(catalog->db) != rows->files->len;
    for (guint i = 0; has_known && is_fine && i < rows->files->len; i++) {
        const NewFile *file = &g_array_index(rows->files, NewFile, i);
        is_fine = pd_file_row_put(catalog, file->folder, &file->row, file->image, error);
    }
    return is_fine;
}

static void empty(PdNewRows *rows) {
    g_array_set_size(rows->images, 0);
    g_array_set_size(rows->files, 0);
    g_byte_array_set_size(rows->bytes, 0);
}

static bool write_rows(void *user, GError **error) {
    PdCatalog *catalog = user;
    PdNewRows *rows = catalog->new_rows;
    bool is_fine = write_images(rows, catalog->db, error) && (rows->files->len == 0 || write_files(rows, catalog, error));
    empty(rows);
    return is_fine;
}

/* ---- gathering */

static size_t keep(PdNewRows *rows, const void *bytes, size_t len) {
    size_t at = rows->bytes->len;
    g_byte_array_append(rows->bytes, bytes, (guint)len);
    return at;
}

static PdNewRows *make_rows(void) {
    PdNewRows *rows = g_new0(PdNewRows, 1);
    rows->images = g_array_new(FALSE, FALSE, sizeof(NewImage));
    rows->files = g_array_new(FALSE, FALSE, sizeof(NewFile));
    rows->bytes = g_byte_array_new();
    return rows;
}

/* Those of this transaction; what one that was undone left goes. */
static bool begin(PdCatalog *catalog, PdNewRows **out, GError **error) {
    uint64_t transaction = pd_db_transaction(catalog->db);
    if (!catalog->new_rows)
        catalog->new_rows = make_rows();
    PdNewRows *rows = *out = catalog->new_rows;
    if (rows->transaction == transaction)
        return true;
    empty(rows);
    if (!pd_db_get(catalog->db, error, &rows->last_id, NULL, "SELECT coalesce(max(id), 0) FROM image", PD_BIND_NONE))
        return false;
    rows->transaction = transaction;
    return true;
}

bool pd_new_rows_image(PdCatalog *catalog, const PdFlatRecord *record, int64_t *out_id, GError **error) {
    PdNewRows *rows;
    if (!begin(catalog, &rows, error))
        return false;
    NewImage image = {.id = ++rows->last_id, .now_us = pd_clock_now_us(), .record = *record};
    pd_uid_new(catalog, image.uid);
    image.record_at = keep(rows, record->bytes, record->len);
    g_array_append_val(rows->images, image);
    pd_db_postpone(catalog->db, write_rows, catalog);
    *out_id = image.id;
    return true;
}

bool pd_new_rows_file(PdCatalog *catalog, int64_t folder, const PdFileRow *row, int64_t image, GError **error) {
    PdNewRows *rows;
    if (!begin(catalog, &rows, error))
        return false;
    NewFile file = {.folder = folder, .image = image, .row = *row, .name_at = keep(rows, row->name, strlen(row->name) + 1)};
    if (row->sha256)
        file.sha256_at = keep(rows, row->sha256, PD_SHA256_BYTES);
    file.row.problem = g_intern_string(row->problem);
    g_array_append_val(rows->files, file);
    pd_db_postpone(catalog->db, write_rows, catalog);
    bool is_full = rows->files->len >= MOST_FILES || rows->bytes->len >= MOST_BYTES;
    return !is_full || pd_db_settle(catalog->db, error);
}

bool pd_new_rows_hold(const PdCatalog *catalog, int64_t image) {
    const PdNewRows *rows = catalog->new_rows;
    return rows && rows->transaction == pd_db_transaction(catalog->db) && rows->images->len > 0 &&
           image >= g_array_index(rows->images, NewImage, 0).id;
}

void pd_new_rows_free(PdNewRows *rows) {
    if (!rows)
        return;
    g_array_unref(rows->images);
    g_array_unref(rows->files);
    g_byte_array_unref(rows->bytes);
    g_free(rows);
}
