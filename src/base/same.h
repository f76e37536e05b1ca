/* Whether short runs of bytes are the same: names and prefixes are, and memcmp() costs more to call than to do. */
#ifndef PICDESK_BASE_SAME_H
#define PICDESK_BASE_SAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The bits in which two words differ. */
static inline uint64_t pd_same_xor64(const char *a, const char *b) {
    uint64_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x ^ y;
}

static inline uint32_t pd_same_xor32(const char *a, const char *b) {
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x ^ y;
}

/* By words that overlap where the length is no multiple. */
static inline bool pd_same_bytes(const char *a, const char *b, size_t len) {
    if (len > 16)
        return memcmp(a, b, len) == 0;
    if (len >= 8)
        return (pd_same_xor64(a, b) | pd_same_xor64(a + len - 8, b + len - 8)) == 0;
    if (len >= 4)
        return (pd_same_xor32(a, b) | pd_same_xor32(a + len - 4, b + len - 4)) == 0;
    for (; len > 0; len--)
        if (a[len - 1] != b[len - 1])
            return false;
    return true;
}

#endif
