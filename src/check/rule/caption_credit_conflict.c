/* caption-credit-conflict: the file's caption ends in another credit than its credit field holds. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *field = use->embedded, *caption = use->in_caption;
    if (!pd_check_names_someone(field) || !pd_check_names_someone(caption))
        return;
    bool is_agency_other = field->n_chain > 0 && caption->n_chain > 0 && !pd_check_parties_meet(field, caption);
    bool is_creator_other = field->n_creators > 0 && caption->n_creators > 0 && !pd_check_creators_meet(field, caption) &&
                            !(field->flags & PD_CREDIT_CREATOR_IS_CODE);
    if (!is_agency_other && !is_creator_other)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the file's caption names another %s than its credit",
                                      is_agency_other ? "agency" : "photographer");
    g_autofree char *caption_at = pd_check_field_at(use, PD_FIELD_CAPTION);
    g_autofree char *field_at = pd_check_stated_at(check);
    finding->field = g_strdup(is_agency_other ? "credit" : "creators");
    finding->found = pd_check_credit_text(caption);
    finding->expected = pd_check_credit_text(field);
    finding->evidence = g_strdup_printf("%s; %s", caption_at, field_at);
    finding->suggestion = g_strdup("ask the supplier which of the two is right, and correct the file");
}

const PdRule pd_rule_caption_credit_conflict = {
    .id = "caption-credit-conflict",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Photo Metadata: Credit Line and Description agree",
    .summary = "The credit inside the file's caption disagrees with its credit field",
    .help = "Agencies repeat the credit at the end of the caption. Where both are there they should name the same agency "
            "and the\n"
            "same photographer.\n\n"
            "Fails:  credit \"AP\", caption \"… (Photo by Ian Gavan/Getty Images)\"\n"
            "Passes: credit \"Getty Images\", caption \"… (Photo by Ian Gavan/Getty Images)\"\n",
    .is_overridable = true,
    .run = run,
};
