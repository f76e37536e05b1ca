/* The byte cursor: no read leaves its view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cursor.h"

static const uint8_t BYTES[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09};

static void test_cursor__reads_both_byte_orders(void **state) {
    (void)state;
    PdCursor c = pd_cursor(BYTES, sizeof BYTES);
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    assert_true(pd_cursor_be16(&c, &two));
    assert_int_equal(two, 0x0102);
    assert_true(pd_cursor_le16(&c, &two));
    assert_int_equal(two, 0x0403);
    assert_true(pd_cursor_le32(&c, &four));
    assert_int_equal(four, 0x08070605);
    assert_true(pd_cursor_seek(&c, 1));
    assert_true(pd_cursor_be64(&c, &eight));
    assert_true(eight == 0x0203040506070809);
    assert_true(pd_cursor_seek(&c, 0));
    assert_true(pd_cursor_le64(&c, &eight));
    assert_true(eight == 0x0807060504030201);
}

static void test_cursor__short_reads_fail_and_move_nothing(void **state) {
    (void)state;
    PdCursor c = pd_cursor(BYTES, 3);
    uint32_t four = 7;
    uint64_t eight = 7;
    assert_false(pd_cursor_be32(&c, &four));
    assert_false(pd_cursor_le64(&c, &eight));
    assert_int_equal(four, 7);
    assert_int_equal(c.at, 0);
    assert_null(pd_cursor_take(&c, 4));
    assert_null(pd_cursor_take(&c, SIZE_MAX));
    assert_false(pd_cursor_skip(&c, SIZE_MAX));
    assert_false(pd_cursor_seek(&c, 4));
    assert_true(pd_cursor_seek(&c, 3));
    assert_int_equal(pd_cursor_left(&c), 0);
}

static void test_cursor__child_cannot_leave_parent(void **state) {
    (void)state;
    PdCursor c = pd_cursor(BYTES, sizeof BYTES), child, grandchild;
    c.base = 100;
    assert_true(pd_cursor_skip(&c, 2));
    assert_true(pd_cursor_sub(&c, 3, &child));
    assert_int_equal(pd_cursor_offset(&child), 102);
    assert_int_equal(pd_cursor_offset(&c), 105);
    assert_null(pd_cursor_peek(&child, 4));
    assert_false(pd_cursor_sub(&child, 4, &grandchild));
    assert_true(pd_cursor_looks_at(&child, "\x03\x04\x05", 3));
    assert_false(pd_cursor_looks_at(&child, "\x03\x04\x05\x06", 4));
}

static void test_cursor__nothing_is_an_empty_view(void **state) {
    (void)state;
    PdCursor c = pd_cursor(NULL, 5);
    uint8_t one;
    assert_int_equal(pd_cursor_left(&c), 0);
    assert_false(pd_cursor_u8(&c, &one));
    PdCursor none = {0}, child;
    assert_null(pd_cursor_peek(&none, 0));
    assert_true(pd_cursor_sub(&none, 0, &child));
    assert_null(child.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cursor__reads_both_byte_orders),
        cmocka_unit_test(test_cursor__short_reads_fail_and_move_nothing),
        cmocka_unit_test(test_cursor__child_cannot_leave_parent),
        cmocka_unit_test(test_cursor__nothing_is_an_empty_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
