/* CSV tables of rights (desk/rights.h). A table is kept whole or not at all: all rows are read first, and every one that
 * cannot be kept is told. */
#include <inttypes.h>
#include <string.h>

#include "codec/csv.h"
#include "codec/csv_read.h"
#include "codec/nearest.h"
#include "desk/rights_draft.h"
#include "picdesk/error.h"

static const char ID[] = "id";

/* A refused row of a table with a fault in each tells enough. */
enum { MOST_TOLD = 100, NO_COLUMN = -1 };

typedef struct {
    const PdRightsTable *table;
    int at[PD_RIGHTS_COLUMNS_MAX]; /* cell of each column */
    int id_at;
    guint n_cells; /* of the first line */
    PdCsvReader reader;
    GPtrArray *cells;
} Table;

/* ---- the first line */

static bool find_column(Table *table, const char *name, int cell, GError **error) {
    if (g_ascii_strcasecmp(name, ID) == 0) {
        table->id_at = cell;
        return true;
    }
    const char *near = NULL;
    for (size_t i = 0; i < table->table->n_columns; i++) {
        const char *known = table->table->columns[i].name;
        if (g_ascii_strcasecmp(known, name) == 0) {
            table->at[i] = cell;
            return true;
        }
        near = !near && pd_word_is_near(name, known) ? known : near;
    }
    g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "a %s has no column '%s'%s%s%s", table->table->name, name,
                near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return false;
}

static bool read_header(Table *table, GError **error) {
    g_autoptr(GError) failure = NULL;
    table->id_at = NO_COLUMN;
    for (size_t i = 0; i < PD_RIGHTS_COLUMNS_MAX; i++)
        table->at[i] = NO_COLUMN;
    if (!pd_csv_read(&table->reader, pd_limits_default(), table->cells, &failure)) {
        if (!failure)
            g_set_error_literal(&failure, PD_ERROR, PD_ERROR_FORMAT, "there is no first line that names the columns");
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    table->n_cells = table->cells->len;
    for (guint i = 0; i < table->cells->len; i++)
        if (!find_column(table, table->cells->pdata[i], (int)i, error))
            return false;
    for (size_t i = 0; i < table->table->n_columns && table->id_at == NO_COLUMN; i++)
        if (table->table->columns[i].is_required && table->at[i] == NO_COLUMN) {
            g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the first line names no column '%s'",
                        table->table->columns[i].name);
            return false;
        }
    return true;
}

static const char *cell_at(const Table *table, int at) {
    return at != NO_COLUMN && (guint)at < table->cells->len ? table->cells->pdata[at] : NULL;
}

/* ---- rows */

typedef struct {
    int64_t id; /* 0 = not named */
    uint64_t line;
    char *typed[PD_RIGHTS_COLUMNS_MAX];
} TypedRow;

static void typed_row_free(void *data) {
    TypedRow *row = data;
    for (size_t i = 0; i < PD_RIGHTS_COLUMNS_MAX; i++)
        g_free(row->typed[i]);
    g_free(row);
}

static bool read_id(const Table *table, int64_t *out, GError **error) {
    const char *text = cell_at(table, table->id_at);
    gint64 id = 0;
    *out = 0;
    if (!text || !*text)
        return true;
    if (!g_ascii_string_to_signed(text, 10, 1, G_MAXINT64, &id, NULL)) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "id: '%s' is no number of a %s", text, table->table->name);
        return false;
    }
    *out = id;
    return true;
}

static TypedRow *read_row(const Table *table, GError **error) {
    TypedRow *row = g_new0(TypedRow, 1);
    row->line = table->reader.line;
    if (table->cells->len != table->n_cells)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "it has %u cells, the first line %u", table->cells->len, table->n_cells);
    if (table->cells->len != table->n_cells || !read_id(table, &row->id, error)) {
        typed_row_free(row);
        return NULL;
    }
    for (size_t i = 0; i < table->table->n_columns; i++)
        row->typed[i] = g_strdup(cell_at(table, table->at[i]));
    return row;
}

typedef struct {
    PdRightsJob *job;
    PdRightsRefuseFunc refuse;
    void *user;
    PdRightsCount *count;
} Import;

/* Returns false when the store failed: nothing more can be said of rows then. */
static bool refuse(const Import *import, uint64_t line, GError **why, GError **error) {
    if (g_error_matches(*why, PD_ERROR, PD_ERROR_STORE)) {
        g_propagate_error(error, g_steal_pointer(why));
        return false;
    }
    if (++import->count->refused <= MOST_TOLD)
        import->refuse(line, (*why)->message, import->user);
    return true;
}

static bool plain_row(const Import *import, const PdRightsTable *table, const TypedRow *typed, PdRightsDraft *draft,
                      GError **error) {
    return pd_desk_right_draft(import->job->catalog, table, typed->id, (const char *const *)typed->typed, draft, error);
}

/* All rows are read before one is written, so that every fault is told at once. */
static bool check_rows(const Import *import, Table *table, GPtrArray *rows, GError **error) {
    g_autoptr(GError) damage = NULL;
    while (pd_csv_read(&table->reader, pd_limits_default(), table->cells, &damage)) {
        g_autoptr(GError) why = NULL;
        g_auto(PdRightsDraft) draft = {.table = table->table};
        TypedRow *row = read_row(table, &why);
        bool is_good = row && plain_row(import, table->table, row, &draft, &why);
        if (row)
            g_ptr_array_add(rows, row);
        if (!is_good && !refuse(import, table->reader.line, &why, error))
            return false;
    }
    if (!damage)
        return true;
    g_propagate_error(error, g_steal_pointer(&damage));
    return false;
}

static bool write_row(const Import *import, const PdRightsTable *table, const TypedRow *typed, GError **error) {
    g_auto(PdRightsDraft) draft = {.table = table};
    PdCatalog *catalog = import->job->catalog;
    PdRightsStep *step = &import->job->step;
    bool is_changed = false;
    if (!plain_row(import, table, typed, &draft, error))
        return false;
    const char *const *cells = (const char *const *)draft.cells;
    if (draft.id) {
        if (!pd_catalog_change_right(catalog, step, table, draft.id, cells, &is_changed, error))
            return false;
        import->count->changed += is_changed;
        import->count->unchanged += !is_changed;
        return true;
    }
    int64_t id = 0;
    if (!pd_catalog_add_right(catalog, step, table, cells, &id, error))
        return false;
    import->count->added++;
    return true;
}

static bool write_rows(const Import *import, const PdRightsTable *table, const GPtrArray *rows, GError **error) {
    for (guint i = 0; i < rows->len; i++) {
        const TypedRow *row = rows->pdata[i];
        g_autoptr(GError) why = NULL;
        if (!write_row(import, table, row, &why)) {
            bool is_refused = refuse(import, row->line, &why, error);
            return is_refused;
        }
    }
    return true;
}

static bool import_all(const Import *import, Table *table, GError **error) {
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(typed_row_free);
    return check_rows(import, table, rows, error) &&
           (import->count->refused > 0 || write_rows(import, table->table, rows, error));
}

bool pd_desk_import_rights(PdRightsJob *job, const PdRightsTable *table, const char *csv, PdRightsRefuseFunc refuse_func,
                           void *user, PdRightsCount *out, GError **error) {
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    PdRightsCount count = {0};
    Table reading = {.table = table, .reader = pd_csv_reader(csv), .cells = cells};
    Import import = {job, refuse_func, user, &count};
    if (!read_header(&reading, error) || !pd_desk_rights_begin(job, error))
        return false;
    bool is_done = import_all(&import, &reading, error);
    if (count.refused > 0) {
        pd_catalog_rollback(job->catalog);
        count.added = count.changed = count.unchanged = 0;
    } else if (!pd_desk_rights_finish(job, is_done, error)) {
        return false;
    }
    if (is_done)
        *out = count;
    return is_done;
}

/* ---- out */

void pd_desk_export_right(const PdRightsTable *table, const PdRightsRow *row, char delimiter, bool is_raw, GString *out) {
    PdCsv csv = pd_csv(out, delimiter, is_raw);
    g_autofree char *id = row ? g_strdup_printf("%" PRId64, row->id) : g_strdup(ID);
    pd_csv_cell(&csv, id);
    for (size_t i = 0; i < table->n_columns; i++)
        pd_csv_cell(&csv, row ? row->cells[i] : table->columns[i].name);
    pd_csv_end_row(&csv);
}
