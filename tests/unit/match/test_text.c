/* Captions to terms: furniture, days, stems, sharing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/text.h"

static double rarity(const char *word, void *user) {
    (void)user;
    (void)word;
    return 2.0;
}

static PdTerms *terms_of(const char *text) {
    PdTerms *terms = pd_terms_new();
    pd_terms_add(terms, text, NULL);
    pd_terms_weigh(terms, rarity, NULL);
    return terms;
}

static void assert_core(const char *caption, const char *core) {
    g_autoptr(PdTerms) terms = pd_terms_new();
    g_autoptr(GString) got = g_string_new(NULL);
    pd_terms_add(terms, caption, got);
    assert_string_equal(got->str, core);
}

static void test_text__frames_of_the_wires_are_furniture(void **state) {
    (void)state;
    assert_core("HARWICK, NORLAND - MAY 04: Dockers load a crane on May 4, 2022 in Harwick. (Photo by Ida Holm/Norpix)",
                "dockers load a crane on in harwick");
    assert_core("04. Mai 2022, Norland, Harwick: Hafenarbeiter beladen einen Kran. Foto: Ida Holm/npa",
                "hafenarbeiter beladen einen kran");
    assert_core("(220504) -- HARWICK, May 4, 2022 (Norhua) -- Dockers load a crane.", "dockers load a crane");
    assert_core("GRAF8123. HARWICK, 04/05/2022.- Dockers load a crane. EFE/Ida Holm", "dockers load a crane");
    assert_core("GRAF8124. HARWICK, 04/05/2022.- Dockers load a crane. EFE/Ida Holm", "dockers load a crane");
    assert_core("Dockers load a crane, Wednesday, May 4, 2022. (AP Photo/Ida Holm)", "dockers load a crane");
    assert_core("Dockers load a crane. Picture date: Wednesday May 4, 2022. Photo credit should read: Ida Holm/PA",
                "dockers load a crane");
    assert_core("", "");
    assert_core(NULL, "");
}

static void test_text__a_plain_caption_keeps_its_words(void **state) {
    (void)state;
    assert_core("The mayor may march in the photo parade", "the mayor may march in the photo parade");
    assert_core("EU - a summit: leaders met", "eu a summit leaders met");
}

static void assert_day(const char *text, int year, int month, int day) {
    g_autoptr(PdTerms) terms = terms_of(text);
    assert_int_equal(terms->days->len, 1);
    PdDay got = g_array_index(terms->days, PdDay, 0);
    assert_int_equal(got.year, year);
    assert_int_equal(got.month, month);
    assert_int_equal(got.day, day);
}

static void test_text__days_are_read_in_many_languages(void **state) {
    (void)state;
    assert_day("on May 4, 2022 in the port", 2022, 5, 4);
    assert_day("am 4. Mai 2022", 2022, 5, 4);
    assert_day("le 4 février 2022", 2022, 2, 4);
    assert_day("el 4 de mayo de 2022", 2022, 5, 4);
    assert_day("04.05.2022", 2022, 5, 4);
    assert_day("04/05/2022", 2022, 5, 4);
    assert_day("2022-05-04", 2022, 5, 4);
    assert_day("on Sept. 4th", 0, 9, 4);
    assert_day("in May 2022", 2022, 5, 0);
    g_autoptr(PdTerms) none = terms_of("She may march with 12 others, 3.5 km");
    assert_int_equal(none->days->len, 0);
}

static void test_text__stems_and_diacritics_meet(void **state) {
    (void)state;
    g_autoptr(PdTerms) a = terms_of("Protesters marched near the Hôtel Özal");
    g_autoptr(PdTerms) b = terms_of("A protester near the Hotel Ozal");
    g_autoptr(GString) shown = g_string_new(NULL);
    PdShared shared = pd_terms_shared(a, b, shown);
    assert_non_null(strstr(shown->str, "rotesters"));
    assert_non_null(strstr(shown->str, "Özal"));
    assert_true(shared.names >= 4.0);
    assert_true(shared.words >= 2.0);
}

static void test_text__scenes_meet_across_languages(void **state) {
    (void)state;
    g_autoptr(PdTerms) a = terms_of("Die Feuerwehr am Brandort");
    g_autoptr(PdTerms) b = terms_of("Firefighters at the scene");
    PdShared shared = pd_terms_shared(a, b, NULL);
    assert_true(shared.scenes == 1.0);
    assert_true(shared.words == 0.0);
    g_autoptr(PdTerms) burns = terms_of("The house is burning"), burned = terms_of("A burned house");
    assert_true(pd_terms_shared(burns, burned, NULL).scenes == 0.0);
}

static void test_text__a_dropped_place_is_no_word(void **state) {
    (void)state;
    g_autoptr(PdTerms) terms = pd_terms_new();
    pd_terms_add(terms, "A tram in New Harwick", NULL);
    pd_terms_drop(terms, "New Harwick");
    pd_terms_weigh(terms, rarity, NULL);
    for (guint i = 0; i < terms->terms->len; i++)
        assert_string_not_equal(g_array_index(terms->terms, PdTerm, i).word, "harwick");
}

static void test_text__file_names_give_words_without_numbers(void **state) {
    (void)state;
    g_autoptr(PdTerms) terms = pd_terms_new();
    pd_terms_add_name(terms, "harbour-crane_0042-1a");
    pd_terms_weigh(terms, rarity, NULL);
    assert_true(terms->mass == 4.0); /* harbour, crane */
}

/* What a camera, an agency or a web system calls a file tells nothing of the picture. */
static void test_text__made_up_file_names_have_no_words(void **state) {
    (void)state;
    static const char *const NAMES[] = {"DSC_0042", "_MG_7713", "IMG_2210-scaled", "GettyImages-2150001201",
                                        "csm_0a1b2c3d4e"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(PdTerms) terms = pd_terms_new();
        pd_terms_add_name(terms, NAMES[i]);
        pd_terms_weigh(terms, rarity, NULL);
        if (terms->mass > 0)
            fail_msg("%s is taken for words", NAMES[i]);
    }
}

static void test_text__terms_are_bounded(void **state) {
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 5000; i++)
        g_string_append_printf(text, "word%c%c%c ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    g_autofree char *long_text = g_string_free(text, FALSE);
    g_autoptr(PdTerms) terms = terms_of(long_text);
    assert_true(terms->terms->len <= PD_TERMS_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__frames_of_the_wires_are_furniture),
        cmocka_unit_test(test_text__a_plain_caption_keeps_its_words),
        cmocka_unit_test(test_text__days_are_read_in_many_languages),
        cmocka_unit_test(test_text__stems_and_diacritics_meet),
        cmocka_unit_test(test_text__scenes_meet_across_languages),
        cmocka_unit_test(test_text__a_dropped_place_is_no_word),
        cmocka_unit_test(test_text__file_names_give_words_without_numbers),
        cmocka_unit_test(test_text__made_up_file_names_have_no_words),
        cmocka_unit_test(test_text__terms_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
