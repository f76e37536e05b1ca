#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/record.h"
#include "picdesk/error.h"

static PdRecord *sample(void) {
    const PdLimits *limits = pd_limits_default();
    PdRecord *record = pd_record_new();
    record->format = PD_FORMAT_JPEG;
    record->width_px = 6000;
    record->height_px = 4000;
    record->signs = PD_SIGN_IIM_EDITED;
    record->thumbnail_at = 300;
    record->thumbnail_bytes = 8000;
    memset(record->pixel_key, 0xa5, sizeof record->pixel_key);
    pd_record_add(record,
                  &(PdValue){.field = PD_FIELD_CREDIT,
                             .origin = PD_ORIGIN_XMP,
                             .at = 4711,
                             .property = "photoshop:Credit",
                             .text = "  Harbour Pictures\n",
                             .lang = "x-default"},
                  limits);
    pd_record_add(record,
                  &(PdValue){.field = PD_FIELD_CREDIT,
                             .origin = PD_ORIGIN_IPTC,
                             .block = 1,
                             .item = 2,
                             .at = PD_AT_UNKNOWN,
                             .property = "2:110",
                             .text = "Harbour Pictures",
                             .uri = "https://example.org/"},
                  limits);
    pd_record_add(record,
                  &(PdValue){.field = (PdField)900, .origin = PD_ORIGIN_XMP, .property = "new:Thing", .text = "later"},
                  limits);
    pd_record_add_problem(record, "exif", 12, limits, "entry %d reaches past the end", 3);
    return record;
}

static void test_record__keeps_what_it_is_given(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = sample();
    assert_int_equal(record->n_values, 3);
    assert_string_equal(record->values[0].text, "Harbour Pictures");
    assert_ptr_equal(record->values[0].text, record->values[1].text);
    assert_string_equal(record->problems[0].what, "entry 3 reaches past the end");
    assert_true(pd_record_add(record, &(PdValue){.property = "x", .text = " \t"}, pd_limits_default()));
    assert_int_equal(record->n_values, 3);
}

/* A record used again says what a new one says, whatever it held before. */
static void test_record__cleared_is_as_new(void **state) {
    (void)state;
    static const size_t HELD[] = {0, 1, 90, 700, 3000};
    g_autoptr(PdRecord) record = pd_record_new(), fresh = sample();
    g_autoptr(GBytes) expected = pd_record_encode(fresh);
    for (size_t i = 0; i < G_N_ELEMENTS(HELD); i++) {
        for (size_t k = 0; k < HELD[i]; k++) {
            g_autofree char *text = g_strdup_printf("text %zu, as long as some captions are", k);
            pd_record_add(record, &(PdValue){.field = PD_FIELD_KEYWORDS, .property = "dc:subject", .text = text},
                          pd_limits_default());
            pd_record_add_problem(record, "exif", k, pd_limits_default(), "%s", text);
        }
        pd_record_clear(record);
        assert_int_equal(record->n_values + record->n_problems + record->format + record->width_px, 0);
        for (size_t k = 0; k < fresh->n_values; k++)
            pd_record_add(record, &fresh->values[k], pd_limits_default());
        pd_record_add_problem(record, "exif", 12, pd_limits_default(), "%s", fresh->problems[0].what);
        record->format = fresh->format;
        record->width_px = fresh->width_px;
        record->height_px = fresh->height_px;
        record->signs = fresh->signs;
        record->thumbnail_at = fresh->thumbnail_at;
        record->thumbnail_bytes = fresh->thumbnail_bytes;
        memcpy(record->pixel_key, fresh->pixel_key, sizeof record->pixel_key);
        g_autoptr(GByteArray) out = g_byte_array_new();
        g_byte_array_append(out, (const guint8 *)"head", 4);
        pd_record_encode_to(record, out);
        assert_int_equal(out->len, 4 + g_bytes_get_size(expected));
        assert_memory_equal(out->data, "head", 4);
        assert_memory_equal(out->data + 4, g_bytes_get_data(expected, NULL), g_bytes_get_size(expected));
    }
}

/* Texts of every length, of which some differ in one byte only. */
static void test_record__equal_texts_are_one_and_others_are_not(void **state) {
    (void)state;
    enum { LONGEST = 40 };
    g_autoptr(PdRecord) record = pd_record_new();
    for (size_t len = 1; len <= LONGEST; len++)
        for (size_t at = 0; at <= len; at++) {
            char text[LONGEST + 1] = "";
            memset(text, 'a', len);
            if (at < len)
                text[at] = 'b';
            for (int twice = 0; twice < 2; twice++)
                pd_record_add(record, &(PdValue){.field = PD_FIELD_KEYWORDS, .property = "-", .text = text},
                              pd_limits_default());
            const PdValue *last = &record->values[record->n_values - 1];
            assert_string_equal(last->text, text);
            assert_ptr_equal(last[-1].text, last->text);
        }
}

static void test_record__limits_are_told_once(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.values = 2;
    limits.value_bytes = 5;
    g_autoptr(PdRecord) record = pd_record_new();
    PdValue value = {.field = PD_FIELD_TITLE, .origin = PD_ORIGIN_XMP, .property = "dc:title", .text = "Straße"};
    assert_true(pd_record_add(record, &value, &limits));
    assert_string_equal(record->values[0].text, "Stra"); /* not half of the ß */
    assert_true(record->values[0].flags & PD_VALUE_CUT);
    value.text = "b";
    assert_true(pd_record_add(record, &value, &limits));
    assert_false(pd_record_add(record, &value, &limits));
    assert_false(pd_record_add(record, &value, &limits));
    assert_int_equal(record->n_problems, 2);
}

static void test_record__comes_back_from_its_encoding(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = sample();
    g_autoptr(GBytes) bytes = pd_record_encode(record);
    size_t len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    assert_int_equal(data[0], 1);
    g_autoptr(PdRecord) back = pd_record_decode(data, len, NULL, NULL);
    assert_non_null(back);
    assert_int_equal(back->format, PD_FORMAT_JPEG);
    assert_int_equal(back->width_px, 6000);
    assert_int_equal(back->height_px, 4000);
    assert_int_equal(back->signs, PD_SIGN_IIM_EDITED);
    assert_int_equal(back->thumbnail_at, 300);
    assert_int_equal(back->thumbnail_bytes, 8000);
    assert_memory_equal(back->pixel_key, record->pixel_key, sizeof record->pixel_key);
    assert_int_equal(back->n_values, 3);
    assert_int_equal(back->values[0].at, 4711);
    assert_string_equal(back->values[0].lang, "x-default");
    assert_null(back->values[0].uri);
    assert_int_equal(back->values[1].at, PD_AT_UNKNOWN);
    assert_int_equal(back->values[1].block, 1);
    assert_int_equal(back->values[1].item, 2);
    assert_string_equal(back->values[1].uri, "https://example.org/");
    assert_int_equal(back->values[2].field, 900);
    assert_string_equal(back->values[2].property, "new:Thing");
    assert_string_equal(back->problems[0].block, "exif");
    assert_int_equal(back->problems[0].at, 12);
    g_autoptr(GBytes) again = pd_record_encode(back);
    assert_true(g_bytes_equal(bytes, again));
}

/* Every cut and every changed byte is refused or read; never a crash, never a text that is no UTF-8. */
static void test_record__decode_trusts_nothing(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = sample();
    g_autoptr(GBytes) bytes = pd_record_encode(record);
    size_t len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    PdRecordHead head;
    for (size_t cut = 0; cut < len; cut++) {
        g_autoptr(GError) error = NULL;
        g_autofree uint8_t *copy = g_memdup2(data, cut);
        assert_null(pd_record_decode(copy, cut, NULL, &error));
        assert_false(pd_record_check(copy, cut, NULL, &head));
        assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
    }
    for (size_t at = 0; at < len; at++)
        for (unsigned change = 1; change < 256; change += 7) {
            g_autofree uint8_t *copy = g_memdup2(data, len);
            copy[at] ^= (uint8_t)change;
            g_autoptr(PdRecord) back = pd_record_decode(copy, len, NULL, NULL);
            for (size_t i = 0; back && i < back->n_values; i++)
                assert_true(g_utf8_validate(back->values[i].text, -1, NULL));
            assert_int_equal(pd_record_check(copy, len, NULL, &head), back != NULL);
        }
}

static void test_record__decode_names_newer_and_larger(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = sample();
    g_autoptr(GBytes) bytes = pd_record_encode(record);
    size_t len;
    g_autofree uint8_t *copy = g_memdup2(g_bytes_get_data(bytes, &len), g_bytes_get_size(bytes));
    len = g_bytes_get_size(bytes);
    PdLimits limits = *pd_limits_default();
    limits.values = 2;
    g_autoptr(GError) error = NULL;
    assert_null(pd_record_decode(copy, len, &limits, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
    g_clear_error(&error);
    copy[0] = 2;
    assert_null(pd_record_decode(copy, len, NULL, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
    assert_non_null(strstr(error->message, "newer"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record__keeps_what_it_is_given),
        cmocka_unit_test(test_record__cleared_is_as_new),
        cmocka_unit_test(test_record__equal_texts_are_one_and_others_are_not),
        cmocka_unit_test(test_record__limits_are_told_once),
        cmocka_unit_test(test_record__comes_back_from_its_encoding),
        cmocka_unit_test(test_record__decode_trusts_nothing),
        cmocka_unit_test(test_record__decode_names_newer_and_larger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
