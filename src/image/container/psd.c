/* Photoshop documents (Adobe Photoshop File Formats Specification): size, and the image resources with IPTC-IIM, EXIF and
 * XMP. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= 26 && memcmp(data, "8BPS\0", 5) == 0 && (data[5] == 1 || data[5] == 2) ? PD_FORMAT_PSD : PD_FORMAT_UNKNOWN;
}

static void read_psd(PdReading *reading) {
    PdCursor in = reading->file, resources;
    uint32_t colours, len;
    pd_cursor_skip(&in, 14);
    pd_cursor_be32(&in, &reading->record->height_px);
    pd_cursor_be32(&in, &reading->record->width_px);
    if (!pd_cursor_skip(&in, 4) || !pd_cursor_be32(&in, &colours) || !pd_cursor_skip(&in, colours) ||
        !pd_cursor_be32(&in, &len) || !pd_cursor_sub(&in, len, &resources)) {
        pd_reading_truncated(reading, "psd", pd_cursor_offset(&in), "the file ends inside its image resources");
        return;
    }
    pd_block_read(&pd_block_photoshop, reading, resources);
    pd_reading_pixels(reading, in.at, pd_cursor_left(&in));
}

const PdContainer pd_container_psd = {
    .name = "psd",
    .help = "Photoshop: size, IPTC-IIM, EXIF and XMP of its image resources",
    .sniff = sniff,
    .read = read_psd,
};
