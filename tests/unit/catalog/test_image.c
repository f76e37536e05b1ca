/* Which image a file is: the rules of the design, one case each. */
#include "fixture.h"

static void test_image__the_same_file_again_is_the_same_image(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    assert_int_equal(put(fixture, "a.jpg", 1, "A bridge"), image);
}

static void test_image__an_edited_caption_is_a_new_revision(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    assert_int_equal(put(fixture, "a.jpg", 1, "A bridge in Sarajevo"), image);
    g_autofree char *caption = caption_of(fixture, image);
    assert_string_equal(caption, "A bridge in Sarajevo");
}

static void test_image__another_picture_under_the_name_is_another_image(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    assert_int_not_equal(put(fixture, "a.jpg", 2, "A bridge"), image);
    g_autofree char *caption = caption_of(fixture, image);
    assert_string_equal(caption, "A bridge");
}

static void test_image__an_equal_copy_joins(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    assert_int_equal(put(fixture, "copy.jpg", 1, "A bridge"), image);
}

static void test_image__a_copy_with_other_words_is_another_image(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    assert_int_not_equal(put(fixture, "copy.jpg", 1, "A bridge, cropped"), image);
}

static void test_image__a_moved_file_keeps_its_image(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    vanish(fixture, "a.jpg", true);
    assert_int_equal(put(fixture, "b.jpg", 1, "A bridge"), image);
}

static void test_image__a_moved_and_edited_file_keeps_its_image(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    vanish(fixture, "a.jpg", true);
    assert_int_equal(put(fixture, "b.jpg", 1, "A bridge in Sarajevo"), image);
}

/* The new place comes before the old one in the order of the scan: the catalogue still believes in the old one. */
static void test_image__a_move_is_seen_before_the_old_place_is_looked_at(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "z.jpg", 1, "A bridge");
    vanish(fixture, "z.jpg", false);
    assert_int_equal(put(fixture, "b.jpg", 1, "A bridge in Sarajevo"), image);
}

static void test_image__editing_one_of_two_copies_splits_them(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    put(fixture, "copy.jpg", 1, "A bridge");
    int64_t other = put(fixture, "copy.jpg", 1, "A bridge, cropped");
    assert_int_not_equal(other, image);
    g_autofree char *caption = caption_of(fixture, image);
    assert_string_equal(caption, "A bridge");
}

static void test_image__without_a_key_only_the_place_tells(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 0, "A bridge");
    assert_int_equal(put(fixture, "a.jpg", 0, "A bridge in Sarajevo"), image);
    assert_int_not_equal(put(fixture, "b.jpg", 0, "A bridge in Sarajevo"), image);
}

static bool keep_path(const PdImage *image, void *user) {
    char **path = user;
    g_free(*path);
    *path = g_strdup(image->path);
    return true;
}

static void test_image__a_missing_file_is_not_deleted(void **state) {
    Fixture *fixture = *state;
    g_autofree char *path = NULL;
    put(fixture, "a.jpg", 1, "A bridge");
    vanish(fixture, "a.jpg", true);
    ok(pd_catalog_each_image(fixture->catalog, false, keep_path, &path, &error));
    assert_null(path);
    char *without = g_strdup("none seen");
    ok(pd_catalog_each_image(fixture->catalog, true, keep_path, &without, &error));
    assert_null(without);
    int64_t folder = 0;
    ok(pd_catalog_find_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_file_present(fixture->catalog, folder, "a.jpg", &error));
    ok(pd_catalog_each_image(fixture->catalog, false, keep_path, &path, &error));
    assert_true(g_str_has_suffix(path, "/a.jpg"));
}

static bool keep_problem(const char *path, const char *problem, void *user) {
    g_string_append_printf(user, "%s:%s;", strrchr(path, '/') + 1, problem);
    return true;
}

static void test_image__an_unreadable_file_is_kept_with_its_reason(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GString) problems = g_string_new(NULL);
    PdFileRow row = {.name = "b.jpg", .size_bytes = 3, .inode = 1, .mtime_ns = 1, .problem = "unreadable"};
    int64_t image = put(fixture, "a.jpg", 1, "A bridge"), folder = 0, none = -1;
    ok(pd_catalog_find_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, NULL, &none, &error));
    assert_int_equal(none, 0);
    row.name = "a.jpg";
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, NULL, &none, &error));
    ok(pd_catalog_each_unreadable(fixture->catalog, keep_problem, problems, &error));
    assert_string_equal(problems->str, "a.jpg:unreadable;b.jpg:unreadable;");
    g_autofree char *caption = caption_of(fixture, image);
    assert_string_equal(caption, "A bridge");
}

static void test_image__found_by_path_and_by_uid(void **state) {
    Fixture *fixture = *state;
    GError *failure = NULL;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge"), found = 0;
    g_autofree char *path = g_build_filename(fixture->folder, "a.jpg", NULL);
    g_autoptr(PdImage) whole = pd_catalog_image(fixture->catalog, image, &failure);
    g_autofree char *short_uid = g_strndup(whole->uid, 8);
    const char *names[] = {path, whole->uid, short_uid};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        found = 0;
        ok(pd_catalog_find_image(fixture->catalog, names[i], &found, &error));
        assert_int_equal(found, image);
    }
    assert_false(pd_catalog_find_image(fixture->catalog, "nothing.jpg", &found, &failure));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_NOT_FOUND));
    g_clear_error(&failure);
}

static void test_image__a_root_inside_another_is_not_kept_twice(void **state) {
    Fixture *fixture = *state;
    int64_t outer = 0, inner = 0, again = 0;
    ok(pd_catalog_folder(fixture->catalog, "/photos/2024", &inner, &error));
    ok(pd_catalog_folder(fixture->catalog, "/photos", &outer, &error));
    ok(pd_catalog_folder(fixture->catalog, "/photos/2024", &again, &error));
    assert_int_equal(inner, again);
    ok(pd_catalog_folder(fixture->catalog, "/photos/2024/may", &inner, &error));
    ok(pd_catalog_find_folder(fixture->catalog, "/photos/2024/may", &again, &error));
    assert_int_equal(inner, again);
    ok(pd_catalog_find_folder(fixture->catalog, "/photos/20", &again, &error));
    assert_int_equal(again, 0);
}

static bool note_root(const PdRootRow *root, void *user) {
    g_string_append_printf(user, "%s;", root->path);
    return true;
}

static void test_image__folders_below_a_new_root_belong_to_it(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GString) roots = g_string_new(NULL);
    int64_t folder = 0;
    ok(pd_catalog_add_root(fixture->catalog, "/photos", &error));
    ok(pd_catalog_folder(fixture->catalog, "/photos/2024/may", &folder, &error));
    ok(pd_catalog_add_root(fixture->catalog, "/photos/2025", &error));
    ok(pd_catalog_folder(fixture->catalog, "/photos/2025/june", &folder, &error));
    ok(pd_catalog_each_root(fixture->catalog, note_root, roots, &error));
    assert_string_equal(roots->str, "/photos;");
}

static void test_image__a_root_that_was_undone_is_made_again(void **state) {
    Fixture *fixture = *state;
    int64_t folder = 0, found = 0;
    ok(pd_catalog_begin(fixture->catalog, &error));
    ok(pd_catalog_add_root(fixture->catalog, "/photos", &error));
    pd_catalog_rollback(fixture->catalog);
    ok(pd_catalog_folder(fixture->catalog, "/photos/2024", &folder, &error));
    ok(pd_catalog_find_folder(fixture->catalog, "/photos/2024", &found, &error));
    assert_int_equal(found, folder);
}

/* As a scan does it: many files in one transaction, in which what is known of twins is remembered. */
static int in_one_transaction(void **state) {
    fixture_catalog(state);
    ok(pd_catalog_begin(((Fixture *)*state)->catalog, &error));
    return 0;
}

static void test_image__twins_of_a_batch_are_told_apart(void **state) {
    Fixture *fixture = *state;
    int64_t first = put(fixture, "a.jpg", 1, "A bridge"), second = put(fixture, "b.jpg", 1, "A tower");
    assert_int_not_equal(first, second);
    vanish(fixture, "a.jpg", true);
    assert_int_equal(put(fixture, "moved.jpg", 1, "A bridge, edited"), first);
    assert_int_not_equal(put(fixture, "c.jpg", 1, "A harbour"), first);
    assert_int_equal(put(fixture, "d.jpg", 1, "A tower"), second);
}

/* Puts a file that its folder did not list, as a scan does: the record as it is encoded. */
static void put_new(PdCatalog *catalog, const Fixture *fixture, const char *name, uint8_t pixels, const char *caption) {
    g_autoptr(PdRecord) record = record_of(pixels, caption, NULL);
    g_autoptr(GBytes) bytes = pd_record_encode(record);
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    PdFlatRecord flat = {.len = g_bytes_get_size(bytes)};
    PdFileRow row = {.name = name, .size_bytes = 100, .is_new = true};
    int64_t folder = 0;
    flat.bytes = g_bytes_get_data(bytes, NULL);
    ok(g_file_set_contents(path, "x", 1, &error));
    assert_true(pd_record_check(flat.bytes, flat.len, NULL, &flat.head));
    ok(pd_catalog_folder(catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_flat(catalog, folder, &row, &flat, &error));
}

static bool count_image(const PdImage *image, void *user) {
    (void)image;
    ++*(int *)user;
    return true;
}

static int count_images(const Fixture *fixture) {
    int n = 0;
    ok(pd_catalog_each_image(fixture->catalog, true, count_image, &n, &error));
    return n;
}

static void test_image__new_files_join_their_copies(void **state) {
    Fixture *fixture = *state;
    put_new(fixture->catalog, fixture, "a.jpg", 1, "A bridge");
    put_new(fixture->catalog, fixture, "b.jpg", 2, "A tower");
    put_new(fixture->catalog, fixture, "c.jpg", 1, "A bridge");
    put_new(fixture->catalog, fixture, "d.jpg", 0, "A harbour");
    put_new(fixture->catalog, fixture, "e.jpg", 1, "A bridge, cropped");
    assert_int_equal(count_images(fixture), 4);
}

static void test_image__new_files_put_together_are_all_kept(void **state) {
    Fixture *fixture = *state;
    PdCatalogStat stat;
    for (int i = 0; i < 700; i++) {
        g_autofree char *name = g_strdup_printf("%03d.jpg", i % 600); /* the last hundred once more */
        g_autofree char *caption = g_strdup_printf("Number %d", i % 600);
        put_new(fixture->catalog, fixture, name, (uint8_t)(i % 5 == 0 ? 0 : i % 600 / 3), caption);
    }
    ok(pd_catalog_commit(fixture->catalog, &error));
    ok(pd_catalog_stat(fixture->catalog, &stat, &error));
    assert_int_equal(stat.n_files, 600);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(complaints->len, 0);
    for (int i = 0; i < 600; i += 7) {
        g_autofree char *name = g_strdup_printf("%03d.jpg", i);
        g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
        g_autofree char *caption = g_strdup_printf("Number %d", i);
        int64_t id = 0;
        ok(pd_catalog_find_image(fixture->catalog, path, &id, &error));
        g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, id, NULL);
        assert_string_equal(image->record->values[0].text, caption);
    }
    ok(pd_catalog_begin(fixture->catalog, &error));
}

/* What a scan takes for new may be kept by another one meanwhile. */
static void test_image__a_new_file_that_another_program_put_is_not_kept_twice(void **state) {
    Fixture *fixture = *state;
    put_new(fixture->catalog, fixture, "a.jpg", 1, "A bridge");
    g_autoptr(PdCatalog) other = pd_catalog_open(fixture->address, PD_CATALOG_WRITE, NULL);
    assert_non_null(other);
    put_new(other, fixture, "b.jpg", 2, "A tower");
    put_new(other, fixture, "c.jpg", 0, "A harbour");
    put_new(fixture->catalog, fixture, "b.jpg", 2, "A tower");
    put_new(fixture->catalog, fixture, "c.jpg", 0, "A harbour");
    put_new(fixture->catalog, fixture, "copy.jpg", 2, "A tower");
    assert_int_equal(count_images(fixture), 3);
}

static void test_image__what_was_rolled_back_is_no_twin(void **state) {
    Fixture *fixture = *state;
    put_new(fixture->catalog, fixture, "a.jpg", 1, "A bridge");
    put_new(fixture->catalog, fixture, "b.jpg", 1, "A bridge, cropped");
    ok(pd_catalog_begin(fixture->catalog, &error));
    put_new(fixture->catalog, fixture, "c.jpg", 1, "A bridge, in colour");
    pd_catalog_rollback(fixture->catalog);
    put_new(fixture->catalog, fixture, "d.jpg", 1, "A bridge, in colour");
    assert_int_equal(count_images(fixture), 3);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(complaints->len, 0);
}

#define IN_BATCH(test)                                                                                                      \
    { #test "_in_a_batch", test, in_one_transaction, fixture_done, NULL }

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_image__the_same_file_again_is_the_same_image),
        WITH_CATALOG(test_image__an_edited_caption_is_a_new_revision),
        WITH_CATALOG(test_image__another_picture_under_the_name_is_another_image),
        WITH_CATALOG(test_image__an_equal_copy_joins),
        WITH_CATALOG(test_image__a_copy_with_other_words_is_another_image),
        WITH_CATALOG(test_image__a_moved_file_keeps_its_image),
        WITH_CATALOG(test_image__a_moved_and_edited_file_keeps_its_image),
        WITH_CATALOG(test_image__a_move_is_seen_before_the_old_place_is_looked_at),
        WITH_CATALOG(test_image__editing_one_of_two_copies_splits_them),
        WITH_CATALOG(test_image__without_a_key_only_the_place_tells),
        WITH_CATALOG(test_image__a_missing_file_is_not_deleted),
        WITH_CATALOG(test_image__an_unreadable_file_is_kept_with_its_reason),
        WITH_CATALOG(test_image__found_by_path_and_by_uid),
        WITH_CATALOG(test_image__a_root_inside_another_is_not_kept_twice),
        WITH_CATALOG(test_image__folders_below_a_new_root_belong_to_it),
        WITH_CATALOG(test_image__a_root_that_was_undone_is_made_again),
        WITH_CATALOG(test_image__new_files_join_their_copies),
        WITH_CATALOG(test_image__a_new_file_that_another_program_put_is_not_kept_twice),
        WITH_CATALOG(test_image__what_was_rolled_back_is_no_twin),
        IN_BATCH(test_image__new_files_put_together_are_all_kept),
        IN_BATCH(test_image__new_files_join_their_copies),
        IN_BATCH(test_image__the_same_file_again_is_the_same_image),
        IN_BATCH(test_image__an_edited_caption_is_a_new_revision),
        IN_BATCH(test_image__another_picture_under_the_name_is_another_image),
        IN_BATCH(test_image__an_equal_copy_joins),
        IN_BATCH(test_image__a_copy_with_other_words_is_another_image),
        IN_BATCH(test_image__a_moved_file_keeps_its_image),
        IN_BATCH(test_image__a_moved_and_edited_file_keeps_its_image),
        IN_BATCH(test_image__a_move_is_seen_before_the_old_place_is_looked_at),
        IN_BATCH(test_image__editing_one_of_two_copies_splits_them),
        IN_BATCH(test_image__twins_of_a_batch_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
