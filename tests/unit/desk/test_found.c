/* The job of a reader, done here: pictures longer and shorter than what is read of them first, and files that shrink. */
#include "desk/found.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

#include "picdesk/error.h"
#include "picdesk/image.h"

/* A JPEG of one comment, a frame, and a scan. */
static GByteArray *jpeg_of(size_t comment_bytes, size_t scan_bytes, bool has_eoi) {
    GByteArray *out = g_byte_array_new();
    uint8_t head[] = {0xff, 0xd8, 0xff, 0xfe, (uint8_t)((comment_bytes + 2) >> 8), (uint8_t)(comment_bytes + 2)};
    static const uint8_t TABLES[] = {0xff, 0xc0, 0, 11, 8,    0,    30, 0, 40, 1, 1, 0x11, 0,  0xff,
                                     0xc4, 0,    3, 0,  0xff, 0xda, 0,  8, 1,  1, 0, 0,    63, 0};
    g_byte_array_append(out, head, sizeof head);
    g_byte_array_set_size(out, (guint)(out->len + comment_bytes));
    memset(out->data + sizeof head, 'c', comment_bytes);
    g_byte_array_append(out, TABLES, sizeof TABLES);
    for (size_t i = 0; i < scan_bytes; i++)
        g_byte_array_append(out, &(uint8_t){(uint8_t)(i * 7 % 250)}, 1);
    if (has_eoi)
        g_byte_array_append(out, (const guint8 *)"\xff\xd9", 2);
    return out;
}

static void read_file(const GByteArray *bytes, uint64_t stated_bytes, PdReadRequest request, PdFound *out) {
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("picdesk-test-XXXXXX", &path, NULL);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes->data, bytes->len), bytes->len);
    g_autoptr(GByteArray) answer = g_byte_array_new();
    PdJob job = {
        .request = (const uint8_t *)&request, .request_len = sizeof request, .files = {{fd, stated_bytes}}, .n_files = 1};
    pd_desk_read_job(&job, answer);
    assert_true(pd_found_decode(answer->data, answer->len, false, out));
    close(fd);
    g_unlink(path);
}

static void assert_reads_all(const GByteArray *bytes) {
    PdFound found;
    read_file(bytes, bytes->len, (PdReadRequest){.what = PD_READ_IMAGE, .max_bytes = UINT32_MAX}, &found);
    g_autoptr(PdRecord) expected = pd_image_read(bytes->data, bytes->len, bytes->len, NULL, NULL);
    assert_int_equal(found.kind, PD_FOUND_RECORD);
    assert_int_equal(found.looked_bytes, bytes->len);
    g_autoptr(GBytes) left = pd_record_encode(found.record), right = pd_record_encode(expected);
    assert_true(g_bytes_equal(left, right));
    assert_int_equal(found.record->width_px, 40);
    pd_found_done(&found);
}

static void test_found__record_is_that_of_the_whole(void **state) {
    (void)state;
    static const size_t COMMENTS[] = {0, 8000, 24 * 1024 - 40, 24 * 1024 - 30, 24 * 1024, 60000};
    static const size_t SCANS[] = {0, 5, 16000, 16384, 24576, 32768, 33000, 200000};
    for (size_t i = 0; i < G_N_ELEMENTS(COMMENTS); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(SCANS); k++)
            for (int has_eoi = 0; has_eoi < 2; has_eoi++) {
                g_autoptr(GByteArray) bytes = jpeg_of(COMMENTS[i], SCANS[k], has_eoi);
                assert_reads_all(bytes);
            }
}

static void test_found__head_of_many_segments(void **state) {
    (void)state;
    for (int n_segments = 1; n_segments < 6; n_segments++) {
        g_autoptr(GByteArray) segments = g_byte_array_new(), last = jpeg_of(10, 50000, true);
        for (int i = 0; i < n_segments; i++) {
            g_autoptr(GByteArray) one = jpeg_of(60000, 0, false);
            g_byte_array_append(segments, one->data + (i ? 2 : 0), i ? 60004 : 60006);
        }
        g_byte_array_append(segments, last->data + 2, last->len - 2);
        assert_reads_all(segments);
    }
}

static void put_chunk(GByteArray *out, const char *type, const void *bytes, uint32_t len) {
    uint32_t len_be = GUINT32_TO_BE(len);
    g_byte_array_append(out, (const guint8 *)&len_be, sizeof len_be);
    g_byte_array_append(out, (const guint8 *)type, 4);
    g_byte_array_append(out, bytes, len);
    g_byte_array_append(out, (const guint8 *)"\0\0\0\0", 4);
}

/* PNG, of which no part tells all: read into the same room, copied or mapped by its length. */
static void test_found__other_formats_are_read_whole(void **state) {
    (void)state;
    static const uint8_t PIXELS[80000] = {7};
    static const uint32_t LENGTHS[] = {10, 24 * 1024 - 60, 24 * 1024, 40000, 64 * 1024 - 120, 64 * 1024, 80000};
    for (size_t i = 0; i < G_N_ELEMENTS(LENGTHS); i++) {
        g_autoptr(GByteArray) png = g_byte_array_new();
        g_byte_array_append(png, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
        put_chunk(png, "IHDR", "\0\0\0\x28\0\0\0\x1e\x08\0\0\0\0", 13);
        put_chunk(png, "IDAT", PIXELS, LENGTHS[i]);
        put_chunk(png, "tEXt", "Author\0Ann Lee", 14);
        put_chunk(png, "IEND", "", 0);
        assert_reads_all(png);
    }
}

static void test_found__file_that_shrank_is_said(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_of(9000, 100000, true);
    static const size_t LEFT[] = {0, 1, 20000, 30000, 90000, 109000};
    for (size_t i = 0; i < G_N_ELEMENTS(LEFT); i++) {
        PdFound found;
        g_autoptr(GByteArray) rest = g_byte_array_new();
        g_byte_array_append(rest, bytes->data, (guint)LEFT[i]);
        read_file(rest, bytes->len, (PdReadRequest){.what = PD_READ_IMAGE, .max_bytes = UINT32_MAX}, &found);
        assert_int_equal(found.kind, PD_FOUND_FAILED);
        assert_int_equal(found.error->code, PD_ERROR_IO);
        assert_string_equal(found.error->message, "it changed while it was read");
        pd_found_done(&found);
    }
}

static void test_found__only_the_beginning_is_looked_at(void **state) {
    (void)state;
    PdFound found;
    g_autoptr(GByteArray) bytes = jpeg_of(9000, 100000, true);
    read_file(bytes, bytes->len, (PdReadRequest){.what = PD_READ_IMAGE, .max_bytes = 40000}, &found);
    assert_int_equal(found.kind, PD_FOUND_RECORD);
    assert_int_equal(found.looked_bytes, 40000);
    assert_int_equal(found.record->width_px, 40);
    static const uint8_t UNKNOWN[16];
    assert_memory_equal(found.record->pixel_key, UNKNOWN, sizeof UNKNOWN);
    assert_int_equal(found.record->n_problems, 0);
    pd_found_done(&found);
}

static void test_found__what_is_no_picture(void **state) {
    (void)state;
    PdFound found;
    g_autoptr(GByteArray) nothing = g_byte_array_new(), text = g_byte_array_new();
    for (int i = 0; i < 9000; i++)
        g_byte_array_append(text, (const guint8 *)"A line. ", 8);
    const GByteArray *files[] = {nothing, text};
    static const char *const SAID[] = {"the file is empty", "no known image format"};
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        read_file(files[i], files[i]->len, (PdReadRequest){.what = PD_READ_IMAGE, .max_bytes = UINT32_MAX}, &found);
        assert_int_equal(found.kind, PD_FOUND_FAILED);
        assert_string_equal(found.error->message, SAID[i]);
        pd_found_done(&found);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found__record_is_that_of_the_whole),
        cmocka_unit_test(test_found__head_of_many_segments),
        cmocka_unit_test(test_found__other_formats_are_read_whole),
        cmocka_unit_test(test_found__only_the_beginning_is_looked_at),
        cmocka_unit_test(test_found__what_is_no_picture),
        cmocka_unit_test(test_found__file_that_shrank_is_said), /* last: what was torn stays so in this process */
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
