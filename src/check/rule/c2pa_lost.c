/* c2pa-lost: the published copy lost the signed history of the original. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdImage *master = check->use->image, *copy = check->use->rendition;
    if (!master || !copy || master == copy || !master->record || !copy->record || !(master->record->signs & PD_SIGN_C2PA) ||
        copy->record->signs & PD_SIGN_C2PA)
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the original carries Content Credentials, the published copy none");
    finding->found = copy->path ? pd_check_base_name(copy->path) : NULL;
    finding->suggestion = g_strdup("make the copy with a program that keeps and extends the manifest");
}

const PdRule pd_rule_c2pa_lost = {
    .id = "c2pa-lost",
    .group = "provenance",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "C2PA Technical Specification",
    .summary = "The original carries Content Credentials, the published copy does not",
    .help = "The manifest proves where a picture comes from; resizing programs drop it.\n\n"
            "Reported:     original with a C2PA manifest, web copy without\n"
            "Not reported: both carry one\n",
    .is_overridable = true,
    .run = run,
};
