/* CSV: quoting by RFC 4180, and the guard against formulas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codec/csv.h"

static char *one_cell(const char *text, bool is_raw) {
    GString *out = g_string_new(NULL);
    PdCsv csv = pd_csv(out, ',', is_raw);
    pd_csv_cell(&csv, text);
    return g_string_free(out, FALSE);
}

#define assert_cell(text, is_raw, expected)                                                                                 \
    do {                                                                                                                    \
        g_autofree char *cell = one_cell(text, is_raw);                                                                     \
        assert_string_equal(cell, expected);                                                                                \
    } while (0)

static void test_csv__quotes_what_rfc_4180_asks(void **state) {
    (void)state;
    assert_cell("plain", false, "plain");
    assert_cell("a,b", false, "\"a,b\"");
    assert_cell("say \"cheese\"", false, "\"say \"\"cheese\"\"\"");
    assert_cell("two\nlines", false, "\"two\nlines\"");
    assert_cell(" lead", false, "\" lead\"");
    assert_cell(NULL, false, "");
}

static void test_csv__guards_formulas_but_not_numbers(void **state) {
    (void)state;
    assert_cell("-/AFP", false, "'-/AFP");
    assert_cell("-/AFP", true, "-/AFP");
    assert_cell("@name/via REUTERS", false, "'@name/via REUTERS");
    assert_cell("=1+1", false, "'=1+1");
    assert_cell("  =1+1", false, "\"'  =1+1\"");
    assert_cell("\tx", false, "\"' x\"");
    assert_cell("\x1a=1", false, "'=1");
    assert_cell("-12.5", false, "-12.5");
    assert_cell("+3", false, "+3");
    assert_cell("1e5", false, "1e5");
    assert_cell("-", false, "'-");
    assert_cell("-1+2", false, "'-1+2");
}

static void test_csv__fits_text_into_a_spreadsheets_cell(void **state) {
    (void)state;
    assert_cell("a\tb", false, "a b");
    assert_cell("one\rtwo\r\nthree\x1a\x7f", false, "\"one\ntwo\nthree\"");
    assert_cell("one\rtwo\t\x1a", true, "\"one\rtwo\t\x1a\"");
}

static void test_csv__ends_records_with_crlf(void **state) {
    (void)state;
    g_autoptr(GString) out = g_string_new(NULL);
    PdCsv csv = pd_csv(out, ';', false);
    pd_csv_cell(&csv, "a");
    pd_csv_cell(&csv, "b;c");
    pd_csv_end_row(&csv);
    pd_csv_cell(&csv, NULL);
    pd_csv_cell(&csv, "d,e");
    pd_csv_end_row(&csv);
    assert_string_equal(out->str, "a;\"b;c\"\r\n;d,e\r\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__quotes_what_rfc_4180_asks),
        cmocka_unit_test(test_csv__guards_formulas_but_not_numbers),
        cmocka_unit_test(test_csv__fits_text_into_a_spreadsheets_cell),
        cmocka_unit_test(test_csv__ends_records_with_crlf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
