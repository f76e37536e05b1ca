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

/* Photoshop's own resources go before IIM that a program for TIFF put into EXIF, wherever they stand. */
static void test_exif__blocks_within_it_are_read(void **state) {
    (void)state;
    g_autoptr(GByteArray) inner = g_byte_array_new(), outer = g_byte_array_new(), resources = g_byte_array_new();
    iim(inner, 2, 110, "inner credit");
    iim(inner, 2, 115, "inner source");
    iim(outer, 2, 110, "outer credit");
    resource(resources, 0x0404, outer->data, outer->len);
    const char packet[] = "<rdf:RDF><rdf:Description photoshop:City='Port Lindow'/></rdf:RDF>";
    const Entry entries[] = {{700, 1, sizeof packet - 1, packet, sizeof packet - 1},
                             {33723, 7, inner->len, inner->data, inner->len}};
    g_autoptr(GByteArray) exif = tiff_of(entries, 2), jpeg = jpeg_start();
    jpeg_segment(jpeg, 0xe1, "Exif\0", 6, exif->data, exif->len);
    jpeg_segment(jpeg, 0xed, "Photoshop 3.0", 14, resources->data, resources->len);
    jpeg_end(jpeg);
    g_autoptr(PdRecord) record = read_bytes(jpeg);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "outer credit");
    assert_said(record, PD_FIELD_SOURCE, PD_ORIGIN_IPTC, "inner source");
    assert_said(record, PD_FIELD_CITY, PD_ORIGIN_XMP, "Port Lindow");
    PdLimits limits = *pd_limits_default();
    limits.block_bytes = sizeof packet;
    g_autoptr(PdRecord) bounded = pd_image_read(jpeg->data, jpeg->len, jpeg->len, &limits, NULL);
    assert_true(has_problem(bounded, "the blocks of the directory are longer"));
    torture(jpeg);
}

static void test_exif__positions(void **state) {
    (void)state;
    static const uint8_t FLOATS[] = {0x42, 0x58, 0, 0, 0x40, 0xe0, 0, 0, 0x41, 0x50, 0, 0}; /* 54, 7, 13 */
    static const uint8_t UNKNOWN_SECONDS[] = {0, 0, 0, 54,   0, 0, 0, 1, 0, 0, 0x1c, 0x32,
                                              0, 0, 3, 0xe8, 0, 0, 0, 0, 0, 0, 0,    0};
    static const uint8_t UNKNOWN_MINUTES[] = {0, 0, 0, 54, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const struct {
        Entry place;
        const char *expected;
    } CASES[] = {{{0, 11, 3, FLOATS, sizeof FLOATS}, "54.1202778 -54.1202778"},
                 {{0, 5, 3, UNKNOWN_SECONDS, sizeof UNKNOWN_SECONDS}, "54.1203 -54.1203"},
                 {{0, 5, 3, UNKNOWN_MINUTES, sizeof UNKNOWN_MINUTES}, NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        Entry latitude = CASES[i].place, longitude = CASES[i].place;
        latitude.tag = 2;
        longitude.tag = 4;
        const Entry entries[] = {{0x8825, 4, 1, "\0\0\0\x1a", 4}};
        const Entry gps[] = {{1, 2, 2, "N", 2}, latitude, {3, 2, 2, "W", 2}, longitude};
        GByteArray *exif = tiff_of(entries, 1);
        tiff_ifd(exif, 0, gps, 4);
        g_autoptr(GByteArray) jpeg = jpeg_of(exif);
        g_autoptr(PdRecord) record = read_bytes(jpeg);
        if (CASES[i].expected)
            assert_said(record, PD_FIELD_GPS, PD_ORIGIN_EXIF, CASES[i].expected);
        else
            assert_unsaid(record, PD_FIELD_GPS);
    }
}

static void test_exif__headers_with_faults_are_found(void **state) {
    (void)state;
    static const char *const HEADERS[] = {"exif\0\0", "\0\0Exif\0\0"};
    static const size_t LENGTHS[] = {6, 8};
    for (size_t i = 0; i < G_N_ELEMENTS(HEADERS); i++) {
        g_autoptr(GByteArray) exif = exif_with(FINE_FIRST, FINE_SECOND), jpeg = jpeg_start();
        exif->data[3] = 0x42; /* and the version number */
        jpeg_segment(jpeg, 0xe1, HEADERS[i], LENGTHS[i], exif->data, exif->len);
        jpeg_end(jpeg);
        assert_camera(jpeg);
    }
}

static void test_exif__survives_every_cut_and_change(void **state) {
    (void)state;
    g_autoptr(GByteArray) by_libexif = jpeg_of(exif_with(FINE_FIRST, FINE_SECOND));
    torture(by_libexif);
    g_autoptr(GByteArray) walked = jpeg_of(exif_with(ASTRAY_FIRST, ASTRAY_SECOND));
    torture(walked);
}

/* The next value of a field at or behind *at; NULL at the end. */
static const PdValue *next_of_field(const PdRecord *record, size_t *at) {
    while (*at < record->n_values && record->values[*at].field == PD_FIELD_OTHER)
        (*at)++;
    return *at < record->n_values ? &record->values[(*at)++] : NULL;
}

/* Read with everything and with the fields only, the fields must say the same. */
static void assert_condensed_says_the_same(const GByteArray *jpeg) {
    g_autoptr(PdRecord) fields = read_bytes(jpeg);
    g_autoptr(PdRecord) all = pd_image_read_all(jpeg->data, jpeg->len, jpeg->len, NULL, NULL);
    size_t i = 0, j = 0;
    for (const PdValue *value; (value = next_of_field(all, &i));) {
        const PdValue *same = next_of_field(fields, &j);
        assert_non_null(same);
        assert_int_equal(same->field, value->field);
        assert_int_equal(same->flags, value->flags);
        assert_string_equal(same->text, value->text);
    }
    assert_null(next_of_field(fields, &j));
}

static void test_exif__fields_alone_are_the_same_however_damaged(void **state) {
    (void)state;
    enum { N_DAMAGED = 4000 };
    g_autoptr(GByteArray) jpeg = jpeg_of(exif_with(FINE_FIRST, FINE_SECOND));
    uint32_t chance = 1;
    assert_condensed_says_the_same(jpeg);
    for (int i = 0; i < N_DAMAGED; i++) {
        g_autoptr(GByteArray) damaged = g_byte_array_new();
        put(damaged, jpeg->data, jpeg->len);
        for (int n = i % 3; n >= 0; n--) {
            chance = chance * 1664525u + 1013904223u;
            damaged->data[12 + (chance >> 8) % 180] = (uint8_t)(i % 2 ? chance >> 24 : chance >> 28);
        }
        assert_condensed_says_the_same(damaged);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exif__pointers_that_lead_astray_cost_nothing_else),
        cmocka_unit_test(test_exif__utf8_entries),
        cmocka_unit_test(test_exif__long_blocks_are_read_whole),
        cmocka_unit_test(test_exif__orientation_is_one_number),
        cmocka_unit_test(test_exif__blocks_within_it_are_read),
        cmocka_unit_test(test_exif__positions),
        cmocka_unit_test(test_exif__headers_with_faults_are_found),
        cmocka_unit_test(test_exif__fields_alone_are_the_same_however_damaged),
        cmocka_unit_test(test_exif__survives_every_cut_and_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
