/* The pixel decoders, by the bytes' own format, and the look that is made of what they give. */
#include "codec/raster.h"
#include "match/look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    PdLimits limits = *pd_limits_default();
    limits.pixels = 4u << 20;
    PdRaster raster = {0};
    PdLook look;
    if (!pd_raster_decode(data, size, 64, &limits, &raster, NULL))
        return 0;
    g_assert(raster.width > 0 && raster.height > 0);
    pd_raster_orient(&raster, (int)(size % 10));
    if (pd_look_make(&raster, &look)) {
        g_autoptr(PdProbe) probe = pd_probe_new(&raster);
        g_assert(!probe || pd_look_glance(probe, &look, false) <= 1.001);
    }
    pd_raster_done(&raster);
    return 0;
}
