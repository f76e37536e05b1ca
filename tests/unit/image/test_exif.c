/* The EXIF block: what libexif reads, and what it would not read whole. */
#include "build.h"

static const char MAKE[] = "Velmora Optik";
static const char MOMENT[] = "2026:05:03 09:44:10";
static const char LENS[] = "50mm F1.8 test lens";

/* Makes a JPEG of an EXIF block. */
static GByteArray *jpeg_of(GByteArray *exif) {
    GByteArray *out = jpeg_start();
    jpeg_segment(out, 0xe1, "Exif\0", 6, exif->data, exif->len);
    jpeg_end(out);
    g_byte_array_unref(exif);
    return out;
}

/* IFD 0 with the make, one more entry and the EXIF directory, which has one more entry between moment and lens. */
static GByteArray *exif_with(Entry first, Entry second) {
    size_t end = 8 + 2 + 3 * 12 + 4 + sizeof MAKE + (first.len > 4 ? first.len : 0);
    const uint8_t place[] = {0, 0, 0, (uint8_t)end};
    const Entry entries[] = {ASCII_ENTRY(0x010f, MAKE), first, {0x8769, 4, 1, place, 4}};
    const Entry below[] = {ASCII_ENTRY(0x9003, MOMENT), second, ASCII_ENTRY(0xa434, LENS)};
    GByteArray *out = tiff_of(entries, 3);
    assert_int_equal(out->len, end);
    tiff_ifd(out, 0, below, 3);
    return out;
}

static void assert_camera(const GByteArray *jpeg) {
    g_autoptr(PdRecord) record = read_bytes(jpeg);
    assert_said(record, PD_FIELD_CAMERA_MAKE, PD_ORIGIN_EXIF, MAKE);
    assert_said(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_EXIF, "2026-05-03T09:44:10");
    assert_said(record, PD_FIELD_LENS, PD_ORIGIN_EXIF, LENS);
}

static const Entry FINE_FIRST = {0x0112, 3, 1, "\0\1", 2}, FINE_SECOND = {0xa002, 3, 1, "\0\1", 2};
static const Entry ASTRAY_FIRST = {0x0202, 4, 1, "\xff\xff\xff\xff", 4};
static const Entry ASTRAY_SECOND = {0xa005, 4, 1, "\x00\xff\xff\xff", 4};

static void test_exif__pointers_that_lead_astray_cost_nothing_else(void **state) {
    (void)state;
    g_autoptr(GByteArray) fine = jpeg_of(exif_with(FINE_FIRST, FINE_SECOND));
    assert_camera(fine);
    g_autoptr(GByteArray) thumbnail = jpeg_of(exif_with(ASTRAY_FIRST, FINE_SECOND));
    assert_camera(thumbnail);
    g_autoptr(GByteArray) interoperability = jpeg_of(exif_with(FINE_FIRST, ASTRAY_SECOND));
    assert_camera(interoperability);
}

static void test_exif__utf8_entries(void **state) {
    (void)state;
    g_autoptr(GByteArray) jpeg = jpeg_of(exif_with((Entry){0x013b, 129, 9,
                                                           "Zo\xc3\xab R\xc3\xb8"
                                                           "d",
                                                           9},
                                                   FINE_SECOND));
    assert_camera(jpeg);
    g_autoptr(PdRecord) record = read_bytes(jpeg);
    assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_EXIF,
                "Zo\xc3\xab R\xc3\xb8"
                "d");
}

/* libexif sees 64 KiB; PNG, WebP and HEIF know no such bound. */
static void test_exif__long_blocks_are_read_whole(void **state) {
    (void)state;
    static uint8_t note[80000];
    g_autoptr(GByteArray) exif = exif_with(FINE_FIRST, (Entry){0x927c, 7, sizeof note, note, sizeof note});
    g_autoptr(GByteArray) png = g_byte_array_new();
    put(png, "\x89PNG\r\n\x1a\n", 8);
    put_be(png, 13, 4);
    put_text(png, "IHDR");
    put_be(png, 1, 4);
    put_be(png, 1, 4);
    put_be(png, 0, 5 + 4);
    put_be(png, exif->len, 4);
    put_text(png, "eXIf");
    put(png, exif->data, exif->len);
    put_be(png, 0, 4);
    assert_camera(png);
}

static void test_exif__orientation_is_one_number(void **state) {
    (void)state;
    g_autoptr(GByteArray) one = jpeg_of(exif_with(FINE_FIRST, FINE_SECOND));
    g_autoptr(PdRecord) record = read_bytes(one);
    assert_said(record, PD_FIELD_ORIENTATION, PD_ORIGIN_EXIF, "1");
    g_autoptr(GByteArray) two = jpeg_of(exif_with((Entry){0x0112, 3, 2, "\0\1\0\2", 4}, FINE_SECOND));
    g_autoptr(PdRecord) doubtful = read_bytes(two);
    assert_unsaid(doubtful, PD_FIELD_ORIENTATION);
}

static void test_exif__survives_every_cut_and_change(void **state) {
    (void)state;
    g_autoptr(GByteArray) by_libexif = jpeg_of(exif_with(FINE_FIRST, FINE_SECOND));
    torture(by_libexif);
    g_autoptr(GByteArray) walked = jpeg_of(exif_with(ASTRAY_FIRST, ASTRAY_SECOND));
    torture(walked);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exif__pointers_that_lead_astray_cost_nothing_else),
        cmocka_unit_test(test_exif__utf8_entries),
        cmocka_unit_test(test_exif__long_blocks_are_read_whole),
        cmocka_unit_test(test_exif__orientation_is_one_number),
        cmocka_unit_test(test_exif__survives_every_cut_and_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
