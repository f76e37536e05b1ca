/* codec/json_read.h: what pages do to JSON, and the bound on nesting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/json_read.h"
#include "picdesk/error.h"

static PdJsonValue *parse(const char *text, GError **error) {
    return pd_json_parse(text, strlen(text), pd_limits_default(), error);
}

static void test_json_read__values(void **state) {
    (void)state;
    g_autoptr(PdJsonValue) root = parse("{\"a\": [\"x\", {\"b\": 7}, \"12\"], \"c\": null}", NULL);
    assert_true(pd_json_is_object(root));
    const PdJsonValue *list = pd_json_get(root, "a");
    assert_true(pd_json_is_array(list));
    assert_int_equal(pd_json_count(list), 3);
    assert_string_equal(pd_json_text(pd_json_item(list, 0)), "x");
    assert_int_equal(pd_json_whole(pd_json_get(pd_json_item(list, 1), "b"), -1), 7);
    assert_int_equal(pd_json_whole(pd_json_item(list, 2), -1), 12);
    assert_int_equal(pd_json_whole(pd_json_item(list, 0), -1), -1);
    assert_null(pd_json_get_text(root, "c"));
    assert_null(pd_json_item(list, 3));
    assert_null(pd_json_get(NULL, "a"));
}

static void test_json_read__line_ends_in_strings_and_comment_marks(void **state) {
    (void)state;
    g_autoptr(PdJsonValue) root = parse("<!--//\n{\"a\": \"one\ntwo\"};\n//-->", NULL);
    assert_string_equal(pd_json_get_text(root, "a"), "one two");
}

static void test_json_read__damage_is_told(void **state) {
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(parse("{\"a\": }", &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
}

static void test_json_read__nesting_is_bounded(void **state) {
    (void)state;
    g_autofree char *deep = g_strnfill(5000, '[');
    g_autofree char *shut = g_strnfill(5000, ']');
    g_autofree char *text = g_strconcat(deep, shut, NULL);
    g_autoptr(GError) error = NULL;
    assert_null(parse(text, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_read__values),
        cmocka_unit_test(test_json_read__line_ends_in_strings_and_comment_marks),
        cmocka_unit_test(test_json_read__damage_is_told),
        cmocka_unit_test(test_json_read__nesting_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
