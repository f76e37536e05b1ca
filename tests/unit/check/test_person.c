/* Whether two printed names mean one person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "check/rule.h"

static void test_person__is_known_again_in_other_spelling(void **state) {
    (void)state;
    static const char *const SAME[][2] = {
        {"René Mori", "RENE MORI"},
        {"LAFARGUE Raphael", "Raphael Lafargue"},
        {"R. Lafargue", "Raphael Lafargue"},
        {"CP Scott", "Charles Prestwich Scott"},
        {"C. P. Scott", "Charles Scott"},
        {"Jürgen Müller", "Juergen Mueller"},
        {"Christof Stache", "Christoph Stache"},
        {"Anna Maria Schmidt", "Anna Schmidt"},
        {"Catrinus van der Veen", "Catrinus Veen"},
        {"Pascal Pochard-Casabianca", "PASCAL POCHARD CASABIANCA"},
        {"@subastheone", "@SubasTheOne"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(SAME); i++)
        if (!pd_check_is_same_person(SAME[i][0], SAME[i][1]) || !pd_check_is_same_person(SAME[i][1], SAME[i][0]))
            fail_msg("%s is not %s", SAME[i][0], SAME[i][1]);
}

static void test_person__is_not_another(void **state) {
    (void)state;
    static const char *const OTHER[][2] = {
        {"Anna Mori", "René Mori"},
        {"Thomas Peter", "Tingshu Wang"},
        {"A. B.", "Anna Beta"},
        {"Anna Schmidt", "Anna Schmitz"},
        {"", "Anna"},
        {"J. Doe", "Anna Doe"},
        {"Lee", "Kim"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(OTHER); i++)
        if (pd_check_is_same_person(OTHER[i][0], OTHER[i][1]))
            fail_msg("%s is taken for %s", OTHER[i][0], OTHER[i][1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_person__is_known_again_in_other_spelling),
        cmocka_unit_test(test_person__is_not_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
