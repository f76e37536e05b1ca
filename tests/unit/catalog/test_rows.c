/* Rows gathered in any order come to their tables once, and are found there. */
#include "fixture.h"

#include "catalog/rows.h"
#include "catalog/store.h"

static int64_t number(Fixture *fixture, const char *sql) {
    int64_t n = -1;
    ok(pd_db_get(fixture->catalog->db, &error, &n, NULL, sql, PD_BIND_NONE));
    return n;
}

static void add_all(PdRows *rows) {
    pd_rows_key(rows, 2, "stem", "b");
    pd_rows_key(rows, 1, "stem", "b");
    pd_rows_key(rows, 2, "stem", "b");
    pd_rows_key(rows, 1, "named", "a");
    pd_rows_key(rows, 1, "stem", "");
    pd_rows_key(rows, 1, "stem", NULL);
    pd_rows_taken(rows, 2, "=", "ines vidal", 9);
    pd_rows_taken(rows, 1, "=", "ines vidal", 9);
    pd_rows_taken(rows, 1, "", "afp", 8);
    pd_rows_taken(rows, 1, "", "afp", 8);
    pd_rows_credit(rows, 1, 5);
    pd_rows_credit(rows, 1, 5);
    pd_rows_words(rows, 1, "harbour dusk");
}

static void test_rows__come_once_and_in_order(void **state) {
    Fixture *fixture = *state;
    g_autoptr(PdRows) rows = pd_rows_new();
    assert_int_equal(pd_rows_bytes(rows), 0);
    add_all(rows);
    assert_true(pd_rows_bytes(rows) > 0);
    ok(pd_rows_write(rows, fixture->catalog->db, false, &error));
    assert_int_equal(pd_rows_bytes(rows), 0);
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_key"), 3);
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_key WHERE kind = 'stem' AND key = 'b'"), 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_taken WHERE whom = '=ines vidal' AND day = 9"), 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_taken"), 3);
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_image_credit"), 1);
    assert_int_equal(number(fixture, "SELECT rowid FROM d_words WHERE d_words MATCH 'dusk'"), 1);
}

/* What stands there already stays, and what was written is not written again. */
static void test_rows__can_be_used_again(void **state) {
    Fixture *fixture = *state;
    g_autoptr(PdRows) rows = pd_rows_new();
    add_all(rows);
    ok(pd_rows_write(rows, fixture->catalog->db, false, &error));
    pd_rows_key(rows, 2, "stem", "b");
    pd_rows_key(rows, 3, "stem", "b");
    ok(pd_rows_write(rows, fixture->catalog->db, true, &error));
    assert_int_equal(number(fixture, "SELECT count(*) FROM d_key"), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_rows__come_once_and_in_order),
        WITH_CATALOG(test_rows__can_be_used_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
