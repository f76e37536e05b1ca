/* credit-conflict: page and file name different agencies. */
#include "check/rule.h"

/* Everything the file says counts: only when nothing of it agrees with the page, one of the two is wrong. */
static bool agrees(const PdCheck *check, const PdCredit *printed) {
    const PdCredit *credits[] = {check->use->embedded, check->use->in_caption, check->notice};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        if (credits[i] && pd_check_parties_meet(printed, credits[i]))
            return true;
    return check->supplier && !check->is_supplier_in_page && pd_credit_has_party(printed, check->supplier);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *printed = use->printed, *stated = pd_check_stated(check);
    if (!printed || !stated || !pd_check_names_someone(printed) || printed->n_chain == 0 || stated->n_chain == 0)
        return;
    if (agrees(check, printed) || pd_check_names_only_house(check, printed))
        return;
    g_autofree char *wanted = pd_check_wanted(check);
    g_autofree char *page = pd_credit_chain_text(printed, " / ");
    g_autofree char *file = pd_credit_chain_text(stated, " / ");
    PdFinding *finding = pd_check_add(check, pd_check_pair_severity(check), "the page credits %s, the file %s", page, file);
    g_autofree char *place = pd_check_place(use);
    g_autofree char *at = pd_check_stated_at(check);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(printed->line);
    finding->evidence = g_strdup_printf("%s; %s", at, place);
    finding->suggestion = g_strdup_printf("print \"%s\", or make sure that this is the right picture", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_credit_conflict = {
    .id = "credit-conflict",
    .group = "agreement",
    .severity = PD_SEVERITY_ERROR,
    .standard = "17 USC 1202 (false copyright management information); agency contracts",
    .summary = "The page credits another agency than the file names",
    .help =
        "Names are compared as parties, not as strings: \"PA Wire/PA Images\" is PA. The page agrees when one of its "
        "agencies\n"
        "stands anywhere in the file: credit, source, caption, copyright notice or the supplier's file name. Whether a "
        "part\n"
        "of the chain is missing is the business of chain-shortened. Where the pair of figure and image is only a guess,\n"
        "this is a warning.\n\n"
        "Fails:  file \"AFP\", page \"Reuters\"\n"
        "Passes: file \"Jane Doe/AFP/Getty Images\", page \"AFP via Getty\"\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
