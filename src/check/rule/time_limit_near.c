/* time-limit-near: the days for which the picture may be used end soon. */
#include "check/limit.h"

enum { DAY_S = 86400 };

static void run(PdCheck *check) {
    PdTimeLimit limit;
    for (guint i = 0; i < check->demands->len; i++) {
        if (!pd_check_time_limit(check, i, &limit) || !limit.is_known || limit.end_s < check->now_s ||
            limit.end_s - check->now_s > (int64_t)check->policy->lead_days * DAY_S)
            continue;
        g_autofree char *end = pd_check_when_text(check->policy, limit.end_s);
        PdFinding *finding = pd_check_add(check, check->rule->severity, "may be used only until %s", end);
        pd_check_tell_demand(finding, limit.demand);
        finding->suggestion = g_strdup_printf("plan to take it out on %s", end);
    }
}

const PdRule pd_rule_time_limit_near = {
    .id = "time-limit-near",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "wire terms for handouts (AP, The Canadian Press)",
    .summary = "The time for which the supplier allows the use ends soon",
    .help = "Soon is within [check] lead-days (14).\n\n"
            "Fails:  \"ONLY FOR 14 DAYS FROM THE TIME OF TRANSMISSION\" on the 3rd day\n"
            "Passes: \"NO USE AFTER 31 DECEMBER 2030\" years before\n",
    .is_overridable = true,
    .run = run,
};
