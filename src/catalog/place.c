/* Where: roots, folders and files (catalog/catalog.h). */
#include <string.h>

#include "catalog/store.h"
#include "host/clock.h"
#include "host/file.h"

/* ---- paths */

char *pd_catalog_join(const char *root, const char *folder, const char *name) {
    const char *slash = g_str_has_suffix(root, "/") ? "" : "/";
    if (!*folder)
        return g_strconcat(root, slash, name, NULL);
    return g_strconcat(root, slash, folder, *name ? "/" : "", name, NULL);
}

/* The part of path below root, NULL when it does not lie there. */
static const char *below(const char *root, const char *path) {
    size_t len = strlen(root);
    if (strcmp(root, "/") == 0)
        return *path == '/' ? path + 1 : NULL;
    if (strncmp(root, path, len) != 0)
        return NULL;
    return path[len] == '\0' ? path + len : path[len] == '/' ? path + len + 1 : NULL;
}

static bool load_roots(PdCatalog *catalog, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT id, path FROM root WHERE host = ?1", pd_bind_text(pd_host_name()));
    g_ptr_array_set_size(catalog->roots, 0);
    while (query && pd_stmt_next(query, &failure)) {
        PdRoot *root = g_new0(PdRoot, 1);
        *root = (PdRoot){.id = pd_stmt_int(query, 0), .path = pd_stmt_bytes(query, 1)};
        g_ptr_array_add(catalog->roots, root);
    }
    return pd_stmt_ended(&failure, error);
}

/* The innermost root that a path lies in. */
static const PdRoot *root_of(const PdCatalog *catalog, const char *path) {
    const PdRoot *best = NULL;
    for (guint i = 0; i < catalog->roots->len; i++) {
        const PdRoot *root = catalog->roots->pdata[i];
        if (below(root->path, path) && (!best || strlen(root->path) > strlen(best->path)))
            best = root;
    }
    return best;
}

static bool find_root(PdCatalog *catalog, const char *path, const PdRoot **out, GError **error) {
    if (catalog->roots->len == 0 && !load_roots(catalog, error))
        return false;
    *out = root_of(catalog, path);
    return true;
}

/* ---- folders */

#define FIND_FOLDER "SELECT id FROM folder WHERE root_id = ?1 AND path = ?2"

bool pd_catalog_find_folder(PdCatalog *catalog, const char *path, int64_t *out_folder, GError **error) {
    const PdRoot *root;
    int64_t folder = 0;
    if (!find_root(catalog, path, &root, error))
        return false;
    if (root && !pd_db_get(catalog->db, error, &folder, NULL, FIND_FOLDER, pd_bind_int(root->id),
                           pd_bind_bytes(below(root->path, path))))
        return false;
    *out_folder = folder;
    return true;
}

/* Read anew under the lock: another scan may have made the root meanwhile. */
static bool make_root(PdCatalog *catalog, const char *path, const PdRoot **out, GError **error) {
    if (!load_roots(catalog, error))
        return false;
    if (!root_of(catalog, path) &&
        (!pd_db_run(catalog->db, error, "INSERT INTO root(host, path, added_at_us) VALUES(?1, ?2, ?3)",
                    pd_bind_text(pd_host_name()), pd_bind_bytes(path), pd_bind_int(pd_clock_now_us())) ||
         !load_roots(catalog, error)))
        return false;
    *out = root_of(catalog, path);
    return true;
}

static bool find_or_make_root(PdCatalog *catalog, const char *path, const PdRoot **out, GError **error) {
    return find_root(catalog, path, out, error) && (*out || make_root(catalog, path, out, error));
}

bool pd_catalog_add_root(PdCatalog *catalog, const char *path, GError **error) {
    g_auto(PdScope) scope = {0};
    const PdRoot *root;
    return pd_scope_begin(&scope, catalog->db, error) && find_or_make_root(catalog, path, &root, error) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_folder(PdCatalog *catalog, const char *path, int64_t *out_folder, GError **error) {
    g_auto(PdScope) scope = {0};
    const PdRoot *root;
    int64_t folder = 0;
    if (!pd_scope_begin(&scope, catalog->db, error) || !find_or_make_root(catalog, path, &root, error))
        return false;
    PdBind id = pd_bind_int(root->id), rest = pd_bind_bytes(below(root->path, path));
    if (!pd_db_get(catalog->db, error, &folder, NULL, FIND_FOLDER, id, rest))
        return false;
    if (folder == 0) {
        if (!pd_db_run(catalog->db, error, "INSERT INTO folder(root_id, path) VALUES(?1, ?2)", id, rest))
            return false;
        folder = pd_db_last_id(catalog->db);
    }
    if (!pd_scope_commit(&scope, error))
        return false;
    *out_folder = folder;
    return true;
}

bool pd_catalog_each_folder(PdCatalog *catalog, const char *path, PdFolderFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure,
                                          "SELECT f.id, r.path, f.path FROM folder f JOIN root r ON r.id = f.root_id "
                                          "WHERE r.host = ?1 ORDER BY f.id",
                                          pd_bind_text(pd_host_name()));
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *root = pd_stmt_bytes(query, 1);
        g_autofree char *rest = pd_stmt_bytes(query, 2);
        g_autofree char *whole = *rest ? pd_catalog_join(root, rest, "") : g_strdup(root);
        if (below(path, whole) && !func(pd_stmt_int(query, 0), whole, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

/* ---- files */

#define FILES(more)                                                                                                         \
    "SELECT name, size_bytes, inode, mtime_ns, sidecar_mtime_ns, sidecar_size_bytes, image_id, "                            \
    "missing_since_us IS NOT NULL, problem, " more " FROM file WHERE folder_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3"

bool pd_catalog_each_file(PdCatalog *catalog, int64_t folder, const char *after, size_t max, PdFileFunc func, void *user,
                          GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure,
                                          catalog->version >= 5   ? FILES("device, sidecar_inode, sha256")
                                          : catalog->version == 4 ? FILES("device, sidecar_inode, NULL")
                                                                  : FILES("NULL, NULL, NULL"), /* open for reading */
                                          pd_bind_int(folder), pd_bind_bytes(after), pd_bind_int((int64_t)max));
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *name = pd_stmt_bytes(query, 0);
        PdFileRow row = {.name = name,
                         .size_bytes = (uint64_t)pd_stmt_int(query, 1),
                         .inode = (uint64_t)pd_stmt_int(query, 2),
                         .mtime_ns = pd_stmt_int(query, 3),
                         .sidecar_mtime_ns = pd_stmt_int(query, 4),
                         .sidecar_size_bytes = (uint64_t)pd_stmt_int(query, 5),
                         .image_id = pd_stmt_int(query, 6),
                         .is_missing = pd_stmt_int(query, 7) != 0,
                         .problem = pd_stmt_text(query, 8),
                         .device = pd_stmt_int(query, 9),
                         .sidecar_inode = pd_stmt_int(query, 10),
                         .has_sha256 = !pd_stmt_is_null(query, 11)};
        if (!func(&row, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_file_missing(PdCatalog *catalog, int64_t folder, const char *name, GError **error) {
    pd_twins_forget(catalog);
    return pd_db_run(catalog->db, error,
                     "UPDATE file SET missing_since_us = ?3 WHERE folder_id = ?1 AND name = ?2 AND missing_since_us IS NULL",
                     pd_bind_int(folder), pd_bind_bytes(name), pd_bind_int(pd_clock_now_us()));
}

bool pd_catalog_file_present(PdCatalog *catalog, int64_t folder, const char *name, GError **error) {
    pd_twins_forget(catalog);
    return pd_db_run(catalog->db, error, "UPDATE file SET missing_since_us = NULL WHERE folder_id = ?1 AND name = ?2",
                     pd_bind_int(folder), pd_bind_bytes(name));
}

bool pd_catalog_note(PdCatalog *catalog, const char *who, const char *what, const char *detail, GError **error) {
    return pd_db_run(catalog->db, error, "INSERT INTO event(at_us, who, what, detail) VALUES(?1, ?2, ?3, ?4)",
                     pd_bind_int(pd_clock_now_us()), pd_bind_text(who), pd_bind_text(what), pd_bind_text(detail));
}

static void write_hex(const uint8_t *bytes, size_t len, char out[2 * PD_SHA256_BYTES + 1]) {
    static const char HEX[] = "0123456789abcdef";
    for (size_t i = 0; i < len && i < PD_SHA256_BYTES; i++) {
        out[2 * i] = HEX[bytes[i] >> 4];
        out[2 * i + 1] = HEX[bytes[i] & 15];
    }
}

#define PLACE(hash)                                                                                                         \
    "SELECT r.path, d.path, f.name, f.size_bytes, " hash " FROM file f JOIN folder d ON d.id = f.folder_id "                \
    "JOIN root r ON r.id = d.root_id WHERE f.image_id = ?1 AND f.missing_since_us IS NULL "                                 \
    "ORDER BY f.problem IS NOT NULL, f.folder_id, f.name LIMIT 1"

/* A file that can be read is preferred; else the first in the order of folder and name, so that the answer stays the same.
 */
bool pd_catalog_place(PdCatalog *catalog, PdImage *image, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, catalog->version >= 5 ? PLACE("f.sha256") : PLACE("NULL"),
                                          pd_bind_int(image->id));
    if (query && pd_stmt_next(query, &failure)) {
        g_autofree char *root = pd_stmt_bytes(query, 0);
        g_autofree char *folder = pd_stmt_bytes(query, 1);
        g_autofree char *name = pd_stmt_bytes(query, 2);
        size_t len;
        const uint8_t *sha256 = pd_stmt_blob(query, 4, &len);
        image->path = pd_catalog_join(root, folder, name);
        image->size_bytes = (uint64_t)pd_stmt_int(query, 3);
        if (sha256)
            write_hex(sha256, len, image->sha256);
    }
    return pd_stmt_ended(&failure, error);
}
