/* placeholder-credit: only marks where a name should stand. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_printed = pd_check_is_printed(use);
    const PdCredit *credit = is_printed ? use->printed : use->figure ? NULL : use->embedded;
    if (!credit || !(credit->flags & PD_CREDIT_PLACEHOLDER))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the credit \"%s\" names nobody", credit->line);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(credit->line);
    finding->evidence = is_printed ? pd_check_place(use) : pd_check_field_at(use, PD_FIELD_CREDIT);
    if (!finding->evidence)
        finding->evidence = pd_check_field_at(use, PD_FIELD_CREATORS);
    finding->expected = is_printed ? pd_check_wanted(check) : NULL;
    finding->suggestion = finding->expected ? g_strdup_printf("print \"%s\"", finding->expected)
                                            : g_strdup("name the giver or the agency beside the mark");
}

const PdRule pd_rule_placeholder_credit = {
    .id = "placeholder-credit",
    .group = "quality",
    .severity = PD_SEVERITY_ERROR,
    .standard = "IPTC Photo Metadata: Credit Line",
    .summary = "The credit is only a mark (Handout, Stringer, Supplied, N/A …) and names nobody",
    .help = "Marks are facts worth keeping, but none of them says who is to be credited.\n\n"
            "Fails:  \"Handout\", \"File photo\", \"-\", \"(Credit too long, see caption)\"\n"
            "Passes: \"Westmount High School/Handout\"\n",
    .run = run,
};
