/* supplier-caution: a supplier that readers may want to know more about. */
#include "check/rule.h"
#include "credit/lexicon.h"

static void run(PdCheck *check) {
    const PdCredit *stated = pd_check_is_printed(check->use) ? check->use->printed : pd_check_stated(check);
    for (size_t i = 0; stated && i < stated->n_chain; i++) {
        const PdParty *party = &stated->agencies[stated->chain[i]];
        const PdLexiconParty *known = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
        if (!known || !(known->traits & PD_TRAIT_STATE))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "%s is owned by a state", party->name);
        finding->field = g_strdup("credit");
        finding->found = g_strdup(stated->line);
        finding->evidence = stated == check->use->printed ? pd_check_place(check->use) : pd_check_stated_at(check);
        finding->suggestion = g_strdup("see whether readers should be told");
        return;
    }
}

const PdRule pd_rule_supplier_caution = {
    .id = "supplier-caution",
    .group = "restrictions",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "editorial practice",
    .summary = "The picture comes from an agency that a state owns",
    .help = "The lexicon of agencies marks them.\n\n"
            "Reported:     \"Mikhail Sinitsyn/TASS\"\n"
            "Not reported: \"Ilyas Akengin/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
