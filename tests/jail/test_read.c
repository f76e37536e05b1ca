/* What jailed readers find: the same as without a jail, old charsets included, whose converters cannot be loaded inside. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "desk/inspect.h"
#include "picdesk/error.h"
#include "picdesk/image.h"

/* ---- articles in old charsets ---- */

typedef struct {
    const char *charset, *caption; /* the caption in UTF-8 */
} Case;

static const Case CASES[] = {
    {"windows-1251", "Пожарные тушат пожар в порту. Фото: Иван Петров"},
    {"koi8-r", "Пожарные тушат пожар в порту. Фото: Иван Петров"},
    {"Shift_JIS", "港で消火活動を行う消防隊員 写真：田中一郎"},
    {"EUC-JP", "港で消火活動を行う消防隊員 写真：田中一郎"},
    {"GBK", "消防员在港口灭火 摄影：王小明"},
    {"Big5", "消防員在港口滅火 攝影：王小明"},
    {"EUC-KR", "항구에서 불을 끄는 소방관 사진: 김철수"},
    {"iso-8859-2", "Hasiči zasahují v přístavu. Foto: Jiří Novák"},
    {"windows-1252", "Une fête près du port. Photo : Zoë Müller"},
};

static GBytes *page_in(const Case *one) {
    g_autofree char *page = g_strdup_printf("<!DOCTYPE html><html><head><meta charset=\"%s\"><title>t</title></head><body>"
                                            "<figure><img src=\"a.jpg\"><figcaption>%s</figcaption></figure></body></html>",
                                            one->charset, one->caption);
    gsize len = 0;
    char *bytes = g_convert(page, -1, one->charset, "UTF-8", NULL, &len, NULL);
    assert_non_null(bytes);
    return g_bytes_new_take(bytes, len);
}

static int file_of(const void *data, size_t len) {
    int fd = memfd_create("page", MFD_CLOEXEC);
    assert_int_equal(write(fd, data, len), (ssize_t)len);
    return fd;
}

static void keep_flat(PdJobEnd end, PdFound *found, void *user) {
    assert_int_equal(end, PD_JOB_DONE);
    assert_null(found->error);
    *(GBytes **)user = found->article ? pd_article_encode(found->article) : pd_record_encode(found->record);
}

static GBytes *read_jailed(PdReaders *readers, PdReadWhat what, const void *data, size_t len) {
    PdReadRequest request = {.what = what, .max_bytes = 1u << 24};
    PdJobFile file = {file_of(data, len), len};
    GBytes *flat = NULL;
    assert_true(pd_readers_read(readers, &request, &file, 1, keep_flat, &flat, NULL, NULL));
    assert_true(pd_readers_finish(readers, NULL));
    assert_non_null(flat);
    return flat;
}

static PdReaders *new_readers(bool reads_articles) {
    PdReadersOptions options = {.n_readers = 1, .reads_articles = reads_articles};
    PdReaders *readers = pd_readers_new(&options, NULL);
    assert_non_null(readers);
    return readers;
}

static void keep_error(PdJobEnd end, PdFound *found, void *user) {
    assert_int_equal(end, PD_JOB_DONE);
    assert_null(found->article);
    *(GError **)user = g_error_copy(found->error);
}

/* Before anything here has loaded the parser of pages: in the jail it cannot be, and the page is not taken for an empty one.
 */
static void test_read__a_reader_says_when_it_has_no_parser(void **state) {
    (void)state;
    static const char PAGE[] = "<!DOCTYPE html><html><body><p>A page</p></body></html>";
    if (pd_sandbox_is_sanitized())
        skip(); /* there it can */
    g_autoptr(PdReaders) readers = new_readers(false);
    g_autoptr(GError) failure = NULL;
    PdReadRequest request = {.what = PD_READ_ARTICLE, .max_bytes = 1u << 24};
    PdJobFile file = {file_of(PAGE, strlen(PAGE)), strlen(PAGE)};
    assert_true(pd_readers_read(readers, &request, &file, 1, keep_error, &failure, NULL, NULL));
    assert_true(pd_readers_finish(readers, NULL));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_NOT_FOUND));
    assert_non_null(strstr(failure->message, "libxml2"));
}

/* Before anything here has opened a converter: the readers must have their own. */
static void test_read__old_charsets_are_read_inside(void **state) {
    (void)state;
    g_autoptr(PdReaders) readers = new_readers(true);
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GBytes) page = page_in(&CASES[i]);
        gsize len;
        const uint8_t *data = g_bytes_get_data(page, &len);
        g_autoptr(GBytes) inside = read_jailed(readers, PD_READ_ARTICLE, data, len);
        g_autoptr(PdArticle) article = pd_article_read(data, len, NULL, NULL);
        g_autoptr(GBytes) outside = pd_article_encode(article);
        assert_int_equal(article->n_figures, 1);
        g_autofree char *start = g_utf8_substring(CASES[i].caption, 0, 8);
        assert_true(g_str_has_prefix(article->figures[0].caption, start));
        assert_true(g_bytes_equal(inside, outside));
    }
}

static void test_read__a_picture_is_the_same_inside(void **state) {
    (void)state;
    g_autoptr(PdReaders) readers = new_readers(false);
    g_autofree char *data = NULL;
    gsize len;
    assert_true(g_file_get_contents(PD_SOURCE_DIR "/samples/story/photos/DSC_0917.jpg", &data, &len, NULL));
    g_autoptr(GBytes) inside = read_jailed(readers, PD_READ_IMAGE, data, len);
    g_autoptr(PdRecord) record = pd_image_read((const uint8_t *)data, len, len, NULL, NULL);
    g_autoptr(GBytes) outside = pd_record_encode(record);
    assert_true(g_bytes_equal(inside, outside));
}

/* ---- inspect ---- */

static void read_or_crash(const PdJob *job, GByteArray *answer) {
    g_autoptr(GBytes) bytes = pd_job_read(job, 0, 16, NULL);
    if (g_bytes_get_size(bytes) >= 5 && memcmp(g_bytes_get_data(bytes, NULL), "CRASH", 5) == 0) {
        signal(SIGILL, SIG_DFL); /* cmocka would go on with the tests in here */
        __builtin_trap();
    }
    pd_desk_read_job(job, answer);
}

static bool note(const PdInspected *inspected, void *user) {
    g_autofree char *name = g_path_get_basename(inspected->path);
    g_string_append_printf(user, "%s %s;", name,
                           inspected->record       ? "record"
                           : inspected->article    ? inspected->article->dialect
                           : inspected->quarantine ? inspected->quarantine
                                                   : "error");
    return true;
}

/* The page whose name says picture is read by readers that are made for it. */
static void test_read__inspect_tells_in_order_and_names_the_reason(void **state) {
    (void)state;
    g_autofree char *folder = g_dir_make_tmp("picdesk-test-XXXXXX", NULL);
    g_autofree char *crash = g_build_filename(folder, "crash.jpg", NULL), *odd = g_build_filename(folder, "page.jpg", NULL);
    assert_true(g_file_set_contents(crash, "CRASH", -1, NULL));
    assert_true(g_file_set_contents(odd, "<html><body><figure><img src=x><figcaption>A</figcaption></figure>", -1, NULL));
    const char *paths[] = {PD_SOURCE_DIR "/samples/story/photos/DSC_0917.jpg", crash, odd, "/no/such.jpg",
                           PD_SOURCE_DIR "/samples/story/photos/IMG_2031.jpg", NULL};
    PdReadersOptions options = {.n_readers = 2, .job = read_or_crash};
    g_autoptr(PdReaders) readers = pd_readers_new(&options, NULL);
    g_autoptr(GString) told = g_string_new(NULL);
    PdInspectOptions usual = {0};
    assert_true(pd_desk_inspect(readers, paths, &usual, note, told, NULL));
    assert_string_equal(told->str, "DSC_0917.jpg record;crash.jpg crash;page.jpg html;such.jpg error;IMG_2031.jpg record;");
    unlink(crash);
    unlink(odd);
    rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read__a_reader_says_when_it_has_no_parser),
        cmocka_unit_test(test_read__inspect_tells_in_order_and_names_the_reason),
        cmocka_unit_test(test_read__old_charsets_are_read_inside),
        cmocka_unit_test(test_read__a_picture_is_the_same_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
