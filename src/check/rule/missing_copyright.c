/* missing-copyright: a picture of the house's own without a copyright notice. */
#include "check/right.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    if (!merged || !use->embedded || pd_merged_text(merged, PD_FIELD_COPYRIGHT) ||
        !(pd_check_names_only_house(check, use->embedded) || pd_check_staff(check, use->embedded)))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the house's own picture bears no copyright notice");
    finding->field = g_strdup("copyright");
    finding->suggestion = g_strdup("write the house's notice into the file");
}

const PdRule pd_rule_missing_copyright = {
    .id = "missing-copyright",
    .group = "presence",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "IPTC Photo Metadata: Copyright Notice; Google image metadata",
    .summary = "A picture of the house's own bears no copyright notice",
    .help = "Asked of pictures whose credit names only the house (picdesk.conf, [house] names), or\n"
            "a person of its staff ('picdesk rights').\n\n"
            "Reported:     credit \"The Example Post\", no notice\n"
            "Not reported: the same with \"(c) 2026 The Example Post\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
