/* Photoshop image resources (Adobe Photoshop File Formats Specification, "Image Resources"): the IPTC-IIM block, its
 * digest, and EXIF and XMP where a writer keeps them here. */
#include <string.h>

#include "image/block.h"

enum { IPTC_NAA = 0x0404, IPTC_DIGEST = 0x0425, EXIF_1 = 0x0422, XMP = 0x0424 };

static void read_resource(PdReading *reading, uint16_t id, PdCursor body) {
    if (id == IPTC_NAA && body.len > 0) {
        pd_block_read(&pd_block_iptc, reading, body);
    } else if (id == IPTC_DIGEST && body.len == sizeof reading->iim_digest && !reading->has_iim_digest) {
        memcpy(reading->iim_digest, body.data, sizeof reading->iim_digest);
        reading->has_iim_digest = true;
    } else if (id == EXIF_1) {
        pd_block_read(&pd_block_exif, reading, body);
    } else if (id == XMP) {
        pd_block_read(&pd_block_xmp, reading, body);
    }
}

/* Signatures that occur in image resource blocks (ExifTool, Photoshop.pm). */
static bool is_signature(const uint8_t *p) {
    return memcmp(p, "8BIM", 4) == 0 || memcmp(p, "PHUT", 4) == 0 || memcmp(p, "DCSR", 4) == 0 ||
           memcmp(p, "AgHg", 4) == 0 || memcmp(p, "MeSa", 4) == 0;
}

/* Goes to the next signature. False when there is none. */
static bool find_signature(PdCursor *in) {
    while (pd_cursor_left(in) >= 4) {
        if (is_signature(in->data + in->at))
            return true;
        const uint8_t *next = memmem(in->data + in->at + 1, pd_cursor_left(in) - 1, "8BIM", 4);
        if (!next)
            return false;
        pd_cursor_seek(in, (size_t)(next - in->data));
    }
    return false;
}

/* One resource: signature, id, Pascal name padded to even, size, body padded to even. */
static bool read_one(PdReading *reading, PdCursor *in) {
    uint16_t id;
    uint8_t name_len;
    uint32_t size;
    PdCursor body;
    uint64_t at = pd_cursor_offset(in);
    if (!pd_cursor_skip(in, 4) || !pd_cursor_be16(in, &id) || !pd_cursor_u8(in, &name_len) ||
        !pd_cursor_skip(in, (size_t)name_len + (name_len % 2 == 0)) || !pd_cursor_be32(in, &size)) {
        pd_reading_problem(reading, "photoshop", at, "an image resource ends too early");
        return false;
    }
    bool is_whole = size <= pd_cursor_left(in);
    if (!is_whole)
        pd_reading_truncated(reading, "photoshop", at, "an image resource is longer than its block");
    pd_cursor_sub(in, is_whole ? size : pd_cursor_left(in), &body);
    read_resource(reading, id, body);
    if (size % 2 && pd_cursor_left(in) > 0)
        pd_cursor_skip(in, 1);
    return is_whole;
}

static void read_photoshop(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    for (size_t n = 0; n < reading->limits->segments && find_signature(&in); n++)
        if (!read_one(reading, &in))
            return;
}

const PdBlock pd_block_photoshop = {
    .name = "photoshop",
    .help = "Photoshop image resources: IPTC-IIM and its digest",
    .jpeg_marker = 0xed,
    .jpeg_signature = "Photoshop 3.0",
    .jpeg_signature_len = 14,
    .jpeg_skip = 14,
    .is_joined = true,
    .tiff_tag = 34377,
    .read = read_photoshop,
};
