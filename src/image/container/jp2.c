/* JPEG 2000 (ISO/IEC 15444-1, annexes A and I): size of the image header box or the codestream; XMP and EXIF boxes. */
#include <string.h>

#include "image/block.h"
#include "image/box.h"
#include "image/container.h"

static const uint8_t SIGNATURE[12] = {0, 0, 0, 12, 'j', 'P', ' ', ' ', '\r', '\n', 0x87, '\n'};
static const uint8_t CODESTREAM[4] = {0xff, 0x4f, 0xff, 0x51}; /* SOC, SIZ */

static PdFormat sniff(const uint8_t *data, size_t len) {
    bool is_boxed = len >= sizeof SIGNATURE && memcmp(data, SIGNATURE, sizeof SIGNATURE) == 0;
    bool is_bare = len >= sizeof CODESTREAM && memcmp(data, CODESTREAM, sizeof CODESTREAM) == 0;
    return is_boxed || is_bare ? PD_FORMAT_JP2 : PD_FORMAT_UNKNOWN;
}

/* SIZ: extent of the reference grid less the image's offset on it (A.5.1). */
static void read_siz(PdReading *reading, PdCursor in) {
    uint32_t right, bottom, left, top;
    if (pd_cursor_skip(&in, 8) && pd_cursor_be32(&in, &right) && pd_cursor_be32(&in, &bottom) &&
        pd_cursor_be32(&in, &left) && pd_cursor_be32(&in, &top) && right >= left && bottom >= top) {
        reading->record->width_px = right - left;
        reading->record->height_px = bottom - top;
    }
}

static void read_header(PdReading *reading, PdCursor in) {
    PdBox box;
    while (pd_box_next(&in, &box))
        if (pd_box_is(&box, "ihdr")) {
            pd_cursor_be32(&box.body, &reading->record->height_px);
            pd_cursor_be32(&box.body, &reading->record->width_px);
            return;
        }
}

static void read_jp2(PdReading *reading) {
    PdCursor in = reading->file;
    PdBox box;
    if (memcmp(in.data, CODESTREAM, sizeof CODESTREAM) == 0) {
        read_siz(reading, in);
        pd_reading_pixels(reading, 0, in.len);
        return;
    }
    for (size_t n = 0; n < reading->limits->segments && pd_box_next(&in, &box); n++) {
        if (box.is_cut)
            pd_reading_truncated(reading, "jp2", box.body.base, "the file ends inside a box");
        if (pd_box_is(&box, "jp2h"))
            read_header(reading, box.body);
        else if (pd_box_is(&box, "jp2c"))
            pd_reading_pixels(reading, (size_t)box.body.base, box.body.len);
        else if (pd_box_is(&box, "uuid"))
            pd_block_read_uuid(reading, box.body);
    }
}

const PdContainer pd_container_jp2 = {
    .name = "jp2",
    .help = "JPEG 2000: size, XMP and EXIF boxes",
    .sniff = sniff,
    .read = read_jp2,
};
