/* Reports as CSV. */
#include "codec/csv.h"
#include "report/report.h"

static void begin(const PdReport *report, const PdFormatOptions *options, GString *out) {
    if (options->has_bom)
        g_string_append(out, "\xef\xbb\xbf");
    PdCsv csv = pd_csv(out, options->delimiter, options->is_raw);
    for (size_t i = 0; i < report->n_columns; i++)
        pd_csv_cell(&csv, report->columns[i].name);
    pd_csv_end_row(&csv);
}

static void row(const PdReport *report, const PdFormatOptions *options, const PdReportItem *item, GString *out) {
    PdCsv csv = pd_csv(out, options->delimiter, options->is_raw);
    g_autoptr(GString) cell = g_string_new(NULL);
    for (size_t i = 0; i < report->n_columns; i++) {
        g_string_truncate(cell, 0);
        report->columns[i].fill(item, cell);
        pd_csv_cell(&csv, cell->str);
    }
    pd_csv_end_row(&csv);
}

const PdReportFormat pd_report_format_csv = {
    .name = "csv", .about = "RFC 4180, with a guard against formulas", .begin = begin, .row = row};
