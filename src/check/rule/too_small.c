/* too-small: fewer pixels than the house wants, or a copy larger than its original. */
#include "check/rule.h"

static bool has_size(const PdImage *image) {
    return image && image->record && image->record->width_px > 0 && image->record->height_px > 0;
}

static uint32_t shorter_side(const PdImage *image) {
    return MIN(image->record->width_px, image->record->height_px);
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image, *copy = check->use->rendition;
    if (!has_size(image))
        return;
    uint32_t least = (uint32_t)check->policy->min_side;
    bool is_upscaled = has_size(copy) && copy != image && shorter_side(copy) > shorter_side(image);
    if (shorter_side(image) >= least && !is_upscaled)
        return;
    PdFinding *finding = is_upscaled
                             ? pd_check_add(check, check->rule->severity, "the published copy is larger than its original")
                             : pd_check_add(check, check->rule->severity, "smaller than the house wants its pictures");
    finding->found = g_strdup_printf("%u x %u pixels", image->record->width_px, image->record->height_px);
    finding->expected = is_upscaled ? g_strdup_printf("%u x %u pixels", copy->record->width_px, copy->record->height_px)
                                    : g_strdup_printf("%u pixels at the shorter side", least);
    finding->suggestion = g_strdup("ask the supplier for the picture in full size");
}

const PdRule pd_rule_too_small = {
    .id = "too-small",
    .group = "copy",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "house policy (picdesk.conf, [check] min-side)",
    .summary = "The picture is smaller than the house wants, or its copy was scaled up",
    .help =
        "The shorter side is compared with [check] min-side (0: any size). A copy with more pixels than its original was\n"
        "scaled up.\n\n"
        "Reported:     min-side = 800, picture 640 x 480\n"
        "Not reported: the same, picture 1600 x 1200\n",
    .is_overridable = true,
    .run = run,
};
