/* CSV in: quotes, delimiters, line ends, guards, limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "codec/csv_read.h"
#include "picdesk/error.h"

/* The table as one text: cells apart by |, records by /. */
static char *read_all(const char *text, GError **error) {
    PdCsvReader reader = pd_csv_reader(text);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    GString *out = g_string_new(NULL);
    while (pd_csv_read(&reader, pd_limits_default(), cells, error)) {
        for (guint i = 0; i < cells->len; i++)
            g_string_append_printf(out, "%s%s", i ? "|" : "", (char *)g_ptr_array_index(cells, i));
        g_string_append_printf(out, "@%" G_GUINT64_FORMAT "/", reader.line);
    }
    return g_string_free(out, FALSE);
}

static void test_csv_read__tables(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected;
    } CASES[] = {
        {"", ""},
        {"a,b\r\nc,d\r\n", "a|b@1/c|d@2/"},
        {"a,b\nc,", "a|b@1/c|@2/"},
        {"\xef\xbb\xbf"
         "a;b\nc;d",
         "a|b@1/c|d@2/"},
        {"\"a,1\",\"b\"\"2\"\"\"\n", "a,1|b\"2\"@1/"},
        {"\"two\nlines\",x\ny,z", "two\nlines|x@1/y|z@3/"},
        {"\n\na\n\nb\n", "a@3/b@5/"},
        {"'=1+1,'-/AFP,'plain'\n", "=1+1|-/AFP|'plain'@1/"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autofree char *got = read_all(CASES[i].text, NULL);
        assert_string_equal(got, CASES[i].expected);
    }
}

static void test_csv_read__an_open_quote_is_told(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    g_autofree char *got = read_all("a,b\nc,\"d\n", &error);
    assert_string_equal(got, "a|b@1/");
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
}

static void test_csv_read__too_many_cells_are_refused(void **state) {
    (void)state;
    g_autofree char *text = g_strnfill(pd_limits_default()->values + 10, ',');
    g_autoptr(GError) error = NULL;
    g_free(read_all(text, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv_read__tables),
        cmocka_unit_test(test_csv_read__an_open_quote_is_told),
        cmocka_unit_test(test_csv_read__too_many_cells_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
