/* missing-creator: an agency is named, the photographer is not. */
#include "check/rule.h"

/* Marks that say why no person is named. */
static const uint32_t REASONS = PD_CREDIT_ANONYMOUS | PD_CREDIT_HANDOUT | PD_CREDIT_POOL | PD_CREDIT_STRINGER |
                                PD_CREDIT_STAFF | PD_CREDIT_COURTESY | PD_CREDIT_UGC | PD_CREDIT_AI | PD_CREDIT_SCREENGRAB |
                                PD_CREDIT_CREATOR_IS_CODE | PD_CREDIT_PLACEHOLDER;

static bool has_creator(const PdCredit *credit) {
    return credit && (credit->n_creators > 0 || (credit->flags & REASONS) != 0);
}

/* The same, said by instructions or caption. */
static bool is_explained(const PdCheck *check) {
    return pd_check_demand(check, PD_RESTRICTION_HANDOUT) || pd_check_demand(check, PD_RESTRICTION_POOL) ||
           pd_check_demand(check, PD_RESTRICTION_ANONYMOUS);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *stated = pd_check_stated(check);
    if (!stated || stated->n_chain == 0 || stated->role || is_explained(check))
        return;
    if (has_creator(use->embedded) || has_creator(use->in_caption) || has_creator(use->printed) ||
        (stated == check->notice && has_creator(stated)))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "an agency is named, but no photographer");
    finding->field = g_strdup("creators");
    finding->found = pd_check_credit_text(stated);
    finding->evidence = pd_check_stated_at(check);
    finding->suggestion = g_strdup("ask the agency for the photographer's name");
}

const PdRule pd_rule_missing_creator = {
    .id = "missing-creator",
    .group = "presence",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Photo Metadata: Creator; Berne Convention Art. 6bis",
    .summary = "The file names an agency but no photographer, and no mark says why",
    .help = "Photographers have a right to be named. Handouts, pool pictures, stringers and withheld names (\"-/AFP\") are\n"
            "marks that explain a missing name, in the credit, the instructions or the caption, and are not reported "
            "here.\n\n"
            "Fails:  \"Getty Images\"\n"
            "Passes: \"Phil Cole/Getty Images\", \"STR/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
