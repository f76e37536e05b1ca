#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "codec/date.h"

static void check(const char *text, const char *offset, const char *expected) {
    g_autofree char *got = pd_date_normalise(text, offset);
    if (g_strcmp0(got, expected) != 0)
        fail_msg("'%s' gave '%s', not '%s'", text, got ? got : "(null)", expected ? expected : "(null)");
}

static void test_date__reads_every_writing(void **state) {
    (void)state;
    check("2021-08-16T09:41:07+04:30", NULL, "2021-08-16T09:41:07+04:30");
    check("2021-08-16T09:41:07Z", NULL, "2021-08-16T09:41:07Z");
    check("2021-08-16T09:41", NULL, "2021-08-16T09:41");
    check("2021-08-16T09:41:07.25-0500", NULL, "2021-08-16T09:41:07.25-05:00");
    check("20210816T094107Z", NULL, "2021-08-16T09:41:07Z");
    check("2021:08:16 09:41:07", NULL, "2021-08-16T09:41:07");
    check("2021:08:16 09:41:07", "+04:30", "2021-08-16T09:41:07+04:30");
    check("2021:08:16 09:41:07Z", "+04:30", "2021-08-16T09:41:07Z");
    check("2021:08:16", "+04:30", "2021-08-16");
    check("2021:08:16   :  :  ", NULL, "2021-08-16");
    check("2021-08", NULL, "2021-08");
    check("2021", NULL, "2021");
    check("Mon, 16 Aug 2021 09:41:07 +0430", NULL, "2021-08-16T09:41:07+04:30");
    check("6 Aug 2021 09:41 EST", NULL, "2021-08-06T09:41-05:00");
    check("Mon, 16 Aug 2021 09:41:07 GMT", NULL, "2021-08-16T09:41:07Z");
}

static void test_date__refuses_the_impossible(void **state) {
    (void)state;
    const char *const BAD[] = {
        "",           "0000:00:00 00:00:00", "2021:13:01 10:00:00", "2021-02-29", "2021-08-16T25:00:00",
        "yesterday",  "    :  :     :  :  ", "2021-00-05",          "20215",      "1 Foo 2021",
        "Mon, 16 Aug"};
    for (size_t i = 0; i < G_N_ELEMENTS(BAD); i++)
        check(BAD[i], NULL, NULL);
    check(NULL, NULL, NULL);
    check("2020-02-29", "nonsense", "2020-02-29");
    check("2021:08:16 09:41:07", "nonsense", "2021-08-16T09:41:07");
}

static void check_iim(const char *date, const char *time, const char *expected) {
    g_autofree char *got = pd_date_from_iim(date, time);
    if (g_strcmp0(got, expected) != 0)
        fail_msg("'%s' '%s' gave '%s'", date, time, got);
}

static void test_date__reads_iim(void **state) {
    (void)state;
    check_iim("20210816", "094107+0430", "2021-08-16T09:41:07+04:30");
    check_iim("20210816", "094107", "2021-08-16T09:41:07");
    check_iim("20210816", "", "2021-08-16");
    check_iim("20210816", "996107", "2021-08-16");
    check_iim("20210800", NULL, "2021-08");
    check_iim("00000000", "000000", NULL);
    check_iim("2021-08-16", NULL, "2021-08-16");
}

static void test_date__interval_is_as_wide_as_the_doubt(void **state) {
    (void)state;
    int64_t from, to;
    assert_true(pd_date_interval("1970-01-01T00:00:10Z", &from, &to));
    assert_int_equal(from, 10);
    assert_int_equal(to, 10);
    assert_true(pd_date_interval("1970-01-01T02:00:00+02:00", &from, &to));
    assert_int_equal(from, 0);
    assert_true(pd_date_interval("1970-01-01T00:00:00", &from, &to));
    assert_int_equal(from, -14 * 3600);
    assert_int_equal(to, 14 * 3600);
    assert_true(pd_date_interval("2021-08-16", &from, &to));
    assert_int_equal(from, 1629072000 - 14 * 3600);
    assert_int_equal(to, 1629072000 + 86399 + 14 * 3600);
    assert_true(pd_date_interval("2020-02", &from, &to));
    assert_int_equal(to - from + 1, 29 * 86400 + 28 * 3600);
    assert_true(pd_date_interval("2020", &from, &to));
    assert_int_equal(to - from + 1, 366 * 86400 + 28 * 3600);
    assert_false(pd_date_interval("soon", &from, &to));
    assert_false(pd_date_interval(NULL, &from, &to));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__reads_every_writing),
        cmocka_unit_test(test_date__refuses_the_impossible),
        cmocka_unit_test(test_date__reads_iim),
        cmocka_unit_test(test_date__interval_is_as_wide_as_the_doubt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
