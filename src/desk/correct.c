/* Reading corrections (desk/correct.h). */
#include "desk/correct.h"

#include <string.h>

#include "codec/csv_read.h"
#include "codec/date.h"
#include "codec/nearest.h"
#include "codec/text.h"
#include "desk/decisions.h"
#include "picdesk/error.h"

const PdFieldInfo *pd_desk_correctable(const char *key, GError **error) {
    g_autofree char *lower = g_strdelimit(g_ascii_strdown(key, -1), "-", '_');
    const PdFieldInfo *field = pd_field_by_key(lower);
    if (field && field->kind != PD_KIND_GPS)
        return field;
    const char *near = NULL;
    for (int number = 1; number < PD_N_FIELDS && !near; number++) {
        const PdFieldInfo *known = pd_field_info((PdField)number);
        near = known && pd_word_is_near(lower, known->key) ? known->key : NULL;
    }
    if (field)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "a position cannot be corrected by hand");
    else if (near)
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "there is no field '%s'; did you mean '%s'?", key, near);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_ARG,
                    "there is no field '%s'; 'picdesk inspect --format json' shows all, such as creators, credit, caption",
                    key);
    return NULL;
}

static char *one_value(const PdFieldInfo *field, const char *typed, GError **error) {
    g_autofree char *text = g_strstrip(g_strdup(typed));
    if (field->kind == PD_KIND_DATE) {
        char *date = pd_date_normalise(text, NULL);
        if (!date)
            g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no date; write YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm",
                        text);
        return date;
    }
    return g_steal_pointer(&text);
}

char *pd_desk_corrected_value(const PdFieldInfo *field, const char *const *typed, GError **error) {
    bool is_list = field->kind == PD_KIND_LIST || field->kind == PD_KIND_PARTY;
    g_autoptr(GString) value = g_string_new(NULL);
    for (size_t i = 0; typed[i]; i++) {
        g_autofree char *item = one_value(field, typed[i], error);
        if (!item)
            return NULL;
        if (is_list)
            g_strdelimit(item, "\r\n", ' ');
        if (i > 0 && !is_list) {
            g_set_error(error, PD_ERROR, PD_ERROR_ARG, "%s has one value; put it in quotes", field->key);
            return NULL;
        }
        g_string_append_printf(value, "%s%s", value->len ? "\n" : "", item);
    }
    if (pd_text_is_blank(value->str)) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "the value of %s is empty", field->key);
        return NULL;
    }
    if (value->len > pd_limits_default()->value_bytes || !g_utf8_validate(value->str, (gssize)value->len, NULL)) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "the value of %s is too long, or no UTF-8", field->key);
        return NULL;
    }
    return g_strdup(value->str);
}

/* ---- tables */

typedef enum { IMAGE, FIELD, VALUE, REASON, WHO, N_COLUMNS } Column;
static const char *const NAMES[N_COLUMNS] = {"image", "field", "value", "reason", "who"};

typedef struct {
    PdCatalog *catalog;
    const char *who;
    int at[N_COLUMNS]; /* -1 = no such column */
    GPtrArray *cells;
} Table;

static const char *cell(const Table *table, Column column) {
    int at = table->at[column];
    const char *text = at >= 0 && (guint)at < table->cells->len ? table->cells->pdata[at] : NULL;
    return text && *text ? text : NULL;
}

static bool read_header(Table *table, GError **error) {
    for (int column = 0; column < N_COLUMNS; column++) {
        table->at[column] = -1;
        for (guint i = 0; i < table->cells->len; i++)
            if (g_ascii_strcasecmp(table->cells->pdata[i], NAMES[column]) == 0)
                table->at[column] = (int)i;
    }
    if (table->at[IMAGE] >= 0 && table->at[FIELD] >= 0 && table->at[VALUE] >= 0)
        return true;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "the first line must name the columns image, field and value");
    return false;
}

/* Checked first, kept afterwards: is_kept tells which of both. */
static bool take_row(const Table *table, bool is_kept, GError **error) {
    const char *image = cell(table, IMAGE), *by = cell(table, WHO);
    int64_t id = 0;
    const PdFieldInfo *field = pd_desk_correctable(cell(table, FIELD) ? cell(table, FIELD) : "", error);
    if (!field || !pd_desk_find_image(table->catalog, image ? image : "", &id, error))
        return false;
    bool is_list = field->kind == PD_KIND_LIST || field->kind == PD_KIND_PARTY;
    g_auto(GStrv) typed = g_strsplit(cell(table, VALUE) ? cell(table, VALUE) : "", "|", is_list ? -1 : 1);
    g_autofree char *value = pd_desk_corrected_value(field, (const char *const *)typed, error);
    return value && (!is_kept ||
                     pd_catalog_correct(table->catalog, id, field, value, by ? by : table->who, cell(table, REASON), error));
}

static bool read_rows(PdCsvReader reader, Table *table, bool is_kept, PdCorrectionRefuseFunc refuse, void *user,
                      PdCorrectionCount *count, GError **error) {
    g_autoptr(GError) failure = NULL;
    while (!failure && pd_csv_read(&reader, pd_limits_default(), table->cells, &failure)) {
        g_autoptr(GError) why = NULL;
        if (take_row(table, is_kept, &why)) {
            count->kept += is_kept;
        } else if (is_kept || g_error_matches(why, PD_ERROR, PD_ERROR_STORE)) {
            g_propagate_error(&failure, g_steal_pointer(&why));
        } else {
            count->refused++;
            refuse(reader.line, why->message, user);
        }
    }
    if (!failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}

bool pd_desk_import_corrections(PdCatalog *catalog, const char *csv, const char *who, PdCorrectionRefuseFunc refuse,
                                void *user, PdCorrectionCount *out, GError **error) {
    PdCsvReader reader = pd_csv_reader(csv);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) failure = NULL;
    Table table = {.catalog = catalog, .who = who, .cells = cells};
    PdCorrectionCount count = {0};
    if (!pd_csv_read(&reader, pd_limits_default(), cells, &failure) && failure) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
    }
    if (!read_header(&table, error) || !pd_catalog_begin(catalog, error))
        return false;
    bool is_done = read_rows(reader, &table, false, refuse, user, &count, &failure) &&
                   (count.refused > 0 || (read_rows(reader, &table, true, refuse, user, &count, &failure) &&
                                          pd_catalog_commit(catalog, &failure)));
    if (!is_done || count.refused > 0)
        pd_catalog_rollback(catalog);
    if (failure)
        g_propagate_error(error, g_steal_pointer(&failure));
    if (is_done)
        *out = count;
    return is_done;
}
