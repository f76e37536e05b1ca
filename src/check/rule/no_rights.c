/* no-rights: nothing says by what right the picture is used. */
#include "check/right.h"

/* Where the catalogue keeps no agreements, nothing follows from their absence: only an organisation that stands alone,
 * without a creator and without a word on how it came to the house, is asked about. */
static bool is_odd_anyway(const PdCredit *credit) {
    return credit->n_creators == 0 && credit->n_chain > 0;
}

/* What is no credit at all is another rule's business. */
static bool is_told(const PdCheck *check) {
    return pd_check_has_found(check, "platform-credit") || pd_check_has_found(check, "placeholder-credit");
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_looked_at = use->figure ? pd_check_is_shown(use) : use->image && use->image->record;
    bool keeps_rights = pd_check_keeps_rights(check);
    const PdCredit *credit = pd_check_names_someone(use->printed) ? use->printed : pd_check_stated(check);
    if (!is_looked_at || check->category || is_told(check) || !pd_check_names_someone(credit) ||
        (!keeps_rights && !is_odd_anyway(credit)))
        return;
    PdFinding *finding = pd_check_add(check, keeps_rights ? check->rule->severity : PD_SEVERITY_NOTICE,
                                      "nothing says by what right it is used");
    finding->field = g_strdup("credit");
    finding->found = pd_check_credit_text(credit);
    finding->evidence = credit == use->printed ? pd_check_place(use) : pd_check_stated_at(check);
    finding->suggestion = g_strdup("find out who gave the picture and on what terms, and keep that as a licence");
}

const PdRule pd_rule_no_rights = {
    .id = "no-rights",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "rights tracking: every use has a usage category",
    .summary = "No usage category could be found for the picture",
    .help =
        "Looked for: a licence or contract of the catalogue, staff and contract photographers, an agency of the lexicon, a\n"
        "house, a commission (\"for\"), a public licence, a mark (handout, pool, courtesy, staff, freelance …). Where the\n"
        "catalogue keeps no agreements at all, this is a warning, and creator-without-agency speaks for lone creators.\n\n"
        "Fails:  \"Varde Rowing Club\", and no licence\n"
        "Passes: \"Varde Rowing Club/Handout\"; the same with a licence of that club\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
