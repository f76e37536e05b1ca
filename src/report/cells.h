/* Cells that several reports share. Each appends to the cell; nothing when the value is absent. */
#ifndef PICDESK_REPORT_CELLS_H
#define PICDESK_REPORT_CELLS_H

#include "report/report.h"

void pd_cell_schema(const PdReportItem *item, GString *cell);
void pd_cell_article_path(const PdReportItem *item, GString *cell);
void pd_cell_article_url(const PdReportItem *item, GString *cell);
void pd_cell_article_title(const PdReportItem *item, GString *cell);
void pd_cell_published_at(const PdReportItem *item, GString *cell);
void pd_cell_position(const PdReportItem *item, GString *cell);
void pd_cell_role(const PdReportItem *item, GString *cell);
void pd_cell_image_id(const PdReportItem *item, GString *cell);
void pd_cell_file_path(const PdReportItem *item, GString *cell);
void pd_cell_image_url(const PdReportItem *item, GString *cell);
void pd_cell_verdict(const PdReportItem *item, GString *cell);
void pd_cell_supplier_image_id(const PdReportItem *item, GString *cell);

/* The file's own credit when it tells anything, else the printed one, else the one in the caption. (nullable) */
const PdCredit *pd_cell_best_credit(const PdUse *use);

/* Who made the picture, joined by " | ". */
void pd_cell_creator(const PdReportItem *item, GString *cell);

/* The line that ought to be printed: creators, then the chain; "" when neither file nor page tells one. */
void pd_cell_credit_line(const PdReportItem *item, GString *cell);

/* A text of the image's merged answer; a list is joined by " | ". */
void pd_cell_field(const PdReportItem *item, PdField field, GString *cell);

#endif
