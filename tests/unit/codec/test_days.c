/* Days in running text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "codec/days.h"

static void assert_day(const char *text, const char *words, int year, int month, int day) {
    g_autoptr(GArray) days = pd_days_find(text);
    assert_int_equal(days->len, 1);
    PdDay got = g_array_index(days, PdDay, 0);
    g_autofree char *span = g_strndup(text + got.start, got.end - got.start);
    assert_string_equal(span, words);
    assert_int_equal(got.year, year);
    assert_int_equal(got.month, month);
    assert_int_equal(got.day, day);
}

static void test_days__every_order_and_language(void **state) {
    (void)state;
    assert_day("in the port on Wednesday, May 4, 2022.", "Wednesday, May 4, 2022", 2022, 5, 4);
    assert_day("Published 4 May 2022 at 10.00", "4 May 2022", 2022, 5, 4);
    assert_day("am Mittwoch, 4. Mai 2022, in", "Mittwoch, 4. Mai 2022", 2022, 5, 4);
    assert_day("le 4 février 2022", "4 février 2022", 2022, 2, 4);
    assert_day("el 4 de mayo de 2022", "4 de mayo de 2022", 2022, 5, 4);
    assert_day("4 maggio 2022", "4 maggio 2022", 2022, 5, 4);
    assert_day("(04.05.2022)", "04.05.2022", 2022, 5, 4);
    assert_day("25/12/2022", "25/12/2022", 2022, 12, 25);
    assert_day("12/25/2022", "12/25/2022", 2022, 12, 25);
    assert_day("2022-05-04", "2022-05-04", 2022, 5, 4);
    assert_day("on Sept. 4th the", "Sept. 4th", 0, 9, 4);
    assert_day("in May 2022", "May 2022", 2022, 5, 0);
}

static void test_days__words_and_numbers_alone_are_none(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "She may march", "12 others", "3.5 km in 2022", "99.99.2022", "1.2.3"};
    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        g_autoptr(GArray) days = pd_days_find(TEXTS[i]);
        assert_int_equal(days->len, 0);
    }
}

static void test_days__several_come_in_order(void **state) {
    (void)state;
    g_autoptr(GArray) days = pd_days_find("From 1 June 2021 to 3 July 2022, and 2022-08-09");
    assert_int_equal(days->len, 3);
    assert_int_equal(g_array_index(days, PdDay, 2).month, 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days__every_order_and_language),
        cmocka_unit_test(test_days__words_and_numbers_alone_are_none),
        cmocka_unit_test(test_days__several_come_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
