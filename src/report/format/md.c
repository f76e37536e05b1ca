/* Reports as Markdown: a table (GitHub Flavored Markdown), or lists under headings; what the cells hold is text, not markup.
 */
#include <string.h>

#include "report/people.h"

static void append_cell(GString *out, const char *text) {
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|#~&", *text))
            g_string_append_c(out, '\\');
        g_string_append_c(out, *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text);
    }
}

static void begin(PdSheet *sheet) {
    g_string_append_printf(sheet->out, "# %s\n", sheet->report->summary);
    if (pd_people_has_headings(sheet))
        return;
    g_string_append(sheet->out, "\n|");
    for (size_t i = 0; i < sheet->columns->len; i++) {
        g_autofree char *title = pd_people_title(((const PdColumn *)sheet->columns->pdata[i])->name);
        g_string_append_printf(sheet->out, " %s |", title);
    }
    g_string_append(sheet->out, "\n|");
    for (size_t i = 0; i < sheet->columns->len; i++)
        g_string_append(sheet->out, " --- |");
    g_string_append_c(sheet->out, '\n');
}

static void row_of_table(PdSheet *sheet, const PdReportItem *item) {
    g_autoptr(GString) cell = g_string_new(NULL);
    g_string_append_c(sheet->out, '|');
    for (size_t i = 0; i < sheet->columns->len; i++) {
        g_string_truncate(cell, 0);
        ((const PdColumn *)sheet->columns->pdata[i])->fill(item, cell);
        g_string_append_c(sheet->out, ' ');
        append_cell(sheet->out, cell->str);
        g_string_append(sheet->out, " |");
    }
    g_string_append_c(sheet->out, '\n');
}

static void row_of_group(PdSheet *sheet, const PdReportItem *item) {
    if (pd_people_begins_group(sheet, item)) {
        g_string_append(sheet->out, "\n## ");
        append_cell(sheet->out, sheet->heading->str);
        g_string_append(sheet->out, "\n\n");
    }
    g_string_append(sheet->out, "- ");
    pd_people_list(sheet, item, append_cell);
    g_string_append_c(sheet->out, '\n');
}

static void row(PdSheet *sheet, const PdReportItem *item) {
    if (pd_people_has_headings(sheet))
        row_of_group(sheet, item);
    else
        row_of_table(sheet, item);
}

const PdReportFormat pd_report_format_md = {
    .name = "md", .about = "Markdown, to read or to paste", .is_for_people = true, .begin = begin, .row = row};
