/* suppression-expired: somebody answered for a finding, and the time for that is over. */
#include <string.h>

#include "check/answer.h"

/* Whether a newer answer holds for the same rule. */
static bool is_renewed(const PdCheck *check, const GArray *rows, const char *rule) {
    for (guint i = 0; i < rows->len; i++) {
        const PdSuppression *row = g_array_index(rows, const PdSuppression *, i);
        if (strcmp(row->rule, rule) == 0 && pd_check_is_current(check, row))
            return true;
    }
    return false;
}

static void run(PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_suppressions(check);
    for (guint i = 0; i < rows->len; i++) {
        const PdSuppression *row = g_array_index(rows, const PdSuppression *, i);
        if (pd_check_is_current(check, row) || !pd_check_has_found(check, row->rule) || is_renewed(check, rows, row->rule))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "%s was suppressed until %s, and is there still",
                                          row->rule, row->until);
        finding->found = g_strdup(row->reason);
        finding->evidence = g_strdup_printf("catalogue, suppression %" G_GINT64_FORMAT " by %s", row->id, row->who);
        finding->suggestion = g_strdup("mend what it finds, or give a reason and a day anew");
    }
}

const PdRule pd_rule_suppression_expired = {
    .id = "suppression-expired",
    .group = "house",
    .severity = PD_SEVERITY_WARNING,
    .standard = "house decision",
    .summary = "A suppressed finding is still there, and the suppression has ended",
    .help = "Suppressions have a reason and an end. After it the finding counts again, and this one says why it was "
            "silent.\n\n"
            "Fails:  missing-alt suppressed until 2026-04-30, checked in May, the text still missing\n"
            "Passes: the same, with the text there\n",
    .run = run,
};
