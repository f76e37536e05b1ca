/* Text: bytes become valid UTF-8 here and nowhere else; folding and comparing. */
#ifndef PICDESK_CODEC_TEXT_H
#define PICDESK_CODEC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

typedef enum {
    PD_CHARSET_GUESS = 0, /* UTF-8 if valid, else Windows-1252 */
    PD_CHARSET_UTF8,
    PD_CHARSET_LATIN1,
    PD_CHARSET_CP1252,
    PD_CHARSET_MAC_ROMAN,
    PD_CHARSET_UTF16LE,
    PD_CHARSET_UTF16BE,
    PD_CHARSET_UTF32LE,
    PD_CHARSET_UTF32BE
} PdCharset;

/* Bytes as valid UTF-8 without NUL (NULs are dropped). out_repaired (nullable): some bytes did not fit the charset and
 * became U+FFFD; out_guessed (nullable): PD_CHARSET_GUESS fell back to Windows-1252.
 * (transfer full): g_free(). Never NULL; "" for no bytes. Uses own tables, no iconv, so that a jailed reader reads the same.
 */
char *pd_text_from_bytes(const uint8_t *data, size_t len, PdCharset charset, bool *out_repaired, bool *out_guessed);

/* Bytes of the UTF-8 character here, of which left bytes are there; 0 when there is none. */
static inline size_t pd_text_char_bytes(const uint8_t *p, size_t left, uint32_t *out_code) {
    static const uint8_t BYTES[16] = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 3, 4}; /* by the first four bits */
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = left > 0 ? BYTES[p[0] >> 4] : 0;
    if (n == 0 || n > left || p[0] >= 0xf8)
        return 0;
    uint32_t code = n > 1 ? p[0] & (0x7fu >> n) : p[0];
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        code = code << 6 | (p[i] & 0x3fu);
    }
    *out_code = code;
    bool is_surrogate = code >= 0xd800 && code < 0xe000;
    return code < LEAST[n] || code > 0x10ffff || is_surrogate ? 0 : n;
}

/* Whether the bytes are valid UTF-8 without NUL. */
bool pd_text_is_utf8(const uint8_t *data, size_t len);

/* How often undeclared bytes that are no UTF-8 make sense only as Mac OS Roman; -1 when one of them makes sense only as
 * Windows-1252. */
int pd_text_mac_votes(const uint8_t *data, size_t len);

/* NFC, every run of white space (NBSP included) one space, zero-width characters dropped, ends trimmed.
 * (transfer full): g_free(). NULL stays NULL. */
char *pd_text_tidy(const char *text);

/* For comparing: tidy, NFKC, case-folded, typographic quotes and dashes made plain, diacritics kept.
 * (transfer full): g_free(). NULL stays NULL. */
char *pd_text_fold(const char *text);

/* For word matching: folded, diacritics removed, everything that is neither letter nor digit one space.
 * (transfer full): g_free(). NULL stays NULL. */
char *pd_text_words(const char *text);

/* Whether both are equal after pd_text_fold(); NULL equals NULL and "". */
bool pd_text_same(const char *a, const char *b);

/* NULL, "" or only white space. */
bool pd_text_is_blank(const char *text);
bool pd_text_is_blank_len(const char *text, size_t len);

/* Character references (&amp; &#233; &eacute;) resolved, once. (transfer full): g_free(). NULL stays NULL. */
char *pd_text_unescape(const char *text);

/* For terminals and messages: control characters, and bytes that are no UTF-8, become \xNN; newlines too.
 * (transfer full): g_free(). Never NULL. */
char *pd_text_printable(const char *text);

#endif
