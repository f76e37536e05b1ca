/* Writes that wait for each other: what is committed is there for others, what is read is what was written, and a disk that
 * takes no more is heard of. */
#include "fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/db.h"

enum { ROW_BYTES = 50000, MANY_ROWS = 400 }; /* together more than is kept in memory */

static PdDb *open_file(Fixture *fixture) {
    GError *failure = NULL;
    PdDb *db = pd_db_open(fixture->address, PD_DB_WRITE, &failure);
    assert_non_null(db);
    ok(pd_db_accept(db, &error));
    ok(pd_db_script(db, "CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b BLOB) STRICT", &error));
    return db;
}

static bool add_rows(PdDb *db, int64_t from, int64_t n, GError **error) {
    g_autofree char *bytes = g_malloc(ROW_BYTES);
    bool is_fine = true;
    for (int64_t i = from; is_fine && i < from + n; i++) {
        memset(bytes, (int)(i % 251), ROW_BYTES);
        is_fine = pd_db_run(db, error, "INSERT INTO t VALUES(?1, ?2)", pd_bind_int(i), pd_bind_blob(bytes, ROW_BYTES));
    }
    return is_fine;
}

static bool write_rows(PdDb *db, int64_t from, int64_t n, GError **error) {
    g_auto(PdScope) scope = {0};
    return pd_scope_begin(&scope, db, error) && add_rows(db, from, n, error) && pd_scope_commit(&scope, error);
}

static void check_rows(PdDb *db, int64_t n) {
    GError *failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(db, &failure, "SELECT a, b FROM t ORDER BY a", PD_BIND_NONE);
    int64_t seen = 0;
    for (; pd_stmt_next(query, &failure); seen++) {
        size_t len;
        const uint8_t *bytes = pd_stmt_blob(query, 1, &len);
        assert_int_equal(pd_stmt_int(query, 0), seen);
        assert_int_equal(len, ROW_BYTES);
        assert_int_equal(bytes[0], seen % 251);
        assert_memory_equal(bytes, bytes + 1, ROW_BYTES - 1);
    }
    assert_null(failure);
    assert_int_equal(seen, n);
}

static void check_sound(PdDb *db) {
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_db_verify(db, complaints, &error));
    assert_int_equal(complaints->len, 0);
}

/* By a handle that only reads, whose files are the usual ones. */
static void check_as_others_see_it(Fixture *fixture, int64_t n) {
    GError *failure = NULL;
    g_autoptr(PdDb) other = pd_db_open(fixture->address, PD_DB_READ, &failure);
    assert_non_null(other);
    ok(pd_db_accept(other, &error));
    check_rows(other, n);
    check_sound(other);
}

static void test_db_file__what_is_committed_is_there_for_others(void **state) {
    g_autoptr(PdDb) db = open_file(*state);
    ok(write_rows(db, 0, 1, &error));
    check_as_others_see_it(*state, 1);
    ok(write_rows(db, 1, MANY_ROWS, &error)); /* through the log into the file */
    check_as_others_see_it(*state, 1 + MANY_ROWS);
}

static void test_db_file__what_is_not_committed_is_read_back(void **state) {
    g_autoptr(PdDb) db = open_file(*state);
    ok(write_rows(db, 0, 3, &error));
    ok(pd_db_begin(db, &error));
    ok(add_rows(db, 3, MANY_ROWS, &error));
    check_rows(db, 3 + MANY_ROWS);
    check_as_others_see_it(*state, 3);
    pd_db_rollback(db);
    check_rows(db, 3);
}

static void test_db_file__who_is_killed_leaves_what_was_committed(void **state) {
    pd_db_close(open_file(*state));
    pid_t pid = fork();
    if (pid == 0) {
        PdDb *db = open_file(*state);
        bool is_fine = write_rows(db, 0, 7, NULL) && pd_db_begin(db, NULL) && add_rows(db, 7, MANY_ROWS, NULL);
        raise(is_fine ? SIGKILL : SIGTERM);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    check_as_others_see_it(*state, 7);
    g_autoptr(PdDb) db = open_file(*state);
    ok(write_rows(db, 7, 5, &error));
    check_rows(db, 12);
    check_sound(db);
}

/* Files may grow by so much and no more. */
static void limit_files(Fixture *fixture, rlim_t more) {
    struct rlimit limit;
    struct stat st;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    g_autofree char *log = g_strconcat(fixture->address, "-wal", NULL);
    limit.rlim_cur = limit.rlim_max;
    if (more && stat(log, &st) == 0)
        limit.rlim_cur = (rlim_t)st.st_size + more;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_db_file__a_disk_that_takes_no_more_is_heard_of(void **state) {
    g_autoptr(PdDb) db = open_file(*state);
    signal(SIGXFSZ, SIG_IGN);
    ok(write_rows(db, 0, 9, &error));
    for (rlim_t more = 1; more < 10 * ROW_BYTES; more = more * 3 + 777) {
        GError *failure = NULL;
        limit_files(*state, more);
        bool is_fine = write_rows(db, 9, 20, &failure);
        limit_files(*state, 0);
        assert_false(is_fine);
        assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_STORE));
        g_clear_error(&failure);
        check_rows(db, 9);
        check_as_others_see_it(*state, 9);
    }
    ok(write_rows(db, 9, 20, &error));
    check_as_others_see_it(*state, 29);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_db_file__what_is_committed_is_there_for_others),
        WITH_FOLDER(test_db_file__what_is_not_committed_is_read_back),
        WITH_FOLDER(test_db_file__who_is_killed_leaves_what_was_committed),
        WITH_FOLDER(test_db_file__a_disk_that_takes_no_more_is_heard_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
