/* Changes of rights: steps, their history, and taking them back (catalog/rights.h). */
#include <inttypes.h>
#include <string.h>

#include "catalog/rights_row.h"
#include "codec/json.h"
#include "codec/json_read.h"
#include "host/clock.h"
#include "picdesk/error.h"

/* ---- rows as JSON */

static char *json_of(const PdRightsTable *table, const char *const *cells) {
    if (!cells)
        return NULL;
    GString *text = g_string_new(NULL);
    PdJson json = pd_json(text);
    pd_json_begin_object(&json);
    for (size_t i = 0; i < table->n_columns; i++)
        if (cells[i])
            pd_json_member_string(&json, table->columns[i].name, cells[i]);
    pd_json_end_object(&json);
    return g_string_free(text, FALSE);
}

/* n_columns cells that may be NULL each; NULL for NULL. free_cells(). */
static char **cells_of(const PdRightsTable *table, const char *json) {
    g_autoptr(PdJsonValue) value = json ? pd_json_parse(json, strlen(json), pd_limits_default(), NULL) : NULL;
    if (!value)
        return NULL;
    char **cells = g_new0(char *, table->n_columns + 1);
    for (size_t i = 0; i < table->n_columns; i++)
        cells[i] = g_strdup(pd_json_get_text(value, table->columns[i].name));
    return cells;
}

static void free_cells(const PdRightsTable *table, char **cells) {
    for (size_t i = 0; cells && i < table->n_columns; i++)
        g_free(cells[i]);
    g_free(cells);
}

static bool are_same(const PdRightsTable *table, const char *const *a, const char *const *b) {
    if (!a || !b)
        return a == b;
    for (size_t i = 0; i < table->n_columns; i++)
        if (g_strcmp0(a[i], b[i]) != 0)
            return false;
    return true;
}

/* ---- one change */

static bool number_of(PdCatalog *catalog, PdRightsStep *step, GError **error) {
    return step->number ||
           pd_db_get(catalog->db, error, &step->number, NULL, "SELECT coalesce(max(step), 0) + 1 FROM change", PD_BIND_NONE);
}

static bool note(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, int64_t id, const char *const *before,
                 const char *const *after, int64_t undoes, GError **error) {
    g_autofree char *was = json_of(table, before), *is = json_of(table, after);
    return number_of(catalog, step, error) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO change(step, right_kind, row_id, at_us, who, reason, before_row, after_row, undoes) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                     pd_bind_int(step->number), pd_bind_text(table->name), pd_bind_int(id), pd_bind_int(pd_clock_now_us()),
                     pd_bind_text(step->who), pd_bind_text(step->reason), pd_bind_text(was), pd_bind_text(is),
                     pd_bind_id(undoes));
}

typedef struct {
    const PdRightsTable *table;
    char **cells;
    bool is_ended;
} Found;

static bool keep(const PdRightsRow *row, void *user) {
    Found *found = user;
    found->is_ended = row->is_ended;
    found->cells = g_new0(char *, found->table->n_columns + 1);
    for (size_t i = 0; i < found->table->n_columns; i++)
        found->cells[i] = g_strdup(row->cells[i]);
    return false;
}

/* The row as it is now; a row that is not in force has no cells. */
static bool load(PdCatalog *catalog, const PdRightsTable *table, int64_t id, char ***out_cells, GError **error) {
    Found found = {.table = table};
    if (!pd_catalog_right(catalog, table, id, keep, &found, error))
        return false;
    if (found.is_ended) {
        free_cells(table, found.cells);
        found.cells = NULL;
    }
    *out_cells = found.cells;
    return true;
}

static bool load_in_force(PdCatalog *catalog, const PdRightsTable *table, int64_t id, char ***out_cells, GError **error) {
    if (!load(catalog, table, id, out_cells, error))
        return false;
    if (!*out_cells)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "%s %" PRId64 " is not in force any more", table->name, id);
    return *out_cells != NULL;
}

static bool check_cells(const PdRightsTable *table, const char *const *cells, GError **error) {
    return !table->check || table->check(cells, error);
}

static bool is_new(PdCatalog *catalog, const PdRightsTable *table, const char *const *cells, GError **error) {
    int64_t same = 0;
    if (!pd_catalog_find_right(catalog, table, cells, table->n_key, &same, error))
        return false;
    if (same && table->n_key)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "%s %" PRId64 " has the %s '%s'; change that one", table->name, same,
                    table->columns[0].name, cells[0]);
    else if (same)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "%s %" PRId64 " says the same", table->name, same);
    return same == 0;
}

bool pd_catalog_add_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, const char *const *cells,
                          int64_t *out_id, GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t id = 0;
    if (!check_cells(table, cells, error) || !pd_scope_begin(&scope, catalog->db, error) ||
        !is_new(catalog, table, cells, error) || !pd_rights_write_row(catalog, table, 0, cells, step->who, &id, error) ||
        !note(catalog, step, table, id, NULL, cells, 0, error) || !pd_scope_commit(&scope, error))
        return false;
    *out_id = id;
    return true;
}

bool pd_catalog_change_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, int64_t id,
                             const char *const *cells, bool *out_is_changed, GError **error) {
    g_auto(PdScope) scope = {0};
    char **before = NULL;
    if (!check_cells(table, cells, error) || !pd_scope_begin(&scope, catalog->db, error) ||
        !load_in_force(catalog, table, id, &before, error))
        return false;
    const char *const *was = (const char *const *)before;
    bool is_same = are_same(table, was, cells);
    bool is_done = is_same || (pd_rights_write_row(catalog, table, id, cells, NULL, &id, error) &&
                               note(catalog, step, table, id, was, cells, 0, error));
    free_cells(table, before);
    if (!is_done || !pd_scope_commit(&scope, error))
        return false;
    *out_is_changed = !is_same;
    return true;
}

bool pd_catalog_end_right(PdCatalog *catalog, PdRightsStep *step, const PdRightsTable *table, int64_t id, GError **error) {
    g_auto(PdScope) scope = {0};
    char **before = NULL;
    if (!pd_scope_begin(&scope, catalog->db, error) || !load_in_force(catalog, table, id, &before, error))
        return false;
    bool is_done = pd_rights_set_ended(catalog, table, id, true, error) &&
                   note(catalog, step, table, id, (const char *const *)before, NULL, 0, error);
    free_cells(table, before);
    return is_done && pd_scope_commit(&scope, error);
}

/* ---- history */

static bool tell(const PdStmt *query, PdRightsChangeFunc func, void *user) {
    const PdRightsTable *table = pd_rights_table_find(pd_stmt_text(query, 2));
    if (!table)
        return true;
    char **before = cells_of(table, pd_stmt_text(query, 7)), **after = cells_of(table, pd_stmt_text(query, 8));
    PdRightsChange change = {.id = pd_stmt_int(query, 0),
                             .step = pd_stmt_int(query, 1),
                             .table = table,
                             .row_id = pd_stmt_int(query, 3),
                             .at_us = pd_stmt_int(query, 4),
                             .who = pd_stmt_text(query, 5),
                             .reason = pd_stmt_text(query, 6),
                             .before = (const char *const *)before,
                             .after = (const char *const *)after,
                             .undoes_step = pd_stmt_int(query, 9),
                             .is_undone = pd_stmt_int(query, 10) != 0};
    bool goes_on = func(&change, user);
    free_cells(table, before);
    free_cells(table, after);
    return goes_on;
}

#define CHANGES                                                                                                             \
    "SELECT c.id, c.step, c.right_kind, c.row_id, c.at_us, c.who, c.reason, c.before_row, c.after_row, "                    \
    "(SELECT u.step FROM change u WHERE u.id = c.undoes), EXISTS(SELECT 1 FROM change n WHERE n.undoes = c.id) FROM "       \
    "change c "

static bool each_change(PdStmt *query, GError **failure, PdRightsChangeFunc func, void *user, GError **error) {
    while (query && pd_stmt_next(query, failure))
        if (!tell(query, func, user))
            break;
    return pd_stmt_ended(failure, error);
}

bool pd_catalog_each_right_change(PdCatalog *catalog, int64_t step, const PdRightsTable *table, int64_t row_id,
                                  PdRightsChangeFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_rights_are_kept(catalog))
        return true;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    CHANGES "WHERE (?1 IS NULL OR c.step = ?1) AND (?2 IS NULL OR c.right_kind = ?2) AND (?3 IS NULL OR "
                            "c.row_id = ?3) ORDER BY c.id",
                    pd_bind_id(step), pd_bind_text(table ? table->name : NULL), pd_bind_id(row_id));
    return each_change(query, &failure, func, user, error);
}

/* ---- taking back */

typedef struct {
    PdCatalog *catalog;
    PdRightsStep *step;
    GError *failure;
    int64_t n;
} Undo;

static bool is_undoable(PdCatalog *catalog, const PdRightsChange *change, const char *const *now, GError **error) {
    if (change->is_undone) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "step %" PRId64 " is taken back already", change->step);
        return false;
    }
    if (!are_same(change->table, change->after, now)) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "%s %" PRId64 " was changed again since; take that back first",
                    change->table->name, change->row_id);
        return false;
    }
    return now || !change->before || is_new(catalog, change->table, change->before, error);
}

static bool put_back(Undo *undo, const PdRightsChange *change) {
    int64_t id = change->row_id;
    return change->before ? pd_rights_write_row(undo->catalog, change->table, id, change->before, NULL, &id, &undo->failure)
                          : pd_rights_set_ended(undo->catalog, change->table, id, true, &undo->failure);
}

static bool undo_one(const PdRightsChange *change, void *user) {
    Undo *undo = user;
    char **now = NULL;
    if (!load(undo->catalog, change->table, change->row_id, &now, &undo->failure))
        return false;
    bool is_done = is_undoable(undo->catalog, change, (const char *const *)now, &undo->failure) && put_back(undo, change) &&
                   note(undo->catalog, undo->step, change->table, change->row_id, change->after, change->before, change->id,
                        &undo->failure);
    free_cells(change->table, now);
    undo->n++;
    return is_done;
}

/* The last change first: a row may have been changed twice. */
static bool undo_all(Undo *undo, int64_t undone, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(undo->catalog->db, &failure, CHANGES "WHERE c.step = ?1 ORDER BY c.id DESC", pd_bind_int(undone));
    if (!each_change(query, &failure, undo_one, undo, error))
        return false;
    if (undo->n == 0)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no step %" PRId64, undone);
    else if (undo->failure)
        g_propagate_error(error, g_steal_pointer(&undo->failure));
    else
        return true;
    return false;
}

bool pd_catalog_undo_rights(PdCatalog *catalog, PdRightsStep *step, int64_t undone, GError **error) {
    g_auto(PdScope) scope = {0};
    Undo undo = {.catalog = catalog, .step = step};
    return pd_scope_begin(&scope, catalog->db, error) && number_of(catalog, step, error) && undo_all(&undo, undone, error) &&
           pd_scope_commit(&scope, error);
}
