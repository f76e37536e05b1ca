/* Rasters: choosing the decoder, freeing, turning. */
#include "codec/raster.h"

#include <string.h>

#include "picdesk/error.h"

bool pd_raster_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                      GError **error) {
    static const uint8_t JPEG[] = {0xff, 0xd8, 0xff}, PNG[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (len > sizeof JPEG && memcmp(data, JPEG, sizeof JPEG) == 0)
        return pd_jpeg_decode(data, len, min_side, limits, out, error);
    if (len > sizeof PNG && memcmp(data, PNG, sizeof PNG) == 0)
        return pd_png_decode(data, len, min_side, limits, out, error);
    g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "no decoder for this format");
    return false;
}

void pd_raster_done(PdRaster *raster) {
    g_clear_pointer(&raster->grey, g_free);
    raster->width = raster->height = 0;
}

/* EXIF 2.32, Orientation: 2 mirrors, 3 turns by 180, 4 flips, 5 to 8 also swap rows and columns. */
void pd_raster_orient(PdRaster *raster, int orientation) {
    if (orientation < 2 || orientation > 8 || !raster->grey)
        return;
    bool is_swapped = orientation >= 5;
    bool flips_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    bool flips_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    uint32_t width = is_swapped ? raster->height : raster->width, height = is_swapped ? raster->width : raster->height;
    uint8_t *out = g_malloc((size_t)width * height);
    for (uint32_t y = 0; y < height; y++) {
        for (uint32_t x = 0; x < width; x++) {
            uint32_t from_x = is_swapped ? y : x, from_y = is_swapped ? x : y;
            if (flips_x)
                from_x = raster->width - 1 - from_x;
            if (flips_y)
                from_y = raster->height - 1 - from_y;
            out[(size_t)y * width + x] = raster->grey[(size_t)from_y * raster->width + from_x];
        }
    }
    g_free(raster->grey);
    *raster = (PdRaster){.width = width, .height = height, .grey = out};
}
