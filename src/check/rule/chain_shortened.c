/* chain-shortened: the page drops a party that the file's chain holds. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *stated = use->embedded, *printed = use->printed;
    if (!pd_check_names_someone(stated) || !printed || !pd_check_parties_meet(printed, stated))
        return;
    g_autoptr(GString) dropped = g_string_new(NULL);
    for (size_t i = 0; i < stated->n_chain; i++) {
        const PdParty *party = &stated->agencies[stated->chain[i]];
        bool is_owed =
            party->kind != PD_PARTY_PLATFORM && !pd_check_is_collection(party) && !pd_check_is_house(check->policy, party);
        if (is_owed && !pd_credit_has_party(printed, party))
            g_string_append_printf(dropped, "%s%s", dropped->len ? ", " : "", party->short_name);
    }
    if (dropped->len == 0)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the printed credit drops %s", dropped->str);
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
