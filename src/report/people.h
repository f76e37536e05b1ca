/* What the formats for people share: rows under headings. */
#ifndef PICDESK_REPORT_PEOPLE_H
#define PICDESK_REPORT_PEOPLE_H

#include "report/report.h"

/* Whether the sheet groups its rows: the report has a heading, and its column was asked for. */
bool pd_people_has_headings(const PdSheet *sheet);

/* A group begins with this item: its heading differs from that of the row before. The sheet remembers it. */
bool pd_people_begins_group(PdSheet *sheet, const PdReportItem *item);

/* Appends a row's cells but the heading's, the empty ones left out, joined by ", ". append: writes one cell's text. */
void pd_people_list(PdSheet *sheet, const PdReportItem *item, void (*append)(GString *out, const char *text));

/* A column's name in words: "file_path" is "file path". (transfer full): g_free(). */
char *pd_people_title(const char *name);

#endif
