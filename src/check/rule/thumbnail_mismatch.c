/* thumbnail-mismatch: the small picture inside the file shows something else than the file. */
#include "check/rule.h"

static const double MOST_ASPECT_OFF = 0.05;
enum { MOST_DISTANCE = 10 };

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    const PdCheckLookups *lookups = &check->context->lookups;
    PdUnlikeness unlike;
    if (!image || !image->record || !(image->record->signs & PD_SIGN_THUMBNAIL) || !lookups->compare ||
        !lookups->compare(lookups->user, image, NULL, &unlike))
        return;
    bool is_other_shape = unlike.aspect_off > MOST_ASPECT_OFF;
    if (!is_other_shape && unlike.distance <= MOST_DISTANCE)
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the thumbnail inside the file shows %s",
                     is_other_shape ? "more or less of the scene than the picture" : "another picture than the file");
    finding->found = is_other_shape ? g_strdup_printf("shapes differ by %.0f %%", 100 * unlike.aspect_off)
                                    : g_strdup_printf("%u of 64 bits differ", unlike.distance);
    finding->evidence = g_strdup_printf("exif thumbnail at byte %" G_GUINT64_FORMAT, image->record->thumbnail_at);
    finding->suggestion = g_strdup("look at both; have the thumbnail made anew before the file leaves the house");
}

const PdRule pd_rule_thumbnail_mismatch = {
    .id = "thumbnail-mismatch",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "EXIF 3.0, thumbnail; forensic practice",
    .summary = "The EXIF thumbnail and the picture differ",
    .help = "A thumbnail made before a crop or a retouch still shows what was cut away. They differ when their shapes do by "
            "more\n"
            "than 5 %, black bars apart, or their perceptual hashes by more than 10 of 64 bits.\n\n"
            "Fails:  a portrait cut out of a landscape, with the landscape's thumbnail\n"
            "Passes: a thumbnail of the picture as it is\n",
    .is_overridable = true,
    .run = run,
};
