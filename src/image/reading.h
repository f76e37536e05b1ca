/* One reading of one image: the bytes, the record in the making, and what blocks of one file must know of each other. */
#ifndef PICDESK_IMAGE_READING_H
#define PICDESK_IMAGE_READING_H

#include "base/cursor.h"
#include "codec/text.h"
#include "picdesk/record.h"

typedef struct {
    PdCursor file;       /* the bytes given: all, or the first ones */
    PdCursor tail;       /* the last ones, where only parts are given; data NULL otherwise */
    uint64_t file_bytes; /* the file's whole size */
    const PdLimits *limits;
    PdRecord *record;    /* (transfer none) */
    bool wants_all;      /* properties outside the table too */
    PdOrigin xmp_origin; /* XMP, or sidecar */
    uint16_t n_blocks[PD_N_ORIGINS];
    bool lacks_bytes;       /* it takes more than the parts to say */
    GArray *pixels;         /* of PdSpan: the coded image data in file order */
    char extended_xmp[33];  /* MD5 in upper-case hex that the XMP packet names, "" = none */
    bool has_iim_digest;    /* Photoshop resource 0x0425 was there */
    uint8_t iim_digest[16]; /* what it said */
    PdCursor first_iim;     /* the first IIM block */
    GPtrArray *late;       /* (nullable) IIM blocks within EXIF, of PdLate: read last, for Photoshop's own are better kept */
    size_t entry_bytes;    /* of blocks that entries of directories hold; together at most limits->block_bytes */
    size_t inflated_bytes; /* all that was inflated so far; together at most limits->block_bytes */
    GPtrArray *buffers;    /* bytes made while reading (joined, inflated), freed at the end */
} PdReading;

typedef struct {
    size_t at, len;
} PdSpan;

typedef struct {
    const struct PdBlock *block;
    PdCursor bytes;
} PdLate;

/* Frees what the reading holds, not its record. */
void pd_reading_done(PdReading *reading);

/* How many bytes are given, those between the parts included. */
size_t pd_reading_len(const PdReading *reading);

/* A number for the next block of an origin: 0, 1, … */
uint16_t pd_reading_next_block(PdReading *reading, PdOrigin origin);

/* Adds a value; property and text are copied. Values of PD_FIELD_OTHER are left out unless wanted. */
void pd_reading_add(PdReading *reading, const PdValue *value);

/* The same of a text that no NUL ends; value->text is not looked at. */
void pd_reading_add_bytes(PdReading *reading, const PdValue *value, const char *text, size_t len);

/* Adds a problem about a block ("exif") at a byte of the file. */
void pd_reading_problem(PdReading *reading, const char *block, uint64_t at, const char *format, ...) G_GNUC_PRINTF(4, 5);

/* The same, and the file is marked as ending too early. */
void pd_reading_truncated(PdReading *reading, const char *block, uint64_t at, const char *what);

/* Says that these bytes of the file are coded image data. */
void pd_reading_pixels(PdReading *reading, size_t at, size_t len);

/* Bytes that live as long as the reading; takes buffer over. */
PdCursor pd_reading_own(PdReading *reading, uint8_t *buffer, size_t len, uint64_t base);
/* Pieces as one run of bytes; no copy is made of a single one. */
PdCursor pd_reading_join(PdReading *reading, const PdCursor *pieces, size_t n_pieces);

/* Adds a value whose text is these bytes; what is wrong with their charset becomes flags. value->text is not looked at. */
void pd_reading_add_raw(PdReading *reading, const PdValue *value, const uint8_t *data, size_t len, PdCharset charset);

/* Bytes as text by a charset; flags gets PdValueFlag bits. (transfer full): g_free(). */
char *pd_reading_text(const uint8_t *data, size_t len, PdCharset charset, uint32_t *flags);

/* A position as the text of PD_FIELD_GPS; NULL when it is out of range. (transfer full): g_free(). */
char *pd_reading_position(double lat, double lon, bool has_metres, double metres);

/* The field whose table column holds this name ("a|b|c"), PD_FIELD_OTHER when none. */
PdField pd_reading_field_by_png(const char *keyword);
PdField pd_reading_field_by_iim(uint16_t dataset);

#endif
