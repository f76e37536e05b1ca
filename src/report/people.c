/* What the formats for people share (report/people.h). */
#include "report/people.h"

#include <string.h>

static const PdColumn *heading_column(const PdSheet *sheet) {
    for (size_t i = 0; sheet->report->heading && i < sheet->columns->len; i++) {
        const PdColumn *column = sheet->columns->pdata[i];
        if (strcmp(column->name, sheet->report->heading) == 0)
            return column;
    }
    return NULL;
}

bool pd_people_has_headings(const PdSheet *sheet) {
    return heading_column(sheet) != NULL;
}

bool pd_people_begins_group(PdSheet *sheet, const PdReportItem *item) {
    g_autoptr(GString) heading = g_string_new(NULL);
    heading_column(sheet)->fill(item, heading);
    if (sheet->n_rows > 0 && g_string_equal(heading, sheet->heading))
        return false;
    g_string_assign(sheet->heading, heading->str);
    return true;
}

void pd_people_list(PdSheet *sheet, const PdReportItem *item, void (*append)(GString *out, const char *text)) {
    g_autoptr(GString) cell = g_string_new(NULL);
    const PdColumn *heading = heading_column(sheet);
    bool has_cell = false;
    for (size_t i = 0; i < sheet->columns->len; i++) {
        const PdColumn *column = sheet->columns->pdata[i];
        g_string_truncate(cell, 0);
        if (column != heading)
            column->fill(item, cell);
        if (cell->len == 0)
            continue;
        g_string_append(sheet->out, has_cell ? ", " : "");
        append(sheet->out, cell->str);
        has_cell = true;
    }
}

char *pd_people_title(const char *name) {
    return g_strdelimit(g_strdup(name), "_", ' ');
}
