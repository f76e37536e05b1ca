/* The JSON writer: separators, escapes, numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "codec/json.h"

static void test_json__separates_members_and_items(void **state) {
    (void)state;
    g_autoptr(GString) out = g_string_new(NULL);
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "a", NULL);
    pd_json_key(&json, "b");
    pd_json_begin_array(&json);
    pd_json_int(&json, -7);
    pd_json_bool(&json, true);
    pd_json_raw(&json, "{}");
    pd_json_begin_object(&json);
    pd_json_end_object(&json);
    pd_json_end_array(&json);
    pd_json_member_double(&json, "c", 0.5, 3);
    pd_json_end_object(&json);
    assert_string_equal(out->str, "{\"a\":null,\"b\":[-7,true,{},{}],\"c\":0.5}");
}

static void test_json__escapes_control_characters_and_bad_bytes(void **state) {
    (void)state;
    g_autoptr(GString) out = g_string_new(NULL);
    PdJson json = pd_json(out);
    pd_json_string(&json, "\"\\\n\x1b\x7f\xc2\x9b\xff"
                          "b/ü");
    assert_string_equal(out->str, "\"\\\"\\\\\\n\\u001b\\u007f\\u009b\xef\xbf\xbd"
                                  "b/ü\"");
}

static void test_json__numbers_need_no_locale(void **state) {
    (void)state;
    g_autoptr(GString) out = g_string_new(NULL);
    PdJson json = pd_json(out);
    pd_json_begin_array(&json);
    pd_json_double(&json, 34.555300, 7);
    pd_json_double(&json, -0.0, 2);
    pd_json_double(&json, 1790.0, 2);
    pd_json_double(&json, NAN, 2);
    pd_json_double(&json, INFINITY, 2);
    pd_json_end_array(&json);
    assert_string_equal(out->str, "[34.5553,0,1790,null,null]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json__separates_members_and_items),
        cmocka_unit_test(test_json__escapes_control_characters_and_bad_bytes),
        cmocka_unit_test(test_json__numbers_need_no_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
