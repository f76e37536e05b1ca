/* An EXIF block with only the entries that are wanted. A camera writes a hundred; libexif makes four pieces of memory of
 * each, and reads the maker's own besides. */
#ifndef PICDESK_IMAGE_CONDENSE_H
#define PICDESK_IMAGE_CONDENSE_H

#include "image/exif.h"

enum { PD_CONDENSED_BYTES = 8192 };

/* tiff: from the byte order mark on. Writes a TIFF structure of the wanted entries, in their order, that means the same to
 * libexif. Returns its length; 0 when the block is not as plain as most are, and is to be read whole, or not by libexif. */
size_t pd_exif_condense(PdCursor tiff, uint8_t out[PD_CONDENSED_BYTES]);

#endif
