/* Reports as one HTML page that needs nothing else: no script, no address is loaded, every cell escaped. */
#include "report/people.h"

static const char STYLE[] =
    "body{font:16px/1.4 system-ui,sans-serif;margin:2rem;color:#222}"
    "table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem;border-bottom:1px solid "
    "#ccc}"
    "thead th{position:sticky;top:0;background:#fff}tbody tr:nth-child(even){background:#f6f6f6}"
    "h2{margin:1.5rem 0 .3rem}ul{margin:0}td,li{overflow-wrap:anywhere}footer{margin-top:2rem;color:#666}"
    "@media print{body{margin:0}thead th{position:static}}";

static void append_escaped(GString *out, const char *text) {
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(out, escaped);
}

static void append_cell(GString *out, const char *text) {
    bool is_address = g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://");
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    if (is_address)
        g_string_append_printf(out, "<a href=\"%s\" rel=\"noreferrer\">%s</a>", escaped, escaped);
    else
        g_string_append(out, escaped);
}

static void begin_table(PdSheet *sheet) {
    g_string_append(sheet->out, "<table>\n<thead><tr>");
    for (size_t i = 0; i < sheet->columns->len; i++) {
        const PdColumn *column = sheet->columns->pdata[i];
        g_autofree char *title = pd_people_title(column->name);
        g_string_append(sheet->out, "<th scope=\"col\" title=\"");
        append_escaped(sheet->out, column->about);
        g_string_append(sheet->out, "\">");
        append_escaped(sheet->out, title);
        g_string_append(sheet->out, "</th>");
    }
    g_string_append(sheet->out, "</tr></thead>\n<tbody>\n");
}

static void begin(PdSheet *sheet) {
    g_string_append(sheet->out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                                "<meta name=\"viewport\" content=\"width=device-width\">"
                                "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    append_escaped(sheet->out, sheet->report->summary);
    g_string_append_printf(sheet->out, "</title>\n<style>%s</style></head>\n<body>\n<h1>", STYLE);
    append_escaped(sheet->out, sheet->report->summary);
    g_string_append(sheet->out, "</h1>\n");
    if (!pd_people_has_headings(sheet))
        begin_table(sheet);
}

static void row_of_table(PdSheet *sheet, const PdReportItem *item) {
    g_autoptr(GString) cell = g_string_new(NULL);
    g_string_append(sheet->out, "<tr>");
    for (size_t i = 0; i < sheet->columns->len; i++) {
        g_string_truncate(cell, 0);
        ((const PdColumn *)sheet->columns->pdata[i])->fill(item, cell);
        g_string_append(sheet->out, "<td>");
        append_cell(sheet->out, cell->str);
        g_string_append(sheet->out, "</td>");
    }
    g_string_append(sheet->out, "</tr>\n");
}

static void row_of_group(PdSheet *sheet, const PdReportItem *item) {
    if (pd_people_begins_group(sheet, item)) {
        g_string_append(sheet->out, sheet->n_rows > 0 ? "</ul>\n<h2>" : "<h2>");
        append_escaped(sheet->out, sheet->heading->str);
        g_string_append(sheet->out, "</h2>\n<ul>\n");
    }
    g_string_append(sheet->out, "<li>");
    pd_people_list(sheet, item, append_cell);
    g_string_append(sheet->out, "</li>\n");
}

static void row(PdSheet *sheet, const PdReportItem *item) {
    if (pd_people_has_headings(sheet))
        row_of_group(sheet, item);
    else
        row_of_table(sheet, item);
}

static void end(PdSheet *sheet) {
    if (!pd_people_has_headings(sheet))
        g_string_append(sheet->out, "</tbody>\n</table>\n");
    else if (sheet->n_rows > 0)
        g_string_append(sheet->out, "</ul>\n");
    g_string_append_printf(sheet->out, "<footer>%zu %s, %s</footer>\n</body>\n</html>\n", sheet->n_rows,
                           sheet->n_rows == 1 ? "row" : "rows", sheet->run->run_at);
}

const PdReportFormat pd_report_format_html = {.name = "html",
                                              .about = "a page to read or print, needing nothing else",
                                              .is_for_people = true,
                                              .begin = begin,
                                              .row = row,
                                              .end = end};
