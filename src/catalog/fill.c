/* Filling the derived tables of images behind the mark up to which they are filled: after a scan has put many, after a new
 * version of the program, after a kill. What many images are looked up by is gathered, sorted and written in one transaction
 * that also moves the mark, so filling goes on where it was ended. Each such part is as large as all before it, up to what
 * memory bears: an early end costs little, and the tables are gone through few times.
 */
#include "catalog/common.h"
#include "catalog/lookup.h"
#include "catalog/store.h"
#include "host/signal.h"
#include "picdesk/error.h"

/* A part; how many images are read between two reports. */
enum { PART_MIN = 500, PART_MAX = 65536, IMAGES_A_REPORT = 500 };
static const size_t PART_BYTES = (size_t)16 << 20;

typedef struct {
    PdCatalog *catalog;
    PdProgressFunc progress; /* (nullable) */
    void *user;
    uint64_t done, all; /* images of this run */
    uint64_t in_part;   /* of the part in work */
    int64_t done_to;
    PdDerived *derived; /* the part */
} Filling;

static bool is_ended(const Filling *filling, GError **error) {
    uint64_t done = filling->done + filling->in_part;
    if (!pd_signal_pending() && (done == 0 || !filling->progress || filling->progress(done, filling->all, filling->user)))
        return false;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED,
                        "ended before all look-up tables were filled; the next writer goes on");
    return true;
}

static bool add_one(Filling *filling, const PdStmt *row, GError **error) {
    size_t len;
    const void *body = pd_stmt_blob(row, 1, &len);
    g_autoptr(PdRecord) record = pd_record_decode(body, len, pd_limits_default(), NULL);
    int64_t image = pd_stmt_int(row, 0);
    bool is_corrected = pd_stmt_int(row, 2) != 0;
    filling->done_to = image;
    filling->in_part++;
    return !record || ((!is_corrected || pd_corrections_add(filling->catalog, image, record, error)) &&
                       pd_derive_add(filling->derived, image, record, error));
}

static bool is_full(const Filling *filling) {
    return filling->in_part >= CLAMP(filling->done, PART_MIN, PART_MAX) ||
           pd_rows_bytes(filling->derived->rows) >= PART_BYTES;
}

/* Goes through the images behind the mark until the part is full, or there are no more: the mark stands at the end then. */
static bool gather(Filling *filling, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(filling->catalog->db, &failure,
                    "SELECT i.id, r.body, EXISTS(SELECT 1 FROM correction c WHERE c.image_id = i.id) FROM image i "
                    "JOIN record r ON r.image_id = i.id AND r.rev = i.rev WHERE i.id > ?1 ORDER BY i.id",
                    pd_bind_int(filling->done_to));
    bool has_row = true;
    while (query && !is_full(filling) && (has_row = pd_stmt_next(query, &failure)))
        if ((filling->in_part % IMAGES_A_REPORT == 0 && is_ended(filling, &failure)) || !add_one(filling, query, &failure))
            break;
    if (!has_row)
        filling->done_to = PD_DERIVED_ALL;
    return pd_stmt_ended(&failure, error);
}

/* Looked at anew under the lock: another program may be filling too. */
static bool fill_part(Filling *filling, GError **error) {
    PdDb *db = filling->catalog->db;
    g_auto(PdScope) scope = {0};
    if (!pd_scope_begin(&scope, db, error) || !pd_derive_done_to(filling->catalog, &filling->done_to, error))
        return false;
    if (filling->done_to == PD_DERIVED_ALL)
        return true;
    if (!gather(filling, error) || !pd_rows_write(filling->derived->rows, db, true, error) ||
        !pd_derive_set_done_to(filling->catalog, filling->done_to, error) || !pd_scope_commit(&scope, error))
        return false;
    pd_lookup_forget_counts(filling->catalog);
    return true;
}

static bool fill_all(Filling *filling, GError **error) {
    while (filling->done_to != PD_DERIVED_ALL) {
        g_autoptr(PdDerived) derived = pd_derived_new(filling->catalog);
        filling->derived = derived;
        filling->in_part = 0;
        if (!fill_part(filling, error))
            return false;
        filling->done += filling->in_part;
    }
    return true;
}

bool pd_catalog_fill_lookups(PdCatalog *catalog, PdProgressFunc progress, void *user, GError **error) {
    Filling filling = {.catalog = catalog, .progress = progress, .user = user};
    int64_t all = 0;
    if (!pd_derive_done_to(catalog, &filling.done_to, error))
        return false;
    if (filling.done_to != PD_DERIVED_ALL &&
        !pd_db_get(catalog->db, error, &all, NULL, "SELECT count(*) FROM image", PD_BIND_NONE))
        return false;
    filling.all = (uint64_t)all;
    return fill_all(&filling, error) && pd_common_catch_up(catalog, error);
}

bool pd_catalog_postpone_lookups(PdCatalog *catalog, GError **error) {
    int64_t done_to, newest = 0;
    g_auto(PdScope) scope = {0};
    return pd_scope_begin(&scope, catalog->db, error) && pd_derive_done_to(catalog, &done_to, error) &&
           (done_to != PD_DERIVED_ALL ||
            (pd_db_get(catalog->db, error, &newest, NULL, "SELECT coalesce(max(id), 0) FROM image", PD_BIND_NONE) &&
             pd_derive_set_done_to(catalog, newest, error))) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_rebuild(PdCatalog *catalog, PdProgressFunc progress, void *user, GError **error) {
    return pd_derive_make(catalog, error) && pd_catalog_fill_lookups(catalog, progress, user, error);
}
