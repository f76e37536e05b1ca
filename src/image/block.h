/* A metadata block: a run of bytes in one standard, wherever a container keeps it.
 * One file under image/block and one row in blocks.def; the row's object says where each container keeps the block, so that
 * containers need not know blocks by name. */
#ifndef PICDESK_IMAGE_BLOCK_H
#define PICDESK_IMAGE_BLOCK_H

#include "image/reading.h"

typedef struct PdBlock {
    const char *name;
    const char *help; /* one line: what is read of it */

    uint8_t jpeg_marker;        /* APPn, 0 = not in JPEG */
    const char *jpeg_signature; /* what the segment begins with */
    uint8_t jpeg_signature_len;
    uint8_t jpeg_skip; /* bytes of it that are no part of the block */
    /* (nullable) finds the block in a segment of that marker whose signature is damaged: its offset, or SIZE_MAX */
    size_t (*jpeg_find)(const PdCursor *segment);
    bool is_joined; /* all segments of the file with this signature are pieces of one block */

    char png_chunk[5];     /* "eXIf", "" = not in PNG */
    char riff_chunk[5];    /* "XMP ", "" = not in WebP */
    uint16_t tiff_tag;     /* 700, 0 = not a tag of its own in TIFF */
    char heif_item[5];     /* item type in HEIF, "" = none */
    const char *box_uuid;  /* (nullable) 16 bytes of a "uuid" box */
    const char *heif_mime; /* (nullable) content type of items of type "mime" */

    /* Reads the block out of its pieces, usually one. */
    void (*read)(PdReading *reading, const PdCursor *pieces, size_t n_pieces);
} PdBlock;

/* The table, NULL-terminated. */
extern const PdBlock *const pd_blocks[];

#define PD_ROW(name) extern const PdBlock pd_block_##name;
#include "image/blocks.def"
#undef PD_ROW

/* Reads a single run of bytes. */
static inline void pd_block_read(const PdBlock *block, PdReading *reading, PdCursor bytes) {
    block->read(reading, &bytes, 1);
}

/* Keeps the bytes, which live as long as the reading, until the container has been walked. */
void pd_block_read_late(const PdBlock *block, PdReading *reading, PdCursor bytes);
/* Reads what was kept. */
void pd_block_read_kept(PdReading *reading);

/* The body of a "uuid" box: the block whose number it bears. */
void pd_block_read_uuid(PdReading *reading, PdCursor box);

/* Bytes that may be any block, told apart by how they begin (PNG raw profiles, Photoshop resources). */
void pd_block_read_any(PdReading *reading, PdCursor bytes);

#endif
