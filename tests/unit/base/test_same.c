/* Comparing short runs: every length, a difference at every place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "base/same.h"

enum { LONGEST = 40 };

/* Copies of their own, so that a look behind their ends is seen by the sanitizer. */
static void compare(size_t len, size_t different_at) {
    g_autofree char *a = g_malloc(len + 1), *whole = g_malloc(len + 1);
    for (size_t i = 0; i < len; i++)
        a[i] = whole[i] = (char)('a' + i);
    char *b = memcpy(g_malloc(MAX(len, 1)), whole, len);
    assert_true(pd_same_bytes(a, b, len));
    if (different_at < len) {
        b[different_at] ^= (char)0x80;
        assert_false(pd_same_bytes(a, b, len));
        assert_false(pd_same_bytes(b, a, len));
    }
    g_free(b);
}

static void test_same__every_length_and_place(void **state) {
    (void)state;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t at = 0; at <= len; at++)
            compare(len, at);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same__every_length_and_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
