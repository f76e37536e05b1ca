/* resale-use: a picture that may not be passed on is offered to others. */
#include "check/rule.h"

static const PdDemand *forbids_resale(const PdCheck *check) {
    for (guint i = 0; i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        const char *parameter = demand->what.parameter, *territory = check->policy->territory;
        if (demand->what.class == PD_RESTRICTION_NO_SALES || demand->what.class == PD_RESTRICTION_NO_RESALE)
            return demand;
        if (demand->what.class == PD_RESTRICTION_NO_SALES_IN &&
            (!parameter || !territory || pd_restriction_list_has(parameter, territory)))
            return demand;
    }
    return NULL;
}

static void run(PdCheck *check) {
    const PdDemand *demand = pd_check_is_resale(check->policy) ? forbids_resale(check) : NULL;
    if (!demand)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "offered on, and its supplier forbids sales");
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("take it out of what is offered to others");
}

const PdRule pd_rule_resale_use = {
    .id = "resale-use",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms: NO SALES, NO RESALE",
    .summary = "A picture that may not be sold is offered on",
    .help = "Asked where the house's medium is syndication ([house] media = syndication).\n\n"
            "Fails:  \"NO SALES\", media = syndication\n"
            "Passes: \"NO SALES\", media = web\n",
    .is_overridable = true,
    .run = run,
};
