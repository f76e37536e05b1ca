/* How an image looks, small enough to keep for every image of an archive, and whether another picture is a rendition of it:
 * resized, recompressed, greyed, toned, with a bar, cropped or turned. */
#ifndef PICDESK_MATCH_LOOK_H
#define PICDESK_MATCH_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "codec/raster.h"

enum { PD_CLOSE_SIDE = 48, PD_LOOK_SIDE = 16, PD_LOOK_WINDOWS = 12 };
enum { PD_LOOK_BYTES = 5 + PD_LOOK_SIDE * PD_LOOK_SIDE + 8 * PD_LOOK_WINDOWS };

/* From this likeness at a close look on two pictures are renditions of one. Measured: renditions 0.954 and up (320 pixels
 * wide, quality 50, cropped, greyed), other pictures 0.87 and down. */
#define PD_LOOK_SAME 0.93

/* The whole picture, upright, averaged to a grid of cells. */
typedef struct {
    uint16_t width, height; /* for the shape only */
    uint8_t cells[PD_LOOK_SIDE * PD_LOOK_SIDE];
    uint64_t windows[PD_LOOK_WINDOWS]; /* hashes of the whole and of the parts that editors cut out (look_index.h) */
} PdLook;

/* False when the raster is empty or so even that it looks like everything. */
bool pd_look_make(const PdRaster *raster, PdLook *out);
void pd_look_encode(const PdLook *look, uint8_t bytes[PD_LOOK_BYTES]);
bool pd_look_decode(const uint8_t *bytes, size_t len, PdLook *out); /* false: another version, or damaged */

/* A picture whose original is looked for. */
typedef struct PdProbe PdProbe;
PdProbe *pd_probe_new(const PdRaster *raster); /* (nullable): NULL as for pd_look_make(). (transfer full): pd_probe_free() */
void pd_probe_free(PdProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdProbe, pd_probe_free)

/* The difference hash of the whole probe, inside its bars, after quarter turns 0 to 3. */
uint64_t pd_probe_hash(const PdProbe *probe, int turn);

/* Where in the original the probe may have been cut out; fractions of its width and height. */
typedef struct {
    double x, y, width, height;
    int turn; /* quarter turns of the probe */
} PdPlace;

/* A quick look over the likely crops: the correlation at the best one, -1 to 1. with_turns: the probe may also be turned. */
double pd_look_glance(const PdProbe *probe, const PdLook *look, bool with_turns);
/* The correlation at the best place, and that place. Many even pictures look alike on so few cells: see pd_look_verify(). */
double pd_look_compare(const PdProbe *probe, const PdLook *look, bool with_turns, PdPlace *out);
/* Looks closely: the original's own pixels, upright, near a place that pd_look_compare() found; the correlation of edges. */
double pd_look_verify(const PdProbe *probe, const PdRaster *original, const PdPlace *place);

#endif
