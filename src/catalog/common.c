/* Words that stand in many images, counted once: counting one in the word index walks through all images that have it. They
 * are counted again when the archive has grown by a tenth; in between an archive's common words stay common. */
#include "catalog/common.h"

#include "catalog/store.h"
#include "host/signal.h"
#include "picdesk/error.h"

/* The words of fewer images are counted where they stand, and so are all words of a small archive. */
enum { COMMON_FROM = 32, SMALL_ARCHIVE = 1000 };
/* So many words are counted between two looks for a signal. */
enum { WORDS_A_LOOK = 1000 };

static bool is_ended(GError **error) {
    if (!pd_signal_pending())
        return false;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended before all words were counted; the next writer goes on");
    return true;
}

bool pd_common_count(PdCatalog *catalog, const char *word, bool *out_is_common, int64_t *out_n, GError **error) {
    return pd_db_get(catalog->db, error, out_n, out_is_common, "SELECT n FROM d_common WHERE word = ?1", pd_bind_text(word));
}

static bool is_due(PdCatalog *catalog, bool *out, int64_t *out_newest, GError **error) {
    int64_t counted = 0;
    bool is_counted;
    *out_newest = 0;
    if (!pd_common_count(catalog, "", &is_counted, &counted, error) ||
        !pd_db_get(catalog->db, error, out_newest, NULL, "SELECT coalesce(max(id), 0) FROM image", PD_BIND_NONE))
        return false;
    *out = *out_newest > counted + counted / 10 + SMALL_ARCHIVE;
    return true;
}

static bool count_all(PdCatalog *catalog, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT term, doc FROM d_words_df", PD_BIND_NONE);
    for (uint64_t n = 0; query && pd_stmt_next(query, &failure); n++) {
        if (n % WORDS_A_LOOK == 0 && is_ended(&failure))
            break;
        int64_t images = pd_stmt_int(query, 1);
        if (images >= COMMON_FROM && !pd_db_run(catalog->db, &failure, "INSERT INTO d_common(word, n) VALUES(?1, ?2)",
                                                pd_bind_text(pd_stmt_text(query, 0)), pd_bind_int(images)))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_common_catch_up(PdCatalog *catalog, GError **error) {
    bool due;
    int64_t newest;
    if (!is_due(catalog, &due, &newest, error))
        return false;
    if (!due)
        return true;
    g_auto(PdScope) scope = {0};
    return pd_scope_begin(&scope, catalog->db, error) &&
           pd_db_run(catalog->db, error, "DELETE FROM d_common", PD_BIND_NONE) && count_all(catalog, error) &&
           pd_db_run(catalog->db, error, "INSERT INTO d_common(word, n) VALUES('', ?1)", pd_bind_int(newest)) &&
           pd_scope_commit(&scope, error);
}
