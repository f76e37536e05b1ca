/* Times of looks found by hash among many: bench_looks LOOKS. The looks are of smooth random pictures; of every picture
 * there are some copies whose hashes differ in a few bits, as those of an event's frames do. */
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

#include "match/look_index.h"

enum { WIDTH = 48, HEIGHT = 32, WAVES = 5, COPIES = 20, ASKED = 200, NEAREST = 128 };

static double chance(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) / 16777216.0;
}

static PdRaster picture(uint32_t number) {
    uint32_t seed = number * 2654435761u + 7;
    PdRaster raster = {WIDTH, HEIGHT, g_malloc0(WIDTH * HEIGHT)};
    for (int i = 0; i < WAVES; i++) {
        double x = chance(&seed) * 16 - 8, y = chance(&seed) * 16 - 8, phase = chance(&seed) * 6.3;
        for (uint32_t at = 0; at < WIDTH * HEIGHT; at++)
            raster.grey[at] =
                (uint8_t)(raster.grey[at] + 25 + 25 * sin(x * (at % WIDTH) / WIDTH + y * (at / WIDTH) / HEIGHT + phase));
    }
    return raster;
}

static double seconds_since(clock_t start) {
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void add_all(PdLookIndex *index, uint32_t n) {
    uint32_t seed = 99;
    PdLook look = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (i % COPIES == 0) {
            PdRaster raster = picture(i);
            pd_look_make(&raster, &look);
            pd_raster_done(&raster);
        } else {
            for (int k = 0; k < PD_LOOK_WINDOWS; k++)
                look.windows[k] ^= UINT64_C(1) << (unsigned)(chance(&seed) * 64);
        }
        pd_look_index_add(index, &look);
    }
}

static void ask(PdLookIndex *index, bool with_turns) {
    clock_t start = clock();
    guint n = 0;
    for (uint32_t i = 0; i < ASKED; i++) {
        g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        PdRaster raster = picture(i * COPIES);
        g_autoptr(PdProbe) probe = pd_probe_new(&raster);
        pd_raster_done(&raster);
        if (probe)
            pd_look_index_find(index, probe, with_turns, NEAREST, numbers);
        n += numbers->len;
    }
    printf("%-21s %.2f ms each, %.0f found\n", with_turns ? "turned too" : "asked", seconds_since(start) * 1000.0 / ASKED,
           (double)n / ASKED);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fputs("usage: bench_looks LOOKS\n", stderr);
        return 2;
    }
    uint32_t n = (uint32_t)g_ascii_strtoull(argv[1], NULL, 10);
    g_autoptr(PdLookIndex) index = pd_look_index_new();
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    add_all(index, n);
    PdRaster raster = picture(1);
    g_autoptr(PdProbe) probe = pd_probe_new(&raster);
    pd_raster_done(&raster);
    clock_t start = clock();
    pd_look_index_find(index, probe, false, 1, none);
    printf("sorted                %.2f s\n", seconds_since(start));
    ask(index, false);
    ask(index, true);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory                %.0f MB at most\n", (double)usage.ru_maxrss / 1000.0);
    return 0;
}
