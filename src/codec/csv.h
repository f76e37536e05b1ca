/* CSV out (RFC 4180), guarded against formulas (CWE-1236). */
#ifndef PICDESK_CODEC_CSV_H
#define PICDESK_CODEC_CSV_H

#include <stdbool.h>

#include <glib.h>

/* Writes records into a GString: CRLF between records, a cell quoted when it holds the delimiter, a quote, CR, LF, or
 * begins or ends with a space. Unless is_raw, a cell that a spreadsheet would run (first character = + - @ TAB CR LF, also
 * behind spaces) gets an apostrophe in front, plain numbers are left alone, and what a spreadsheet's cell cannot hold is
 * made to fit: a tab becomes a space, CR and CRLF become LF, other control characters go. NULs cannot occur in text. */
typedef struct {
    GString *out;   /* (transfer none) */
    char delimiter; /* ',' or ';' or '\t' */
    bool is_raw;
    bool has_cell;
} PdCsv;

PdCsv pd_csv(GString *out, char delimiter, bool is_raw);
void pd_csv_cell(PdCsv *csv, const char *text); /* NULL is an empty cell */
void pd_csv_end_row(PdCsv *csv);

#endif
