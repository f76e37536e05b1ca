/* Texts that live as long as the record or article that owns them. */
#ifndef PICDESK_MODEL_KEEP_H
#define PICDESK_MODEL_KEEP_H

#include <stdarg.h>

#include "picdesk/record.h"

typedef struct {
    GStringChunk *texts; /* (transfer full) */
    GArray *problems;    /* (transfer full) of PdProblem */
    bool is_full;        /* the last row says that further problems are not listed */
} PdKeep;

void pd_keep_init(PdKeep *keep);
void pd_keep_done(PdKeep *keep);
/* Equal texts are stored once. NULL stays NULL. */
const char *pd_keep_text(PdKeep *keep, const char *text);
void pd_keep_problem(PdKeep *keep, const char *block, uint64_t at, const PdLimits *limits, const char *format, va_list args)
    G_GNUC_PRINTF(5, 0);

#endif
