#include "build.h"

static PdRecord *read_iim(GByteArray *block) {
    g_autoptr(GByteArray) resources = g_byte_array_new(), bytes = jpeg_start();
    resource(resources, 0x0404, block->data, block->len);
    jpeg_segment(bytes, 0xed, "Photoshop 3.0", 14, resources->data, resources->len);
    jpeg_end(bytes);
    return read_bytes(bytes);
}

static void test_iptc__charset_holds_wherever_it_stands(void **state) {
    (void)state;
    for (int is_last = 0; is_last < 2; is_last++) {
        g_autoptr(GByteArray) block = g_byte_array_new();
        if (!is_last)
            iim(block, 1, 90, "\x1b%G");
        iim(block, 2, 110, "Zo\xc3\xab");
        if (is_last)
            iim(block, 1, 90, "\x1b%G");
        g_autoptr(PdRecord) record = read_iim(block);
        assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Zoë");
    }
}

static void test_iptc__undeclared_bytes_are_guessed(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 2, 110, "Zo\xeb \x96 AP");
    iim(block, 2, 115, "Zo\xc3\xab");
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Zoë – AP");
    assert_said(record, PD_FIELD_SOURCE, PD_ORIGIN_IPTC, "Zoë");
    assert_true(record->values[0].flags & PD_VALUE_GUESSED);
    assert_false(record->values[1].flags & PD_VALUE_GUESSED);
}

static void test_iptc__character_cut_at_the_length_is_dropped(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 1, 90, "\x1b%G");
    iim(block, 2, 110, "Agence de la c\xc3\xb4te \xc3");
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Agence de la côte");
    assert_true(record->values[0].flags & PD_VALUE_REPAIRED);
}

static void test_iptc__mac_roman_shows_itself(void **state) {
    (void)state;
    g_autoptr(GByteArray) mac = g_byte_array_new(), windows = g_byte_array_new();
    iim(mac, 2, 80, "Andr\x8e M\x9fller");
    iim(mac, 2, 90, "K\x9aln");
    iim(mac, 2, 116, "\xa9 1996");
    g_autoptr(PdRecord) record = read_iim(mac);
    assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_IPTC, "André Müller");
    assert_said(record, PD_FIELD_CITY, PD_ORIGIN_IPTC, "Köln");
    assert_true(record->values[0].flags & PD_VALUE_GUESSED);
    iim(windows, 2, 80, "Ren\xe9 \x8amid");
    iim(windows, 2, 120, "The crew\x92s boat \x96 \x93Lindow\x94 \x95 d\x9a");
    g_autoptr(PdRecord) other = read_iim(windows);
    assert_said(other, PD_FIELD_CREATORS, PD_ORIGIN_IPTC, "René Šmid");
}

static void test_iptc__date_and_time_make_one_moment(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 2, 55, "20210816");
    iim(block, 2, 60, "094107+0430");
    iim(block, 2, 30, "20210820");
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_IPTC, "2021-08-16T09:41:07+04:30");
    assert_said(record, PD_FIELD_RELEASE_AT, PD_ORIGIN_IPTC, "2021-08-20");
}

static void test_iptc__long_dataset_and_damage(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    g_autofree char *caption = g_strnfill(40000, 'c');
    put(block, "\x1c\x02\x78\x80\x04", 5);
    put_be(block, strlen(caption), 4);
    put_text(block, caption);
    iim(block, 2, 110, "Credit");
    put(block, "\x1c\x02\x73\x00\x20short", 10);
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CAPTION, PD_ORIGIN_IPTC, caption);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Credit");
    assert_true(has_problem(record, "longer than the block"));
    assert_unsaid(record, PD_FIELD_SOURCE); /* what is torn is kept, never chosen */
    const PdValue *torn = &record->values[record->n_values - 1];
    assert_string_equal(torn->text, "short");
    assert_true(torn->flags & PD_VALUE_JUNK);
}

static void test_iptc__last_of_a_single_dataset_counts(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 2, 110, "first");
    iim(block, 2, 110, "second");
    iim(block, 2, 55, "20260501");
    iim(block, 2, 55, "20260503");
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "second");
    assert_said(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_IPTC, "2026-05-03");
}

static void test_iptc__western_letter_at_the_end_of_a_short_text(void **state) {
    (void)state;
    g_autoptr(GByteArray) block = g_byte_array_new();
    iim(block, 1, 90, "\x1b%G");
    iim(block, 2, 80, "Zo\xeb");
    g_autoptr(PdRecord) record = read_iim(block);
    assert_said(record, PD_FIELD_CREATORS, PD_ORIGIN_IPTC, "Zo\xc3\xab");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_iptc__charset_holds_wherever_it_stands),
        cmocka_unit_test(test_iptc__undeclared_bytes_are_guessed),
        cmocka_unit_test(test_iptc__character_cut_at_the_length_is_dropped),
        cmocka_unit_test(test_iptc__mac_roman_shows_itself),
        cmocka_unit_test(test_iptc__date_and_time_make_one_moment),
        cmocka_unit_test(test_iptc__long_dataset_and_damage),
        cmocka_unit_test(test_iptc__last_of_a_single_dataset_counts),
        cmocka_unit_test(test_iptc__western_letter_at_the_end_of_a_short_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
