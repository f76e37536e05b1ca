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
#include "picdesk/policy.h"
#include "picdesk/rights.h"

/* What a report is made for. state: what the report's open() gave, NULL without one. */
typedef struct {
    const char *run_at; /* when the report was made, ISO 8601 */
    const char *from;   /* (nullable) the first day of the period asked for, YYYY-MM-DD */
    const char *to;     /* (nullable) its last day */
    const PdPolicy *policy;
    const PdRights *rights; /* (nullable) what the catalogue keeps of rights */
    int days;               /* how far ahead a report about coming days looks */
    void *state;
} PdReportRun;

/* What one row of a report is about. use is NULL only in the rows of finish(); the rest as the report needs it. */
typedef struct {
    const PdUse *use;
    const PdReportRun *run;
    const PdFinding *finding; /* (nullable) */
    PdField field;            /* PD_FIELD_OTHER = none */
    const char *reason;       /* (nullable) constant */
    const void *row;          /* (nullable) the report's own */
} PdReportItem;

typedef enum { PD_CELL_TEXT, PD_CELL_INTEGER, PD_CELL_NUMBER, PD_CELL_DATE } PdCellKind;

typedef struct {
    const char *name;
    const char *about; /* for the CSVW description and --columns */
    PdCellKind kind;
    void (*fill)(const PdReportItem *item, GString *cell); /* appends; an empty cell is an absent value */
} PdColumn;

typedef void (*PdItemFunc)(const PdReportItem *item, void *user);

typedef struct PdReport {
    const char *name;
    const char *summary;
    const PdColumn *columns;
    size_t n_columns;
    const char *brief;        /* names of the columns that a page for people shows, joined by commas */
    const char *heading;      /* (nullable) the column such a page groups its rows under; rows come in its order */
    const char *primary_key;  /* (nullable) columns that name a row, joined by commas, for the CSVW description */
    const char *usual_format; /* (nullable) when none is asked for; NULL = csv */
    const struct PdReport *const *profiles; /* (nullable) NULL-terminated: the same rows as somebody else asks for them */
    bool needs_check;                       /* rows ask for findings or verdicts */
    bool needs_ends;                        /* the uses tell until when they may be used */
    bool is_about_images;                   /* asked once for each image, without its uses */
    bool is_about_figures;                  /* asked for each use only; else also for each image that no article uses */
    bool has_entered_uses;                  /* asked also for uses entered by hand */
    void *(*open)(void); /* (nullable) state for a report that groups or counts; (transfer full): close() */
    void (*each_item)(const PdUse *use, const PdReportRun *run, PdItemFunc emit, void *user);
    void (*finish)(const PdReportRun *run, PdItemFunc emit, void *user); /* (nullable) rows that need all uses */
    void (*close)(void *state);                                          /* where there is open */
} PdReport;

/* The tables, NULL-terminated. */
extern const PdReport *const pd_reports[];
const PdReport *pd_report_find(const char *name);                            /* NULL when there is none */
const PdReport *pd_report_profile(const PdReport *report, const char *name); /* NULL when there is none */

typedef struct {
    char delimiter; /* of CSV */
    bool is_raw;    /* no formula guard */
    bool has_bom;
} PdFormatOptions;

/* A report on its way into a format: the columns asked for, and how far it is. */
typedef struct {
    const PdReport *report;
    const PdReportRun *run;
    PdFormatOptions options;
    GPtrArray *columns; /* of const PdColumn *, borrowed */
    GString *out;       /* whoever takes the text away empties it */
    GString *heading;   /* of the rows last written */
    size_t n_rows;
} PdSheet;

/* A sheet of the columns named (joined by commas; NULL = all). PD_ERROR_ARG names the column that the report does not
 * have. (transfer full): pd_sheet_free(). */
PdSheet *pd_sheet_new(const PdReport *report, const PdReportRun *run, PdFormatOptions options, const char *columns,
                      GError **error);
void pd_sheet_free(PdSheet *sheet); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdSheet, pd_sheet_free)

typedef struct {
    const char *name;
    const char *about;
    bool is_for_people; /* shows a report's brief columns unless others are asked for */
    void (*begin)(PdSheet *sheet);
    void (*row)(PdSheet *sheet, const PdReportItem *item);
    void (*end)(PdSheet *sheet); /* (nullable) */
} PdReportFormat;

extern const PdReportFormat *const pd_report_formats[];
const PdReportFormat *pd_report_format_find(const char *name);

/* What the columns hold, as CSV on the Web metadata (W3C CSVW, 2015): dialect, column names, titles, datatypes, descriptions
 * and primary key of the CSV file at url. */
void pd_report_csvw(const PdSheet *sheet, const char *url, GString *out);

/* The version of the columns: new ones come only at the end, and then this rises. */
#define PD_REPORT_SCHEMA "1"

#endif
