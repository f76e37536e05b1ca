/* When the image was taken against when the article was published, and against the day that the caption states. A picture is
 * taken before it is published, mostly days before. Zero is a day that nobody knows, argued as what the ages weigh on the
 * average; a file that tells neither a day nor anything else is worth less than that. */
#include "match/signal.h"

static const PdSignalFeature FEATURES[] = {
    {"taken up to 2 days before", 3.62},  {"taken up to a week before", 3.39}, {"taken up to a month before", -3.02},
    {"taken up to a year before", -4.75}, {"taken longer before", -4.43},      {"taken after publication", -6.04},
    {"the caption's day", 1.44},          {"not the caption's day", 0.00},     {"neither day nor text", -3.00},
};

static size_t age_class(int days) {
    return days < -1 ? 5 : days <= 2 ? 0 : days <= 7 ? 1 : days <= 31 ? 2 : days <= 366 ? 3 : 4;
}

/* 1 when the caption states this day, -1 when it states only others, 0 when it states none. */
static int caption_says(const PdMatchFigure *figure, int day) {
    bool has_day = false;
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)day);
    for (guint i = 0; i < figure->terms->days->len; i++) {
        PdDay said = g_array_index(figure->terms->days, PdDay, i);
        if (!said.day)
            continue;
        has_day = true;
        if (said.day == g_date_get_day(&date) && said.month == (int)g_date_get_month(&date) &&
            (!said.year || said.year == g_date_get_year(&date)))
            return 1;
    }
    return has_day ? -1 : 0;
}

/* "4 days", "7 weeks", "5 months", "6 years": as exact as an editor would say it. */
static void append_span(GString *out, int days) {
    static const struct {
        int from, unit;
        const char *name;
    } SPANS[] = {{730, 365, "year"}, {90, 30, "month"}, {21, 7, "week"}, {0, 1, "day"}};
    size_t i = 0;
    while (days < SPANS[i].from)
        i++;
    int n = days / SPANS[i].unit;
    g_string_append_printf(out, "%s%d %s%s", SPANS[i].unit > 1 ? "some " : "", n, SPANS[i].name, n == 1 ? "" : "s");
}

static void append_age(GString *out, int days) {
    if (days == 0 || days == -1) {
        g_string_append(out, "taken on the day of publication");
        return;
    }
    g_string_append(out, "taken ");
    append_span(out, ABS(days));
    g_string_append(out, days > 0 ? " before publication" : " after publication");
}

static void measure(const PdMatchFigure *figure, const PdMatchImage *image, double *values, GString *detail) {
    values[8] = (!image->day || !figure->published) && image->terms->mass <= 0;
    if (!image->day)
        return;
    int said = caption_says(figure, image->day);
    if (said)
        values[said > 0 ? 6 : 7] = 1.0;
    if (!figure->published)
        return;
    int days = figure->published - image->day;
    values[age_class(days)] = 1.0;
    if (!detail)
        return;
    append_age(detail, days);
    if (said)
        g_string_append(detail, said > 0 ? ", the day that the caption states" : "; the caption states another day");
}

const PdSignal pd_signal_time = {"time", "the day of capture against publication and the caption's date", FEATURES,
                                 G_N_ELEMENTS(FEATURES), measure};
