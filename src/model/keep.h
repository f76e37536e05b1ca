/* Texts that live as long as the record or article that owns them. */
#ifndef PICDESK_MODEL_KEEP_H
#define PICDESK_MODEL_KEEP_H

#include <stdarg.h>
#include <string.h>

#include "picdesk/record.h"

typedef struct {
    const char *text; /* ended by NUL */
    uint32_t len, hash;
} PdKept;

typedef struct {
    PdKept *texts; /* in the order kept; a text's number is its place + 1 */
    size_t n_texts, room, n_bytes;
    uint32_t *slots; /* (nullable) hash -> number, 0 = free; made when a text is first looked for */
    size_t n_slots;  /* a power of two, twice the room or more */
    struct PdKeepChunk *newest;
    GArray *problems; /* (nullable) of PdProblem */
    bool is_full;     /* the last row says that further problems are not listed */
} PdKeep;

void pd_keep_init(PdKeep *keep);
void pd_keep_done(PdKeep *keep);
/* Forgets all; memory that a usual record needs is held for the next one. */
void pd_keep_clear(PdKeep *keep);
/* Equal texts are stored once. NULL stays NULL. */
const char *pd_keep_text(PdKeep *keep, const char *text);
/* The same of bytes that no NUL ends. */
const char *pd_keep_bytes(PdKeep *keep, const char *text, size_t len);
/* Stores a text without a look whether it is there already. */
const char *pd_keep_append(PdKeep *keep, const char *text, size_t len);
void pd_keep_problem(PdKeep *keep, const char *block, uint64_t at, const PdLimits *limits, const char *format, va_list args)
    G_GNUC_PRINTF(5, 0);

/* The number of a text that was kept; 0 for NULL. */
static inline uint32_t pd_keep_number(const char *text) {
    uint32_t number = 0;
    if (text)
        memcpy(&number, text - sizeof number, sizeof number);
    return number;
}

#endif
