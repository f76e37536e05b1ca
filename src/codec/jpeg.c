/* JPEG pixels by libjpeg-turbo: scaled down inside the DCT, grey only. Its errors leave by longjmp; the jump stays in one
 * function, and everything that must survive it lives in the reader's struct. */
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>

#include "codec/raster.h"
#include "picdesk/error.h"

enum { SCANS_MAX = 200, MEMORY_MAX = 512 << 20 }; /* a progressive file of many empty scans takes minutes */

typedef struct {
    struct jpeg_error_mgr base; /* first: libjpeg knows this part only */
    jmp_buf jump;
    char message[JMSG_LENGTH_MAX];
} Errors;

typedef struct {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_progress_mgr progress;
    Errors errors;
    const PdLimits *limits;
    uint8_t *pixels, *row;
    uint32_t width, height, lines;
    bool is_started, is_too_big;
} Reader;

static void on_error(j_common_ptr common) {
    Errors *errors = (Errors *)(void *)common->err;
    common->err->format_message(common, errors->message);
    longjmp(errors->jump, 1);
}

static void on_message(j_common_ptr common) {
    (void)common; /* warnings are damage that libjpeg has mended; the picture is only looked at */
}

static void on_progress(j_common_ptr common) {
    j_decompress_ptr jpeg = (j_decompress_ptr)(void *)common;
    if (jpeg->input_scan_number > SCANS_MAX)
        ERREXIT(common, JERR_BAD_PROGRESSION);
}

/* libjpeg makes grey from every colour space but the CMYK ones, of which Adobe writes the inverse. */
static void choose_output(struct jpeg_decompress_struct *jpeg, uint32_t min_side) {
    bool is_cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
    jpeg->out_color_space = is_cmyk ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg->dct_method = JDCT_IFAST;
    jpeg->do_fancy_upsampling = FALSE;
    jpeg->scale_denom = 8;
    uint32_t side = MIN(jpeg->image_width, jpeg->image_height);
    jpeg->scale_num = 8;
    for (unsigned scale = 1; scale < 8; scale *= 2)
        if ((uint64_t)side * scale / 8 >= min_side) {
            jpeg->scale_num = scale;
            break;
        }
}

static void grey_of_cmyk(const uint8_t *row, uint8_t *out, uint32_t width, bool is_inverse) {
    for (uint32_t x = 0; x < width; x++) {
        uint32_t ink[4];
        for (size_t i = 0; i < 4; i++)
            ink[i] = is_inverse ? row[4 * x + i] : 255u - row[4 * x + i];
        uint32_t light = (299 * ink[0] + 587 * ink[1] + 114 * ink[2]) / 1000;
        out[x] = (uint8_t)(light * ink[3] / 255);
    }
}

static void read_lines(Reader *reader) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *out = reader->pixels + (size_t)jpeg->output_scanline * reader->width;
        JSAMPROW rows[1] = {jpeg->out_color_space == JCS_CMYK ? reader->row : out};
        if (jpeg_read_scanlines(jpeg, rows, 1) != 1)
            break;
        if (jpeg->out_color_space == JCS_CMYK)
            grey_of_cmyk(reader->row, out, reader->width, jpeg->saw_Adobe_marker);
        reader->lines = jpeg->output_scanline;
    }
}

/* The only function that libjpeg's errors return to. */
static bool decode(Reader *reader, const uint8_t *data, size_t len, uint32_t min_side) {
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg->err = jpeg_std_error(&reader->errors.base);
    reader->errors.base.error_exit = on_error;
    reader->errors.base.output_message = on_message;
    if (setjmp(reader->errors.jump))
        return reader->lines > 0;
    jpeg_create_decompress(jpeg);
    reader->is_started = true;
    reader->progress.progress_monitor = on_progress;
    jpeg->progress = &reader->progress;
    jpeg->mem->max_memory_to_use = MEMORY_MAX;
    jpeg_mem_src(jpeg, data, len);
    jpeg_read_header(jpeg, TRUE);
    if ((uint64_t)jpeg->image_width * jpeg->image_height > reader->limits->pixels) {
        reader->is_too_big = true;
        return false;
    }
    choose_output(jpeg, min_side);
    jpeg_start_decompress(jpeg);
    reader->width = jpeg->output_width;
    reader->height = jpeg->output_height;
    reader->pixels = g_malloc0((size_t)reader->width * reader->height);
    reader->row = g_malloc0((size_t)reader->width * 4);
    read_lines(reader);
    return reader->lines > 0;
}

bool pd_jpeg_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                    GError **error) {
    g_autofree Reader *reader = g_new0(Reader, 1);
    reader->limits = limits ? limits : pd_limits_default();
    bool is_read = decode(reader, data, len, min_side);
    if (reader->is_started)
        jpeg_destroy_decompress(&reader->jpeg);
    g_free(reader->row);
    if (is_read) {
        *out = (PdRaster){.width = reader->width, .height = reader->height, .grey = reader->pixels};
        return true;
    }
    g_free(reader->pixels);
    if (reader->is_too_big)
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "the picture has more than %zu pixels", reader->limits->pixels);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the JPEG data cannot be decoded: %s",
                    reader->errors.message[0] ? reader->errors.message : "no picture");
    return false;
}
