/* The image's description against the article's title and lead: a figure's caption often says what the reader does not see,
 * and leaves who and where to the text around it. */
#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"words of the title", 0.17},
    {"words of the lead", 0.00},
    {"share of the description", 0.00},
    {"scenes of the title", 0.60},
};

static double sum(PdShared shared) {
    return shared.words + shared.names + shared.numbers;
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    if (image->terms->mass <= 0)
        return;
    PdShared title = pd_terms_shared(image->terms, figure->title, detail);
    PdShared lead = pd_terms_shared(image->terms, figure->lead, NULL);
    values[0] = MIN(sum(title), 30.0) / 10.0;
    values[1] = MIN(sum(lead), 40.0) / 10.0;
    values[2] = MIN(sum(lead) / MAX(image->terms->mass, 10.0), 1.0);
    values[3] = MIN(title.scenes, 3.0);
    if (detail && detail->len)
        g_string_prepend(detail, "the description shares with the article's title: ");
}

const PdSignal pd_signal_context = {"context", "the image's description in the article's title and lead", FEATURES,
                                    G_N_ELEMENTS(FEATURES), measure};
