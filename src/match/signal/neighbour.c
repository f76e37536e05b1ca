/* The images that are already sure in the same article: pictures of one article come from one shoot more often than by
 * chance. */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same creator and day", 1.50},
    {"same day and city", 0.75},
};

static bool shares(char **a, char **b) {
    for (char **left = a; *left; left++)
        for (char **right = b; *right; right++)
            if (strcmp(*left, *right) == 0)
                return true;
    return false;
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    for (guint i = 0; figure->companions && i < figure->companions->len; i++) {
        const PdMatchImage *other = g_array_index(figure->companions, const PdMatchImage *, i);
        if (strcmp(other->set_key, image->set_key) == 0 || !image->day || other->day != image->day)
            continue;
        if (shares(image->credit.creators, other->credit.creators))
            values[0] = 1.0;
        else if (shares(image->cities, other->cities))
            values[1] = 1.0;
    }
    if (detail && values[0] > 0)
        g_string_assign(detail, "by the same photographer and of the same day as another picture of the article");
    else if (detail && values[1] > 0)
        g_string_assign(detail, "of the same place and day as another picture of the article");
}

const PdSignal pd_signal_neighbour = {"neighbour", "images already sure in the same article", FEATURES,
                                      G_N_ELEMENTS(FEATURES), measure};
