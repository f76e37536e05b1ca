/* Import of decisions (desk/decisions.h). A bad row costs itself only. */
#include "desk/decisions.h"

#include "codec/csv_read.h"
#include "host/file.h"
#include "picdesk/error.h"

typedef enum { ARTICLE, FIGURE, IMAGE, DECISION, REASON, WHO, N_COLUMNS } Column;
static const char *const NAMES[N_COLUMNS] = {"article", "figure", "image", "decision", "reason", "who"};

typedef struct {
    int at[N_COLUMNS]; /* -1 = no such column */
    GPtrArray *cells;
} Table;

bool pd_desk_find_image(PdCatalog *catalog, const char *name, int64_t *out, GError **error) {
    g_autofree char *absolute = pd_host_absolute(name);
    return pd_catalog_find_image(catalog, absolute, out, NULL) || pd_catalog_find_image(catalog, name, out, error);
}

static const char *cell(const Table *table, Column column) {
    int at = table->at[column];
    const char *text = at >= 0 && (guint)at < table->cells->len ? g_ptr_array_index(table->cells, (guint)at) : NULL;
    return text && *text ? text : NULL;
}

static bool read_header(Table *table, GError **error) {
    for (int column = 0; column < N_COLUMNS; column++) {
        table->at[column] = -1;
        for (guint i = 0; i < table->cells->len; i++)
            if (g_ascii_strcasecmp(g_ptr_array_index(table->cells, i), NAMES[column]) == 0)
                table->at[column] = (int)i;
    }
    if (table->at[FIGURE] >= 0 && table->at[DECISION] >= 0)
        return true;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "the first line must name the columns figure and decision");
    return false;
}

static bool read_kind(const char *word, PdDecisionKind *out, GError **error) {
    for (int kind = PD_DECISION_CONFIRM; word && kind <= PD_DECISION_NO_IMAGE; kind++) {
        if (g_ascii_strcasecmp(pd_decision_name((PdDecisionKind)kind), word) == 0 ||
            (kind == PD_DECISION_NO_IMAGE && g_ascii_strcasecmp(word, "none") == 0)) {
            *out = (PdDecisionKind)kind;
            return true;
        }
    }
    g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no decision; there are confirm, reject and no-image",
                word ? word : "");
    return false;
}

static bool keep_row(PdCatalog *catalog, const Table *table, const char *who, GError **error) {
    const char *article = cell(table, ARTICLE), *figure = cell(table, FIGURE), *image = cell(table, IMAGE);
    PdDecisionKind kind;
    int64_t figure_id, image_id = 0;
    if (!read_kind(cell(table, DECISION), &kind, error))
        return false;
    g_autofree char *name =
        article ? g_strdup_printf("%s#%s", article, figure ? figure : "") : g_strdup(figure ? figure : "");
    if (!pd_catalog_find_figure(catalog, name, &figure_id, error))
        return false;
    if (kind != PD_DECISION_NO_IMAGE && !image) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "to %s needs an image", pd_decision_name(kind));
        return false;
    }
    if (kind != PD_DECISION_NO_IMAGE && !pd_desk_find_image(catalog, image, &image_id, error))
        return false;
    const char *by = cell(table, WHO);
    return pd_catalog_decide(catalog, figure_id, image_id, kind, by ? by : who, cell(table, REASON), error);
}

static bool keep_rows(PdCatalog *catalog, PdCsvReader *reader, Table *table, const char *who, PdRowFunc tell, void *user,
                      PdDecisionCount *count, GError **error) {
    g_autoptr(GError) failure = NULL;
    while (pd_csv_read(reader, pd_limits_default(), table->cells, &failure)) {
        g_autoptr(GError) why = NULL;
        if (keep_row(catalog, table, who, &why)) {
            count->kept++;
        } else if (g_error_matches(why, PD_ERROR, PD_ERROR_STORE)) {
            g_propagate_error(error, g_steal_pointer(&why));
            return false;
        } else {
            count->refused++;
            tell(reader->line, why->message, user);
        }
    }
    if (!failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}

bool pd_desk_import_decisions(PdCatalog *catalog, const char *csv, const char *who, bool is_dry_run, PdRowFunc tell,
                              void *user, PdDecisionCount *out, GError **error) {
    PdCsvReader reader = pd_csv_reader(csv);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) failure = NULL;
    Table table = {.cells = cells};
    PdDecisionCount count = {0};
    if (!pd_csv_read(&reader, pd_limits_default(), cells, &failure) && failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!read_header(&table, error) || !pd_catalog_begin(catalog, error))
        return false;
    bool is_done = keep_rows(catalog, &reader, &table, who, tell, user, &count, &failure);
    if (!is_done || is_dry_run)
        pd_catalog_rollback(catalog);
    else
        is_done = pd_catalog_commit(catalog, &failure);
    if (!is_done) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    *out = count;
    return true;
}
