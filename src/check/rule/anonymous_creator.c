/* anonymous-creator: the agency withholds the photographer's name, or has only a stringer's mark. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_printed = pd_check_is_printed(use);
    const PdCredit *credit = is_printed ? use->printed : use->embedded;
    if (!pd_check_names_someone(credit) || credit->n_creators > 0 || credit->n_chain == 0)
        return;
    if (!(credit->flags & (PD_CREDIT_ANONYMOUS | PD_CREDIT_STRINGER)))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the photographer's name is withheld");
    finding->field = g_strdup("creators");
    finding->found = g_strdup(credit->line);
    finding->evidence = is_printed ? pd_check_place(use) : pd_check_stated_at(check);
    finding->suggestion = g_strdup("leave it so: the mark may protect a person");
}

const PdRule pd_rule_anonymous_creator = {
    .id = "anonymous-creator",
    .group = "quality",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "wire practice (AFP, Reuters): a dash or STR stands for a withheld name",
    .summary = "The agency withholds the photographer's name",
    .help = "A notice for the record, never filled in automatically: the mark may protect a person.\n\n"
            "Reported:     \"-/AFP\", \"STR/AFP\"\n"
            "Not reported: \"Ilyas Akengin/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
