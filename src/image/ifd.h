/* Directories of TIFF 6.0 and BigTIFF: the first one, its EXIF and its GPS directory. The TIFF container walks its file with
 * it, the EXIF block those of its blocks that libexif would not read whole. */
#ifndef PICDESK_IMAGE_IFD_H
#define PICDESK_IMAGE_IFD_H

#include "image/exif.h"

typedef struct PdIfdWalk PdIfdWalk;
struct PdIfdWalk {
    PdReading *reading;
    PdExif *exif;      /* where entries go that nobody else takes */
    const char *block; /* whose problems they are */
    PdCursor bytes;    /* from the byte order mark on */
    bool is_big_endian, is_bigtiff;
    /* (nullable) Sees each entry of the first directory; true when it was taken. */
    bool (*see)(void *user, const PdExifEntry *entry);
    void *user;
};

/* Reads the byte order and the place of the first directory; false when the bytes end first. */
bool pd_ifd_open(PdIfdWalk *walk, uint64_t *out_first);
/* Walks the directory there and the two below it; what is damaged becomes problems. */
void pd_ifd_walk(PdIfdWalk *walk, uint64_t first);

#endif
