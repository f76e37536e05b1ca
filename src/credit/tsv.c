/* Lines of the lexicon files (credit/tsv.h). */
#include "credit/tsv.h"

#include <string.h>

char *pd_credit_list_next(char **list, char separator) {
    char *item = *list;
    if (!item)
        return NULL;
    char *end = strchr(item, separator);
    *list = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return item;
}

bool pd_credit_tsv_next(PdTsv *tsv) {
    while (tsv->at && *tsv->at) {
        char *line = tsv->at;
        char *end = strchr(line, '\n');
        tsv->at = end ? end + 1 : NULL;
        tsv->line++;
        if (end)
            *end = '\0';
        if (*line == '#' || *line == '\0')
            continue;
        memset(tsv->cell, 0, sizeof tsv->cell);
        tsv->n = 0;
        for (char *cell; (cell = pd_credit_list_next(&line, '\t')) != NULL;) {
            if (tsv->n < PD_TSV_COLUMNS)
                tsv->cell[tsv->n] = *cell && strcmp(cell, "-") != 0 ? cell : NULL;
            tsv->n++;
        }
        return true;
    }
    return false;
}
