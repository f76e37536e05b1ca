/* Mending XML (codec/xml_mend.h; XML 1.0, 2.2 Characters, 4.1 References, 2.3 Names). */
#include "codec/xml_mend.h"

#include <string.h>

#include <glib.h>

#include "codec/text.h"

static bool is_xml_char(guint64 c) {
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
}

/* Length of the reference here, 0 when '&' begins none that XML 1.0 knows; is_bad when it is to a forbidden character. */
static size_t reference_len(const char *p, size_t left, bool *is_bad) {
    static const char *const NAMED[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    char digits[12] = "";
    *is_bad = false;
    for (size_t i = 0; i < G_N_ELEMENTS(NAMED); i++)
        if (left >= strlen(NAMED[i]) && memcmp(p, NAMED[i], strlen(NAMED[i])) == 0)
            return strlen(NAMED[i]);
    if (left < 4 || p[1] != '#')
        return 0;
    memcpy(digits, p + 2, MIN(left - 2, sizeof digits - 1));
    bool is_hex = digits[0] == 'x';
    char *end;
    guint64 code = g_ascii_strtoull(digits + is_hex, &end, is_hex ? 16 : 10);
    *is_bad = !is_xml_char(code) || code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
    return *end == ';' && end > digits + is_hex ? (size_t)(end - digits) + 3 : 0;
}

static size_t mend_reference(GString *out, const char *p, size_t left) {
    bool is_bad;
    size_t len = reference_len(p, left, &is_bad);
    if (len == 0)
        g_string_append(out, "&amp;");
    else if (is_bad)
        g_string_append_c(out, ' ');
    else
        g_string_append_len(out, p, (gssize)len);
    return MAX(len, 1);
}

/* A byte that is no UTF-8 is a letter of Windows-1252 where the packet has no UTF-8 at all. */
static size_t mend_char(GString *out, const char *p, size_t left, bool is_western) {
    gunichar c = *p ? g_utf8_get_char_validated(p, (gssize)left) : 0;
    if (c == (gunichar)-1 || c == (gunichar)-2) {
        g_autofree char *letter =
            is_western ? pd_text_from_bytes((const uint8_t *)p, 1, PD_CHARSET_CP1252, NULL, NULL) : g_strdup("\xef\xbf\xbd");
        g_string_append(out, letter);
        return 1;
    }
    if (c)
        g_string_append_unichar(out, is_xml_char(c) ? c : ' ');
    return c ? (size_t)(g_utf8_next_char(p) - p) : 1;
}

static bool has_utf8(const uint8_t *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        gunichar c = data[i] < 0x80 ? 0 : g_utf8_get_char_validated((const char *)data + i, (gssize)(len - i));
        if (c != 0 && c != 0xfeff && c != (gunichar)-1 && c != (gunichar)-2)
            return true;
    }
    return false;
}

/* "TIFF/EPStandardID" as the name of an element: the part behind the slash that XML forbids there. */
static bool is_slash_in_name(const char *p, size_t left, bool is_in_name) {
    return *p == '/' && is_in_name && p[-1] != '<' && left > 1 && p[1] != '>';
}

char *pd_xml_mend(const uint8_t *data, size_t len, size_t *out_len, bool *out_is_western) {
    GString *out = g_string_sized_new(len + 16);
    bool is_in_name = false, is_western = !has_utf8(data, len);
    for (size_t i = 0; i < len;) {
        const char *p = (const char *)data + i;
        if (*p == '<' || *p == '>' || g_ascii_isspace(*p))
            is_in_name = *p == '<';
        if (*p == '&') {
            i += mend_reference(out, p, len - i);
        } else if (is_slash_in_name(p, len - i, is_in_name)) {
            g_string_append_c(out, '_');
            i++;
        } else {
            i += mend_char(out, p, len - i, is_western);
        }
    }
    *out_len = out->len;
    *out_is_western = is_western;
    return g_string_free(out, FALSE);
}
