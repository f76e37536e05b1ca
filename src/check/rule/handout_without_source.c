/* handout-without-source: a handout whose giver is not named. */
#include "check/rule.h"

static bool names_giver(const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_chain; i++)
        if (credit->agencies[credit->chain[i]].kind != PD_PARTY_AGENCY)
            return true;
    return credit->n_creators > 0;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_printed = pd_check_is_printed(use);
    const PdCredit *credit = is_printed ? use->printed : use->embedded;
    if (!credit || !(credit->flags & PD_CREDIT_HANDOUT) || credit->flags & PD_CREDIT_PLACEHOLDER || names_giver(credit))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "a handout, but nobody says who handed it out");
    finding->field = g_strdup("credit");
    finding->found = g_strdup(credit->line);
    finding->evidence = is_printed ? pd_check_place(use) : pd_check_stated_at(check);
    if (is_printed && use->embedded && names_giver(use->embedded))
        finding->expected = pd_check_credit_text(use->embedded);
    finding->suggestion = finding->expected ? g_strdup_printf("print \"%s\"", finding->expected)
                                            : g_strdup("name the giver before the agency");
}

const PdRule pd_rule_handout_without_source = {
    .id = "handout-without-source",
    .group = "quality",
    .severity = PD_SEVERITY_WARNING,
    .standard = "wire practice for handouts (AP, The Canadian Press)",
    .summary = "A handout is credited to the agency alone; who handed it out is not said",
    .help = "Readers are owed who made a picture that an interested party gave away.\n\n"
            "Fails:  \"HO/AFP\"\n"
            "Passes: \"Ministry of Culture/AFP\", \"Handout/English Montreal School Board/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
