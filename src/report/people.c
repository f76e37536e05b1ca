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

bool pd_people_is_cell(const PdSheet *sheet, const PdColumn *column) {
    return column != heading_column(sheet);
}

char *pd_people_title(const char *name) {
    return g_strdelimit(g_strdup(name), "_", ' ');
}
