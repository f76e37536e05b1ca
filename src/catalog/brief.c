/* An image as the matcher reads it, some hundred for each figure: its record with merged answer, and a place
 * (catalog/catalog.h). The same as image.c and place.c give, in two statements that sort nothing. */
#include <inttypes.h>

#include "catalog/store.h"
#include "picdesk/error.h"

/* The newest revision is the one in force. */
static const char BODY[] = "SELECT body, EXISTS(SELECT 1 FROM correction c WHERE c.image_id = ?1) FROM record "
                           "WHERE image_id = ?1 ORDER BY rev DESC LIMIT 1";
/* Before there were corrections. */
static const char OLD_BODY[] = "SELECT body, 0 FROM record WHERE image_id = ?1 ORDER BY rev DESC LIMIT 1";

/* The index gives them in this order. */
static const char PLACES[] = "SELECT r.path, d.path, f.name, f.problem IS NOT NULL FROM file f JOIN folder d ON d.id = "
                             "f.folder_id JOIN root r ON r.id = d.root_id WHERE f.image_id = ?1 AND "
                             "f.missing_since_us IS NULL ORDER BY f.folder_id, f.name";

static bool read_body(PdCatalog *catalog, PdImage *image, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, catalog->version < 2 ? OLD_BODY : BODY, pd_bind_int(image->id));
    if (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 0, &len);
        bool is_corrected = pd_stmt_int(query, 1) != 0;
        image->record = pd_record_decode(body, len, pd_limits_default(), NULL);
        if (!image->record)
            image->quarantine = "unreadable";
        return !image->record || !is_corrected || pd_corrections_add(catalog, image->id, image->record, error);
    }
    if (pd_stmt_ended(&failure, error))
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no image %" PRId64, image->id);
    return false;
}

/* The first place, or the first that can be read. */
static bool read_place(PdCatalog *catalog, PdImage *image, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, PLACES, pd_bind_int(image->id));
    while (query && pd_stmt_next(query, &failure)) {
        bool has_problem = pd_stmt_int(query, 3) != 0;
        if (has_problem && image->path)
            continue;
        g_autofree char *root = pd_stmt_bytes(query, 0);
        g_autofree char *folder = pd_stmt_bytes(query, 1);
        g_autofree char *name = pd_stmt_bytes(query, 2);
        g_free(image->path);
        image->path = pd_catalog_join(root, folder, name);
        if (!has_problem)
            break;
    }
    return pd_stmt_ended(&failure, error);
}

PdImage *pd_catalog_image_brief(PdCatalog *catalog, int64_t id, GError **error) {
    g_autoptr(PdImage) image = pd_image_new();
    image->id = id;
    if (!read_body(catalog, image, error) || !read_place(catalog, image, error))
        return NULL;
    if (image->record)
        image->merged = pd_merged_new(image->record);
    return g_steal_pointer(&image);
}
