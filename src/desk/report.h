/* Making a report of a catalogue. */
#ifndef PICDESK_DESK_REPORT_H
#define PICDESK_DESK_REPORT_H

#include "catalog/catalog.h"
#include "picdesk/policy.h"
#include "report/report.h"

typedef struct {
    const PdReport *report;
    const PdReportFormat *format;
    PdFormatOptions options;
    const char *columns;   /* (nullable) names joined by commas */
    const char *from, *to; /* (nullable) days, YYYY-MM-DD: only uses published from the one to the other */
    int days;              /* how far ahead a report about coming days looks; below 0: the policy's lead-days */
    const char *article;   /* (nullable) path, url or unique end of the path: only its figures */
    const PdPolicy *policy;
    int64_t now_s; /* unix seconds: the day of the report */
} PdReportJob;

/* Takes a piece of the report; false ends it without an error (the reader has gone). */
typedef bool (*PdWriteFunc)(const char *text, size_t len, void *user);

/* Writes the report in pieces, its header also when it has no row. Rows come in the order of articles and positions, then of
 * images that no article uses (none when a period or an article is asked for), or in the report's own; memory does not grow
 * with the catalogue unless the report groups its rows. PD_ERROR_ARG for an unknown column, PD_ERROR_NOT_FOUND for an
 * article that the catalogue does not hold. *out_n_undated: uses that a period leaves out because their article states no
 * day. */
bool pd_desk_report(PdCatalog *catalog, const PdReportJob *job, PdWriteFunc write, void *user, uint64_t *out_n_undated,
                    GError **error);

/* The CSVW description of the report as a CSV file at url. (transfer full): g_free(); NULL and PD_ERROR_ARG as above. */
char *pd_desk_report_csvw(const PdReportJob *job, const char *url, GError **error);

#endif
