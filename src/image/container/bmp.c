/* Windows bitmaps (BITMAPFILEHEADER and the info headers after it): the size. */
#include <string.h>

#include "image/container.h"

static PdFormat sniff(const uint8_t *data, size_t len) {
    static const uint8_t HEADER_BYTES[] = {12, 40, 52, 56, 64, 108, 124};
    if (len < 26 || memcmp(data, "BM", 2) != 0 || data[15] || data[16] || data[17])
        return PD_FORMAT_UNKNOWN;
    return memchr(HEADER_BYTES, data[14], sizeof HEADER_BYTES) ? PD_FORMAT_BMP : PD_FORMAT_UNKNOWN;
}

static void read_bmp(PdReading *reading) {
    PdCursor in = reading->file;
    uint32_t header_bytes = 0, width, height;
    uint16_t small_width, small_height;
    pd_cursor_skip(&in, 14);
    pd_cursor_le32(&in, &header_bytes);
    if (header_bytes == 12 && pd_cursor_le16(&in, &small_width) && pd_cursor_le16(&in, &small_height)) {
        width = small_width;
        height = small_height;
    } else if (!pd_cursor_le32(&in, &width) || !pd_cursor_le32(&in, &height)) {
        return;
    }
    reading->record->width_px = width;
    reading->record->height_px = height > INT32_MAX ? 0u - height : height; /* negative: rows from the top */
    pd_reading_pixels(reading, in.at, pd_cursor_left(&in));
}

const PdContainer pd_container_bmp = {
    .name = "bmp",
    .help = "Windows bitmap: size only",
    .sniff = sniff,
    .read = read_bmp,
};
