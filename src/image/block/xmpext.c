/* Extended XMP (XMP Specification Part 3, 1.1.3.1): a second packet, cut into JPEG segments of its own. Each piece bears the
 * MD5 of the whole, its length and its offset; it counts only when the first packet names that MD5 and it is true. */
#include <string.h>

#include "image/block.h"

enum { GUID_BYTES = 32 };

typedef struct {
    uint32_t total, offset;
    PdCursor bytes;
} Piece;

static bool read_piece(const PdReading *reading, PdCursor in, Piece *out) {
    const uint8_t *guid = pd_cursor_take(&in, GUID_BYTES);
    return guid && memcmp(guid, reading->extended_xmp, GUID_BYTES) == 0 && pd_cursor_be32(&in, &out->total) &&
           pd_cursor_be32(&in, &out->offset) && pd_cursor_sub(&in, pd_cursor_left(&in), &out->bytes);
}

/* Puts the pieces into place; true when they fill the whole. */
static bool assemble(const PdReading *reading, const PdCursor *pieces, size_t n_pieces, uint8_t *whole, uint32_t total) {
    size_t filled = 0;
    for (size_t i = 0; i < n_pieces; i++) {
        Piece piece;
        if (!read_piece(reading, pieces[i], &piece))
            continue;
        if (piece.total != total || piece.offset > total || piece.bytes.len > total - piece.offset)
            return false;
        memcpy(whole + piece.offset, piece.bytes.data, piece.bytes.len);
        filled += piece.bytes.len;
    }
    return filled == total;
}

static bool has_digest(const uint8_t *bytes, size_t len, const char *upper_hex) {
    g_autofree char *md5 = g_compute_checksum_for_data(G_CHECKSUM_MD5, bytes, len);
    return g_ascii_strcasecmp(md5, upper_hex) == 0;
}

static void read_extended(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    uint64_t at = pieces[0].base;
    Piece first = {0};
    size_t i = 0;
    while (strlen(reading->extended_xmp) == GUID_BYTES && i < n_pieces && !read_piece(reading, pieces[i], &first))
        i++;
    if (first.total == 0) {
        pd_reading_problem(reading, "xmpext", at, "extended XMP that the XMP packet does not name");
        return;
    }
    size_t given = 0;
    for (size_t k = 0; k < n_pieces; k++)
        given += pieces[k].len;
    if (first.total > reading->limits->block_bytes || first.total > given) {
        pd_reading_problem(reading, "xmpext", at, "extended XMP is incomplete or too long");
        return;
    }
    uint8_t *whole = g_malloc0((size_t)first.total + 1);
    PdCursor joined = pd_reading_own(reading, whole, first.total, first.bytes.base);
    if (!assemble(reading, pieces, n_pieces, whole, first.total))
        pd_reading_problem(reading, "xmpext", at, "pieces of the extended XMP are missing");
    else if (!has_digest(whole, first.total, reading->extended_xmp))
        pd_reading_problem(reading, "xmpext", at, "extended XMP does not have the MD5 that its pieces bear");
    else {
        reading->record->signs |= PD_SIGN_EXTENDED_XMP;
        pd_block_read(&pd_block_xmp, reading, joined);
    }
}

const PdBlock pd_block_xmpext = {
    .name = "xmpext",
    .help = "extended XMP, checked by its MD5",
    .jpeg_marker = 0xe1,
    .jpeg_signature = "http://ns.adobe.com/xmp/extension/",
    .jpeg_signature_len = 35,
    .jpeg_skip = 35,
    .is_joined = true,
    .read = read_extended,
};
