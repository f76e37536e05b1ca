/* What: images, their records, and which image a file is (catalog/catalog.h).
 *
 * The key of the coded picture joins a file to an image only by the same path, by a place that vanished, or as an equal
 * copy: another present file with a different record is another image of the same work. Where a file's whole content is
 * known (sha256), that tells copies and moved files first, also those of pictures without a key and among any number of
 * equal pictures, and tells apart what only looks equal. What was joined stays joined.
 */
#include <inttypes.h>
#include <string.h>

#include "catalog/forgotten.h"
#include "catalog/keys.h"
#include "catalog/new_rows.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/walk.h"
#include "picdesk/error.h"

/* So many places of an image are looked at. */
#define MAX_PLACES 64
/* So many twins are looked for on the disk. */
#define MAX_LOOKED_AT 4

/* What is being kept. */
typedef struct {
    PdCatalog *catalog;
    int64_t folder;
    const PdFileRow *row;
    const PdFlatRecord *flat;
    const PdRecord *given; /* (nullable) the same taken apart, when the caller has it */
    PdRecord *taken_apart; /* (nullable) or when it was asked for here */
    uint64_t digest;       /* of its bytes, once it is compared with twins */
    int64_t before;        /* the image that the file held, 0 = none */
} Putting;

static PdRecord *decode(const void *data, size_t len) {
    return pd_record_decode(data, len, pd_limits_default(), NULL);
}

static void putting_done(Putting *put) {
    g_clear_pointer(&put->taken_apart, pd_record_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Putting, putting_done)

/* Seldom needed: most records are kept as they came. */
static const PdRecord *record_of(Putting *put) {
    if (!put->given && !put->taken_apart)
        put->taken_apart = decode(put->flat->bytes, put->flat->len);
    return put->given ? put->given : put->taken_apart;
}

static bool has_key(const Putting *put) {
    return pd_flat_has_key(put->flat);
}

static PdBind bind_key(const Putting *put) {
    return pd_flat_bind_key(put->flat);
}

static PdBind bind_format(const Putting *put) {
    return pd_flat_bind_format(put->flat);
}

static PdBind bind_body(const Putting *put) {
    return pd_bind_blob(put->flat->bytes, put->flat->len);
}

/* ---- which image is it */

/* Whether the catalogue's belief in a place may be trusted: the file is there, and when it must be untouched, as it was. */
static bool holds(const PdStmt *place, bool is_untouched) {
    g_autofree char *root = pd_stmt_bytes(place, 0);
    g_autofree char *folder = pd_stmt_bytes(place, 1);
    g_autofree char *name = pd_stmt_bytes(place, 2);
    g_autofree char *path = pd_catalog_join(root, folder, name);
    PdFileStamp stamp;
    if (!pd_stamp_of_path(path, &stamp))
        return false;
    return !is_untouched || (stamp.size_bytes == (uint64_t)pd_stmt_int(place, 3) && stamp.mtime_ns == pd_stmt_int(place, 4));
}

/* Whether an image stands somewhere else than in this file. A place that the catalogue believes in is looked at: a picture
 * that was moved and edited is met at its new place first. is_untouched: a place where something else was written since
 * does not count. */
static bool has_other_place(const Putting *put, int64_t image, bool is_untouched, bool *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(
        put->catalog->db, &failure,
        "SELECT r.path, d.path, f.name, f.size_bytes, f.mtime_ns FROM file f JOIN folder d ON d.id = f.folder_id "
        "JOIN root r ON r.id = d.root_id WHERE f.image_id = ?1 AND f.missing_since_us IS NULL "
        "AND NOT (f.folder_id = ?2 AND f.name = ?3) LIMIT ?4",
        pd_bind_int(image), pd_bind_int(put->folder), pd_bind_bytes(put->row->name), pd_bind_int(MAX_PLACES));
    *out = false;
    while (query && !*out && pd_stmt_next(query, &failure))
        *out = holds(query, is_untouched);
    return pd_stmt_ended(&failure, error);
}

typedef struct {
    bool is_same_picture; /* by key; where a key is unknown, by format and size */
    bool is_same_record;
} Likeness;

/* New rows go on waiting unless this image is among them. */
static bool compare(const Putting *put, int64_t image, Likeness *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    const PdBind values[] = {pd_bind_int(image),
                             bind_key(put),
                             bind_format(put),
                             pd_bind_int(put->flat->head.width_px),
                             pd_bind_int(put->flat->head.height_px),
                             bind_body(put)};
    g_autoptr(PdStmt) query = (pd_new_rows_hold(put->catalog, image) ? pd_db_query_n : pd_db_query_apart_n)(
        put->catalog->db, &failure,
        "SELECT CASE WHEN i.pixel_key IS NULL OR ?2 IS NULL THEN i.format = ?3 AND i.width_px = ?4 AND i.height_px = ?5 "
        "ELSE i.pixel_key = ?2 END, r.body = ?6 FROM image i JOIN record r ON r.image_id = i.id AND r.rev = i.rev "
        "WHERE i.id = ?1",
        values, G_N_ELEMENTS(values));
    *out = (Likeness){0};
    if (query && pd_stmt_next(query, &failure))
        *out = (Likeness){pd_stmt_int(query, 0) != 0, pd_stmt_int(query, 1) != 0};
    return pd_stmt_ended(&failure, error);
}

/* The image that stood in the same place, when it is still this picture; 0 otherwise. */
static bool same_place(const Putting *put, int64_t before, int64_t *out, bool *out_is_same, GError **error) {
    Likeness likeness;
    bool is_elsewhere = false;
    *out = 0;
    if (before == 0)
        return true;
    if (!compare(put, before, &likeness, error))
        return false;
    if (!likeness.is_same_picture)
        return true;
    *out_is_same = likeness.is_same_record;
    if (!likeness.is_same_record && !has_other_place(put, before, false, &is_elsewhere, error))
        return false;
    *out = is_elsewhere ? 0 : before;
    return true;
}

static PdBind bind_sha256(const Putting *put) {
    return pd_bind_blob(put->row->sha256, PD_SHA256_BYTES);
}

/* Whether it is known that an image never had a file with this content. */
static bool has_other_content(const Putting *put, int64_t image, bool *out, GError **error) {
    int64_t is_other = 0;
    if (put->row->sha256 &&
        !pd_db_get(put->catalog->db, error, &is_other, NULL,
                   "SELECT NOT EXISTS(SELECT 1 FROM content WHERE sha256 = ?2 AND image_id = ?1) AND NOT EXISTS(SELECT 1 "
                   "FROM file WHERE image_id = ?1 AND sha256 IS NULL AND missing_since_us IS NULL)",
                   pd_bind_int(image), bind_sha256(put)))
        return false;
    *out = is_other != 0;
    return true;
}

static bool equal_twin(const Putting *put, const GArray *twins, PdTwin *out, GError **error) {
    for (guint i = 0; i < twins->len && out->image == 0; i++) {
        const PdTwin *twin = &g_array_index(twins, PdTwin, i);
        Likeness likeness;
        bool is_other = false;
        if (twin->digest != put->digest)
            continue;
        if (!compare(put, twin->image, &likeness, error) ||
            (twin->has_place && !has_other_content(put, twin->image, &is_other, error)))
            return false;
        if (likeness.is_same_record && !is_other)
            *out = *twin;
    }
    return true;
}

/* A twin without a place, or whose places are all gone from the disk, though the catalogue does not know it yet. In a file
 * that held another image, two may have changed places: then those that were written since are gone, too. With many twins
 * nobody could say which of them it was. */
static bool vanished_twin(const Putting *put, const GArray *twins, PdTwin *out, GError **error) {
    for (guint i = 0; i < twins->len && out->image == 0; i++)
        if (!g_array_index(twins, PdTwin, i).has_place)
            *out = g_array_index(twins, PdTwin, i);
    for (guint i = 0; i < twins->len && twins->len <= MAX_LOOKED_AT && out->image == 0; i++) {
        const PdTwin *twin = &g_array_index(twins, PdTwin, i);
        bool is_elsewhere;
        bool has_changed_places = put->before != 0 && put->before != twin->image;
        if (!has_other_place(put, twin->image, has_changed_places, &is_elsewhere, error))
            return false;
        if (!is_elsewhere)
            *out = *twin;
    }
    return true;
}

/* An equal copy goes before one that vanished. */
static bool choose(const Putting *put, const GArray *twins, int64_t *out, bool *out_is_same, GError **error) {
    PdTwin twin = {0};
    if (!equal_twin(put, twins, &twin, error))
        return false;
    *out_is_same = twin.image != 0;
    if (twin.image == 0 && !vanished_twin(put, twins, &twin, error))
        return false;
    if (twin.image && !twin.has_place) /* it gets one now */
        pd_twins_forget(put->catalog);
    *out = twin.image;
    return true;
}

static bool same_key(Putting *put, int64_t *out, bool *out_is_same, GError **error) {
    const GArray *twins;
    if (!has_key(put) || pd_keys_lack(put->catalog, put->flat->head.pixel_key))
        return true;
    put->digest = pd_twins_digest(put->flat);
    return pd_twins_of(put->catalog, put->flat->head.pixel_key, &twins, error) &&
           choose(put, twins, out, out_is_same, error);
}

static bool same_content(Putting *put, int64_t *out, bool *out_is_same, GError **error) {
    if (!put->row->sha256)
        return true;
    put->digest = pd_twins_digest(put->flat);
    g_autoptr(GArray) twins = pd_twins_by_content(put->catalog, put->row->sha256, error);
    return twins && choose(put, twins, out, out_is_same, error);
}

/* The same file under another name goes before a picture that only by format and size might be this one, edited. */
static bool find_image(Putting *put, int64_t before, int64_t *out, bool *out_is_same, GError **error) {
    int64_t image = 0, moved = 0;
    if (!same_place(put, before, &image, out_is_same, error))
        return false;
    bool is_sure = image != 0 && (has_key(put) || *out_is_same);
    if (!is_sure && !same_content(put, &moved, out_is_same, error))
        return false;
    *out = moved ? moved : image;
    return *out != 0 || same_key(put, out, out_is_same, error);
}

/* ---- keeping it */

static bool add_record(const Putting *put, int64_t image, int64_t rev, GError **error) {
    return pd_db_run(put->catalog->db, error, "INSERT INTO record(image_id, rev, read_at_us, body) VALUES(?1, ?2, ?3, ?4)",
                     pd_bind_int(image), pd_bind_int(rev), pd_bind_int(pd_clock_now_us()), bind_body(put));
}

/* Of an image that is new. */
static bool derive(Putting *put, int64_t image, GError **error) {
    bool reaches;
    if (!pd_derive_reaches(put->catalog, image, &reaches, error))
        return false;
    return !reaches || !record_of(put) || pd_derive_image(put->catalog, image, NULL, record_of(put), error);
}

static bool add_image(Putting *put, int64_t *out_image, GError **error) {
    if (!pd_new_rows_image(put->catalog, put->flat, out_image, error))
        return false;
    if (has_key(put)) {
        pd_twins_add(put->catalog, put->flat->head.pixel_key, *out_image, put->digest);
        pd_keys_add(put->catalog, put->flat->head.pixel_key);
    }
    return derive(put, *out_image, error);
}

/* The current record of an image; *out NULL when it is damaged. */
static bool current_record(PdCatalog *catalog, int64_t image, int64_t *out_rev, PdRecord **out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT r.rev, r.body FROM image i JOIN record r ON r.image_id = i.id AND r.rev = i.rev WHERE i.id = ?1",
                    pd_bind_int(image));
    *out = NULL;
    *out_rev = 0;
    if (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 1, &len);
        *out_rev = pd_stmt_int(query, 0);
        *out = decode(body, len);
    }
    return pd_stmt_ended(&failure, error);
}

static bool add_revision(Putting *put, int64_t image, GError **error) {
    g_autoptr(PdRecord) old = NULL;
    g_autoptr(PdRecord) corrected = NULL;
    const PdRecord *record = record_of(put);
    int64_t rev;
    if (!record) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "the record is damaged");
        return false;
    }
    if (!current_record(put->catalog, image, &rev, &old, error) ||
        (old && !pd_corrections_add(put->catalog, image, old, error)) ||
        !pd_corrections_copy(put->catalog, image, record, &corrected, error))
        return false;
    pd_twins_forget(put->catalog);
    if (has_key(put))
        pd_keys_add(put->catalog, put->flat->head.pixel_key);
    return pd_db_run(
               put->catalog->db, error,
               "UPDATE image SET rev = ?2, format = ?3, width_px = ?4, height_px = ?5, pixel_key = coalesce(?6, pixel_key) "
               "WHERE id = ?1",
               pd_bind_int(image), pd_bind_int(rev + 1), bind_format(put), pd_bind_int(record->width_px),
               pd_bind_int(record->height_px), bind_key(put)) &&
           add_record(put, image, rev + 1, error) &&
           pd_derive_image(put->catalog, image, old, corrected ? corrected : record, error);
}

static bool put_image(Putting *put, int64_t before, int64_t *out_image, GError **error) {
    bool is_same = false;
    int64_t image;
    if (!find_image(put, before, &image, &is_same, error))
        return false;
    *out_image = image;
    if (image == 0)
        return add_image(put, out_image, error);
    return is_same || add_revision(put, image, error);
}

static bool put_content(const Putting *put, int64_t image, GError **error) {
    return !put->row->sha256 || image == 0 ||
           pd_db_run(put->catalog->db, error, "INSERT OR IGNORE INTO content(sha256, image_id) VALUES(?1, ?2)",
                     bind_sha256(put), pd_bind_int(image));
}

/* Inside a scope. */
static bool put_file(Putting *put, int64_t *out_image, GError **error) {
    PdCatalog *catalog = put->catalog;
    const PdFileRow *row = put->row;
    int64_t before = 0;
    bool is_new = row->is_new && pd_keys_are_alone(catalog);
    if (!is_new &&
        !pd_db_get(catalog->db, error, &before, NULL, "SELECT image_id FROM file WHERE folder_id = ?1 AND name = ?2",
                   pd_bind_int(put->folder), pd_bind_bytes(row->name)))
        return false;
    put->before = before;
    /* a file that cannot be read now is still the place of what it held; one that is no image is not */
    int64_t image = put->flat || row->problem ? before : 0;
    if (put->flat && !put_image(put, before, &image, error))
        return false;
    if (before || row->problem)
        pd_twins_forget(catalog);
    *out_image = put->flat ? image : 0;
    return (is_new ? pd_new_rows_file : pd_file_row_put)(catalog, put->folder, row, image, error) &&
           put_content(put, image, error) &&
           (!put->flat || image == before || pd_derive_place(catalog, image, row->name, error));
}

static PdFlatRecord flat_of(const PdRecord *record, GBytes *bytes) {
    PdFlatRecord flat = {.head = {.format = record->format, .width_px = record->width_px, .height_px = record->height_px}};
    memcpy(flat.head.pixel_key, record->pixel_key, sizeof flat.head.pixel_key);
    flat.bytes = g_bytes_get_data(bytes, &flat.len);
    return flat;
}

/* With a copy of the record when somebody is to be forgotten in it. */
static bool put_cleaned(Putting *put, int64_t *out_image, GError **error) {
    const PdForgotten *set = NULL;
    if (put->flat && !pd_catalog_forgotten(put->catalog, &set, error))
        return false;
    const PdRecord *record = set ? record_of(put) : NULL;
    g_autoptr(PdRecord) cleaned = record ? pd_forgotten_clean_record(set, record, &put->catalog->n_left_out) : NULL;
    if (!cleaned)
        return put_file(put, out_image, error);
    g_autoptr(GBytes) bytes = pd_record_encode(cleaned);
    const PdFlatRecord flat = flat_of(cleaned, bytes);
    Putting instead = {.catalog = put->catalog, .folder = put->folder, .row = put->row, .flat = &flat, .given = cleaned};
    return put_file(&instead, out_image, error);
}

static bool put_whole(Putting *put, int64_t *out_image, GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t image;
    if (!pd_scope_begin(&scope, put->catalog->db, error) || !pd_keys_look(put->catalog, error) ||
        !put_cleaned(put, &image, error) || !pd_scope_commit(&scope, error))
        return false;
    if (out_image)
        *out_image = image;
    return true;
}

bool pd_catalog_put_flat(PdCatalog *catalog, int64_t folder, const PdFileRow *row, const PdFlatRecord *flat,
                         GError **error) {
    g_auto(Putting) put = {.catalog = catalog, .folder = folder, .row = row, .flat = flat};
    return put_whole(&put, NULL, error);
}

bool pd_catalog_put_file(PdCatalog *catalog, int64_t folder, const PdFileRow *row, const PdRecord *record,
                         int64_t *out_image, GError **error) {
    g_autoptr(GBytes) bytes = record ? pd_record_encode(record) : NULL;
    const PdFlatRecord flat = record ? flat_of(record, bytes) : (PdFlatRecord){0};
    g_auto(Putting) put = {.catalog = catalog, .folder = folder, .row = row, .flat = record ? &flat : NULL, .given = record};
    return put_whole(&put, out_image, error);
}

/* ---- reading images */

#define IMAGE_COLUMNS "SELECT i.id, i.uid, r.body FROM image i JOIN record r ON r.image_id = i.id AND r.rev = i.rev "

static PdImage *image_of(PdCatalog *catalog, const PdStmt *row, GError **error) {
    g_autoptr(PdImage) image = pd_image_new();
    size_t uid_len, body_len;
    const uint8_t *uid = pd_stmt_blob(row, 1, &uid_len);
    const void *body = pd_stmt_blob(row, 2, &body_len);
    image->id = pd_stmt_int(row, 0);
    if (uid && uid_len == 16)
        pd_uid_text(uid, image->uid);
    image->record = decode(body, body_len);
    if (image->record && !pd_corrections_add(catalog, image->id, image->record, error))
        return NULL;
    if (image->record)
        image->merged = pd_merged_new(image->record);
    else
        image->quarantine = "unreadable";
    if (!pd_catalog_place(catalog, image, error))
        return NULL;
    return g_steal_pointer(&image);
}

bool pd_catalog_each_image(PdCatalog *catalog, bool with_missing, PdImageFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, IMAGE_COLUMNS "ORDER BY i.id", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        g_autoptr(PdImage) image = image_of(catalog, query, &failure);
        if (!image || ((image->path || with_missing) && !func(image, user)))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

PdImage *pd_catalog_image(PdCatalog *catalog, int64_t id, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, IMAGE_COLUMNS "WHERE i.id = ?1", pd_bind_int(id));
    if (query && pd_stmt_next(query, &failure))
        return image_of(catalog, query, error);
    if (pd_stmt_ended(&failure, error))
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no image %" PRId64, id);
    return NULL;
}

bool pd_catalog_each_unreadable(PdCatalog *catalog, PdUnreadableFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT r.path, d.path, f.name, f.problem FROM file f JOIN folder d ON d.id = f.folder_id "
                    "JOIN root r ON r.id = d.root_id WHERE f.problem IS NOT NULL AND f.missing_since_us IS NULL "
                    "ORDER BY f.folder_id, f.name",
                    PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *root = pd_stmt_bytes(query, 0);
        g_autofree char *folder = pd_stmt_bytes(query, 1);
        g_autofree char *name = pd_stmt_bytes(query, 2);
        g_autofree char *path = pd_catalog_join(root, folder, name);
        if (!func(path, pd_stmt_text(query, 3), user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

/* ---- finding an image */

/* The first bytes of a uid from its text. Returns how many hex digits there are, 0 when it is no uid. */
static size_t parse_uid(const char *text, uint8_t out[16]) {
    size_t n = 0;
    memset(out, 0, 16);
    for (; *text; text++) {
        int digit = g_ascii_xdigit_value(*text);
        if (*text == '-')
            continue;
        if (digit < 0 || n == 32)
            return 0;
        out[n / 2] = (uint8_t)(out[n / 2] | (n % 2 ? digit : digit << 4));
        n++;
    }
    return n >= 6 ? n : 0;
}

static bool find_by_uid(PdCatalog *catalog, const char *text, int64_t *out_id, GError **error) {
    uint8_t low[16], high[16];
    size_t n = parse_uid(text, low);
    int64_t found = 0, count = 0;
    *out_id = 0;
    if (n == 0)
        return true;
    memcpy(high, low, sizeof high);
    for (size_t i = n; i < 32; i++)
        high[i / 2] = (uint8_t)(high[i / 2] | (i % 2 ? 0x0f : 0xf0));
    PdBind from = pd_bind_blob(low, sizeof low), to = pd_bind_blob(high, sizeof high);
    if (!pd_db_get(catalog->db, error, &count, NULL, "SELECT count(*) FROM image WHERE uid BETWEEN ?1 AND ?2", from, to) ||
        !pd_db_get(catalog->db, error, &found, NULL, "SELECT id FROM image WHERE uid BETWEEN ?1 AND ?2", from, to))
        return false;
    *out_id = count == 1 ? found : 0;
    return true;
}

static bool find_by_path(PdCatalog *catalog, const char *path, int64_t *out_id, GError **error) {
    g_autofree char *folder_path = g_path_get_dirname(path);
    g_autofree char *name = g_path_get_basename(path);
    int64_t folder;
    *out_id = 0;
    return pd_catalog_find_folder(catalog, folder_path, &folder, error) &&
           pd_db_get(catalog->db, error, out_id, NULL, "SELECT image_id FROM file WHERE folder_id = ?1 AND name = ?2",
                     pd_bind_int(folder), pd_bind_bytes(name));
}

bool pd_catalog_find_image(PdCatalog *catalog, const char *uid_or_path, int64_t *out_id, GError **error) {
    g_autofree char *absolute = pd_host_absolute(uid_or_path);
    g_autofree char *real = pd_host_real_path(absolute);
    int64_t id = 0;
    if (!find_by_path(catalog, absolute, &id, error) || (id == 0 && real && !find_by_path(catalog, real, &id, error)) ||
        (id == 0 && !find_by_uid(catalog, uid_or_path, &id, error)))
        return false;
    if (id == 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no image '%s' in the catalogue", uid_or_path);
        return false;
    }
    *out_id = id;
    return true;
}
