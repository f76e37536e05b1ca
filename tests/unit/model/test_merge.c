#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "picdesk/merge.h"

static void add(PdRecord *record, PdField field, PdOrigin origin, const char *property, const char *text) {
    pd_record_add(record, &(PdValue){.field = field, .origin = origin, .property = property, .text = text},
                  pd_limits_default());
}

static void assert_from(const PdMerged *merged, PdField field, PdOrigin origin, const char *text) {
    const PdSaid *said = pd_merged_chosen(merged, field);
    assert_non_null(said);
    assert_int_equal(said->origin, origin);
    assert_string_equal(pd_merged_text(merged, field), text);
}

static void test_merge__each_field_has_its_order(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = pd_record_new();
    add(record, PD_FIELD_CAPTION, PD_ORIGIN_EXIF, "ImageDescription", "first text");
    add(record, PD_FIELD_CAPTION, PD_ORIGIN_IPTC, "2:120", "second text");
    add(record, PD_FIELD_CAPTION, PD_ORIGIN_XMP, "dc:description", "third text");
    add(record, PD_FIELD_CAMERA_MAKE, PD_ORIGIN_XMP, "tiff:Make", "XMP Camera");
    add(record, PD_FIELD_CAMERA_MAKE, PD_ORIGIN_EXIF, "Make", "EXIF Camera");
    add(record, PD_FIELD_TITLE, PD_ORIGIN_SIDECAR, "dc:title", "from beside");
    add(record, PD_FIELD_TITLE, PD_ORIGIN_XMP, "dc:title", "from inside");
    add(record, PD_FIELD_TITLE, PD_ORIGIN_DESK, "", "corrected");
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    assert_from(merged, PD_FIELD_CAPTION, PD_ORIGIN_XMP, "third text");
    assert_from(merged, PD_FIELD_CAMERA_MAKE, PD_ORIGIN_EXIF, "EXIF Camera");
    assert_from(merged, PD_FIELD_TITLE, PD_ORIGIN_DESK, "corrected");
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, PD_FIELD_CAPTION, &n);
    assert_int_equal(n, 3);
    assert_int_equal(said[1]->origin, PD_ORIGIN_IPTC);
    assert_true(pd_merged_has_conflict(merged, PD_FIELD_CAPTION));
    assert_null(pd_merged_chosen(merged, PD_FIELD_CREDIT));
    assert_null(pd_merged_join(merged, PD_FIELD_CREDIT, "; "));
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_CREDIT));
}

static void test_merge__edited_iim_goes_first_but_not_its_cut_values(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = pd_record_new();
    record->signs = PD_SIGN_IIM_EDITED;
    add(record, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "2:110", "Coast Guard Press and Information");
    add(record, PD_FIELD_CREDIT, PD_ORIGIN_XMP, "photoshop:Credit", "Harbour Pictures");
    add(record, PD_FIELD_SOURCE, PD_ORIGIN_IPTC, "2:115", "Agency of the Northern Harbours ");
    add(record, PD_FIELD_SOURCE, PD_ORIGIN_XMP, "photoshop:Source", "Agency of the Northern Harbours and Isles");
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    assert_from(merged, PD_FIELD_CREDIT, PD_ORIGIN_IPTC, "Coast Guard Press and Information");
    assert_true(pd_merged_has_conflict(merged, PD_FIELD_CREDIT));
    assert_from(merged, PD_FIELD_SOURCE, PD_ORIGIN_XMP, "Agency of the Northern Harbours and Isles");
    size_t n;
    assert_true(pd_merged_said(merged, PD_FIELD_SOURCE, &n)[1]->is_cut);
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_SOURCE));
}

static void test_merge__fewer_bylines_are_no_conflict(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = pd_record_new();
    add(record, PD_FIELD_CREATORS, PD_ORIGIN_XMP, "dc:creator", "Ann Lee");
    add(record, PD_FIELD_CREATORS, PD_ORIGIN_XMP, "dc:creator", "Bo Ray");
    add(record, PD_FIELD_CREATORS, PD_ORIGIN_IPTC, "2:80", "Ann Lee");
    add(record, PD_FIELD_KEYWORDS, PD_ORIGIN_XMP, "dc:subject", "sea");
    add(record, PD_FIELD_KEYWORDS, PD_ORIGIN_XMP, "dc:subject", "ship");
    add(record, PD_FIELD_KEYWORDS, PD_ORIGIN_IPTC, "2:25", "ship");
    add(record, PD_FIELD_KEYWORDS, PD_ORIGIN_IPTC, "2:25", "sea");
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_CREATORS));
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_KEYWORDS));
    g_autofree char *joined = pd_merged_join(merged, PD_FIELD_CREATORS, "; ");
    assert_string_equal(joined, "Ann Lee; Bo Ray");
}

static void test_merge__best_property_block_and_language_win(void **state) {
    (void)state;
    const PdLimits *limits = pd_limits_default();
    g_autoptr(PdRecord) record = pd_record_new();
    add(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_EXIF, "DateTimeDigitized", "2021-08-17T10:00:00");
    add(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_EXIF, "DateTimeOriginal", "2021-08-16T10:00:00");
    add(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_XMP, "photoshop:DateCreated", "2021");
    add(record, PD_FIELD_CAPTURED_AT, PD_ORIGIN_XMP, "exif:DateTimeOriginal", "2021-08-16T10:00:00.50");
    PdValue caption = {
        .field = PD_FIELD_CAPTION, .origin = PD_ORIGIN_XMP, .property = "dc:description", .lang = "de", .text = "Hafen"};
    pd_record_add(record, &caption, limits);
    caption.lang = "x-default";
    caption.text = "Harbour";
    pd_record_add(record, &caption, limits);
    PdValue city = {.field = PD_FIELD_CITY, .origin = PD_ORIGIN_IPTC, .block = 1, .property = "2:90", .text = "Second"};
    pd_record_add(record, &city, limits);
    city.block = 0;
    city.text = "First";
    pd_record_add(record, &city, limits);
    PdValue junk = {
        .field = PD_FIELD_TITLE, .origin = PD_ORIGIN_EXIF, .property = "XPTitle", .flags = PD_VALUE_JUNK, .text = "JPEG"};
    pd_record_add(record, &junk, limits);
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    assert_from(merged, PD_FIELD_CAPTURED_AT, PD_ORIGIN_EXIF, "2021-08-16T10:00:00");
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_CAPTURED_AT));
    assert_from(merged, PD_FIELD_CAPTION, PD_ORIGIN_XMP, "Harbour");
    assert_from(merged, PD_FIELD_CITY, PD_ORIGIN_IPTC, "First");
    assert_null(pd_merged_chosen(merged, PD_FIELD_TITLE));
}

static void test_merge__positions_compare_by_nearness(void **state) {
    (void)state;
    g_autoptr(PdRecord) record = pd_record_new();
    add(record, PD_FIELD_GPS, PD_ORIGIN_EXIF, "GPSLatitude", "34.5553 69.2075 1790.5");
    add(record, PD_FIELD_GPS, PD_ORIGIN_XMP, "exif:GPSLatitude", "34.55531 69.20751 1790.1");
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    double lat, lon, alt;
    bool has_alt;
    assert_true(pd_merged_gps(merged, &lat, &lon, &has_alt, &alt));
    assert_true(has_alt && lat > 34.5552 && lon < 69.2076 && alt > 1790.4);
    assert_false(pd_merged_has_conflict(merged, PD_FIELD_GPS));
    add(record, PD_FIELD_GPS, PD_ORIGIN_SIDECAR, "exif:GPSLatitude", "34.6 69.2");
    g_autoptr(PdMerged) again = pd_merged_new(record);
    assert_true(pd_merged_has_conflict(again, PD_FIELD_GPS));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge__each_field_has_its_order),
        cmocka_unit_test(test_merge__edited_iim_goes_first_but_not_its_cut_values),
        cmocka_unit_test(test_merge__fewer_bylines_are_no_conflict),
        cmocka_unit_test(test_merge__best_property_block_and_language_win),
        cmocka_unit_test(test_merge__positions_compare_by_nearness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
