/* Scanning a real folder: what is opened, what is marked, what is not. */
#include "../catalog/fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/store.h"
#include "desk/scan.h"

static void ignore(const char *path, const char *why, void *user) {
    (void)why;
    g_string_append_printf(user, "%s;", strrchr(path, '/') + 1);
}

static char *photos(Fixture *fixture, const char *name) {
    return g_build_filename(fixture->folder, "photos", name, NULL);
}

static void copy_picture(Fixture *fixture, const char *sample, const char *name) {
    g_autofree char *from = g_build_filename(PD_SOURCE_DIR "/samples/story/photos", sample, NULL);
    g_autofree char *to = photos(fixture, name);
    g_autofree char *parent = g_path_get_dirname(to);
    char *data = NULL;
    gsize len = 0;
    g_mkdir_with_parents(parent, 0700);
    ok(g_file_get_contents(from, &data, &len, &error));
    ok(g_file_set_contents(to, data, (gssize)len, &error));
    g_free(data);
}

static int set_up(void **state) {
    fixture_catalog(state);
    copy_picture(*state, "DSC_0917.jpg", "a.jpg");
    copy_picture(*state, "IMG_2031.jpg", "below/b.jpg");
    copy_picture(*state, "illustration-2100.png", "c.data");
    return 0;
}

static PdScanCount scan(Fixture *fixture, const PdScanOptions *more, const char *expected_unreadable) {
    g_autofree char *folder = photos(fixture, ".");
    g_autoptr(GString) unreadable = g_string_new(NULL);
    PdScanOptions options = more ? *more : (PdScanOptions){0};
    PdScanCount count = {0};
    options.tell = ignore;
    options.user = unreadable;
    ok(pd_desk_scan(fixture->catalog, folder, &options, &count, &error));
    assert_string_equal(unreadable->str, expected_unreadable);
    return count;
}

/* Another content with the same inode, size and time: only who opens the file would notice. */
static void spoil(Fixture *fixture, const char *name) {
    g_autofree char *path = photos(fixture, name);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    g_autofree char *noise = g_strnfill((gsize)st.st_size, 'x');
    int fd = open(path, O_WRONLY);
    assert_int_equal(write(fd, noise, (size_t)st.st_size), st.st_size);
    struct timespec times[2] = {st.st_atim, st.st_mtim};
    assert_int_equal(futimens(fd, times), 0);
    close(fd);
}

static void test_scan__an_unchanged_picture_is_not_opened(void **state) {
    assert_int_equal(scan(*state, NULL, "").added, 3);
    spoil(*state, "a.jpg");
    PdScanCount again = scan(*state, NULL, "");
    assert_int_equal(again.unchanged, 3);
    assert_int_equal(again.read_bytes, 0);
    PdScanOptions all = {.reads_all = true};
    assert_int_equal(scan(*state, &all, "a.jpg;").unreadable, 1);
}

static void test_scan__a_new_sidecar_reads_its_picture_again(void **state) {
    scan(*state, NULL, "");
    g_autofree char *path = photos(*state, "a.xmp");
    ok(g_file_set_contents(path, "<x/>", -1, &error));
    PdScanCount again = scan(*state, NULL, "");
    assert_int_equal(again.changed, 1);
    assert_int_equal(again.unchanged, 2);
}

static void test_scan__a_vanished_folder_is_marked_missing_and_comes_back(void **state) {
    scan(*state, NULL, "");
    g_autofree char *folder = photos(*state, "below");
    g_autofree char *outside = g_build_filename(((Fixture *)*state)->folder, "away", NULL);
    assert_int_equal(g_rename(folder, outside), 0);
    assert_int_equal(scan(*state, NULL, "").missing, 1);
    assert_int_equal(scan(*state, NULL, "").missing, 0);
    assert_int_equal(g_rename(outside, folder), 0);
    PdScanCount back = scan(*state, NULL, "");
    assert_int_equal(back.returned, 1);
    assert_int_equal(back.unchanged, 3);
}

static void test_scan__an_empty_root_marks_nothing(void **state) {
    scan(*state, NULL, "");
    g_autofree char *root = g_build_filename(((Fixture *)*state)->folder, "photos", NULL);
    g_autofree char *outside = g_build_filename(((Fixture *)*state)->folder, "away", NULL);
    assert_int_equal(g_rename(root, outside), 0);
    assert_int_equal(g_mkdir(root, 0700), 0);
    assert_int_equal(scan(*state, NULL, "").missing, 0);
}

static void test_scan__links_and_fifos_are_passed_over(void **state) {
    g_autofree char *link = photos(*state, "link.jpg");
    g_autofree char *loop = photos(*state, "loop");
    g_autofree char *fifo = photos(*state, "fifo.jpg");
    assert_int_equal(symlink("a.jpg", link), 0);
    assert_int_equal(symlink(".", loop), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(scan(*state, NULL, "").files, 3);
}

static void test_scan__a_dry_run_writes_nothing(void **state) {
    PdScanOptions dry = {.is_dry_run = true};
    assert_int_equal(scan(*state, &dry, "").added, 3);
    assert_int_equal(scan(*state, NULL, "").added, 3);
}

static void test_scan__what_is_left_out_is_not_missing(void **state) {
    const char *globs[] = {"below", "*.data", NULL};
    PdScanOptions options = {.exclude = globs};
    scan(*state, NULL, "");
    PdScanCount again = scan(*state, &options, "");
    assert_int_equal(again.files, 1);
    assert_int_equal(again.missing, 0);
}

static void test_scan__a_part_of_a_root_is_the_same_files(void **state) {
    Fixture *fixture = *state;
    g_autofree char *below = photos(fixture, "below");
    g_autoptr(GString) none = g_string_new(NULL);
    PdScanOptions options = {.tell = ignore, .user = none};
    PdScanCount count = {0};
    scan(fixture, NULL, "");
    ok(pd_desk_scan(fixture->catalog, below, &options, &count, &error));
    assert_int_equal(count.unchanged, 1);
    assert_int_equal(count.added, 0);
}

static void test_scan__a_folder_in_a_files_place_is_no_file(void **state) {
    g_autofree char *path = photos(*state, "a.jpg");
    scan(*state, NULL, "");
    assert_int_equal(g_unlink(path), 0);
    assert_int_equal(g_mkdir(path, 0700), 0);
    PdScanCount again = scan(*state, NULL, "");
    assert_int_equal(again.missing, 1);
    assert_int_equal(again.unchanged, 2);
}

/* More than the scan holds in memory at once; some vanish, some come between, at the ends of its pages too. */
static void test_scan__a_folder_of_many_files_is_compared_whole(void **state) {
    static const int GONE[] = {0, 1, 510, 511, 512, 513, 1023, 1024, 1299};
    for (int i = 0; i < 1300; i++) {
        g_autofree char *name = g_strdup_printf("many/%04d.jpg", i);
        copy_picture(*state, "IMG_2031.jpg", name);
    }
    assert_int_equal(scan(*state, NULL, "").added, 1303);
    for (size_t i = 0; i < G_N_ELEMENTS(GONE); i++) {
        g_autofree char *name = g_strdup_printf("many/%04d.jpg", GONE[i]), *path = photos(*state, name);
        g_autofree char *new_name = g_strdup_printf("many/%04d-b.jpg", GONE[i]);
        assert_int_equal(g_unlink(path), 0);
        copy_picture(*state, "DSC_0917.jpg", new_name);
    }
    PdScanCount again = scan(*state, NULL, "");
    assert_int_equal(again.missing, G_N_ELEMENTS(GONE));
    assert_int_equal(again.added, G_N_ELEMENTS(GONE));
    assert_int_equal(again.unchanged, 1303 - G_N_ELEMENTS(GONE));
    assert_int_equal(scan(*state, NULL, "").unchanged, 1303);
}

static void put_text(Fixture *fixture, const char *name, const char *text) {
    g_autofree char *path = photos(fixture, name);
    ok(g_file_set_contents(path, text, -1, &error));
}

static void set_time(Fixture *fixture, const char *name, int64_t seconds, long ns) {
    g_autofree char *path = photos(fixture, name);
    struct timespec times[2] = {{.tv_sec = seconds, .tv_nsec = ns}, {.tv_sec = seconds, .tv_nsec = ns}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void test_scan__what_is_no_image_is_opened_once(void **state) {
    put_text(*state, "letter.txt", "To the editor");
    PdScanCount first = scan(*state, NULL, "");
    assert_int_equal(first.skipped, 1);
    assert_int_equal(first.added, 3);
    spoil(*state, "letter.txt"); /* only who opens it would notice */
    assert_int_equal(scan(*state, NULL, "").skipped, 1);
    copy_picture(*state, "DSC_0917.jpg", "letter.txt");
    PdScanCount changed = scan(*state, NULL, "");
    assert_int_equal(changed.skipped, 0);
    assert_int_equal(changed.files, 4);
    put_text(*state, "letter.txt", "To the editor once more");
    assert_int_equal(scan(*state, NULL, "").skipped, 1);
    PdScanCount again = scan(*state, NULL, "");
    assert_int_equal(again.skipped, 1);
    assert_int_equal(again.files, 3);
    assert_int_equal(again.read_bytes, 0);
}

static void run(Fixture *fixture, const char *sql) {
    ok(pd_db_script(fixture->catalog->db, sql, &error));
}

static bool note_names(const PdFileRow *row, void *user) {
    g_string_append_printf(user, "%s %s;", row->name, row->image_id ? "image" : row->problem ? row->problem : "none");
    return true;
}

static void assert_rows(Fixture *fixture, const char *expected) {
    g_autofree char *folder = g_build_filename(fixture->folder, "photos", NULL);
    g_autofree char *real = realpath(folder, NULL);
    g_autoptr(GString) rows = g_string_new(NULL);
    int64_t id;
    ok(pd_catalog_find_folder(fixture->catalog, real, &id, &error));
    ok(pd_catalog_each_file(fixture->catalog, id, "", 100, note_names, rows, &error));
    assert_string_equal(rows->str, expected);
}

static void test_scan__a_picture_that_became_a_text_is_none(void **state) {
    scan(*state, NULL, "");
    put_text(*state, "c.data", "To the editor");
    assert_int_equal(scan(*state, NULL, "").skipped, 1);
    assert_rows(*state, "a.jpg image;c.data none;");
    PdCatalogStat stat;
    ok(pd_catalog_stat(((Fixture *)*state)->catalog, &stat, &error));
    assert_int_equal(stat.n_files, 2);
}

/* On a disk that counts whole seconds the same stamp may mean another content. */
static void test_scan__a_file_of_this_very_second_is_read_again(void **state) {
    int64_t now = g_get_real_time() / G_USEC_PER_SEC;
    set_time(*state, "a.jpg", now, 0);
    scan(*state, NULL, "");
    assert_int_equal(scan(*state, NULL, "").changed, 1);
    set_time(*state, "a.jpg", now - 60, 0);
    scan(*state, NULL, "");
    assert_int_equal(scan(*state, NULL, "").unchanged, 3);
    set_time(*state, "a.jpg", now + 3600, 0); /* a camera's clock may be ahead */
    scan(*state, NULL, "");
    assert_int_equal(scan(*state, NULL, "").unchanged, 3);
}

/* The file grows whenever a scan has opened it. */
static void grow(const PdJob *job, GByteArray *answer) {
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", job->files[0].fd);
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0 || write(fd, "more", 4) != 4)
        abort();
    close(fd);
    pd_desk_read_job(job, answer);
}

static void test_scan__a_file_that_is_written_meanwhile_is_left(void **state) {
    PdReadersOptions growing = {.job = grow, .n_readers = 1, .is_unjailed = true};
    g_autoptr(PdReaders) readers = pd_readers_new(&growing, NULL);
    PdScanOptions options = {.readers = readers};
    PdScanCount first = scan(*state, &options, "");
    assert_int_equal(first.postponed, 3);
    assert_int_equal(first.files, 0);
    assert_rows(*state, "");
    assert_int_equal(scan(*state, NULL, "").added, 3);
    PdScanOptions all = {.readers = readers, .reads_all = true};
    assert_int_equal(scan(*state, &all, "").postponed, 3);
    assert_rows(*state, "a.jpg image;c.data image;");
    assert_int_equal(scan(*state, NULL, "").changed, 3);
}

static void test_scan__another_sidecar_of_equal_size_and_time_is_another(void **state) {
    put_text(*state, "a.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>");
    set_time(*state, "a.xmp", 1000000000, 0);
    scan(*state, NULL, "");
    put_text(*state, "a.jpg.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>");
    set_time(*state, "a.jpg.xmp", 1000000000, 0);
    assert_int_equal(scan(*state, NULL, "").changed, 1);
    assert_int_equal(scan(*state, NULL, "").changed, 0);
}

static int64_t image_at(Fixture *fixture, const char *name) {
    g_autofree char *path = photos(fixture, name);
    int64_t id;
    ok(pd_catalog_find_image(fixture->catalog, path, &id, &error));
    return id;
}

/* A picture with another headline, by a sidecar. */
static void edit(Fixture *fixture, const char *sample, const char *name, const char *text) {
    g_autofree char *sidecar = g_strconcat(name, ".xmp", NULL);
    g_autofree char *packet = g_strdup_printf(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'><rdf:Description photoshop:Headline='%s'/></rdf:RDF>",
        text);
    copy_picture(fixture, sample, name);
    put_text(fixture, sidecar, packet);
}

static void test_scan__pictures_that_changed_places_and_were_edited_keep_their_images(void **state) {
    Fixture *fixture = *state;
    copy_picture(fixture, "AP26123388120.jpg", "d.jpg");
    scan(fixture, NULL, "");
    int64_t a = image_at(fixture, "a.jpg"), d = image_at(fixture, "d.jpg");
    edit(fixture, "AP26123388120.jpg", "a.jpg", "Edited in a");
    edit(fixture, "DSC_0917.jpg", "d.jpg", "Edited in d");
    assert_int_equal(scan(fixture, NULL, "").changed, 2);
    assert_int_equal(image_at(fixture, "d.jpg"), a);
    assert_int_equal(image_at(fixture, "a.jpg"), d);
}

/* The same number of an inode on another disk is another file. */
static void test_scan__another_disk_is_read(void **state) {
    Fixture *fixture = *state;
    scan(fixture, NULL, "");
    run(fixture, "UPDATE file SET device = device + 1 WHERE name = CAST('a.jpg' AS BLOB)");
    PdScanCount again = scan(fixture, NULL, "");
    assert_int_equal(again.changed, 1);
    assert_int_equal(again.unchanged, 2);
    run(fixture, "UPDATE file SET device = NULL, sidecar_inode = NULL");
    assert_int_equal(scan(fixture, NULL, "").unchanged, 3); /* kept by an older version */
}

/* The hash kept of a file, "" for none. */
static char *hash_at(Fixture *fixture, const char *name) {
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, image_at(fixture, name), NULL);
    assert_non_null(image);
    return g_strdup(image->sha256);
}

static void assert_hashed(Fixture *fixture, const char *name) {
    g_autofree char *path = photos(fixture, name), *data = NULL, *found = hash_at(fixture, name);
    gsize len = 0;
    ok(g_file_get_contents(path, &data, &len, &error));
    g_autofree char *expected = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)data, len);
    assert_string_equal(found, expected);
}

static void assert_unhashed(Fixture *fixture, const char *name) {
    g_autofree char *found = hash_at(fixture, name);
    assert_string_equal(found, "");
}

static const PdScanOptions HASHES = {.hashes = true};

static void test_scan__hashes_when_asked(void **state) {
    PdScanCount first = scan(*state, &HASHES, "");
    assert_int_equal(first.hashed, 3);
    assert_hashed(*state, "a.jpg");
    assert_hashed(*state, "below/b.jpg");
    assert_hashed(*state, "c.data");
    PdScanCount again = scan(*state, &HASHES, "");
    assert_int_equal(again.hashed, 0);
    assert_int_equal(again.read_bytes, 0);
}

static void test_scan__unchanged_files_are_hashed_later(void **state) {
    put_text(*state, "letter.txt", "To the editor");
    assert_int_equal(scan(*state, NULL, "").hashed, 0);
    assert_unhashed(*state, "a.jpg");
    int64_t image = image_at(*state, "a.jpg");
    PdScanCount later = scan(*state, &HASHES, "");
    assert_int_equal(later.unchanged, 3);
    assert_int_equal(later.changed, 0);
    assert_int_equal(later.hashed, 3);
    assert_int_equal(later.skipped, 1);
    assert_hashed(*state, "a.jpg");
    assert_int_equal(image_at(*state, "a.jpg"), image);
    int64_t n_records = 0;
    ok(pd_db_get(((Fixture *)*state)->catalog->db, &error, &n_records, NULL, "SELECT count(*) FROM record", PD_BIND_NONE));
    assert_int_equal(n_records, 3);
}

static void test_scan__a_hash_goes_with_its_content(void **state) {
    scan(*state, &HASHES, "");
    copy_picture(*state, "AP26123388120.jpg", "a.jpg");
    edit(*state, "IMG_2031.jpg", "below/b.jpg", "By a sidecar");
    put_text(*state, "c.data.xmp", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>");
    PdScanCount changed = scan(*state, NULL, "");
    assert_int_equal(changed.changed, 3);
    assert_int_equal(changed.hashed, 0);
    assert_unhashed(*state, "a.jpg");
    assert_unhashed(*state, "below/b.jpg"); /* written anew, though with the same bytes */
    assert_hashed(*state, "c.data");        /* which only got a sidecar */
    assert_int_equal(scan(*state, &HASHES, "").hashed, 2);
    assert_hashed(*state, "a.jpg");
    assert_hashed(*state, "below/b.jpg");
}

static void test_scan__what_came_back_is_hashed(void **state) {
    g_autofree char *path = photos(*state, "a.jpg");
    g_autofree char *outside = g_build_filename(((Fixture *)*state)->folder, "away", NULL);
    scan(*state, NULL, "");
    assert_int_equal(g_rename(path, outside), 0);
    assert_int_equal(scan(*state, &HASHES, "").missing, 1);
    assert_int_equal(g_rename(outside, path), 0);
    PdScanCount back = scan(*state, &HASHES, "");
    assert_int_equal(back.returned, 1);
    assert_int_equal(back.hashed, 1);
    assert_hashed(*state, "a.jpg");
}

static void test_scan__a_dry_run_only_tells_what_it_would_hash(void **state) {
    PdScanOptions dry = {.is_dry_run = true, .hashes = true};
    assert_int_equal(scan(*state, &dry, "").hashed, 3);
    scan(*state, NULL, "");
    PdScanCount later = scan(*state, &dry, "");
    assert_int_equal(later.hashed, 3);
    assert_int_equal(later.unchanged, 3);
    assert_unhashed(*state, "a.jpg");
}

static void test_scan__a_file_that_is_written_while_it_is_hashed_is_left(void **state) {
    PdReadersOptions growing = {.job = grow, .n_readers = 1, .is_unjailed = true};
    scan(*state, NULL, "");
    g_autoptr(PdReaders) readers = pd_readers_new(&growing, NULL);
    PdScanOptions options = {.readers = readers, .hashes = true};
    assert_int_equal(scan(*state, &options, "").postponed, 3);
    assert_unhashed(*state, "a.jpg");
    assert_int_equal(scan(*state, &HASHES, "").changed, 3);
    assert_hashed(*state, "a.jpg");
}

#define WITH_PHOTOS(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_done)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_PHOTOS(test_scan__an_unchanged_picture_is_not_opened),
        WITH_PHOTOS(test_scan__a_new_sidecar_reads_its_picture_again),
        WITH_PHOTOS(test_scan__a_vanished_folder_is_marked_missing_and_comes_back),
        WITH_PHOTOS(test_scan__an_empty_root_marks_nothing),
        WITH_PHOTOS(test_scan__links_and_fifos_are_passed_over),
        WITH_PHOTOS(test_scan__a_folder_in_a_files_place_is_no_file),
        WITH_PHOTOS(test_scan__a_folder_of_many_files_is_compared_whole),
        WITH_PHOTOS(test_scan__what_is_no_image_is_opened_once),
        WITH_PHOTOS(test_scan__a_picture_that_became_a_text_is_none),
        WITH_PHOTOS(test_scan__a_file_of_this_very_second_is_read_again),
        WITH_PHOTOS(test_scan__a_file_that_is_written_meanwhile_is_left),
        WITH_PHOTOS(test_scan__another_sidecar_of_equal_size_and_time_is_another),
        WITH_PHOTOS(test_scan__pictures_that_changed_places_and_were_edited_keep_their_images),
        WITH_PHOTOS(test_scan__another_disk_is_read),
        WITH_PHOTOS(test_scan__hashes_when_asked),
        WITH_PHOTOS(test_scan__unchanged_files_are_hashed_later),
        WITH_PHOTOS(test_scan__a_hash_goes_with_its_content),
        WITH_PHOTOS(test_scan__what_came_back_is_hashed),
        WITH_PHOTOS(test_scan__a_dry_run_only_tells_what_it_would_hash),
        WITH_PHOTOS(test_scan__a_file_that_is_written_while_it_is_hashed_is_left),
        WITH_PHOTOS(test_scan__a_dry_run_writes_nothing),
        WITH_PHOTOS(test_scan__what_is_left_out_is_not_missing),
        WITH_PHOTOS(test_scan__a_part_of_a_root_is_the_same_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
