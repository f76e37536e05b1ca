/* What is said and done where the kernel lacks a layer of the jail: its system call is taken away by a filter of the test's,
 * which the program inherits. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <seccomp.h>

#include "host/sandbox.h"

enum { LANDLOCK_CREATE_RULESET = 444, MOST_SAID = 8192 };

typedef struct {
    int status;
    char said[MOST_SAID]; /* on both streams */
} Run;

static bool take_away(int call) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    bool is_gone = filter && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0) == 0 && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_gone;
}

/* Runs the program without a system call. */
static void run(int call, char *const argv[], Run *out) {
    int ends[2];
    size_t len = 0;
    ssize_t n = 1;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        if (take_away(call))
            execv(PD_PROGRAM, argv);
        _exit(99);
    }
    close(ends[1]);
    while (n > 0 && len < sizeof out->said - 1) {
        n = read(ends[0], out->said + len, sizeof out->said - 1 - len);
        len += n > 0 ? (size_t)n : 0;
    }
    out->said[len] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(pid, &out->status, 0), pid);
    assert_true(WIFEXITED(out->status));
    out->status = WEXITSTATUS(out->status);
    if (out->status == 99)
        skip(); /* no filter can be made here */
}

typedef struct {
    char *folder, *catalog, *photos;
} Place;

static int set_up(void **state) {
    Place *place = g_new0(Place, 1);
    place->folder = g_dir_make_tmp("picdesk-layers-XXXXXX", NULL);
    place->catalog = g_build_filename(place->folder, "c.db", NULL);
    place->photos = g_strdup(PD_SOURCE_DIR "/samples/story/photos/staff");
    *state = place;
    return 0;
}

static int done(void **state) {
    static const char *const ENDINGS[] = {"", "-wal", "-shm"};
    Place *place = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        g_autofree char *path = g_strconcat(place->catalog, ENDINGS[i], NULL);
        g_unlink(path);
    }
    g_rmdir(place->folder);
    g_free(place->folder);
    g_free(place->catalog);
    g_free(place->photos);
    g_free(place);
    return 0;
}

static void assert_refused(Place *place, int call, const char *layer) {
    Run ended;
    g_autofree char *lack = g_strdup_printf("the sandbox lacks %s on this machine", layer);
    char *scan[] = {"picdesk", "--require-sandbox", "--catalog", place->catalog, "scan", place->photos, NULL};
    run(call, scan, &ended);
    assert_int_equal(ended.status, 2);
    assert_non_null(strstr(ended.said, lack));
    assert_false(g_file_test(place->catalog, G_FILE_TEST_EXISTS));
    char *inspect[] = {"picdesk", "--require-sandbox", "inspect", PD_SOURCE_DIR "/samples/story/photos/DSC_0917.jpg", NULL};
    run(call, inspect, &ended);
    assert_int_equal(ended.status, 2);
    assert_non_null(strstr(ended.said, lack));
    assert_null(strstr(ended.said, "JPEG"));
    char *ingest[] = {"picdesk",   "--require-sandbox",
                      "--catalog", place->catalog,
                      "ingest",    PD_SOURCE_DIR "/samples/story/articles/evacuation.html",
                      NULL};
    run(call, ingest, &ended);
    assert_int_equal(ended.status, 2);
    assert_non_null(strstr(ended.said, lack));
}

static void assert_told(Place *place, int call, const char *row) {
    Run ended;
    char *doctor[] = {"picdesk", "--catalog", place->catalog, "doctor", NULL};
    char *scan[] = {"picdesk", "--catalog", place->catalog, "scan", place->photos, NULL};
    run(call, doctor, &ended);
    assert_non_null(strstr(ended.said, "jail that files are read in: not whole"));
    assert_non_null(strstr(ended.said, row));
    run(call, scan, &ended); /* with the layers that there are */
    assert_int_equal(ended.status, 0);
}

static void test_layers__without_landlock(void **state) {
    if (pd_sandbox_offered().landlock_abi > 0 && pd_sandbox_offered().has_seccomp)
        assert_refused(*state, LANDLOCK_CREATE_RULESET, "Landlock");
    assert_told(*state, LANDLOCK_CREATE_RULESET, "files: Landlock          missing on this machine");
}

static void test_layers__without_seccomp(void **state) {
    assert_refused(*state, SCMP_SYS(seccomp), "seccomp");
    assert_told(*state, SCMP_SYS(seccomp), "system calls: seccomp    missing on this machine");
}

static void test_layers__a_whole_jail_is_not_refused(void **state) {
    Place *place = *state;
    PdSandboxLayers offered = pd_sandbox_offered();
    Run ended;
    if (!pd_sandbox_is_whole(&offered))
        skip();
    char *scan[] = {"picdesk", "--require-sandbox", "--catalog", place->catalog, "scan", place->photos, NULL};
    run(SCMP_SYS(acct), scan, &ended); /* which nobody needs */
    assert_int_equal(ended.status, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_layers__without_landlock, set_up, done),
        cmocka_unit_test_setup_teardown(test_layers__without_seccomp, set_up, done),
        cmocka_unit_test_setup_teardown(test_layers__a_whole_jail_is_not_refused, set_up, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
