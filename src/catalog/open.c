/* Opening a catalogue: what is none, or is newer, is refused before anything is written. */
#include <string.h>

#include "catalog/blank.h"
#include "catalog/forgotten.h"
#include "catalog/keys.h"
#include "catalog/new_rows.h"
#include "host/file.h"
#include "picdesk/error.h"

static bool refuse(const char *path, const char *why, GError **error) {
    g_set_error(error, PD_ERROR, PD_ERROR_STORE, "catalogue '%s': %s", path, why);
    return false;
}

static bool check_path(const char *path, PdCatalogMode mode, GError **error) {
    switch (pd_host_path_kind(path)) {
    case PD_PATH_FILE:
        return true;
    case PD_PATH_NONE:
        if (mode == PD_CATALOG_WRITE || mode == PD_CATALOG_ADD)
            return true;
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no catalogue '%s' yet; 'picdesk scan DIR' makes one",
                    path);
        return false;
    case PD_PATH_FOLDER:
        return refuse(path, "it is a folder", error);
    default:
        return refuse(path, "it is no regular file", error);
    }
}

/* Sets *out_is_new when the file holds nothing yet. */
static bool check_identity(PdDb *db, const char *path, bool *out_is_new, GError **error) {
    int64_t application = 0, version = 0;
    if (!pd_db_is_empty(db, out_is_new, error))
        return false;
    if (*out_is_new)
        return true;
    if (!pd_db_identity(db, &application, &version, error))
        return false;
    if (application != PD_CATALOG_APPLICATION || version < 1)
        return refuse(path, "it is no picdesk catalogue", error);
    if (version > PD_CATALOG_VERSION)
        return refuse(path, "a newer picdesk made it; this one would lose facts", error);
    return true;
}

static bool migrate(PdCatalog *catalog, GError **error) {
    return pd_catalog_migrate(catalog->db, PD_CATALOG_APPLICATION, pd_catalog_migrations, error);
}

/* All at once: each transaction here costs as much as reading a hundred pictures. The page size has an effect on an empty
 * file only. The log mode comes after this transaction, so that a file which a kill leaves half made is empty again, and
 * never looks like somebody else's database. */
static bool make(PdCatalog *catalog, GError **error) {
    g_auto(PdScope) scope = {0};
    return pd_db_script(catalog->db, "PRAGMA page_size=8192", error) && pd_scope_begin(&scope, catalog->db, error) &&
           migrate(catalog, error) && pd_derive_prepare(catalog, error) && pd_scope_commit(&scope, error);
}

static bool check_readable(const char *path, bool is_new, GError **error) {
    if (is_new)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "the catalogue '%s' is empty; 'picdesk scan DIR' fills it", path);
    return !is_new;
}

static bool open_db(PdCatalog *catalog, const char *path, PdCatalogMode mode, GError **error) {
    bool is_new;
    PdDbMode db_mode = mode == PD_CATALOG_READ ? PD_DB_READ : mode == PD_CATALOG_MEMORY ? PD_DB_MEMORY : PD_DB_WRITE;
    if (db_mode == PD_DB_WRITE && pd_host_path_kind(path) == PD_PATH_NONE)
        pd_blank_put(path); /* where that fails, make() makes it */
    catalog->db = pd_db_open(path, db_mode, error);
    if (!catalog->db || !check_identity(catalog->db, path, &is_new, error))
        return false;
    bool is_ready = mode == PD_CATALOG_READ ? check_readable(path, is_new, error)
                    : is_new                ? make(catalog, error)
                                            : migrate(catalog, error);
    return is_ready && pd_db_accept(catalog->db, error);
}

static void root_free(void *data) {
    PdRoot *root = data;
    g_free(root->path);
    g_free(root);
}

PdCatalog *pd_catalog_open(const char *address, PdCatalogMode mode, GError **error) {
    g_autofree char *path = mode == PD_CATALOG_MEMORY ? g_strdup("in memory") : pd_host_absolute(address);
    if (mode != PD_CATALOG_MEMORY && !check_path(path, mode, error))
        return NULL;
    g_autoptr(PdCatalog) catalog = g_new0(PdCatalog, 1);
    catalog->roots = g_ptr_array_new_with_free_func(root_free);
    int64_t application;
    if (!open_db(catalog, path, mode, error) || !pd_db_identity(catalog->db, &application, &catalog->version, error) ||
        !pd_derive_prepare(catalog, error) || !pd_parties_load(catalog, error))
        return NULL;
    bool is_writer = mode == PD_CATALOG_WRITE || mode == PD_CATALOG_ADD;
    if ((is_writer && !pd_parties_catch_up(catalog, error)) ||
        (mode == PD_CATALOG_WRITE && !pd_catalog_fill_lookups(catalog, NULL, NULL, error)))
        return NULL;
    if (!pd_db_get(catalog->db, error, &catalog->data_version, NULL, "PRAGMA data_version", PD_BIND_NONE))
        return NULL;
    if (mode != PD_CATALOG_MEMORY)
        catalog->path = pd_host_real_path(path);
    return g_steal_pointer(&catalog);
}

const char *pd_catalog_path(const PdCatalog *catalog) {
    return catalog->path;
}

bool pd_catalog_was_busy(const PdCatalog *catalog) {
    return pd_db_was_busy(catalog->db);
}

bool pd_catalog_is_own_file(const PdCatalog *catalog, const char *path) {
    static const char *const COMPANIONS[] = {"", "-wal", "-shm", "-journal"};
    size_t len = catalog->path ? strlen(catalog->path) : 0;
    if (len == 0 || strncmp(catalog->path, path, len) != 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(COMPANIONS); i++)
        if (strcmp(path + len, COMPANIONS[i]) == 0)
            return true;
    return false;
}

void pd_catalog_close(PdCatalog *catalog) {
    if (!catalog)
        return;
    pd_db_close(catalog->db);
    g_clear_pointer(&catalog->twins, g_hash_table_unref);
    pd_keys_free(catalog->keys);
    pd_new_rows_free(catalog->new_rows);
    pd_forgotten_free(catalog->forgotten);
    g_clear_pointer(&catalog->word_counts, g_hash_table_unref);
    g_ptr_array_unref(catalog->roots);
    g_free(catalog->path);
    g_free(catalog);
}

bool pd_catalog_begin(PdCatalog *catalog, GError **error) {
    return pd_db_begin(catalog->db, error);
}

/* One of them may have been made in what is undone. */
static void forget_roots(PdCatalog *catalog) {
    g_ptr_array_set_size(catalog->roots, 0);
}

bool pd_catalog_commit(PdCatalog *catalog, GError **error) {
    if (pd_db_commit(catalog->db, error))
        return true;
    forget_roots(catalog);
    return false;
}

void pd_catalog_rollback(PdCatalog *catalog) {
    pd_db_rollback(catalog->db);
    forget_roots(catalog);
}
