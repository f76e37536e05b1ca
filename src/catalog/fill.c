/* Filling the derived tables of images behind the mark up to which they are filled: after a scan has put many, after a new
 * version of the program, after a kill. Each batch moves the mark in its own transaction, so filling goes on where it was
 * ended.
 */
#include "catalog/lookup.h"
#include "catalog/store.h"
#include "host/signal.h"
#include "picdesk/error.h"

#define BATCH 500

typedef struct {
    int64_t image;
    char *words;
} Words;

typedef struct {
    int64_t last_id;
    uint64_t n;
    GArray *words; /* of Words */
} Batch;

static void words_clear(void *data) {
    g_free(((Words *)data)->words);
}

static void batch_done(Batch *batch) {
    g_clear_pointer(&batch->words, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Batch, batch_done)

static bool fill_one(PdCatalog *catalog, int64_t image, const void *body, size_t len, Batch *batch, GError **error) {
    g_autoptr(PdRecord) record = pd_record_decode(body, len, pd_limits_default(), NULL);
    batch->last_id = image;
    batch->n++;
    if (!record)
        return true;
    if (!pd_corrections_add(catalog, image, record, error))
        return false;
    Words words = {image, pd_derive_words_of(record)};
    g_array_append_val(batch->words, words);
    return pd_derive_keys(catalog, image, record, error);
}

/* The word index writes out all it holds whenever another table's statement could need to be undone, so its rows come by
 * themselves. */
static bool write_words(PdCatalog *catalog, const Batch *batch, GError **error) {
    for (guint i = 0; i < batch->words->len; i++) {
        const Words *row = &g_array_index(batch->words, Words, i);
        if (!pd_derive_words(catalog, row->image, row->words, error))
            return false;
    }
    return true;
}

static bool fill_batch(PdCatalog *catalog, int64_t done_to, Batch *batch, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT i.id, r.body FROM image i JOIN record r ON r.image_id = i.id AND r.rev = i.rev "
                    "WHERE i.id > ?1 ORDER BY i.id LIMIT ?2",
                    pd_bind_int(done_to), pd_bind_int(BATCH));
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 1, &len);
        if (!fill_one(catalog, pd_stmt_int(query, 0), body, len, batch, &failure))
            break;
    }
    return pd_stmt_ended(&failure, error) && write_words(catalog, batch, error);
}

/* Looked at anew under the lock: another program may be filling too. */
static bool next_batch(PdCatalog *catalog, uint64_t *out_n, int64_t *out_done_to, GError **error) {
    g_auto(PdScope) scope = {0};
    g_auto(Batch) batch = {.words = g_array_new(FALSE, FALSE, sizeof(Words))};
    int64_t done_to;
    g_array_set_clear_func(batch.words, words_clear);
    if (!pd_scope_begin(&scope, catalog->db, error) || !pd_derive_done_to(catalog, &done_to, error))
        return false;
    if (done_to != PD_DERIVED_ALL && !fill_batch(catalog, done_to, &batch, error))
        return false;
    *out_n = batch.n;
    *out_done_to = batch.n < BATCH ? PD_DERIVED_ALL : batch.last_id;
    pd_lookup_forget_counts(catalog);
    return (done_to == PD_DERIVED_ALL || pd_derive_set_done_to(catalog, *out_done_to, error)) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_fill_lookups(PdCatalog *catalog, PdProgressFunc progress, void *user, GError **error) {
    int64_t done_to, all = 0;
    uint64_t done = 0, n;
    if (!pd_derive_done_to(catalog, &done_to, error))
        return false;
    if (done_to != PD_DERIVED_ALL && !pd_db_get(catalog->db, error, &all, NULL, "SELECT count(*) FROM image", PD_BIND_NONE))
        return false;
    while (done_to != PD_DERIVED_ALL) {
        if (!next_batch(catalog, &n, &done_to, error))
            return false;
        done += n;
        if (done_to != PD_DERIVED_ALL && (pd_signal_pending() || (progress && !progress(done, (uint64_t)all, user)))) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED,
                                "ended before all look-up tables were filled; the next writer goes on");
            return false;
        }
    }
    return true;
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
