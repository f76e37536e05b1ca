/* The image's file name against the figure: the same stem in the url, or a name made of words that the caption or the url
 * says. A same stem is argued: editors and CMS keep telling names; generic ones ("image1", "photo-2") are left out. */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same stem", 7.00},
    {"words in caption", 2.66},
    {"share of its words in caption", 4.03},
    {"words in url", 0.50},
};

/* A stem that tells a picture: six characters or more, and not only a common word with a short number. */
static bool is_telling(const char *stem) {
    size_t len = strlen(stem), digits = 0, letters = 0;
    for (const char *p = stem; *p; p++) {
        digits += g_ascii_isdigit(*p);
        letters += g_ascii_isalpha(*p) || (*p & 0x80);
    }
    return len >= 6 && (digits >= 4 || letters >= 10);
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    if (figure->url_stem && is_telling(image->stem) && strcmp(figure->url_stem, image->stem) == 0) {
        values[0] = 1.0;
        if (detail)
            g_string_printf(detail, "the figure's address ends in the file's name, \"%s\"", image->stem);
    }
    if (image->name_terms->mass <= 0)
        return;
    g_autoptr(GString) shown = detail ? g_string_new(NULL) : NULL;
    PdShared caption = pd_terms_shared(image->name_terms, figure->terms, shown);
    PdShared url = pd_terms_shared(image->name_terms, figure->url_terms, NULL);
    values[1] = MIN(caption.words, 30.0) / 10.0;
    values[2] = caption.words / image->name_terms->mass;
    values[3] = MIN(url.words, 30.0) / 10.0;
    if (shown && shown->len && !detail->len)
        g_string_printf(detail, "caption and file name share: %s", shown->str);
}

const PdSignal pd_signal_name = {"name", "the file's name in the figure's address or caption", FEATURES,
                                 G_N_ELEMENTS(FEATURES), measure};
