/* The tables of reports and of their formats. */
#include <string.h>

#include "report/report.h"

#define PD_ROW(name) extern const PdReport pd_report_##name;
#include "report/reports.def"
#undef PD_ROW

const PdReport *const pd_reports[] = {
#define PD_ROW(name) &pd_report_##name,
#include "report/reports.def"
#undef PD_ROW
    NULL,
};

#define PD_ROW(name) extern const PdReportFormat pd_report_format_##name;
#include "report/formats.def"
#undef PD_ROW

const PdReportFormat *const pd_report_formats[] = {
#define PD_ROW(name) &pd_report_format_##name,
#include "report/formats.def"
#undef PD_ROW
    NULL,
};

const PdReport *pd_report_find(const char *name) {
    for (const PdReport *const *row = pd_reports; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}

const PdReport *pd_report_profile(const PdReport *report, const char *name) {
    for (const PdReport *const *row = report->profiles; row && *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}

const PdReportFormat *pd_report_format_find(const char *name) {
    for (const PdReportFormat *const *row = pd_report_formats; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}
