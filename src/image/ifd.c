/* Directories of TIFF (image/ifd.h). */
#include "image/ifd.h"

enum { TAG_EXIF_IFD = 34665, TAG_GPS_IFD = 34853 };
enum { MAGIC_BIGTIFF = 43 };
enum { MOST_BAD_ENTRIES = 16 }; /* after so many, the directory is taken for rubbish */

static bool get_u16(const PdIfdWalk *walk, PdCursor *c, uint16_t *out) {
    return walk->is_big_endian ? pd_cursor_be16(c, out) : pd_cursor_le16(c, out);
}

/* An offset or a count: 4 bytes, 8 in BigTIFF. */
static bool get_word(const PdIfdWalk *walk, PdCursor *c, uint64_t *out) {
    uint32_t small;
    if (walk->is_bigtiff)
        return walk->is_big_endian ? pd_cursor_be64(c, out) : pd_cursor_le64(c, out);
    if (!(walk->is_big_endian ? pd_cursor_be32(c, &small) : pd_cursor_le32(c, &small)))
        return false;
    *out = small;
    return true;
}

bool pd_ifd_open(PdIfdWalk *walk, uint64_t *out_first) {
    PdCursor in = walk->bytes;
    uint16_t magic = 0;
    walk->is_big_endian = pd_cursor_looks_at(&in, "MM", 2);
    walk->is_bigtiff = false;
    if (!pd_cursor_skip(&in, 2) || !get_u16(walk, &in, &magic))
        return false;
    walk->is_bigtiff = magic == MAGIC_BIGTIFF;
    return (!walk->is_bigtiff || pd_cursor_skip(&in, 4)) && get_word(walk, &in, out_first);
}

/* One entry; data is bounded by the bytes, and NULL when the value lies outside them. False when the directory ends. */
static bool read_entry(const PdIfdWalk *walk, PdCursor *in, PdIfd ifd, PdExifEntry *out) {
    uint64_t count, offset;
    size_t inline_bytes = walk->is_bigtiff ? 8 : 4;
    *out = (PdExifEntry){.ifd = ifd, .is_big_endian = walk->is_big_endian};
    if (!get_u16(walk, in, &out->tag) || !get_u16(walk, in, &out->type) || !get_word(walk, in, &count))
        return false;
    PdCursor value = walk->bytes;
    PdCursor in_place = *in;
    if (!pd_cursor_skip(in, inline_bytes))
        return false;
    size_t size = pd_exif_type_bytes(out->type);
    if (size == 0 || count == 0 || count > UINT32_MAX || count > value.len / size)
        return true;
    size_t len = (size_t)count * size;
    if (len <= inline_bytes)
        value = in_place;
    else if (!get_word(walk, &in_place, &offset) || offset > value.len || !pd_cursor_seek(&value, (size_t)offset))
        return true;
    out->at = pd_cursor_offset(&value);
    out->count = (uint32_t)count;
    out->len = len;
    out->data = pd_cursor_take(&value, len);
    return true;
}

static void walk_directory(PdIfdWalk *walk, uint64_t offset, PdIfd ifd);

/* Whether the entry leads to a directory below the first one; only that has children, so that none comes back to itself. */
static bool walk_child(PdIfdWalk *walk, const PdExifEntry *entry) {
    if (entry->tag != TAG_EXIF_IFD && entry->tag != TAG_GPS_IFD)
        return false;
    double offset;
    if (pd_exif_number(entry, 0, &offset) && offset >= 8 && offset < (double)walk->bytes.len)
        walk_directory(walk, (uint64_t)offset, entry->tag == TAG_EXIF_IFD ? PD_IFD_EXIF : PD_IFD_GPS);
    else
        pd_reading_problem(walk->reading, walk->block, entry->at, "tag %u leads to no directory", entry->tag);
    return true;
}

static void give_entry(PdIfdWalk *walk, const PdExifEntry *entry) {
    bool is_first = entry->ifd == PD_IFD_0;
    if (!(is_first && walk_child(walk, entry)) && !(is_first && walk->see && walk->see(walk->user, entry)))
        pd_exif_entry(walk->exif, entry);
}

static void walk_entries(PdIfdWalk *walk, PdCursor in, uint64_t n, PdIfd ifd) {
    unsigned n_bad = 0;
    for (uint64_t i = 0; i < n && i < walk->reading->limits->values && n_bad < MOST_BAD_ENTRIES; i++) {
        PdExifEntry entry;
        if (!read_entry(walk, &in, ifd, &entry)) {
            pd_reading_truncated(walk->reading, walk->block, pd_cursor_offset(&in), "the file ends inside a directory");
            return;
        }
        if (entry.data) {
            give_entry(walk, &entry);
            continue;
        }
        pd_reading_problem(walk->reading, walk->block, pd_cursor_offset(&in), "the value of tag %u lies outside the file",
                           entry.tag);
        n_bad++;
    }
}

static void walk_directory(PdIfdWalk *walk, uint64_t offset, PdIfd ifd) {
    PdCursor in = walk->bytes;
    uint16_t small = 0;
    uint64_t n = 0;
    bool has_count = offset <= in.len && pd_cursor_seek(&in, (size_t)offset) &&
                     (walk->is_bigtiff ? get_word(walk, &in, &n) : get_u16(walk, &in, &small));
    if (has_count)
        walk_entries(walk, in, walk->is_bigtiff ? n : small, ifd);
    else
        pd_reading_truncated(walk->reading, walk->block, walk->bytes.base + offset, "a directory lies outside the file");
}

void pd_ifd_walk(PdIfdWalk *walk, uint64_t first) {
    walk_directory(walk, first, PD_IFD_0);
}
