/* XMP packets (ISO 16684-1, 7.3): where the text begins and ends, its charset, and a second chance for damaged ones. What
 * the text says is read by image/rdf.c. */
#include <string.h>

#include "codec/xml_mend.h"
#include "codec/xml_scan.h"
#include "image/block.h"
#include "image/rdf.h"

/* What stands behind the last element: padding, the closing instruction, NULs (ISO 16684-1, 7.3). */
static void cut_padding(PdCursor *in) {
    if (in->len == 0)
        return;
    const uint8_t *mark = memrchr(in->data, '<', in->len);
    if (mark && in->len - (size_t)(mark - in->data) > 9 && memcmp(mark, "<?xpacket", 9) == 0)
        in->len = (size_t)(mark - in->data);
    const uint8_t *last = in->len ? memrchr(in->data, '>', in->len) : NULL;
    bool is_padding = last != NULL;
    for (const uint8_t *p = in->data + in->len; is_padding && p > last + 1 && p > in->data + in->len - 16; p--)
        is_padding = p[-1] == 0 || g_ascii_isspace(p[-1]);
    if (is_padding)
        in->len = (size_t)(last - in->data) + 1;
}

/* The charset by byte order mark, or by where the NULs of the first '<' stand. */
static PdCharset charset_of(const uint8_t *p, size_t len) {
    if (len < 4)
        return PD_CHARSET_UTF8;
    if (memcmp(p, "\xff\xfe\0\0", 4) == 0 || memcmp(p, "<\0\0\0", 4) == 0)
        return PD_CHARSET_UTF32LE;
    if (memcmp(p, "\0\0\xfe\xff", 4) == 0 || memcmp(p, "\0\0\0<", 4) == 0)
        return PD_CHARSET_UTF32BE;
    if (memcmp(p, "\xff\xfe", 2) == 0 || (memcmp(p, "<\0", 2) == 0 && p[2] && !p[3]))
        return PD_CHARSET_UTF16LE;
    if (memcmp(p, "\xfe\xff", 2) == 0 || (memcmp(p, "\0<\0", 3) == 0 && p[3]))
        return PD_CHARSET_UTF16BE;
    return PD_CHARSET_UTF8;
}

static PdCursor without_mark(PdCursor in) {
    if (pd_cursor_looks_at(&in, "\xef\xbb\xbf", 3))
        pd_cursor_skip(&in, 3);
    while (pd_cursor_left(&in) > 0 && (in.data[in.at] == 0 || g_ascii_isspace(in.data[in.at])))
        pd_cursor_skip(&in, 1);
    PdCursor rest;
    pd_cursor_sub(&in, pd_cursor_left(&in), &rest);
    return rest;
}

/* As UTF-8, in a buffer of the reading when it was something else. */
static PdCursor as_utf8(PdReading *reading, PdCursor in, uint64_t *out_unit) {
    PdCharset charset = charset_of(in.data, in.len);
    *out_unit = charset == PD_CHARSET_UTF8 ? 1 : charset == PD_CHARSET_UTF16LE || charset == PD_CHARSET_UTF16BE ? 2 : 4;
    if (*out_unit > 1) {
        char *text = pd_text_from_bytes(in.data, in.len, charset, NULL, NULL);
        in = pd_reading_own(reading, (uint8_t *)text, strlen(text), in.base);
    }
    return without_mark(in);
}

static bool parse(PdReading *reading, PdRdf *rdf, PdCursor in, size_t *out_at, GError **error) {
    pd_rdf_begin(rdf, in);
    return pd_xml_read(in.data, in.len, "UTF-8", reading->limits, &pd_rdf_xml_events, rdf, out_at, error);
}

/* By the quick scanner, else by Expat, else by Expat once more with forbidden bytes made good. */
static void parse_packet(PdReading *reading, PdRdf *rdf, PdCursor in, uint64_t unit) {
    g_autoptr(GError) error = NULL;
    size_t at = 0;
    pd_rdf_begin(rdf, in);
    if (pd_xml_scan(in.data, in.len, reading->limits, &pd_rdf_scan_events, rdf) || parse(reading, rdf, in, &at, &error))
        return;
    pd_reading_problem(reading, "xmp", in.base + at * unit, "%s", error->message);
    if (strstr(error->message, "invalid") || strstr(error->message, "undefined entity")) {
        size_t len;
        bool is_western;
        char *text = pd_xml_mend(in.data, in.len, &len, &is_western);
        pd_rdf_set_western(rdf, is_western);
        parse(reading, rdf, pd_reading_own(reading, (uint8_t *)text, len, in.base), NULL, NULL);
    }
}

static void read_xmp(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces);
    if (in.len > reading->limits->block_bytes) {
        pd_reading_problem(reading, "xmp", in.base, "the packet is longer than %zu bytes", reading->limits->block_bytes);
        return;
    }
    uint64_t unit;
    in = as_utf8(reading, in, &unit);
    cut_padding(&in);
    PdRdf *rdf = pd_rdf_new(reading, pd_reading_next_block(reading, reading->xmp_origin), unit);
    if (in.len > 0)
        parse_packet(reading, rdf, in, unit);
    pd_rdf_end(rdf);
    pd_rdf_free(rdf);
}

/* A packet whose signature is damaged or preceded by another. */
static size_t find_packet(const PdCursor *segment) {
    enum { NEAR = 96 };
    size_t len = MIN(pd_cursor_left(segment), NEAR);
    const uint8_t *start = segment->data + segment->at;
    const uint8_t *found = len ? memmem(start, len, "<?xpacket", 9) : NULL;
    if (!found && len)
        found = memmem(start, len, "<x:x", 4);
    return found ? (size_t)(found - segment->data) : SIZE_MAX;
}

const PdBlock pd_block_xmp = {
    .name = "xmp",
    .help = "XMP: IPTC Core and Extension, PLUS, Creative Commons, camera",
    .jpeg_marker = 0xe1,
    .jpeg_signature = "http://ns.adobe.com/xap/1.0/",
    .jpeg_signature_len = 29,
    .jpeg_skip = 29,
    .jpeg_find = find_packet,
    .riff_chunk = "XMP ",
    .tiff_tag = 700,
    .box_uuid = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac",
    .heif_mime = "application/rdf+xml",
    .read = read_xmp,
};
