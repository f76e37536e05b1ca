/* Clean-up of a credit line (N01) and small questions about texts. */
#include <string.h>

#include "codec/text.h"
#include "credit/work.h"

/* Windows-1252 bytes of the characters it puts at 0x80..0x9f, for undoing double encoding. */
static int byte_of(gunichar c) {
    static const uint16_t CP1252[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
    };
    if (c < 0x100)
        return (int)c;
    for (int i = 0; i < 32; i++)
        if (CP1252[i] == c)
            return 0x80 + i;
    return -1;
}

/* UTF-8 that was read as Windows-1252: the character whose bytes stand at text, 0 when there is none. */
static gunichar twice_encoded(const char *text, const char **out_end) {
    char bytes[4];
    int lead = byte_of(g_utf8_get_char(text));
    int need = lead >= 0xc3 && lead <= 0xdf ? 2 : lead >= 0xe1 && lead <= 0xef ? 3 : lead == 0xc2 ? 2 : 0;
    for (int i = 0; i < need; i++) {
        int byte = *text ? byte_of(g_utf8_get_char(text)) : -1;
        if (byte < 0 || (i > 0 && (byte < 0x80 || byte > 0xbf)))
            return 0;
        bytes[i] = (char)byte;
        text = g_utf8_next_char(text);
    }
    *out_end = text;
    gunichar c = need ? g_utf8_get_char_validated(bytes, need) : 0;
    return c == (gunichar)-1 || c == (gunichar)-2 ? 0 : c;
}

static bool has_high_byte(const char *text) {
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return true;
    return false;
}

static char *undo_twice_encoded(const char *text, uint32_t *flags) {
    GString *out = g_string_sized_new(strlen(text));
    while (*text) {
        const char *end;
        gunichar c = twice_encoded(text, &end);
        if (c >= 0x80) {
            g_string_append_unichar(out, c);
            *flags |= PD_CREDIT_REPAIRED;
            text = end;
        } else {
            end = g_utf8_next_char(text);
            g_string_append_len(out, text, end - text);
            text = end;
        }
    }
    return g_string_free(out, FALSE);
}

char *pd_credit_clean(const char *line, uint32_t *flags) {
    g_autofree char *unescaped = strchr(line, '&') ? pd_text_unescape(line) : g_strdup(line);
    if (strcmp(unescaped, line) != 0)
        *flags |= PD_CREDIT_REPAIRED;
    g_autofree char *mended = has_high_byte(unescaped) ? undo_twice_encoded(unescaped, flags) : g_strdup(unescaped);
    for (char *slash; (slash = strstr(mended, "\\/")) != NULL;) { /* JSON's escape that somebody printed */
        memmove(slash, slash + 1, strlen(slash));
        *flags |= PD_CREDIT_REPAIRED;
    }
    return pd_text_tidy(mended);
}

static bool is_edge_char(gunichar c) {
    static const gunichar EDGE[] = {'-',    '.',    ',',    ';',    ':',    '|',    '/',    '*',    '~',    '=',
                                    '<',    '>',    '"',    '\'',   '`',    '_',    '+',    0xb7,   0x2022, 0x2013,
                                    0x2014, 0x2012, 0x2015, 0x2212, 0x2026, 0x201c, 0x201d, 0x201e, 0x201f, 0x2018,
                                    0x2019, 0x201a, 0xab,   0xbb,   0x2039, 0x203a, 0x3002, 0x3001, 0xff1a, 0xff0f,
                                    0xff1d, 0x30fb, 0x25a0, 0x25b2, 0x25cf, 0x2192};
    if (c == ' ' || c < 0x20)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(EDGE); i++)
        if (EDGE[i] == c)
            return true;
    return false;
}

/* A full stop that belongs to the name: "Ltd.", "Jr.", "F.A.Z." */
static bool keeps_stop(const char *start, const char *end) {
    const char *word = end - 1;
    while (word > start && word[-1] != ' ')
        word--;
    if (word[0] && word[0] != '.' && memchr(word, '.', (size_t)(end - 1 - word)))
        return true; /* dots inside too */
    g_autofree char *key = pd_credit_key(word, (size_t)(end - word));
    static const char *const SHORT[] = {"jr", "sr", "ltd", "inc", "co", "corp", "bros", "ev", "st", "gmbh", "dtl", "int"};
    for (size_t i = 0; i < G_N_ELEMENTS(SHORT); i++)
        if (strcmp(key, SHORT[i]) == 0)
            return true;
    return false;
}

const char *pd_credit_trim(const char *text, size_t *len) {
    const char *end = text + *len;
    while (text < end && *text != '_' && is_edge_char(g_utf8_get_char(text)))
        text = g_utf8_next_char(text);
    while (end > text) {
        const char *last = g_utf8_find_prev_char(text, end);
        if (!last || *last == '_' || *last == '+' || !is_edge_char(g_utf8_get_char(last)) ||
            (*last == '.' && keeps_stop(text, end)))
            break;
        end = last;
    }
    *len = (size_t)(end - text);
    return text;
}

bool pd_credit_is_date(const char *text, size_t len) {
    size_t n_digits = 0;
    for (size_t i = 0; i < len; i++) {
        if (g_ascii_isdigit(text[i]))
            n_digits++;
        else if (!strchr(" ./-:,", text[i]))
            return false;
    }
    return n_digits > 0;
}

bool pd_credit_is_address(const char *text) {
    if (strchr(text, ' ') || !strchr(text, '.'))
        return false;
    if (g_str_has_prefix(text, "http") || g_ascii_strncasecmp(text, "www.", 4) == 0)
        return true;
    const char *dot = strrchr(text, '.');
    size_t n = strlen(dot + 1), host = (size_t)(dot - text);
    if (n < 2 || n > 6 || host < 2)
        return false;
    for (const char *at = dot + 1; *at; at++)
        if (!g_ascii_isalpha(*at))
            return false;
    /* "J.J.Roe" and "Prod.DB" are no addresses: a top-level domain is one of few, or all is small letters */
    static const char *const TOP[] = {
        "com", "de", "net", "org", "tv", "ch", "at", "eu", "info",   "fr",   "es",    "it",    "nl",  "se",  "no", "dk",
        "fi",  "is", "pl",  "cz",  "sk", "hu", "ro", "ru", "ua",     "uk",   "ie",    "gov",   "edu", "io",  "me", "co",
        "ug",  "za", "au",  "nz",  "jp", "kr", "cn", "lt", "lv",     "ee",   "hr",    "rs",    "si",  "bg",  "gr", "tr",
        "br",  "ar", "mx",  "pt",  "be", "lu", "il", "in", "online", "news", "media", "photo", "red", "app", "ai"};
    for (size_t i = 0; i < G_N_ELEMENTS(TOP); i++)
        if (g_ascii_strcasecmp(dot + 1, TOP[i]) == 0)
            return host > 3 || g_ascii_islower(text[0]);
    return false;
}

size_t pd_credit_word_len(const char *text) {
    return strcspn(text, " ");
}
