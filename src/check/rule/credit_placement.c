/* credit-placement: the credit does not stand where its supplier wants it. */
#include <string.h>

#include "check/rule.h"

/* PLUS Credit Line Required: CR-CAI adjacent to image, CR-COI on image, CR-CCA in the credits area, CR-NRQ not required. */
static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *required = merged ? pd_merged_text(merged, PD_FIELD_CREDIT_REQUIRED) : NULL;
    if (!required || !pd_check_is_shown(use))
        return;
    bool is_adjacent = strstr(required, "CR-CAI") != NULL, is_on_image = strstr(required, "CR-COI") != NULL;
    if ((!is_adjacent || pd_check_is_printed(use)) && !is_on_image)
        return;
    PdFinding *finding =
        is_adjacent
            ? pd_check_add(check, check->rule->severity, "the credit must stand beside the picture, and does not")
            : pd_check_add(check, PD_SEVERITY_WARNING, "the credit must stand on the picture itself: look whether it does");
    finding->field = g_strdup("credit_required");
    finding->found = g_strdup(required);
    finding->expected = pd_check_wanted(check);
    finding->evidence = pd_check_field_at(use, PD_FIELD_CREDIT_REQUIRED);
    finding->suggestion = g_strdup(is_adjacent ? "print the credit with the picture, not only at the end of the page"
                                               : "set the credit into the picture");
}

const PdRule pd_rule_credit_placement = {
    .id = "credit-placement",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "PLUS Credit Line Required",
    .summary = "The credit does not stand where the supplier wants it",
    .help = "CR-CAI: a credit that stands only at the end of the page is an error. CR-COI: whether a credit stands in the "
            "pixels\n"
            "picdesk cannot see, so that is a warning. CR-NRQ: no credit is owed, and missing-credit is silent.\n\n"
            "Fails:  CR-CAI, and no credit beside the picture\n"
            "Passes: CR-CAI, \"Niall Carson/PA\" beside the picture\n",
    .is_overridable = true,
    .run = run,
};
