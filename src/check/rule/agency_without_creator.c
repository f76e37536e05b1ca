/* agency-without-creator: the house wants both, and the page prints only the agency. */
#include <string.h>

#include "check/rule.h"

static bool wants_creators(const PdPolicy *policy) {
    for (char **key = policy->require; *key; key++)
        if (strcmp(*key, "creators") == 0)
            return true;
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *stated = pd_check_stated(check);
    if (!wants_creators(check->policy) || !use->printed || use->printed->n_creators > 0 || use->printed->n_chain == 0 ||
        !stated || stated->n_creators == 0)
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "%s is not printed, only the agency", stated->creators[0]);
    g_autofree char *wanted = pd_check_credit_text(stated);
    finding->field = g_strdup("creators");
    finding->found = g_strdup(use->printed->line);
    finding->evidence = pd_check_stated_at(check);
    finding->suggestion = g_strdup_printf("print \"%s\"", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_agency_without_creator = {
    .id = "agency-without-creator",
    .group = "quality",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "house policy (picdesk.conf, [check] require = creators)",
    .summary = "The file names a creator, the page prints only the agency",
    .help = "Asked only by a house whose policy requires the field creators.\n\n"
            "Reported:     require = creators; file \"Phil Cole/Getty Images\", page \"Getty Images\"\n"
            "Not reported: page \"Phil Cole/Getty Images\"\n",
    .is_overridable = true,
    .run = run,
};
