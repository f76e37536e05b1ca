/* What the matcher looks images up by: days, words of file names, looks. */
#include "fixture.h"

static int64_t put_dated(Fixture *fixture, const char *name, uint8_t pixels, const char *day) {
    g_autoptr(PdRecord) record = record_of(pixels, "A crane", "Getty Images");
    PdFileRow row = {.name = name, .size_bytes = 100u + pixels, .inode = pixels, .mtime_ns = 1};
    int64_t folder = 0, image = 0;
    add_value(record, PD_FIELD_CAPTURED_AT, day);
    ok(pd_catalog_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, &image, &error));
    return image;
}

static int64_t julian(GDateYear year, GDateMonth month, GDateDay day) {
    g_autoptr(GDate) date = g_date_new_dmy(day, month, year);
    return g_date_get_julian(date);
}

static void test_matching__images_are_found_by_their_day(void **state) {
    Fixture *fixture = *state;
    put_dated(fixture, "a.jpg", 1, "2022-05-01");
    int64_t second = put_dated(fixture, "b.jpg", 2, "2022-05-04T10:00:00Z"),
            third = put_dated(fixture, "c.jpg", 3, "2022-05-05");
    put_dated(fixture, "d.jpg", 4, "2022-05");
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t from = julian(2022, 5, 4), to = julian(2022, 5, 9);
    ok(pd_catalog_by_day(fixture->catalog, from, to, 10, ids, &error));
    assert_int_equal(ids->len, 2);
    assert_int_equal(g_array_index(ids, int64_t, 0), third);
    assert_int_equal(g_array_index(ids, int64_t, 1), second);
    g_array_set_size(ids, 0);
    ok(pd_catalog_by_party(fixture->catalog, "no-such-agency", from, to, 10, ids, &error));
    assert_int_equal(ids->len, 0);
    ok(pd_catalog_by_day(fixture->catalog, from, to, 1, ids, &error));
    assert_int_equal(ids->len, 1);
}

static void test_matching__telling_file_names_are_found_by_their_words(void **state) {
    Fixture *fixture = *state;
    int64_t telling = put(fixture, "harbour-crane-at-dusk-2.jpg", 1, NULL);
    put(fixture, "DSC_0042.jpg", 2, NULL);
    put(fixture, "crane.jpg", 3, NULL);
    const char *words[] = {"the", "crane", "of", "the", "harbour", NULL}, *other[] = {"dsc", "tram", NULL};
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    ok(pd_catalog_by_name_words(fixture->catalog, words, 10, ids, &error));
    assert_int_equal(ids->len, 1);
    assert_int_equal(g_array_index(ids, int64_t, 0), telling);
    g_array_set_size(ids, 0);
    ok(pd_catalog_by_name_words(fixture->catalog, other, 10, ids, &error));
    assert_int_equal(ids->len, 0);
}

static bool count_look(int64_t image_id, const uint8_t *look, size_t len, void *user) {
    GArray *lengths = user;
    int64_t n = (int64_t)len;
    assert_true(image_id > 0 && (look || !len));
    g_array_append_val(lengths, n);
    return true;
}

static void test_matching__looks_are_asked_for_until_they_are_kept(void **state) {
    Fixture *fixture = *state;
    int64_t first = put(fixture, "a.jpg", 1, "One"), second = put(fixture, "b.jpg", 2, "Two"), n = 0;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    ok(pd_catalog_image_count(fixture->catalog, &n, &error));
    assert_int_equal(n, 2);
    ok(pd_catalog_without_look(fixture->catalog, 0, 10, ids, &error));
    assert_int_equal(ids->len, 2);
    ok(pd_catalog_put_look(fixture->catalog, first, (const uint8_t *)"look", 4, &error));
    ok(pd_catalog_put_look(fixture->catalog, second, (const uint8_t *)"", 0, &error));
    g_array_set_size(ids, 0);
    ok(pd_catalog_without_look(fixture->catalog, 0, 10, ids, &error));
    assert_int_equal(ids->len, 0);
    ok(pd_catalog_each_look(fixture->catalog, count_look, ids, &error));
    assert_int_equal(ids->len, 2);
    assert_int_equal(g_array_index(ids, int64_t, 0), 4);
    assert_int_equal(g_array_index(ids, int64_t, 1), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_matching__images_are_found_by_their_day),
        WITH_CATALOG(test_matching__telling_file_names_are_found_by_their_words),
        WITH_CATALOG(test_matching__looks_are_asked_for_until_they_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
