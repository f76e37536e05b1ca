/* chain-shortened: the page drops a party that the file's chain holds. */
#include "check/rule.h"

/* Whether the supplier demands by name what the page dropped. */
static bool is_demanded(const PdCheck *check, const PdParty *party) {
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_MANDATORY_CREDIT);
    if (!demand || !demand->what.parameter)
        return false;
    g_autoptr(PdCredit) wanted = pd_credit_parse(demand->what.parameter, NULL, pd_limits_default());
    return pd_credit_has_party(wanted, party);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *stated = use->embedded, *printed = use->printed;
    if (!pd_check_names_someone(stated) || !printed || !pd_check_parties_meet(printed, stated))
        return;
    g_autoptr(GString) dropped = g_string_new(NULL);
    PdSeverity severity = check->rule->severity;
    for (size_t i = 0; i < stated->n_chain; i++) {
        const PdParty *party = &stated->agencies[stated->chain[i]];
        bool is_owed =
            party->kind != PD_PARTY_PLATFORM && !pd_check_is_collection(party) && !pd_check_is_house(check->policy, party);
        if (!is_owed || pd_credit_has_party(printed, party))
            continue;
        g_string_append_printf(dropped, "%s%s", dropped->len ? ", " : "", party->short_name);
        if (is_demanded(check, party))
            severity = PD_SEVERITY_ERROR;
    }
    if (dropped->len == 0)
        return;
    PdFinding *finding = pd_check_add(check, severity, "the printed credit drops %s", dropped->str);
    g_autofree char *wanted = pd_check_wanted(check);
    g_autofree char *place = pd_check_place(use);
    g_autofree char *at = pd_check_stated_at(check);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(printed->line);
    finding->evidence = g_strdup_printf("%s; %s", at, place);
    finding->suggestion = g_strdup_printf("print \"%s\"", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_chain_shortened = {
    .id = "chain-shortened",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "agency contracts",
    .summary = "The page leaves out an agency of the file's credit line",
    .help = "Origin, agency and distributor are each owed their place. Synonyms count as one party; the order does not "
            "matter.\n\n"
            "Fails:  file \"Anadolu via Getty Images\", page \"Getty Images\"\n"
            "Passes: file \"PA Wire/PA Images\", page \"PA\"\n",
    .is_overridable = true,
    .run = run,
};
