/* Charsets that are not Unicode: their names on the web, and converters that stay open, because a jailed worker cannot load
 * one. Windows-1252 and the UTFs need none (codec/text.h).
 */
#ifndef PICDESK_CODEC_CHARSET_H
#define PICDESK_CODEC_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

G_BEGIN_DECLS

/* Opens the converter of every charset that an article may be in and keeps it for the life of the process; children of a
 * fork have them too. To be called before the jail shuts, by the worker or by its parent; a second call does nothing.
 * Returns how many this machine lacks, which then read as Windows-1252. About 2 ms. Thread-safe. */
unsigned pd_codec_charsets_open(void);

/* The charset that a page's label means ("gb2312", "X-SJIS", "iso-8859-1"), NULL for one that is not known (WHATWG Encoding,
 * 4.2). Constant text. */
const char *pd_codec_charset_named(const char *label, size_t len);

/* Whether each byte of it is a character of its own. */
bool pd_codec_charset_is_one_byte(const char *charset);

/* The charset of old pages in a language (BCP 47 tag, its first part counts) that state none, NULL when there is none of
 * its own. Constant text. */
const char *pd_codec_charset_of_language(const char *tag);

/* What bytes without any statement are by their commonest letters or pairs, NULL when they tell nothing. Constant text. */
const char *pd_codec_charset_guess(const uint8_t *data, size_t len);

/* Bytes as valid UTF-8 without NUL; each byte that does not fit becomes U+FFFD and is counted in out_bad.
 * (transfer full): g_free(); NULL when the charset has no converter. Thread-safe. */
char *pd_codec_charset_convert(const uint8_t *data, size_t len, const char *charset, size_t *out_bad);

G_END_DECLS

#endif
