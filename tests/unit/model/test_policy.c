/* The policy file: every key, and every way to get a line wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "picdesk/error.h"
#include "picdesk/policy.h"

static bool is_rule(const char *id) {
    return strcmp(id, "missing-alt") == 0 || strcmp(id, "orphan-image") == 0;
}

static PdPolicy *parse(const char *text, GError **error) {
    return pd_policy_parse(text, strlen(text), is_rule, error);
}

static void test_policy__holds_defaults_when_nothing_is_said(void **state) {
    (void)state;
    g_autoptr(PdPolicy) policy = parse("", NULL);
    assert_non_null(policy);
    assert_null(policy->house_names[0]);
    assert_string_equal(policy->time_zone, "UTC");
    assert_string_equal(policy->media, "web");
    assert_null(policy->territory);
    assert_int_equal(policy->fail_on, PD_SEVERITY_ERROR);
    assert_int_equal(policy->lead_days, 14);
    assert_int_equal(policy->archive_days, 30);
    assert_int_equal(policy->file_days, 30);
    assert_int_equal(pd_policy_severity(policy, "missing-alt", PD_SEVERITY_WARNING), PD_SEVERITY_WARNING);
}

static void test_policy__reads_every_key(void **state) {
    (void)state;
    g_autoptr(PdPolicy) policy = parse("\xEF\xBB\xBF# the house\n"
                                       "[house]\n"
                                       "names = The Example Post; Example\\; Sons ;\r\n"
                                       "time-zone=Europe/Berlin\n"
                                       "territory = de\n"
                                       "media = Magazine\n"
                                       "\n"
                                       "[check]\n"
                                       "fail-on = warning\n"
                                       "require = headline;city\n"
                                       "lead-days = 7\n"
                                       "archive-days = 0\n"
                                       "file-days = 365\n"
                                       "protect = /srv/sources\n"
                                       "; rules\n"
                                       "[severity]\n"
                                       "missing-alt = off\n"
                                       "orphan-image=info",
                                       NULL);
    assert_non_null(policy);
    assert_string_equal(policy->house_names[0], "The Example Post");
    assert_string_equal(policy->house_names[1], "Example; Sons");
    assert_null(policy->house_names[2]);
    assert_string_equal(policy->time_zone, "Europe/Berlin");
    assert_string_equal(policy->territory, "DE");
    assert_string_equal(policy->media, "magazine");
    assert_int_equal(policy->fail_on, PD_SEVERITY_WARNING);
    assert_string_equal(policy->require[1], "city");
    assert_int_equal(policy->lead_days, 7);
    assert_int_equal(policy->archive_days, 0);
    assert_int_equal(policy->file_days, 365);
    assert_string_equal(policy->protect[0], "/srv/sources");
    assert_int_equal(pd_policy_severity(policy, "missing-alt", PD_SEVERITY_WARNING), PD_SEVERITY_OFF);
    assert_int_equal(pd_policy_severity(policy, "orphan-image", PD_SEVERITY_WARNING), PD_SEVERITY_INFO);
}

static void test_policy__tells_line_and_cause_of_what_is_wrong(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } CASES[] = {
        {"[house]\nnmaes = X\n", "line 2: no key 'nmaes' in [house]; there are names, time-zone, territory, media"},
        {"\n\n[hose]\n", "line 3: no section [hose]; there are [house], [check] and [severity]"},
        {"names = X\n", "line 1: 'names' stands before the first section; begin with [house], [check] or [severity]"},
        {"[house\n", "line 1: a section is written [name]"},
        {"[house]\nnames\n", "line 2: a line is written key = value"},
        {"[house]\n= X\n", "line 2: a line is written key = value"},
        {"[house]\nnames =\n", "line 2: 'names' has no value"},
        {"[house]\nmedia = web\nmedia = print\n", "line 3: 'media' stands twice in [house]"},
        {"[house]\nterritory = Germany\n", "line 2: 'Germany' is no territory; write the two letters of ISO 3166, like DE"},
        {"[house]\ntime-zone = Berlin time\n", "line 2: 'Berlin time' is no time zone; write a name like Europe/Berlin"},
        {"[house]\ntime-zone = Europe/Atlantis\n",
         "line 2: this machine knows no time zone 'Europe/Atlantis'; write a name like Europe/Berlin"},
        {"[check]\nmin-side = wide\n", "line 2: 'wide' is no number of pixels from 0 to 100000"},
        {"[house]\nmedia = web 2\n",
         "line 2: 'web 2' is no medium; write one word like web, newspaper, magazine, broadcast, book"},
        {"[check]\nfail-on = bad\n", "line 2: 'bad' is no severity; write error, warning, notice, info or off"},
        {"[check]\nlead-days = -1\n", "line 2: '-1' is no number of days from 0 to 36500"},
        {"[check]\nlead-days = 99999999999999999999\n",
         "line 2: '99999999999999999999' is no number of days from 0 to 36500"},
        {"[check]\nrequire = headline; blurb\n",
         "line 2: 'blurb' is no field; the keys stand in the output of 'inspect --format json'"},
        {"[severity]\nno-such = error\n", "line 2: there is no rule 'no-such'; 'picdesk rules' lists them"},
        {"[severity]\nmissing-alt = loud\n", "line 2: 'loud' is no severity; write error, warning, notice, info or off"},
        {"[severity]\nmissing-alt = error\nmissing-alt = off\n", "line 3: 'missing-alt' stands twice in [severity]"},
        {"[house]\nnames = \xFF\n", "the policy is no UTF-8 text"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(parse(CASES[i].text, &error));
        assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
        assert_string_equal(error->message, CASES[i].message);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_policy__holds_defaults_when_nothing_is_said),
        cmocka_unit_test(test_policy__reads_every_key),
        cmocka_unit_test(test_policy__tells_line_and_cause_of_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
