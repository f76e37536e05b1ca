/* Catalogues that older versions made, stored under tests/data/catalog: every later version opens them and finds their
 * facts. */
#include "fixture.h"

#include "catalog/rights.h"
#include "catalog/store.h"

static int put_stored(void **state, const char *path) {
    char *data = NULL;
    gsize len = 0;
    fixture_folder(state);
    Fixture *fixture = *state;
    ok(g_file_get_contents(path, &data, &len, &error));
    ok(g_file_set_contents(fixture->address, data, (gssize)len, &error));
    g_free(data);
    return 0;
}

static int stored(void **state) {
    return put_stored(state, PD_TESTS_DIR "/data/catalog/v1.db");
}

static int stored_4(void **state) {
    return put_stored(state, PD_TESTS_DIR "/data/catalog/v4.db");
}

typedef struct {
    int n;
    char *path; /* of the image looked for */
    char *caption;
    int64_t id;
} Seen;

static bool see_image(const PdImage *image, void *user) {
    Seen *seen = user;
    seen->n++;
    assert_non_null(image->record);
    if (g_str_has_suffix(image->path, "/IMG_2031.jpg")) {
        seen->path = g_strdup(image->path);
        seen->caption = g_strdup(pd_merged_text(image->merged, PD_FIELD_CAPTION));
        seen->id = image->id;
    }
    return true;
}

static bool count_figure(const PdFigureRow *row, void *user) {
    assert_true(g_str_has_prefix(row->article_path, "/story/articles/"));
    ++*(int *)user;
    return true;
}

static void assert_facts(Fixture *fixture) {
    Seen seen = {0};
    int n_figures = 0;
    PdPairing confirmed, taken_back;
    ok(pd_catalog_each_image(fixture->catalog, false, see_image, &seen, &error));
    ok(pd_catalog_each_figure(fixture->catalog, 0, count_figure, &n_figures, &error));
    ok(pd_catalog_pairing(fixture->catalog, 3, &confirmed, &error));
    ok(pd_catalog_pairing(fixture->catalog, 4, &taken_back, &error));
    assert_int_equal(seen.n, 15);
    assert_string_equal(seen.path, "/story/photos/IMG_2031.jpg");
    assert_non_null(seen.caption);
    assert_int_equal(n_figures, 6);
    assert_int_equal(confirmed.status, PD_PAIR_CONFIRMED);
    assert_int_equal(g_array_index(confirmed.pairs, PdPair, 0).image_id, seen.id);
    assert_int_equal(taken_back.status, PD_PAIR_UNMATCHED);
    pd_pairing_done(&confirmed);
    pd_pairing_done(&taken_back);
    g_free(seen.path);
    g_free(seen.caption);
}

static void test_stored__an_old_version_keeps_its_facts(void **state) {
    Fixture *fixture = *state;
    const char *words[] = {"bridge", NULL};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_facts(fixture);
    ok(pd_catalog_by_words(fixture->catalog, words, 20, ids, &error));
    assert_true(ids->len > 0);
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_facts(fixture);
}

static bool see_right(const PdRightsRow *row, void *user) {
    (void)row, (void)user;
    fail_msg("a catalogue of version 1 has rights");
    return false;
}

static void test_stored__version_1_opens_for_reading_as_it_is(void **state) {
    Fixture *fixture = *state;
    g_autofree char *before = NULL, *after = NULL;
    gsize before_len, after_len;
    ok(g_file_get_contents(fixture->address, &before, &before_len, &error));
    fixture_open(fixture, PD_CATALOG_READ);
    assert_facts(fixture);
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        ok(pd_catalog_each_right(fixture->catalog, *table, true, see_right, NULL, &error));
    g_autoptr(PdRights) view = pd_catalog_rights(fixture->catalog, "2026-05-03", NULL);
    assert_int_equal(view->n_licences, 0);
    fixture_close(fixture);
    ok(g_file_get_contents(fixture->address, &after, &after_len, &error));
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
}

static void test_stored__version_1_becomes_the_newest(void **state) {
    Fixture *fixture = *state;
    PdCatalogStat stat;
    fixture_open(fixture, PD_CATALOG_WRITE);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_stat(fixture->catalog, &stat, &error));
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(stat.version, PD_CATALOG_VERSION);
    assert_int_equal(complaints->len, 0);
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        ok(pd_catalog_each_right(fixture->catalog, *table, true, see_right, NULL, &error));
}

static bool no_hash(const PdFileRow *row, void *user) {
    assert_false(row->has_sha256);
    assert_int_not_equal(row->device, 0);
    ++*(int *)user;
    return true;
}

static void test_stored__version_4_opens_for_reading_as_it_is(void **state) {
    Fixture *fixture = *state;
    g_autofree char *before = NULL, *after = NULL;
    gsize before_len, after_len;
    int n_files = 0;
    ok(g_file_get_contents(fixture->address, &before, &before_len, &error));
    fixture_open(fixture, PD_CATALOG_READ);
    assert_facts(fixture);
    ok(pd_catalog_each_file(fixture->catalog, 1, "", 100, no_hash, &n_files, &error));
    assert_true(n_files > 3);
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, 1, NULL);
    assert_string_equal(image->sha256, "");
    g_autoptr(PdRights) view = pd_catalog_rights(fixture->catalog, "2026-05-03", NULL);
    assert_int_equal(view->n_leases, 1);
    fixture_close(fixture);
    ok(g_file_get_contents(fixture->address, &after, &after_len, &error));
    assert_int_equal(before_len, after_len);
    assert_memory_equal(before, after, before_len);
}

/* All that the store says of its tables. */
static char *schema_of(PdDb *db) {
    GString *out = g_string_new(NULL);
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(db, &failure,
                    "SELECT t.name, c.name, c.type, c.\"notnull\", coalesce(c.dflt_value, ''), c.pk FROM sqlite_schema t "
                    "JOIN pragma_table_info(t.name) c UNION ALL SELECT name, coalesce(sql, ''), '', 0, '', 0 "
                    "FROM sqlite_schema WHERE type <> 'table' ORDER BY 1, 2",
                    PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure))
        g_string_append_printf(out, "%s %s %s %d %s %d\n", pd_stmt_text(query, 0), pd_stmt_text(query, 1),
                               pd_stmt_text(query, 2), (int)pd_stmt_int(query, 3), pd_stmt_text(query, 4),
                               (int)pd_stmt_int(query, 5));
    ok(pd_stmt_ended(&failure, &error));
    return g_string_free(out, FALSE);
}

static void test_stored__a_migrated_catalogue_is_like_a_new_one(void **state) {
    Fixture *fixture = *state;
    g_autoptr(PdCatalog) fresh = pd_catalog_open(NULL, PD_CATALOG_MEMORY, NULL);
    fixture_open(fixture, PD_CATALOG_WRITE);
    g_autofree char *expected = schema_of(fresh->db), *found = schema_of(fixture->catalog->db);
    assert_non_null(strstr(expected, "\nfile sha256 BLOB "));
    assert_string_equal(found, expected);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_stored__an_old_version_keeps_its_facts, stored, fixture_done),
        cmocka_unit_test_setup_teardown(test_stored__version_1_opens_for_reading_as_it_is, stored, fixture_done),
        cmocka_unit_test_setup_teardown(test_stored__version_1_becomes_the_newest, stored, fixture_done),
        cmocka_unit_test_setup_teardown(test_stored__a_migrated_catalogue_is_like_a_new_one, stored, fixture_done),
        {"test_stored__version_4_keeps_its_facts", test_stored__an_old_version_keeps_its_facts, stored_4, fixture_done,
         NULL},
        {"test_stored__version_4_becomes_like_a_new_one", test_stored__a_migrated_catalogue_is_like_a_new_one, stored_4,
         fixture_done, NULL},
        cmocka_unit_test_setup_teardown(test_stored__version_4_opens_for_reading_as_it_is, stored_4, fixture_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
