/* TIFF 6.0 and BigTIFF, and the raw formats that are TIFF inside: the first IFD, its EXIF and GPS IFDs, XMP (700),
 * IPTC-IIM (33723) and Photoshop resources (34377). libexif cannot be used here: it sees the first 64 KiB only. */
#include <string.h>

#include "image/block.h"
#include "image/container.h"
#include "image/ifd.h"

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
    TAG_DNG_VERSION = 50706
};

typedef struct {
    PdReading *reading;
    PdExifEntry offsets, lengths; /* of strips or tiles */
    bool is_nested_raw;           /* DNG says so itself; makers' formats by small first image and sub-IFDs */
    bool is_reduced, has_sub_ifds, is_raw_maker;
} Tiff;

/* A head whose version number is damaged still leads to a directory that begins as those of TIFF do. */
static bool is_damaged_tiff(const uint8_t *data, size_t len) {
    PdCursor in = pd_cursor(data, len);
    bool is_big = pd_cursor_looks_at(&in, "MM", 2);
    uint32_t first = 0, count = 0;
    uint16_t n, tag = 0, type = 0;
    if ((!is_big && !pd_cursor_looks_at(&in, "II", 2)) || !pd_cursor_skip(&in, 4))
        return false;
    bool is_read = is_big ? pd_cursor_be32(&in, &first) && pd_cursor_seek(&in, first) && pd_cursor_be16(&in, &n) &&
                                pd_cursor_be16(&in, &tag) && pd_cursor_be16(&in, &type) && pd_cursor_be32(&in, &count)
                          : pd_cursor_le32(&in, &first) && pd_cursor_seek(&in, first) && pd_cursor_le16(&in, &n) &&
                                pd_cursor_le16(&in, &tag) && pd_cursor_le16(&in, &type) && pd_cursor_le32(&in, &count);
    return is_read && tag >= TAG_NEW_SUBFILE_TYPE && tag <= TAG_WIDTH && (type == 3 || type == 4) && count == 1;
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
    return is_damaged_tiff(data, len) ? PD_FORMAT_TIFF : PD_FORMAT_UNKNOWN;
}

static uint32_t number_of(const PdExifEntry *entry) {
    double number;
    return pd_exif_number(entry, 0, &number) && number > 0 && number <= UINT32_MAX ? (uint32_t)number : 0;
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
static bool read_structure(void *user, const PdExifEntry *entry) {
    Tiff *tiff = user;
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
        return false;
    }
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
    Tiff tiff = {.reading = reading};
    PdExif exif = pd_exif(reading);
    PdIfdWalk walk = {
        .reading = reading, .exif = &exif, .block = "tiff", .bytes = reading->file, .see = read_structure, .user = &tiff};
    PdRecord *record = reading->record;
    uint64_t first = 0;
    if (pd_ifd_open(&walk, &first))
        pd_ifd_walk(&walk, first);
    pd_exif_end(&exif);
    mark_pixels(&tiff);
    if (tiff.is_nested_raw || (tiff.is_raw_maker && tiff.has_sub_ifds && tiff.is_reduced))
        record->format = PD_FORMAT_RAW;
    if (record->width_px == 0 || record->height_px == 0)
        record->width_px = record->height_px = 0; /* one of them alone is no size */
    if (record->width_px == 0 && record->format == PD_FORMAT_TIFF && record->n_problems == 0)
        pd_reading_problem(reading, "tiff", first, "the first directory does not tell the size of the image");
}

const PdContainer pd_container_tiff = {
    .name = "tiff",
    .help = "TIFF and BigTIFF, and raw formats made of it: EXIF, IPTC-IIM, Photoshop resources, XMP",
    .sniff = sniff,
    .read = read_tiff,
};
