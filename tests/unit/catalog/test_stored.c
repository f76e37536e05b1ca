/* Catalogues that older versions made, stored under tests/data/catalog: every later version opens them and finds their
 * facts. */
#include "fixture.h"

#include "catalog/rights.h"

static int stored(void **state) {
    char *data = NULL;
    gsize len = 0;
    fixture_folder(state);
    Fixture *fixture = *state;
    ok(g_file_get_contents(PD_TESTS_DIR "/data/catalog/v1.db", &data, &len, &error));
    ok(g_file_set_contents(fixture->address, data, (gssize)len, &error));
    g_free(data);
    return 0;
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

static void test_stored__version_1_keeps_its_facts(void **state) {
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
    assert_int_equal(stat.version, 4);
    assert_int_equal(complaints->len, 0);
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        ok(pd_catalog_each_right(fixture->catalog, *table, true, see_right, NULL, &error));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_stored__version_1_keeps_its_facts, stored, fixture_done),
        cmocka_unit_test_setup_teardown(test_stored__version_1_opens_for_reading_as_it_is, stored, fixture_done),
        cmocka_unit_test_setup_teardown(test_stored__version_1_becomes_the_newest, stored, fixture_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
