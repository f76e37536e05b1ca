/* Limits in time that an image's texts set. */
#ifndef PICDESK_CHECK_LIMIT_H
#define PICDESK_CHECK_LIMIT_H

#include "check/when.h"

typedef struct {
    const PdDemand *demand;
    bool is_known; /* whether the end can be told */
    int64_t end_s;
} PdTimeLimit;

/* Whether demand i limits the use in time, and until when. */
bool pd_check_time_limit(const PdCheck *check, guint i, PdTimeLimit *out);

#endif
