/* The EXIF block, read by libexif: the only file that includes it. Options are set so that nothing is filled in that the
 * file does not say. What the entries mean stands in image/exif.c.
 *
 * libexif asks for memory by what the file claims, so its memory comes from an arena with a cap; a refusal becomes a
 * problem. It sees 64 KiB at most, leaves a directory at the first pointer that leads astray, and knows no UTF-8 entries of
 * EXIF 3.0: blocks of that kind are walked as TIFF is (image/ifd.h). */
#include <stdlib.h>
#include <string.h>

#include <libexif/exif-data.h>

#include "image/block.h"
#include "image/condense.h"
#include "image/ifd.h"

enum { ARENA_CAP = 1 << 20, CHUNK_BYTES = 1 << 14, ALIGNMENT = 16 };

/* Memory of one block: chunks that are freed together. */
typedef struct Chunk {
    struct Chunk *before;
    size_t used, size;
    _Alignas(ALIGNMENT) uint8_t bytes[];
} Chunk;

typedef struct {
    Chunk *newest;
    size_t total;
    bool is_refused;
} Arena;

#ifndef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
/* libexif's memory functions get no user data; this holds one call of read_exif() only. */
static _Thread_local Arena *arena_in_use;

static bool add_chunk(Arena *arena, size_t least) {
    size_t size = MAX(least, (size_t)CHUNK_BYTES);
    if (size > ARENA_CAP - arena->total) {
        arena->is_refused = true;
        return false;
    }
    Chunk *chunk = g_malloc(sizeof(Chunk) + size);
    *chunk = (Chunk){.before = arena->newest, .size = size};
    arena->newest = chunk;
    arena->total += size;
    return true;
}

/* Zeroed, as libexif expects it; the size stands in front for realloc. */
static void *arena_alloc(ExifLong size) {
    Arena *arena = arena_in_use;
    size_t need = ALIGNMENT + (((size_t)size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1));
    Chunk *chunk = arena->newest;
    if (!chunk || need > chunk->size - chunk->used) {
        if (!add_chunk(arena, need))
            return NULL;
        chunk = arena->newest;
    }
    uint8_t *place = chunk->bytes + chunk->used;
    chunk->used += need;
    memset(place, 0, need);
    memcpy(place, &size, sizeof size);
    return place + ALIGNMENT;
}

static void arena_free(void *place) {
    (void)place;
}

static void *arena_realloc(void *old, ExifLong size) {
    void *place = arena_alloc(size);
    if (place && old) {
        ExifLong old_size;
        memcpy(&old_size, (uint8_t *)old - ALIGNMENT, sizeof old_size);
        memcpy(place, old, MIN(old_size, size));
    }
    return place;
}

static ExifMem *arena_memory(Arena *arena) {
    arena_in_use = arena;
    return exif_mem_new(arena_alloc, arena_realloc, arena_free);
}

static void leave_arena(void) {
    arena_in_use = NULL;
}

/* All that libexif made lies in the arena and goes with it. */
static void drop(ExifData *data) {
    (void)data;
}

static void drop_memory(ExifMem *memory) {
    (void)memory;
}
#else
static ExifMem *arena_memory(Arena *arena) {
    (void)arena;
    return exif_mem_new_default();
}

static void leave_arena(void) {
}

static void drop(ExifData *data) {
    exif_data_unref(data);
}

static void drop_memory(ExifMem *memory) {
    exif_mem_unref(memory);
}
#endif

static void free_arena(Arena *arena) {
    leave_arena();
    while (arena->newest) {
        Chunk *before = arena->newest->before;
        g_free(arena->newest);
        arena->newest = before;
    }
}

static void read_ifd(PdExif *exif, const ExifData *data, ExifIfd from, PdIfd ifd, uint64_t at) {
    const ExifContent *content = data->ifd[from];
    bool wants_names = exif->reading->wants_all; /* looking them up is half the work */
    for (unsigned i = 0; content && i < content->count; i++) {
        const ExifEntry *entry = content->entries[i];
        if (!entry || !entry->data || entry->size == 0)
            continue;
        pd_exif_entry(exif,
                      &(PdExifEntry){.ifd = ifd,
                                     .tag = (uint16_t)entry->tag,
                                     .type = (uint16_t)entry->format,
                                     .count = (uint32_t)entry->components,
                                     .data = entry->data,
                                     .len = entry->size,
                                     .is_passing = true,
                                     .is_big_endian = exif_data_get_byte_order((ExifData *)data) == EXIF_BYTE_ORDER_MOTOROLA,
                                     .at = at,
                                     .name = wants_names ? exif_tag_get_name_in_ifd(entry->tag, from) : NULL});
    }
}

static void load(PdReading *reading, ExifMem *memory, const uint8_t *bytes, size_t len, uint64_t at) {
    ExifData *data = exif_data_new_mem(memory);
    if (!data)
        return;
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
    exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
    exif_data_set_option(data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
    exif_data_load_data(data, bytes, (unsigned)len);
    PdExif exif = pd_exif(reading);
    read_ifd(&exif, data, EXIF_IFD_0, PD_IFD_0, at);
    read_ifd(&exif, data, EXIF_IFD_EXIF, PD_IFD_EXIF, at);
    read_ifd(&exif, data, EXIF_IFD_GPS, PD_IFD_GPS, at);
    pd_exif_end(&exif);
    drop(data);
}

static bool get_u16(PdCursor *c, bool is_big, uint16_t *out) {
    return is_big ? pd_cursor_be16(c, out) : pd_cursor_le16(c, out);
}

static bool get_u32(PdCursor *c, bool is_big, uint32_t *out) {
    return is_big ? pd_cursor_be32(c, out) : pd_cursor_le32(c, out);
}

/* The thumbnail's place, which libexif does not tell: IFD 1, tags 0x0201 and 0x0202 (EXIF 2.32, 4.6.8). */
static void find_thumbnail(PdReading *reading, PdCursor tiff) {
    uint32_t ifd, at = 0, bytes = 0;
    uint16_t n;
    bool is_big = pd_cursor_looks_at(&tiff, "MM", 2);
    if (!pd_cursor_seek(&tiff, 4) || !get_u32(&tiff, is_big, &ifd) || !pd_cursor_seek(&tiff, ifd) ||
        !get_u16(&tiff, is_big, &n) || !pd_cursor_skip(&tiff, (size_t)n * 12) || !get_u32(&tiff, is_big, &ifd) || ifd == 0 ||
        !pd_cursor_seek(&tiff, ifd) || !get_u16(&tiff, is_big, &n))
        return;
    for (uint16_t i = 0, tag; i < n && get_u16(&tiff, is_big, &tag); i++) {
        uint32_t value;
        if (!pd_cursor_skip(&tiff, 6) || !get_u32(&tiff, is_big, &value))
            break;
        if (tag == 0x0201)
            at = value;
        else if (tag == 0x0202)
            bytes = value;
    }
    if (at == 0 || bytes == 0 || !pd_cursor_seek(&tiff, at) || pd_cursor_left(&tiff) < bytes)
        return;
    reading->record->signs |= PD_SIGN_THUMBNAIL;
    reading->record->thumbnail_at = pd_cursor_offset(&tiff);
    reading->record->thumbnail_bytes = bytes;
}

/* ---- what libexif would not read whole ---- */

enum { LIBEXIF_BYTES = 0xffff };

/* Tags whose value libexif takes for a place or a length in the block (its exif_data_load_data_content). */
static bool is_pointer(uint16_t tag) {
    return tag == EXIF_TAG_EXIF_IFD_POINTER || tag == EXIF_TAG_GPS_INFO_IFD_POINTER ||
           tag == EXIF_TAG_INTEROPERABILITY_IFD_POINTER || tag == EXIF_TAG_JPEG_INTERCHANGE_FORMAT ||
           tag == EXIF_TAG_JPEG_INTERCHANGE_FORMAT_LENGTH;
}

/* Whether libexif reads the directory there to its end, and no other for it; out_exif gets the place of the EXIF directory.
 */
static bool suits_directory(PdCursor tiff, bool is_big, uint32_t at, uint32_t *out_exif) {
    enum { IFD_PLACE = 13, UTF8_TEXT = 129 };
    uint16_t n, tag, type;
    uint32_t value;
    if (!pd_cursor_seek(&tiff, at) || !get_u16(&tiff, is_big, &n))
        return true;
    for (uint16_t i = 0; i < n && get_u16(&tiff, is_big, &tag) && get_u16(&tiff, is_big, &type); i++) {
        if (!pd_cursor_skip(&tiff, 4) || !get_u32(&tiff, is_big, &value))
            break;
        bool is_number = type == EXIF_FORMAT_LONG || type == EXIF_FORMAT_SHORT || type == IFD_PLACE;
        if (type == UTF8_TEXT || (is_pointer(tag) && (value >= tiff.len || !is_number)))
            return false;
        if (tag == EXIF_TAG_EXIF_IFD_POINTER)
            *out_exif = value;
    }
    return true;
}

static bool has_suitable_head(PdCursor tiff) {
    return tiff.len <= LIBEXIF_BYTES && (pd_cursor_looks_at(&tiff, "MM\0*", 4) || pd_cursor_looks_at(&tiff, "II*", 4));
}

static bool suits_libexif(PdCursor tiff) {
    bool is_big = pd_cursor_looks_at(&tiff, "MM", 2);
    PdCursor in = tiff;
    uint32_t first, exif = 0, none;
    if (!has_suitable_head(tiff))
        return false;
    return !pd_cursor_seek(&in, 4) || !get_u32(&in, is_big, &first) ||
           (suits_directory(tiff, is_big, first, &exif) && (exif == 0 || suits_directory(tiff, is_big, exif, &none)));
}

static void walk_directories(PdReading *reading, PdCursor tiff) {
    PdExif exif = pd_exif(reading);
    PdIfdWalk walk = {.reading = reading, .exif = &exif, .block = "exif", .bytes = tiff};
    uint64_t first;
    if (pd_ifd_open(&walk, &first))
        pd_ifd_walk(&walk, first);
    pd_exif_end(&exif);
}

static const uint8_t HEADER[6] = "Exif\0";

static void read_by_libexif(PdReading *reading, PdCursor tiff, const uint8_t *bytes, size_t len) {
    Arena arena = {0};
    ExifMem *memory = arena_memory(&arena);
    if (memory) {
        load(reading, memory, bytes, len, tiff.base);
        drop_memory(memory);
    }
    if (arena.is_refused)
        pd_reading_problem(reading, "exif", tiff.base, "the block asks for more than %d bytes of memory", ARENA_CAP);
    free_arena(&arena);
}

/* The wanted entries by themselves, which are also proof that libexif reads them all. False where that cannot be. */
static bool read_wanted(PdReading *reading, PdCursor tiff) {
    uint8_t condensed[sizeof HEADER + PD_CONDENSED_BYTES];
    size_t len = reading->wants_all || !has_suitable_head(tiff) ? 0 : pd_exif_condense(tiff, condensed + sizeof HEADER);
    if (len == 0)
        return false;
    memcpy(condensed, HEADER, sizeof HEADER);
    read_by_libexif(reading, tiff, condensed, sizeof HEADER + len);
    return true;
}

/* libexif wants the header that only JPEG has in front. */
static void read_entries(PdReading *reading, PdCursor tiff, bool has_header) {
    g_autofree uint8_t *copy = NULL;
    if (!has_header) {
        copy = g_malloc(sizeof HEADER + tiff.len);
        memcpy(copy, HEADER, sizeof HEADER);
        memcpy(copy + sizeof HEADER, tiff.data, tiff.len);
    }
    read_by_libexif(reading, tiff, copy ? copy : tiff.data - sizeof HEADER, sizeof HEADER + tiff.len);
}

static void read_exif(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    bool has_header = pd_cursor_looks_at(&in, HEADER, sizeof HEADER);
    if (has_header || (in.len > 5 && g_ascii_strncasecmp((const char *)in.data + in.at, "Exif", 5) == 0))
        pd_cursor_skip(&in, sizeof HEADER);
    PdCursor tiff;
    pd_cursor_sub(&in, pd_cursor_left(&in), &tiff);
    if (!pd_cursor_looks_at(&tiff, "II", 2) && !pd_cursor_looks_at(&tiff, "MM", 2)) {
        pd_reading_problem(reading, "exif", in.base, "the block has no TIFF header");
        return;
    }
    if (!read_wanted(reading, tiff)) {
        if (suits_libexif(tiff))
            read_entries(reading, tiff, has_header);
        else
            walk_directories(reading, tiff);
    }
    find_thumbnail(reading, tiff);
}

/* Writers that get the header's letters wrong or put bytes before it. */
static size_t find_header(const PdCursor *segment) {
    enum { MOST_BEFORE = 4 };
    for (size_t at = segment->at; at <= segment->at + MOST_BEFORE && at + sizeof HEADER <= segment->len; at++)
        if (g_ascii_strncasecmp((const char *)segment->data + at, "Exif", 4) == 0 && segment->data[at + 4] == 0)
            return at;
    return SIZE_MAX;
}

const PdBlock pd_block_exif = {
    .name = "exif",
    .help = "EXIF: camera, moment, place, and the texts that cameras and desks put there",
    .jpeg_marker = 0xe1,
    .jpeg_signature = "Exif",
    .jpeg_signature_len = 5,
    .jpeg_find = find_header,
    .png_chunk = "eXIf",
    .riff_chunk = "EXIF",
    .heif_item = "Exif",
    .box_uuid = "JpgTiffExif->JP2",
    .read = read_exif,
};
