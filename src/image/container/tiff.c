/* TIFF 6.0 and BigTIFF, and the raw formats that are TIFF inside: the first IFD, its EXIF and GPS IFDs, XMP (700),
 * IPTC-IIM (33723) and Photoshop resources (34377). libexif cannot be used here: it sees the first 64 KiB only. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"
#include "image/exif.h"

enum {
    TAG_NEW_SUBFILE_TYPE = 254,
    TAG_WIDTH = 256,
    TAG_HEIGHT = 257,
    TAG_COMPRESSION = 259,
    TAG_MAKE = 271,
    TAG_STRIP_OFFSETS = 273,
    TAG_STRIP_BYTES = 279,
    TAG_TILE_OFFSETS = 324,
    TAG_TILE_BYTES = 325,
    TAG_SUB_IFDS = 330,
    TAG_IPTC = 33723,
    TAG_EXIF_IFD = 34665,
    TAG_GPS_IFD = 34853,
    TAG_DNG_VERSION = 50706
};

enum { MOST_BAD_ENTRIES = 16 }; /* after so many, the directory is taken for rubbish */

typedef struct {
    PdReading *reading;
    PdExif exif;
    bool is_big_endian, is_bigtiff;
    PdExifEntry offsets, lengths; /* of strips or tiles */
    bool is_nested_raw;           /* DNG says so itself; makers' formats by small first image and sub-IFDs */
    bool is_reduced, has_sub_ifds, is_raw_maker;
} Tiff;

static bool get_u16(const Tiff *tiff, PdCursor *c, uint16_t *out) {
    return tiff->is_big_endian ? pd_cursor_be16(c, out) : pd_cursor_le16(c, out);
}

/* An offset or a count: 4 bytes, 8 in BigTIFF. */
static bool get_word(const Tiff *tiff, PdCursor *c, uint64_t *out) {
    uint32_t small;
    if (tiff->is_bigtiff)
        return tiff->is_big_endian ? pd_cursor_be64(c, out) : pd_cursor_le64(c, out);
    if (!(tiff->is_big_endian ? pd_cursor_be32(c, &small) : pd_cursor_le32(c, &small)))
        return false;
    *out = small;
    return true;
}

static PdFormat sniff(const uint8_t *data, size_t len) {
    static const char *const RAW[] = {"IIU\0", "IIRO", "IIRS", "MMOR"}; /* Panasonic, Olympus */
    if (len < 8)
        return PD_FORMAT_UNKNOWN;
    if (memcmp(data, "II*\0", 4) == 0)
        return len >= 10 && memcmp(data + 8, "CR", 2) == 0 ? PD_FORMAT_RAW : PD_FORMAT_TIFF; /* Canon CR2 */
    if (memcmp(data, "MM\0*", 4) == 0 || memcmp(data, "II+\0", 4) == 0 || memcmp(data, "MM\0+", 4) == 0)
        return PD_FORMAT_TIFF;
    for (size_t i = 0; i < G_N_ELEMENTS(RAW); i++)
        if (memcmp(data, RAW[i], 4) == 0)
            return PD_FORMAT_RAW;
    return PD_FORMAT_UNKNOWN;
}

static size_t size_of_type(uint16_t type) {
    static const uint8_t SIZES[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizeof SIZES ? SIZES[type] : type == 129 ? 1 : 0;
}

/* One entry; data is bounded by the file. False when the directory ends. out->data is NULL when the value lies outside. */
static bool read_entry(const Tiff *tiff, PdCursor *in, PdIfd ifd, PdExifEntry *out) {
    uint64_t count, offset;
    size_t inline_bytes = tiff->is_bigtiff ? 8 : 4;
    *out = (PdExifEntry){.ifd = ifd, .is_big_endian = tiff->is_big_endian};
    if (!get_u16(tiff, in, &out->tag) || !get_u16(tiff, in, &out->type) || !get_word(tiff, in, &count))
        return false;
    PdCursor value = tiff->reading->file;
    PdCursor in_place = *in;
    if (!pd_cursor_skip(in, inline_bytes))
        return false;
    size_t size = size_of_type(out->type);
    if (size == 0 || count == 0 || count > UINT32_MAX || count > value.len / size)
        return true;
    size_t len = (size_t)count * size;
    if (len <= inline_bytes)
        value = in_place;
    else if (!get_word(tiff, &in_place, &offset) || offset > value.len || !pd_cursor_seek(&value, (size_t)offset))
        return true;
    out->at = pd_cursor_offset(&value);
    out->count = (uint32_t)count;
    out->len = len;
    out->data = pd_cursor_take(&value, len);
    return true;
}

static uint32_t number_of(const PdExifEntry *entry) {
    double number;
    return pd_exif_number(entry, 0, &number) && number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
}

static void walk(Tiff *tiff, uint64_t offset, PdIfd ifd);

/* Some writers store the IIM bytes as words and turn them around with the rest of the file. */
static PdCursor unswapped(PdReading *reading, PdCursor in) {
    if (in.len < 8 || in.data[0] == 0x1c || in.data[3] != 0x1c)
        return in;
    uint8_t *bytes = g_malloc(in.len);
    for (size_t i = 0; i + 4 <= in.len; i += 4)
        for (size_t k = 0; k < 4; k++)
            bytes[i + k] = in.data[i + 3 - k];
    return pd_reading_own(reading, bytes, in.len & ~(size_t)3, in.base);
}

static bool read_block(PdReading *reading, const PdExifEntry *entry) {
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if ((*row)->tiff_tag && (*row)->tiff_tag == entry->tag) {
            PdCursor bytes = {.data = entry->data, .len = entry->len, .base = entry->at};
            pd_block_read(*row, reading, entry->tag == TAG_IPTC ? unswapped(reading, bytes) : bytes);
            return true;
        }
    return false;
}

static void see_maker(Tiff *tiff, const PdExifEntry *entry) {
    static const char *const MAKERS[] = {"NIKON", "SONY", "PENTAX", "SAMSUNG", "EPSON"};
    for (size_t i = 0; i < G_N_ELEMENTS(MAKERS); i++)
        if (entry->len >= strlen(MAKERS[i]) && memcmp(entry->data, MAKERS[i], strlen(MAKERS[i])) == 0)
            tiff->is_raw_maker = true;
}

/* Compressions of Sony, Samsung, Nikon, Kodak and Pentax. */
static bool is_raw_compression(uint32_t compression) {
    return compression == 32767 || compression == 32770 || compression == 34713 || compression == 65000 ||
           compression == 65535;
}

/* Entries of the first IFD that are about the file itself. */
static bool read_structure(Tiff *tiff, const PdExifEntry *entry) {
    switch (entry->tag) {
    case TAG_WIDTH:
        tiff->reading->record->width_px = number_of(entry);
        return true;
    case TAG_HEIGHT:
        tiff->reading->record->height_px = number_of(entry);
        return true;
    case TAG_STRIP_OFFSETS:
    case TAG_TILE_OFFSETS:
        tiff->offsets = *entry;
        return true;
    case TAG_STRIP_BYTES:
    case TAG_TILE_BYTES:
        tiff->lengths = *entry;
        return true;
    case TAG_NEW_SUBFILE_TYPE:
        tiff->is_reduced = number_of(entry) == 1;
        return true;
    case TAG_SUB_IFDS:
        tiff->has_sub_ifds = true;
        return true;
    case TAG_DNG_VERSION:
        tiff->is_nested_raw = true;
        return true;
    case TAG_COMPRESSION:
        tiff->is_nested_raw = tiff->is_nested_raw || is_raw_compression(number_of(entry));
        return false;
    case TAG_MAKE:
        see_maker(tiff, entry);
        return false;
    default:
        return read_block(tiff->reading, entry);
    }
}

static void read_entries(Tiff *tiff, PdCursor in, uint64_t n, PdIfd ifd) {
    unsigned n_bad = 0;
    for (uint64_t i = 0; i < n && i < tiff->reading->limits->values && n_bad < MOST_BAD_ENTRIES; i++) {
        PdExifEntry entry;
        if (!read_entry(tiff, &in, ifd, &entry)) {
            pd_reading_truncated(tiff->reading, "tiff", pd_cursor_offset(&in), "the file ends inside a directory");
            return;
        }
        if (!entry.data) {
            pd_reading_problem(tiff->reading, "tiff", pd_cursor_offset(&in), "the value of tag %u lies outside the file",
                               entry.tag);
            n_bad++;
            continue;
        }
        if (ifd == PD_IFD_0 && entry.tag == TAG_EXIF_IFD)
            walk(tiff, number_of(&entry), PD_IFD_EXIF);
        else if (ifd == PD_IFD_0 && entry.tag == TAG_GPS_IFD)
            walk(tiff, number_of(&entry), PD_IFD_GPS);
        else if (ifd != PD_IFD_0 || !read_structure(tiff, &entry))
            pd_exif_entry(&tiff->exif, &entry);
    }
}

/* One directory; only the first one has children, so that it cannot come back to itself. */
static void walk(Tiff *tiff, uint64_t offset, PdIfd ifd) {
    PdCursor in = tiff->reading->file;
    uint16_t small;
    uint64_t n;
    bool has_count = offset <= in.len && pd_cursor_seek(&in, (size_t)offset);
    if (has_count && tiff->is_bigtiff)
        has_count = get_word(tiff, &in, &n);
    else if (has_count && (has_count = get_u16(tiff, &in, &small)))
        n = small;
    if (has_count)
        read_entries(tiff, in, n, ifd);
    else
        pd_reading_truncated(tiff->reading, "tiff", offset, "a directory lies outside the file");
}

/* Strips or tiles of the first image. */
static void mark_pixels(Tiff *tiff) {
    for (uint32_t i = 0; i < tiff->offsets.count && i < tiff->lengths.count && i < tiff->reading->limits->segments; i++) {
        double at, len, file_len = (double)tiff->reading->file.len;
        if (pd_exif_number(&tiff->offsets, i, &at) && pd_exif_number(&tiff->lengths, i, &len) && at <= file_len &&
            len <= file_len - at)
            pd_reading_pixels(tiff->reading, (size_t)at, (size_t)len);
    }
}

static void read_tiff(PdReading *reading) {
    Tiff tiff = {.reading = reading, .exif = pd_exif(reading)};
    PdCursor in = reading->file;
    uint64_t offset = 0;
    uint16_t magic = 0;
    tiff.is_big_endian = pd_cursor_looks_at(&in, "MM", 2);
    pd_cursor_skip(&in, 2);
    get_u16(&tiff, &in, &magic);
    tiff.is_bigtiff = magic == 43;
    if (tiff.is_bigtiff)
        pd_cursor_skip(&in, 4);
    if (get_word(&tiff, &in, &offset))
        walk(&tiff, offset, PD_IFD_0);
    pd_exif_end(&tiff.exif);
    mark_pixels(&tiff);
    if (tiff.is_nested_raw || (tiff.is_raw_maker && tiff.has_sub_ifds && tiff.is_reduced))
        reading->record->format = PD_FORMAT_RAW;
    if (reading->record->width_px == 0 && reading->record->format == PD_FORMAT_TIFF && reading->record->n_problems == 0)
        pd_reading_problem(reading, "tiff", offset, "the first directory does not tell the size of the image");
}

const PdContainer pd_container_tiff = {
    .name = "tiff",
    .help = "TIFF and BigTIFF, and raw formats made of it: EXIF, IPTC-IIM, Photoshop resources, XMP",
    .sniff = sniff,
    .read = read_tiff,
};
