/* PNG pixels by libpng, grey only. libpng cannot scale: rows are averaged into the output as they come, so that a large
 * picture needs little memory; an interlaced one is held whole. Errors leave by longjmp, as in codec/jpeg.c. */
#include <png.h>
#include <string.h>

#include "codec/raster.h"
#include "picdesk/error.h"

enum { CHUNK_BYTES_MAX = 8 << 20, CHUNKS_MAX = 1000 };

typedef struct {
    const uint8_t *data;
    size_t len, at;
    const PdLimits *limits;
    png_structp png;
    png_infop info;
    uint8_t *pixels, *whole;
    uint32_t *sums; /* one row of sums over a step by step square */
    uint8_t *row;
    uint32_t step, width, height, lines;
    bool is_too_big;
    char message[80];
} Reader;

static void on_read(png_structp png, png_bytep out, size_t n) {
    Reader *reader = png_get_io_ptr(png);
    if (n > reader->len - reader->at)
        png_error(png, "the data ends early");
    memcpy(out, reader->data + reader->at, n);
    reader->at += n;
}

static void on_error(png_structp png, png_const_charp message) {
    Reader *reader = png_get_error_ptr(png);
    g_strlcpy(reader->message, message, sizeof reader->message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

/* Everything becomes 8-bit grey without alpha. */
static void set_transforms(Reader *reader) {
    png_set_expand(reader->png);
    png_set_scale_16(reader->png);
    png_set_strip_alpha(reader->png);
    int colour = png_get_color_type(reader->png, reader->info);
    if (colour & PNG_COLOR_MASK_COLOR || colour == PNG_COLOR_TYPE_PALETTE)
        png_set_rgb_to_gray(reader->png, PNG_ERROR_ACTION_NONE, -1, -1);
}

static uint32_t step_for(uint32_t width, uint32_t height, uint32_t min_side) {
    uint32_t side = MIN(width, height);
    return MAX(1, side / MAX(1, min_side));
}

static void add_row(Reader *reader, const uint8_t *row, uint32_t y) {
    uint32_t out_y = y / reader->step;
    if (out_y >= reader->height)
        return;
    for (uint32_t x = 0; x < reader->width * reader->step; x++)
        reader->sums[x / reader->step] += row[x];
    if ((y + 1) % reader->step != 0)
        return;
    uint8_t *out = reader->pixels + (size_t)out_y * reader->width;
    for (uint32_t x = 0; x < reader->width; x++)
        out[x] = (uint8_t)(reader->sums[x] / (reader->step * reader->step));
    memset(reader->sums, 0, sizeof *reader->sums * reader->width);
    reader->lines = out_y + 1;
}

static void read_rows(Reader *reader, uint32_t width, uint32_t height, int passes) {
    size_t row_bytes = png_get_rowbytes(reader->png, reader->info);
    if (row_bytes < width)
        png_error(reader->png, "the rows are too short");
    if (passes == 1) {
        reader->row = g_malloc0(row_bytes);
        for (uint32_t y = 0; y < height; y++) {
            png_read_row(reader->png, reader->row, NULL);
            add_row(reader, reader->row, y);
        }
        return;
    }
    reader->whole = g_malloc0(row_bytes * height);
    for (int pass = 0; pass < passes; pass++)
        for (uint32_t y = 0; y < height; y++)
            png_read_row(reader->png, reader->whole + row_bytes * y, NULL);
    for (uint32_t y = 0; y < height; y++)
        add_row(reader, reader->whole + row_bytes * y, y);
}

/* The only function that libpng's errors return to. */
static bool decode(Reader *reader, uint32_t min_side) {
    if (setjmp(png_jmpbuf(reader->png)))
        return reader->lines > 0;
    png_set_user_limits(reader->png, 1000000, 1000000);
    png_set_chunk_malloc_max(reader->png, CHUNK_BYTES_MAX);
    png_set_chunk_cache_max(reader->png, CHUNKS_MAX);
    png_set_crc_action(reader->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_set_read_fn(reader->png, reader, on_read);
    png_read_info(reader->png, reader->info);
    uint32_t width = png_get_image_width(reader->png, reader->info),
             height = png_get_image_height(reader->png, reader->info);
    if ((uint64_t)width * height > reader->limits->pixels) {
        reader->is_too_big = true;
        return false;
    }
    set_transforms(reader);
    int passes = png_set_interlace_handling(reader->png);
    png_read_update_info(reader->png, reader->info);
    reader->step = step_for(width, height, min_side);
    reader->width = width / reader->step;
    reader->height = height / reader->step;
    reader->pixels = g_malloc0((size_t)reader->width * reader->height);
    reader->sums = g_new0(uint32_t, reader->width);
    read_rows(reader, width, height, passes);
    return reader->lines > 0;
}

bool pd_png_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                   GError **error) {
    g_autofree Reader *reader = g_new0(Reader, 1);
    *reader = (Reader){.data = data, .len = len, .limits = limits ? limits : pd_limits_default()};
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, on_error, on_warning);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    bool is_read = reader->info && decode(reader, min_side);
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    g_free(reader->row);
    g_free(reader->whole);
    g_free(reader->sums);
    if (is_read) {
        *out = (PdRaster){.width = reader->width, .height = reader->height, .grey = reader->pixels};
        return true;
    }
    g_free(reader->pixels);
    if (reader->is_too_big)
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "the picture has more than %zu pixels", reader->limits->pixels);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the PNG data cannot be decoded: %s",
                    reader->message[0] ? reader->message : "no picture");
    return false;
}
