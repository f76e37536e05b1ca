/* Every signal has a case that it speaks for and one that it speaks against, in the words that people read. A row of
 * signals.def without a case fails. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/signal.h"
#include "picdesk/grammar.h"
#include "picdesk/limits.h"

/* Every word is rare. */
static double rarity(const char *word, void *user) {
    (void)word;
    (void)user;
    return 6.0;
}

static const PdMatchArchive ARCHIVE = {rarity, NULL};

typedef struct {
    const char *signal;
    bool is_for;
    const char *said; /* NULL: nothing */
    /* the figure */
    const char *caption, *credit, *url, *id, *title, *lead;
    /* the image */
    const char *path, *description, *creator, *line, *city, *country, *day, *image_id;
    double likeness;  /* of the published copy, 0 = there is none, below 0 = another picture */
    bool has_sibling; /* another figure of the article holds an image like this one */
} Case;

static const Case CASES[] = {
    {"look", true, "the copy beside the article was made from this picture (99 % alike)", .likeness = 0.99},
    {"look", false, "the copy beside the article shows another picture", .likeness = -1},
    {"supplier", true, "the figure names getty:77, the image's id", .id = "getty:77", .image_id = "getty:77"},
    {"supplier", false, "the figure names getty:77, the image is getty:78", .id = "getty:77", .image_id = "getty:78"},
    {"name", true, "the figure's address ends in the file's name, \"norland-ferry-02\"",
     .url = "https://cdn.example/x/norland-ferry-02.jpg?w=3", .path = "/p/norland-ferry-02.jpg"},
    {"name", true, "caption and file name share: ferry, sandbank", .caption = "A ferry on a sandbank",
     .path = "/p/ferry-sandbank-1.jpg"},
    {"words", true, "caption and description share: ferry, Solveig, Tugs", .caption = "Tugs pull the ferry Solveig",
     .description = "The ferry Solveig with two tugs"},
    {"words", false, NULL, .caption = "Tugs pull the ferry Solveig", .description = "A goat stands there"},
    {"context", true, "the description shares with the article's title: aground, Harwick", .title = "Aground off Harwick",
     .description = "A ferry lies aground near Harwick"},
    {"credit", true, "both credit Ida Holm; both Reuters", .credit = "Ida Holm/Reuters", .creator = "Ida Holm",
     .line = "Reuters"},
    {"credit", true, "both credit Reuters", .credit = "REUTERS", .line = "Reuters", .description = "A goat stands there"},
    {"credit", true, "both credit Norland Harbour Museum", .credit = "Norland Harbour Museum",
     .creator = "Norland Harbour Museum", .path = "/p/DSC_1.jpg", .day = "2022-05-04"}, /* who is no photographer */
    {"credit", false, "the figure credits Ida Holm, the image Nils Berg; the figure credits Reuters, the image AP",
     .credit = "Ida Holm/Reuters", .creator = "Nils Berg", .line = "AP"},
    {"credit", false, NULL, .path = "/p/1.jpg", .day = "2022-05-04"}, /* an image that says nothing but its day */
    {"time", true, "taken on the day of publication", .day = "2022-05-05"},
    {"time", true, "taken 1 day before publication, the day that the caption states", .day = "2022-05-04",
     .caption = "A ferry on May 4, 2022"},
    {"time", false, "taken some 6 years before publication", .day = "2016-01-02"},
    {"time", false, "taken 9 days after publication", .day = "2022-05-14"},
    {"place", true, "taken in Munich, which the caption names", .city = "Munich", .caption = "Bauern in München",
     .lead = "Farmers came to town."},
    {"place", false, "taken in Lund, which the article's beginning does not name", .city = "Lund",
     .lead = "Farmers came to town."},
    {"neighbour", true, "by the same photographer and of the same day as another picture of the article",
     .creator = "Ida Holm", .line = "Reuters", .day = "2022-05-04", .has_sibling = true},
};

static PdMatchImage *image_of(const Case *one, int64_t id, const char *description) {
    g_autoptr(PdCredit) credit =
        one->line || one->creator ? pd_credit_parse(one->line, one->creator, pd_limits_default()) : NULL;
    PdMatchSource source = {.id = id,
                            .path = one->path ? one->path : "/p/DSC_1.jpg",
                            .caption = description,
                            .city = one->city,
                            .country = one->country,
                            .captured_at = one->day,
                            .supplier_id = one->image_id,
                            .credit = credit};
    return pd_match_image_new(&source, &ARCHIVE);
}

static PdMatchFigure *figure_of(const Case *one) {
    g_autoptr(PdCredit) credit = one->credit ? pd_credit_parse(one->credit, NULL, pd_limits_default()) : NULL;
    PdArticle article = {.title = one->title, .lead = one->lead, .published_at = "2022-05-05"};
    PdFigure figure = {.caption = one->caption, .credit = one->credit, .url = one->url};
    const char *const ids[] = {one->id, NULL};
    PdMatchFigure *made = pd_match_figure_new(1, &article, &figure, credit, ids, &ARCHIVE);
    if (one->likeness > 0 || one->likeness < 0) {
        int64_t image = 1;
        double likeness = MAX(one->likeness, 0);
        made->looks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
        g_hash_table_insert(made->looks, g_memdup2(&image, sizeof image), g_memdup2(&likeness, sizeof likeness));
    }
    return made;
}

/* What the case's signal says of its pair, and the weight of it. (transfer full) */
static char *said_of(const Case *one, double *out_weight) {
    g_autoptr(PdMatchFigure) figure = figure_of(one);
    g_autoptr(PdMatchImage) image = image_of(one, 1, one->description);
    g_autoptr(PdMatchImage) sibling = image_of(one, 2, "Another scene");
    g_autoptr(GString) detail = g_string_new(NULL);
    double values[PD_SIGNAL_FEATURES_MAX] = {0};
    if (one->has_sibling) {
        figure->companions = g_array_new(FALSE, FALSE, sizeof sibling);
        g_array_append_val(figure->companions, sibling);
    }
    *out_weight = 0.0;
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        if (strcmp((*signal)->name, one->signal) != 0)
            continue;
        (*signal)->measure(figure, image, values, detail);
        for (size_t i = 0; i < (*signal)->n_features; i++)
            *out_weight += (*signal)->features[i].weight * values[i];
    }
    g_clear_pointer(&figure->companions, g_array_unref);
    return g_strdup(detail->len ? detail->str : NULL);
}

static void test_signals__each_says_what_it_saw_and_weighs_it(void **state) {
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        double weight = 0.0;
        g_autofree char *said = said_of(&CASES[i], &weight);
        if (g_strcmp0(said, CASES[i].said) != 0)
            fail_msg("case %d, %s: \"%s\" instead of \"%s\"", (int)i, CASES[i].signal, said, CASES[i].said);
        if (CASES[i].is_for ? weight <= 0 : weight >= 0)
            fail_msg("case %d, %s: weighs %f", (int)i, CASES[i].signal, weight);
    }
}

static void test_signals__each_row_has_a_case(void **state) {
    (void)state;
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        bool has_case = false;
        for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
            has_case = has_case || (CASES[i].is_for && strcmp(CASES[i].signal, (*signal)->name) == 0);
        if (!has_case)
            fail_msg("signal %s has no case", (*signal)->name);
        assert_true((*signal)->n_features >= 1 && (*signal)->n_features <= PD_SIGNAL_FEATURES_MAX);
        assert_non_null((*signal)->help);
    }
}

static void test_signals__nothing_is_said_of_nothing(void **state) {
    (void)state;
    const Case empty = {.signal = ""};
    g_autoptr(PdMatchFigure) figure = figure_of(&empty);
    g_autoptr(PdMatchImage) image = image_of(&empty, 1, NULL);
    g_autoptr(GArray) evidence = g_array_new(FALSE, FALSE, sizeof(PdEvidence));
    assert_true(pd_match_weigh(figure, image, evidence) < 0);
    assert_int_equal(evidence->len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signals__each_says_what_it_saw_and_weighs_it),
        cmocka_unit_test(test_signals__each_row_has_a_case),
        cmocka_unit_test(test_signals__nothing_is_said_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
