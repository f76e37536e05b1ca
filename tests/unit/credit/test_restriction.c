/* Restriction phrases by the lines of tests/tables/restrictions.tsv: where (field, prose), the text, and all classes
 * expected with their parameters, joined by " + ", "-" for none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "credit/restriction.h"

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *sorted(char **parts) {
    qsort(parts, g_strv_length(parts), sizeof(char *), compare_texts);
    return g_strjoinv(" + ", parts);
}

static char *parse(const char *text, PdRestrictionPlace place) {
    g_autoptr(GArray) found = pd_restriction_parse(text, place, NULL);
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < found->len; i++) {
        const PdRestriction *restriction = &g_array_index(found, PdRestriction, i);
        assert_true(restriction->start < restriction->end && restriction->end <= strlen(text));
        g_ptr_array_add(parts, pd_restriction_text(restriction));
    }
    g_ptr_array_add(parts, NULL);
    return parts->len > 1 ? sorted((char **)parts->pdata) : g_strdup("-");
}

static void test_restriction__reads_every_line_of_the_table(void **state) {
    (void)state;
    g_autofree char *text = NULL;
    unsigned n_wrong = 0;
    if (!g_file_get_contents(PD_TESTS_DIR "/tables/restrictions.tsv", &text, NULL, NULL))
        fail_msg("no table");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
        if (g_strv_length(cells) != 3 || **line == '#')
            continue;
        g_auto(GStrv) parts = g_strsplit(cells[2], " + ", -1);
        g_autofree char *expected = sorted(parts);
        g_autofree char *got =
            parse(cells[1], strcmp(cells[0], "prose") ? PD_RESTRICTION_IN_FIELD : PD_RESTRICTION_IN_PROSE);
        if (strcmp(got, expected) == 0)
            continue;
        n_wrong++;
        print_error("%s\n  gives    %s\n  expected %s\n", cells[1], got, expected);
    }
    assert_int_equal(n_wrong, 0);
}

static void test_restriction__bounds_hostile_text(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 20000; i++)
        g_string_append(text, "NO USE IN GERMANY OUT AND ");
    g_autoptr(GArray) found = pd_restriction_parse(text->str, PD_RESTRICTION_IN_FIELD, NULL);
    assert_true(found->len < 10);
}

static void test_restriction__knows_words_for_every_class(void **state) {
    (void)state;
    for (int class = 0; class < PD_N_RESTRICTIONS; class ++) {
        assert_true(strlen(pd_restriction_word((PdRestrictionClass) class)) > 3);
        assert_true(strlen(pd_restriction_about((PdRestrictionClass) class)) > 5);
    }
    assert_true(pd_restriction_list_has("DE|AT|CH", "AT"));
    assert_true(pd_restriction_list_has("social-media", "social-media"));
    assert_false(pd_restriction_list_has("social-media", "media"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_restriction__reads_every_line_of_the_table),
        cmocka_unit_test(test_restriction__bounds_hostile_text),
        cmocka_unit_test(test_restriction__knows_words_for_every_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
