/* HEIF and AVIF (ISO/IEC 23008-12; AV1 Image File Format): the meta box tells the items; the primary item's ispe property
 * is the size as stored, before rotation, mirroring and cropping; EXIF and XMP are items of their own. Left out: image
 * sequences without a meta box, items built of other items (construction method 2). */
#include <string.h>

#include "image/block.h"
#include "image/box.h"
#include "image/container.h"

typedef struct {
    uint64_t at, len; /* absolute in the file, or in idat */
    bool is_in_idat;
} Extent;

typedef struct {
    uint32_t id;
    char type[5];
    bool is_xmp;
    bool has_subject, is_of_primary; /* it describes other items; the primary one is among them */
    GArray *extents;                 /* (nullable) of Extent */
} Item;

typedef struct {
    PdReading *reading;
    uint32_t primary;
    GArray *items;     /* of Item */
    GHashTable *by_id; /* id -> index + 1 */
    PdCursor idat;
    PdCursor iref; /* which items belong together */
    PdCursor ipco; /* the properties, counted from 1 */
    GArray *ipma;  /* of PdCursor: which properties belong to which item */
} Meta;

static PdFormat format_of_brand(const uint8_t *brand) {
    static const char AVIF[] = "avifavis", HEIF[] = "heicheixheimheishevchevxhevmhevsmif1msf1mif2j2ki";
    for (const char *p = AVIF; *p; p += 4)
        if (memcmp(p, brand, 4) == 0)
            return PD_FORMAT_AVIF;
    for (const char *p = HEIF; *p; p += 4)
        if (memcmp(p, brand, 4) == 0)
            return PD_FORMAT_HEIF;
    return PD_FORMAT_UNKNOWN;
}

/* The major brand; "mif1" says only that it is HEIF, so the compatible brands are asked whether it is AVIF. */
static PdFormat sniff(const uint8_t *data, size_t len) {
    PdCursor in = pd_cursor(data, len);
    PdBox box;
    const uint8_t *brand;
    if (!pd_box_next(&in, &box) || !pd_box_is(&box, "ftyp") || !(brand = pd_cursor_take(&box.body, 4)))
        return PD_FORMAT_UNKNOWN;
    PdFormat format = format_of_brand(brand);
    bool is_general = memcmp(brand, "mif1", 4) == 0 || memcmp(brand, "msf1", 4) == 0;
    pd_cursor_skip(&box.body, 4);
    while ((is_general || format == PD_FORMAT_UNKNOWN) && (brand = pd_cursor_take(&box.body, 4))) {
        PdFormat other = format_of_brand(brand);
        if (other == PD_FORMAT_AVIF || format == PD_FORMAT_UNKNOWN)
            format = other;
    }
    return format;
}

static void clear_item(gpointer data) {
    Item *item = data;
    if (item->extents)
        g_array_free(item->extents, TRUE);
}

static Item *item_of(Meta *meta, uint32_t id) {
    guint index = GPOINTER_TO_UINT(g_hash_table_lookup(meta->by_id, GUINT_TO_POINTER(id)));
    if (index)
        return &g_array_index(meta->items, Item, index - 1);
    if (meta->items->len >= meta->reading->limits->segments)
        return NULL;
    Item item = {.id = id};
    g_array_append_val(meta->items, item);
    g_hash_table_insert(meta->by_id, GUINT_TO_POINTER(id), GUINT_TO_POINTER(meta->items->len));
    return &g_array_index(meta->items, Item, meta->items->len - 1);
}

/* Version byte and flags of a full box. */
static bool take_version(PdCursor *in, uint8_t *out_version, uint32_t *out_flags) {
    uint32_t word;
    if (!pd_cursor_be32(in, &word))
        return false;
    *out_version = (uint8_t)(word >> 24);
    *out_flags = word & 0xffffff;
    return true;
}

/* A number of 0, 2, 4 or 8 bytes. */
static bool take_sized(PdCursor *in, unsigned bytes, uint64_t *out) {
    uint16_t small;
    uint32_t medium;
    *out = 0;
    if (bytes == 0)
        return true;
    if (bytes == 8)
        return pd_cursor_be64(in, out);
    if (bytes == 2 && pd_cursor_be16(in, &small)) {
        *out = small;
        return true;
    }
    if (bytes == 4 && pd_cursor_be32(in, &medium)) {
        *out = medium;
        return true;
    }
    return false;
}

static bool take_id(PdCursor *in, bool is_long, uint32_t *out) {
    uint64_t id;
    if (!take_sized(in, is_long ? 4 : 2, &id))
        return false;
    *out = (uint32_t)id;
    return true;
}

static bool take_string(PdCursor *in, PdCursor *out) {
    const uint8_t *nul = pd_cursor_left(in) ? memchr(in->data + in->at, 0, pd_cursor_left(in)) : NULL;
    size_t len = nul ? (size_t)(nul - in->data) - in->at : pd_cursor_left(in);
    return pd_cursor_sub(in, len, out) && (!nul || pd_cursor_skip(in, 1));
}

/* ItemInfoEntry (8.11.6): id, protection, type, name, content type. */
static void read_infe(Meta *meta, PdCursor in) {
    uint8_t version;
    uint32_t flags, id;
    const uint8_t *type;
    PdCursor name, mime;
    if (!take_version(&in, &version, &flags) || version < 2 || !take_id(&in, version >= 3, &id) || !pd_cursor_skip(&in, 2) ||
        !(type = pd_cursor_take(&in, 4)))
        return;
    Item *item = item_of(meta, id);
    if (!item)
        return;
    memcpy(item->type, type, 4);
    if (memcmp(type, "mime", 4) == 0 && take_string(&in, &name) && take_string(&in, &mime)) {
        const char *wanted = pd_block_xmp.heif_mime;
        item->is_xmp = mime.len == strlen(wanted) && memcmp(mime.data, wanted, mime.len) == 0;
    }
}

static void read_iinf(Meta *meta, PdCursor in) {
    uint8_t version;
    uint32_t flags;
    uint64_t count;
    PdBox box;
    if (!take_version(&in, &version, &flags) || !take_sized(&in, version == 0 ? 2 : 4, &count))
        return;
    for (size_t n = 0; n < meta->reading->limits->segments && pd_box_next(&in, &box); n++)
        if (pd_box_is(&box, "infe"))
            read_infe(meta, box.body);
}

typedef struct {
    uint8_t version;
    unsigned offset_bytes, length_bytes, base_bytes, index_bytes;
} IlocSizes;

static bool read_location(Meta *meta, PdCursor *in, const IlocSizes *sizes) {
    uint32_t id;
    uint16_t method = 0, reference, n_extents;
    uint64_t base, index, offset, length;
    if (!take_id(in, sizes->version == 2, &id) || (sizes->version > 0 && !pd_cursor_be16(in, &method)) ||
        !pd_cursor_be16(in, &reference) || !take_sized(in, sizes->base_bytes, &base) || !pd_cursor_be16(in, &n_extents))
        return false;
    Item *item = item_of(meta, id);
    for (uint16_t i = 0; i < n_extents; i++) {
        if ((sizes->version > 0 && !take_sized(in, sizes->index_bytes, &index)) ||
            !take_sized(in, sizes->offset_bytes, &offset) || !take_sized(in, sizes->length_bytes, &length))
            return false;
        if (!item || (method & 0xf) > 1 || offset > UINT64_MAX - base)
            continue;
        Extent extent = {base + offset, length, (method & 0xf) == 1};
        if (!item->extents)
            item->extents = g_array_new(FALSE, FALSE, sizeof(Extent));
        g_array_append_val(item->extents, extent);
    }
    return true;
}

/* ItemLocationBox (8.11.3). */
static void read_iloc(Meta *meta, PdCursor in) {
    uint32_t flags;
    uint16_t packed;
    uint64_t count;
    IlocSizes sizes;
    if (!take_version(&in, &sizes.version, &flags) || sizes.version > 2 || !pd_cursor_be16(&in, &packed) ||
        !take_sized(&in, sizes.version < 2 ? 2 : 4, &count))
        return;
    sizes.offset_bytes = packed >> 12;
    sizes.length_bytes = packed >> 8 & 0xf;
    sizes.base_bytes = packed >> 4 & 0xf;
    sizes.index_bytes = packed & 0xf;
    for (uint64_t i = 0; i < count && i < meta->reading->limits->segments; i++)
        if (!read_location(meta, &in, &sizes)) {
            pd_reading_truncated(meta->reading, "heif", pd_cursor_offset(&in), "the table of item places ends too early");
            return;
        }
}

static void read_iprp(Meta *meta, PdCursor in) {
    PdBox box;
    while (pd_box_next(&in, &box)) {
        if (pd_box_is(&box, "ipco"))
            meta->ipco = box.body;
        else if (pd_box_is(&box, "ipma"))
            g_array_append_val(meta->ipma, box.body);
    }
}

static void read_meta(Meta *meta, PdCursor in) {
    uint8_t version;
    uint32_t flags;
    PdBox box;
    if (!take_version(&in, &version, &flags))
        return;
    for (size_t n = 0; n < meta->reading->limits->segments && pd_box_next(&in, &box); n++) {
        if (pd_box_is(&box, "pitm")) {
            if (take_version(&box.body, &version, &flags))
                take_id(&box.body, version > 0, &meta->primary);
        } else if (pd_box_is(&box, "iinf")) {
            read_iinf(meta, box.body);
        } else if (pd_box_is(&box, "iloc")) {
            read_iloc(meta, box.body);
        } else if (pd_box_is(&box, "iprp")) {
            read_iprp(meta, box.body);
        } else if (pd_box_is(&box, "iref")) {
            meta->iref = box.body;
        } else if (pd_box_is(&box, "idat")) {
            meta->idat = box.body;
        }
    }
}

/* ispe: width and height of property number index. */
static bool read_ispe(const Meta *meta, uint32_t index) {
    PdCursor in = meta->ipco;
    PdBox box;
    for (uint32_t i = 1; pd_box_next(&in, &box); i++) {
        uint32_t word, width, height;
        if (i != index)
            continue;
        if (!pd_box_is(&box, "ispe") || !pd_cursor_be32(&box.body, &word) || !pd_cursor_be32(&box.body, &width) ||
            !pd_cursor_be32(&box.body, &height))
            return false;
        meta->reading->record->width_px = width;
        meta->reading->record->height_px = height;
        return true;
    }
    return false;
}

/* The properties that belong to the primary item (8.11.14). */
static void read_size(const Meta *meta, PdCursor in) {
    uint8_t version, n_properties;
    uint32_t flags, count, id;
    if (!take_version(&in, &version, &flags) || !pd_cursor_be32(&in, &count))
        return;
    for (uint32_t i = 0; i < count && take_id(&in, version > 0, &id) && pd_cursor_u8(&in, &n_properties); i++)
        for (uint8_t k = 0; k < n_properties; k++) {
            uint64_t index;
            uint8_t small;
            if (flags & 1 ? !take_sized(&in, 2, &index) : !pd_cursor_u8(&in, &small))
                return;
            index = flags & 1 ? index & 0x7fff : small & 0x7fu;
            if (id == meta->primary && read_ispe(meta, (uint32_t)index))
                return;
        }
}

/* ItemReferenceBox (8.11.12): which items the metadata items describe. */
static void read_iref(Meta *meta, PdCursor in) {
    uint8_t version;
    uint32_t flags, from, to;
    uint16_t n;
    PdBox box;
    if (!take_version(&in, &version, &flags))
        return;
    for (size_t k = 0; k < meta->reading->limits->segments && pd_box_next(&in, &box); k++) {
        if (!pd_box_is(&box, "cdsc") || !take_id(&box.body, version > 0, &from) || !pd_cursor_be16(&box.body, &n))
            continue;
        Item *item = item_of(meta, from);
        for (uint16_t i = 0; item && i < n && take_id(&box.body, version > 0, &to); i++) {
            item->has_subject = true;
            item->is_of_primary = item->is_of_primary || to == meta->primary;
        }
    }
}

/* The bytes of an item's extents. False when they lie outside the file. */
static bool item_bytes(const Meta *meta, const Item *item, GArray *out) {
    for (guint i = 0; item->extents && i < item->extents->len; i++) {
        const Extent *extent = &g_array_index(item->extents, Extent, i);
        PdCursor whole = extent->is_in_idat ? meta->idat : meta->reading->file, piece;
        if (extent->at > whole.len || !pd_cursor_seek(&whole, (size_t)extent->at))
            return false;
        size_t len = extent->len ? (size_t)MIN(extent->len, SIZE_MAX) : pd_cursor_left(&whole); /* 0: up to the end */
        if (!pd_cursor_sub(&whole, len, &piece))
            return false;
        g_array_append_val(out, piece);
    }
    return out->len > 0;
}

/* An EXIF item begins with the distance to its TIFF header (Annex A.2.1), which some writers forget. */
static PdCursor without_offset(PdCursor in) {
    uint32_t offset;
    PdCursor rest = {0};
    if (pd_cursor_looks_at(&in, "Exif\0", 6) || pd_cursor_looks_at(&in, "II*", 4) || pd_cursor_looks_at(&in, "MM\0*", 4))
        return in;
    if (!pd_cursor_be32(&in, &offset))
        return rest;
    if (!pd_cursor_looks_at(&in, "Exif\0", 6))
        pd_cursor_skip(&in, offset);
    pd_cursor_sub(&in, pd_cursor_left(&in), &rest);
    return rest;
}

static const PdBlock *block_of(const Item *item) {
    if (item->is_xmp)
        return &pd_block_xmp;
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if (*(*row)->heif_item && memcmp((*row)->heif_item, item->type, 4) == 0)
            return *row;
    return NULL;
}

static size_t sum_of(const GArray *pieces) {
    size_t sum = 0;
    for (guint i = 0; i < pieces->len; i++)
        sum += MIN(g_array_index(pieces, PdCursor, i).len, SIZE_MAX - sum);
    return sum;
}

static void read_block(const Meta *meta, const PdBlock *block, const GArray *pieces) {
    PdReading *reading = meta->reading;
    if (sum_of(pieces) > reading->limits->block_bytes) {
        pd_reading_problem(reading, block->name, PD_AT_UNKNOWN, "the item is longer than %zu bytes",
                           reading->limits->block_bytes);
        return;
    }
    PdCursor bytes = pd_reading_join(reading, (const PdCursor *)(void *)pieces->data, pieces->len);
    pd_block_read(block, reading, block == &pd_block_exif ? without_offset(bytes) : bytes);
}

static void read_item(const Meta *meta, const Item *item) {
    const PdBlock *block = block_of(item);
    bool is_other = memcmp(item->type, "mime", 4) == 0 || memcmp(item->type, "uri ", 4) == 0;
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(PdCursor));
    bool is_whole = item_bytes(meta, item, pieces);
    if (!is_whole && block)
        pd_reading_truncated(meta->reading, block->name, PD_AT_UNKNOWN, "the item lies outside the file");
    if (!is_whole)
        return;
    if (block) {
        read_block(meta, block, pieces);
        return;
    }
    for (guint i = 0; !is_other && i < pieces->len; i++) {
        const PdCursor *piece = &g_array_index(pieces, PdCursor, i);
        pd_reading_pixels(meta->reading, (size_t)piece->base, piece->len);
    }
}

/* Blocks of the primary image; those of a thumbnail or of another picture only where it has none. */
static void read_items(const Meta *meta) {
    GPtrArray *of_others = g_ptr_array_new();
    for (guint i = 0; i < meta->items->len; i++) {
        Item *item = &g_array_index(meta->items, Item, i);
        if (item->has_subject && !item->is_of_primary)
            g_ptr_array_add(of_others, item);
        else
            read_item(meta, item);
    }
    bool has_exif = meta->reading->n_blocks[PD_ORIGIN_EXIF] > 0, has_xmp = meta->reading->n_blocks[PD_ORIGIN_XMP] > 0;
    for (guint i = 0; i < of_others->len; i++) {
        const Item *item = g_ptr_array_index(of_others, i);
        if (item->is_xmp ? !has_xmp : !has_exif)
            read_item(meta, item);
    }
    g_ptr_array_free(of_others, TRUE);
}

static void read_heif(PdReading *reading) {
    PdCursor in = reading->file;
    PdBox box;
    Meta meta = {.reading = reading,
                 .items = g_array_new(FALSE, TRUE, sizeof(Item)),
                 .by_id = g_hash_table_new(NULL, NULL),
                 .ipma = g_array_new(FALSE, FALSE, sizeof(PdCursor))};
    g_array_set_clear_func(meta.items, clear_item);
    for (size_t n = 0; n < reading->limits->segments && pd_box_next(&in, &box); n++) {
        if (box.is_cut)
            pd_reading_truncated(reading, "heif", box.body.base, "the file ends inside a box");
        if (pd_box_is(&box, "meta") && meta.items->len == 0)
            read_meta(&meta, box.body);
        else if (pd_box_is(&box, "uuid"))
            pd_block_read_uuid(reading, box.body);
    }
    read_iref(&meta, meta.iref);
    for (guint i = 0; i < meta.ipma->len && reading->record->width_px == 0; i++)
        read_size(&meta, g_array_index(meta.ipma, PdCursor, i));
    read_items(&meta);
    if (reading->record->width_px == 0)
        pd_reading_problem(reading, "heif", 0, "no property tells the size of the primary image");
    g_array_free(meta.items, TRUE);
    g_array_free(meta.ipma, TRUE);
    g_hash_table_destroy(meta.by_id);
}

const PdContainer pd_container_heif = {
    .name = "heif",
    .help = "HEIF, HEIC and AVIF: EXIF and XMP items",
    .sniff = sniff,
    .read = read_heif,
};
