/* The lexicon files' lines: tab-separated columns, '#' opens a comment, "-" is an empty cell. */
#ifndef PICDESK_CREDIT_TSV_H
#define PICDESK_CREDIT_TSV_H

#include <stdbool.h>
#include <stddef.h>

enum { PD_TSV_COLUMNS = 9 };

typedef struct {
    char *at; /* the rest of a NUL-terminated buffer that is cut up in place */
    size_t line;
    size_t n; /* columns of the row, at most PD_TSV_COLUMNS + 1 */
    char *cell[PD_TSV_COLUMNS];
} PdTsv;

/* The next row that is no comment; missing cells and "-" are NULL. */
bool pd_credit_tsv_next(PdTsv *tsv);

/* The next item of a '|'-separated list that is cut up in place, NULL at its end. */
char *pd_credit_list_next(char **list, char separator);

#endif
