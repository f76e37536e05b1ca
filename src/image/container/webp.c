/* WebP (RFC 9649): the chunks of the RIFF file; canvas of VP8X, else the frame of VP8 or VP8L. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= 12 && memcmp(data, "RIFF", 4) == 0 && memcmp(data + 8, "WEBP", 4) == 0 ? PD_FORMAT_WEBP
                                                                                         : PD_FORMAT_UNKNOWN;
}

static void set_size(PdReading *reading, uint32_t width, uint32_t height) {
    if (reading->record->width_px)
        return;
    reading->record->width_px = width;
    reading->record->height_px = height;
}

static uint32_t le24(const uint8_t *p) {
    return (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

/* Canvas of the extended format: 24 bits each, one less than the size (2.7.1). */
static void read_vp8x(PdReading *reading, PdCursor chunk) {
    const uint8_t *p = pd_cursor_peek(&chunk, 10);
    if (p)
        set_size(reading, le24(p + 4) + 1, le24(p + 7) + 1);
}

/* Key frame header of VP8 (RFC 6386, 9.1): 14 bits each behind the start code. */
static void read_vp8(PdReading *reading, PdCursor chunk) {
    const uint8_t *p = pd_cursor_peek(&chunk, 10);
    if (p && (p[0] & 1) == 0 && memcmp(p + 3, "\x9d\x01\x2a", 3) == 0)
        set_size(reading, ((uint32_t)p[7] << 8 | p[6]) & 0x3fff, ((uint32_t)p[9] << 8 | p[8]) & 0x3fff);
}

/* Lossless header: signature, then 14 bits each, one less than the size (3.4). */
static void read_vp8l(PdReading *reading, PdCursor chunk) {
    uint32_t bits;
    if (pd_cursor_looks_at(&chunk, "\x2f", 1) && pd_cursor_skip(&chunk, 1) && pd_cursor_le32(&chunk, &bits))
        set_size(reading, (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
}

static void read_chunk(PdReading *reading, const uint8_t *type, PdCursor chunk) {
    bool is_lossy = memcmp(type, "VP8 ", 4) == 0, is_lossless = memcmp(type, "VP8L", 4) == 0;
    if (memcmp(type, "VP8X", 4) == 0)
        read_vp8x(reading, chunk);
    else if (is_lossy)
        read_vp8(reading, chunk);
    else if (is_lossless)
        read_vp8l(reading, chunk);
    if (is_lossy || is_lossless || memcmp(type, "ANMF", 4) == 0 || memcmp(type, "ALPH", 4) == 0)
        pd_reading_pixels(reading, (size_t)chunk.base, chunk.len);
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if (*(*row)->riff_chunk && memcmp((*row)->riff_chunk, type, 4) == 0)
            pd_block_read(*row, reading, chunk);
}

static void read_webp(PdReading *reading) {
    PdCursor in = reading->file;
    pd_cursor_skip(&in, 12);
    for (size_t n = 0; n < reading->limits->segments && pd_cursor_left(&in) >= 8; n++) {
        uint32_t len = 0;
        PdCursor chunk;
        const uint8_t *type = pd_cursor_take(&in, 4);
        pd_cursor_le32(&in, &len);
        bool is_whole = len <= pd_cursor_left(&in);
        if (!is_whole)
            pd_reading_truncated(reading, "webp", pd_cursor_offset(&in), "the file ends inside a chunk");
        pd_cursor_sub(&in, is_whole ? len : pd_cursor_left(&in), &chunk);
        read_chunk(reading, type, chunk);
        if (len % 2 && pd_cursor_left(&in) > 0)
            pd_cursor_skip(&in, 1);
    }
    if (reading->record->width_px == 0)
        pd_reading_problem(reading, "webp", 0, "no chunk tells the size of the image");
}

const PdContainer pd_container_webp = {
    .name = "webp",
    .help = "WebP: EXIF and XMP chunks",
    .sniff = sniff,
    .read = read_webp,
};
