/* Opening files for others to read: nothing but regular files, and no link where none is to be followed. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "host/file.h"
#include "picdesk/error.h"

typedef struct {
    char *folder, *file, *link, *below_link, *fifo;
} Place;

static int set_up(void **state) {
    Place *place = g_new0(Place, 1);
    g_autofree char *made = g_dir_make_tmp("picdesk-test-XXXXXX", NULL);
    place->folder = pd_host_real_path(made);
    g_autofree char *real = g_build_filename(place->folder, "real", NULL);
    g_autofree char *way = g_build_filename(place->folder, "way", NULL);
    place->file = g_build_filename(real, "a.jpg", NULL);
    place->link = g_build_filename(place->folder, "b.jpg", NULL);
    place->below_link = g_build_filename(way, "a.jpg", NULL);
    place->fifo = g_build_filename(place->folder, "pipe", NULL);
    assert_int_equal(g_mkdir(real, 0700), 0);
    assert_true(g_file_set_contents(place->file, "12345", 5, NULL));
    assert_int_equal(symlink(place->file, place->link), 0);
    assert_int_equal(symlink(real, way), 0);
    assert_int_equal(mkfifo(place->fifo, 0600), 0);
    *state = place;
    return 0;
}

static int tear_down(void **state) {
    Place *place = *state;
    g_autofree char *real = g_path_get_dirname(place->file), *way = g_path_get_dirname(place->below_link);
    g_unlink(place->file);
    g_unlink(place->link);
    g_unlink(place->fifo);
    g_unlink(way);
    g_rmdir(real);
    g_rmdir(place->folder);
    g_free(place->folder);
    g_free(place->file);
    g_free(place->link);
    g_free(place->below_link);
    g_free(place->fifo);
    g_free(place);
    return 0;
}

static bool opens(const char *path, bool follows_links) {
    uint64_t size = 0;
    g_autoptr(GError) error = NULL;
    int fd = pd_host_open(path, follows_links, 100, &size, &error);
    assert_true((fd < 0) == g_error_matches(error, PD_ERROR, PD_ERROR_IO));
    if (fd < 0)
        return false;
    assert_int_equal(size, 5);
    close(fd);
    return true;
}

static void test_file__links_are_followed_only_where_asked(void **state) {
    const Place *place = *state;
    assert_true(opens(place->file, false));
    assert_true(opens(place->file, true));
    assert_true(opens(place->link, true));
    assert_true(opens(place->below_link, true));
    assert_false(opens(place->link, false));
    assert_false(opens(place->below_link, false));
}

static void test_file__nothing_but_regular_files_and_no_hanging(void **state) {
    const Place *place = *state;
    assert_false(opens(place->fifo, true));
    assert_false(opens(place->folder, true));
    assert_false(opens("/dev/zero", true));
    assert_false(opens("/no/such/file", true));
}

static void test_file__standard_input_is_kept_up_to_its_bound(void **state) {
    (void)state;
    int ends[2], saved = dup(STDIN_FILENO);
    char bytes[8] = {0};
    uint64_t size;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "abcdefgh", 8), 8);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    int fd = pd_host_open("-", true, 5, &size, NULL);
    dup2(saved, STDIN_FILENO);
    close(saved);
    assert_true(fd > STDERR_FILENO);
    assert_int_equal(size, 5);
    assert_int_equal(pread(fd, bytes, sizeof bytes, 0), 5);
    assert_string_equal(bytes, "abcde");
    close(fd);
}

static void test_file__a_whole_file_replaces_none(void **state) {
    Place *place = *state;
    g_autofree char *path = g_build_filename(place->folder, "whole", NULL), *data = NULL;
    g_autofree char *nowhere = g_build_filename(place->folder, "no", "whole", NULL);
    gsize len = 0;
    int fd = open(place->folder, O_TMPFILE | O_WRONLY, 0600);
    if (fd < 0)
        skip(); /* this file system makes none */
    close(fd);
    assert_true(pd_host_make_whole(path, "a\0b", 3));
    assert_false(pd_host_make_whole(path, "c", 1));
    assert_false(pd_host_make_whole(place->link, "c", 1));
    assert_false(pd_host_make_whole(nowhere, "c", 1));
    assert_true(g_file_get_contents(path, &data, &len, NULL));
    assert_int_equal(len, 3);
    assert_memory_equal(data, "a\0b", 3);
    g_unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_file__links_are_followed_only_where_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_file__nothing_but_regular_files_and_no_hanging, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_file__a_whole_file_replaces_none, set_up, tear_down),
        cmocka_unit_test(test_file__standard_input_is_kept_up_to_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
