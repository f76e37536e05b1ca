/* creator-without-agency: one person, and nothing says by what right the house has the picture. */
#include "check/right.h"

static bool is_accounted_for(const PdCredit *credit) {
    static const uint32_t REASONS = PD_CREDIT_STAFF | PD_CREDIT_FREELANCE | PD_CREDIT_CONTRIBUTOR | PD_CREDIT_COURTESY |
                                    PD_CREDIT_HANDOUT | PD_CREDIT_POOL | PD_CREDIT_UGC | PD_CREDIT_AI;
    return credit && (credit->n_agencies > 0 || credit->commissioned_for || credit->licence || credit->flags & REASONS);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const PdCredit *stated = pd_check_stated(check);
    if (!merged || !stated || stated->n_creators == 0)
        return;
    bool has_licence = pd_merged_text(merged, PD_FIELD_LICENCE_URL) || pd_merged_text(merged, PD_FIELD_WEB_STATEMENT);
    if (has_licence || check->supplier || is_accounted_for(use->embedded) || is_accounted_for(use->in_caption) ||
        is_accounted_for(use->printed) || check->licence || pd_check_staff(check, stated))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "%s is named, but no agency, commission or licence", stated->creators[0]);
    finding->field = g_strdup("credit");
    finding->found = pd_check_credit_text(stated);
    finding->evidence = pd_check_stated_at(check);
    finding->suggestion = g_strdup("say for whom the picture was made: \"NAME for HOUSE\", an agency, or a licence");
}

const PdRule pd_rule_creator_without_agency = {
    .id = "creator-without-agency",
    .group = "quality",
    .severity = PD_SEVERITY_WARNING,
    .standard = "rights tracking",
    .summary = "One person is credited, and nothing says by what right the picture is used",
    .help = "An agency, a house, a commission (\"for\"), a mark (staff, freelance, courtesy …), a licence, or the "
            "catalogue's list "
            "of\n"
            "staff and contract photographers on the day the picture was made accounts for it.\n\n"
            "Fails:  \"Jean Levac\"\n"
            "Passes: \"Jean Levac for The Example Post\", \"Jean Levac/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
