/* A bounded view of hostile bytes. All reading of files goes through it: no read can leave the view, and a child made by
 * pd_cursor_sub() cannot see its parent's bytes. Readers return false and leave the cursor where it was when the bytes do
 * not reach; tests are `n > left`, never `at + n > len`, so that no sum can wrap.
 */
#ifndef PICDESK_BASE_CURSOR_H
#define PICDESK_BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const uint8_t *data; /* (transfer none) the caller keeps the bytes alive */
    size_t len;
    size_t at;     /* next byte; at <= len always */
    uint64_t base; /* offset of data[0] in the file, for messages and provenance */
} PdCursor;

static inline PdCursor pd_cursor(const uint8_t *data, size_t len) {
    return (PdCursor){.data = data, .len = data ? len : 0};
}

static inline size_t pd_cursor_left(const PdCursor *c) {
    return c->len - c->at;
}

/* Offset of the next byte in the file. */
static inline uint64_t pd_cursor_offset(const PdCursor *c) {
    return c->base + c->at;
}

static inline bool pd_cursor_seek(PdCursor *c, size_t at) {
    if (at > c->len)
        return false;
    c->at = at;
    return true;
}

static inline bool pd_cursor_skip(PdCursor *c, size_t n) {
    if (n > pd_cursor_left(c))
        return false;
    c->at += n;
    return true;
}

/* The next n bytes without consuming them, or NULL. */
static inline const uint8_t *pd_cursor_peek(const PdCursor *c, size_t n) {
    return !c->data || n > pd_cursor_left(c) ? NULL : c->data + c->at;
}

/* The next n bytes, consumed, or NULL. */
static inline const uint8_t *pd_cursor_take(PdCursor *c, size_t n) {
    const uint8_t *p = pd_cursor_peek(c, n);
    if (p)
        c->at += n;
    return p;
}

/* A child over the next n bytes, consumed here. */
static inline bool pd_cursor_sub(PdCursor *c, size_t n, PdCursor *out) {
    if (n > pd_cursor_left(c))
        return false;
    *out = (PdCursor){.data = c->data ? c->data + c->at : NULL, .len = n, .base = pd_cursor_offset(c)};
    c->at += n;
    return true;
}

/* Whether the next bytes are these; consumes nothing. */
static inline bool pd_cursor_looks_at(const PdCursor *c, const void *bytes, size_t n) {
    const uint8_t *p = pd_cursor_peek(c, n);
    return p && memcmp(p, bytes, n) == 0;
}

static inline bool pd_cursor_u8(PdCursor *c, uint8_t *out) {
    const uint8_t *p = pd_cursor_take(c, 1);
    if (!p)
        return false;
    *out = p[0];
    return true;
}

static inline bool pd_cursor_be16(PdCursor *c, uint16_t *out) {
    const uint8_t *p = pd_cursor_take(c, 2);
    if (!p)
        return false;
    *out = (uint16_t)((unsigned)p[0] << 8 | p[1]);
    return true;
}

static inline bool pd_cursor_le16(PdCursor *c, uint16_t *out) {
    const uint8_t *p = pd_cursor_take(c, 2);
    if (!p)
        return false;
    *out = (uint16_t)((unsigned)p[1] << 8 | p[0]);
    return true;
}

static inline bool pd_cursor_be32(PdCursor *c, uint32_t *out) {
    const uint8_t *p = pd_cursor_take(c, 4);
    if (!p)
        return false;
    *out = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    return true;
}

static inline bool pd_cursor_le32(PdCursor *c, uint32_t *out) {
    const uint8_t *p = pd_cursor_take(c, 4);
    if (!p)
        return false;
    *out = (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
    return true;
}

static inline bool pd_cursor_be64(PdCursor *c, uint64_t *out) {
    uint32_t high = 0, low = 0;
    if (pd_cursor_left(c) < 8)
        return false;
    pd_cursor_be32(c, &high);
    pd_cursor_be32(c, &low);
    *out = (uint64_t)high << 32 | low;
    return true;
}

static inline bool pd_cursor_le64(PdCursor *c, uint64_t *out) {
    uint32_t high = 0, low = 0;
    if (pd_cursor_left(c) < 8)
        return false;
    pd_cursor_le32(c, &low);
    pd_cursor_le32(c, &high);
    *out = (uint64_t)high << 32 | low;
    return true;
}

#endif
