/* A new catalogue's file, made once while the program is built (make_blank.c), by the same functions that would make it now:
 * to write it takes a fourth of the time that its hundred tables and indexes take.
 */
#ifndef PICDESK_CATALOG_BLANK_H
#define PICDESK_CATALOG_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is not zero in it: the next len of the bytes stand at this place. */
typedef struct {
    uint32_t at, len;
} PdBlankRun;

typedef struct {
    size_t len; /* of the file; 0: none could be made, the program is built for another machine */
    size_t n_runs;
    const PdBlankRun *runs;
    const uint8_t *bytes;
} PdBlank;

extern const PdBlank pd_catalog_blank;

/* Makes a new catalogue at an absolute path where nothing is. False when it cannot, for whatever reason: then it is to be
 * made step by step, which tells the reason. */
bool pd_blank_put(const char *path);

#endif
