/* What EXIF entries mean, apart from how they were found: the EXIF block hands over what libexif read, the TIFF container
 * what it walked itself. */
#ifndef PICDESK_IMAGE_EXIF_H
#define PICDESK_IMAGE_EXIF_H

#include "image/reading.h"

typedef enum { PD_IFD_0 = 0, PD_IFD_EXIF, PD_IFD_GPS } PdIfd;

/* An entry; data holds count values of the type (EXIF 2.32, 4.6.2), in the byte order of the block. */
typedef struct {
    PdIfd ifd;
    uint16_t tag;
    uint16_t type;
    uint32_t count;
    const uint8_t *data; /* (transfer none) */
    size_t len;
    bool is_big_endian;
    bool is_passing; /* data ends with the call, not with the reading */
    uint64_t at;
    const char *name; /* (nullable) for properties outside the table */
} PdExifEntry;

/* Entries of one block; values that need several (dates, position) wait until the end. */
typedef struct {
    PdReading *reading;
    uint16_t block;
    char *moments[2], *offsets[2], *fractions[2]; /* of DateTimeOriginal and DateTimeDigitized */
    uint64_t moment_at[2];
    double degrees[2], metres; /* latitude, longitude; height */
    char refs[2];              /* 'N' 'S', 'E' 'W', 0 = none */
    bool has_degrees[2], has_metres, is_below_sea;
    uint64_t position_at;
} PdExif;

PdExif pd_exif(PdReading *reading);
/* Whether entries of this tag say anything that is kept when only fields are wanted. */
bool pd_exif_is_wanted(PdIfd ifd, uint16_t tag);
void pd_exif_entry(PdExif *exif, const PdExifEntry *entry);
/* Adds what waited and frees what the struct holds. */
void pd_exif_end(PdExif *exif);

/* Bytes of one value of a type, 0 for types that do not exist. */
size_t pd_exif_type_bytes(uint16_t type);

/* Value number i of an entry as a whole number or a fraction. False when there is none, or it divides by zero. */
bool pd_exif_number(const PdExifEntry *entry, uint32_t i, double *out);

#endif
