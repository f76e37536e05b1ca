/* The caption's words against the image's description: shared terms weighed by rarity, names and numbers apart from other
 * words, and what share of each side the shared words are. The image's own city and country are the place signal's. */
#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"shared words", 0.11},
    {"shared names", 0.03},
    {"shared numbers", 0.10},
    {"share of the caption", 3.52},
    {"share of the description", 4.58},
    {"shared scenes", 1.72},
    {"nothing shared", -0.52},
    {"no description", 1.04},
    {"names missing", -0.64},
    {"no rare word", -1.75},
};

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    if (image->terms->mass <= 0) {
        values[7] = 1.0;
        return;
    }
    PdShared shared = pd_terms_shared(figure->terms, image->terms, detail);
    double sum = shared.words + shared.names + shared.numbers;
    values[0] = MIN(shared.words, 40.0) / 10.0;
    values[1] = MIN(shared.names, 40.0) / 10.0;
    values[2] = MIN(shared.numbers, 20.0) / 10.0;
    values[3] = sum / MAX(figure->terms->mass, 10.0);
    values[4] = MIN(sum / MAX(image->terms->mass, 10.0), 1.0);
    values[5] = MIN(shared.scenes, 4.0);
    values[6] = shared.n == 0;
    values[8] = MIN(figure->terms->names - shared.names, 40.0) / 10.0;
    values[9] = MAX(0.0, 8.0 - image->terms->rarest) / 4.0;
    if (detail && detail->len)
        g_string_prepend(detail, "caption and description share: ");
}

const PdSignal pd_signal_words = {"words", "the caption's words in the image's description", FEATURES,
                                  G_N_ELEMENTS(FEATURES), measure};
