/* The printed credit against the image's: the same photographer speaks loudest, another one against; agencies less, since
 * one agency has many pictures of a day, and since editors print the distributor, the origin, or both. */
#include <string.h>

#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"same creator", 3.30},  {"other creator", -3.41}, {"same agency", 0.00},
    {"other agency", -3.29}, {"same line", 0.00},      {"words in common", 1.88},
};

static bool names_agree(const char *a, const char *b) {
    if (strcmp(a, b) == 0)
        return true;
    const char *last_a = strrchr(a, ' '), *last_b = strrchr(b, ' ');
    return last_a && last_b && strcmp(last_a, last_b) == 0 && a[0] == b[0]; /* "j smith", "john smith" */
}

static const char *common(char **a, char **b, bool (*agree)(const char *, const char *)) {
    for (char **left = a; *left; left++)
        for (char **right = b; *right; right++)
            if (agree(*left, *right))
                return *left;
    return NULL;
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

static void measure_creators(char **printed, char **embedded, double *values, GString *detail) {
    if (!printed[0] || !embedded[0])
        return;
    const char *creator = common(printed, embedded, names_agree);
    values[creator ? 0 : 1] = 1.0;
    if (detail && creator)
        g_string_append_printf(detail, "both name %s", creator);
    else if (detail)
        g_string_append_printf(detail, "the figure names %s, the image %s", printed[0], embedded[0]);
}

static void measure_agencies(char **printed, char **embedded, double *values, GString *detail) {
    if (!printed[0] || !embedded[0])
        return;
    const char *agency = common(printed, embedded, is_equal);
    values[agency ? 2 : 3] = 1.0;
    if (!detail)
        return;
    g_string_append(detail, detail->len ? "; " : "");
    if (agency)
        g_string_append_printf(detail, "agency %s agrees", agency);
    else
        g_string_append_printf(detail, "agencies differ: %s, %s", printed[0], embedded[0]);
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    const PdMatchCredit *printed = &figure->credit, *embedded = &image->credit;
    if (!printed->line[0] || (!embedded->line[0] && !embedded->creators[0]))
        return;
    measure_creators(printed->creators, embedded->creators, values, detail);
    measure_agencies(printed->agencies, embedded->agencies, values, detail);
    values[4] = strcmp(printed->line, embedded->line) == 0;
    values[5] = words_in_common(printed->line, embedded->line);
}

const PdSignal pd_signal_credit = {"credit", "the printed credit against the image's creator and agencies", FEATURES,
                                   G_N_ELEMENTS(FEATURES), measure};
