/* The ready-made new catalogue (catalog/blank.h) is the one that the steps make, and the one that an old one becomes. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

#include "catalog/blank.h"
#include "catalog/store.h"

/* All that tells one empty catalogue from another. (transfer full): g_free(). */
static char *told(Fixture *fixture) {
    static const char *const QUERIES[] = {
        "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
        "SELECT name || ' ' || version || ' ' || done_to FROM d_state ORDER BY name",
        "PRAGMA application_id",
        "PRAGMA user_version",
        "PRAGMA encoding",
        "PRAGMA journal_mode",
    };
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(QUERIES); i++) {
        g_autoptr(GError) failure = NULL;
        g_autoptr(PdStmt) query = pd_db_query(fixture->catalog->db, &failure, QUERIES[i], PD_BIND_NONE);
        while (query && pd_stmt_next(query, &failure))
            g_string_append_printf(out, "%s\n", pd_stmt_text(query, 0));
        if (failure)
            fail_msg("%s", failure->message);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void assert_sound(Fixture *fixture) {
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(complaints->len, 0);
}

/* What a new catalogue tells of itself, made from the blank. */
static char *told_of_blank(Fixture *fixture) {
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_sound(fixture);
    char *text = told(fixture);
    fixture_close(fixture);
    assert_int_equal(g_unlink(fixture->address), 0);
    return text;
}

static void assert_becomes(Fixture *fixture, const char *data, gssize len) {
    g_autofree char *expected = told_of_blank(fixture);
    ok(g_file_set_contents(fixture->address, data, len, &error));
    fixture_open(fixture, PD_CATALOG_WRITE);
    g_autofree char *found = told(fixture);
    assert_string_equal(found, expected);
    assert_non_null(strstr(found, "CREATE TABLE image("));
}

static void test_blank__is_what_the_steps_make(void **state) {
    assert_becomes(*state, "", 0);
}

static void test_blank__is_what_an_old_one_becomes(void **state) {
    static const char *const OLD[] = {PD_TESTS_DIR "/data/catalog/v1.db", PD_TESTS_DIR "/data/catalog/v4.db"};
    for (size_t i = 0; i < G_N_ELEMENTS(OLD); i++) {
        g_autofree char *data = NULL;
        gsize len = 0;
        ok(g_file_get_contents(OLD[i], &data, &len, &error));
        assert_becomes(*state, data, (gssize)len);
        fixture_close(*state);
        assert_int_equal(g_unlink(((Fixture *)*state)->address), 0);
    }
}

static void test_blank__holds_nothing(void **state) {
    Fixture *fixture = *state;
    int64_t n = 0;
    static const char *const FACTS[] = {"SELECT count(*) FROM image", "SELECT count(*) FROM root",
                                        "SELECT count(*) FROM event", "SELECT count(*) FROM forgotten_key"};
    fixture_open(fixture, PD_CATALOG_WRITE);
    for (size_t i = 0; i < G_N_ELEMENTS(FACTS); i++) {
        ok(pd_db_get(fixture->catalog->db, &error, &n, NULL, FACTS[i], PD_BIND_NONE));
        assert_int_equal(n, 0);
    }
}

static void test_blank__takes_the_place_of_nothing(void **state) {
    Fixture *fixture = *state;
    g_autofree char *data = NULL, *nowhere = g_build_filename(fixture->folder, "no", "catalog.db", NULL);
    ok(g_file_set_contents(fixture->address, "diary", -1, &error));
    assert_false(pd_blank_put(fixture->address));
    assert_false(pd_blank_put(nowhere));
    ok(g_file_get_contents(fixture->address, &data, NULL, &error));
    assert_string_equal(data, "diary");
}

static void test_blank__gives_others_what_the_user_gives_them(void **state) {
    Fixture *fixture = *state;
    struct stat st;
    int fd = open(fixture->folder, O_TMPFILE | O_WRONLY, 0600);
    if (fd < 0)
        skip(); /* this file system makes none */
    close(fd);
    mode_t before = umask(077);
    assert_true(pd_blank_put(fixture->address));
    umask(before);
    assert_int_equal(stat(fixture->address, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(st.st_nlink, 1);
    assert_int_equal(st.st_size, pd_catalog_blank.len);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_blank__is_what_the_steps_make),
        WITH_FOLDER(test_blank__is_what_an_old_one_becomes),
        WITH_FOLDER(test_blank__holds_nothing),
        WITH_FOLDER(test_blank__takes_the_place_of_nothing),
        WITH_FOLDER(test_blank__gives_others_what_the_user_gives_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
