/* Rows of rights and their changes, for people and for programs (cli/rights.h). */
#include "cli/rights.h"

#include <inttypes.h>

#include "cli/command.h"
#include "codec/json.h"
#include "codec/text.h"

char *pd_cli_moment(int64_t at_us) {
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(at_us / G_USEC_PER_SEC);
    return moment ? g_date_time_format(moment, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
}

static bool is_list(const PdRightsColumn *column) {
    switch (column->type) {
    case PD_CELL_NAMES:
    case PD_CELL_MEDIA:
    case PD_CELL_TERRITORY:
    case PD_CELL_IMAGES:
        return true;
    default:
        return false;
    }
}

/* ---- for people */

static void add_cells(GString *line, const PdRightsTable *table, const char *const *cells) {
    bool is_first = true;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!cells[i])
            continue;
        g_string_append_printf(line, "%s%s: %s", is_first ? "" : "; ", table->columns[i].name, cells[i]);
        is_first = false;
    }
}

static void print_line(GString *line) {
    g_autofree char *safe = pd_text_printable(line->str);
    g_autofree char *whole = g_strconcat(safe, "\n", NULL);
    pd_cli_print(whole);
}

void pd_cli_right_text(const PdRightsTable *table, const PdRightsRow *row) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "%" PRId64 "%s  ", row->id, row->is_ended ? " (ended)" : "");
    add_cells(line, table, row->cells);
    print_line(line);
}

static void add_differences(GString *line, const PdRightsChange *change) {
    bool is_first = true;
    for (size_t i = 0; i < change->table->n_columns; i++) {
        const char *was = change->before[i], *is = change->after[i];
        if (g_strcmp0(was, is) == 0)
            continue;
        g_string_append_printf(line, "%s%s: %s -> %s", is_first ? "" : "; ", change->table->columns[i].name,
                               was ? was : "(none)", is ? is : "(none)");
        is_first = false;
    }
}

char *pd_cli_change_text(const PdRightsChange *change) {
    GString *line = g_string_new(NULL);
    const char *what = change->before ? change->after ? "changed" : "ended" : change->undoes_step ? "put back" : "added";
    g_string_append_printf(line, "%s %s %" PRId64 "  ", what, change->table->name, change->row_id);
    if (change->before && change->after)
        add_differences(line, change);
    else
        add_cells(line, change->table, change->before ? change->before : change->after);
    return g_string_free(line, FALSE);
}

/* ---- for programs */

static void write_list(PdJson *json, const PdRightsColumn *column, const char *cell) {
    g_auto(GStrv) items = pd_rights_list(cell);
    pd_json_key(json, column->name);
    pd_json_begin_array(json);
    for (char **item = items; *item; item++)
        pd_json_string(json, *item);
    pd_json_end_array(json);
}

static void write_cells(PdJson *json, const PdRightsTable *table, const char *const *cells) {
    for (size_t i = 0; i < table->n_columns; i++) {
        const PdRightsColumn *column = &table->columns[i];
        if (is_list(column))
            write_list(json, column, cells[i]);
        else if (column->type == PD_CELL_COUNT && cells[i])
            pd_json_member_int(json, column->name, g_ascii_strtoll(cells[i], NULL, 10));
        else
            pd_json_member_string(json, column->name, cells[i]);
    }
}

static void print_json(GString *line) {
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

void pd_cli_right_json(const PdRightsTable *table, const PdRightsRow *row) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *made_at = pd_cli_moment(row->made_at_us);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "right", table->name);
    pd_json_member_int(&json, "id", row->id);
    write_cells(&json, table, row->cells);
    pd_json_member_bool(&json, "in_force", !row->is_ended);
    pd_json_member_string(&json, "made_by", row->who);
    pd_json_member_string(&json, "made_at", made_at);
    pd_json_end_object(&json);
    print_json(line);
}

static void write_state(PdJson *json, const char *key, const PdRightsTable *table, const char *const *cells) {
    pd_json_key(json, key);
    if (!cells) {
        pd_json_null(json);
        return;
    }
    pd_json_begin_object(json);
    write_cells(json, table, cells);
    pd_json_end_object(json);
}

void pd_cli_change_json(const PdRightsChange *change) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_autofree char *at = pd_cli_moment(change->at_us);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_int(&json, "step", change->step);
    pd_json_member_string(&json, "at", at);
    pd_json_member_string(&json, "who", change->who);
    pd_json_member_string(&json, "message", change->reason);
    pd_json_member_string(&json, "right", change->table->name);
    pd_json_member_int(&json, "id", change->row_id);
    write_state(&json, "before", change->table, change->before);
    write_state(&json, "after", change->table, change->after);
    if (change->undoes_step)
        pd_json_member_int(&json, "undoes", change->undoes_step);
    pd_json_member_bool(&json, "undone", change->is_undone);
    pd_json_end_object(&json);
    print_json(line);
}
