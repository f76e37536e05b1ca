#include "build.h"

static GByteArray *with_iim(bool is_split) {
    g_autoptr(GByteArray) block = g_byte_array_new(), resources = g_byte_array_new();
    iim(block, 2, 110, "Harbour Pictures");
    iim(block, 2, 80, "Ann Lee");
    iim(block, 2, 80, "Bo Ray");
    resource(resources, 0x0404, block->data, block->len);
    GByteArray *out = jpeg_start();
    size_t first = is_split ? 25 : resources->len;
    jpeg_segment(out, 0xed, "Photoshop 3.0", 14, resources->data, first);
    if (is_split)
        jpeg_segment(out, 0xed, "Photoshop 3.0", 14, resources->data + first, resources->len - first);
    jpeg_end(out);
    return out;
}

static void test_jpeg__size_is_the_frame_header(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_start();
    jpeg_end(bytes);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_int_equal(record->format, PD_FORMAT_JPEG);
    assert_int_equal(record->width_px, 40);
    assert_int_equal(record->height_px, 30);
    assert_int_equal(record->n_problems, 0);
}

static void test_jpeg__split_resources_are_joined(void **state) {
    (void)state;
    for (int is_split = 0; is_split < 2; is_split++) {
        g_autoptr(GByteArray) bytes = with_iim(is_split);
        g_autoptr(PdRecord) record = read_bytes(bytes);
        assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Harbour Pictures");
        assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_IPTC, "Ann Lee|Bo Ray");
    }
}

static void test_jpeg__key_stays_when_the_caption_is_edited(void **state) {
    (void)state;
    g_autoptr(GByteArray) a = with_iim(false), b = jpeg_start();
    jpeg_end(b);
    g_autoptr(PdRecord) first = read_bytes(a), second = read_bytes(b);
    assert_memory_equal(first->pixel_key, second->pixel_key, sizeof first->pixel_key);
    b->data[b->len - 4] ^= 1;
    g_autoptr(PdRecord) other = read_bytes(b);
    assert_memory_not_equal(first->pixel_key, other->pixel_key, sizeof first->pixel_key);
}

static void put_digest(GByteArray *out, const char *credit_in_iim, bool is_true) {
    g_autoptr(GByteArray) block = g_byte_array_new(), resources = g_byte_array_new();
    iim(block, 2, 110, credit_in_iim);
    uint8_t md5[16];
    gsize len = sizeof md5;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(checksum, block->data, block->len);
    g_checksum_get_digest(checksum, md5, &len);
    md5[3] ^= !is_true;
    resource(resources, 0x0404, block->data, block->len);
    resource(resources, 0x0425, md5, sizeof md5);
    jpeg_segment(out, 0xed, "Photoshop 3.0", 14, resources->data, resources->len);
}

static void test_jpeg__digest_tells_which_block_was_edited(void **state) {
    (void)state;
    for (int is_true = 0; is_true < 2; is_true++) {
        g_autoptr(GByteArray) bytes = jpeg_start();
        put_digest(bytes, "Edited Pictures", is_true);
        jpeg_xmp(bytes,
                 "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                 "<rdf:Description xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:Credit='First Pictures'/>"
                 "</rdf:RDF></x:xmpmeta>");
        jpeg_end(bytes);
        g_autoptr(PdRecord) record = read_bytes(bytes);
        g_autoptr(PdMerged) merged = pd_merged_new(record);
        assert_string_equal(pd_merged_text(merged, PD_FIELD_CREDIT), is_true ? "First Pictures" : "Edited Pictures");
        assert_true(pd_merged_has_conflict(merged, PD_FIELD_CREDIT));
    }
}

static const char EXTENDED[] =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:rights>All of it</dc:rights>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>";

static void extended_piece(GByteArray *out, const char *guid, size_t at, size_t len) {
    g_autoptr(GByteArray) body = g_byte_array_new();
    put_text(body, guid);
    put_be(body, sizeof EXTENDED - 1, 4);
    put_be(body, at, 4);
    put(body, EXTENDED + at, len);
    jpeg_segment(out, 0xe1, "http://ns.adobe.com/xmp/extension/", 35, body->data, body->len);
}

static GByteArray *with_extended(bool has_true_digest, bool is_whole) {
    g_autofree char *md5 = g_compute_checksum_for_string(G_CHECKSUM_MD5, EXTENDED, -1);
    g_autofree char *guid = g_ascii_strup(md5, -1);
    if (!has_true_digest)
        guid[0] = guid[0] == 'A' ? 'B' : 'A';
    g_autofree char *packet =
        g_strdup_printf("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
                        "xmlns:n='http://ns.adobe.com/xmp/note/' n:HasExtendedXMP='%s'/></rdf:RDF>",
                        guid);
    GByteArray *out = jpeg_start();
    jpeg_xmp(out, packet);
    size_t half = 100;
    extended_piece(out, guid, half, sizeof EXTENDED - 1 - half - !is_whole);
    extended_piece(out, guid, 0, half);
    jpeg_end(out);
    return out;
}

static void test_jpeg__extended_xmp_is_put_together_and_proved(void **state) {
    (void)state;
    g_autoptr(GByteArray) good = with_extended(true, true), forged = with_extended(false, true),
                          partial = with_extended(true, false);
    g_autoptr(PdRecord) record = read_bytes(good), second = read_bytes(forged), third = read_bytes(partial);
    assert_said(record, PD_FIELD_COPYRIGHT, PD_ORIGIN_XMP, "All of it");
    assert_true(record->signs & PD_SIGN_EXTENDED_XMP);
    assert_unsaid(second, PD_FIELD_COPYRIGHT);
    assert_true(has_problem(second, "MD5"));
    assert_unsaid(third, PD_FIELD_COPYRIGHT);
    assert_true(has_problem(third, "missing"));
}

static void test_jpeg__packet_with_damaged_signature_is_found(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_start();
    jpeg_segment(bytes, 0xe1, "XMP\0://ns.adobe.com/xap/1.0/", 29, EXTENDED, sizeof EXTENDED - 1);
    jpeg_end(bytes);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_said(record, PD_FIELD_COPYRIGHT, PD_ORIGIN_XMP, "All of it");
}

static void test_jpeg__cut_file_gives_what_can_be_read(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = with_iim(false);
    g_byte_array_set_size(bytes, bytes->len - 4);
    g_autoptr(PdRecord) record = read_bytes(bytes);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Harbour Pictures");
    assert_true(record->signs & PD_SIGN_TRUNCATED);
    assert_int_equal(record->problems[0].at, bytes->len);
}

static void test_jpeg__survives_every_cut_and_change(void **state) {
    (void)state;
    g_autoptr(GByteArray) a = with_iim(true), b = with_extended(true, true);
    torture(a);
    torture(b);
}

static void test_jpeg__limits_hold(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.segments = 3;
    g_autoptr(GByteArray) bytes = jpeg_start();
    for (int i = 0; i < 5; i++)
        jpeg_segment(bytes, 0xfe, "", 0, "comment", 7);
    jpeg_end(bytes);
    g_autoptr(PdRecord) record = pd_image_read(bytes->data, bytes->len, bytes->len, &limits, NULL);
    assert_int_equal(record->width_px, 0);
    assert_true(has_problem(record, "more than 3 segments"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jpeg__size_is_the_frame_header),
        cmocka_unit_test(test_jpeg__split_resources_are_joined),
        cmocka_unit_test(test_jpeg__key_stays_when_the_caption_is_edited),
        cmocka_unit_test(test_jpeg__digest_tells_which_block_was_edited),
        cmocka_unit_test(test_jpeg__extended_xmp_is_put_together_and_proved),
        cmocka_unit_test(test_jpeg__packet_with_damaged_signature_is_found),
        cmocka_unit_test(test_jpeg__cut_file_gives_what_can_be_read),
        cmocka_unit_test(test_jpeg__survives_every_cut_and_change),
        cmocka_unit_test(test_jpeg__limits_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
