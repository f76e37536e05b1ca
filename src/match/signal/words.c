/* The caption's words against the image's description: shared terms weighed by rarity, names and numbers apart from other
 * words, and what share of each side the shared words are; one and the same text is proof even where nothing else is known.
 * The image's own city and country are the place signal's. */
#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"shared words", 0.00},
    {"shared names", 0.16},
    {"shared numbers", 0.57},
    {"share of the caption", 3.02},
    {"share of the description", 2.34},
    {"shared scenes", 0.90},
    {"nothing shared", -0.75},
    {"no description", 1.25},
    {"names missing", -0.30},
    {"no rare word", -2.50},
    {"nearly all words", 3.00},
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
    values[10] = MAX(0.0, MIN(values[3], values[4]) - 0.6) / 0.4;
    if (detail && detail->len)
        g_string_prepend(detail, "caption and description share: ");
}

const PdSignal pd_signal_words = {"words", "the caption's words in the image's description", FEATURES,
                                  G_N_ELEMENTS(FEATURES), measure};
