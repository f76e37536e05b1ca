/* licence-expiring: the right to use the picture ends soon. */
#include "check/right.h"
#include "check/when.h"

enum { DAY_S = 86400 };

static bool is_soon(const PdCheck *check, const char *end) {
    int64_t end_s;
    return pd_check_last_instant(check->policy, end, &end_s) && end_s >= check->now_s &&
           end_s - check->now_s <= (int64_t)check->policy->lead_days * DAY_S;
}

static void check_catalogue(PdCheck *check) {
    const PdLicence *licence = check->use->figure ? check->licence : NULL;
    if (!licence || !licence->scope.to || !is_soon(check, licence->scope.to))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it ends on %s", licence->scope.to);
    pd_check_tell_licence(finding, licence, licence->scope.to);
    finding->suggestion = g_strdup("renew the licence, or plan to take the picture out");
}

static void run(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_LICENCE_ENDS_AT, PD_FIELD_EXPIRES_AT};
    const PdMerged *merged = check->use->figure && check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++) {
        const char *end = pd_merged_text(merged, FIELDS[i]);
        if (!end || !is_soon(check, end))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it ends on %s", end);
        finding->field = g_strdup(pd_field_info(FIELDS[i])->key);
        finding->found = g_strdup(end);
        finding->evidence = pd_check_field_at(check->use, FIELDS[i]);
        finding->suggestion = g_strdup("renew the licence, or plan to take the picture out");
    }
    check_catalogue(check);
}

const PdRule pd_rule_licence_expiring = {
    .id = "licence-expiring",
    .group = "rights",
    .severity = PD_SEVERITY_WARNING,
    .standard = "PLUS License End Date; IPTC-IIM 4.2, 2:37 Expiration Date",
    .summary = "The licence of a picture in use ends soon",
    .help = "Read from the file and from the licences of the catalogue. Soon is within [check] lead-days (14).\n\n"
            "Fails:  License End Date 2026-05-10, checked on the 4th\n"
            "Passes: License End Date 2027-05-10\n",
    .is_overridable = true,
    .run = run,
};
