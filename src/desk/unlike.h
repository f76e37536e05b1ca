/* How unlike two pictures are, by their files: a picture and the thumbnail inside it, an original and its published copy. */
#ifndef PICDESK_DESK_UNLIKE_H
#define PICDESK_DESK_UNLIKE_H

#include "catalog/catalog.h"
#include "picdesk/check.h"

/* copy NULL: the image's own EXIF thumbnail. False when one of them cannot be looked at. Looks that the catalogue keeps
 * spare the decoding. */
bool pd_desk_unlike(PdCatalog *catalog, const PdImage *image, const PdImage *copy, PdUnlikeness *out);

#endif
