/* supplier-hold: the supplier's contract allows the use only after some hours. */
#include "check/rule.h"
#include "check/when.h"
#include "credit/lexicon.h"

static void run(PdCheck *check) {
    const PdCredit *stated = pd_check_stated(check);
    int64_t made_s, end_s;
    if (!stated || !pd_check_made_at(check, &made_s))
        return;
    for (size_t i = 0; i < stated->n_chain; i++) {
        const PdParty *party = &stated->agencies[stated->chain[i]];
        const PdLexiconParty *known = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
        if (!known || !known->hold || !pd_check_after(made_s, known->hold, &end_s) || end_s <= check->now_s)
            continue;
        g_autofree char *end = pd_check_when_text(check->policy, end_s);
        PdFinding *finding =
            pd_check_add(check, check->rule->severity, "%s holds its pictures back until %s", party->short_name, end);
        finding->field = g_strdup("captured_at");
        finding->found = g_strdup(pd_merged_text(check->use->image->merged, PD_FIELD_CAPTURED_AT));
        finding->evidence = pd_check_field_at(check->use, PD_FIELD_CAPTURED_AT);
        finding->suggestion = g_strdup_printf("do not publish before %s", end);
        return;
    }
}

const PdRule pd_rule_supplier_hold = {
    .id = "supplier-hold",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts",
    .summary = "The supplier's pictures may be used only some time after they were made",
    .help = "The lexicon of agencies tells how long: Alamy Live News holds its pictures back for 48 hours.\n\n"
            "Fails:  \"Alamy Live News\", made this morning\n"
            "Passes: the same after two days\n",
    .is_overridable = true,
    .run = run,
};
