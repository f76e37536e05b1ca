/* PNG text chunks (W3C PNG, 11.3.3): tEXt and zTXt in Latin-1, iTXt in UTF-8; XMP under its own keyword; raw profiles, in
 * which ImageMagick and others keep EXIF, IPTC and XMP as hex digits. The only file that includes zlib. */
#include <string.h>

#include <zlib.h>

#include "image/block.h"

enum { LONGEST_KEYWORD = 79 };

/* Inflates at most what the limit leaves to the file. The cursor is empty when the stream is damaged from its start. */
static PdCursor inflated(PdReading *reading, PdCursor in) {
    size_t max = reading->limits->block_bytes - reading->inflated_bytes;
    z_stream stream = {.next_in = (Bytef *)in.data, .avail_in = (uInt)MIN(in.len, max)};
    if (inflateInit(&stream) != Z_OK)
        return pd_cursor(NULL, 0);
    GByteArray *out = g_byte_array_new();
    int status = Z_OK;
    uint8_t chunk[16384];
    while (status == Z_OK && out->len < max) {
        stream.next_out = chunk;
        stream.avail_out = (uInt)MIN(sizeof chunk, max - out->len);
        status = inflate(&stream, Z_NO_FLUSH);
        g_byte_array_append(out, chunk, (guint)(stream.next_out - chunk));
    }
    inflateEnd(&stream);
    reading->inflated_bytes += out->len;
    if (status == Z_OK)
        pd_reading_problem(reading, "png", in.base, "compressed texts are longer than %zu bytes",
                           reading->limits->block_bytes);
    else if (status != Z_STREAM_END)
        pd_reading_truncated(reading, "png", in.base, "compressed text is damaged");
    size_t len = out->len;
    return pd_reading_own(reading, g_byte_array_free(out, FALSE), len, in.base);
}

/* A text up to its NUL, which is consumed. */
static bool take_string(PdCursor *in, PdCursor *out) {
    const uint8_t *nul = pd_cursor_left(in) ? memchr(in->data + in->at, 0, pd_cursor_left(in)) : NULL;
    return nul && pd_cursor_sub(in, (size_t)(nul - in->data) - in->at, out) && pd_cursor_skip(in, 1);
}

static int hex_value(uint8_t c) {
    return g_ascii_xdigit_value((char)c);
}

/* "\nexif\n     1234\n45786966…" */
static void read_raw_profile(PdReading *reading, PdCursor in) {
    for (int line = 0; line < 3; line++) {
        const uint8_t *end = pd_cursor_left(&in) ? memchr(in.data + in.at, '\n', pd_cursor_left(&in)) : NULL;
        if (!end)
            return;
        pd_cursor_seek(&in, (size_t)(end - in.data) + 1);
    }
    uint8_t *bytes = g_malloc(pd_cursor_left(&in) / 2 + 1);
    size_t n = 0;
    int high = -1;
    for (size_t i = in.at; i < in.len; i++) {
        int value = hex_value(in.data[i]);
        if (value < 0)
            continue;
        if (high >= 0)
            bytes[n++] = (uint8_t)(high << 4 | value);
        high = high >= 0 ? -1 : value;
    }
    pd_block_read_any(reading, pd_reading_own(reading, bytes, n, in.base));
}

static void add_text(PdReading *reading, const char *keyword, PdCursor body, PdCharset charset, const char *lang) {
    PdField field = pd_reading_field_by_png(keyword);
    uint32_t flags = 0;
    g_autofree char *text = pd_reading_text(body.data, body.len, charset, &flags);
    pd_reading_add(reading, &(PdValue){.field = field,
                                       .origin = PD_ORIGIN_PNG,
                                       .block = pd_reading_next_block(reading, PD_ORIGIN_PNG),
                                       .flags = flags,
                                       .at = body.base,
                                       .property = keyword,
                                       .text = text,
                                       .lang = lang && *lang ? lang : NULL});
}

/* iTXt: compression flag and method, language, translated keyword. */
static bool take_international(PdCursor *in, bool *out_is_compressed, PdCursor *out_lang) {
    uint8_t flag, method;
    PdCursor translated;
    if (!pd_cursor_u8(in, &flag) || !pd_cursor_u8(in, &method) || !take_string(in, out_lang) ||
        !take_string(in, &translated))
        return false;
    *out_is_compressed = flag == 1;
    return true;
}

/* The piece begins with the chunk's type, which says what follows. */
static void read_pngtext(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    PdCursor in = pd_reading_join(reading, pieces, n_pieces), key, lang = {0}, body;
    const uint8_t *type = pd_cursor_take(&in, 4);
    if (!type || !take_string(&in, &key) || key.len == 0 || key.len > LONGEST_KEYWORD) {
        pd_reading_problem(reading, "png", in.base, "a text chunk without a keyword");
        return;
    }
    bool is_international = type[0] == 'i', is_compressed = type[0] == 'z';
    if ((is_compressed && !pd_cursor_skip(&in, 1)) ||
        (is_international && !take_international(&in, &is_compressed, &lang))) {
        pd_reading_problem(reading, "png", in.base, "a text chunk ends too early");
        return;
    }
    uint32_t flags = 0;
    g_autofree char *keyword = g_strchomp(pd_reading_text(key.data, key.len, PD_CHARSET_LATIN1, &flags));
    g_autofree char *language = lang.data ? pd_reading_text(lang.data, lang.len, PD_CHARSET_GUESS, &flags) : NULL;
    pd_cursor_sub(&in, pd_cursor_left(&in), &body);
    bool is_profile = g_str_has_prefix(keyword, "Raw profile type "), is_xmp = strcmp(keyword, "XML:com.adobe.xmp") == 0;
    if (!is_profile && !is_xmp && !reading->wants_all && pd_reading_field_by_png(keyword) == PD_FIELD_OTHER)
        return;
    if (is_compressed)
        body = inflated(reading, body);
    if (is_profile)
        read_raw_profile(reading, body);
    else if (is_xmp)
        pd_block_read(&pd_block_xmp, reading, body);
    else
        add_text(reading, keyword, body, is_international ? PD_CHARSET_UTF8 : PD_CHARSET_CP1252, language);
}

const PdBlock pd_block_pngtext = {
    .name = "pngtext",
    .help = "PNG text chunks: title, author, copyright, description; XMP and raw profiles",
    .read = read_pngtext,
};
