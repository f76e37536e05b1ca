/* PNG, WebP, TIFF, GIF, HEIF: size, blocks, damage. */
#include "build.h"

#define PACKET                                                                                                              \
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "                                    \
    "xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:Credit='Harbour Pictures'/></rdf:RDF>"

static GByteArray *exif_block(void) {
    static const uint8_t ORIENTATION[] = {0, 6};
    static const char COPYRIGHT[] = "Ann Lee\0Harbour Gazette";
    const Entry entries[] = {ASCII_ENTRY(0x010e, "OLYMPUS DIGITAL CAMERA"),
                             ASCII_ENTRY(0x0110, "Box 5"),
                             {0x0112, 3, 1, ORIENTATION, 2},
                             ASCII_ENTRY(0x013b, "Ann Lee; Bo Ray"),
                             {0x8298, 2, sizeof COPYRIGHT, COPYRIGHT, sizeof COPYRIGHT}};
    return tiff_of(entries, G_N_ELEMENTS(entries));
}

static void assert_exif(const PdRecord *record) {
    assert_said(record, PD_FIELD_CAMERA_MODEL, PD_ORIGIN_EXIF, "Box 5");
    assert_said(record, PD_FIELD_ORIENTATION, PD_ORIGIN_EXIF, "6");
    assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_EXIF, "Ann Lee|Bo Ray");
    assert_said(record, PD_FIELD_COPYRIGHT, PD_ORIGIN_EXIF, "Ann Lee\nHarbour Gazette");
    assert_unsaid(record, PD_FIELD_CAPTION); /* a camera's own text */
}

static void assert_image(const PdRecord *record, PdFormat format) {
    assert_non_null(record);
    assert_int_equal(record->format, format);
    assert_int_equal(record->width_px, 40);
    assert_int_equal(record->height_px, 30);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_XMP, "Harbour Pictures");
    assert_int_equal(record->n_problems, 0);
}

/* ---- PNG ---- */

static void png_chunk(GByteArray *out, const char *type, const void *body, size_t len) {
    put_be(out, len, 4);
    put(out, type, 4);
    put(out, body, len);
    put_be(out, 0, 4);
}

static GByteArray *png(void) {
    GByteArray *out = g_byte_array_new();
    put(out, "\x89PNG\r\n\x1a\n", 8);
    png_chunk(out, "IHDR", "\0\0\0\x28\0\0\0\x1e\x08\x02\0\0\0", 13);
    png_chunk(out, "tEXt", "Author\0Zo\xeb", 10);
    png_chunk(out, "IDAT", "pixels", 6);
    g_autoptr(GByteArray) exif = exif_block(), text = g_byte_array_new(), profile = g_byte_array_new();
    png_chunk(out, "eXIf", exif->data, exif->len);
    put(text, "XML:com.adobe.xmp\0\0\0\0\0", 22);
    put_text(text, PACKET);
    png_chunk(out, "iTXt", text->data, text->len);
    put(profile, "Raw profile type iptc\0\niptc\n      11\n1c026e0005476c\n6f6265\n", 60);
    png_chunk(out, "tEXt", profile->data, profile->len - 1);
    png_chunk(out, "zTXt", "Comment\0\0x\x9c\x4b\x04\x00\x00\x62\x00\x62", 18);
    png_chunk(out, "IEND", "", 0);
    return out;
}

static void test_png__chunks_before_and_after_the_pixels(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = png();
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_image(record, PD_FORMAT_PNG);
    assert_exif(record);
    assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_PNG, "Zoë");
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Globe");
    torture(bytes);
}

/* ---- WebP ---- */

static void riff_chunk(GByteArray *out, const char *type, const void *body, size_t len) {
    put(out, type, 4);
    put_le(out, len, 4);
    put(out, body, len);
    if (len % 2)
        put_be(out, 0, 1);
}

static void test_webp__canvas_and_blocks(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = g_byte_array_new(), exif = exif_block();
    put(bytes, "RIFF\0\0\0\0WEBP", 12);
    riff_chunk(bytes, "VP8X", "\x0c\0\0\0\x27\0\0\x1d\0\0", 10);
    riff_chunk(bytes, "VP8L", "\x2f\x01\x02\x03\x04", 5);
    riff_chunk(bytes, "EXIF", exif->data, exif->len);
    riff_chunk(bytes, "XMP ", PACKET, strlen(PACKET));
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_image(record, PD_FORMAT_WEBP);
    assert_exif(record);
    torture(bytes);
}

static void test_webp__frames_tell_the_size_without_a_canvas(void **state) {
    (void)state;
    g_autoptr(GByteArray) lossy = g_byte_array_new(), lossless = g_byte_array_new();
    put(lossy, "RIFF\0\0\0\0WEBP", 12);
    riff_chunk(lossy, "VP8 ", "\x10\0\0\x9d\x01\x2a\x28\x40\x1e\0", 10);
    put(lossless, "RIFF\0\0\0\0WEBP", 12);
    riff_chunk(lossless, "VP8L", "\x2f\x27\x40\x07\x00", 5);
    g_autoptr(PdRecord) a = read_bytes(lossy), b = read_bytes(lossless);
    assert_int_equal(a->width_px, 40);
    assert_int_equal(a->height_px, 30);
    assert_int_equal(b->width_px, 40);
    assert_int_equal(b->height_px, 30);
}

/* ---- TIFF ---- */

static void test_tiff__tags_and_blocks(void **state) {
    (void)state;
    static const uint8_t WIDTH[] = {0, 40}, HEIGHT[] = {0, 0, 0, 30};
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 2, 115, "Globe");
    const Entry entries[] = {{256, 3, 1, WIDTH, 2},
                             {257, 4, 1, HEIGHT, 4},
                             ASCII_ENTRY(0x0110, "Box 5"),
                             {700, 1, (uint32_t)strlen(PACKET), PACKET, strlen(PACKET)},
                             {33723, 7, block->len, block->data, block->len}};
    g_autoptr(GByteArray) bytes = tiff_of(entries, G_N_ELEMENTS(entries));
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_image(record, PD_FORMAT_TIFF);
    assert_said(record, PD_FIELD_CAMERA_MODEL, PD_ORIGIN_EXIF, "Box 5");
    assert_said(record, PD_FIELD_SOURCE, PD_ORIGIN_IPTC, "Globe");
    torture(bytes);
}

static void test_tiff__words_turned_around_are_turned_back(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 2, 115, "Globe"); /* 10 bytes */
    put(block, "\0\0", 2);
    for (guint i = 0; i < block->len; i += 4)
        for (guint k = 0; k < 2; k++) {
            uint8_t byte = block->data[i + k];
            block->data[i + k] = block->data[i + 3 - k];
            block->data[i + 3 - k] = byte;
        }
    const Entry entries[] = {{33723, 4, 3, block->data, block->len}};
    g_autoptr(GByteArray) bytes = tiff_of(entries, 1);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_said(record, PD_FIELD_SOURCE, PD_ORIGIN_IPTC, "Globe");
}

static void test_tiff__bigtiff_and_loops(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put(bytes, "II\x2b\0\x08\0\0\0", 8);
    put_le(bytes, 16, 8);
    put_le(bytes, 3, 8);
    const uint16_t tags[] = {256, 257, 34665};
    for (size_t i = 0; i < 3; i++) {
        put_le(bytes, tags[i], 2);
        put_le(bytes, 4, 2);
        put_le(bytes, 1, 8);
        put_le(bytes, i == 2 ? 16 : 40, 8); /* the EXIF directory is the first one again */
    }
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_int_equal(record->width_px, 40);
    torture(bytes);
}

static void test_tiff__head_with_a_damaged_version_is_read(void **state) {
    (void)state;
    const Entry entries[] = {{256, 3, 1, "\0\x28", 2}, {257, 3, 1, "\0\x1e", 2}};
    g_autoptr(GByteArray) bytes = tiff_of(entries, 2);
    bytes->data[3] = 0x42;
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_int_equal(record->format, PD_FORMAT_TIFF);
    assert_int_equal(record->height_px, 30);
    g_autoptr(GByteArray) half = tiff_of(entries, 1);
    g_autoptr(PdRecord) unsized_record = read_bytes(half);
    assert_int_equal(unsized_record->width_px, 0); /* a width alone is no size */
    assert_true(has_problem(unsized_record, "size"));
}

/* ---- GIF ---- */

static void test_gif__screen_and_application_block(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put(bytes, "GIF89a\x28\0\x1e\0\0\0\0\x21\xff\x0bXMP DataXMP", 27);
    put_text(bytes, PACKET);
    put_be(bytes, 1, 1);
    for (unsigned i = 256; i-- > 0;)
        put_be(bytes, i, 1);
    put_be(bytes, 0, 1);
    put(bytes, "\x2c\0\0\0\0\x28\0\x1e\0\0\x02\x02\x44\x01\0\x3b", 16);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_image(record, PD_FORMAT_GIF);
    torture(bytes);
}

/* ---- HEIF ---- */

static void box(GByteArray *out, const char *type, GByteArray *body) {
    put_be(out, 8 + body->len, 4);
    put(out, type, 4);
    put_all(out, body);
}

static GByteArray *bytes_of(const void *data, size_t len) {
    GByteArray *out = g_byte_array_new();
    put(out, data, len);
    return out;
}

static void infe(GByteArray *out, uint16_t id, const char *type, const char *rest, size_t rest_len) {
    GByteArray *body = bytes_of("\x02\0\0\0", 4);
    put_be(body, id, 2);
    put_be(body, 0, 2);
    put(body, type, 4);
    put(body, rest, rest_len);
    box(out, "infe", body);
}

static void location(GByteArray *out, uint16_t id, uint64_t at, size_t len) {
    put_be(out, id, 2);
    put_be(out, 1, 2); /* in idat */
    put_be(out, 0, 2);
    put_be(out, 1, 2);
    put_be(out, at, 4);
    put_be(out, len, 4);
}

static void test_heif__primary_item_and_blocks(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = g_byte_array_new(), exif = exif_block();
    box(bytes, "ftyp", bytes_of("mif1\0\0\0\0mif1avif", 16));
    GByteArray *meta = bytes_of("\0\0\0\0", 4), *iinf = bytes_of("\0\0\0\0\0\x03", 6),
               *iloc = bytes_of("\x01\0\0\0\x44\0\0\x02", 8);
    box(meta, "pitm", bytes_of("\0\0\0\0\0\x07", 6));
    infe(iinf, 7, "av01", "", 1);
    infe(iinf, 8, "Exif", "", 1);
    infe(iinf, 9, "mime", "\0application/rdf+xml", 21);
    box(meta, "iinf", iinf);
    GByteArray *ipco = g_byte_array_new(), *iprp = g_byte_array_new(), *idat = g_byte_array_new();
    box(ipco, "ispe", bytes_of("\0\0\0\0\0\0\x02\0\0\0\x02\0", 12));
    box(ipco, "ispe", bytes_of("\0\0\0\0\0\0\0\x28\0\0\0\x1e", 12));
    box(iprp, "ipco", ipco);
    box(iprp, "ipma", bytes_of("\0\0\0\0\0\0\0\x01\0\x06\x01\x01", 12));
    box(iprp, "ipma", bytes_of("\0\0\0\0\0\0\0\x01\0\x07\x01\x82", 12));
    box(meta, "iprp", iprp);
    put_be(idat, 0, 4);
    put_all(idat, g_byte_array_ref(exif));
    location(iloc, 8, 0, idat->len);
    location(iloc, 9, idat->len, strlen(PACKET));
    put_text(idat, PACKET);
    box(meta, "iloc", iloc);
    box(meta, "idat", idat);
    box(bytes, "meta", meta);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_image(record, PD_FORMAT_AVIF);
    assert_exif(record);
    torture(bytes);
}

/* Two EXIF items in idat, the second without the distance to its header; cdsc says whom they describe. */
static GByteArray *heif_with_two_exif(uint16_t first_subject, uint16_t second_subject) {
    static const char OF_FIRST[] = "First", OF_SECOND[] = "Second";
    const Entry first[] = {ASCII_ENTRY(0x010f, OF_FIRST)}, second[] = {ASCII_ENTRY(0x010f, OF_SECOND)};
    g_autoptr(GByteArray) first_exif = tiff_of(first, 1), second_exif = tiff_of(second, 1);
    GByteArray *bytes = g_byte_array_new(), *meta = bytes_of("\0\0\0\0", 4), *iinf = bytes_of("\0\0\0\0\0\x02", 6),
               *iloc = bytes_of("\x01\0\0\0\x44\0\0\x02", 8), *iref = bytes_of("\0\0\0\0", 4),
               *idat = bytes_of("\0\0\0\0", 4);
    box(bytes, "ftyp", bytes_of("heic\0\0\0\0mif1heic", 16));
    box(meta, "pitm", bytes_of("\0\0\0\0\0\x07", 6));
    infe(iinf, 8, "Exif", "", 1);
    infe(iinf, 9, "Exif", "", 1);
    box(meta, "iinf", iinf);
    put(idat, first_exif->data, first_exif->len);
    location(iloc, 8, 0, 4 + first_exif->len);
    location(iloc, 9, 4 + first_exif->len, second_exif->len);
    put(idat, second_exif->data, second_exif->len);
    box(meta, "iloc", iloc);
    const uint16_t subjects[] = {first_subject, second_subject};
    for (uint16_t i = 0; i < 2; i++) {
        GByteArray *cdsc = g_byte_array_new();
        put_be(cdsc, 8u + i, 2);
        put_be(cdsc, 1, 2);
        put_be(cdsc, subjects[i], 2);
        box(iref, "cdsc", cdsc);
    }
    box(meta, "iref", iref);
    box(meta, "idat", idat);
    box(bytes, "meta", meta);
    return bytes;
}

static void test_heif__blocks_of_other_pictures_only_where_it_has_none(void **state) {
    (void)state;
    static const struct {
        uint16_t first, second;
        const char *make;
    } CASES[] = {{7, 5, "First"}, {5, 7, "Second"}, {5, 6, "Second"}};
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(GByteArray) bytes = heif_with_two_exif(CASES[i].first, CASES[i].second);
        g_autoptr(PdRecord) record = read_bytes(bytes);
        assert_said(record, PD_FIELD_CAMERA_MAKE, PD_ORIGIN_EXIF, CASES[i].make);
        torture(bytes);
    }
}

static void test_image__unknown_bytes_are_refused(void **state) {
    (void)state;
    assert_int_equal(pd_image_sniff((const uint8_t *)"text", 4), PD_FORMAT_UNKNOWN);
    assert_int_equal(pd_image_sniff(NULL, 0), PD_FORMAT_UNKNOWN);
    g_autoptr(GError) error = NULL;
    assert_null(pd_image_read(NULL, 0, 0, NULL, &error));
    assert_string_equal(error->message, "the file is empty");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_png__chunks_before_and_after_the_pixels),
        cmocka_unit_test(test_webp__canvas_and_blocks),
        cmocka_unit_test(test_webp__frames_tell_the_size_without_a_canvas),
        cmocka_unit_test(test_tiff__tags_and_blocks),
        cmocka_unit_test(test_tiff__words_turned_around_are_turned_back),
        cmocka_unit_test(test_tiff__bigtiff_and_loops),
        cmocka_unit_test(test_tiff__head_with_a_damaged_version_is_read),
        cmocka_unit_test(test_gif__screen_and_application_block),
        cmocka_unit_test(test_heif__primary_item_and_blocks),
        cmocka_unit_test(test_heif__blocks_of_other_pictures_only_where_it_has_none),
        cmocka_unit_test(test_image__unknown_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
