/* Numbers of the flat encodings: LEB128, little-endian groups of 7 bits, the last one without the high bit. */
#ifndef PICDESK_MODEL_FLAT_NUMBER_H
#define PICDESK_MODEL_FLAT_NUMBER_H

#include <glib.h>

#include "base/cursor.h"

enum { PD_FLAT_NUMBER_BYTES = 10 }; /* at most */

/* Reads a number of any length; false when it is cut, larger than max, or of more than 64 bits. */
bool pd_flat_get_long(PdCursor *in, uint64_t max, uint64_t *out);

/* The same: most numbers are of one byte, and most others of two. */
static inline bool pd_flat_get(PdCursor *in, uint64_t max, uint64_t *out) {
    const uint8_t *bytes = pd_cursor_peek(in, 1);
    if (bytes && bytes[0] < 0x80) {
        in->at++;
        *out = bytes[0];
        return *out <= max;
    }
    bytes = pd_cursor_peek(in, 2);
    if (!bytes || bytes[1] >= 0x80)
        return pd_flat_get_long(in, max, out);
    in->at += 2;
    *out = (bytes[0] & 0x7fu) | (unsigned)bytes[1] << 7;
    return *out <= max;
}

#endif
