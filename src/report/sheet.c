/* The columns of a report that were asked for (report/report.h). */
#include <string.h>

#include "picdesk/error.h"
#include "report/report.h"

static const PdColumn *find_column(const PdReport *report, const char *name) {
    for (size_t i = 0; i < report->n_columns; i++)
        if (strcmp(report->columns[i].name, name) == 0)
            return &report->columns[i];
    return NULL;
}

static bool choose_columns(PdSheet *sheet, const char *names, GError **error) {
    g_auto(GStrv) wanted = g_strsplit(names, ",", -1);
    for (char **name = wanted; *name; name++) {
        const PdColumn *column = find_column(sheet->report, g_strstrip(*name));
        if (!column) {
            g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no column of %s; --columns lists them", *name,
                        sheet->report->name);
            return false;
        }
        g_ptr_array_add(sheet->columns, (gpointer)column);
    }
    return true;
}

PdSheet *pd_sheet_new(const PdReport *report, const PdReportRun *run, PdFormatOptions options, const char *columns,
                      GError **error) {
    g_autoptr(PdSheet) sheet = g_new0(PdSheet, 1);
    sheet->report = report;
    sheet->run = run;
    sheet->options = options;
    sheet->columns = g_ptr_array_new();
    sheet->out = g_string_new(NULL);
    sheet->heading = g_string_new(NULL);
    if (columns)
        return choose_columns(sheet, columns, error) ? g_steal_pointer(&sheet) : NULL;
    for (size_t i = 0; i < report->n_columns; i++)
        g_ptr_array_add(sheet->columns, (gpointer)&report->columns[i]);
    return g_steal_pointer(&sheet);
}

void pd_sheet_free(PdSheet *sheet) {
    if (!sheet)
        return;
    g_ptr_array_unref(sheet->columns);
    g_string_free(sheet->out, TRUE);
    g_string_free(sheet->heading, TRUE);
    g_free(sheet);
}
