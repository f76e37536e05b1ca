/* Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2), which HEIF, AVIF, JPEG 2000 and JPEG XL share. */
#ifndef PICDESK_IMAGE_BOX_H
#define PICDESK_IMAGE_BOX_H

#include "base/cursor.h"

typedef struct {
    char type[5];
    PdCursor body;
    bool is_cut; /* the box says that it is longer than what holds it */
} PdBox;

/* The next box of a run of boxes; false at the end or when its head makes no sense. */
static inline bool pd_box_next(PdCursor *in, PdBox *out) {
    uint32_t size;
    const uint8_t *type;
    uint64_t body;
    if (!pd_cursor_be32(in, &size) || !(type = pd_cursor_take(in, 4)))
        return false;
    memcpy(out->type, type, 4);
    out->type[4] = '\0';
    if (size == 1) {
        if (!pd_cursor_be64(in, &body) || body < 16)
            return false;
        body -= 16;
    } else if (size == 0) { /* up to the end */
        body = pd_cursor_left(in);
    } else if (size >= 8) {
        body = size - 8;
    } else {
        return false;
    }
    out->is_cut = body > pd_cursor_left(in);
    return pd_cursor_sub(in, out->is_cut ? pd_cursor_left(in) : (size_t)body, &out->body);
}

static inline bool pd_box_is(const PdBox *box, const char *type) {
    return memcmp(box->type, type, 4) == 0;
}

#endif
