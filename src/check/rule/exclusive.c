/* exclusive: a picture that is sold exclusively. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_EXCLUSIVE);
    if (!demand || (check->licence && check->licence->n_images > 0))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "marked exclusive, and no contract for it is known");
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("ask the supplier for a contract, and keep it as an allow lease");
}

const PdRule pd_rule_exclusive = {
    .id = "exclusive",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency terms",
    .summary = "The picture is marked exclusive, and no contract is on record",
    .help = "Agencies sell exclusive pictures by a price of their own.\n\n"
            "Fails:  instructions \"EXCLUSIVE\"\n"
            "Passes: instructions \"Non-exclusive, editorial use only\"\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
