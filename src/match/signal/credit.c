/* The printed credit against the image's: the same photographer speaks loudest, another one against; agencies less, since
 * one agency has many pictures of a day, and since editors print the distributor, the origin, or both. */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same creator", 2.18}, {"other creator", -3.42},  {"same agency", 0.00},        {"other agency", -1.82},
    {"same line", 0.42},    {"words in common", 0.74}, {"nothing but a day", -2.17},
};

static bool names_agree(const char *a, const char *b) {
    if (strcmp(a, b) == 0)
        return true;
    const char *last_a = strrchr(a, ' '), *last_b = strrchr(b, ' ');
    return last_a && last_b && strcmp(last_a, last_b) == 0 && a[0] == b[0]; /* "j smith", "john smith" */
}

/* The first of a that is in b too: its place, -1 for none. */
static int common(char **a, char **b, bool (*agree)(const char *, const char *)) {
    for (int i = 0; a[i]; i++)
        for (char **right = b; *right; right++)
            if (agree(a[i], *right))
                return i;
    return -1;
}

static bool is_equal(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

/* Share of the printed line's words that the image's line has too. */
static double words_in_common(const char *printed, const char *embedded) {
    g_auto(GStrv) words = g_strsplit(printed, " ", 20);
    g_autofree char *padded = g_strconcat(" ", embedded, " ", NULL);
    size_t n = 0, found = 0;
    for (char **word = words; *word; word++) {
        g_autofree char *needle = g_strconcat(" ", *word, " ", NULL);
        n += **word != '\0';
        found += **word && strstr(padded, needle);
    }
    return n ? (double)found / (double)n : 0.0;
}

static void measure_creators(const PdMatchCredit *printed, const PdMatchCredit *embedded, double *values, GString *detail) {
    if (!printed->creators[0] || !embedded->creators[0])
        return;
    int at = common(printed->creators, embedded->creators, names_agree);
    values[at >= 0 ? 0 : 1] = 1.0;
    if (detail && at >= 0)
        g_string_append_printf(detail, "both credit %s", printed->creators_shown[at]);
    else if (detail)
        g_string_append_printf(detail, "the figure credits %s, the image %s", printed->creators_shown[0],
                               embedded->creators_shown[0]);
}

static void measure_agencies(const PdMatchCredit *printed, const PdMatchCredit *embedded, double *values, GString *detail) {
    if (!printed->agencies[0] || !embedded->agencies[0])
        return;
    int at = common(printed->agencies, embedded->agencies, is_equal);
    values[at >= 0 ? 2 : 3] = 1.0;
    if (!detail)
        return;
    if (at >= 0)
        g_string_append_printf(detail, "%s%s", detail->len ? "; both " : "both credit ", printed->agencies_shown[at]);
    else
        g_string_append_printf(detail, "%sthe figure credits %s, the image %s", detail->len ? "; " : "",
                               printed->agencies_shown[0], embedded->agencies_shown[0]);
}

static const char *shown_of(const char *line, char **names, char **shown) {
    for (size_t i = 0; *line && names[i]; i++)
        if (strcmp(line, names[i]) == 0)
            return shown[i];
    return NULL;
}

/* A house that made its own picture is a creator to one side and the whole credit line to the other. As shown; NULL when no
 * such house is named. */
static const char *house_of(const PdMatchCredit *printed, const PdMatchCredit *embedded) {
    const char *house = shown_of(printed->line, embedded->creators, embedded->creators_shown);
    if (!house && !embedded->line[0])
        house = shown_of(printed->line, embedded->agencies, embedded->agencies_shown);
    return house ? house : shown_of(embedded->line, printed->creators, printed->creators_shown);
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    const PdMatchCredit *printed = &figure->credit, *embedded = &image->credit;
    bool is_bare = image->terms->mass <= 0 && image->name_terms->mass <= 0;
    bool is_same = common(printed->creators, embedded->creators, names_agree) >= 0;
    const char *house = is_same ? NULL : house_of(printed, embedded);
    values[0] = house != NULL;
    values[6] = is_bare && !is_same && !house;
    if (house && detail)
        g_string_printf(detail, "both credit %s", house);
    if (!printed->line[0] || (!embedded->line[0] && !embedded->creators[0]))
        return;
    if (!house) {
        measure_creators(printed, embedded, values, detail);
        measure_agencies(printed, embedded, values, detail);
    }
    values[4] = strcmp(printed->line, embedded->line) == 0;
    values[5] = words_in_common(printed->line, embedded->line);
}

const PdSignal pd_signal_credit = {"credit", "the printed credit against the image's creator and agencies", FEATURES,
                                   G_N_ELEMENTS(FEATURES), measure};
