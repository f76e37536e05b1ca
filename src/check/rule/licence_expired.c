/* licence-expired: the right to use the picture has ended. */
#include "check/right.h"
#include "check/when.h"

static void check_catalogue(PdCheck *check) {
    const PdLicence *ended = pd_check_idle_licence(check, true);
    if (!ended || pd_check_idle_licence(check, false))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it ended on %s", ended->scope.to);
    pd_check_tell_licence(finding, ended, ended->scope.to);
    finding->suggestion = g_strdup("renew the licence, or take the picture out");
}

static void run(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_LICENCE_ENDS_AT, PD_FIELD_EXPIRES_AT};
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++) {
        const char *end = pd_merged_text(merged, FIELDS[i]);
        int64_t end_s;
        if (!end || !pd_check_last_instant(check->policy, end, &end_s) || end_s >= check->now_s)
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it ended on %s", end);
        finding->field = g_strdup(pd_field_info(FIELDS[i])->key);
        finding->found = g_strdup(end);
        finding->evidence = pd_check_field_at(check->use, FIELDS[i]);
        finding->suggestion = g_strdup("renew the licence, or take the picture out");
    }
    check_catalogue(check);
}

const PdRule pd_rule_licence_expired = {
    .id = "licence-expired",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "PLUS License End Date; IPTC-IIM 4.2, 2:37 Expiration Date",
    .summary = "The licence of the picture has ended",
    .help = "Read from the file and from the licences of the catalogue. A day counts to its last second in the house's time "
            "zone.\n\n"
            "Fails:  License End Date 2026-04-30, checked in May 2026\n"
            "Passes: the same, checked on the 30th of April\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
