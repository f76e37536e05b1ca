/* Pixels: a picture decoded to grey, small enough to compare. The only place where coded pixels are decoded. */
#ifndef PICDESK_CODEC_RASTER_H
#define PICDESK_CODEC_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

typedef struct {
    uint32_t width, height;
    uint8_t *grey; /* (transfer full) width * height bytes, row by row */
} PdRaster;

void pd_raster_done(PdRaster *raster); /* frees what it holds; accepts a zeroed one */

/* Each decodes the whole picture, scaled down while its shorter side stays at or above min_side (a picture that is smaller
 * keeps its size). out: set on success, pd_raster_done(). False and PD_ERROR_FORMAT when it cannot be decoded at all,
 * PD_ERROR_LIMIT beyond limits->pixels; a picture that breaks off is given as far as it goes. Orientation is not looked at.
 */
bool pd_jpeg_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                    GError **error);
bool pd_png_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                   GError **error);

/* The decoder for what the bytes are; PD_ERROR_FORMAT for anything else. */
bool pd_raster_decode(const uint8_t *data, size_t len, uint32_t min_side, const PdLimits *limits, PdRaster *out,
                      GError **error);

/* Turns the raster upright by an EXIF orientation, 1 to 8; other values change nothing. */
void pd_raster_orient(PdRaster *raster, int orientation);

#endif
