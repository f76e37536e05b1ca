/* Looks: renditions are known again, other pictures are not. The pictures are drawn here: blobs of light, by number. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "match/look.h"

enum { WIDTH = 300, HEIGHT = 200, BLOBS = 40 };

static uint32_t next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static PdRaster picture(uint32_t seed) {
    PdRaster raster = {.width = WIDTH, .height = HEIGHT, .grey = g_malloc(WIDTH * HEIGHT)};
    memset(raster.grey, 90, WIDTH * HEIGHT);
    for (int i = 0; i < BLOBS; i++) {
        uint32_t x0 = next(&seed) % WIDTH, y0 = next(&seed) % HEIGHT, w = 8 + next(&seed) % 50, h = 8 + next(&seed) % 50;
        uint8_t level = (uint8_t)(next(&seed) % 256);
        for (uint32_t y = y0; y < MIN(y0 + h, HEIGHT); y++)
            for (uint32_t x = x0; x < MIN(x0 + w, WIDTH); x++)
                raster.grey[y * WIDTH + x] = level;
    }
    return raster;
}

/* A part of the picture, scaled, with its tones changed. */
static PdRaster rendition(const PdRaster *of, double x, double y, double w, double h, uint32_t width, double contrast) {
    uint32_t height = (uint32_t)lround(width * (h * of->height) / (w * of->width));
    PdRaster out = {.width = width, .height = height, .grey = g_malloc((size_t)width * height)};
    for (uint32_t j = 0; j < height; j++) {
        for (uint32_t i = 0; i < width; i++) {
            uint32_t from_x = (uint32_t)((x + w * (i + 0.5) / width) * of->width);
            uint32_t from_y = (uint32_t)((y + h * (j + 0.5) / height) * of->height);
            double light = of->grey[MIN(from_y, of->height - 1) * of->width + MIN(from_x, of->width - 1)];
            out.grey[(size_t)j * width + i] = (uint8_t)CLAMP(128 + (light - 128) * contrast, 0, 255);
        }
    }
    return out;
}

/* How alike a rendition and an original are at a close look. */
static double alike(const PdRaster *rendered, const PdRaster *original, bool with_turns) {
    PdLook look;
    PdPlace place;
    assert_true(pd_look_make(original, &look));
    g_autoptr(PdProbe) probe = pd_probe_new(rendered);
    assert_non_null(probe);
    pd_look_compare(probe, &look, with_turns, &place);
    return pd_look_verify(probe, original, &place);
}

static void assert_known(const PdRaster *rendered, const PdRaster *original, bool with_turns) {
    assert_true(alike(rendered, original, with_turns) >= 0.93);
}

static void test_look__renditions_are_known_again(void **state) {
    (void)state;
    PdRaster original = picture(7);
    static const double PARTS[][4] = {
        {0, 0, 1, 1},             /* whole */
        {0, 0.08, 1, 0.84},       /* 16:9, centre */
        {0, 0, 1, 0.84},          /* 16:9, top */
        {1.0 / 6, 0, 2.0 / 3, 1}, /* square */
        {0.1, 0.15, 0.7, 0.7},    /* zoomed */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        const double *part = PARTS[i];
        PdRaster small = rendition(&original, part[0], part[1], part[2], part[3], 160, 0.8);
        assert_known(&small, &original, false);
        pd_raster_done(&small);
    }
    pd_raster_done(&original);
}

static void test_look__a_bar_below_is_cut_off(void **state) {
    (void)state;
    PdRaster original = picture(7);
    PdRaster barred = {.width = WIDTH, .height = HEIGHT + 30, .grey = g_malloc0(WIDTH * (HEIGHT + 30))};
    memcpy(barred.grey, original.grey, WIDTH * HEIGHT);
    assert_known(&barred, &original, false);
    pd_raster_done(&barred);
    pd_raster_done(&original);
}

static void test_look__a_turned_picture_is_known_when_turns_are_tried(void **state) {
    (void)state;
    PdRaster original = picture(7);
    static const int ORIENTATIONS[] = {3, 6, 8};
    for (size_t i = 0; i < G_N_ELEMENTS(ORIENTATIONS); i++) {
        PdRaster turned = rendition(&original, 0, 0, 1, 1, WIDTH, 1.0);
        pd_raster_orient(&turned, ORIENTATIONS[i]);
        assert_known(&turned, &original, true);
        assert_true(alike(&turned, &original, false) < 0.9);
        pd_raster_done(&turned);
    }
    pd_raster_done(&original);
}

static void test_look__other_pictures_are_not_known(void **state) {
    (void)state;
    PdRaster original = picture(7);
    for (uint32_t seed = 100; seed < 120; seed++) {
        PdRaster other = picture(seed);
        assert_true(alike(&other, &original, true) < 0.8);
        pd_raster_done(&other);
    }
    pd_raster_done(&original);
}

static void test_look__the_quick_look_finds_the_right_one_first(void **state) {
    (void)state;
    PdRaster original = picture(7);
    PdRaster crop = rendition(&original, 0.1, 0.15, 0.7, 0.7, 160, 0.8);
    g_autoptr(PdProbe) probe = pd_probe_new(&crop);
    PdLook look;
    assert_true(pd_look_make(&original, &look));
    double right = pd_look_glance(probe, &look, false);
    for (uint32_t seed = 100; seed < 140; seed++) {
        PdRaster other = picture(seed);
        assert_true(pd_look_make(&other, &look));
        assert_true(pd_look_glance(probe, &look, false) < right);
        pd_raster_done(&other);
    }
    pd_raster_done(&crop);
    pd_raster_done(&original);
}

static void test_look__even_and_tiny_pictures_have_none(void **state) {
    (void)state;
    PdLook look;
    PdRaster even = {.width = 50, .height = 50, .grey = g_malloc0(2500)};
    assert_false(pd_look_make(&even, &look));
    assert_null(pd_probe_new(&even));
    even.width = 4;
    assert_false(pd_look_make(&even, &look));
    pd_raster_done(&even);
    assert_false(pd_look_make(&even, &look));
}

static void test_look__its_bytes_are_read_back_and_checked(void **state) {
    (void)state;
    PdRaster original = picture(7);
    PdLook look, again;
    uint8_t bytes[PD_LOOK_BYTES];
    assert_true(pd_look_make(&original, &look));
    pd_look_encode(&look, bytes);
    assert_true(pd_look_decode(bytes, sizeof bytes, &again));
    assert_memory_equal(&look, &again, sizeof look);
    assert_false(pd_look_decode(bytes, sizeof bytes - 1, &again));
    bytes[0]++;
    assert_false(pd_look_decode(bytes, sizeof bytes, &again));
    pd_raster_done(&original);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_look__renditions_are_known_again),
        cmocka_unit_test(test_look__a_bar_below_is_cut_off),
        cmocka_unit_test(test_look__a_turned_picture_is_known_when_turns_are_tried),
        cmocka_unit_test(test_look__other_pictures_are_not_known),
        cmocka_unit_test(test_look__the_quick_look_finds_the_right_one_first),
        cmocka_unit_test(test_look__even_and_tiny_pictures_have_none),
        cmocka_unit_test(test_look__its_bytes_are_read_back_and_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
