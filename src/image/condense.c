/* Condensing EXIF blocks (image/condense.h; TIFF 6.0, section 2). */
#include "image/condense.h"

enum { TAG_EXIF_IFD = 0x8769, TAG_GPS_IFD = 0x8825 };
/* Whose values libexif takes for a place or a length in the block. */
enum { TAG_THUMBNAIL_AT = 0x0201, TAG_THUMBNAIL_BYTES = 0x0202, TAG_INTEROPERABILITY_IFD = 0xa005 };
enum { SHORT = 3, LONG = 4, LAST_TYPE = 12, UTF8_TEXT = 129 };
enum {
    HEADER_BYTES = 8,
    ENTRY_BYTES = 12,
    COUNT_BYTES = 2,
    NEXT_BYTES = 4,
    INLINE_BYTES = 4,
    N_IFDS = 3,
    MOST_ENTRIES = 24
};

#define N_IFDS (PD_IFD_GPS + 1)

typedef struct {
    uint16_t tag, type;
    uint32_t count;
    const uint8_t *value;
    size_t len;
} Entry;

typedef struct {
    Entry entries[MOST_ENTRIES];
    size_t n;
} Directory;

typedef struct {
    PdCursor tiff;
    bool is_big;
    uint32_t child[N_IFDS]; /* places of the directories below the first one, 0 = none */
    Directory directories[N_IFDS];
} Condenser;

static bool get_u16(const Condenser *c, PdCursor *in, uint16_t *out) {
    return c->is_big ? pd_cursor_be16(in, out) : pd_cursor_le16(in, out);
}

static bool get_u32(const Condenser *c, PdCursor *in, uint32_t *out) {
    return c->is_big ? pd_cursor_be32(in, out) : pd_cursor_le32(in, out);
}

/* ---- reading */

/* A directory below the first one; twice the same is not plain. */
static bool take_child(Condenser *c, PdIfd ifd, const Entry *entry, PdCursor value) {
    PdIfd which = entry->tag == TAG_EXIF_IFD ? PD_IFD_EXIF : PD_IFD_GPS;
    return ifd == PD_IFD_0 && entry->type == LONG && entry->count == 1 && c->child[which] == 0 &&
           get_u32(c, &value, &c->child[which]) && c->child[which] >= HEADER_BYTES;
}

static bool take_wanted(Condenser *c, PdIfd ifd, Entry *entry, PdCursor in_place) {
    Directory *directory = &c->directories[ifd];
    size_t size = pd_exif_type_bytes(entry->type);
    PdCursor value = c->tiff;
    uint32_t offset;
    if (entry->type > LAST_TYPE || size == 0 || entry->count == 0 || entry->count > value.len / size ||
        directory->n == MOST_ENTRIES)
        return false;
    entry->len = entry->count * size;
    if (entry->len <= INLINE_BYTES)
        value = in_place;
    else if (!get_u32(c, &in_place, &offset) || !pd_cursor_seek(&value, offset))
        return false;
    entry->value = pd_cursor_take(&value, entry->len);
    directory->entries[directory->n++] = *entry;
    return entry->value != NULL;
}

static inline uint16_t u16_at(const Condenser *c, const uint8_t *p) {
    return c->is_big ? (uint16_t)(p[0] << 8 | p[1]) : (uint16_t)(p[1] << 8 | p[0]);
}

static inline uint32_t u32_at(const Condenser *c, const uint8_t *p) {
    uint32_t first = u16_at(c, p), second = u16_at(c, p + 2);
    return c->is_big ? first << 16 | second : second << 16 | first;
}

/* What libexif would stumble over (EXIF 3.0 texts, places outside), in the directories where it does. */
static bool is_astray(const Condenser *c, uint16_t tag, uint16_t type, const uint8_t *value) {
    bool is_pointer = tag == TAG_THUMBNAIL_AT || tag == TAG_THUMBNAIL_BYTES || tag == TAG_INTEROPERABILITY_IFD;
    return type == UTF8_TEXT || (is_pointer && ((type != SHORT && type != LONG) || u32_at(c, value) >= c->tiff.len));
}

/* One entry at p, the cursor on its value. */
static bool take_entry(Condenser *c, PdIfd ifd, const uint8_t *p, PdCursor value) {
    uint16_t tag = u16_at(c, p), type = u16_at(c, p + 2);
    bool is_child = tag == TAG_EXIF_IFD || tag == TAG_GPS_IFD;
    if (ifd != PD_IFD_GPS && is_astray(c, tag, type, p + ENTRY_BYTES - INLINE_BYTES))
        return false;
    if (!is_child && !pd_exif_is_wanted(ifd, tag))
        return true;
    Entry entry = {.tag = tag, .type = type, .count = u32_at(c, p + 4)};
    return is_child ? take_child(c, ifd, &entry, value) : take_wanted(c, ifd, &entry, value);
}

/* Returns false for anything that is not plain. */
static bool take_directory(Condenser *c, PdIfd ifd, uint32_t at) {
    PdCursor in = c->tiff;
    uint16_t n;
    if (!pd_cursor_seek(&in, at) || !get_u16(c, &in, &n) || pd_cursor_left(&in) / ENTRY_BYTES < n)
        return false;
    for (uint16_t i = 0; i < n; i++) {
        const uint8_t *p = pd_cursor_peek(&in, ENTRY_BYTES);
        PdCursor value = in;
        if (!p || !pd_cursor_skip(&value, ENTRY_BYTES - INLINE_BYTES) || !take_entry(c, ifd, p, value))
            return false;
        pd_cursor_skip(&in, ENTRY_BYTES);
    }
    return true;
}

static bool take_all(Condenser *c) {
    PdCursor in = c->tiff;
    uint32_t first;
    if (!pd_cursor_seek(&in, INLINE_BYTES) || !get_u32(c, &in, &first) || first < HEADER_BYTES ||
        !take_directory(c, PD_IFD_0, first))
        return false;
    for (PdIfd ifd = PD_IFD_EXIF; ifd <= PD_IFD_GPS; ifd++)
        if (c->child[ifd] && (c->child[ifd] == first || !take_directory(c, ifd, c->child[ifd])))
            return false;
    return c->child[PD_IFD_EXIF] == 0 || c->child[PD_IFD_EXIF] != c->child[PD_IFD_GPS];
}

/* ---- writing */

static uint8_t *put_u16(const Condenser *c, uint8_t *to, unsigned number) {
    to[c->is_big ? 0 : 1] = (uint8_t)(number >> 8);
    to[c->is_big ? 1 : 0] = (uint8_t)number;
    return to + 2;
}

static uint8_t *put_u32(const Condenser *c, uint8_t *to, size_t number) {
    put_u16(c, to + (c->is_big ? 0 : 2), (unsigned)(number >> 16));
    put_u16(c, to + (c->is_big ? 2 : 0), (unsigned)(number & 0xffff));
    return to + 4;
}

static bool has_directory(const Condenser *c, PdIfd ifd) {
    return ifd == PD_IFD_0 || c->directories[ifd].n > 0;
}

static size_t n_entries(const Condenser *c, PdIfd ifd) {
    size_t n = c->directories[ifd].n;
    return ifd == PD_IFD_0 ? n + (size_t)has_directory(c, PD_IFD_EXIF) + (size_t)has_directory(c, PD_IFD_GPS) : n;
}

static size_t directory_bytes(const Condenser *c, PdIfd ifd) {
    return has_directory(c, ifd) ? COUNT_BYTES + n_entries(c, ifd) * ENTRY_BYTES + NEXT_BYTES : 0;
}

static uint8_t *put_entry(const Condenser *c, uint8_t *to, const Entry *entry, size_t *values_at, uint8_t *out) {
    to = put_u16(c, to, entry->tag);
    to = put_u16(c, to, entry->type);
    to = put_u32(c, to, entry->count);
    if (entry->len <= INLINE_BYTES) {
        memset(to, 0, INLINE_BYTES);
        memcpy(to, entry->value, entry->len);
        return to + INLINE_BYTES;
    }
    memcpy(out + *values_at, entry->value, entry->len);
    to = put_u32(c, to, *values_at);
    *values_at += entry->len;
    return to;
}

static uint8_t *put_child(const Condenser *c, uint8_t *to, PdIfd ifd, size_t at) {
    if (!has_directory(c, ifd))
        return to;
    to = put_u16(c, to, ifd == PD_IFD_EXIF ? TAG_EXIF_IFD : TAG_GPS_IFD);
    to = put_u16(c, to, LONG);
    to = put_u32(c, to, 1);
    return put_u32(c, to, at);
}

static size_t values_bytes(const Condenser *c) {
    size_t bytes = 0;
    for (size_t ifd = 0; ifd < N_IFDS; ifd++)
        for (size_t i = 0; i < c->directories[ifd].n; i++)
            bytes += c->directories[ifd].entries[i].len > INLINE_BYTES ? c->directories[ifd].entries[i].len : 0;
    return bytes;
}

static size_t put_all(const Condenser *c, uint8_t *out) {
    size_t places[N_IFDS], at = HEADER_BYTES;
    for (PdIfd ifd = PD_IFD_0; ifd <= PD_IFD_GPS; ifd++) {
        places[ifd] = at;
        at += directory_bytes(c, ifd);
    }
    if (values_bytes(c) > PD_CONDENSED_BYTES - at)
        return 0;
    memcpy(out, c->tiff.data, INLINE_BYTES);
    uint8_t *to = put_u32(c, out + INLINE_BYTES, HEADER_BYTES);
    for (PdIfd ifd = PD_IFD_0; ifd <= PD_IFD_GPS; ifd++) {
        if (!has_directory(c, ifd))
            continue;
        to = put_u16(c, to, (unsigned)n_entries(c, ifd));
        for (size_t i = 0; i < c->directories[ifd].n; i++)
            to = put_entry(c, to, &c->directories[ifd].entries[i], &at, out);
        if (ifd == PD_IFD_0)
            to = put_child(c, put_child(c, to, PD_IFD_EXIF, places[PD_IFD_EXIF]), PD_IFD_GPS, places[PD_IFD_GPS]);
        to = put_u32(c, to, 0);
    }
    return at;
}

size_t pd_exif_condense(PdCursor tiff, uint8_t out[PD_CONDENSED_BYTES]) {
    Condenser c;
    c.tiff = tiff;
    c.is_big = pd_cursor_looks_at(&tiff, "MM", 2);
    for (size_t i = 0; i < N_IFDS; i++) {
        c.child[i] = 0;
        c.directories[i].n = 0;
    }
    return take_all(&c) ? put_all(&c, out) : 0;
}
