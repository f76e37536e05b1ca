/* A check as CSV: the rows of the report `findings`. */
#include "desk/verdict.h"
#include "report/report.h"

static PdSheet *sheet_of(const PdReportRun *run) {
    return pd_sheet_new(pd_report_find("findings"), run, (PdFormatOptions){.delimiter = ','}, NULL, NULL);
}

static void begin(PdVerdictPage *page) {
    const PdReportRun run = {.run_at = page->run_at};
    g_autoptr(PdSheet) sheet = sheet_of(&run);
    pd_report_format_find("csv")->begin(sheet);
    g_string_append_len(page->out, sheet->out->str, (gssize)sheet->out->len);
}

static void on_item(const PdReportItem *item, void *user) {
    pd_report_format_find("csv")->row(user, item);
}

static void use_csv(PdVerdictPage *page, const PdUse *use) {
    const PdReportRun run = {.run_at = page->run_at};
    g_autoptr(PdSheet) sheet = sheet_of(&run);
    sheet->report->each_item(use, &run, on_item, sheet);
    g_string_append_len(page->out, sheet->out->str, (gssize)sheet->out->len);
}

const PdVerdictFormat pd_verdict_format_csv = {
    .name = "csv", .about = "a row for each finding, as 'report findings' writes it", .begin = begin, .use = use_csv};
