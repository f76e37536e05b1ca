/* PNG and APNG (W3C PNG, third edition, section 5): all chunks, before and after the pixels. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"

static const uint8_t SIGNATURE[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

static PdFormat sniff(const uint8_t *data, size_t len) {
    return len >= sizeof SIGNATURE && memcmp(data, SIGNATURE, sizeof SIGNATURE) == 0 ? PD_FORMAT_PNG : PD_FORMAT_UNKNOWN;
}

static bool is_text(const uint8_t *type) {
    return memcmp(type, "tEXt", 4) == 0 || memcmp(type, "zTXt", 4) == 0 || memcmp(type, "iTXt", 4) == 0;
}

static void read_chunk(PdReading *reading, const uint8_t *type, PdCursor chunk) {
    if (memcmp(type, "IHDR", 4) == 0) {
        pd_cursor_be32(&chunk, &reading->record->width_px);
        pd_cursor_be32(&chunk, &reading->record->height_px);
    } else if (memcmp(type, "IDAT", 4) == 0) {
        pd_reading_pixels(reading, (size_t)chunk.base, chunk.len);
    } else if (is_text(type)) {
        PdCursor with_type = {.data = chunk.data - 4, .len = chunk.len + 4, .base = chunk.base - 4};
        pd_block_read(&pd_block_pngtext, reading, with_type);
    } else {
        for (const PdBlock *const *row = pd_blocks; *row; row++)
            if (memcmp((*row)->png_chunk, type, 4) == 0)
                pd_block_read(*row, reading, chunk);
    }
}

static void read_png(PdReading *reading) {
    PdCursor in = reading->file;
    pd_cursor_skip(&in, sizeof SIGNATURE);
    for (size_t n = 0; n < reading->limits->segments; n++) {
        uint32_t len;
        const uint8_t *type;
        PdCursor chunk;
        if (!pd_cursor_be32(&in, &len) || !(type = pd_cursor_take(&in, 4)))
            break;
        if (memcmp(type, "IEND", 4) == 0)
            return;
        bool is_whole = len <= pd_cursor_left(&in);
        if (!is_whole)
            pd_reading_truncated(reading, "png", pd_cursor_offset(&in), "the file ends inside a chunk");
        pd_cursor_sub(&in, is_whole ? len : pd_cursor_left(&in), &chunk);
        read_chunk(reading, type, chunk);
        if (!is_whole)
            return;
        pd_cursor_skip(&in, MIN(4, pd_cursor_left(&in))); /* the checksum */
    }
    pd_reading_truncated(reading, "png", pd_cursor_offset(&in), "the file ends without its end chunk");
}

const PdContainer pd_container_png = {
    .name = "png",
    .help = "PNG: eXIf, text chunks, XMP and raw profiles, before and after the pixels",
    .sniff = sniff,
    .read = read_png,
};
