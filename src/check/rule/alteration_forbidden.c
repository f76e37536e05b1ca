/* alteration-forbidden: the published copy is cut or flipped although its supplier forbids it. */
#include <string.h>

#include "check/rule.h"

static const double MOST_ASPECT_OFF = 0.02;

typedef struct {
    bool forbids_crop, forbids_flip;
    const PdDemand *demand; /* (nullable) the text that says so */
} Ban;

/* PLUS Image Alteration Constraints: AL-CRP no cropping, AL-FLP no flipping. */
static void add_codes(const PdMerged *merged, Ban *ban) {
    const PdSaid *said = merged ? pd_merged_chosen(merged, PD_FIELD_ALTERATION_CONSTRAINTS) : NULL;
    for (size_t i = 0; said && i < said->n_items; i++) {
        ban->forbids_crop = ban->forbids_crop || strstr(said->items[i]->text, "AL-CRP");
        ban->forbids_flip = ban->forbids_flip || strstr(said->items[i]->text, "AL-FLP");
    }
}

static Ban read_ban(const PdCheck *check) {
    static const PdRestrictionClass CLASSES[] = {PD_RESTRICTION_NO_ALTERATION, PD_RESTRICTION_NO_CROP,
                                                 PD_RESTRICTION_KEEP_LOGO};
    Ban ban = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(CLASSES) && !ban.demand; i++) {
        ban.demand = pd_check_demand(check, CLASSES[i]);
        ban.forbids_crop = ban.demand != NULL;
        ban.forbids_flip = ban.demand && CLASSES[i] == PD_RESTRICTION_NO_ALTERATION;
    }
    add_codes(check->use->image->merged, &ban);
    return ban;
}

static void report(PdCheck *check, const Ban *ban, const char *what) {
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the published copy is %s, which its supplier forbids", what);
    if (ban->demand) {
        pd_check_tell_demand(finding, ban->demand);
    } else {
        finding->field = g_strdup("alteration_constraints");
        finding->found = pd_merged_join(check->use->image->merged, PD_FIELD_ALTERATION_CONSTRAINTS, ", ");
        finding->evidence = pd_check_field_at(check->use, PD_FIELD_ALTERATION_CONSTRAINTS);
    }
    finding->suggestion = g_strdup("publish the whole picture as it was delivered");
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCheckLookups *lookups = &check->context->lookups;
    if (!use->image || !use->rendition || use->image == use->rendition)
        return;
    Ban ban = read_ban(check);
    PdUnlikeness unlike;
    if (ban.forbids_crop && pd_check_aspect_off(use->image, use->rendition) > MOST_ASPECT_OFF)
        report(check, &ban, "cropped");
    else if (ban.forbids_flip && lookups->compare && lookups->compare(lookups->user, use->image, use->rendition, &unlike) &&
             unlike.is_mirrored)
        report(check, &ban, "flipped");
}

const PdRule pd_rule_alteration_forbidden = {
    .id = "alteration-forbidden",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "supplier terms (FIFA, dpa); PLUS Image Alteration Constraints",
    .summary = "The published copy is cropped or flipped although that is forbidden",
    .help =
        "The shapes of the original and of the local copy that the article refers to are compared, and whether one is the\n"
        "mirror image of the other. Forbidden by text (\"USE IN FULL ONLY\", \"MUST NOT BE CROPPED\") or by the PLUS codes\n"
        "AL-CRP and AL-FLP.\n\n"
        "Fails:  \"MUST NOT BE CROPPED\", original 1200 x 800, copy 800 x 800\n"
        "Passes: the same, copy 600 x 400\n",
    .is_overridable = true,
    .run = run,
};
