/* Which charset a page is in (codec/html_bytes.h): a byte order mark wins, then bytes that are valid UTF-8 are UTF-8
 * whatever the page says, then the statement in its header counts; a statement that does not fit falls back to
 * Windows-1252 (WHATWG HTML, 13.2.3.2 "Determining the character encoding", with the validity test put first).
 */
#include "codec/html_bytes.h"

#include <string.h>

#include <glib.h>

#include "codec/text.h"

/* WHATWG looks for the statement in the first 1024 bytes; many real pages put it later. */
#define HEADER_BYTES 8192u

/* What pages call the charsets that are not UTF-8, and the name the converter knows. Single-byte Western labels all mean
 * Windows-1252, as browsers take them. */
static const struct {
    const char *label, *name;
} CHARSETS[] = {
    {"windows-1252", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"iso-8859-15", "ISO-8859-15"},
    {"windows-1250", "WINDOWS-1250"},
    {"iso-8859-2", "ISO-8859-2"},
    {"windows-1251", "WINDOWS-1251"},
    {"koi8-r", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"iso-8859-5", "ISO-8859-5"},
    {"windows-1253", "WINDOWS-1253"},
    {"iso-8859-7", "ISO-8859-7"},
    {"windows-1254", "WINDOWS-1254"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"windows-1255", "WINDOWS-1255"},
    {"windows-1256", "WINDOWS-1256"},
    {"windows-1257", "WINDOWS-1257"},
    {"iso-8859-13", "ISO-8859-13"},
    {"windows-1258", "WINDOWS-1258"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"euc-jp", "EUC-JP"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"gb2312", "GB18030"},
    {"gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
};

static const char *charset_named(const char *label, size_t len) {
    for (size_t i = 0; i < G_N_ELEMENTS(CHARSETS); i++)
        if (strlen(CHARSETS[i].label) == len && g_ascii_strncasecmp(CHARSETS[i].label, label, len) == 0)
            return CHARSETS[i].name;
    return NULL;
}

/* The charset the header states, NULL when it states none that is known. */
static const char *stated_charset(const uint8_t *data, size_t len) {
    const char *at = (const char *)data, *end = at + MIN(len, HEADER_BYTES);
    while ((at = memchr(at, '=', (size_t)(end - at))) != NULL) {
        const char *before = at++;
        if ((size_t)(before - (const char *)data) < 7 || g_ascii_strncasecmp(before - 7, "charset", 7) != 0)
            continue;
        while (at < end && (*at == ' ' || *at == '"' || *at == '\''))
            at++;
        size_t n = 0;
        while (at + n < end && (g_ascii_isalnum(at[n]) || at[n] == '-' || at[n] == '_'))
            n++;
        const char *name = charset_named(at, n);
        if (name)
            return name;
    }
    return NULL;
}

/* A page cut in the middle of a character, or with one stray byte, is UTF-8 all the same: more good than bad sequences. */
static bool is_mostly_utf8(const uint8_t *data, size_t len) {
    size_t good = 0, bad = 0;
    const char *at = (const char *)data, *end = at + len;
    while (at < end) {
        if ((uint8_t)*at < 0x80) {
            at++;
            continue;
        }
        gunichar c = g_utf8_get_char_validated(at, end - at);
        bool is_char = c != (gunichar)-1 && c != (gunichar)-2;
        good += is_char;
        bad += !is_char;
        at += is_char ? g_utf8_skip[(uint8_t)*at] : 1;
    }
    return good > bad;
}

static void take(PdHtmlBytes *bytes, char *own, const char *charset, int bytes_per_char) {
    bytes->own = own;
    bytes->text = own;
    bytes->len = strlen(own);
    bytes->charset = charset;
    bytes->bytes_per_char = bytes_per_char;
}

static bool convert(PdHtmlBytes *bytes, const uint8_t *data, size_t len, const char *charset) {
    gsize n = 0;
    char *own = g_convert_with_fallback((const char *)data, (gssize)len, "UTF-8", charset, "\xef\xbf\xbd", NULL, &n, NULL);
    if (!own)
        return false;
    own = g_realloc(own, n + 1);
    own[n] = '\0';
    if (strlen(own) != n || !g_utf8_validate(own, (gssize)n, NULL)) {
        g_free(own);
        return false;
    }
    take(bytes, own, charset, -1);
    return true;
}

static bool by_mark(PdHtmlBytes *bytes, const uint8_t *data, size_t len) {
    if (len < 2 || !((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
        return false;
    bool is_big = data[0] == 0xfe;
    char *own =
        pd_text_from_bytes(data + 2, len - 2, is_big ? PD_CHARSET_UTF16BE : PD_CHARSET_UTF16LE, &bytes->is_repaired, NULL);
    take(bytes, own, is_big ? "UTF-16BE" : "UTF-16LE", -1);
    return true;
}

void pd_html_bytes_init(PdHtmlBytes *bytes, const uint8_t *data, size_t len) {
    *bytes = (PdHtmlBytes){.charset = "UTF-8"};
    if (len == 0 || by_mark(bytes, data, len))
        return;
    if (len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
        bytes->shift = 3;
    data += bytes->shift;
    len -= bytes->shift;
    const char *stated = stated_charset(data, len);
    bool is_escaped = stated && strcmp(stated, "ISO-2022-JP") == 0; /* its bytes are all ASCII */
    if (!is_escaped && g_utf8_validate_len((const char *)data, len, NULL)) {
        bytes->text = (const char *)data;
        bytes->len = len;
        return;
    }
    if (bytes->shift == 0 && stated && strcmp(stated, "WINDOWS-1252") != 0 && convert(bytes, data, len, stated))
        return;
    bool is_utf8 = bytes->shift > 0 || is_mostly_utf8(data, len);
    char *own = pd_text_from_bytes(data, len, is_utf8 ? PD_CHARSET_UTF8 : PD_CHARSET_CP1252, &bytes->is_repaired, NULL);
    take(bytes, own, is_utf8 ? "UTF-8" : "WINDOWS-1252", is_utf8 ? -1 : 1);
}

void pd_html_bytes_done(PdHtmlBytes *bytes) {
    g_free(bytes->own);
    *bytes = (PdHtmlBytes){0};
}

char *pd_html_bytes_own(PdHtmlBytes *bytes) {
    if (!bytes->own) {
        bytes->own = g_malloc(bytes->len + 1);
        memcpy(bytes->own, bytes->text, bytes->len);
        bytes->own[bytes->len] = '\0';
        bytes->text = bytes->own;
    }
    return bytes->own;
}

uint64_t pd_html_bytes_offset(PdHtmlBytes *bytes, size_t at) {
    if (bytes->bytes_per_char == 0)
        return bytes->shift + at;
    if (bytes->bytes_per_char < 0 || at < bytes->walked_text)
        return UINT64_MAX;
    bytes->walked_chars += (size_t)g_utf8_strlen(bytes->text + bytes->walked_text, (gssize)(at - bytes->walked_text));
    bytes->walked_text = at;
    return bytes->walked_chars;
}
