/* orphan-image: a picture of the article that the catalogue does not know. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (!pd_check_is_shown(use) || use->image || use->status == PD_PAIR_NO_IMAGE)
        return;
    PdFinding *finding;
    if (use->status == PD_PAIR_AMBIGUOUS) {
        finding = pd_check_add(check, check->rule->severity, "several images fit this figure, and nothing tells them apart");
        finding->suggestion = g_strdup("look at 'picdesk pair list' and confirm one of them");
    } else if (use->status == PD_PAIR_REJECTED) {
        finding = pd_check_add(check, check->rule->severity, "the proposed image was rejected, and no other fits");
        finding->suggestion = g_strdup("add the picture to the catalogue, or say 'picdesk pair none'");
    } else {
        finding = pd_check_add(check, check->rule->severity, "no image of the catalogue fits this figure");
        finding->suggestion = g_strdup("add the picture to the catalogue, or say 'picdesk pair none'");
    }
    finding->found = g_strdup(use->figure->url);
    finding->evidence = pd_check_place(use);
}

const PdRule pd_rule_orphan_image = {
    .id = "orphan-image",
    .group = "presence",
    .severity = PD_SEVERITY_WARNING,
    .standard = "rights tracking",
    .summary = "A picture in the article matches no image of the catalogue",
    .help = "What is not in the catalogue has no known right, creator or restriction; only what the page prints can be "
            "checked.\n"
            "A person settles it: 'pair confirm' names the image, 'pair none' says that the catalogue holds none.\n\n"
            "Fails:  a figure whose picture was never scanned\n"
            "Passes: a figure paired with an image, or one a person has looked at\n",
    .is_overridable = true,
    .run = run,
};
