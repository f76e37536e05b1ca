/* Looks: a grid of mean lights, compared by correlation, so that tone and compression do not matter.
 *
 * A crop moves everything, so a hash of the whole picture cannot meet it. Here the original is the grid, and the probe is
 * laid over the part of it that the crop may have left; the probe's means over the same cells come from its summed-area
 * table in constant time for each cell. A quick look uses pairs of cells and few places; the best few are then refined.
 */
#include "match/look.h"

#include <math.h>
#include <string.h>

enum { VERSION = 2, COARSE = PD_LOOK_SIDE / 2, BAR_LEVELS = 10, CELLS_MIN = 12 };

/* ---- summed areas */

typedef struct {
    uint32_t width, height;
    uint64_t *sums; /* (width + 1) * (height + 1) */
} Area;

static Area area_of(const uint8_t *grey, uint32_t stride, uint32_t x0, uint32_t y0, uint32_t width, uint32_t height) {
    Area area = {.width = width, .height = height, .sums = g_new0(uint64_t, ((size_t)width + 1) * (height + 1))};
    for (uint32_t y = 0; y < height; y++) {
        uint64_t line = 0;
        for (uint32_t x = 0; x < width; x++) {
            line += grey[(size_t)(y0 + y) * stride + x0 + x];
            area.sums[(size_t)(y + 1) * (width + 1) + x + 1] = area.sums[(size_t)y * (width + 1) + x + 1] + line;
        }
    }
    return area;
}

static uint32_t pixel_at(double fraction, uint32_t side) {
    double at = fraction * side + 0.5;
    return at <= 0.0 ? 0 : at >= side ? side : (uint32_t)at;
}

/* The mean over a part given in fractions of the picture, at least one pixel. */
static double mean_over(const Area *area, double x0, double y0, double x1, double y1) {
    uint32_t left = MIN(pixel_at(x0, area->width), area->width - 1), right = MAX(pixel_at(x1, area->width), left + 1);
    uint32_t top = MIN(pixel_at(y0, area->height), area->height - 1), bottom = MAX(pixel_at(y1, area->height), top + 1);
    size_t stride = (size_t)area->width + 1;
    uint64_t sum = area->sums[bottom * stride + right] - area->sums[top * stride + right] -
                   area->sums[bottom * stride + left] + area->sums[top * stride + left];
    return (double)sum / ((double)(right - left) * (bottom - top));
}

/* ---- looks */

static void fill_cells(const Area *area, uint8_t *cells, int side) {
    double step = 1.0 / side;
    for (int y = 0; y < side; y++)
        for (int x = 0; x < side; x++)
            cells[y * side + x] = (uint8_t)lround(mean_over(area, x * step, y * step, (x + 1) * step, (y + 1) * step));
}

/* Whether it gets lighter from each cell of a 9 x 8 grid to the next on its right. */
static uint64_t hash_over(const Area *area, double x, double y, double width, double height) {
    uint64_t hash = 0;
    for (int row = 0; row < 8; row++) {
        double before = 0.0, top = y + height * row / 8, bottom = y + height * (row + 1) / 8;
        for (int column = 0; column < 9; column++) {
            double light = mean_over(area, x + width * column / 9, top, x + width * (column + 1) / 9, bottom);
            if (column > 0)
                hash = hash << 1 | (light > before);
            before = light;
        }
    }
    return hash;
}

/* The largest parts of the shapes that editors cut to, at a few places each. */
static void fill_windows(const Area *area, uint64_t *windows) {
    static const struct {
        double shape;
        int n;
    } CUTS[] = {{16.0 / 9.0, 3}, {4.0 / 3.0, 3}, {1.0, 5}};
    double own = (double)area->width / area->height;
    *windows++ = hash_over(area, 0, 0, 1, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(CUTS); i++) {
        double width = MIN(CUTS[i].shape / own, 1.0), height = MIN(own / CUTS[i].shape, 1.0);
        for (int k = 0; k < CUTS[i].n; k++) {
            double part = (double)k / (CUTS[i].n - 1);
            *windows++ = hash_over(area, (1.0 - width) * part, (1.0 - height) * part, width, height);
        }
    }
}

bool pd_look_make(const PdRaster *raster, PdLook *out) {
    if (!raster->grey || raster->width < 8 || raster->height < 8)
        return false;
    Area area = area_of(raster->grey, raster->width, 0, 0, raster->width, raster->height);
    PdLook look = {.width = (uint16_t)MIN(raster->width, 65535), .height = (uint16_t)MIN(raster->height, 65535)};
    fill_cells(&area, look.cells, PD_LOOK_SIDE);
    fill_windows(&area, look.windows);
    g_free(area.sums);
    uint8_t darkest = 255, lightest = 0;
    for (size_t i = 0; i < sizeof look.cells; i++) {
        darkest = MIN(darkest, look.cells[i]);
        lightest = MAX(lightest, look.cells[i]);
    }
    if (lightest - darkest < BAR_LEVELS)
        return false;
    *out = look;
    return true;
}

void pd_look_encode(const PdLook *look, uint8_t bytes[PD_LOOK_BYTES]) {
    bytes[0] = VERSION;
    bytes[1] = (uint8_t)(look->width & 255);
    bytes[2] = (uint8_t)(look->width >> 8);
    bytes[3] = (uint8_t)(look->height & 255);
    bytes[4] = (uint8_t)(look->height >> 8);
    memcpy(bytes + 5, look->cells, sizeof look->cells);
    uint8_t *at = bytes + 5 + sizeof look->cells;
    for (int i = 0; i < PD_LOOK_WINDOWS; i++)
        for (int byte = 0; byte < 8; byte++)
            *at++ = (uint8_t)(look->windows[i] >> (8 * byte));
}

bool pd_look_decode(const uint8_t *bytes, size_t len, PdLook *out) {
    if (len != PD_LOOK_BYTES || bytes[0] != VERSION)
        return false;
    PdLook look = {.width = (uint16_t)(bytes[1] | bytes[2] << 8), .height = (uint16_t)(bytes[3] | bytes[4] << 8)};
    if (!look.width || !look.height)
        return false;
    memcpy(look.cells, bytes + 5, sizeof look.cells);
    const uint8_t *at = bytes + 5 + sizeof look.cells;
    for (int i = 0; i < PD_LOOK_WINDOWS; i++)
        for (int byte = 0; byte < 8; byte++)
            look.windows[i] |= (uint64_t)*at++ << (8 * byte);
    *out = look;
    return true;
}

/* ---- probes */

/* The probe's means over the cells of a grid for one place: all looks of one shape are compared with the same. */
typedef struct {
    PdPlace place;
    int x0, x1, y0, y1;
    size_t at;          /* the first of its means in Views */
    float mean, spread; /* of the means, and the root of their summed squares about it */
} View;

typedef struct {
    GArray *views; /* of View */
    GArray *means; /* of float */
} Views;

struct PdProbe {
    Area turns[4];     /* as it is, and turned by 90, 180, 270 degrees */
    GHashTable *views; /* shape, grid and turns -> Views */
};

typedef struct {
    uint32_t x0, y0, x1, y1;
} Box;

static bool is_even(const PdRaster *raster, uint32_t x, uint32_t y, uint32_t dx, uint32_t dy, uint32_t n) {
    uint8_t low = 255, high = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t level = raster->grey[(size_t)(y + i * dy) * raster->width + x + i * dx];
        low = MIN(low, level);
        high = MAX(high, level);
    }
    return high - low <= BAR_LEVELS;
}

/* The part of the picture inside bars and borders of one tone; at most a third is cut off on each side. */
static Box inside_bars(const PdRaster *raster) {
    uint32_t width = raster->width, height = raster->height;
    Box box = {0, 0, width, height};
    while (box.y0 < height / 3 && is_even(raster, 0, box.y0, 1, 0, width))
        box.y0++;
    while (height - box.y1 < height / 3 && is_even(raster, 0, box.y1 - 1, 1, 0, width))
        box.y1--;
    while (box.x0 < width / 3 && is_even(raster, box.x0, box.y0, 0, 1, box.y1 - box.y0))
        box.x0++;
    while (width - box.x1 < width / 3 && is_even(raster, box.x1 - 1, box.y0, 0, 1, box.y1 - box.y0))
        box.x1--;
    return box;
}

static void views_free(Views *views) {
    g_array_unref(views->views);
    g_array_unref(views->means);
    g_free(views);
}

PdProbe *pd_probe_new(const PdRaster *raster) {
    PdLook look;
    if (!pd_look_make(raster, &look))
        return NULL;
    PdProbe *probe = g_new0(PdProbe, 1);
    probe->views = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)views_free);
    Box box = inside_bars(raster);
    static const int ORIENTATIONS[4] = {1, 6, 3, 8};
    for (size_t i = 0; i < 4; i++) {
        PdRaster part = {.width = box.x1 - box.x0, .height = box.y1 - box.y0};
        part.grey = g_malloc((size_t)part.width * part.height);
        for (uint32_t y = 0; y < part.height; y++)
            memcpy(part.grey + (size_t)y * part.width, raster->grey + (size_t)(box.y0 + y) * raster->width + box.x0,
                   part.width);
        pd_raster_orient(&part, ORIENTATIONS[i]);
        probe->turns[i] = area_of(part.grey, part.width, 0, 0, part.width, part.height);
        pd_raster_done(&part);
    }
    return probe;
}

void pd_probe_free(PdProbe *probe) {
    if (!probe)
        return;
    for (size_t i = 0; i < 4; i++)
        g_free(probe->turns[i].sums);
    g_hash_table_unref(probe->views);
    g_free(probe);
}

uint64_t pd_probe_hash(const PdProbe *probe, int turn) {
    return hash_over(&probe->turns[turn], 0, 0, 1, 1);
}

/* ---- comparing */

typedef struct {
    double a, b, aa, bb, ab;
    int n;
} Moments;

static double correlation(const Moments *m) {
    if (m->n < CELLS_MIN)
        return -1.0;
    double n = m->n, va = m->aa - m->a * m->a / n, vb = m->bb - m->b * m->b / n;
    return va > n && vb > n ? (m->ab - m->a * m->b / n) / sqrt(va * vb) : -1.0; /* an even part proves nothing */
}

/* A grid of mean lights, square, side cells each way. */
typedef struct {
    const uint8_t *cells;
    int side;
} Grid;

/* The cells of a grid that lie wholly inside a place. */
typedef struct {
    int x0, x1, y0, y1;
} Span;

static Span span_of(const Grid *grid, const PdPlace *place) {
    const double slack = 1e-6;
    Span span = {(int)ceil(place->x * grid->side - slack), (int)floor((place->x + place->width) * grid->side + slack),
                 (int)ceil(place->y * grid->side - slack), (int)floor((place->y + place->height) * grid->side + slack)};
    return (Span){MAX(span.x0, 0), MIN(span.x1, grid->side), MAX(span.y0, 0), MIN(span.y1, grid->side)};
}

static void add(Moments *m, double a, double b) {
    m->a += a;
    m->b += b;
    m->aa += a * a;
    m->bb += b * b;
    m->ab += a * b;
    m->n++;
}

/* The probe's mean over the part that one cell of the grid covers. */
static double probe_at(const Area *area, const Grid *grid, const PdPlace *place, int x, int y) {
    double step = 1.0 / grid->side, left = (x * step - place->x) / place->width, top = (y * step - place->y) / place->height;
    return mean_over(area, left, top, left + step / place->width, top + step / place->height);
}

/* Correlates the cells that lie inside the place with the probe's means over the same parts. */
static double correlate(const Area *area, const Grid *grid, const PdPlace *place) {
    Span span = span_of(grid, place);
    Moments m = {0};
    for (int y = span.y0; y < span.y1; y++)
        for (int x = span.x0; x < span.x1; x++)
            add(&m, grid->cells[y * grid->side + x], probe_at(area, grid, place, x, y));
    return correlation(&m);
}

/* The same for the steps between neighbouring cells: what two skies share, edges do not. */
static double correlate_steps(const Area *area, const Grid *grid, const PdPlace *place) {
    Span span = span_of(grid, place);
    Moments m = {0};
    double above[PD_CLOSE_SIDE] = {0}, row[PD_CLOSE_SIDE] = {0};
    for (int y = span.y0; y < span.y1; y++) {
        for (int x = span.x0; x < span.x1; x++) {
            const uint8_t *cell = grid->cells + y * grid->side + x;
            row[x] = probe_at(area, grid, place, x, y);
            if (x > span.x0)
                add(&m, cell[0] - cell[-1], row[x] - row[x - 1]);
            if (y > span.y0)
                add(&m, cell[0] - cell[-grid->side], row[x] - above[x]);
        }
        memcpy(above, row, sizeof row);
    }
    return correlation(&m);
}

/* The largest part of the original that has the probe's shape. */
static PdPlace largest_place(const Area *area, const PdLook *look, int turn) {
    double shape = ((double)area->width / area->height) / ((double)look->width / look->height);
    return shape >= 1.0 ? (PdPlace){0, 0, 1.0, 1.0 / shape, turn} : (PdPlace){0, 0, shape, 1.0, turn};
}

typedef void (*PlaceFunc)(const Area *area, const Grid *grid, const PdPlace *place, void *user);

/* Every place of one size; stride: the step in cells of the grid. */
static void each_offset(const Area *area, const Grid *grid, PdPlace place, double stride, PlaceFunc func, void *user) {
    double free_x = 1.0 - place.width, free_y = 1.0 - place.height;
    int steps_x = (int)ceil(free_x * grid->side / stride), steps_y = (int)ceil(free_y * grid->side / stride);
    for (int y = 0; y <= steps_y; y++) {
        for (int x = 0; x <= steps_x; x++) {
            place.x = steps_x ? free_x * x / steps_x : 0.0;
            place.y = steps_y ? free_y * y / steps_y : 0.0;
            func(area, grid, &place, user);
        }
    }
}

/* Every place that the likely crops may have left: full width or height, or smaller, anywhere in the original. */
static void each_place(const PdProbe *probe, const PdLook *look, const Grid *grid, double stride, bool with_turns,
                       PlaceFunc func, void *user) {
    static const double SIZES[] = {1.0, 0.9, 0.8, 0.7, 0.6};
    for (int turn = 0; turn < (with_turns ? 4 : 1); turn++) {
        const Area *area = &probe->turns[turn];
        PdPlace largest = largest_place(area, look, turn);
        for (size_t i = 0; i < G_N_ELEMENTS(SIZES); i++) {
            PdPlace place = largest;
            place.width *= SIZES[i];
            place.height *= SIZES[i];
            each_offset(area, grid, place, stride, func, user);
        }
    }
}

/* ---- many looks against one probe */

static void add_view(const Area *area, const Grid *grid, const PdPlace *place, void *user) {
    Views *views = user;
    Span span = span_of(grid, place);
    View view = {.place = *place, .x0 = span.x0, .x1 = span.x1, .y0 = span.y0, .y1 = span.y1, .at = views->means->len};
    int n = (span.x1 - span.x0) * (span.y1 - span.y0);
    if (span.x1 <= span.x0 || span.y1 <= span.y0 || n < CELLS_MIN)
        return;
    double sum = 0, squares = 0;
    for (int y = span.y0; y < span.y1; y++) {
        for (int x = span.x0; x < span.x1; x++) {
            double mean = probe_at(area, grid, place, x, y);
            float kept = (float)mean;
            g_array_append_val(views->means, kept);
            sum += mean;
            squares += mean * mean;
        }
    }
    double spread = squares - sum * sum / n;
    if (spread <= n)
        return; /* an even part proves nothing */
    view.mean = (float)(sum / n);
    view.spread = (float)sqrt(spread);
    g_array_append_val(views->views, view);
}

/* Looks whose shapes differ by less than two in a hundred share their views. */
static const Views *views_for(const PdProbe *probe, const PdLook *look, int side, bool with_turns) {
    int shape = (int)lround(50.0 * log((double)look->width / look->height));
    int key = (shape + 1024) * 4 + (side == COARSE ? 2 : 0) + with_turns;
    Views *views = g_hash_table_lookup(probe->views, GINT_TO_POINTER(key));
    if (!views) {
        views = g_new0(Views, 1);
        views->views = g_array_new(FALSE, FALSE, sizeof(View));
        views->means = g_array_new(FALSE, FALSE, sizeof(float));
        each_place(probe, look, &(Grid){NULL, side}, side == COARSE ? 0.7 : 1.0, with_turns, add_view, views);
        g_hash_table_insert(probe->views, GINT_TO_POINTER(key), views);
    }
    return views;
}

static float correlate_view(const View *view, const float *mean, const float *cells, int side) {
    float sum = 0, squares = 0, both = 0;
    for (int y = view->y0; y < view->y1; y++) {
        for (int x = view->x0; x < view->x1; x++) {
            float cell = cells[y * side + x];
            sum += cell;
            squares += cell * cell;
            both += cell * *mean++;
        }
    }
    float n = (float)((view->x1 - view->x0) * (view->y1 - view->y0)), spread = squares - sum * sum / n;
    return spread > n ? (both - sum * view->mean) / (sqrtf(spread) * view->spread) : -1.0f;
}

/* The best place among the views; cells: side by side of them. */
static double best_view(const PdProbe *probe, const PdLook *look, const float *cells, int side, bool with_turns,
                        PdPlace *out) {
    const Views *views = views_for(probe, look, side, with_turns);
    float best = -1.0f;
    for (guint i = 0; i < views->views->len; i++) {
        const View *view = &g_array_index(views->views, View, i);
        float likeness = correlate_view(view, &g_array_index(views->means, float, view->at), cells, side);
        if (likeness > best) {
            best = likeness;
            *out = view->place;
        }
    }
    return best;
}

double pd_look_glance(const PdProbe *probe, const PdLook *look, bool with_turns) {
    float cells[COARSE * COARSE];
    PdPlace place;
    for (int y = 0; y < COARSE; y++) {
        for (int x = 0; x < COARSE; x++) {
            const uint8_t *cell = look->cells + 2 * y * PD_LOOK_SIDE + 2 * x;
            cells[y * COARSE + x] = (float)(cell[0] + cell[1] + cell[PD_LOOK_SIDE] + cell[PD_LOOK_SIDE + 1]) / 4.0f;
        }
    }
    return best_view(probe, look, cells, COARSE, with_turns, &place);
}

/* ---- a close look */

/* Moves and sizes the place by ever smaller steps while that helps. */
static double refine(const Area *area, const Grid *grid, PdPlace *place) {
    static const double MOVES[][3] = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    double best = correlate(area, grid, place);
    static const double STEPS[] = {0.04, 0.02, 0.01, 0.005, 0.0025};
    for (size_t round = 0; round < G_N_ELEMENTS(STEPS); round++) {
        double step = STEPS[round];
        for (int tries = 0; tries < 12; tries++) {
            PdPlace start = *place;
            bool has_moved = false;
            for (size_t i = 0; i < G_N_ELEMENTS(MOVES); i++) {
                PdPlace moved = start;
                double grown = 1.0 + MOVES[i][2] * step;
                moved.x += MOVES[i][0] * step - start.width * (grown - 1.0) / 2;
                moved.y += MOVES[i][1] * step - start.height * (grown - 1.0) / 2;
                moved.width *= grown;
                moved.height *= grown;
                double likeness = moved.width > 1.01 || moved.height > 1.01 ? -1.0 : correlate(area, grid, &moved);
                if (likeness > best) {
                    best = likeness;
                    *place = moved;
                    has_moved = true;
                }
            }
            if (!has_moved)
                break;
        }
    }
    return best;
}

double pd_look_compare(const PdProbe *probe, const PdLook *look, bool with_turns, PdPlace *out) {
    float cells[PD_LOOK_SIDE * PD_LOOK_SIDE];
    for (size_t i = 0; i < G_N_ELEMENTS(cells); i++)
        cells[i] = look->cells[i];
    *out = (PdPlace){0, 0, 1.0, 1.0, 0};
    best_view(probe, look, cells, PD_LOOK_SIDE, with_turns, out);
    return refine(&probe->turns[out->turn], &(Grid){look->cells, PD_LOOK_SIDE}, out);
}

double pd_look_verify(const PdProbe *probe, const PdRaster *original, const PdPlace *place) {
    uint8_t cells[PD_CLOSE_SIDE * PD_CLOSE_SIDE];
    if (!original->grey || !original->width || !original->height)
        return -1.0;
    Area whole = area_of(original->grey, original->width, 0, 0, original->width, original->height);
    fill_cells(&whole, cells, PD_CLOSE_SIDE);
    g_free(whole.sums);
    const Area *area = &probe->turns[place->turn];
    Grid grid = {cells, PD_CLOSE_SIDE};
    PdPlace near = *place;
    refine(area, &grid, &near);
    return correlate_steps(area, &grid, &near);
}
