/* Walks the table of dialects: each row has a golden case of `inspect` whose output names it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "article/dialect.h"

/* All that the golden cases of inspect must print. (transfer full) */
static char *expected_outputs(void) {
    GString *all = g_string_new(NULL);
    g_autoptr(GDir) dir = g_dir_open(PD_TESTS_DIR "/golden/inspect", 0, NULL);
    assert_non_null(dir);
    for (const char *name; (name = g_dir_read_name(dir)) != NULL;) {
        g_autofree char *path = g_build_filename(PD_TESTS_DIR "/golden/inspect", name, "expected.out", NULL), *text = NULL;
        if (g_file_get_contents(path, &text, NULL, NULL))
            g_string_append(all, text);
    }
    return g_string_free(all, FALSE);
}

static void test_dialects__each_has_a_golden_case(void **state) {
    (void)state;
    g_autofree char *all = expected_outputs();
    size_t n_missing = 0;
    for (const PdDialect *const *row = pd_dialects; *row; row++) {
        g_autofree char *words = g_strdup_printf("\"dialect\":\"%s\"", (*row)->name);
        if (!strstr(all, words)) {
            print_message("no golden case for the dialect '%s'\n", (*row)->name);
            n_missing++;
        }
    }
    assert_int_equal(n_missing, 0);
}

static void test_dialects__rows_are_whole(void **state) {
    (void)state;
    for (const PdDialect *const *row = pd_dialects; *row; row++) {
        assert_non_null((*row)->help);
        assert_non_null((*row)->sniff);
        assert_non_null((*row)->read);
        assert_int_equal((*row)->sniff((const uint8_t *)"", 0), 0);
    }
}

static void test_dialects__find(void **state) {
    (void)state;
    static const char json[] = "{\"a\":\"https:\\/\\/x.example\\/1.jpg\",\"b\":\"2.jpg\"}";
    const uint8_t *data = (const uint8_t *)json;
    assert_int_equal(pd_article_find(data, sizeof json - 1, "https://x.example/1.jpg"), 6);
    assert_int_equal(pd_article_find(data, sizeof json - 1, "2.jpg"), strstr(json, "2.jpg") - json);
    assert_true(pd_article_find(data, sizeof json - 1, "3.jpg") == PD_AT_UNKNOWN);
    assert_true(pd_article_find(data, sizeof json - 1, NULL) == PD_AT_UNKNOWN);
    assert_true(pd_article_find(data, 3, "2.jpg") == PD_AT_UNKNOWN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dialects__each_has_a_golden_case),
        cmocka_unit_test(test_dialects__rows_are_whole),
        cmocka_unit_test(test_dialects__find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
