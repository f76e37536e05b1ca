/* Limits in time that an image's texts set (check/limit.h): a last day, or a span from when the picture was sent. */
#include "check/limit.h"

bool pd_check_time_limit(const PdCheck *check, guint i, PdTimeLimit *out) {
    const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
    const char *parameter = demand->what.parameter;
    if (demand->what.class != PD_RESTRICTION_EXPIRES_AFTER || !parameter)
        return false;
    int64_t made_s = check->now_s;
    bool is_made_known = pd_check_sent_at(check, &made_s);
    *out = (PdTimeLimit){.demand = demand};
    if (*parameter == 'P')
        out->is_known = is_made_known && pd_check_after(made_s, parameter, &out->end_s);
    else if (*parameter == '-' || *parameter == 'T')
        out->is_known = pd_check_next_instant(check->policy, parameter, made_s, &out->end_s);
    else
        out->is_known = pd_check_last_instant(check->policy, parameter, &out->end_s);
    return true;
}
