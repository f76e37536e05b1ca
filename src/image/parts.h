/* An image of which only the two ends are at hand: of most formats the beginning tells everything, and what else is looked
 * at lies at the end. */
#ifndef PICDESK_IMAGE_PARTS_H
#define PICDESK_IMAGE_PARTS_H

#include "picdesk/record.h"

/* Of the coded image, so many bytes at its beginning and at its end make its key. */
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { PD_IMAGE_END_BYTES = 64 }; /* what is fuzzed is small */
#else
enum { PD_IMAGE_END_BYTES = 16384 };
#endif

typedef struct {
    const uint8_t *head, *tail; /* (transfer none) the first and the last bytes; they may overlap */
    size_t head_len, tail_len;
    size_t len; /* of the whole */
} PdImageParts;

/* How many of a file's first bytes say, together with its last PD_IMAGE_END_BYTES, all that the whole says. When it is more
 * than len, so many are to be asked of again. 0: nothing but the whole does. */
size_t pd_image_head_bytes(const uint8_t *head, size_t len);

/* As pd_image_read() and pd_image_read_all() of the whole, into an empty record. False when it takes the whole to say: the
 * record means nothing then. limits: NULL means pd_limits_default(). */
bool pd_image_read_parts(const PdImageParts *parts, bool wants_all, const PdLimits *limits, PdRecord *record);

#endif
