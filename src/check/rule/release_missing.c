/* release-missing: the people in the picture gave no consent for commercial use. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_NO_MODEL_RELEASE);
    if (!demand || !pd_check_is_commercial(check->policy))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "without a release of the people shown, and this is %s",
                                      check->policy->media);
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("take another picture, or get the release");
}

const PdRule pd_rule_release_missing = {
    .id = "release-missing",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "PLUS Model Release Status; personality rights",
    .summary = "Commercial use of a picture without a model release",
    .help = "What is commercial says picdesk.conf, [house] media: advertising, advertorial, promotion, merchandise, "
            "marketing.\n\n"
            "Fails:  \"NO MODEL RELEASE\", medium advertising\n"
            "Passes: \"NO MODEL RELEASE\", medium web\n",
    .is_overridable = true,
    .run = run,
};
