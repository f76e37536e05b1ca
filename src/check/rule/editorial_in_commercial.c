/* editorial-in-commercial: a picture for news only, used to sell. */
#include "check/rule.h"

static bool forbids_selling(const PdRestriction *what) {
    return what->class == PD_RESTRICTION_EDITORIAL_ONLY || what->class == PD_RESTRICTION_NO_COMMERCIAL ||
           what->class == PD_RESTRICTION_NO_ADVERTISING || what->class == PD_RESTRICTION_NO_MARKETING ||
           (what->class == PD_RESTRICTION_CONTEXT_ONLY && g_strcmp0(what->parameter, "news") == 0);
}

static void run(PdCheck *check) {
    for (guint i = 0; i < check->demands->len && pd_check_is_commercial(check->policy); i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        if (!forbids_selling(&demand->what))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "%s, and this is %s",
                                          pd_restriction_about(demand->what.class), check->policy->media);
        pd_check_tell_demand(finding, demand);
        finding->suggestion = g_strdup("take another picture, or license it for commercial use");
        return;
    }
}

const PdRule pd_rule_editorial_in_commercial = {
    .id = "editorial-in-commercial",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire and stock terms: EDITORIAL USE ONLY",
    .summary = "A picture for editorial use only stands in commercial matter",
    .help = "What is checked is commercial when picdesk.conf, [house] media, says advertising, advertorial, promotion, "
            "marketing,\n"
            "merchandise, commercial or covers.\n\n"
            "Fails:  \"EDITORIAL USE ONLY\", medium advertorial\n"
            "Passes: \"EDITORIAL USE ONLY\", medium web\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
