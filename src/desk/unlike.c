/* How unlike two pictures are (desk/unlike.h): shapes with black bars cut off, and difference hashes of 8 by 8 steps. */
#include "desk/unlike.h"

#include <string.h>

#include "match/look.h"

enum { DECODED_SIDE = 64, MOST_FILE_BYTES = 128 << 20, HASH_SIDE = 8, STEPS = HASH_SIDE + 1, BLACK = 24, LEVEL = 3 };

/* Light steps from left to right, HASH_SIDE rows of HASH_SIDE. */
typedef struct {
    double aspect;
    int steps[HASH_SIDE][HASH_SIDE];
} Sketch;

/* ---- black bars, which cameras put around thumbnails of another shape */

static bool is_black_row(const PdRaster *raster, uint32_t y) {
    for (uint32_t x = 0; x < raster->width; x++)
        if (raster->grey[(size_t)y * raster->width + x] > BLACK)
            return false;
    return true;
}

static bool is_black_column(const PdRaster *raster, uint32_t x) {
    for (uint32_t y = 0; y < raster->height; y++)
        if (raster->grey[(size_t)y * raster->width + x] > BLACK)
            return false;
    return true;
}

/* A quarter from each side at most: a dark picture is no bar. */
static void cut_bars(PdRaster *raster) {
    uint32_t top = 0, bottom = raster->height, left = 0, right = raster->width;
    while (top < raster->height / 4 && is_black_row(raster, top))
        top++;
    while (bottom > raster->height - raster->height / 4 && is_black_row(raster, bottom - 1))
        bottom--;
    while (left < raster->width / 4 && is_black_column(raster, left))
        left++;
    while (right > raster->width - raster->width / 4 && is_black_column(raster, right - 1))
        right--;
    uint32_t width = right - left, height = bottom - top;
    for (uint32_t y = 0; y < height; y++)
        memmove(raster->grey + (size_t)y * width, raster->grey + (size_t)(y + top) * raster->width + left, width);
    raster->width = width;
    raster->height = height;
}

/* ---- sketches */

/* The mean light of a part of the grid of cells, in ninths across and eighths down. */
static double cell_mean(const PdLook *look, int column, int row) {
    double x0 = (double)column * PD_LOOK_SIDE / STEPS, x1 = (double)(column + 1) * PD_LOOK_SIDE / STEPS, sum = 0;
    int y0 = row * PD_LOOK_SIDE / HASH_SIDE, y1 = (row + 1) * PD_LOOK_SIDE / HASH_SIDE;
    for (int y = y0; y < y1; y++)
        for (int x = (int)x0; x < PD_LOOK_SIDE && x < x1; x++)
            sum += look->cells[y * PD_LOOK_SIDE + x] * (MIN(x1, x + 1.0) - MAX(x0, (double)x));
    return sum / ((x1 - x0) * (y1 - y0));
}

static Sketch sketch_of(const PdLook *look) {
    Sketch sketch = {.aspect = (double)look->width / look->height};
    for (int row = 0; row < HASH_SIDE; row++)
        for (int i = 0; i < HASH_SIDE; i++)
            sketch.steps[row][i] = (int)(cell_mean(look, i + 1, row) - cell_mean(look, i, row));
    return sketch;
}

/* Steps that go up in one and down in the other; even places say nothing. */
static unsigned distance(const Sketch *a, const Sketch *b, bool is_flipped) {
    unsigned n = 0;
    for (int row = 0; row < HASH_SIDE; row++)
        for (int i = 0; i < HASH_SIDE; i++) {
            int left = a->steps[row][i], right = is_flipped ? -b->steps[row][HASH_SIDE - 1 - i] : b->steps[row][i];
            n += (left > LEVEL && right < -LEVEL) || (left < -LEVEL && right > LEVEL);
        }
    return n;
}

/* ---- looks of files */

static int orientation_of(const PdImage *image) {
    const char *text = image->merged ? pd_merged_text(image->merged, PD_FIELD_ORIENTATION) : NULL;
    return text ? (int)g_ascii_strtoull(text, NULL, 10) : 1;
}

/* part_bytes 0: the whole file. Bars are cut off before the picture is turned upright. */
static bool look_of_part(PdReaders *readers, const PdImage *image, uint64_t part_at, uint64_t part_bytes, bool has_bars,
                         PdLook *out) {
    PdRaster raster = {0};
    PdReadRequest request = {.what = PD_READ_PIXELS,
                             .orientation = 1,
                             .min_side = DECODED_SIDE,
                             .part_at = part_at,
                             .part_bytes = part_bytes,
                             .max_bytes = MOST_FILE_BYTES};
    if (!image->path || !pd_readers_pixels(readers, image->path, &request, &raster, NULL) || !raster.grey)
        return false;
    if (has_bars)
        cut_bars(&raster);
    pd_raster_orient(&raster, orientation_of(image));
    bool is_made = pd_look_make(&raster, out);
    pd_raster_done(&raster);
    return is_made;
}

static bool look_of_file(PdReaders *readers, const PdImage *image, PdLook *out) {
    return look_of_part(readers, image, 0, 0, false, out);
}

static bool look_of_thumbnail(PdReaders *readers, const PdImage *image, bool has_bars, PdLook *out) {
    const PdRecord *record = image->record;
    return record->thumbnail_bytes > 0 &&
           look_of_part(readers, image, record->thumbnail_at, record->thumbnail_bytes, has_bars, out);
}

static bool look_of(PdCatalog *catalog, PdReaders *readers, const PdImage *image, PdLook *out) {
    g_autoptr(GBytes) kept = image->id ? pd_catalog_look(catalog, image->id, NULL) : NULL;
    gsize len;
    const uint8_t *data = kept ? g_bytes_get_data(kept, &len) : NULL;
    return (data && pd_look_decode(data, len, out)) || look_of_file(readers, image, out);
}

static PdUnlikeness compare(const PdLook *first, const PdLook *second) {
    Sketch a = sketch_of(first), b = sketch_of(second);
    unsigned straight = distance(&a, &b, false), flipped = distance(&a, &b, true);
    return (PdUnlikeness){.aspect_off = MAX(a.aspect, b.aspect) / MIN(a.aspect, b.aspect) - 1,
                          .distance = straight,
                          .is_mirrored = flipped + HASH_SIDE < straight};
}

bool pd_desk_unlike(PdCatalog *catalog, PdReaders *readers, const PdImage *image, const PdImage *copy, PdUnlikeness *out) {
    PdLook first, second, without_bars;
    if (!image->record ||
        !(copy ? look_of_file(readers, copy, &second) : look_of_thumbnail(readers, image, false, &second)) ||
        !look_of(catalog, readers, image, &first))
        return false;
    *out = compare(&first, &second);
    /* Dark edges are bars only when the shapes agree better without them. */
    if (!copy && look_of_thumbnail(readers, image, true, &without_bars)) {
        PdUnlikeness other = compare(&first, &without_bars);
        *out = other.aspect_off < out->aspect_off ? other : *out;
    }
    return true;
}
