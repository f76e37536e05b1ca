/* Long numbers of the flat encodings (model/flat_number.h). */
#include "model/flat_number.h"

bool pd_flat_get_long(PdCursor *in, uint64_t max, uint64_t *out) {
    uint64_t number = 0;
    size_t left = MIN(pd_cursor_left(in), (size_t)PD_FLAT_NUMBER_BYTES);
    const uint8_t *bytes = pd_cursor_peek(in, left);
    for (size_t i = 0; bytes && i < left; i++) {
        if (i == PD_FLAT_NUMBER_BYTES - 1 && bytes[i] > 1)
            return false;
        number |= (uint64_t)(bytes[i] & 0x7f) << (7 * i);
        if (bytes[i] & 0x80)
            continue;
        in->at += i + 1;
        *out = number;
        return number <= max;
    }
    return false;
}
