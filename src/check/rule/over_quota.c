/* over-quota: the agreed number of uses is spent. */
#include "check/right.h"

static void run(PdCheck *check) {
    const PdQuota *quota = pd_check_spent_quota(check);
    if (!quota)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity,
                                      "the quota of '%s' is spent: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " in this %s",
                                      quota->party, quota->used, quota->limit, quota->period);
    finding->evidence = g_strdup_printf("catalogue, quota %" G_GINT64_FORMAT, quota->id);
    finding->suggestion = quota->to ? g_strdup_printf("take another picture, or wait until after %s", quota->to)
                                    : g_strdup("take another picture, or agree on more uses");
}

const PdRule pd_rule_over_quota = {
    .id = "over-quota",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts",
    .summary = "The agreed number of uses of a party's pictures is spent",
    .help = "A quota counts uses per party and day, week, month or year.\n\n"
            "Fails:  quota of 20 a month, 20 used\n"
            "Passes: quota of 20 a month, 19 used\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
