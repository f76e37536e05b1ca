/* CSV in (RFC 4180): cells in quotes may hold delimiters, quotes doubled, and line ends. */
#ifndef PICDESK_CODEC_CSV_READ_H
#define PICDESK_CODEC_CSV_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

typedef struct {
    const char *text; /* (transfer none) valid UTF-8; a byte order mark is skipped */
    size_t at;
    uint64_t line;  /* of the record read last, 1 first */
    uint64_t lines; /* line ends seen */
    char delimiter; /* found in the first line: ',' ';' or tab */
} PdCsvReader;

PdCsvReader pd_csv_reader(const char *text);
/* The next record that is not an empty line: cells is emptied and gets them (of char *, freed by the array). The apostrophe
 * that guards a formula is taken off. False at the end, and with PD_ERROR_FORMAT when a quote is never closed,
 * PD_ERROR_LIMIT beyond limits->values cells. */
bool pd_csv_read(PdCsvReader *reader, const PdLimits *limits, GPtrArray *cells, GError **error);

#endif
