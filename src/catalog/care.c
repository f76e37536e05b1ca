/* Care of a catalogue: its roots, its state, copies of it (catalog/catalog.h). */
#include <string.h>

#include "catalog/store.h"
#include "host/file.h"
#include "picdesk/error.h"

/* A file that is no image is not counted. */
#define IS_KEPT "(f.image_id IS NOT NULL OR f.problem IS NOT NULL)"

/* ---- roots */

bool pd_catalog_each_root(PdCatalog *catalog, PdRootFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT r.id, r.host, r.path, count(f.name) - count(f.missing_since_us), "
                    "count(f.missing_since_us) FROM root r LEFT JOIN folder d ON d.root_id = r.id "
                    "LEFT JOIN file f ON f.folder_id = d.id AND " IS_KEPT " GROUP BY r.id ORDER BY r.id",
                    PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *path = pd_stmt_bytes(query, 2);
        PdRootRow row = {.id = pd_stmt_int(query, 0),
                         .host = pd_stmt_text(query, 1),
                         .path = path,
                         .n_files = pd_stmt_int(query, 3),
                         .n_missing = pd_stmt_int(query, 4),
                         .is_here = g_strcmp0(pd_stmt_text(query, 1), pd_host_name()) == 0};
        if (!func(&row, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

static bool lies_in(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/' || strcmp(folder, "/") == 0);
}

typedef struct {
    const char *old_path, *new_path;
    int64_t found;
    bool is_found_here;
    char *in_the_way;
} Move;

/* This machine's root goes before another machine's of the same path. */
static bool look_at_root(const PdRootRow *root, void *user) {
    Move *move = user;
    if (strcmp(root->path, move->old_path) == 0 && !move->is_found_here) {
        move->found = root->id;
        move->is_found_here = root->is_here;
    } else if (root->is_here && !move->in_the_way &&
               (lies_in(root->path, move->new_path) || lies_in(move->new_path, root->path))) {
        move->in_the_way = g_strdup(root->path);
    }
    return true;
}

static bool check_move(const Move *move, GError **error) {
    if (move->found == 0)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "no root has the path '%s'; 'picdesk root' lists them",
                    move->old_path);
    else if (move->in_the_way)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "the root '%s' is in the way of '%s'", move->in_the_way, move->new_path);
    return move->found && !move->in_the_way;
}

bool pd_catalog_move_root(PdCatalog *catalog, const char *old_path, const char *new_path, const char *who, GError **error) {
    g_auto(PdScope) scope = {0};
    Move move = {.old_path = old_path, .new_path = new_path};
    if (!pd_scope_begin(&scope, catalog->db, error) || !pd_catalog_each_root(catalog, look_at_root, &move, error))
        return false;
    bool may_move = check_move(&move, error);
    g_free(move.in_the_way);
    g_autofree char *detail = g_strdup_printf("%s -> %s", old_path, new_path);
    g_autofree char *text = g_utf8_make_valid(detail, -1);
    if (!may_move ||
        !pd_db_run(catalog->db, error, "UPDATE root SET path = ?2, host = ?3 WHERE id = ?1", pd_bind_int(move.found),
                   pd_bind_bytes(new_path), pd_bind_text(pd_host_name())) ||
        !pd_catalog_note(catalog, who, "root moved", text, error) || !pd_scope_commit(&scope, error))
        return false;
    g_ptr_array_set_size(catalog->roots, 0);
    return true;
}

/* ---- state */

bool pd_catalog_stat(PdCatalog *catalog, PdCatalogStat *out, GError **error) {
    PdCatalogStat stat = {.has_lookups = catalog->has_derived};
    int64_t application = 0, pages = 0, page_bytes = 0;
    const struct {
        int64_t *count;
        const char *sql;
    } counts[] = {
        {&pages, "PRAGMA page_count"},
        {&page_bytes, "PRAGMA page_size"},
        {&stat.n_images, "SELECT count(*) FROM image"},
        {&stat.n_files, "SELECT count(*) FROM file f WHERE missing_since_us IS NULL AND " IS_KEPT},
        {&stat.n_missing, "SELECT count(*) FROM file f WHERE missing_since_us IS NOT NULL AND " IS_KEPT},
        {&stat.n_unreadable, "SELECT count(*) FROM file WHERE problem IS NOT NULL AND missing_since_us IS NULL"},
        {&stat.n_articles, "SELECT count(*) FROM article"},
        {&stat.n_figures, "SELECT count(*) FROM figure f JOIN article a ON a.id = f.article_id AND a.rev = f.last_rev"},
        {&stat.n_decisions, "SELECT count(*) FROM decision"},
    };
    if (!pd_db_identity(catalog->db, &application, &stat.version, error))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        if (!pd_db_get(catalog->db, error, counts[i].count, NULL, counts[i].sql, PD_BIND_NONE))
            return false;
    if (stat.has_lookups &&
        (!pd_derive_is_whole(catalog, &stat.are_lookups_whole, error) ||
         !pd_db_get(catalog->db, error, &stat.n_credit_lines, NULL, "SELECT count(*) FROM d_credit", PD_BIND_NONE)))
        return false;
    stat.size_bytes = (uint64_t)(pages * page_bytes);
    *out = stat;
    return true;
}

bool pd_catalog_verify(PdCatalog *catalog, GPtrArray *complaints, GError **error) {
    int64_t n = 0;
    if (!pd_db_verify(catalog->db, complaints, error) ||
        !pd_db_get(catalog->db, error, &n, NULL,
                   "SELECT count(*) FROM image i WHERE NOT EXISTS(SELECT 1 FROM record r WHERE r.image_id = i.id AND r.rev "
                   "= i.rev)",
                   PD_BIND_NONE))
        return false;
    if (n > 0)
        g_ptr_array_add(complaints, g_strdup_printf("%" G_GINT64_FORMAT " images have no record", n));
    return true;
}

/* ---- copies */

static bool is_there(const char *path) {
    return pd_host_path_kind(path) != PD_PATH_NONE;
}

/* A log beside the old file would be taken for the new one's. */
static bool is_in_use(const char *path) {
    g_autofree char *log = g_strconcat(path, "-wal", NULL), *journal = g_strconcat(path, "-journal", NULL);
    return is_there(log) || is_there(journal);
}

static bool may_write(PdCatalog *catalog, const char *target, bool replaces, GError **error) {
    g_autofree char *real = pd_host_real_path(target);
    const char *why = NULL;
    if (!is_there(target))
        return true;
    if (!replaces)
        why = "is there already";
    else if (pd_catalog_is_own_file(catalog, real ? real : target))
        why = "is the catalogue itself";
    else if (pd_host_path_kind(target) != PD_PATH_FILE)
        why = "is no regular file";
    else if (is_in_use(target))
        why = "is a catalogue in use";
    if (why)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' %s", target, why);
    return !why;
}

/* Written under another name first: a copy that is there is whole. */
bool pd_catalog_backup(PdCatalog *catalog, const char *path, bool replaces, GError **error) {
    g_autofree char *target = pd_host_absolute(path);
    g_autofree char *unfinished = g_strconcat(target, ".unfinished", NULL);
    if (!may_write(catalog, target, replaces, error) || !may_write(catalog, unfinished, false, error))
        return false;
    if (pd_db_copy_to(catalog->db, unfinished, error) &&
        (replaces ? pd_host_replace : pd_host_publish)(unfinished, target, error))
        return true;
    pd_host_remove(unfinished);
    return false;
}
