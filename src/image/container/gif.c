/* GIF (GIF89a specification): logical screen, application block with XMP (XMP Specification Part 3, 1.1.2). */
#include <string.h>

#include "image/block.h"
#include "image/container.h"

enum { EXTENSION = 0x21, IMAGE = 0x2c, TRAILER = 0x3b, APPLICATION = 0xff, COMMENT = 0xfe };

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= 6 && (memcmp(data, "GIF87a", 6) == 0 || memcmp(data, "GIF89a", 6) == 0) ? PD_FORMAT_GIF
                                                                                          : PD_FORMAT_UNKNOWN;
}

/* Bytes of a colour table by the packed field of a descriptor. */
static size_t colour_table_bytes(uint8_t packed) {
    return packed & 0x80 ? (size_t)3 << ((packed & 7) + 1) : 0;
}

/* Data sub-blocks up to their end; out gets all of them with their length bytes. False when the file ends first. */
static bool take_sub_blocks(PdCursor *in, PdCursor *out) {
    PdCursor start = *in;
    uint8_t len;
    bool is_whole = false;
    while (!is_whole && pd_cursor_u8(in, &len)) {
        is_whole = len == 0;
        if (!pd_cursor_skip(in, len))
            pd_cursor_skip(in, pd_cursor_left(in));
    }
    pd_cursor_sub(&start, in->at - start.at, out);
    return is_whole;
}

/* XMP stands unblocked; the 258 bytes behind it make any reader of sub-blocks land on their end. */
static void read_xmp(PdReading *reading, PdCursor body) {
    const uint8_t *last = body.len ? memrchr(body.data, '>', body.len) : NULL;
    if (last) {
        body.len = (size_t)(last - body.data) + 1;
        pd_block_read(&pd_block_xmp, reading, body);
    }
}

static bool read_extension(PdReading *reading, PdCursor *in) {
    uint8_t label;
    PdCursor name = {0}, body;
    if (!pd_cursor_u8(in, &label))
        return false;
    if (label == APPLICATION) {
        uint8_t len;
        if (!pd_cursor_u8(in, &len) || !pd_cursor_sub(in, len, &name))
            return false;
    }
    bool is_whole = take_sub_blocks(in, &body);
    if (label == APPLICATION && pd_cursor_looks_at(&name, "XMP DataXMP", 11))
        read_xmp(reading, body);
    return is_whole;
}

static bool read_picture(PdReading *reading, PdCursor *in) {
    uint8_t packed;
    PdCursor body;
    size_t start = in->at;
    bool is_whole = pd_cursor_skip(in, 8) && pd_cursor_u8(in, &packed) && pd_cursor_skip(in, colour_table_bytes(packed)) &&
                    pd_cursor_skip(in, 1) && take_sub_blocks(in, &body);
    pd_reading_pixels(reading, start, in->at - start);
    return is_whole;
}

static void read_gif(PdReading *reading) {
    PdCursor in = reading->file;
    uint16_t width, height;
    uint8_t packed, introducer;
    if (!pd_cursor_skip(&in, 6) || !pd_cursor_le16(&in, &width) || !pd_cursor_le16(&in, &height)) {
        pd_reading_truncated(reading, "gif", pd_cursor_offset(&in), "the file ends inside its head");
        return;
    }
    reading->record->width_px = width;
    reading->record->height_px = height;
    bool is_whole = pd_cursor_u8(&in, &packed) && pd_cursor_skip(&in, 2) && pd_cursor_skip(&in, colour_table_bytes(packed));
    for (size_t n = 0; is_whole && n < reading->limits->segments; n++) {
        is_whole = pd_cursor_u8(&in, &introducer);
        if (!is_whole || introducer == TRAILER)
            break;
        if (introducer == EXTENSION)
            is_whole = read_extension(reading, &in);
        else if (introducer == IMAGE)
            is_whole = read_picture(reading, &in);
        else if (introducer != 0) {
            pd_reading_problem(reading, "gif", pd_cursor_offset(&in) - 1, "bytes that are no block");
            return;
        }
    }
    if (!is_whole)
        pd_reading_truncated(reading, "gif", pd_cursor_offset(&in), "the file ends inside a block");
}

const PdContainer pd_container_gif = {
    .name = "gif",
    .help = "GIF: XMP in an application block",
    .sniff = sniff,
    .read = read_gif,
};
