/* The scan with readers that some files make crash, hang or grow: each costs its file, is kept with the reason, and is not
 * tried again until it changes or is asked for. */
#include "../unit/catalog/fixture.h"

#include <signal.h>
#include <unistd.h>

#include "desk/scan.h"

/* Reads as picdesk does, but for files that begin with a word of the test's. */
static void read_or_misbehave(const PdJob *job, GByteArray *answer) {
    g_autoptr(GBytes) bytes = pd_job_read(job, 0, 16, NULL);
    gsize len;
    const char *data = g_bytes_get_data(bytes, &len);
    if (len >= 5 && memcmp(data, "CRASH", 5) == 0) {
        signal(SIGILL, SIG_DFL); /* cmocka would go on with the tests in here */
        __builtin_trap();
    }
    while (len >= 4 && memcmp(data, "LOOP", 4) == 0)
        ;
    while (len >= 4 && memcmp(data, "GROW", 4) == 0) {
        guint at = answer->len;
        g_byte_array_set_size(answer, at + (1u << 20));
        memset(answer->data + at, 1, 1u << 20);
    }
    if (len >= 8 && memcmp(data, "NONSENSE", 8) == 0)
        g_byte_array_append(answer, (const guint8 *)"nonsense that is no answer of a reader", 38);
    else
        pd_desk_read_job(job, answer);
}

static void tell(const char *path, const char *why, void *user) {
    (void)why;
    g_string_append_printf(user, "%s;", strrchr(path, '/') + 1);
}

static void put_bytes(Fixture *fixture, const char *name, const char *data, gssize len) {
    g_autofree char *path = g_build_filename(fixture->folder, "photos", name, NULL);
    g_autofree char *parent = g_path_get_dirname(path);
    g_mkdir_with_parents(parent, 0700);
    ok(g_file_set_contents(path, data, len, &error));
}

static void put_picture(Fixture *fixture, const char *name) {
    g_autofree char *data = NULL;
    gsize len = 0;
    ok(g_file_get_contents(PD_SOURCE_DIR "/samples/story/photos/DSC_0917.jpg", &data, &len, &error));
    put_bytes(fixture, name, data, (gssize)len);
}

static int set_up(void **state) {
    fixture_catalog(state);
    for (int i = 0; i < 40; i++) {
        g_autofree char *name = g_strdup_printf("%02d.jpg", i);
        put_picture(*state, name);
    }
    put_bytes(*state, "05-crash.jpg", "CRASH", -1);
    put_bytes(*state, "17-loop.jpg", "LOOP", -1);
    put_bytes(*state, "23-nonsense.jpg", "NONSENSE", -1);
    return 0;
}

static PdScanCount scan(Fixture *fixture, unsigned n_readers, bool retries, const char *expected) {
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    g_autoptr(GString) told = g_string_new(NULL);
    PdReadersOptions usual = {
        .job = read_or_misbehave, .n_readers = n_readers, .cpu_ms = 300, .memory_bytes = (size_t)128 << 20};
    g_autoptr(PdReaders) readers = pd_readers_new(&usual, NULL);
    assert_non_null(readers);
    PdScanOptions options = {.readers = readers, .retries_failed = retries, .tell = tell, .user = told};
    PdScanCount count = {0};
    ok(pd_desk_scan(fixture->catalog, folder, &options, &count, &error));
    assert_string_equal(told->str, expected);
    return count;
}

static bool note_problem(const char *path, const char *problem, void *user) {
    g_string_append_printf(user, "%s %s;", strrchr(path, '/') + 1, problem);
    return true;
}

static char *problems(Fixture *fixture) {
    GString *told = g_string_new(NULL);
    ok(pd_catalog_each_unreadable(fixture->catalog, note_problem, told, &error));
    return g_string_free(told, FALSE);
}

static void test_scan__a_file_that_kills_its_reader_costs_itself(void **state) {
    PdScanCount count = scan(*state, 2, false, "05-crash.jpg;17-loop.jpg;23-nonsense.jpg;");
    assert_int_equal(count.added, 40);
    assert_int_equal(count.unreadable, 3);
    g_autofree char *why = problems(*state);
    assert_string_equal(why, "05-crash.jpg crash;17-loop.jpg timeout;23-nonsense.jpg crash;");
}

static void test_scan__it_is_not_tried_again_until_it_changes(void **state) {
    scan(*state, 1, false, "05-crash.jpg;17-loop.jpg;23-nonsense.jpg;");
    PdScanCount again = scan(*state, 1, false, "");
    assert_int_equal(again.unchanged, 40);
    assert_int_equal(again.still_unreadable, 3);
    PdScanCount retried = scan(*state, 1, true, "05-crash.jpg;17-loop.jpg;23-nonsense.jpg;");
    assert_int_equal(retried.unreadable, 3);
    assert_int_equal(retried.unchanged, 40);
    put_picture(*state, "05-crash.jpg");
    PdScanCount mended = scan(*state, 1, false, "");
    assert_int_equal(mended.changed, 1);
    assert_int_equal(mended.still_unreadable, 2);
}

static void test_scan__a_file_that_wants_all_memory_breaks_a_limit(void **state) {
    if (pd_sandbox_is_sanitized()) /* without caps */
        return;
    put_bytes(*state, "30-grow.jpg", "GROW", -1);
    scan(*state, 2, false, "05-crash.jpg;17-loop.jpg;23-nonsense.jpg;30-grow.jpg;");
    g_autofree char *why = problems(*state);
    assert_non_null(strstr(why, "30-grow.jpg limit;"));
}

static void test_scan__many_that_crash_leave_the_others(void **state) {
    g_autoptr(GString) expected = g_string_new("05-crash.jpg;17-loop.jpg;23-nonsense.jpg;");
    for (int i = 50; i < 80; i++) {
        g_autofree char *name = g_strdup_printf("%d.jpg", i + 1000);
        put_bytes(*state, name, "CRASH", -1);
    }
    g_string_truncate(expected, 0);
    g_string_append(expected, "05-crash.jpg;");
    for (int i = 50; i < 80; i++)
        g_string_append_printf(expected, "%d.jpg;", i + 1000);
    g_string_append(expected, "17-loop.jpg;23-nonsense.jpg;");
    PdScanCount count = scan(*state, 2, false, expected->str);
    assert_int_equal(count.added, 40);
    assert_int_equal(count.unreadable, 33);
}

static bool note_hash(const PdImage *image, void *user) {
    char *hashes = user;
    if (g_str_has_suffix(image->path, "/long.jpg"))
        strcpy(hashes, image->sha256);
    return true;
}

/* Longer than what is read of a picture, and more work than a file has time for. */
static void test_scan__a_long_file_is_hashed_to_its_end(void **state) {
    Fixture *fixture = *state;
    const off_t size_bytes = 300 << 20;
    char found[65] = "";
    put_picture(fixture, "long.jpg");
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    g_autofree char *path = g_build_filename(folder, "long.jpg", NULL);
    assert_int_equal(truncate(path, size_bytes), 0);
    g_autoptr(GString) told = g_string_new(NULL);
    PdReadersOptions hurried = {.cpu_ms = 150, .n_readers = 1};
    g_autoptr(PdReaders) readers = pd_readers_new(&hurried, NULL);
    PdScanOptions options = {.readers = readers, .hashes = true, .tell = tell, .user = told};
    PdScanCount count = {0};
    ok(pd_desk_scan(fixture->catalog, folder, &options, &count, &error));
    assert_int_equal(count.hashed, 41);
    assert_string_equal(told->str, "05-crash.jpg;17-loop.jpg;23-nonsense.jpg;");
    ok(pd_catalog_each_image(fixture->catalog, false, note_hash, found, &error));
    g_autofree char *command = g_strdup_printf("sha256sum '%s'", path), *expected = NULL;
    ok(g_spawn_command_line_sync(command, &expected, NULL, NULL, &error));
    assert_int_equal(strlen(found), 64);
    assert_memory_equal(found, expected, 64);
}

/* Answers without the hash that was asked for, as a reader might that a file took over. */
static void read_without_hash(const PdJob *job, GByteArray *answer) {
    PdReadRequest request;
    PdJob other = *job;
    memcpy(&request, job->request, sizeof request);
    request.wants_sha256 = false;
    other.request = (const uint8_t *)&request;
    pd_desk_read_job(&other, answer);
}

static void test_scan__an_answer_without_the_hash_is_nonsense(void **state) {
    Fixture *fixture = *state;
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    g_autoptr(GString) told = g_string_new(NULL);
    PdReadersOptions lying = {.job = read_without_hash, .n_readers = 1};
    g_autoptr(PdReaders) readers = pd_readers_new(&lying, NULL);
    PdScanOptions options = {.readers = readers, .hashes = true, .tell = tell, .user = told};
    PdScanCount count = {0};
    ok(pd_desk_scan(fixture->catalog, folder, &options, &count, &error));
    assert_int_equal(count.added, 0);
    assert_int_equal(count.unreadable, 43);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_scan__a_file_that_kills_its_reader_costs_itself, set_up, fixture_done),
        cmocka_unit_test_setup_teardown(test_scan__it_is_not_tried_again_until_it_changes, set_up, fixture_done),
        cmocka_unit_test_setup_teardown(test_scan__a_file_that_wants_all_memory_breaks_a_limit, set_up, fixture_done),
        cmocka_unit_test_setup_teardown(test_scan__many_that_crash_leave_the_others, set_up, fixture_done),
        cmocka_unit_test_setup_teardown(test_scan__a_long_file_is_hashed_to_its_end, set_up, fixture_done),
        cmocka_unit_test_setup_teardown(test_scan__an_answer_without_the_hash_is_nonsense, set_up, fixture_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
