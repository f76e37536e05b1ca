/* The published copy beside the article against the image's own pixels (match/look.h). Argued, not fitted: no two pictures
 * but renditions of one have reached PD_LOOK_SAME, so a likeness outweighs all words; of two alike the one more alike goes
 * first. A copy that looks like another picture weighs against, less than that: it may be a montage, or a graphic over the
 * picture. */
#include "match/look.h"
#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same picture", 16.0},
    {"closer than needed", 6.00},
    {"another picture", -8.00},
};

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    const double *likeness = figure->looks ? g_hash_table_lookup(figure->looks, &image->id) : NULL;
    if (!likeness)
        return;
    bool is_same = *likeness >= PD_LOOK_SAME;
    values[is_same ? 0 : 2] = 1.0;
    values[1] = is_same ? (*likeness - PD_LOOK_SAME) / (1.0 - PD_LOOK_SAME) : 0.0;
    if (detail && is_same)
        g_string_printf(detail, "the copy beside the article was made from this picture (%.0f %% alike)", *likeness * 100.0);
    else if (detail)
        g_string_assign(detail, "the copy beside the article shows another picture");
}

const PdSignal pd_signal_look = {"look", "the published copy against the image's own pixels", FEATURES,
                                 G_N_ELEMENTS(FEATURES), measure};
