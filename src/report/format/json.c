/* Reports as JSON Lines: an object for each row, absent values null. */
#include "codec/json.h"
#include "report/report.h"

static void begin(PdSheet *sheet) {
    (void)sheet;
}

static void write_cell(PdJson *json, PdCellKind kind, const GString *cell) {
    if (cell->len == 0)
        pd_json_null(json);
    else if (kind == PD_CELL_INTEGER || kind == PD_CELL_NUMBER)
        pd_json_raw(json, cell->str);
    else
        pd_json_string(json, cell->str);
}

static void row(PdSheet *sheet, const PdReportItem *item) {
    PdJson json = pd_json(sheet->out);
    g_autoptr(GString) cell = g_string_new(NULL);
    pd_json_begin_object(&json);
    for (size_t i = 0; i < sheet->columns->len; i++) {
        const PdColumn *column = sheet->columns->pdata[i];
        g_string_truncate(cell, 0);
        column->fill(item, cell);
        pd_json_key(&json, column->name);
        write_cell(&json, column->kind, cell);
    }
    pd_json_end_object(&json);
    g_string_append_c(sheet->out, '\n');
}

const PdReportFormat pd_report_format_json = {
    .name = "json", .about = "JSON Lines, an object for each row", .begin = begin, .row = row};
