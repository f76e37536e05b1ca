/* Reports as CSV. */
#include "codec/csv.h"
#include "report/report.h"

static void begin(PdSheet *sheet) {
    if (sheet->options.has_bom)
        g_string_append(sheet->out, "\xef\xbb\xbf");
    PdCsv csv = pd_csv(sheet->out, sheet->options.delimiter, sheet->options.is_raw);
    for (size_t i = 0; i < sheet->columns->len; i++)
        pd_csv_cell(&csv, ((const PdColumn *)sheet->columns->pdata[i])->name);
    pd_csv_end_row(&csv);
}

static void row(PdSheet *sheet, const PdReportItem *item) {
    PdCsv csv = pd_csv(sheet->out, sheet->options.delimiter, sheet->options.is_raw);
    g_autoptr(GString) cell = g_string_new(NULL);
    for (size_t i = 0; i < sheet->columns->len; i++) {
        g_string_truncate(cell, 0);
        ((const PdColumn *)sheet->columns->pdata[i])->fill(item, cell);
        pd_csv_cell(&csv, cell->str);
    }
    pd_csv_end_row(&csv);
}

const PdReportFormat pd_report_format_csv = {
    .name = "csv", .about = "RFC 4180, with a guard against formulas", .begin = begin, .row = row};
