/* time-limit-passed: the days for which the picture could be used are over. */
#include "check/limit.h"

static void check_second_use(PdCheck *check) {
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_ONE_TIME_USE);
    const PdCheckLookups *lookups = &check->context->lookups;
    PdOtherUses others;
    if (!demand || !check->use->figure || !lookups->other_uses || !lookups->other_uses(lookups->user, check->use, &others) ||
        others.n_others == 0)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "to be used once, and used %s%s%s",
                                      others.first_title ? "before with \"" : "more than once",
                                      others.first_title ? others.first_title : "", others.first_title ? "\"" : "");
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("take the picture out, or license it anew");
}

static void run(PdCheck *check) {
    check_second_use(check);
    PdTimeLimit limit;
    for (guint i = 0; i < check->demands->len; i++) {
        if (!pd_check_time_limit(check, i, &limit))
            continue;
        if (!limit.is_known) {
            PdFinding *finding =
                pd_check_add(check, PD_SEVERITY_WARNING, "its use is limited in time, but the file does not say from when");
            pd_check_tell_demand(finding, limit.demand);
            finding->suggestion = g_strdup("ask the supplier when it was transmitted");
        } else if (limit.end_s < check->now_s) {
            g_autofree char *end = pd_check_when_text(check->policy, limit.end_s);
            PdFinding *finding = pd_check_add(check, check->rule->severity, "could be used until %s", end);
            pd_check_tell_demand(finding, limit.demand);
            finding->suggestion = g_strdup("take the picture out, or license it anew");
        }
    }
}

const PdRule pd_rule_time_limit_passed = {
    .id = "time-limit-passed",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms for handouts (AP, The Canadian Press)",
    .summary = "The time for which the supplier allowed the use is over",
    .help = "The time runs from the day it was sent (IIM 1:70), else from the day it was made. A picture to be used once "
            "must not\n"
            "stand in a second article.\n\n"
            "Fails:  \"ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION\" on the 15th day\n"
            "Passes: the same on the 13th\n",
    .run = run,
};
