/* licence-not-started: the right to use the picture has not begun. */
#include "check/right.h"
#include "check/when.h"

static void check_catalogue(PdCheck *check) {
    const PdLicence *ahead = pd_check_idle_licence(check, false);
    if (!ahead)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it begins on %s", ahead->scope.from);
    pd_check_tell_licence(finding, ahead, ahead->scope.from);
    finding->suggestion = g_strdup_printf("do not publish before %s", ahead->scope.from);
}

static void run(PdCheck *check) {
    check_catalogue(check);
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    const char *start = merged ? pd_merged_text(merged, PD_FIELD_LICENCE_STARTS_AT) : NULL;
    int64_t start_s;
    if (!start || !pd_check_instant(check->policy, start, &start_s) || start_s <= check->now_s)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the right to use it begins on %s", start);
    finding->field = g_strdup("licence_starts_at");
    finding->found = g_strdup(start);
    finding->evidence = pd_check_field_at(check->use, PD_FIELD_LICENCE_STARTS_AT);
    finding->suggestion = g_strdup_printf("do not publish before %s", start);
}

const PdRule pd_rule_licence_not_started = {
    .id = "licence-not-started",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "PLUS License Start Date",
    .summary = "The licence of the picture has not begun",
    .help = "Read from the file and from the licences of the catalogue. A day counts from its first second in the house's "
            "time zone.\n\n"
            "Fails:  License Start Date 2026-06-01, checked in May 2026\n"
            "Passes: the same, checked in June\n",
    .is_overridable = true,
    .run = run,
};
