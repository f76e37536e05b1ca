/* The statement layer: values, transactions, failures. */
#include "fixture.h"

#include "catalog/db.h"

static PdDb *open_memory(void) {
    GError *failure = NULL;
    PdDb *db = pd_db_open("", PD_DB_MEMORY, &failure);
    assert_non_null(db);
    ok(pd_db_accept(db, &error));
    ok(pd_db_script(db, "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c BLOB, d REAL) STRICT", &error));
    return db;
}

static int64_t count(PdDb *db) {
    int64_t n = -1;
    ok(pd_db_get(db, &error, &n, NULL, "SELECT count(*) FROM t", PD_BIND_NONE));
    return n;
}

static bool insert(PdDb *db, int64_t id, GError **error) {
    return pd_db_run(db, error, "INSERT INTO t(a) VALUES(?1)", pd_bind_int(id));
}

static void test_db__values_come_back_as_they_went_in(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    GError *failure = NULL;
    static const char BYTES[] = {'a', 0, (char)0xff};
    ok(pd_db_run(db, &error, "INSERT INTO t VALUES(?1, ?2, ?3, ?4)", pd_bind_int(INT64_MIN),
                 pd_bind_text("ä'; DROP TABLE t; --"), pd_bind_blob(BYTES, 3), pd_bind_real(0.5)));
    ok(pd_db_run(db, &error, "INSERT INTO t VALUES(?1, ?2, ?3, ?4)", pd_bind_int(2), pd_bind_text(NULL), pd_bind_bytes(""),
                 pd_bind_id(0)));
    g_autoptr(PdStmt) query = pd_db_query(db, &failure, "SELECT a, b, c, d FROM t ORDER BY a", PD_BIND_NONE);
    size_t len;
    assert_true(pd_stmt_next(query, &failure));
    assert_true(pd_stmt_int(query, 0) == INT64_MIN);
    assert_string_equal(pd_stmt_text(query, 1), "ä'; DROP TABLE t; --");
    assert_memory_equal(pd_stmt_blob(query, 2, &len), BYTES, 3);
    assert_int_equal(len, 3);
    assert_true(pd_stmt_real(query, 3) > 0.49 && pd_stmt_real(query, 3) < 0.51);
    assert_true(pd_stmt_next(query, &failure));
    g_autofree char *empty = pd_stmt_bytes(query, 2);
    assert_null(pd_stmt_text(query, 1));
    assert_string_equal(empty, "");
    assert_true(pd_stmt_is_null(query, 3));
    assert_false(pd_stmt_next(query, &failure));
    assert_null(failure);
}

static void test_db__one_text_can_run_inside_itself(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    static const char SQL[] = "SELECT a FROM t ORDER BY a";
    GError *failure = NULL;
    ok(insert(db, 1, &error) && insert(db, 2, &error));
    g_autoptr(PdStmt) outer = pd_db_query(db, &failure, SQL, PD_BIND_NONE);
    assert_true(pd_stmt_next(outer, &failure));
    for (int i = 0; i < 2; i++) {
        g_autoptr(PdStmt) inner = pd_db_query(db, &failure, SQL, PD_BIND_NONE);
        assert_true(pd_stmt_next(inner, &failure));
        assert_int_equal(pd_stmt_int(inner, 0), 1);
    }
    assert_true(pd_stmt_next(outer, &failure));
    assert_int_equal(pd_stmt_int(outer, 0), 2);
}

static void test_db__inner_scope_joins_the_outer_one(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    ok(pd_db_begin(db, &error));
    ok(insert(db, 1, &error));
    {
        g_auto(PdScope) scope = {0};
        ok(pd_scope_begin(&scope, db, &error));
        ok(insert(db, 2, &error));
        ok(pd_scope_commit(&scope, &error));
    }
    pd_db_rollback(db);
    assert_int_equal(count(db), 0);
}

static void test_db__an_open_scope_rolls_back(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    {
        g_auto(PdScope) scope = {0};
        ok(pd_scope_begin(&scope, db, &error));
        ok(insert(db, 1, &error));
    }
    assert_int_equal(count(db), 0);
    ok(insert(db, 1, &error));
    assert_int_equal(count(db), 1);
}

static void test_db__inner_rollback_forbids_the_outer_commit(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    g_autoptr(GError) error = NULL;
    assert_true(pd_db_begin(db, &error) && insert(db, 1, &error) && pd_db_begin(db, &error) && insert(db, 2, &error));
    pd_db_rollback(db);
    assert_false(pd_db_commit(db, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_STORE));
    assert_int_equal(count(db), 0);
}

static void test_db__after_a_failure_nothing_more_is_written(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    g_autoptr(GError) error = NULL;
    assert_true(pd_db_begin(db, &error) && insert(db, 1, &error));
    assert_false(insert(db, 1, &error));
    g_clear_error(&error);
    assert_false(insert(db, 2, &error));
    g_clear_error(&error);
    assert_false(pd_db_commit(db, &error));
    assert_int_equal(count(db), 0);
    g_clear_error(&error);
    assert_true(insert(db, 3, &error));
    assert_int_equal(count(db), 1);
}

static void test_db__wrong_sql_is_an_error(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    g_autoptr(GError) error = NULL;
    assert_null(pd_db_query(db, &error, "SELECT something FROM nowhere", PD_BIND_NONE));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_STORE));
    if (!strstr(error->message, "nowhere"))
        fail_msg("%s", error->message);
}

static PdBind give(guint row, int column, void *user) {
    const char *const *texts = user;
    return column == 0   ? pd_bind_int(row + 1)
           : column == 1 ? pd_bind_text(texts[row])
           : column == 2 ? pd_bind_bytes(texts[row])
                         : pd_bind_real(row + 0.5);
}

static void test_db__given_rows_are_written_by_one_statement(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    const char *texts[] = {"one", NULL, ""};
    GError *failure = NULL;
    ok(pd_db_run_given(db, &error, "INSERT INTO t SELECT c0, c1, c2, c3 FROM given", 3, give, texts));
    assert_int_equal(pd_db_changes(db), 3);
    g_autoptr(PdStmt) query = pd_db_query(db, &failure, "SELECT b, c, d FROM t ORDER BY a", PD_BIND_NONE);
    for (int i = 0; i < 3; i++) {
        assert_true(pd_stmt_next(query, &failure));
        g_autofree char *bytes = pd_stmt_bytes(query, 1);
        assert_int_equal(g_strcmp0(pd_stmt_text(query, 0), texts[i]), 0);
        assert_int_equal(g_strcmp0(bytes, texts[i]), 0);
        assert_true(pd_stmt_real(query, 2) > i + 0.4 && pd_stmt_real(query, 2) < i + 0.6);
    }
    assert_false(pd_stmt_next(query, &failure));
    ok(pd_db_run(db, &error, "DELETE FROM t WHERE a IN (SELECT c0 FROM given)", PD_BIND_NONE)); /* nothing is given now */
    assert_int_equal(count(db), 3);
}

static bool write_later(void *user, GError **error) {
    return insert(user, 1, error);
}

static void test_db__what_is_postponed_goes_before_the_next_statement(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    static const char ALL[] = "SELECT a FROM t";
    g_auto(PdScope) scope = {0};
    ok(pd_scope_begin(&scope, db, &error));
    pd_db_postpone(db, write_later, db);
    PdStmt *apart = pd_db_query_apart_n(db, NULL, ALL, NULL, 0);
    assert_false(pd_stmt_next(apart, NULL));
    pd_stmt_release(apart);
    assert_int_equal(count(db), 1);
    ok(pd_scope_commit(&scope, &error));
    assert_int_equal(count(db), 1);
}

static void test_db__what_is_postponed_is_committed_or_undone(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    ok(pd_db_begin(db, &error));
    pd_db_postpone(db, write_later, db);
    pd_db_rollback(db);
    assert_int_equal(count(db), 0);
    ok(pd_db_begin(db, &error));
    pd_db_postpone(db, write_later, db);
    ok(pd_db_commit(db, &error));
    assert_int_equal(count(db), 1);
}

static void test_db__a_postponed_failure_undoes_the_transaction(void **state) {
    (void)state;
    g_autoptr(PdDb) db = open_memory();
    ok(insert(db, 1, &error));
    ok(pd_db_begin(db, &error));
    ok(insert(db, 2, &error));
    pd_db_postpone(db, write_later, db); /* which is there already */
    GError *failure = NULL;
    assert_false(pd_db_commit(db, &failure));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_STORE));
    g_clear_error(&failure);
    assert_int_equal(pd_db_transaction(db), 0);
    assert_int_equal(count(db), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_db__values_come_back_as_they_went_in),
        cmocka_unit_test(test_db__one_text_can_run_inside_itself),
        cmocka_unit_test(test_db__inner_scope_joins_the_outer_one),
        cmocka_unit_test(test_db__an_open_scope_rolls_back),
        cmocka_unit_test(test_db__inner_rollback_forbids_the_outer_commit),
        cmocka_unit_test(test_db__after_a_failure_nothing_more_is_written),
        cmocka_unit_test(test_db__wrong_sql_is_an_error),
        cmocka_unit_test(test_db__given_rows_are_written_by_one_statement),
        cmocka_unit_test(test_db__what_is_postponed_goes_before_the_next_statement),
        cmocka_unit_test(test_db__what_is_postponed_is_committed_or_undone),
        cmocka_unit_test(test_db__a_postponed_failure_undoes_the_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
