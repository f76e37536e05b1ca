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

/* The text with UTF-8 that was read as Windows-1252 put right; NULL when there is none. (transfer full) */
static char *undo_mojibake(const char *text) {
    g_autoptr(GString) out = g_string_new(NULL);
    bool is_changed = false;
    while (*text) {
        const char *next = g_utf8_next_char(text);
        gunichar c = (uint8_t)*text < 0x80 ? 0 : undo_once(text, &next);
        if (c) {
            g_string_append_unichar(out, c);
            is_changed = true;
        } else {
            next = g_utf8_next_char(text);
            g_string_append_len(out, text, next - text);
        }
        text = next;
    }
    return is_changed ? g_string_free(g_steal_pointer(&out), FALSE) : NULL;
}

static bool has_control(const char *text) {
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if ((c < 0x20 && !strchr("\t\n\r", (int)c)) || (c >= 0x7F && c < 0xA0))
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
