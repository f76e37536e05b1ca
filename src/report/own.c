/* Rows of a report's own (report/own.h). */
#include "report/own.h"

enum { CHUNK_BYTES = 16 << 10 };

PdOwnRows *pd_own_rows_new(guint row_bytes) {
    PdOwnRows *own = g_new(PdOwnRows, 1);
    own->rows = g_array_new(FALSE, TRUE, row_bytes);
    own->texts = g_string_chunk_new(CHUNK_BYTES);
    return own;
}

void pd_own_rows_free(void *rows) {
    PdOwnRows *own = rows;
    g_array_unref(own->rows);
    g_string_chunk_free(own->texts);
    g_free(own);
}

const char *pd_own_text(PdOwnRows *rows, const char *text) {
    return text && *text ? g_string_chunk_insert_const(rows->texts, text) : NULL;
}

const char *pd_own_cell(PdOwnRows *rows, void (*fill)(const PdReportItem *, GString *), const PdReportItem *item) {
    g_autoptr(GString) cell = g_string_new(NULL);
    fill(item, cell);
    return pd_own_text(rows, cell->str);
}
