/* The supplier's id of the image (from its record or its file name) stands in the figure's url or caption. Ids are unique:
 * the weight is argued, not fitted; it outweighs every other signal but a look that differs. */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same id", 12.0},
    {"other id of the same supplier", -6.00},
};

static size_t prefix_of(const char *id) {
    const char *colon = strchr(id, ':');
    return colon ? (size_t)(colon - id) + 1 : 0;
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    if (!image->supplier_id)
        return;
    size_t prefix = prefix_of(image->supplier_id);
    for (char **id = figure->supplier_ids; *id; id++) {
        if (strcmp(*id, image->supplier_id) == 0) {
            values[0] = 1.0;
            values[1] = 0.0;
            if (detail)
                g_string_printf(detail, "the figure names %s, the image's id", *id);
            return;
        }
        if (prefix && strncmp(*id, image->supplier_id, prefix) == 0) {
            values[1] = 1.0;
            if (detail)
                g_string_printf(detail, "the figure names %s, the image is %s", *id, image->supplier_id);
        }
    }
}

const PdSignal pd_signal_supplier = {"supplier", "the supplier's image id in the figure's address or caption", FEATURES,
                                     G_N_ELEMENTS(FEATURES), measure};
