/* Decoding pixels: formats, damage, limits, orientation. The pictures are the fuzz target's seeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "codec/raster.h"
#include "picdesk/error.h"

static GBytes *seed(const char *name) {
    g_autofree char *path = g_build_filename(PD_TESTS_DIR, "fuzz/seeds/raster", name, NULL);
    char *data;
    gsize len;
    assert_true(g_file_get_contents(path, &data, &len, NULL));
    return g_bytes_new_take(data, len);
}

static bool decode(GBytes *bytes, size_t len, uint32_t side, const PdLimits *limits, PdRaster *out, GError **error) {
    return pd_raster_decode(g_bytes_get_data(bytes, NULL), len, side, limits, out, error);
}

static void test_raster__every_kind_is_decoded(void **state) {
    (void)state;
    static const char *const NAMES[] = {"base.jpg",       "progressive.jpg", "cmyk.jpg", "grey.png",
                                        "interlaced.png", "palette.png",     "deep.png"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(GBytes) bytes = seed(NAMES[i]);
        PdRaster raster = {0};
        assert_true(decode(bytes, g_bytes_get_size(bytes), 1000, NULL, &raster, NULL));
        assert_true(raster.width >= 24 && raster.height >= 14);
        pd_raster_done(&raster);
    }
}

static void test_raster__a_kind_does_not_change_the_light(void **state) {
    (void)state;
    g_autoptr(GBytes) base = seed("base.jpg"), cmyk = seed("cmyk.jpg");
    PdRaster a = {0}, b = {0};
    assert_true(decode(base, g_bytes_get_size(base), 1000, NULL, &a, NULL));
    assert_true(decode(cmyk, g_bytes_get_size(cmyk), 1000, NULL, &b, NULL));
    assert_int_equal(a.width, b.width);
    long difference = 0;
    for (uint32_t i = 0; i < a.width * a.height; i++)
        difference += labs((long)a.grey[i] - b.grey[i]);
    assert_true(difference / (long)(a.width * a.height) < 24);
    pd_raster_done(&a);
    pd_raster_done(&b);
}

static void test_raster__a_big_picture_is_scaled_down(void **state) {
    (void)state;
    static const char *const NAMES[] = {"base.jpg", "grey.png"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(GBytes) bytes = seed(NAMES[i]);
        PdRaster raster = {0};
        assert_true(decode(bytes, g_bytes_get_size(bytes), 6, NULL, &raster, NULL));
        assert_true(raster.height >= 6 && raster.height <= 12);
        pd_raster_done(&raster);
    }
}

static void test_raster__cut_data_never_crash(void **state) {
    (void)state;
    static const char *const NAMES[] = {"base.jpg", "progressive.jpg", "interlaced.png", "grey.png"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(GBytes) bytes = seed(NAMES[i]);
        for (size_t len = 0; len < g_bytes_get_size(bytes); len++) {
            PdRaster raster = {0};
            g_autoptr(GError) error = NULL;
            if (!decode(bytes, len, 16, NULL, &raster, &error))
                assert_true(error && !raster.grey);
            pd_raster_done(&raster);
        }
    }
}

static void test_raster__limits_and_other_formats_are_refused(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.pixels = 100;
    static const char *const NAMES[] = {"base.jpg", "grey.png"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        g_autoptr(GBytes) bytes = seed(NAMES[i]);
        PdRaster raster = {0};
        g_autoptr(GError) error = NULL;
        assert_false(decode(bytes, g_bytes_get_size(bytes), 16, &limits, &raster, &error));
        assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
    }
    PdRaster raster = {0};
    g_autoptr(GError) error = NULL;
    assert_false(pd_raster_decode((const uint8_t *)"GIF89a\1\0\1\0", 10, 16, NULL, &raster, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
}

static void test_raster__orientations_turn_upright(void **state) {
    (void)state;
    /* "ab" over "cd", as it should look after each orientation of EXIF. */
    static const char *const UPRIGHT[] = {"abcd", "abcd", "badc", "dcba", "cdab", "acbd", "cadb", "dbca", "bdac"};
    for (int orientation = 1; orientation <= 8; orientation++) {
        PdRaster raster = {.width = 2, .height = 2, .grey = g_memdup2("abcd", 4)};
        pd_raster_orient(&raster, orientation);
        assert_memory_equal(raster.grey, UPRIGHT[orientation], 4);
        pd_raster_done(&raster);
    }
    PdRaster wide = {.width = 3, .height = 1, .grey = g_memdup2("abc", 3)};
    pd_raster_orient(&wide, 6);
    assert_int_equal(wide.width, 1);
    assert_int_equal(wide.height, 3);
    assert_memory_equal(wide.grey, "abc", 3);
    pd_raster_done(&wide);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster__every_kind_is_decoded),
        cmocka_unit_test(test_raster__a_kind_does_not_change_the_light),
        cmocka_unit_test(test_raster__a_big_picture_is_scaled_down),
        cmocka_unit_test(test_raster__cut_data_never_crash),
        cmocka_unit_test(test_raster__limits_and_other_formats_are_refused),
        cmocka_unit_test(test_raster__orientations_turn_upright),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
