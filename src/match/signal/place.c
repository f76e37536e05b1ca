/* The image's city and country in the caption, the title or the lead, in whatever language (match/words.tsv). */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"city in caption", 1.18},    {"city in title", 0.67},    {"city in lead", 0.82},    {"city nowhere", -1.58},
    {"country in caption", 0.00}, {"country in title", 0.00}, {"country in lead", 0.19}, {"country nowhere", 0.00},
};

static const char *found_in(char **names, const char *words) {
    for (char **name = names; *name; name++) {
        g_autofree char *needle = g_strconcat(" ", *name, " ", NULL);
        if (strstr(words, needle))
            return *name;
    }
    return NULL;
}

static void look_for(char **names, const char *stated, const PdMatchFigure *figure, double *values, GString *detail) {
    static const char *const WHERE[] = {"the caption", "the title", "the article's first words"};
    const char *const texts[] = {figure->caption_words, figure->title_words, figure->lead_words};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (!found_in(names, texts[i]))
            continue;
        values[i] = 1.0;
        if (detail)
            g_string_append_printf(detail, "%s%s, which %s", detail->len ? "; in " : "taken in ", stated, WHERE[i]);
        if (detail)
            g_string_append(detail, i == 2 ? " name" : " names");
        return;
    }
    values[3] = figure->lead_words[1] != '\0';
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    if (image->cities[0])
        look_for(image->cities, image->city, figure, values, detail);
    if (image->countries[0])
        look_for(image->countries, image->country, figure, values + 4, detail);
    if (detail && !detail->len && values[3] > 0)
        g_string_printf(detail, "taken in %s, which the article's beginning does not name", image->city);
}

const PdSignal pd_signal_place = {"place", "the image's city and country in the caption, title and lead", FEATURES,
                                  G_N_ELEMENTS(FEATURES), measure};
