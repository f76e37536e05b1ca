/* Local files of a page: nothing outside its folder is ever named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "desk/local.h"

/* folder/site/page.html, site/media/a b.jpg, site/media/100%.jpg, site/link.jpg -> ../secret.jpg, folder/secret.jpg,
 * folder/root holds x.jpg */
typedef struct {
    char *folder, *page, *media_root;
} Place;

static char *add(const Place *place, const char *name) {
    char *path = g_build_filename(place->folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    assert_true(g_file_set_contents(path, "x", 1, NULL));
    return path;
}

static int set_up(void **state) {
    static const char *const FILES[] = {"site/media/a b.jpg", "site/media/100%.jpg", "site/media/q?x=1.jpg",
                                        "secret.jpg",         "root/x.jpg",          "site-other/y.jpg"};
    Place *place = g_new0(Place, 1);
    g_autofree char *made = g_dir_make_tmp("picdesk-test-XXXXXX", NULL);
    place->folder = g_canonicalize_filename(made, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(FILES); i++)
        g_free(add(place, FILES[i]));
    place->page = add(place, "site/page.html");
    place->media_root = g_build_filename(place->folder, "root", NULL);
    g_autofree char *link = g_build_filename(place->folder, "site/link.jpg", NULL);
    assert_int_equal(symlink("../secret.jpg", link), 0);
    *state = place;
    return 0;
}

static void remove_tree(const char *path) {
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));) {
        g_autofree char *entry = g_build_filename(path, name, NULL);
        if (g_file_test(entry, G_FILE_TEST_IS_DIR) && !g_file_test(entry, G_FILE_TEST_IS_SYMLINK))
            remove_tree(entry);
        else
            g_unlink(entry);
    }
    g_rmdir(path);
}

static int tear_down(void **state) {
    Place *place = *state;
    remove_tree(place->folder);
    g_free(place->folder);
    g_free(place->page);
    g_free(place->media_root);
    g_free(place);
    return 0;
}

static void assert_file(const Place *place, const char *url, bool has_root, const char *expected) {
    PdFigure figure = {.url = url};
    g_autofree char *file = pd_desk_local_file(&figure, place->page, has_root ? place->media_root : NULL);
    g_autofree char *path = expected ? g_build_filename(place->folder, expected, NULL) : NULL;
    if (g_strcmp0(file, path) != 0)
        fail_msg("'%s' gave '%s'", url, file ? file : "(none)");
}

static void test_local__files_below_the_page(void **state) {
    assert_file(*state, "media/a%20b.jpg?w=600#top", false, "site/media/a b.jpg");
    assert_file(*state, "./media/../media/a b.jpg", false, "site/media/a b.jpg");
    assert_file(*state, "media/100%.jpg", false, "site/media/100%.jpg");
    assert_file(*state, "media/q?x=1.jpg", false, "site/media/q?x=1.jpg");
}

static void test_local__nothing_outside(void **state) {
    static const char *const URLS[] = {"../secret.jpg",
                                       "media/../../secret.jpg",
                                       "%2e%2e/secret.jpg",
                                       "..%2fsecret.jpg",
                                       "link.jpg",
                                       "../site-other/y.jpg",
                                       "/etc/passwd",
                                       "file:///etc/passwd",
                                       "http://x/media/a.jpg",
                                       "//x/media/a.jpg",
                                       "data:image/png;base64,AA",
                                       "media",
                                       "",
                                       "nothing.jpg",
                                       "media/%00.jpg"};
    for (size_t i = 0; i < G_N_ELEMENTS(URLS); i++)
        assert_file(*state, URLS[i], true, NULL);
    assert_file(*state, NULL, true, NULL);
}

static void test_local__a_slash_means_the_media_root(void **state) {
    assert_file(*state, "/x.jpg", true, "root/x.jpg");
    assert_file(*state, "/x.jpg", false, NULL);
    assert_file(*state, "/../secret.jpg", true, NULL);
}

static void test_local__further_renditions_are_tried(void **state) {
    const Place *place = *state;
    const char *urls[] = {"http://x/y.jpg", "media/a b.jpg", NULL};
    PdFigure figure = {.url = "http://x/a.jpg", .urls = urls};
    g_autofree char *file = pd_desk_local_file(&figure, place->page, NULL);
    assert_non_null(file);
    assert_true(g_str_has_suffix(file, "site/media/a b.jpg"));
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PLACE(test_local__files_below_the_page),
        WITH_PLACE(test_local__nothing_outside),
        WITH_PLACE(test_local__a_slash_means_the_media_root),
        WITH_PLACE(test_local__further_renditions_are_tried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
