/* Opening: what is refused stays byte for byte as it was; migration goes step by step. */
#include "fixture.h"

#include "catalog/store.h"

static char *bytes_of(const char *path, gsize *out_len) {
    char *data = NULL;
    ok(g_file_get_contents(path, &data, out_len, &error));
    return data;
}

static void assert_refused(Fixture *fixture, const char *word) {
    gsize before_len, after_len;
    g_autofree char *before = bytes_of(fixture->address, &before_len);
    static const PdCatalogMode MODES[] = {PD_CATALOG_READ, PD_CATALOG_WRITE};
    for (size_t i = 0; i < G_N_ELEMENTS(MODES); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(pd_catalog_open(fixture->address, MODES[i], &error));
        if (!g_error_matches(error, PD_ERROR, PD_ERROR_STORE) || !strstr(error->message, word))
            fail_msg("'%s' was expected in: %s", word, error->message);
    }
    g_autofree char *after = bytes_of(fixture->address, &after_len);
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
}

static void write_file(Fixture *fixture, const char *data, gssize len) {
    ok(g_file_set_contents(fixture->address, data, len, &error));
}

static void make_catalog(Fixture *fixture) {
    fixture_open(fixture, PD_CATALOG_WRITE);
    put(fixture, "a.jpg", 1, "A bridge");
    fixture_close(fixture);
}

static void test_open__a_reader_makes_nothing(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_null(pd_catalog_open(fixture->address, PD_CATALOG_READ, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_NOT_FOUND));
    assert_false(g_file_test(fixture->address, G_FILE_TEST_EXISTS));
}

static void test_open__a_text_is_no_catalogue(void **state) {
    Fixture *fixture = *state;
    g_autofree char *text = g_strnfill(20000, 'x');
    write_file(fixture, "diary", 5);
    assert_refused(fixture, "no picdesk catalogue");
    write_file(fixture, text, -1);
    assert_refused(fixture, "no picdesk catalogue");
}

static void test_open__another_programs_database_is_no_catalogue(void **state) {
    Fixture *fixture = *state;
    PdDb *db;
    GError *failure = NULL;
    db = pd_db_open(fixture->address, PD_DB_WRITE, &failure);
    ok(pd_db_script(db, "CREATE TABLE image(id)", &error));
    pd_db_close(db);
    assert_refused(fixture, "no picdesk catalogue");
}

static void test_open__a_newer_catalogue_is_left_alone(void **state) {
    Fixture *fixture = *state;
    PdDb *db;
    GError *failure = NULL;
    make_catalog(fixture);
    db = pd_db_open(fixture->address, PD_DB_WRITE, &failure);
    ok(pd_db_accept(db, &error) && pd_db_set_identity(db, PD_CATALOG_APPLICATION, PD_CATALOG_VERSION + 1, &error));
    pd_db_close(db);
    assert_refused(fixture, "newer");
}

static void test_open__a_lone_header_is_damage(void **state) {
    Fixture *fixture = *state;
    gsize len;
    make_catalog(fixture);
    g_autofree char *whole = bytes_of(fixture->address, &len);
    write_file(fixture, whole, 100);
    assert_refused(fixture, "damaged");
    memset(whole + 16, 0, 2);
    write_file(fixture, whole, (gssize)len);
    assert_refused(fixture, "no picdesk catalogue");
}

static void test_open__a_folder_is_no_catalogue(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_null(pd_catalog_open(fixture->folder, PD_CATALOG_WRITE, &error));
    assert_non_null(strstr(error->message, "folder"));
    g_clear_error(&error);
    assert_null(pd_catalog_open("/dev/null", PD_CATALOG_WRITE, &error));
    assert_non_null(strstr(error->message, "regular file"));
}

static void test_open__an_empty_file_becomes_one(void **state) {
    Fixture *fixture = *state;
    write_file(fixture, "", 0);
    make_catalog(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
}

static void test_open__names_are_no_addresses(void **state) {
    Fixture *fixture = *state;
    g_free(fixture->address);
    fixture->address = g_build_filename(fixture->folder, "file:a?mode=memory#%20", NULL);
    make_catalog(fixture);
    assert_true(g_file_test(fixture->address, G_FILE_TEST_IS_REGULAR));
    fixture_open(fixture, PD_CATALOG_READ);
}

static void test_open__a_reader_cannot_write(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    make_catalog(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_false(pd_catalog_note(fixture->catalog, "desk", "test", NULL, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_STORE));
}

static void test_open__own_files_are_known(void **state) {
    Fixture *fixture = *state;
    fixture_open(fixture, PD_CATALOG_WRITE);
    g_autofree char *log = g_strconcat(pd_catalog_path(fixture->catalog), "-wal", NULL);
    g_autofree char *other = g_strconcat(pd_catalog_path(fixture->catalog), "-old", NULL);
    assert_true(pd_catalog_is_own_file(fixture->catalog, pd_catalog_path(fixture->catalog)));
    assert_true(pd_catalog_is_own_file(fixture->catalog, log));
    assert_false(pd_catalog_is_own_file(fixture->catalog, other));
}

/* ---- migration */

#define TEST_APPLICATION 77

static const PdMigration STEPS[] = {{1, "CREATE TABLE a(x)"},
                                    {2, "ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES(1, 2)"},
                                    {3, "CREATE TABLE c(z); INSERT INTO c SELECT y FROM a"},
                                    {0, NULL}};
static const PdMigration BROKEN[] = {
    {1, "CREATE TABLE a(x)"}, {2, "CREATE TABLE b(x); SELECT something FROM nowhere"}, {0, NULL}};

static int64_t version_of(PdDb *db) {
    int64_t application = 0, version = 0;
    ok(pd_db_identity(db, &application, &version, &error));
    assert_int_equal(application, TEST_APPLICATION);
    return version;
}

static void test_open__migration_takes_the_missing_steps_only(void **state) {
    Fixture *fixture = *state;
    GError *failure = NULL;
    int64_t n = 0;
    g_autoptr(PdDb) db = pd_db_open(fixture->address, PD_DB_WRITE, &failure);
    ok(pd_db_script(db, STEPS[0].sql, &error) && pd_db_set_identity(db, TEST_APPLICATION, 1, &error));
    ok(pd_catalog_migrate(db, TEST_APPLICATION, STEPS, &error));
    assert_int_equal(version_of(db), 3);
    ok(pd_catalog_migrate(db, TEST_APPLICATION, STEPS, &error));
    ok(pd_db_get(db, &error, &n, NULL, "SELECT count(*) FROM c WHERE z = 2", PD_BIND_NONE));
    assert_int_equal(n, 1);
}

static void test_open__a_broken_step_leaves_the_one_before(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdDb) db = pd_db_open(fixture->address, PD_DB_WRITE, &failure);
    assert_false(pd_catalog_migrate(db, TEST_APPLICATION, BROKEN, &failure));
    assert_int_equal(version_of(db), 1);
    bool is_there = true;
    int64_t one = 0;
    ok(pd_db_get(db, &error, &one, &is_there, "SELECT 1 FROM sqlite_schema WHERE name = 'b'", PD_BIND_NONE));
    assert_false(is_there);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_open__a_reader_makes_nothing),
        WITH_FOLDER(test_open__a_text_is_no_catalogue),
        WITH_FOLDER(test_open__another_programs_database_is_no_catalogue),
        WITH_FOLDER(test_open__a_newer_catalogue_is_left_alone),
        WITH_FOLDER(test_open__a_lone_header_is_damage),
        WITH_FOLDER(test_open__a_folder_is_no_catalogue),
        WITH_FOLDER(test_open__an_empty_file_becomes_one),
        WITH_FOLDER(test_open__names_are_no_addresses),
        WITH_FOLDER(test_open__a_reader_cannot_write),
        WITH_FOLDER(test_open__own_files_are_known),
        WITH_FOLDER(test_open__migration_takes_the_missing_steps_only),
        WITH_FOLDER(test_open__a_broken_step_leaves_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
