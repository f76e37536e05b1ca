/* Character references of HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codec/text.h"

static void expect(const char *text, const char *plain) {
    g_autofree char *made = pd_text_unescape(text);
    assert_string_equal(made, plain);
}

static void test_entities__named(void **state) {
    (void)state;
    expect("Ren&eacute; &amp; Zo&euml;", "René & Zoë");
    expect("&NotEqualTilde;", "≂̸");
    expect("&copy 2024 &copyright", "© 2024 ©right");
    expect("a & b &unknown; &;", "a & b &unknown; &;");
    expect("&amp;amp;", "&amp;");
    expect("R&D", "R&D");
}

static void test_entities__numeric(void **state) {
    (void)state;
    expect("&#233;&#xE9;&#x20AC;", "éé€");
    expect("&#150;&#x92;", "–’"); /* Windows-1252, as browsers read them */
    expect("&#0;&#xD800;&#99999999999999;", "���");
    expect("&#;&#x;&#", "&#;&#x;&#");
    expect("&#65", "A");
}

static void test_entities__null(void **state) {
    (void)state;
    assert_null(pd_text_unescape(NULL));
    expect("", "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_entities__named), cmocka_unit_test(test_entities__numeric),
                                       cmocka_unit_test(test_entities__null)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
