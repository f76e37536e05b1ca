/* deny-lease: somebody forbade the use. */
#include "check/right.h"

static void run(PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_LEASE);
    for (guint i = 0; i < rows->len; i++) {
        const PdLease *lease = &check->context->rights->leases[g_array_index(rows, uint32_t, i)];
        if (lease->is_allow || !pd_check_is_in_force(check, &lease->scope))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "not to be used: %s", lease->why);
        finding->found = g_strdup(lease->party);
        finding->evidence = g_strdup_printf("catalogue, lease %" G_GINT64_FORMAT " by %s%s%s", lease->id, lease->who,
                                            lease->scope.to ? ", until " : "", lease->scope.to ? lease->scope.to : "");
        finding->suggestion = g_strdup("take the picture out; who denied it may end the lease");
        return;
    }
}

const PdRule pd_rule_deny_lease = {
    .id = "deny-lease",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "house decision: complaint, kill notice",
    .summary = "A current deny of the catalogue forbids the picture",
    .help =
        "A deny is kept for an image or for all pictures of a party, with who, why and until when ('picdesk rights').\n\n"
        "Fails:  a deny without an end, \"complaint of the family\"\n"
        "Passes: the same, ended last month\n",
    .run = run,
};
