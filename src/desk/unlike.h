/* How unlike two pictures are, by their files: a picture and the thumbnail inside it, an original and its published copy. */
#ifndef PICDESK_DESK_UNLIKE_H
#define PICDESK_DESK_UNLIKE_H

#include "catalog/catalog.h"
#include "desk/readers.h"
#include "picdesk/check.h"

/* copy NULL: the image's own EXIF thumbnail. False when one of them cannot be looked at. Looks that the catalogue keeps
 * spare the decoding; readers do the rest. */
bool pd_desk_unlike(PdCatalog *catalog, PdReaders *readers, const PdImage *image, const PdImage *copy, PdUnlikeness *out);

#endif
