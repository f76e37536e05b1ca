/* mandatory-credit-not-honoured: the supplier asks for a wording that the page does not print. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

static bool holds_words(const char *line, const char *wording) {
    static const char *const IDLE[] = {"photo", "photos", "picture", "foto", "by",      "via",
                                       "for",   "of",     "the",     "and",  "handout", "pool"};
    g_autofree char *folded = pd_text_words(line);
    g_autofree char *padded = g_strconcat(" ", folded, " ", NULL);
    g_autofree char *wanted = pd_text_words(wording);
    g_auto(GStrv) words = g_strsplit(wanted, " ", 64);
    for (char **word = words; *word; word++) {
        bool is_idle = false;
        for (size_t i = 0; i < G_N_ELEMENTS(IDLE); i++)
            is_idle = is_idle || strcmp(*word, IDLE[i]) == 0;
        g_autofree char *alone = g_strconcat(" ", *word, " ", NULL);
        if (!is_idle && !strstr(padded, alone))
            return false;
    }
    return true;
}

/* The same tokens in another order honour it, and synonyms do. */
static bool names_all(const PdCredit *printed, const PdCredit *wanted) {
    if (wanted->n_chain == 0 && wanted->n_creators == 0)
        return false;
    for (size_t i = 0; i < wanted->n_chain; i++)
        if (!pd_credit_has_party(printed, &wanted->agencies[wanted->chain[i]]))
            return false;
    return wanted->n_creators == 0 || pd_check_creators_meet(printed, wanted);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_MANDATORY_CREDIT);
    if (!demand || !demand->what.parameter || !pd_check_is_shown(use))
        return;
    const char *wording = demand->what.parameter;
    g_autoptr(PdCredit) wanted = pd_credit_parse(wording, NULL, pd_limits_default());
    if (use->printed && (holds_words(use->printed->line, wording) || names_all(use->printed, wanted)))
        return;
    PdFinding *finding =
        pd_check_add(check, pd_check_pair_severity(check), "the supplier demands another wording of the credit");
    pd_check_tell_demand(finding, demand);
    g_free(finding->found);
    finding->found = use->printed && pd_check_is_printed(use) ? g_strdup(use->printed->line) : NULL;
    finding->expected = g_strdup(wording);
    finding->suggestion = g_strdup_printf("print \"%s\"", wording);
}

const PdRule pd_rule_mandatory_credit_not_honoured = {
    .id = "mandatory-credit-not-honoured",
    .group = "agreement",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms: MANDATORY CREDIT",
    .summary = "The credit that the supplier's instructions demand is not printed",
    .help = "The words may stand in another order, and synonyms of an agency count as the agency; marks like \"Photo\" and\n"
            "\"Handout\" are not asked for.\n\n"
            "Fails:  MANDATORY CREDIT \"AFP PHOTO / CCTV\", page \"AFP\"\n"
            "Passes: MANDATORY CREDIT \"AFP PHOTO / CCTV\", page \"CCTV/AFP\"\n",
    .run = run,
};
