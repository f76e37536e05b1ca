/* Hearing of changes: what is written, moved, deleted; a folder that moved is met again under its new name. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "host/signal.h"
#include "host/watch.h"
#include "picdesk/error.h"

enum { QUIET_MS = 50 };

typedef struct {
    char *folder, *below;
    PdWatch *watch;
} Case;

static int set_up(void **state) {
    Case *made = g_new0(Case, 1);
    made->folder = g_dir_make_tmp("watch-XXXXXX", NULL);
    made->below = g_build_filename(made->folder, "below", NULL);
    g_mkdir(made->below, 0700);
    made->watch = pd_watch_new(NULL);
    *state = made;
    bool is_watched =
        made->watch && pd_watch_add(made->watch, made->folder, NULL) && pd_watch_add(made->watch, made->below, NULL);
    return is_watched ? 0 : -1;
}

static int tear_down(void **state) {
    Case *made = *state;
    g_autofree char *command = g_strdup_printf("rm -rf '%s'", made->folder);
    pd_watch_free(made->watch);
    int result = g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL) ? 0 : -1;
    g_free(made->folder);
    g_free(made->below);
    g_free(made);
    return result;
}

static GPtrArray *wait_for(Case *made) {
    bool is_lost;
    GPtrArray *changed = pd_watch_wait(made->watch, QUIET_MS, &is_lost, NULL);
    assert_non_null(changed);
    assert_false(is_lost);
    return changed;
}

static void write_file(const char *folder) {
    g_autofree char *file = g_build_filename(folder, "a.jpg", NULL);
    assert_true(g_file_set_contents_full(file, "x", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void test_watch__hears_of_a_file_that_was_written(void **state) {
    Case *made = *state;
    write_file(made->below);
    g_autoptr(GPtrArray) changed = wait_for(made);
    assert_int_equal(changed->len, 1);
    assert_string_equal(changed->pdata[0], made->below);
}

static void test_watch__hears_of_a_file_that_was_deleted(void **state) {
    Case *made = *state;
    g_autofree char *file = g_build_filename(made->folder, "a.jpg", NULL);
    write_file(made->folder);
    g_ptr_array_unref(wait_for(made));
    assert_int_equal(g_unlink(file), 0);
    g_autoptr(GPtrArray) changed = wait_for(made);
    assert_int_equal(changed->len, 1);
    assert_string_equal(changed->pdata[0], made->folder);
}

static void test_watch__forgets_a_folder_that_moved(void **state) {
    Case *made = *state;
    g_autofree char *moved = g_build_filename(made->folder, "moved", NULL);
    assert_int_equal(g_rename(made->below, moved), 0);
    g_autoptr(GPtrArray) changed = wait_for(made);
    assert_string_equal(changed->pdata[0], made->folder);
    assert_false(pd_watch_has(made->watch, made->below));
    assert_false(pd_watch_has(made->watch, moved));
    assert_true(pd_watch_add(made->watch, moved, NULL));
    assert_true(pd_watch_has(made->watch, moved));
}

static void test_watch__takes_a_folder_that_is_gone_for_none(void **state) {
    Case *made = *state;
    assert_true(pd_watch_add(made->watch, "/nowhere/at/all", NULL));
    assert_false(pd_watch_has(made->watch, "/nowhere/at/all"));
}

/* A signal that comes before the waiting begins must not be waited out. */
static void test_watch__a_signal_ends_it_even_before_it_waits(void **state) {
    Case *made = *state;
    bool is_lost;
    g_autoptr(GError) error = NULL;
    pd_signal_watch();
    assert_int_equal(raise(SIGTERM), 0);
    alarm(20);
    assert_null(pd_watch_wait(made->watch, QUIET_MS, &is_lost, &error));
    alarm(0);
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_CANCELLED));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_watch__hears_of_a_file_that_was_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watch__hears_of_a_file_that_was_deleted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watch__forgets_a_folder_that_moved, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watch__takes_a_folder_that_is_gone_for_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_watch__a_signal_ends_it_even_before_it_waits, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
