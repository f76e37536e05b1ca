/* Reports and the formats they are written in. A report is one file under report/report and one row in reports.def: its
 * columns, each with a function that fills a cell, and a function that says which rows one use gives. A format is one file
 * under report/format and one row in formats.def. All functions are pure; where the uses come from is the desk's business.
 */
#ifndef PICDESK_REPORT_REPORT_H
#define PICDESK_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "picdesk/finding.h"

/* What one row of a report is about. use is never NULL; the rest as the report needs it. */
typedef struct {
    const PdUse *use;
    const PdFinding *finding; /* (nullable) */
    PdField field;            /* PD_FIELD_OTHER = none */
    const char *reason;       /* (nullable) constant */
    const char *run_at;       /* when the report was made, ISO 8601 */
} PdReportItem;

typedef enum { PD_CELL_TEXT, PD_CELL_INTEGER, PD_CELL_NUMBER } PdCellKind;

typedef struct {
    const char *name;
    const char *about; /* for the CSVW description and --help */
    PdCellKind kind;
    void (*fill)(const PdReportItem *item, GString *cell); /* appends; an empty cell is an absent value */
} PdColumn;

typedef void (*PdItemFunc)(const PdReportItem *item, void *user);

typedef struct {
    const char *name;
    const char *summary;
    const PdColumn *columns;
    size_t n_columns;
    bool needs_check;     /* rows ask for findings or verdicts */
    bool is_about_images; /* asked once for each image, without its uses; else for each use and each unused image */
    void (*each_item)(const PdUse *use, const char *run_at, PdItemFunc emit, void *user);
} PdReport;

/* The tables, NULL-terminated. */
extern const PdReport *const pd_reports[];
const PdReport *pd_report_find(const char *name); /* NULL when there is none */

typedef struct {
    char delimiter; /* of CSV */
    bool is_raw;    /* no formula guard */
    bool has_bom;
} PdFormatOptions;

typedef struct {
    const char *name;
    const char *about;
    void (*begin)(const PdReport *report, const PdFormatOptions *options, GString *out);
    void (*row)(const PdReport *report, const PdFormatOptions *options, const PdReportItem *item, GString *out);
} PdReportFormat;

extern const PdReportFormat *const pd_report_formats[];
const PdReportFormat *pd_report_format_find(const char *name);

/* The version of the columns: new ones come only at the end, and then this rises. */
#define PD_REPORT_SCHEMA "1"

#endif
