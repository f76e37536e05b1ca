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
    const PdPolicy *policy;
    int64_t now_s; /* unix seconds: the day of the report */
} PdReportJob;

/* Takes a piece of the report; false ends it without an error (the reader has gone). */
typedef bool (*PdWriteFunc)(const char *text, size_t len, void *user);

/* Writes the report in pieces, its header also when it has no row. Rows come in the order of articles and positions, then of
 * images that no article uses; memory does not grow with the catalogue. */
bool pd_desk_report(PdCatalog *catalog, const PdReportJob *job, PdWriteFunc write, void *user, GError **error);

#endif
