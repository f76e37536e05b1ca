/* Reports that sort or count keep rows of their own: texts in one heap, a fill function for each member. */
#ifndef PICDESK_REPORT_OWN_H
#define PICDESK_REPORT_OWN_H

#include "report/report.h"

/* Rows of one type and the texts they point to. */
typedef struct {
    GArray *rows;
    GStringChunk *texts;
} PdOwnRows;

PdOwnRows *pd_own_rows_new(guint row_bytes); /* (transfer full): pd_own_rows_free() */
void pd_own_rows_free(void *rows);
/* A copy that lives as long as the rows; NULL for NULL and for the empty text. */
const char *pd_own_text(PdOwnRows *rows, const char *text);
/* What a cell of a use says, kept so. */
const char *pd_own_cell(PdOwnRows *rows, void (*fill)(const PdReportItem *, GString *), const PdReportItem *item);

/* Defines fill_MEMBER(), which writes that member of the row; a number only where it is above zero. */
#define PD_OWN_TEXT(type, member)                                                                                           \
    static void fill_##member(const PdReportItem *item, GString *cell) {                                                    \
        const char *text = ((const type *)item->row)->member;                                                               \
        g_string_append(cell, text ? text : "");                                                                            \
    }
#define PD_OWN_NUMBER(type, member)                                                                                         \
    static void fill_##member(const PdReportItem *item, GString *cell) {                                                    \
        if (((const type *)item->row)->member > 0)                                                                          \
            g_string_append_printf(cell, "%" G_GINT64_FORMAT, (gint64)((const type *)item->row)->member);                   \
    }

#endif
