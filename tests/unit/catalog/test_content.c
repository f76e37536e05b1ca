/* Files whose whole content is known, by a hash: which image they are, and how long the hash holds. */
#include "fixture.h"

#include "catalog/store.h"

/* One file of the test; content 0 = no hash was asked for. */
typedef struct {
    const char *name, *caption;
    uint8_t pixels, content;
    int64_t mtime_ns;
} Given;

static int64_t put_given(Fixture *fixture, Given given) {
    g_autoptr(PdRecord) record = record_of(given.pixels, given.caption, NULL);
    g_autofree char *path = g_build_filename(fixture->folder, given.name, NULL);
    uint8_t sha256[PD_SHA256_BYTES];
    PdFileRow row = {.name = given.name,
                     .size_bytes = 100,
                     .inode = 7,
                     .mtime_ns = given.mtime_ns ? given.mtime_ns : 1,
                     .sha256 = given.content ? sha256 : NULL};
    int64_t folder = 0, image = 0;
    memset(sha256, given.content, sizeof sha256);
    ok(g_file_set_contents(path, "x", 1, &error));
    ok(pd_catalog_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, &image, &error));
    return image;
}

static void assert_hash(Fixture *fixture, int64_t image_id, const char *begins) {
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, image_id, NULL);
    assert_non_null(image);
    assert_int_equal(strlen(image->sha256), *begins ? 64 : 0);
    assert_memory_equal(image->sha256, begins, strlen(begins));
}

static void test_content__is_shown_with_the_image(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.jpg", .pixels = 1, .content = 0xa7});
    assert_hash(*state, image, "a7a7");
    assert_hash(*state, put_given(*state, (Given){.name = "b.jpg", .pixels = 2}), "");
}

/* A picture longer than what is read of it has no key. */
static void test_content__a_moved_file_without_a_key_keeps_its_image(void **state) {
    for (int is_noticed = 0; is_noticed < 2; is_noticed++) {
        int64_t image = put_given(*state, (Given){.name = "a.tif", .caption = "A bridge", .content = 5});
        vanish(*state, "a.tif", is_noticed);
        assert_int_equal(put_given(*state, (Given){.name = "b.tif", .caption = "A bridge", .content = 5}), image);
        vanish(*state, "b.tif", true);
        assert_int_equal(put_given(*state, (Given){.name = "a.tif", .caption = "With a sidecar", .content = 5}), image);
    }
}

static void test_content__a_copy_without_a_key_joins(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.tif", .content = 5});
    assert_int_equal(put_given(*state, (Given){.name = "copy.tif", .content = 5}), image);
    assert_int_not_equal(put_given(*state, (Given){.name = "other.tif", .content = 6}), image);
    assert_int_not_equal(put_given(*state, (Given){.name = "unknown.tif"}), image);
}

static void test_content__a_copy_with_other_words_beside_it_is_another_image(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.jpg", .pixels = 1, .content = 5});
    assert_int_not_equal(put_given(*state, (Given){.name = "b.jpg", .caption = "By a sidecar", .pixels = 1, .content = 5}),
                         image);
}

static void test_content__what_only_looks_equal_is_another_image(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.tif", .pixels = 1, .content = 5});
    int64_t other = put_given(*state, (Given){.name = "b.tif", .pixels = 1, .content = 6});
    assert_int_not_equal(other, image);
    assert_int_equal(put_given(*state, (Given){.name = "c.tif", .pixels = 1, .content = 6}), other);
    assert_int_equal(put_given(*state, (Given){.name = "d.tif", .pixels = 1, .content = 5}), image);
    vanish(*state, "b.tif", true);
    vanish(*state, "c.tif", true);
    assert_int_equal(put_given(*state, (Given){.name = "e.tif", .pixels = 1, .content = 6}), other);
}

/* Nobody knows the other one's content: it is taken for a copy, as without hashes. */
static void test_content__an_unknown_content_joins_by_its_looks(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.jpg", .pixels = 1});
    assert_int_equal(put_given(*state, (Given){.name = "b.jpg", .pixels = 1, .content = 5}), image);
    assert_int_equal(put_given(*state, (Given){.name = "a.jpg", .pixels = 1, .content = 6}), image);
}

/* Two pictures without keys, of one format and size, whose names were changed crosswise. */
static void test_content__pictures_that_changed_places_keep_their_images(void **state) {
    int64_t a = put_given(*state, (Given){.name = "a.tif", .caption = "A bridge", .content = 5});
    int64_t b = put_given(*state, (Given){.name = "b.tif", .caption = "A tower", .content = 6});
    assert_int_not_equal(a, b);
    vanish(*state, "a.tif", false);
    vanish(*state, "b.tif", false);
    assert_int_equal(put_given(*state, (Given){.name = "a.tif", .caption = "A tower", .content = 6, .mtime_ns = 2}), b);
    assert_int_equal(put_given(*state, (Given){.name = "b.tif", .caption = "A bridge", .content = 5, .mtime_ns = 2}), a);
}

/* From a backup, say. */
static void test_content__an_older_version_is_known_again(void **state) {
    int64_t image = put_given(*state, (Given){.name = "a.tif", .caption = "A bridge", .content = 5});
    assert_int_equal(put_given(*state, (Given){.name = "a.tif", .caption = "Edited", .content = 6, .mtime_ns = 2}), image);
    vanish(*state, "a.tif", true);
    assert_int_equal(put_given(*state, (Given){.name = "b.tif", .caption = "A bridge", .content = 5}), image);
    g_autofree char *caption = caption_of(*state, image);
    assert_string_equal(caption, "A bridge");
    assert_hash(*state, image, "0505");
}

/* The hash of an image that is known already joins it to no other. */
static void test_content__asked_later_it_leaves_images_as_they_are(void **state) {
    int64_t a = put_given(*state, (Given){.name = "a.tif"}), b = put_given(*state, (Given){.name = "b.tif"});
    assert_int_not_equal(a, b);
    assert_int_equal(put_given(*state, (Given){.name = "a.tif", .content = 5}), a);
    assert_int_equal(put_given(*state, (Given){.name = "b.tif", .content = 5}), b);
}

/* Of a placeholder there are more images than are looked through. */
static void test_content__one_of_many_equal_pictures_is_found(void **state) {
    int64_t images[100];
    for (int i = 0; i < 100; i++) {
        g_autofree char *name = g_strdup_printf("%02d.jpg", i), *caption = g_strdup_printf("Client %d", i);
        images[i] = put_given(*state, (Given){.name = name, .caption = caption, .pixels = 1, .content = (uint8_t)(i + 1)});
    }
    vanish(*state, "90.jpg", true);
    vanish(*state, "17.jpg", true);
    Given moved = {.name = "moved.jpg", .caption = "Client 90", .pixels = 1, .content = 91};
    assert_int_equal(put_given(*state, moved), images[90]);
    moved = (Given){.name = "b.jpg", .caption = "Client 17, with a sidecar", .pixels = 1, .content = 18};
    assert_int_equal(put_given(*state, moved), images[17]);
}

static void test_content__it_goes_when_the_file_changed(void **state) {
    Given given = {.name = "a.jpg", .caption = "A bridge", .pixels = 1, .content = 5};
    int64_t image = put_given(*state, given);
    given.content = 0;
    put_given(*state, given); /* a sidecar, or --all */
    assert_hash(*state, image, "0505");
    given.caption = "A bridge, by a sidecar";
    assert_int_equal(put_given(*state, given), image);
    assert_hash(*state, image, "0505");
    given.mtime_ns = 2;
    assert_int_equal(put_given(*state, given), image);
    assert_hash(*state, image, "");
    given.content = 6;
    put_given(*state, given);
    assert_hash(*state, image, "0606");
    given = (Given){.name = "a.jpg", .caption = "A tower", .pixels = 2, .mtime_ns = 2}; /* in the same moment */
    assert_hash(*state, put_given(*state, given), "");
}

static void test_content__it_goes_when_the_file_cannot_be_read(void **state) {
    Fixture *fixture = *state;
    int64_t image = put_given(fixture, (Given){.name = "a.jpg", .pixels = 1, .content = 5}), folder = 0;
    PdFileRow row = {.name = "a.jpg", .size_bytes = 100, .inode = 7, .mtime_ns = 1, .problem = "crash"};
    ok(pd_catalog_find_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, NULL, NULL, &error));
    assert_hash(fixture, image, "");
}

static void test_content__equal_contents_are_kin(void **state) {
    Fixture *fixture = *state;
    int64_t a = put_given(fixture, (Given){.name = "a.tif", .content = 5});
    int64_t b = put_given(fixture, (Given){.name = "b.tif", .caption = "By a sidecar", .content = 5});
    put_given(fixture, (Given){.name = "c.tif", .content = 6});
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    assert_int_not_equal(a, b);
    ok(pd_catalog_kin(fixture->catalog, a, 10, ids, &error));
    assert_int_equal(ids->len, 1);
    assert_int_equal(g_array_index(ids, int64_t, 0), b);
}

static bool note_hash(const PdFileRow *row, void *user) {
    g_string_append_printf(user, "%s %d;", row->name, row->has_sha256);
    return true;
}

static void test_content__the_files_of_a_folder_tell_it(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GString) rows = g_string_new(NULL);
    int64_t folder = 0;
    put_given(fixture, (Given){.name = "a.jpg", .pixels = 1, .content = 0xa7});
    put_given(fixture, (Given){.name = "b.jpg", .pixels = 2});
    ok(pd_catalog_find_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_each_file(fixture->catalog, folder, "", 10, note_hash, rows, &error));
    assert_string_equal(rows->str, "a.jpg 1;b.jpg 0;");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_content__is_shown_with_the_image),
        WITH_CATALOG(test_content__a_moved_file_without_a_key_keeps_its_image),
        WITH_CATALOG(test_content__a_copy_without_a_key_joins),
        WITH_CATALOG(test_content__a_copy_with_other_words_beside_it_is_another_image),
        WITH_CATALOG(test_content__what_only_looks_equal_is_another_image),
        WITH_CATALOG(test_content__an_unknown_content_joins_by_its_looks),
        WITH_CATALOG(test_content__pictures_that_changed_places_keep_their_images),
        WITH_CATALOG(test_content__an_older_version_is_known_again),
        WITH_CATALOG(test_content__asked_later_it_leaves_images_as_they_are),
        WITH_CATALOG(test_content__one_of_many_equal_pictures_is_found),
        WITH_CATALOG(test_content__it_goes_when_the_file_changed),
        WITH_CATALOG(test_content__it_goes_when_the_file_cannot_be_read),
        WITH_CATALOG(test_content__equal_contents_are_kin),
        WITH_CATALOG(test_content__the_files_of_a_folder_tell_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
