/* C2PA manifests (C2PA Technical Specification 2.1, A.2 to A.5; JUMBF: ISO/IEC 19566-5): that one is there, and the claim
 * generator that it names. The manifest is not verified. */
#include <string.h>

#include "image/block.h"

enum { TEXT_SHORT = 0x60, TEXT_1 = 0x78, TEXT_2 = 0x79, ARRAY_SHORT = 0x80, MAP_SHORT = 0xa0, MAJOR = 0xe0 };
enum { JPEG_PIECE_HEAD = 2 + 2 + 4 + 8 }; /* "JP", box instance, packet number, length and type of the superbox again */

/* A CBOR text (RFC 8949, 3.1) of at most 64 KiB. */
static bool take_cbor_text(PdCursor *in, PdCursor *out) {
    uint8_t head, small;
    uint16_t len = 0;
    if (!pd_cursor_u8(in, &head))
        return false;
    if (head >= TEXT_SHORT && head < TEXT_1)
        len = head - TEXT_SHORT;
    else if (head == TEXT_1 && pd_cursor_u8(in, &small))
        len = small;
    else if (head != TEXT_2 || !pd_cursor_be16(in, &len))
        return false;
    return pd_cursor_sub(in, len, out);
}

/* Goes behind the next occurrence of a CBOR text key. */
static bool find_key(PdCursor *in, const char *key) {
    size_t len = strlen(key);
    while (pd_cursor_left(in) > len) {
        const uint8_t *found = memmem(in->data + in->at, pd_cursor_left(in), key, len);
        if (!found)
            return false;
        size_t at = (size_t)(found - in->data);
        pd_cursor_seek(in, at + len);
        if (at > 0 && (in->data[at - 1] == TEXT_SHORT + len || in->data[at - 1] == len))
            return true;
    }
    return false;
}

static bool add_generator(PdReading *reading, PdCursor in) {
    PdCursor text;
    if (!take_cbor_text(&in, &text))
        return false;
    uint32_t flags = 0;
    g_autofree char *generator = pd_reading_text(text.data, text.len, PD_CHARSET_UTF8, &flags);
    pd_reading_add(reading, &(PdValue){.field = PD_FIELD_C2PA_GENERATOR,
                                       .origin = PD_ORIGIN_C2PA,
                                       .block = pd_reading_next_block(reading, PD_ORIGIN_C2PA),
                                       .flags = flags,
                                       .at = text.base,
                                       .property = "claim_generator",
                                       .text = generator});
    return true;
}

/* claim_generator is a text; claim_generator_info (2.0) a map, or a list of maps, with a "name". */
static void find_generator(PdReading *reading, PdCursor in) {
    PdCursor old = in, info = in;
    if (find_key(&old, "claim_generator") && add_generator(reading, old))
        return;
    uint8_t head;
    if (!find_key(&info, "claim_generator_info") || !pd_cursor_u8(&info, &head))
        return;
    if ((head & MAJOR) == ARRAY_SHORT && !pd_cursor_u8(&info, &head))
        return;
    if ((head & MAJOR) == MAP_SHORT && find_key(&info, "name"))
        add_generator(reading, info);
}

/* JPEG cuts a manifest into segments, each with a head of its own. */
static PdCursor without_heads(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    if (n_pieces < 2)
        return in;
    g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(PdCursor));
    for (size_t i = 0; i < n_pieces; i++) {
        PdCursor piece = pieces[i], body;
        if (i == 0 || pd_cursor_skip(&piece, JPEG_PIECE_HEAD))
            if (pd_cursor_sub(&piece, pd_cursor_left(&piece), &body))
                g_array_append_val(rest, body);
    }
    return pd_reading_join(reading, (const PdCursor *)(void *)rest->data, rest->len);
}

static void read_c2pa(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = without_heads(reading, pieces, n_pieces);
    enum { LABEL_WITHIN = 256 };
    size_t near = MIN(pd_cursor_left(&in), LABEL_WITHIN);
    if (near == 0 || !memmem(in.data + in.at, near, "c2pa", 4))
        return; /* JUMBF of another kind */
    reading->record->signs |= PD_SIGN_C2PA;
    find_generator(reading, in);
}

const PdBlock pd_block_c2pa = {
    .name = "c2pa",
    .help = "C2PA manifest: that it is there, and its claim generator",
    .jpeg_marker = 0xeb,
    .jpeg_signature = "JP",
    .jpeg_signature_len = 2,
    .is_joined = true,
    .png_chunk = "caBX",
    .riff_chunk = "C2PA",
    .tiff_tag = 0xcd41,
    .box_uuid = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81",
    .read = read_c2pa,
};
