/* Formats known by little more than name and size, and blocks that tell of machines: C2PA, prompts. */
#include "build.h"

static void assert_size(const void *bytes, size_t len, PdFormat format, uint32_t width, uint32_t height) {
    g_autofree uint8_t *copy = g_memdup2(bytes, len);
    g_autoptr(PdRecord) record = pd_image_read(copy, len, len, NULL, NULL);
    assert_non_null(record);
    assert_int_equal(record->format, format);
    assert_int_equal(record->width_px, width);
    assert_int_equal(record->height_px, height);
}

static void test_formats__sizes(void **state) {
    (void)state;
    assert_size("BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x28\0\0\0\xe2\xff\xff\xff", 26, PD_FORMAT_BMP, 40, 30); /* top down */
    assert_size("BM\0\0\0\0\0\0\0\0\0\0\0\0\x0c\0\0\0\x28\0\x1e\0\0\0\0\0", 26, PD_FORMAT_BMP, 40, 30);
    assert_size("\xff\x4f\xff\x51\0\x29\0\0\0\0\0\x32\0\0\0\x28\0\0\0\x0a\0\0\0\x0a", 24, PD_FORMAT_JP2, 40, 30);
    assert_size("\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x1ejp2h\0\0\0\x16ihdr\0\0\0\x1e\0\0\0\x28\0\x03\x07\0\0\0", 42,
                PD_FORMAT_JP2, 40, 30);
    assert_size("8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x1e\0\0\0\x28\0\x08\0\x03\0\0\0\0\0\0\0\0", 34, PD_FORMAT_PSD, 40, 30);
    assert_size("FUJIFILMCCD-RAW 0201", 20, PD_FORMAT_RAW, 0, 0);
    /* small: 8 * (4 + 1) high, ratio 1:1 */
    assert_size("\xff\x0a\x49\0\0\0\0\0", 8, PD_FORMAT_JXL, 40, 40);
    /* height 30 in 9 bits, ratio 0, width 40 in 9 bits */
    assert_size("\xff\x0a\xe8\0\x4e\0\0\0", 8, PD_FORMAT_JXL, 40, 30);
}

static void test_formats__psd_resources_are_read(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = g_byte_array_new(), block = g_byte_array_new(), resources = g_byte_array_new();
    iim(block, 2, 110, "Harbour Pictures");
    resource(resources, 0x0404, block->data, block->len);
    put(bytes, "8BPS\0\x01\0\0\0\0\0\0\0\x03\0\0\0\x1e\0\0\0\x28\0\x08\0\x03\0\0\0\0", 30);
    put_be(bytes, resources->len, 4);
    put(bytes, resources->data, resources->len);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Harbour Pictures");
    torture(bytes);
}

static void put_manifest(GByteArray *out, const char *claim, size_t claim_len) {
    g_autoptr(GByteArray) body = g_byte_array_new();
    put(body, "\0\x01\0\0\0\x01", 6);
    put_be(body, 40 + claim_len, 4);
    put_text(body, "jumb");
    put_be(body, 30, 4);
    put_text(body, "jumdc2pa");
    put(body, claim, claim_len);
    jpeg_segment(out, 0xeb, "JP", 2, body->data, body->len);
}

static void assert_generator(const char *claim, size_t claim_len, const char *expected) {
    g_autoptr(GByteArray) bytes = jpeg_start();
    put_manifest(bytes, claim, claim_len);
    jpeg_end(bytes);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_true(record->signs & PD_SIGN_C2PA);
    if (expected)
        assert_said(record, PD_FIELD_C2PA_GENERATOR, PD_ORIGIN_C2PA, expected);
    else
        assert_unsaid(record, PD_FIELD_C2PA_GENERATOR);
    torture(bytes);
}

static void test_c2pa__claim_generator_of_both_versions(void **state) {
    (void)state;
    static const char OLD[] = "\xa1\x6f"
                              "claim_generator\x69Imaginary";
    static const char NEW[] = "\xa1\x74"
                              "claim_generator_info\x81\xa2\x64name\x69Imaginary\x67version\x61"
                              "2";
    assert_generator(OLD, sizeof OLD - 1, "Imaginary");
    assert_generator(NEW, sizeof NEW - 1, "Imaginary");
    assert_generator("\xa0", 1, NULL);
}

static void test_c2pa__other_jumbf_is_none(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_start();
    jpeg_segment(bytes, 0xeb, "JP", 2, "\0\x01\0\0\0\x01\0\0\0\x10jumbother", 19);
    jpeg_end(bytes);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_false(record->signs & PD_SIGN_C2PA);
}

static void test_exif__prompt_in_the_comment(void **state) {
    (void)state;
    static const char PLAIN[] = "a harbour\nSteps: 20, Sampler: X, Seed: 7";
    for (int is_prompt = 0; is_prompt < 2; is_prompt++) {
        g_autoptr(GByteArray) comment = g_byte_array_new(), tiff = g_byte_array_new(), bytes = jpeg_start();
        put(comment, "UNICODE", 8);
        for (const char *p = is_prompt ? PLAIN : "nice"; *p; p++)
            put_be(comment, (uint8_t)*p, 2);
        const Entry entries[] = {{0x9286, 7, comment->len, comment->data, comment->len}};
        static const uint8_t POINTER[] = {0, 0, 0, 26};
        const Entry first[] = {{0x8769, 4, 1, POINTER, 4}};
        put(tiff, "MM\0\x2a\0\0\0\x08", 8);
        tiff_ifd(tiff, 0, first, 1);
        tiff_ifd(tiff, 0, entries, 1);
        jpeg_segment(bytes, 0xe1, "Exif\0", 6, tiff->data, tiff->len);
        jpeg_end(bytes);
        g_autoptr(PdRecord) record = read_bytes(bytes);
        if (is_prompt)
            assert_said(record, PD_FIELD_AI_PROMPT, PD_ORIGIN_EXIF, PLAIN);
        else
            assert_unsaid(record, PD_FIELD_AI_PROMPT);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats__sizes),
        cmocka_unit_test(test_formats__psd_resources_are_read),
        cmocka_unit_test(test_c2pa__claim_generator_of_both_versions),
        cmocka_unit_test(test_c2pa__other_jumbf_is_none),
        cmocka_unit_test(test_exif__prompt_in_the_comment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
