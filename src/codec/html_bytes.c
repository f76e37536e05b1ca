/* Which charset a page is in (codec/html_bytes.h): a byte order mark wins, then bytes that are valid UTF-8 are UTF-8
 * whatever the page says, then the statement in its header counts; where that does not fit, the page's letters and its
 * language tell, and Windows-1252 is the last resort (WHATWG HTML, 13.2.3.2 "Determining the character encoding", with the
 * validity test put first).
 */
#include "codec/html_bytes.h"

#include <string.h>

#include <glib.h>

#include "codec/charset.h"
#include "codec/text.h"

/* WHATWG looks for the statement in the first 1024 bytes; many real pages put it later. */
#define HEADER_BYTES 8192u

/* Whether the "=" belongs to a charset of the header or to the encoding of an XML declaration. */
static bool is_statement(const char *data, const char *equals) {
    size_t at = (size_t)(equals - data);
    if (at >= 7 && g_ascii_strncasecmp(equals - 7, "charset", 7) == 0)
        return true;
    return at >= 8 && g_str_has_prefix(data, "<?xml") && memcmp(equals - 8, "encoding", 8) == 0;
}

/* The charset the header states, NULL when it states none that is known. */
static const char *stated_charset(const uint8_t *data, size_t len) {
    const char *at = (const char *)data, *end = at + MIN(len, HEADER_BYTES);
    while ((at = memchr(at, '=', (size_t)(end - at))) != NULL) {
        const char *before = at++;
        if (!is_statement((const char *)data, before))
            continue;
        while (at < end && (*at == ' ' || *at == '"' || *at == '\''))
            at++;
        size_t n = 0;
        while (at + n < end && (g_ascii_isalnum(at[n]) || at[n] == '-' || at[n] == '_'))
            n++;
        const char *name = pd_codec_charset_named(at, n);
        if (name)
            return name;
    }
    return NULL;
}

/* Eight bytes at once: all of ASCII and none NUL. */
static bool is_plain_word(const uint8_t *at) {
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t nul = (word - UINT64_C(0x0101010101010101)) & ~word;
    return ((word | nul) & UINT64_C(0x8080808080808080)) == 0;
}

/* The bytes of the UTF-8 character at `at` (RFC 3629, 4), 0 when it is none or NUL. */
static size_t utf8_len(const uint8_t *at, size_t left) {
    uint8_t first = *at;
    if (first < 0x80)
        return first != 0;
    size_t n = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || left < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    bool is_overlong = (first == 0xe0 && at[1] < 0xa0) || (first == 0xf0 && at[1] < 0x90);
    bool is_outside = (first == 0xed && at[1] >= 0xa0) || (first == 0xf4 && at[1] >= 0x90);
    return is_overlong || is_outside ? 0 : n;
}

static bool is_utf8(const uint8_t *data, size_t len) {
    for (size_t at = 0, n; at < len; at += n) {
        n = len - at >= 8 && is_plain_word(data + at) ? 8 : utf8_len(data + at, len - at);
        if (n == 0)
            return false;
    }
    return true;
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

/* A stated charset that only one byte in so many contradicts is believed. */
#define BAD_ONE_OF 20u

static size_t count_high(const uint8_t *data, size_t len) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += data[i] >= 0x80;
    return n;
}

static bool convert(PdHtmlBytes *bytes, const uint8_t *data, size_t len, const char *charset) {
    size_t bad;
    char *own = pd_codec_charset_convert(data, len, charset, &bad);
    if (!own || bad > count_high(data, len) / BAD_ONE_OF + 1) {
        g_free(own);
        return false;
    }
    bytes->is_repaired = bad > 0;
    take(bytes, own, charset, pd_codec_charset_is_one_byte(charset) && !memchr(data, '\0', len) ? 1 : -1);
    return true;
}

/* The language that the html element states, "" without one. */
static void stated_language(const uint8_t *data, size_t len, char tag[12]) {
    const char *text = (const char *)data;
    const char *html = g_strstr_len(text, (gssize)MIN(len, HEADER_BYTES), "<html");
    const char *close = html ? memchr(html, '>', len - (size_t)(html - text)) : NULL;
    const char *at = close ? g_strstr_len(html, close - html, "lang=") : NULL;
    size_t n = 0;
    for (at = at ? at + 5 : close; at && at < close && n < 11; at++)
        if (g_ascii_isalpha(*at) || *at == '-')
            tag[n++] = *at;
        else if (n > 0)
            break;
    tag[n] = '\0';
}

/* What the page does not say, or says wrongly: by its letters, else by its language. */
static bool by_content(PdHtmlBytes *bytes, const uint8_t *data, size_t len, bool is_western) {
    char tag[12];
    stated_language(data, len, tag);
    const char *guessed = pd_codec_charset_guess(data, len);
    if (!guessed && !is_western)
        guessed = pd_codec_charset_of_language(tag);
    return guessed && convert(bytes, data, len, guessed);
}

/* UTF-16 by its mark, or by the NULs around the first tag. */
static bool by_mark(PdHtmlBytes *bytes, const uint8_t *data, size_t len) {
    if (len < 4)
        return false;
    bool is_little = memcmp(data, "\xff\xfe", 2) == 0, is_big = memcmp(data, "\xfe\xff", 2) == 0;
    size_t mark = is_little || is_big ? 2 : 0;
    is_little = is_little || (data[0] == '<' && data[1] == 0 && data[2] != 0 && data[3] == 0);
    is_big = is_big || (data[0] == 0 && data[1] == '<' && data[2] == 0 && data[3] != 0);
    if (!is_little && !is_big)
        return false;
    char *own = pd_text_from_bytes(data + mark, len - mark, is_big ? PD_CHARSET_UTF16BE : PD_CHARSET_UTF16LE,
                                   &bytes->is_repaired, NULL);
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
    if (!is_escaped && is_utf8(data, len)) {
        bytes->text = (const char *)data;
        bytes->len = len;
        return;
    }
    bool is_western = stated && strcmp(stated, "WINDOWS-1252") == 0;
    if (bytes->shift == 0 && stated && !is_western && convert(bytes, data, len, stated))
        return;
    bool is_unicode = bytes->shift > 0 || is_mostly_utf8(data, len);
    if (!is_unicode && by_content(bytes, data, len, is_western))
        return;
    char *own = pd_text_from_bytes(data, len, is_unicode ? PD_CHARSET_UTF8 : PD_CHARSET_CP1252, &bytes->is_repaired, NULL);
    take(bytes, own, is_unicode ? "UTF-8" : "WINDOWS-1252", is_unicode ? -1 : 1);
}

void pd_html_bytes_done(PdHtmlBytes *bytes) {
    g_free(bytes->own);
    *bytes = (PdHtmlBytes){0};
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
