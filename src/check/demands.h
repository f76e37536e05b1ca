/* What an image's own texts demand: restriction phrases of instructions, usage terms and caption. */
#ifndef PICDESK_CHECK_DEMANDS_H
#define PICDESK_CHECK_DEMANDS_H

#include "credit/restriction.h"
#include "picdesk/finding.h"

typedef struct {
    PdRestriction what;
    const PdValue *value; /* where it stands; borrowed from the image's record */
} PdDemand;

/* Every demand of every origin, each once. (transfer full): g_array_unref(), an array of PdDemand. */
GArray *pd_check_demands_new(const PdImage *image);

#endif
