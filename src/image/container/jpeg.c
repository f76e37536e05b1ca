/* JPEG (ISO/IEC 10918-1, annex B): the marker segments before the scan. APPn segments go to the blocks whose signature
 * they bear; pixels are never decoded. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"
#include "image/parts.h"

enum { SOI = 0xd8, EOI = 0xd9, SOS = 0xda, TEM = 0x01, RST0 = 0xd0, RST7 = 0xd7, FILL = 0xff };

/* A segment that is a piece of a joined block. */
typedef struct {
    const PdBlock *block;
    PdCursor bytes;
} Piece;

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= 3 && data[0] == 0xff && data[1] == SOI && data[2] == 0xff ? PD_FORMAT_JPEG : PD_FORMAT_UNKNOWN;
}

static bool has_no_length(uint8_t marker) {
    return marker == SOI || marker == TEM || marker == 0 || (marker >= RST0 && marker <= RST7);
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
        if (has_no_length(marker))
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
    for (const PdBlock *const *row = pd_blocks; pieces->len > 0 && *row; row++) {
        if (!(*row)->is_joined)
            continue;
        g_array_set_size(one, 0);
        for (guint i = 0; i < pieces->len; i++)
            if (g_array_index(pieces, Piece, i).block == *row)
                g_array_append_val(one, g_array_index(pieces, Piece, i).bytes);
        if (one->len > 0)
            (*row)->read(reading, (const PdCursor *)(void *)one->data, one->len);
    }
}

static bool has_eoi(PdCursor in) {
    size_t left = pd_cursor_left(&in);
    const uint8_t *end = in.data + in.len;
    return left >= 2 && ((end[-2] == 0xff && end[-1] == EOI) || memmem(in.data + in.at, left, "\xff\xd9", 2));
}

/* Whether the scan ends in EOI. Entropy-coded bytes stuff every FF, so the marker cannot occur in them (B.1.1.5). */
static bool has_end(PdReading *reading, PdCursor in) {
    if (!reading->tail.data)
        return has_eoi(in);
    reading->lacks_bytes = !has_eoi(reading->tail);
    return true;
}

/* Up to the scan and the beginning of it, where every segment stands right behind the one before. */
static size_t head_bytes(const uint8_t *head, size_t len) {
    enum { REST_OF_HEAD = 2048 }; /* tables stand behind the last block */
    PdCursor in = pd_cursor(head, len);
    const uint8_t *p;
    pd_cursor_skip(&in, 2);
    while ((p = pd_cursor_peek(&in, 4))) {
        size_t bytes = (size_t)p[2] << 8 | p[3];
        if (p[0] == 0xff && p[1] == SOS)
            return in.at + 2 + PD_IMAGE_END_BYTES;
        if (p[0] != 0xff || p[1] == FILL || p[1] == EOI || has_no_length(p[1]) || bytes < 2)
            return 0;
        if (!pd_cursor_skip(&in, 2 + bytes))
            return in.at + 2 + bytes + REST_OF_HEAD + PD_IMAGE_END_BYTES;
    }
    return len + REST_OF_HEAD + PD_IMAGE_END_BYTES;
}

static void read_jpeg(PdReading *reading) {
    PdCursor in = reading->file;
    size_t len = pd_reading_len(reading);
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    bool has_scan = walk(reading, &in, pieces);
    read_joined(reading, pieces);
    if (has_scan)
        pd_reading_pixels(reading, in.at, len - in.at);
    if (has_scan && len == reading->file_bytes && !has_end(reading, in))
        pd_reading_truncated(reading, "jpeg", len, "the file ends inside the coded image");
    if (!has_scan && !(reading->record->signs & PD_SIGN_TRUNCATED))
        pd_reading_truncated(reading, "jpeg", pd_cursor_offset(&in), "the file ends before the coded image");
}

const PdContainer pd_container_jpeg = {
    .name = "jpeg",
    .help = "JPEG: EXIF, Photoshop resources with IPTC-IIM, XMP and extended XMP",
    .sniff = sniff,
    .head_bytes = head_bytes,
    .read = read_jpeg,
};
