/* Pairs, sets and assignment over hand-made records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/match.h"
#include "match/signal.h"

/* An archive where every word is rare. */
static double rarity(const char *word, void *user) {
    (void)word;
    (void)user;
    return 6.0;
}

static const PdMatchArchive ARCHIVE = {rarity, NULL};

typedef struct {
    const char *creator, *agency;
} Who;

static PdCredit credit_of(const Who *who, const char *const *creators, PdParty *party, const char *line) {
    *party = (PdParty){.slug = who->agency, .name = who->agency, .short_name = who->agency};
    return (PdCredit){.line = line,
                      .creators = creators,
                      .n_creators = who->creator != NULL,
                      .agencies = party,
                      .n_agencies = who->agency != NULL};
}

static PdMatchImage *image(int64_t id, const char *path, const char *caption, Who who, const char *city, const char *day) {
    const char *creators[] = {who.creator, NULL};
    PdParty party;
    PdCredit credit = credit_of(&who, creators, &party, who.agency ? who.agency : "");
    PdMatchSource source = {.id = id, .path = path, .caption = caption, .city = city, .captured_at = day, .credit = &credit};
    return pd_match_image_new(&source, &ARCHIVE);
}

static const PdArticle STORY = {.title = "Ferry aground off Harwick",
                                .published_at = "2022-05-05T08:00:00Z",
                                .lead = "A ferry ran aground off Harwick on Wednesday."};

static PdMatchFigure *figure(const char *caption, Who who) {
    const char *creators[] = {who.creator, NULL};
    PdParty party;
    PdCredit credit = credit_of(&who, creators, &party, who.agency ? who.agency : "");
    PdFigure printed = {.caption = caption};
    return pd_match_figure_new(1, &STORY, &printed, &credit, NULL, &ARCHIVE);
}

static const Who HOLM = {"Ida Holm", "norpix"}, BERG = {"Nils Berg", "norpix"};

/* Answers one figure. */
static void answer(PdMatchFigure *of, GPtrArray *images, PdPairing *out) {
    PdMatchTask task = {.figure = of, .images = images};
    pd_pairing_init(out);
    pd_match_article(&task, 1, out);
}

static GPtrArray *images_new(void) {
    return g_ptr_array_new_with_free_func((GDestroyNotify)pd_match_image_free);
}

static int64_t best(const PdPairing *pairing) {
    return pairing->pairs->len ? g_array_index(pairing->pairs, PdPair, 0).image_id : 0;
}

static void test_match__the_scene_of_the_caption_is_proposed(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images,
                    image(1, "a/1.jpg", "Tugs pull the ferry Solveig off a sandbank", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(2, "a/2.jpg", "Passengers wait at the terminal", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(3, "a/3.jpg", "A goat on a roof", BERG, "Lund", "2019-01-01"));
    g_autoptr(PdMatchFigure) of = figure("Tugs pull the ferry Solveig off a sandbank", HOLM);
    PdPairing pairing;
    answer(of, images, &pairing);
    assert_int_equal(pairing.status, PD_PAIR_PROPOSED);
    assert_int_equal(best(&pairing), 1);
    const PdPair *pair = &g_array_index(pairing.pairs, PdPair, 0);
    assert_true(pair->score > 0.8 && pair->score <= 1.0);
    assert_true(pair->n_evidence >= 3);
    pd_pairing_done(&pairing);
}

static void test_match__nothing_alike_stays_unmatched(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images, image(3, "a/3.jpg", "A goat on a roof", BERG, "Lund", "2019-01-01"));
    g_autoptr(PdMatchFigure) of = figure("Tugs pull the ferry Solveig off a sandbank", HOLM);
    PdPairing pairing;
    answer(of, images, &pairing);
    assert_int_equal(pairing.status, PD_PAIR_UNMATCHED);
    pd_pairing_done(&pairing);

    g_autoptr(GPtrArray) none = images_new();
    answer(of, none, &pairing);
    assert_int_equal(pairing.status, PD_PAIR_UNMATCHED);
    assert_int_equal(pairing.pairs->len, 0);
    pd_pairing_done(&pairing);
}

static void test_match__a_burst_is_one_ambiguous_set(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    const char *caption = "Tugs pull the ferry Solveig off a sandbank";
    for (int64_t id = 1; id <= 3; id++)
        g_ptr_array_add(images, image(id, "a/b.jpg", caption, HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(4, "a/4.jpg", "Passengers wait at the terminal", HOLM, "Harwick", "2022-05-04"));
    g_autoptr(PdMatchFigure) of = figure(caption, HOLM);
    PdPairing pairing;
    answer(of, images, &pairing);
    assert_int_equal(pairing.status, PD_PAIR_AMBIGUOUS);
    assert_true(pairing.pairs->len >= 3);
    for (guint i = 0; i < 3; i++)
        assert_true(g_array_index(pairing.pairs, PdPair, i).image_id <= 3);
    pd_pairing_done(&pairing);
}

static void test_match__another_photographer_speaks_against(void **state) {
    (void)state;
    g_autoptr(PdMatchImage) same = image(1, "a/1.jpg", "Tugs pull a ferry", HOLM, "Harwick", "2022-05-04");
    g_autoptr(PdMatchImage) other = image(2, "a/2.jpg", "Tugs pull a ferry", BERG, "Harwick", "2022-05-04");
    g_autoptr(PdMatchFigure) of = figure("Tugs pull a ferry", HOLM);
    assert_true(pd_match_weigh(of, same, NULL) > pd_match_weigh(of, other, NULL) + 2.0);
}

static void test_match__a_picture_taken_later_speaks_against(void **state) {
    (void)state;
    g_autoptr(PdMatchImage) before = image(1, "a/1.jpg", "Tugs pull a ferry", HOLM, "Harwick", "2022-05-04");
    g_autoptr(PdMatchImage) after = image(2, "a/2.jpg", "Tugs pull a ferry", HOLM, "Harwick", "2022-06-04");
    g_autoptr(PdMatchFigure) of = figure("Tugs pull a ferry", HOLM);
    assert_true(pd_match_weigh(of, before, NULL) > pd_match_weigh(of, after, NULL) + 2.0);
}

static void test_match__a_supplier_id_outweighs_words(void **state) {
    (void)state;
    const char *ids[] = {"norpix:778812", NULL};
    PdMatchSource named = {.id = 1, .path = "a/x.jpg", .supplier_id = "norpix:778812"};
    PdMatchSource alike = {.id = 2, .path = "a/y.jpg", .caption = "Tugs pull a ferry", .supplier_id = "norpix:111111"};
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images, pd_match_image_new(&named, &ARCHIVE));
    g_ptr_array_add(images, pd_match_image_new(&alike, &ARCHIVE));
    PdFigure printed = {.caption = "Tugs pull a ferry"};
    g_autoptr(PdMatchFigure) of = pd_match_figure_new(1, &STORY, &printed, NULL, ids, &ARCHIVE);
    PdPairing pairing;
    answer(of, images, &pairing);
    assert_int_equal(pairing.status, PD_PAIR_PROPOSED);
    assert_int_equal(best(&pairing), 1);
    assert_string_equal(g_array_index(pairing.pairs, PdPair, 0).evidence[0].signal, "supplier");
    pd_pairing_done(&pairing);
}

static void test_match__one_image_stands_in_one_figure(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images,
                    image(1, "a/1.jpg", "Tugs pull the ferry Solveig off a sandbank", HOLM, "Harwick", "2022-05-04"));
    g_autoptr(PdMatchFigure) exact = figure("Tugs pull the ferry Solveig off a sandbank", HOLM);
    g_autoptr(PdMatchFigure) near = figure("The ferry Solveig on a sandbank before the tugs came", HOLM);
    PdMatchTask tasks[] = {{.figure = near, .images = images}, {.figure = exact, .images = images}};
    PdPairing out[2];
    pd_pairing_init(&out[0]);
    pd_pairing_init(&out[1]);
    pd_match_article(tasks, 2, out);
    assert_int_equal(out[1].status, PD_PAIR_PROPOSED);
    assert_int_equal(out[0].status, PD_PAIR_UNMATCHED);
    pd_pairing_done(&out[0]);
    pd_pairing_done(&out[1]);
}

/* Neither credit nor day is known: the words alone must do. */
static void test_match__the_same_text_is_proposed_without_a_day(void **state) {
    (void)state;
    static const char TEXT[] = "Tugs pull the ferry Solveig off a sandbank below the lighthouse";
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images, image(1, "a/1.jpg", TEXT, (Who){0}, NULL, NULL));
    g_ptr_array_add(images, image(2, "a/2.jpg", "The ferry Solveig at the quay", (Who){0}, NULL, NULL));
    g_autoptr(PdMatchFigure) same = figure(TEXT, (Who){0});
    PdPairing out;
    answer(same, images, &out);
    assert_int_equal(out.status, PD_PAIR_PROPOSED);
    assert_int_equal(best(&out), 1);
    pd_pairing_done(&out);
}

/* Two pictures of one shoot, two figures: what one of them likely shows is less likely in the other. */
static void test_match__figures_that_are_unsure_help_each_other(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images, image(1, "a/1.jpg", "Divers wait in the rain", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(2, "a/2.jpg", "Passengers wait in the rain", HOLM, "Harwick", "2022-05-04"));
    g_autoptr(PdMatchFigure) divers = figure("The divers say that the hull is dry", HOLM);
    g_autoptr(PdMatchFigure) rain = figure("Rain fell all night", HOLM);
    PdMatchTask tasks[] = {{.figure = divers, .images = images}, {.figure = rain, .images = images}};
    PdPairing alone, out[2];
    answer(rain, images, &alone);
    pd_pairing_init(&out[0]);
    pd_pairing_init(&out[1]);
    pd_match_article(tasks, 2, out);
    assert_int_equal(best(&out[0]), 1);
    assert_int_equal(best(&out[1]), 2);
    double score = g_array_index(out[1].pairs, PdPair, 0).score;
    assert_true(score > 1.1 * g_array_index(alone.pairs, PdPair, 0).score);
    pd_pairing_done(&alone);
    pd_pairing_done(&out[0]);
    pd_pairing_done(&out[1]);
}

static void test_match__a_sure_choice_does_not_speak_for_its_rival(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images,
                    image(1, "a/1.jpg", "Captain Aas waves after docking the ferry Solveig", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(2, "a/2.jpg", "A passenger cheers as Captain Aas docks the ferry Solveig", HOLM, "Harwick",
                                  "2022-05-04"));
    g_autoptr(PdMatchFigure) waves = figure("Captain Aas waves after docking the ferry", HOLM);
    g_autoptr(PdMatchFigure) cheers = figure("A passenger cheers as Captain Aas docks the ferry Solveig", HOLM);
    PdMatchTask tasks[] = {{.figure = waves, .images = images}, {.figure = cheers, .images = images}};
    PdPairing out[2];
    pd_pairing_init(&out[0]);
    pd_pairing_init(&out[1]);
    pd_match_article(tasks, 2, out);
    assert_int_equal(best(&out[0]), 1);
    assert_int_equal(best(&out[1]), 2);
    pd_pairing_done(&out[0]);
    pd_pairing_done(&out[1]);
}

static void test_match__what_a_person_confirmed_is_taken(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new(), confirmed = g_ptr_array_new();
    g_ptr_array_add(images,
                    image(1, "a/1.jpg", "Tugs pull the ferry Solveig off a sandbank", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(confirmed, g_ptr_array_index(images, 0));
    g_autoptr(PdMatchFigure) exact = figure("Tugs pull the ferry Solveig off a sandbank", HOLM);
    g_autoptr(PdMatchFigure) other = figure("The minister of fisheries", BERG);
    PdMatchTask tasks[] = {{.figure = exact, .images = images}, {.figure = other, .images = confirmed, .is_decided = true}};
    PdPairing out[2];
    pd_pairing_init(&out[0]);
    pd_pairing_init(&out[1]);
    pd_match_article(tasks, 2, out);
    assert_int_equal(out[0].status, PD_PAIR_UNMATCHED);
    assert_int_equal(best(&out[1]), 1);
    pd_pairing_done(&out[0]);
    pd_pairing_done(&out[1]);
}

static void test_match__the_order_of_candidates_does_not_matter(void **state) {
    (void)state;
    g_autoptr(GPtrArray) images = images_new();
    g_ptr_array_add(images, image(7, "a/7.jpg", "Tugs pull a ferry", HOLM, "Harwick", "2022-05-04"));
    g_ptr_array_add(images, image(3, "b/3.jpg", "Tugs pull a ferry", HOLM, "Harwick", "2022-05-04"));
    g_autoptr(PdMatchFigure) of = figure("Tugs pull a ferry", HOLM);
    PdPairing pairing;
    answer(of, images, &pairing);
    assert_int_equal(best(&pairing), 3);
    pd_pairing_done(&pairing);
}

static void test_match__days_that_do_not_exist_are_unknown(void **state) {
    (void)state;
    assert_int_equal(pd_match_day("2022-02-30"), 0);
    assert_int_equal(pd_match_day("2022-02"), 0);
    assert_int_equal(pd_match_day("0000-00-00"), 0);
    assert_int_equal(pd_match_day(NULL), 0);
    assert_int_equal(pd_match_day("2022-03-01") - pd_match_day("2022-02-28T10:00:00Z"), 1);
}

static void test_match__every_signal_says_what_it_weighs(void **state) {
    (void)state;
    for (const PdSignal *const *signal = pd_signals; *signal; signal++) {
        assert_true((*signal)->name[0] && (*signal)->help[0] && (*signal)->measure);
        assert_true((*signal)->n_features >= 1 && (*signal)->n_features <= PD_SIGNAL_FEATURES_MAX);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_match__the_scene_of_the_caption_is_proposed),
        cmocka_unit_test(test_match__nothing_alike_stays_unmatched),
        cmocka_unit_test(test_match__a_burst_is_one_ambiguous_set),
        cmocka_unit_test(test_match__another_photographer_speaks_against),
        cmocka_unit_test(test_match__a_picture_taken_later_speaks_against),
        cmocka_unit_test(test_match__a_supplier_id_outweighs_words),
        cmocka_unit_test(test_match__one_image_stands_in_one_figure),
        cmocka_unit_test(test_match__the_same_text_is_proposed_without_a_day),
        cmocka_unit_test(test_match__figures_that_are_unsure_help_each_other),
        cmocka_unit_test(test_match__a_sure_choice_does_not_speak_for_its_rival),
        cmocka_unit_test(test_match__what_a_person_confirmed_is_taken),
        cmocka_unit_test(test_match__the_order_of_candidates_does_not_matter),
        cmocka_unit_test(test_match__days_that_do_not_exist_are_unknown),
        cmocka_unit_test(test_match__every_signal_says_what_it_weighs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
