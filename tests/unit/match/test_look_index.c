/* Looks found by hash: renditions among many others. The pictures are smooth, as photographs are: waves of light, by number.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "match/look_index.h"

enum { WIDTH = 96, HEIGHT = 64, WAVES = 8, ASKED = 10, OTHERS = 100 };

typedef struct {
    double x, y, phase, size;
} Wave;

static double chance(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) / 16777216.0;
}

/* What an editor does to a picture. */
typedef struct {
    const char *name;
    double x, y, width, height; /* the part that is kept */
    uint32_t side;              /* of the longer edge, pixels */
    double contrast;
    int noise;  /* levels, of a poor recompression */
    int turn;   /* EXIF orientation that was lost */
    bool a_bar; /* below */
} Change;

static const Change NONE = {"none", 0, 0, 1, 1, WIDTH, 1.0, 0, 1, false};
static const Change CHANGES[] = {
    {"resized", 0, 0, 1, 1, 64, 1.0, 0, 1, false},
    {"recompressed", 0, 0, 1, 1, WIDTH, 1.0, 8, 1, false},
    {"grey and flat", 0, 0, 1, 1, 80, 0.7, 0, 1, false},
    {"with a bar", 0, 0, 1, 1, 90, 1.0, 0, 1, true},
    {"16:9, centre", 0, 0.078125, 1, 0.84375, 90, 1.0, 3, 1, false},
    {"16:9, top", 0, 0, 1, 0.84375, 90, 1.0, 3, 1, false},
    {"square, centre", 1.0 / 6, 0, 2.0 / 3, 1, 64, 1.0, 3, 1, false},
    {"square, a little left", 0.1, 0, 2.0 / 3, 1, 64, 1.0, 0, 1, false},
    {"turned", 0, 0, 1, 1, 90, 1.0, 0, 6, false},
};

static PdRaster picture(uint32_t number, const Change *change) {
    uint32_t seed = number * 2654435761u + 7, noise = number;
    Wave waves[WAVES];
    for (int i = 0; i < WAVES; i++)
        waves[i] = (Wave){chance(&seed) * 24 - 12, chance(&seed) * 24 - 12, chance(&seed) * 6.3, 10 + chance(&seed) * 30};
    double ratio = (change->height * HEIGHT) / (change->width * WIDTH);
    uint32_t width = ratio > 1 ? (uint32_t)lround(change->side / ratio) : change->side;
    uint32_t height = (uint32_t)lround(width * ratio), bar = change->a_bar ? height / 10 : 0;
    PdRaster raster = {width, height + bar, g_malloc0((size_t)width * (height + bar))};
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            double u = change->x + change->width * (x + 0.5) / width, v = change->y + change->height * (y + 0.5) / height;
            double light = 0;
            for (int i = 0; i < WAVES; i++)
                light += waves[i].size * sin(waves[i].x * u + waves[i].y * v + waves[i].phase);
            light = light * change->contrast + change->noise * (chance(&noise) - 0.5);
            raster.grey[(size_t)y * width + x] = (uint8_t)CLAMP(128 + light, 0, 255);
        }
    }
    pd_raster_orient(&raster, change->turn);
    return raster;
}

static PdLookIndex *index_of_many(void) {
    PdLookIndex *index = pd_look_index_new();
    for (uint32_t i = 0; i < OTHERS; i++) {
        PdLook look;
        PdRaster raster = picture(i, &NONE);
        assert_true(pd_look_make(&raster, &look));
        pd_look_index_add(index, &look);
        pd_raster_done(&raster);
    }
    return index;
}

/* How many of the pictures asked for, changed so, are among the nearest. */
static int found(PdLookIndex *index, const Change *change) {
    int n = 0;
    for (uint32_t i = 0; i < ASKED; i++) {
        g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        PdRaster raster = picture(i * 10, change);
        g_autoptr(PdProbe) probe = pd_probe_new(&raster);
        pd_raster_done(&raster);
        pd_look_index_find(index, probe, change->turn != 1, 16, numbers);
        for (guint k = 0; k < numbers->len; k++)
            n += g_array_index(numbers, uint32_t, k) == i * 10;
    }
    return n;
}

static void test_look_index__renditions_are_among_the_nearest(void **state) {
    (void)state;
    g_autoptr(PdLookIndex) index = index_of_many();
    for (size_t i = 0; i < G_N_ELEMENTS(CHANGES); i++) {
        int n = found(index, &CHANGES[i]);
        if (n < ASKED)
            fail_msg("%s: %d of 10 found", CHANGES[i].name, n);
    }
}

/* Very many looks are parted in another way: those of noise stand around the pictures. */
static void test_look_index__renditions_are_found_among_very_many(void **state) {
    (void)state;
    enum { MANY = 90000 };
    g_autoptr(PdLookIndex) index = index_of_many();
    uint32_t seed = 5;
    for (uint32_t i = 0; i < MANY; i++) {
        PdLook look = {0};
        for (int k = 0; k < PD_LOOK_WINDOWS; k++)
            for (unsigned bit = 0; bit < 64; bit++)
                look.windows[k] |= (uint64_t)(chance(&seed) < 0.5) << bit;
        pd_look_index_add(index, &look);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(CHANGES); i++) {
        int n = found(index, &CHANGES[i]);
        if (n < ASKED)
            fail_msg("%s: %d of 10 found", CHANGES[i].name, n);
    }
}

static void test_look_index__an_unknown_picture_finds_few(void **state) {
    (void)state;
    g_autoptr(PdLookIndex) index = index_of_many();
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < ASKED; i++) {
        PdRaster raster = picture(100000 + i, &NONE);
        g_autoptr(PdProbe) probe = pd_probe_new(&raster);
        pd_raster_done(&raster);
        pd_look_index_find(index, probe, false, OTHERS, numbers);
    }
    assert_true(numbers->len < ASKED * OTHERS / 20);
}

static void test_look_index__empty_and_bounded(void **state) {
    (void)state;
    g_autoptr(PdLookIndex) empty = pd_look_index_new();
    g_autoptr(PdLookIndex) index = index_of_many();
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    PdRaster raster = picture(3, &NONE);
    g_autoptr(PdProbe) probe = pd_probe_new(&raster);
    pd_raster_done(&raster);
    pd_look_index_find(empty, probe, true, 16, numbers);
    assert_int_equal(numbers->len, 0);
    pd_look_index_find(index, probe, true, 1, numbers);
    assert_int_equal(numbers->len, 1);
    assert_int_equal(g_array_index(numbers, uint32_t, 0), 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_look_index__renditions_are_among_the_nearest),
        cmocka_unit_test(test_look_index__renditions_are_found_among_very_many),
        cmocka_unit_test(test_look_index__an_unknown_picture_finds_few),
        cmocka_unit_test(test_look_index__empty_and_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
