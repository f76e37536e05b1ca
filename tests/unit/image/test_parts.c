/* An image read from its two ends says what the whole says, or that it takes the whole. */
#include "image/parts.h"

#include "build.h"

enum { END = PD_IMAGE_END_BYTES };

/* A JPEG with a credit, a head of so many bytes at least, and a scan of so many bytes, ended or not. */
static GByteArray *jpeg_of(size_t head_bytes, size_t scan_bytes, bool has_eoi) {
    GByteArray *out = jpeg_start();
    jpeg_xmp(out, "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                  "<rdf:Description rdf:about='' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' "
                  "photoshop:Credit='Harbour Pictures'/></rdf:RDF></x:xmpmeta>");
    static const uint8_t FILLER[60000];
    while (out->len < head_bytes)
        jpeg_segment(out, 0xfe, "", 0, FILLER, MIN(sizeof FILLER, head_bytes - out->len));
    jpeg_segment(out, 0xc0, "\x08\x00\x1e\x00\x28\x01\x01\x11\x00", 9, "", 0);
    jpeg_segment(out, 0xda, "\x01\x01\x00\x00\x3f\x00", 6, "", 0);
    for (size_t i = 0; i < scan_bytes; i++)
        put_be(out, (i * 31 + i / 251) % 251, 1);
    if (has_eoi)
        put_be(out, 0xffd9, 2);
    return out;
}

/* As a reader asks for them: some bytes first, then as many as it takes. False when it takes the whole. */
static bool ask(const GByteArray *bytes, size_t first, size_t *out) {
    size_t have = 0;
    for (size_t need = MIN(first, bytes->len); need > have; need = MIN(pd_image_head_bytes(bytes->data, have), bytes->len)) {
        have = need;
        *out = have;
        if (pd_image_head_bytes(bytes->data, have) == 0)
            return have == bytes->len;
    }
    return true;
}

/* The record of exact copies of the parts. */
static PdRecord *read_parts(const GByteArray *bytes, size_t head_len, size_t tail_len) {
    g_autofree uint8_t *head = g_memdup2(bytes->data, head_len);
    g_autofree uint8_t *tail = g_memdup2(bytes->data + bytes->len - tail_len, tail_len);
    PdImageParts parts = {.head = head, .head_len = head_len, .tail = tail, .tail_len = tail_len, .len = bytes->len};
    g_autoptr(PdRecord) record = pd_record_new();
    return pd_image_read_parts(&parts, true, NULL, record) ? g_steal_pointer(&record) : NULL;
}

static void assert_same(const PdRecord *a, const PdRecord *b) {
    g_autoptr(GBytes) left = pd_record_encode(a), right = pd_record_encode(b);
    assert_true(g_bytes_equal(left, right));
}

/* Returns whether parts did, of which there were fewer bytes than of the whole. */
static bool check(const GByteArray *bytes, size_t first) {
    size_t head_len = 0;
    if (!ask(bytes, first, &head_len))
        return false;
    size_t tail_len = MIN((size_t)END, bytes->len);
    bool is_whole = head_len == bytes->len;
    g_autoptr(PdRecord) record = read_parts(bytes, head_len, is_whole ? 0 : tail_len);
    g_autoptr(PdRecord) expected = read_bytes(bytes);
    if (!record)
        return false;
    assert_same(record, expected);
    return !is_whole;
}

static void test_parts__say_what_the_whole_says(void **state) {
    (void)state;
    static const size_t HEADS[] = {600, 5000, 24000, 70000, 200000}, FIRSTS[] = {700, 24 << 10, 64 << 10};
    static const size_t SCANS[] = {0, 1, END - 9, END - 8, END - 7, END, END + 1, 2 * END - 9, 2 * END, 2 * END + 3, 90000};
    for (size_t i = 0; i < G_N_ELEMENTS(HEADS); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(SCANS); k++) {
            g_autoptr(GByteArray) bytes = jpeg_of(HEADS[i], SCANS[k], true);
            for (size_t n = 0; n < G_N_ELEMENTS(FIRSTS); n++)
                if (!check(bytes, FIRSTS[n]))
                    assert_true(SCANS[k] < 90000);
        }
}

static void test_parts__differ_when_an_end_differs(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_of(600, 3 * END, true);
    g_autoptr(PdRecord) before = read_bytes(bytes);
    size_t head_len;
    assert_true(ask(bytes, 1024, &head_len));
    bytes->data[bytes->len - 40] ^= 1;
    g_autoptr(PdRecord) last = read_parts(bytes, head_len, END);
    assert_memory_not_equal(before->pixel_key, last->pixel_key, sizeof before->pixel_key);
    bytes->data[bytes->len - 40] ^= 1;
    bytes->data[head_len - END] ^= 1;
    g_autoptr(PdRecord) first = read_parts(bytes, head_len, END);
    assert_memory_not_equal(before->pixel_key, first->pixel_key, sizeof before->pixel_key);
}

static void test_parts__do_not_where_the_end_may_lie_between(void **state) {
    (void)state;
    size_t head_len;
    g_autoptr(GByteArray) endless = jpeg_of(600, 5 * END, false), early = jpeg_of(600, 5 * END, false);
    assert_true(ask(endless, 1024, &head_len));
    assert_null(read_parts(endless, head_len, END));
    memcpy(early->data + 3 * END, "\xff\xd9", 2);
    assert_null(read_parts(early, head_len, END));
    memcpy(early->data + early->len - 900, "\xff\xd9", 2);
    assert_true(check(early, 1024));
}

static void test_parts__are_not_asked_of_what_is_no_regular_head(void **state) {
    (void)state;
    g_autoptr(GByteArray) gap = jpeg_of(2000, 5 * END, true), png = g_byte_array_new();
    memcpy(gap->data + gap->len - 2 - 5 * END - 10 - 13, "xx", 2); /* the mark of the frame */
    assert_int_equal(pd_image_head_bytes(gap->data, gap->len), 0);
    put(png, "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
    assert_int_equal(pd_image_head_bytes(png->data, png->len), 0);
    assert_int_equal(pd_image_head_bytes((const uint8_t *)"", 0), 0);
    g_autoptr(GByteArray) again = jpeg_of(600, 5 * END, true);
    memcpy(again->data + 2, "\xff\xd8", 2); /* a second start */
    assert_int_equal(pd_image_head_bytes(again->data, again->len), 0);
}

static void test_parts__too_few_are_refused(void **state) {
    (void)state;
    size_t head_len;
    g_autoptr(GByteArray) bytes = jpeg_of(600, 5 * END, true);
    assert_true(ask(bytes, 1024, &head_len));
    assert_null(read_parts(bytes, head_len - 1, END));
    assert_null(read_parts(bytes, head_len, END - 1));
    assert_null(read_parts(bytes, 100, END));
}

static void test_parts__of_every_cut_and_change(void **state) {
    (void)state;
    g_autoptr(GByteArray) bytes = jpeg_of(600, END + 300, true);
    for (size_t at = 0; at < 700; at++) {
        bytes->data[at] ^= (uint8_t)(1u << at % 8 | 0x80);
        check(bytes, 24);
        bytes->data[at] ^= (uint8_t)(1u << at % 8 | 0x80);
    }
    while (bytes->len > END) {
        g_byte_array_set_size(bytes, bytes->len - 1);
        check(bytes, 24);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts__say_what_the_whole_says),
        cmocka_unit_test(test_parts__differ_when_an_end_differs),
        cmocka_unit_test(test_parts__do_not_where_the_end_may_lie_between),
        cmocka_unit_test(test_parts__are_not_asked_of_what_is_no_regular_head),
        cmocka_unit_test(test_parts__too_few_are_refused),
        cmocka_unit_test(test_parts__of_every_cut_and_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
