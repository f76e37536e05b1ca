/* Damage that a text took on its way (codec/damage.h): replacement characters, control characters, character references that
 * were escaped twice, and UTF-8 that was read as Windows-1252 ("Ã©" for "é"). */
#include "codec/damage.h"

#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include "codec/text.h"

/* The byte that Windows-1252 shows as this character, 0 for none and for ASCII. The five places that it leaves empty are
 * taken as C1 controls, as most programs do. */
static uint8_t cp1252_byte(gunichar c) {
    static const uint16_t HIGH[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    if (c >= 0xA0 && c <= 0xFF)
        return (uint8_t)c;
    for (size_t i = 0; i < G_N_ELEMENTS(HIGH); i++)
        if (HIGH[i] == c)
            return (uint8_t)(0x80 + i);
    return 0;
}

/* Letters and signs that European names are written with; anything else is no sign of damage. */
static bool is_plausible(gunichar c) {
    return (c >= 0xA0 && c <= 0x24F) || (c >= 0x2010 && c <= 0x203A) || c == 0x20AC || c == 0x2122;
}

/* A capital Ä or Å before a closing quotation mark is sound; only inside a word it is a damaged œ or ē. */
static bool is_quoted_capital(const char *at, const char *next) {
    gunichar lead = g_utf8_get_char(at), trail = g_utf8_get_char(g_utf8_next_char(at));
    return (lead == 0xC4 || lead == 0xC5) && trail >= 0x2018 && trail <= 0x201E && !g_unichar_isalpha(g_utf8_get_char(next));
}

/* One damaged character at `at`: its bytes read as UTF-8. Returns the character and in *out_next where it ends, or 0. */
static gunichar undo_once(const char *start, const char **out_next) {
    const char *at = start;
    char bytes[5] = {0};
    size_t wanted = 0;
    for (size_t n = 0; n < 4 && *at; n++) {
        uint8_t byte = cp1252_byte(g_utf8_get_char(at));
        if (n == 0)
            wanted = byte >= 0xC2 && byte <= 0xDF ? 2 : byte >= 0xE0 && byte <= 0xEF ? 3 : 0;
        if (wanted == 0 || byte == 0 || (n > 0 && (byte & 0xC0) != 0x80))
            return 0;
        bytes[n] = (char)byte;
        at = g_utf8_next_char(at);
        if (n + 1 == wanted)
            break;
    }
    gunichar c = g_utf8_get_char_validated(bytes, -1);
    *out_next = at;
    return strlen(bytes) == wanted && is_plausible(c) && !is_quoted_capital(start, at) ? c : 0;
}

/* The first byte of U+00C0 to U+00FF, as which every lead byte of damaged UTF-8 shows. */
#define LEAD '\xC3'

/* The text with UTF-8 that was read as Windows-1252 put right; NULL when there is none. (transfer full) */
static char *undo_mojibake(const char *text) {
    GString *out = NULL;
    for (const char *at = strchr(text, LEAD); at; at = strchr(at, LEAD)) {
        const char *next;
        gunichar c = undo_once(at, &next);
        if (!c) {
            at++;
            continue;
        }
        if (!out)
            out = g_string_new(NULL);
        g_string_append_len(out, text, at - text);
        g_string_append_unichar(out, c);
        text = at = next;
    }
    if (!out)
        return NULL;
    g_string_append(out, text);
    return g_string_free(out, FALSE);
}

/* C0 without tab and line ends, DEL, C1 (which UTF-8 writes as C2 80 to C2 9F). */
static bool has_control(const char *text) {
    for (; *text; text++) {
        uint8_t byte = (uint8_t)*text;
        if (byte < 0x20 ? byte != '\t' && byte != '\n' && byte != '\r' : byte == 0x7F)
            return true;
        if (byte == 0xC2 && (uint8_t)text[1] < 0xA0)
            return true;
    }
    return false;
}

/* Resolved references, when there is one that ends in ';': "AT&T" and "R&D team" are sound. */
static char *undo_entities(const char *text) {
    const char *amp = strchr(text, '&');
    if (!amp || !strchr(amp, ';'))
        return NULL;
    g_autofree char *plain = pd_text_unescape(text);
    return strcmp(plain, text) != 0 ? g_steal_pointer(&plain) : NULL;
}

const char *pd_text_damage(const char *text, char **out_mended) {
    *out_mended = NULL;
    if (strstr(text, "\xEF\xBF\xBD"))
        return "replacement characters: letters were lost";
    *out_mended = undo_mojibake(text);
    if (*out_mended)
        return "UTF-8 that was read as Latin-1";
    *out_mended = undo_entities(text);
    if (*out_mended)
        return "character references that were escaped twice";
    return has_control(text) ? "control characters" : NULL;
}
