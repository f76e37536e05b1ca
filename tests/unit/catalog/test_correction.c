/* Corrections: they win over the file, now and after later scans, are found, and can be revoked. */
#include "fixture.h"

#include "catalog/correction.h"

static const PdFieldInfo *field(const char *key) {
    return pd_field_by_key(key);
}

static void correct(Fixture *fixture, int64_t image, const char *key, const char *value) {
    ok(pd_catalog_correct(fixture->catalog, image, field(key), value, "jane", "seen on paper", &error));
}

static void assert_field(Fixture *fixture, int64_t id, PdField wanted, const char *text, PdOrigin origin) {
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, id, NULL);
    g_autofree char *joined = pd_merged_join(image->merged, wanted, " | ");
    assert_string_equal(joined, text);
    assert_int_equal(pd_merged_chosen(image->merged, wanted)->origin, origin);
}

static guint n_found(Fixture *fixture, const char *word) {
    const char *words[] = {word, NULL};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    ok(pd_catalog_by_words(fixture->catalog, words, 20, ids, &error));
    return ids->len;
}

static guint n_credited(Fixture *fixture, const char *slug) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    ok(pd_catalog_by_party(fixture->catalog, slug, 0, G_MAXINT32, 20, ids, &error));
    return ids->len;
}

static void test_correction__goes_before_the_file_and_is_found(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    correct(fixture, image, "caption", "A viaduct\nin fog");
    correct(fixture, image, "credit", "Agence France-Presse");
    assert_field(fixture, image, PD_FIELD_CAPTION, "A viaduct\nin fog", PD_ORIGIN_DESK);
    assert_int_equal(n_found(fixture, "viaduct"), 1);
    assert_int_equal(n_found(fixture, "bridge"), 1);
    assert_int_equal(n_credited(fixture, "afp"), 1);
    assert_int_equal(n_credited(fixture, "getty"), 0);
}

static void test_correction__a_list_has_items(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    correct(fixture, image, "creators", "Jane Roe\nKarel Sova");
    assert_field(fixture, image, PD_FIELD_CREATORS, "Jane Roe | Karel Sova", PD_ORIGIN_DESK);
}

static void test_correction__outlives_a_changed_file_and_a_rebuild(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    correct(fixture, image, "caption", "A viaduct");
    assert_int_equal(put(fixture, "a.jpg", 1, "A footbridge"), image);
    assert_field(fixture, image, PD_FIELD_CAPTION, "A viaduct", PD_ORIGIN_DESK);
    assert_int_equal(n_found(fixture, "viaduct"), 1);
    assert_int_equal(n_found(fixture, "footbridge"), 1);
    assert_int_equal(n_found(fixture, "bridge"), 0);
    ok(pd_catalog_rebuild(fixture->catalog, NULL, NULL, &error));
    assert_int_equal(n_found(fixture, "viaduct"), 1);
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_field(fixture, image, PD_FIELD_CAPTION, "A viaduct", PD_ORIGIN_DESK);
}

static bool count(const PdCorrection *correction, void *user) {
    assert_string_equal(correction->who, "jane");
    ++*(int *)user;
    return true;
}

static int n_corrections(Fixture *fixture, int64_t image) {
    int n = 0;
    ok(pd_catalog_each_correction(fixture->catalog, image, count, &n, &error));
    return n;
}

static void test_correction__a_revoked_one_gives_way_to_the_one_before(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge"), other = put(fixture, "b.jpg", 2, "A boat");
    correct(fixture, image, "caption", "A viaduct");
    correct(fixture, image, "caption", "An aqueduct");
    correct(fixture, other, "caption", "A ship");
    assert_int_equal(n_corrections(fixture, 0), 2);
    assert_int_equal(n_found(fixture, "viaduct"), 0);
    ok(pd_catalog_revoke_correction(fixture->catalog, image, field("caption"), "joe", NULL, &error));
    assert_field(fixture, image, PD_FIELD_CAPTION, "A viaduct", PD_ORIGIN_DESK);
    assert_int_equal(n_found(fixture, "aqueduct"), 0);
    ok(pd_catalog_revoke_correction(fixture->catalog, image, field("caption"), "joe", NULL, &error));
    assert_field(fixture, image, PD_FIELD_CAPTION, "A bridge", PD_ORIGIN_XMP);
    assert_int_equal(n_corrections(fixture, image), 0);
    g_autoptr(GError) refusal = NULL;
    assert_false(pd_catalog_revoke_correction(fixture->catalog, image, field("caption"), "joe", NULL, &refusal));
    assert_true(g_error_matches(refusal, PD_ERROR, PD_ERROR_NOT_FOUND));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_correction__goes_before_the_file_and_is_found),
        WITH_CATALOG(test_correction__a_list_has_items),
        WITH_CATALOG(test_correction__outlives_a_changed_file_and_a_rebuild),
        WITH_CATALOG(test_correction__a_revoked_one_gives_way_to_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
