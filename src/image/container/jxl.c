/* JPEG XL (ISO/IEC 18181-1, SizeHeader; 18181-2, boxes): size, EXIF and XMP boxes. Left out: boxes compressed by Brotli. */
#include <string.h>

#include "image/block.h"
#include "image/box.h"
#include "image/container.h"

static const uint8_t SIGNATURE[12] = {0, 0, 0, 12, 'J', 'X', 'L', ' ', '\r', '\n', 0x87, '\n'};

static PdFormat sniff(const uint8_t *data, size_t len) {
    bool is_boxed = len >= sizeof SIGNATURE && memcmp(data, SIGNATURE, sizeof SIGNATURE) == 0;
    return is_boxed || (len >= 2 && data[0] == 0xff && data[1] == 0x0a) ? PD_FORMAT_JXL : PD_FORMAT_UNKNOWN;
}

/* Bits of the codestream, least significant first. */
typedef struct {
    PdCursor in;
    unsigned at;
} Bits;

static uint32_t take_bits(Bits *bits, unsigned n) {
    uint32_t number = 0;
    for (unsigned i = 0; i < n; i++, bits->at++) {
        size_t byte = bits->at / 8;
        if (byte < bits->in.len)
            number |= (uint32_t)(bits->in.data[byte] >> bits->at % 8 & 1) << i;
    }
    return number;
}

static uint32_t take_extent(Bits *bits, bool is_small) {
    static const uint8_t WIDTHS[] = {9, 13, 18, 30};
    return is_small ? (take_bits(bits, 5) + 1) * 8 : take_bits(bits, WIDTHS[take_bits(bits, 2)]) + 1;
}

static void read_codestream(PdReading *reading, PdCursor in) {
    static const uint8_t RATIOS[][2] = {{1, 1}, {1, 1}, {12, 10}, {4, 3}, {3, 2}, {16, 9}, {5, 4}, {2, 1}};
    Bits bits = {.in = in, .at = 16};
    if (reading->record->width_px || in.len < 6)
        return;
    bool is_small = take_bits(&bits, 1);
    uint32_t height = take_extent(&bits, is_small), ratio = take_bits(&bits, 3);
    uint64_t by_ratio = (uint64_t)height * RATIOS[ratio][0] / RATIOS[ratio][1];
    reading->record->height_px = height;
    reading->record->width_px = ratio ? (uint32_t)MIN(by_ratio, UINT32_MAX) : take_extent(&bits, is_small);
}

static void read_box(PdReading *reading, PdBox *box) {
    uint32_t offset;
    PdCursor rest;
    if (pd_box_is(box, "jxlc") || (pd_box_is(box, "jxlp") && pd_cursor_skip(&box->body, 4))) {
        pd_cursor_sub(&box->body, pd_cursor_left(&box->body), &rest);
        pd_reading_pixels(reading, (size_t)rest.base, rest.len);
        read_codestream(reading, rest);
    } else if (pd_box_is(box, "Exif") && pd_cursor_be32(&box->body, &offset) && pd_cursor_skip(&box->body, offset)) {
        pd_cursor_sub(&box->body, pd_cursor_left(&box->body), &rest);
        pd_block_read(&pd_block_exif, reading, rest);
    } else if (pd_box_is(box, "xml ")) {
        pd_block_read(&pd_block_xmp, reading, box->body);
    }
}

static void read_jxl(PdReading *reading) {
    PdCursor in = reading->file;
    PdBox box;
    if (in.data[0] == 0xff) {
        pd_reading_pixels(reading, 0, in.len);
        read_codestream(reading, in);
        return;
    }
    for (size_t n = 0; n < reading->limits->segments && pd_box_next(&in, &box); n++) {
        if (box.is_cut)
            pd_reading_truncated(reading, "jxl", box.body.base, "the file ends inside a box");
        read_box(reading, &box);
    }
}

const PdContainer pd_container_jxl = {
    .name = "jxl",
    .help = "JPEG XL: size, EXIF and XMP boxes",
    .sniff = sniff,
    .read = read_jxl,
};
