/* Reading an image: the container that knows the bytes walks them, and what several blocks say together is settled
 * (include/picdesk/image.h). */
#include "picdesk/image.h"

#include <string.h>

#include <xxhash.h>

#include "image/block.h"
#include "image/container.h"
#include "image/parts.h"
#include "picdesk/error.h"

#define PD_ROW(name) extern const PdContainer pd_container_##name;
#include "image/containers.def"
#undef PD_ROW

const PdContainer *const pd_containers[] = {
#define PD_ROW(name) &pd_container_##name,
#include "image/containers.def"
#undef PD_ROW
    NULL,
};

const PdBlock *const pd_blocks[] = {
#define PD_ROW(name) &pd_block_##name,
#include "image/blocks.def"
#undef PD_ROW
    NULL,
};

void pd_block_read_any(PdReading *reading, PdCursor bytes) {
    const uint8_t *p = pd_cursor_peek(&bytes, 4);
    if (!p)
        return;
    if (pd_cursor_looks_at(&bytes, "Exif\0", 5) || memcmp(p, "II*\0", 4) == 0 || memcmp(p, "MM\0*", 4) == 0)
        pd_block_read(&pd_block_exif, reading, bytes);
    else if (memcmp(p, "8BIM", 4) == 0)
        pd_block_read(&pd_block_photoshop, reading, bytes);
    else if (pd_cursor_looks_at(&bytes, "Photoshop 3.0", 14) && pd_cursor_skip(&bytes, 14))
        pd_block_read(&pd_block_photoshop, reading, bytes);
    else if (p[0] == 0x1c)
        pd_block_read(&pd_block_iptc, reading, bytes);
    else if (pd_cursor_looks_at(&bytes, "http://ns.adobe.com/xap/1.0/", 29) && pd_cursor_skip(&bytes, 29))
        pd_block_read(&pd_block_xmp, reading, bytes);
    else if (p[0] == '<' || p[0] == 0xef || p[0] == 0xfe || p[0] == 0xff)
        pd_block_read(&pd_block_xmp, reading, bytes);
}

void pd_block_read_late(const PdBlock *block, PdReading *reading, PdCursor bytes) {
    const PdLate late = {block, bytes};
    if (!reading->late)
        reading->late = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(reading->late, g_memdup2(&late, sizeof late));
}

void pd_block_read_kept(PdReading *reading) {
    guint n = reading->late ? reading->late->len : 0; /* blocks within these blocks are left out */
    for (guint i = 0; i < n; i++) {
        const PdLate *late = g_ptr_array_index(reading->late, i);
        pd_block_read(late->block, reading, late->bytes);
    }
}

void pd_block_read_uuid(PdReading *reading, PdCursor box) {
    enum { UUID_BYTES = 16 };
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if ((*row)->box_uuid && pd_cursor_looks_at(&box, (*row)->box_uuid, UUID_BYTES)) {
            PdCursor body;
            pd_cursor_skip(&box, UUID_BYTES);
            pd_cursor_sub(&box, pd_cursor_left(&box), &body);
            pd_block_read(*row, reading, body);
            return;
        }
}

static const PdContainer *container_of(const uint8_t *data, size_t len, PdFormat *out_format) {
    for (const PdContainer *const *row = pd_containers; *row; row++) {
        *out_format = (*row)->sniff(data, len);
        if (*out_format != PD_FORMAT_UNKNOWN)
            return *row;
    }
    return NULL;
}

PdFormat pd_image_sniff(const uint8_t *data, size_t len) {
    PdFormat format = PD_FORMAT_UNKNOWN;
    if (len > 0)
        container_of(data, len, &format);
    return format;
}

/* The library's widest vectors for this processor (xxh_x86dispatch.h), where it has been built with them. */
XXH_errorcode XXH3_128bits_update_dispatch(XXH3_state_t *state, const void *data, size_t len) __attribute__((weak));

static void hash(XXH3_state_t *state, const void *data, size_t len) {
    if (XXH3_128bits_update_dispatch)
        XXH3_128bits_update_dispatch(state, data, len);
    else
        XXH3_128bits_update(state, data, len);
}

/* The bytes of the coded image that stand at a place of the file, at most max of them; none between the parts. */
static PdCursor bytes_at(const PdReading *reading, size_t at, size_t max) {
    bool is_in_tail = reading->tail.data && at >= reading->tail.base;
    PdCursor in = is_in_tail ? reading->tail : reading->file, out = {0};
    if (pd_cursor_seek(&in, at - (size_t)in.base))
        pd_cursor_sub(&in, MIN(max, pd_cursor_left(&in)), &out);
    return out;
}

/* Hashes the spans from the given place of the coded image, at most max bytes. */
static void hash_spans(XXH3_state_t *state, const PdReading *reading, uint64_t from, size_t max) {
    for (guint i = 0; i < reading->pixels->len && max > 0; i++) {
        const PdSpan *span = &g_array_index(reading->pixels, PdSpan, i);
        if (from >= span->len) {
            from -= span->len;
            continue;
        }
        PdCursor bytes = bytes_at(reading, span->at + (size_t)from, MIN(span->len - (size_t)from, max));
        hash(state, bytes.data, bytes.len);
        max -= bytes.len;
        from = 0;
    }
}

/* The image is known again by its coded data: its length and its two ends. */
static void make_pixel_key(PdReading *reading) {
    enum { END_BYTES = PD_IMAGE_END_BYTES };
    uint64_t total = 0;
    for (guint i = 0; reading->pixels && i < reading->pixels->len; i++)
        total += g_array_index(reading->pixels, PdSpan, i).len;
    if (total == 0 || pd_reading_len(reading) < reading->file_bytes)
        return;
    XXH3_state_t *state = XXH3_createState();
    if (!state)
        return;
    XXH3_128bits_reset(state);
    uint64_t length_le = GUINT64_TO_LE(total);
    hash(state, &length_le, sizeof length_le);
    hash_spans(state, reading, 0, END_BYTES);
    hash_spans(state, reading, total > END_BYTES ? total - END_BYTES : 0, END_BYTES);
    XXH128_canonical_t key;
    XXH128_canonicalFromHash(&key, XXH3_128bits_digest(state));
    XXH3_freeState(state);
    memcpy(reading->record->pixel_key, key.digest, sizeof reading->record->pixel_key);
}

/* Photoshop keeps the MD5 of the IIM block it wrote beside the XMP; another MD5 means that the IIM was edited later
 * (MWG Guidelines 2.0, 5.2). All zeros means "not known". */
static void compare_iim_digest(PdReading *reading) {
    static const uint8_t UNKNOWN[16];
    if (!reading->has_iim_digest || !reading->first_iim.data || memcmp(reading->iim_digest, UNKNOWN, 16) == 0)
        return;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_MD5);
    uint8_t md5[16];
    gsize len = sizeof md5;
    g_checksum_update(checksum, reading->first_iim.data, (gssize)reading->first_iim.len);
    g_checksum_get_digest(checksum, md5, &len);
    if (memcmp(md5, reading->iim_digest, sizeof md5) != 0)
        reading->record->signs |= PD_SIGN_IIM_EDITED;
}

/* False when no container knows the bytes, or the parts lack some. */
static bool read_image(const PdImageParts *parts, uint64_t file_bytes, const PdLimits *limits, bool wants_all,
                       PdRecord *record) {
    PdFormat format;
    const PdContainer *container = container_of(parts->head, parts->head_len, &format);
    if (!container)
        return false;
    PdReading reading = {.file = pd_cursor(parts->head, parts->head_len),
                         .tail = pd_cursor(parts->tail, parts->tail_len),
                         .file_bytes = MAX(file_bytes, (uint64_t)parts->len),
                         .limits = limits ? limits : pd_limits_default(),
                         .record = record,
                         .wants_all = wants_all,
                         .xmp_origin = PD_ORIGIN_XMP};
    reading.tail.base = parts->len - parts->tail_len;
    record->format = format;
    container->read(&reading);
    pd_block_read_kept(&reading);
    compare_iim_digest(&reading);
    make_pixel_key(&reading);
    pd_reading_done(&reading);
    return !reading.lacks_bytes;
}

static PdRecord *read_whole(const uint8_t *data, size_t len, uint64_t file_bytes, const PdLimits *limits, bool wants_all,
                            GError **error) {
    g_autoptr(PdRecord) record = pd_record_new();
    PdImageParts whole = {.head = data, .head_len = len, .len = len};
    if (read_image(&whole, file_bytes, limits, wants_all, record))
        return g_steal_pointer(&record);
    g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, len ? "no known image format" : "the file is empty");
    return NULL;
}

PdRecord *pd_image_read(const uint8_t *data, size_t len, uint64_t file_bytes, const PdLimits *limits, GError **error) {
    return read_whole(data, len, file_bytes, limits, false, error);
}

PdRecord *pd_image_read_all(const uint8_t *data, size_t len, uint64_t file_bytes, const PdLimits *limits, GError **error) {
    return read_whole(data, len, file_bytes, limits, true, error);
}

/* ---- parts ---- */

size_t pd_image_head_bytes(const uint8_t *head, size_t len) {
    PdFormat format;
    const PdContainer *container = len ? container_of(head, len, &format) : NULL;
    return container && container->head_bytes ? container->head_bytes(head, len) : 0;
}

bool pd_image_read_parts(const PdImageParts *parts, bool wants_all, const PdLimits *limits, PdRecord *record) {
    size_t need = pd_image_head_bytes(parts->head, parts->head_len);
    bool has_all = parts->head_len == parts->len;
    bool has_parts = need > 0 && parts->head_len >= need && parts->tail_len >= MIN(parts->len, (size_t)PD_IMAGE_END_BYTES);
    return (has_all || has_parts) && read_image(parts, parts->len, limits, wants_all, record);
}
