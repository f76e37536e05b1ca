/* What stands around an image: its twins, its places in articles, its look (catalog/catalog.h). */
#include "catalog/store.h"

#define KIN(more)                                                                                                           \
    "SELECT id FROM image WHERE pixel_key = (SELECT pixel_key FROM image WHERE id = ?1) AND id <> ?1 "                      \
    "UNION SELECT other.image_id FROM d_key own JOIN d_key other ON other.kind = 'supplier' AND other.key = own.key "       \
    "WHERE own.image_id = ?1 AND own.kind = 'supplier' AND other.image_id <> ?1 " more "ORDER BY 1 LIMIT ?2"
#define KIN_BY_CONTENT                                                                                                      \
    "UNION SELECT other.image_id FROM content own JOIN content other ON other.sha256 = own.sha256 "                         \
    "WHERE own.image_id = ?1 AND other.image_id <> ?1 "

bool pd_catalog_kin(PdCatalog *catalog, int64_t image_id, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, catalog->version >= 5 ? KIN(KIN_BY_CONTENT) : KIN(""),
                                          pd_bind_int(image_id), pd_bind_int((int64_t)max));
    while (query && pd_stmt_next(query, &failure)) {
        int64_t id = pd_stmt_int(query, 0);
        g_array_append_val(out_ids, id);
    }
    return pd_stmt_ended(&failure, error);
}

/* Whether people's decisions leave the image in the figure. */
static bool stands_in(PdCatalog *catalog, int64_t figure_id, int64_t image_id, bool *out, GError **error) {
    PdPairing pairing;
    if (!pd_catalog_pairing(catalog, figure_id, &pairing, error))
        return false;
    *out = pairing.pairs->len > 0 && g_array_index(pairing.pairs, PdPair, 0).image_id == image_id &&
           (pairing.status == PD_PAIR_PROPOSED || pairing.status == PD_PAIR_CONFIRMED);
    pd_pairing_done(&pairing);
    return true;
}

/* ?1: the image. Figures that an article no longer has, and articles whose file is gone, stay out. */
static const char PLACES[] =
    "SELECT f.article_id, f.id, v.path, v.title, v.published_stated FROM "
    "(SELECT figure_id FROM d_pair WHERE image_id = ?1 AND rank = 1 UNION SELECT figure_id FROM decision WHERE image_id = "
    "?1) "
    "c JOIN figure f ON f.id = c.figure_id JOIN article a ON a.id = f.article_id AND f.last_rev = a.rev "
    "JOIN article_rev v ON v.article_id = a.id AND v.rev = a.rev ORDER BY v.published_stated IS NULL, v.published_stated, "
    "f.id";

bool pd_catalog_each_place(PdCatalog *catalog, int64_t image_id, PdPlaceFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, PLACES, pd_bind_int(image_id));
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *path = pd_stmt_bytes(query, 2);
        PdPlaceRow place = {.article_id = pd_stmt_int(query, 0),
                            .figure_id = pd_stmt_int(query, 1),
                            .path = path,
                            .title = pd_stmt_text(query, 3),
                            .published_at = pd_stmt_text(query, 4)};
        bool stands = false;
        if (!stands_in(catalog, place.figure_id, image_id, &stands, error))
            return false;
        if (stands && !func(&place, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

GBytes *pd_catalog_look(PdCatalog *catalog, int64_t image_id, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GBytes) look = NULL;
    if (!pd_derive_check(catalog, error))
        return NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT look FROM d_look WHERE image_id = ?1", pd_bind_int(image_id));
    if (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *bytes = pd_stmt_blob(query, 0, &len);
        look = g_bytes_new(bytes, len);
    }
    if (pd_stmt_ended(&failure, error))
        return g_steal_pointer(&look);
    return NULL;
}
