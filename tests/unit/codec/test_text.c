/* Text: charsets, tidying, folding, what reaches a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "codec/text.h"

#define assert_text(call, expected)                                                                                         \
    do {                                                                                                                    \
        g_autofree char *got = (call);                                                                                      \
        assert_string_equal(got, expected);                                                                                 \
    } while (0)

static char *decode(const char *bytes, size_t len, PdCharset charset, bool *out_repaired, bool *out_guessed) {
    return pd_text_from_bytes((const uint8_t *)bytes, len, charset, out_repaired, out_guessed);
}

static void test_text__guesses_utf8_then_windows_1252(void **state) {
    (void)state;
    bool repaired, guessed;
    assert_text(decode("Ren\xc3\xa9", 5, PD_CHARSET_GUESS, &repaired, &guessed), "René");
    assert_false(guessed || repaired);
    assert_text(decode("Ren\xe9 \x80", 6, PD_CHARSET_GUESS, &repaired, &guessed), "René €");
    assert_true(guessed);
    assert_text(decode("a\0b", 3, PD_CHARSET_GUESS, &repaired, &guessed), "ab");
    assert_false(guessed);
}

static void test_text__replaces_what_does_not_fit_and_says_so(void **state) {
    (void)state;
    bool repaired;
    assert_text(decode("a\xff"
                       "b",
                       3, PD_CHARSET_UTF8, &repaired, NULL),
                "a\xef\xbf\xbd"
                "b");
    assert_true(repaired);
    assert_text(decode("\x3d\xd8\x00", 3, PD_CHARSET_UTF16LE, &repaired, NULL), "\xef\xbf\xbd");
    assert_true(repaired);
}

static void test_text__reads_wide_charsets(void **state) {
    (void)state;
    assert_text(decode("\x3d\xd8\x00\xde", 4, PD_CHARSET_UTF16LE, NULL, NULL), "\xf0\x9f\x98\x80");
    assert_text(decode("\x00Z\x00\xfc", 4, PD_CHARSET_UTF16BE, NULL, NULL), "Zü");
    assert_text(decode("\x00\x01\xf6\x00", 4, PD_CHARSET_UTF32BE, NULL, NULL), "\xf0\x9f\x98\x80");
    assert_text(decode("\x00\xf6\x01\x00", 4, PD_CHARSET_UTF32LE, NULL, NULL), "\xf0\x9f\x98\x80");
}

static void test_text__tidies_white_space(void **state) {
    (void)state;
    assert_text(pd_text_tidy("  a\xc2\xa0\n\tb\xe2\x80\x8b"
                             "c "),
                "a bc");
    assert_text(pd_text_tidy("e\xcc\x81"), "é");
    assert_null(pd_text_tidy(NULL));
    assert_true(pd_text_is_blank(" \xc2\xa0\n"));
    assert_false(pd_text_is_blank(" . "));
}

static void test_text__folds_for_comparing(void **state) {
    (void)state;
    assert_true(pd_text_same("“Straße” – A", "\"STRASSE\" - a"));
    assert_false(pd_text_same("René", "Rene"));
    assert_true(pd_text_same(NULL, ""));
    assert_text(pd_text_words("René’s Zürich—2026!"), "rene s zurich 2026");
}

static void test_text__makes_text_safe_for_terminals(void **state) {
    (void)state;
    assert_text(pd_text_printable("a\x1b[31m\nb\xff\xc2\x9b"), "a\\x1b[31m\\x0ab\\xff\\x9b");
    assert_text(pd_text_printable("Zürich"), "Zürich");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__guesses_utf8_then_windows_1252),
        cmocka_unit_test(test_text__replaces_what_does_not_fit_and_says_so),
        cmocka_unit_test(test_text__reads_wide_charsets),
        cmocka_unit_test(test_text__tidies_white_space),
        cmocka_unit_test(test_text__folds_for_comparing),
        cmocka_unit_test(test_text__makes_text_safe_for_terminals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
