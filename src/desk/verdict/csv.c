/* A check as CSV: the rows of the report `findings`. */
#include "desk/verdict.h"
#include "report/report.h"

static const PdFormatOptions OPTIONS = {.delimiter = ','};

static void begin(PdVerdictPage *page) {
    pd_report_format_find("csv")->begin(pd_report_find("findings"), &OPTIONS, page->out);
}

static void on_item(const PdReportItem *item, void *user) {
    PdVerdictPage *page = user;
    pd_report_format_find("csv")->row(pd_report_find("findings"), &OPTIONS, item, page->out);
}

static void use_csv(PdVerdictPage *page, const PdUse *use) {
    pd_report_find("findings")->each_item(use, page->run_at, on_item, page);
}

const PdVerdictFormat pd_verdict_format_csv = {
    .name = "csv", .about = "a row for each finding, as 'report findings' writes it", .begin = begin, .use = use_csv};
