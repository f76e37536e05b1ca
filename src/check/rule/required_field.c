/* required-field: a field that this house demands is empty. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    if (!image || !image->merged)
        return;
    for (char **key = check->policy->require; *key; key++) {
        const PdFieldInfo *info = pd_field_by_key(*key);
        if (!info || pd_merged_chosen(image->merged, info->field))
            continue;
        PdFinding *finding =
            pd_check_add(check, check->rule->severity, "the house demands %s, and the file has none", info->label);
        finding->field = g_strdup(*key);
        finding->suggestion = g_strdup_printf("write %s into the file", info->label);
    }
}

const PdRule pd_rule_required_field = {
    .id = "required-field",
    .group = "house",
    .severity = PD_SEVERITY_ERROR,
    .standard = "house policy (picdesk.conf, [check] require)",
    .summary = "A field that the house's policy demands is empty",
    .help = "The policy lists field keys: require = headline; city; country. One finding for each that is missing.\n\n"
            "Fails:  require = city, and the file states none\n"
            "Passes: the file states every field of the list\n",
    .is_overridable = true,
    .run = run,
};
