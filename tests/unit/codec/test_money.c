/* Amounts in minor units, as many decimals as the currency has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "codec/money.h"

static void test_money__goes_there_and_back(void **state) {
    (void)state;
    static const struct {
        const char *text, *currency;
        int64_t minor;
        const char *again;
    } CASES[] = {
        {"1250.50", "EUR", 125050, "1250.50"},
        {"1,250.5", "USD", 125050, "1250.50"},
        {"12,000,000", "JPY", 12000000, "12000000"},
        {"0.005", "KWD", 5, "0.005"},
        {"7", "GBP", 700, "7.00"},
        {"0", "CHF", 0, "0.00"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        int64_t minor = -1;
        assert_true(pd_money_parse(CASES[i].text, CASES[i].currency, &minor, NULL));
        g_autofree char *again = pd_money_text(minor, CASES[i].currency);
        assert_int_equal(minor, CASES[i].minor);
        assert_string_equal(again, CASES[i].again);
    }
}

static void test_money__anything_else_is_refused(void **state) {
    (void)state;
    static const char *const CASES[][2] = {
        {"", "EUR"},         {"12.5.0", "EUR"}, {"1.250,50", "EUR"}, {"12,50", "EUR"}, {"-3", "EUR"},
        {"1.5", "JPY"},      {"1.234", "EUR"},  {"5", "EURO"},       {"5", "XYZ"},     {"5 EUR", "EUR"},
        {"12.", "EUR"},      {".5", "EUR"},     {"1e5", "EUR"},      {",100", "EUR"},  {"99999999999999999999", "EUR"},
        {"1,00,000", "EUR"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        int64_t minor = -1;
        g_autoptr(GError) error = NULL;
        if (pd_money_parse(CASES[i][0], CASES[i][1], &minor, &error))
            fail_msg("'%s' %s was taken for %lld", CASES[i][0], CASES[i][1], (long long)minor);
        assert_non_null(error);
        assert_int_equal(minor, -1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_money__goes_there_and_back),
        cmocka_unit_test(test_money__anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
