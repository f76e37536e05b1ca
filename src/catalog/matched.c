/* How far the matcher came (catalog/catalog.h): what each article and the archive were like when it was matched, so that
 * only what changed since is matched again. A row of `record` is added for every new or changed image, so the newest row's
 * number tells one state of the archive from another. */
#include "catalog/store.h"
#include "picdesk/error.h"

bool pd_catalog_article_ids(PdCatalog *catalog, GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT id FROM article WHERE rev > 0 ORDER BY id", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        int64_t id = pd_stmt_int(query, 0);
        g_array_append_val(out_ids, id);
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_archive_state(PdCatalog *catalog, int64_t *out, GError **error) {
    *out = 0;
    return pd_db_get(catalog->db, error, out, NULL, "SELECT max(rowid) FROM record", PD_BIND_NONE);
}

bool pd_catalog_each_changed_image(PdCatalog *catalog, int64_t since, PdIdFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT image_id FROM record WHERE rowid > ?1", pd_bind_int(since));
    while (query && pd_stmt_next(query, &failure))
        if (!func(pd_stmt_int(query, 0), user))
            break;
    return pd_stmt_ended(&failure, error);
}

static bool text_of(PdCatalog *catalog, const char *sql, int64_t id, char **out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, sql, pd_bind_int(id));
    *out = query && pd_stmt_next(query, &failure) ? g_strdup(pd_stmt_text(query, 0)) : NULL;
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_article_state(PdCatalog *catalog, int64_t article_id, char **out_state, bool *out_has_copies,
                              GError **error) {
    int64_t n_copies = 0;
    if (!pd_db_get(catalog->db, error, &n_copies, NULL,
                   "SELECT count(*) FROM rendition r JOIN figure f ON f.id = r.figure_id WHERE f.article_id = ?1",
                   pd_bind_int(article_id)) ||
        !text_of(catalog,
                 "SELECT a.rev || ' ' || (SELECT coalesce(max(d.id), 0) FROM decision d JOIN figure f ON f.id = d.figure_id "
                 "WHERE f.article_id = a.id) || ' ' || (SELECT count(*) || ' ' || total(r.size_bytes) || ' ' || "
                 "total(length(r.body)) FROM rendition r JOIN figure f ON f.id = r.figure_id WHERE f.article_id = a.id) "
                 "FROM article a WHERE a.id = ?1",
                 article_id, out_state, error))
        return false;
    *out_has_copies = n_copies > 0;
    return true;
}

bool pd_catalog_matched(PdCatalog *catalog, int64_t article_id, char **out_state, int64_t *out_archive, GError **error) {
    *out_state = NULL;
    *out_archive = 0;
    return !catalog->has_derived ||
           (text_of(catalog, "SELECT state FROM d_matched WHERE article_id = ?1", article_id, out_state, error) &&
            pd_db_get(catalog->db, error, out_archive, NULL, "SELECT archive FROM d_matched WHERE article_id = ?1",
                      pd_bind_int(article_id)));
}

bool pd_catalog_put_matched(PdCatalog *catalog, int64_t article_id, const char *state, int64_t archive, GError **error) {
    return pd_derive_check(catalog, error) &&
           pd_db_run(
               catalog->db, error,
               "INSERT INTO d_matched(article_id, state, archive) VALUES(?1, ?2, ?3) ON CONFLICT(article_id) DO UPDATE "
               "SET state = excluded.state, archive = excluded.archive",
               pd_bind_int(article_id), pd_bind_text(state), pd_bind_int(archive));
}
