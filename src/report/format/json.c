/* Reports as JSON Lines: an object for each row, absent values null. */
#include "codec/json.h"
#include "report/report.h"

static void begin(const PdReport *report, const PdFormatOptions *options, GString *out) {
    (void)report;
    (void)options;
    (void)out;
}

static void write_cell(PdJson *json, PdCellKind kind, const GString *cell) {
    if (cell->len == 0)
        pd_json_null(json);
    else if (kind == PD_CELL_TEXT)
        pd_json_string(json, cell->str);
    else
        pd_json_raw(json, cell->str);
}

static void row(const PdReport *report, const PdFormatOptions *options, const PdReportItem *item, GString *out) {
    (void)options;
    PdJson json = pd_json(out);
    g_autoptr(GString) cell = g_string_new(NULL);
    pd_json_begin_object(&json);
    for (size_t i = 0; i < report->n_columns; i++) {
        g_string_truncate(cell, 0);
        report->columns[i].fill(item, cell);
        pd_json_key(&json, report->columns[i].name);
        write_cell(&json, report->columns[i].kind, cell);
    }
    pd_json_end_object(&json);
    g_string_append_c(out, '\n');
}

const PdReportFormat pd_report_format_json = {
    .name = "json", .about = "JSON Lines, an object for each row", .begin = begin, .row = row};
