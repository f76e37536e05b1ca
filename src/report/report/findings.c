/* Report findings: a row for each finding of the attribution check. */
#include <string.h>

#include "report/cells.h"

static void append(GString *cell, const char *text) {
    g_string_append(cell, text ? text : "");
}

static void fill_run_at(const PdReportItem *item, GString *cell) {
    append(cell, item->run->run_at);
}

static void fill_rule(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->rule);
}

static void fill_severity(const PdReportItem *item, GString *cell) {
    append(cell, pd_severity_name(item->finding->severity));
}

static void fill_field(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->field);
}

static void fill_found(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->found);
}

static void fill_expected(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->expected);
}

static void fill_evidence(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->evidence ? item->finding->evidence : item->finding->message);
}

static void fill_origin(const PdReportItem *item, GString *cell) {
    const char *evidence = item->finding->evidence ? item->finding->evidence : "";
    for (PdOrigin origin = PD_ORIGIN_EXIF; origin < PD_N_ORIGINS; origin++)
        if (g_str_has_prefix(evidence, pd_origin_name(origin)))
            append(cell, pd_origin_name(origin));
}

static void fill_standard(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->standard);
}

static void fill_fixable(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->is_fixable ? "yes" : "no");
}

static void fill_suggestion(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->suggestion);
}

static void fill_suppressed_by(const PdReportItem *item, GString *cell) {
    append(cell, item->finding->answer);
}

static const PdColumn COLUMNS[] = {
    {"schema", "version of these columns", PD_CELL_TEXT, pd_cell_schema},
    {"run_at", "when the check ran", PD_CELL_TEXT, fill_run_at},
    {"rule", "id of the rule", PD_CELL_TEXT, fill_rule},
    {"severity", "error, warning, notice or info", PD_CELL_TEXT, fill_severity},
    {"verdict", "of the use: clear, review or blocked", PD_CELL_TEXT, pd_cell_verdict},
    {"article_id", "the article's path as it was ingested", PD_CELL_TEXT, pd_cell_article_path},
    {"article_url", "canonical address of the article", PD_CELL_TEXT, pd_cell_article_url},
    {"position", "number of the figure in the article", PD_CELL_INTEGER, pd_cell_position},
    {"image_id", "the image's uid", PD_CELL_TEXT, pd_cell_image_id},
    {"file_path", "a present place of the image", PD_CELL_TEXT, pd_cell_file_path},
    {"field", "the property it is about", PD_CELL_TEXT, fill_field},
    {"found", "what stands there", PD_CELL_TEXT, fill_found},
    {"expected", "what should", PD_CELL_TEXT, fill_expected},
    {"evidence", "where it was seen", PD_CELL_TEXT, fill_evidence},
    {"evidence_origin", "exif, iptc, xmp, png, sidecar, filename or desk", PD_CELL_TEXT, fill_origin},
    {"standard", "which standard or practice asks this", PD_CELL_TEXT, fill_standard},
    {"fixable", "yes where picdesk knows the mend", PD_CELL_TEXT, fill_fixable},
    {"suggestion", "what to do", PD_CELL_TEXT, fill_suggestion},
    {"suppressed_by", "the suppression or lease that answers for it; it no longer counts", PD_CELL_TEXT, fill_suppressed_by},
};

static void each_item(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user) {
    for (size_t i = 0; i < use->n_findings; i++)
        emit(&(PdReportItem){.use = use, .finding = &use->findings[i], .run = run}, user);
}

const PdReport pd_report_findings = {
    .name = "findings",
    .summary = "Every finding of the attribution check, one row each",
    .columns = COLUMNS,
    .n_columns = G_N_ELEMENTS(COLUMNS),
    .brief = "severity,rule,article_id,position,file_path,evidence,suggestion",
    .needs_check = true,
    .each_item = each_item,
};
