/* territory-excluded: not in the country where this house publishes. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const char *house = check->policy->territory;
    for (guint i = 0; house && i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        bool is_out = demand->what.class == PD_RESTRICTION_TERRITORY_OUT,
             is_only = demand->what.class == PD_RESTRICTION_TERRITORY_ONLY;
        if ((!is_out && !is_only) || !demand->what.parameter ||
            pd_restriction_list_has(demand->what.parameter, house) != is_out)
            continue;
        PdFinding *finding =
            pd_check_add(check, check->rule->severity, "not to be used in %s, where the house publishes", house);
        pd_check_tell_demand(finding, demand);
        finding->suggestion = g_strdup("take another picture, or ask the supplier for the territory");
    }
}

const PdRule pd_rule_territory_excluded = {
    .id = "territory-excluded",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms; PLUS Region Constraints",
    .summary = "The supplier excludes the territory where this house publishes",
    .help = "The house's territory stands in picdesk.conf, [house] territory. Several lists of allowed territories must all "
            "hold it.\n\n"
            "Fails:  \"GERMANY OUT\", house in DE\n"
            "Passes: \"GERMANY OUT\", house in FR; \"PUBLICATIONxINxGERxSUIxAUTxONLY\", house in DE\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
