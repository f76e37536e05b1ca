/* JPEG (ISO/IEC 10918-1, annex B): the marker segments before the scan. APPn segments go to the blocks whose signature
 * they bear; pixels are never decoded. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, TEM = 0x01, RST0 = 0xd0, RST7 = 0xd7, FILL = 0xff };

/* A segment that is a piece of a joined block. */
typedef struct {
    const PdBlock *block;
    PdCursor bytes;
} Piece;

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= 3 && data[0] == 0xff && data[1] == SOI && data[2] == 0xff ? PD_FORMAT_JPEG : PD_FORMAT_UNKNOWN;
}

/* SOF0 … SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
static bool is_frame(uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void read_frame(PdReading *reading, PdCursor segment) {
    uint16_t height, width;
    if (reading->record->width_px == 0 && pd_cursor_skip(&segment, 1) && pd_cursor_be16(&segment, &height) &&
        pd_cursor_be16(&segment, &width)) {
        reading->record->width_px = width;
        reading->record->height_px = height;
    }
}

/* The block that a segment holds, the cursor moved to it; NULL for none. */
static const PdBlock *block_of(uint8_t marker, PdCursor *segment) {
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if ((*row)->jpeg_marker == marker &&
            pd_cursor_looks_at(segment, (*row)->jpeg_signature, (*row)->jpeg_signature_len)) {
            pd_cursor_skip(segment, (*row)->jpeg_skip);
            return *row;
        }
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if ((*row)->jpeg_marker == marker && (*row)->jpeg_find && pd_cursor_seek(segment, (*row)->jpeg_find(segment)))
            return *row;
    return NULL;
}

static void read_segment(PdReading *reading, uint8_t marker, PdCursor segment, GArray *pieces) {
    if (is_frame(marker))
        read_frame(reading, segment);
    Piece piece = {.block = block_of(marker, &segment)};
    if (!piece.block)
        return;
    pd_cursor_sub(&segment, pd_cursor_left(&segment), &piece.bytes);
    if (piece.block->is_joined)
        g_array_append_val(pieces, piece);
    else
        pd_block_read(piece.block, reading, piece.bytes);
}

/* The next marker; bytes between segments that belong to none are passed over. False at the end. */
static bool next_marker(PdReading *reading, PdCursor *in, uint8_t *out) {
    size_t at = in->at;
    const uint8_t *ff = memchr(in->data + at, 0xff, in->len - at);
    if (!ff)
        return false;
    if ((size_t)(ff - in->data) != at)
        pd_reading_problem(reading, "jpeg", pd_cursor_offset(in), "%zu bytes between segments",
                           (size_t)(ff - in->data) - at);
    pd_cursor_seek(in, (size_t)(ff - in->data));
    do {
        if (!pd_cursor_u8(in, out))
            return false;
    } while (*out == FILL);
    return true;
}

/* The segments up to the scan. Returns true when the scan was reached. */
static bool walk(PdReading *reading, PdCursor *in, GArray *pieces) {
    uint8_t marker;
    for (size_t n = 0; next_marker(reading, in, &marker); n++) {
        if (n >= reading->limits->segments) {
            pd_reading_problem(reading, "jpeg", pd_cursor_offset(in), "more than %zu segments", reading->limits->segments);
            return false;
        }
        if (marker == SOI || marker == TEM || marker == 0 || (marker >= RST0 && marker <= RST7))
            continue;
        if (marker == EOI || marker == SOS)
            return marker == SOS;
        uint16_t len;
        PdCursor segment;
        if (!pd_cursor_be16(in, &len) || len < 2) {
            pd_reading_truncated(reading, "jpeg", pd_cursor_offset(in), "a segment has no valid length");
            return false;
        }
        bool is_whole = pd_cursor_left(in) >= len - 2u;
        if (!is_whole)
            pd_reading_truncated(reading, "jpeg", pd_cursor_offset(in), "the file ends inside a segment");
        pd_cursor_sub(in, is_whole ? len - 2u : pd_cursor_left(in), &segment);
        read_segment(reading, marker, segment, pieces);
    }
    return false;
}

static void read_joined(PdReading *reading, const GArray *pieces) {
    g_autoptr(GArray) one = g_array_new(FALSE, FALSE, sizeof(PdCursor));
    for (const PdBlock *const *row = pd_blocks; *row; row++) {
        g_array_set_size(one, 0);
        for (guint i = 0; i < pieces->len; i++)
            if (g_array_index(pieces, Piece, i).block == *row)
                g_array_append_val(one, g_array_index(pieces, Piece, i).bytes);
        if (one->len > 0)
            (*row)->read(reading, (const PdCursor *)(void *)one->data, one->len);
    }
}

/* Whether the scan ends in EOI. Entropy-coded bytes stuff every FF, so the marker cannot occur in them (B.1.1.5). */
static bool has_end(PdCursor in) {
    size_t left = pd_cursor_left(&in);
    const uint8_t *end = in.data + in.len;
    return left >= 2 && ((end[-2] == 0xff && end[-1] == EOI) || memmem(in.data + in.at, left, "\xff\xd9", 2));
}

static void read_jpeg(PdReading *reading) {
    PdCursor in = reading->file;
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    bool has_scan = walk(reading, &in, pieces);
    read_joined(reading, pieces);
    if (has_scan)
        pd_reading_pixels(reading, in.at, pd_cursor_left(&in));
    if (has_scan && in.len == reading->file_bytes && !has_end(in))
        pd_reading_truncated(reading, "jpeg", in.len, "the file ends inside the coded image");
    if (!has_scan && !(reading->record->signs & PD_SIGN_TRUNCATED))
        pd_reading_truncated(reading, "jpeg", pd_cursor_offset(&in), "the file ends before the coded image");
}

const PdContainer pd_container_jpeg = {
    .name = "jpeg",
    .help = "JPEG: EXIF, Photoshop resources with IPTC-IIM, XMP and extended XMP",
    .sniff = sniff,
    .read = read_jpeg,
};
