/* self-credit: the house puts its own name on somebody else's picture. */
#include "check/rule.h"

static bool has_house(const PdCheck *check, const PdCredit *credit) {
    for (size_t i = 0; credit && i < credit->n_agencies; i++)
        if (pd_check_is_house(check->policy, &credit->agencies[i]))
            return true;
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *stated = pd_check_stated(check);
    if (!use->printed || !stated || !pd_check_names_only_house(check, use->printed))
        return;
    if (has_house(check, use->embedded) || has_house(check, use->in_caption) || has_house(check, check->notice))
        return;
    bool is_foreign = stated->n_chain > 0 || (stated->n_creators > 0 && !pd_check_creators_meet(stated, use->printed));
    if (!is_foreign)
        return;
    g_autofree char *wanted = pd_check_wanted(check);
    PdFinding *finding =
        pd_check_add(check, pd_check_pair_severity(check), "the page credits the house, the file %s", wanted);
    g_autofree char *place = pd_check_place(use);
    g_autofree char *at = pd_check_stated_at(check);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(use->printed->line);
    finding->evidence = g_strdup_printf("%s; %s", at, place);
    finding->suggestion = g_strdup_printf("print \"%s\"", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_self_credit = {
    .id = "self-credit",
    .group = "agreement",
    .severity = PD_SEVERITY_ERROR,
    .standard = "17 USC 1202 (false copyright management information)",
    .summary = "The page credits the house itself for a picture that the file says is another's",
    .help = "The house's names stand in picdesk.conf, [house] names. A file that names the house anywhere is the house's "
            "own.\n\n"
            "Fails:  file \"AFP\", page \"The Example Post\" (which is the house)\n"
            "Passes: file \"Anna Beispiel/The Example Post\", page \"The Example Post\"\n",
    .is_overridable = true,
    .run = run,
};
