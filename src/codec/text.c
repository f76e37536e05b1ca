/* Text clean-up, charsets, folding (codec/text.h). Conversion tables are own: a jailed worker finds no iconv modules, and
 * must read the same as an unjailed one. */
#include "codec/text.h"

#include <string.h>

/* Windows-1252, 0x80..0x9f (Unicode Consortium, CP1252.TXT); undefined bytes keep their C1 code, as WHATWG does. */
static const uint16_t CP1252[32] = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

/* Mac OS Roman, 0x80..0xff (Apple, ROMAN.TXT). */
static const uint16_t MAC_ROMAN[128] = {
    0x00c4, 0x00c5, 0x00c7, 0x00c9, 0x00d1, 0x00d6, 0x00dc, 0x00e1, 0x00e0, 0x00e2, 0x00e4, 0x00e3, 0x00e5, 0x00e7, 0x00e9,
    0x00e8, 0x00ea, 0x00eb, 0x00ed, 0x00ec, 0x00ee, 0x00ef, 0x00f1, 0x00f3, 0x00f2, 0x00f4, 0x00f6, 0x00f5, 0x00fa, 0x00f9,
    0x00fb, 0x00fc, 0x2020, 0x00b0, 0x00a2, 0x00a3, 0x00a7, 0x2022, 0x00b6, 0x00df, 0x00ae, 0x00a9, 0x2122, 0x00b4, 0x00a8,
    0x2260, 0x00c6, 0x00d8, 0x221e, 0x00b1, 0x2264, 0x2265, 0x00a5, 0x00b5, 0x2202, 0x2211, 0x220f, 0x03c0, 0x222b, 0x00aa,
    0x00ba, 0x03a9, 0x00e6, 0x00f8, 0x00bf, 0x00a1, 0x00ac, 0x221a, 0x0192, 0x2248, 0x2206, 0x00ab, 0x00bb, 0x2026, 0x00a0,
    0x00c0, 0x00c3, 0x00d5, 0x0152, 0x0153, 0x2013, 0x2014, 0x201c, 0x201d, 0x2018, 0x2019, 0x00f7, 0x25ca, 0x00ff, 0x0178,
    0x2044, 0x20ac, 0x2039, 0x203a, 0xfb01, 0xfb02, 0x2021, 0x00b7, 0x201a, 0x201e, 0x2030, 0x00c2, 0x00ca, 0x00c1, 0x00cb,
    0x00c8, 0x00cd, 0x00ce, 0x00cf, 0x00cc, 0x00d3, 0x00d4, 0xf8ff, 0x00d2, 0x00da, 0x00db, 0x00d9, 0x0131, 0x02c6, 0x02dc,
    0x00af, 0x02d8, 0x02d9, 0x02da, 0x00b8, 0x02dd, 0x02db, 0x02c7,
};

static void append_char(GString *out, gunichar c, bool *repaired) {
    if (c == 0)
        return;
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) {
        c = 0xfffd;
        *repaired = true;
    }
    g_string_append_unichar(out, c);
}

static void from_utf8(GString *out, const char *text, size_t len, bool *repaired) {
    const char *end = text + len, *stop;
    while (!g_utf8_validate_len(text, (gsize)(end - text), &stop)) {
        g_string_append_len(out, text, stop - text);
        if (*stop != '\0')
            append_char(out, 0xfffd, repaired);
        *repaired |= *stop != '\0';
        text = stop + 1;
    }
    g_string_append_len(out, text, end - text);
}

/* One byte of a single-byte charset. */
static gunichar letter_of(uint8_t byte, PdCharset charset) {
    if (charset == PD_CHARSET_MAC_ROMAN && byte >= 0x80)
        return MAC_ROMAN[byte - 0x80];
    return charset == PD_CHARSET_CP1252 && byte >= 0x80 && byte < 0xa0 ? CP1252[byte - 0x80] : byte;
}

static void from_single_byte(GString *out, const uint8_t *data, size_t len, PdCharset charset) {
    bool repaired = false;
    for (size_t i = 0; i < len; i++)
        append_char(out, letter_of(data[i], charset), &repaired);
}

static uint32_t unit16(const uint8_t *p, bool is_big) {
    return is_big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static void from_utf16(GString *out, const uint8_t *data, size_t len, bool is_big, bool *repaired) {
    for (size_t i = 0; i + 2 <= len; i += 2) {
        gunichar c = unit16(data + i, is_big);
        if (c >= 0xd800 && c < 0xdc00 && i + 4 <= len) {
            gunichar low = unit16(data + i + 2, is_big);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            }
        }
        append_char(out, c, repaired);
    }
}

static void from_utf32(GString *out, const uint8_t *data, size_t len, bool is_big, bool *repaired) {
    for (size_t i = 0; i + 4 <= len; i += 4) {
        uint32_t high = unit16(data + i + (is_big ? 0 : 2), is_big), low = unit16(data + i + (is_big ? 2 : 0), is_big);
        append_char(out, high << 16 | low, repaired);
    }
}

/* The bytes at the beginning that are surely ASCII without NUL: eight together, or one. */
static inline size_t ascii_bytes(const uint8_t *data, size_t len) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t word;
    size_t n = 0;
    for (; len - n >= sizeof word; n += sizeof word) {
        memcpy(&word, data + n, sizeof word);
        if ((word | (word - ones)) & highs) /* a NUL borrows */
            break;
    }
    while (n < len && data[n] > 0 && data[n] < 0x80)
        n++;
    return n;
}

static bool are_ascii(const uint8_t *data, size_t len) {
    return ascii_bytes(data, len) == len;
}

bool pd_text_is_utf8(const uint8_t *data, size_t len) {
    size_t at = ascii_bytes(data, len);
    while (at < len) {
        uint32_t code;
        size_t n = pd_text_char_bytes(data + at, len - at, &code);
        if (n == 0 || code == 0)
            return false;
        at += n;
        at += ascii_bytes(data + at, len - at);
    }
    return true;
}

static bool is_valid_utf8(const uint8_t *data, size_t len) {
    const char *stop = (const char *)data, *end = stop + len;
    while (!g_utf8_validate_len(stop, (gsize)(end - stop), &stop)) {
        if (stop == end || *stop != '\0')
            return false;
        stop++; /* NUL is dropped, not damage */
    }
    return true;
}

/* Letters of Mac OS Roman that Windows-1252 shows as signs or capitals: none of them stands behind a small letter. */
static bool is_mac_letter(uint8_t byte, bool is_inside) {
    static const char CAPITALS[] = "\x8a\x8c\x8e\x9f", SIGNS[] = "\x81\x87\x88\x89\x8b\x8d\x8f\x90\x98\x99\x9d";
    return strchr(CAPITALS, byte) || (is_inside && strchr(SIGNS, byte));
}

int pd_text_mac_votes(const uint8_t *data, size_t len) {
    int votes = 0;
    for (size_t i = 1; i < len && votes >= 0; i++) {
        if (data[i] < 0x80 || !g_ascii_islower((char)data[i - 1]))
            continue;
        bool is_inside = i + 1 < len && g_ascii_islower((char)data[i + 1]);
        if (data[i] >= 0xe0)
            votes = -1; /* a small letter of Windows-1252, a sign or a capital in Mac OS Roman */
        else if (is_mac_letter(data[i], is_inside))
            votes++;
    }
    return votes;
}

char *pd_text_from_bytes(const uint8_t *data, size_t len, PdCharset charset, bool *out_repaired, bool *out_guessed) {
    while (charset <= PD_CHARSET_MAC_ROMAN && len > 0 &&
           data[len - 1] == 0) /* NULs are dropped, and at the end they are many */
        len--;
    bool is_utf8 = charset <= PD_CHARSET_UTF8 && len > 0 && pd_text_is_utf8(data, len);
    if (is_utf8 || (charset <= PD_CHARSET_CP1252 && len > 0 && are_ascii(data, len))) {
        if (out_repaired)
            *out_repaired = false;
        if (out_guessed)
            *out_guessed = false;
        return g_strndup((const char *)data, len);
    }
    GString *out = g_string_sized_new(len);
    bool repaired = false, guessed = false;
    if (len == 0)
        data = (const uint8_t *)""; /* no arithmetic on NULL */
    switch (charset) {
    case PD_CHARSET_GUESS:
        guessed = !is_valid_utf8(data, len);
        if (guessed)
            from_single_byte(out, data, len, PD_CHARSET_CP1252);
        else
            from_utf8(out, (const char *)data, len, &repaired);
        break;
    case PD_CHARSET_UTF8:
        from_utf8(out, (const char *)data, len, &repaired);
        break;
    case PD_CHARSET_LATIN1:
    case PD_CHARSET_CP1252:
    case PD_CHARSET_MAC_ROMAN:
        from_single_byte(out, data, len, charset);
        break;
    case PD_CHARSET_UTF16LE:
    case PD_CHARSET_UTF16BE:
        from_utf16(out, data, len, charset == PD_CHARSET_UTF16BE, &repaired);
        break;
    case PD_CHARSET_UTF32LE:
    case PD_CHARSET_UTF32BE:
        from_utf32(out, data, len, charset == PD_CHARSET_UTF32BE, &repaired);
        break;
    }
    if (out_repaired)
        *out_repaired = repaired;
    if (out_guessed)
        *out_guessed = guessed;
    return g_string_free(out, FALSE);
}

static bool is_zero_width(gunichar c) {
    return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0x00ad;
}

/* Characters that stand in NFC as they are, whatever is beside them: those of the common scripts (Unicode, UAX 15, quick
 * check "yes"). Of others the tables must tell. */
static bool is_surely_nfc_character(gunichar c) {
    return c < 0x300 || (c >= 0x400 && c < 0x483) || (c >= 0x48a && c < 0x530) || (c >= 0x2002 && c < 0x2126) ||
           (c >= 0x3001 && c < 0x302a) || (c >= 0x3030 && c < 0x3099) || (c >= 0x309b && c < 0x3130) ||
           (c >= 0x3400 && c < 0xa000) || (c >= 0xac00 && c < 0xd7a4) || (c >= 0xff00 && c < 0xff9e);
}

static bool is_surely_nfc(const char *text) {
    for (; *text; text = g_utf8_next_char(text))
        if ((unsigned char)*text >= 0xcc && !is_surely_nfc_character(g_utf8_get_char(text)))
            return false;
    return true;
}

static bool is_ascii(const char *text) {
    while ((unsigned char)*text < 0x80 && *text)
        text++;
    return *text == '\0';
}

char *pd_text_tidy(const char *text) {
    if (!text)
        return NULL;
    if (!is_ascii(text) && !g_utf8_validate(text, -1, NULL))
        return g_strdup("");
    g_autofree char *normal = is_surely_nfc(text) ? NULL : g_utf8_normalize(text, -1, G_NORMALIZE_NFC);
    const char *p = normal ? normal : text;
    char *out = g_malloc(strlen(p) + 1), *end = out;
    bool is_gap = false;
    while (*p) {
        const char *next = g_utf8_next_char(p);
        gunichar c = (unsigned char)*p < 0x80 ? (gunichar)*p : g_utf8_get_char(p);
        bool is_space = c < 0x80 ? g_ascii_isspace((char)c) || c == '\v' : g_unichar_isspace(c) || c == 0x85;
        if (is_space) {
            is_gap = end > out;
        } else if (c < 0x80 || !is_zero_width(c)) {
            if (is_gap)
                *end++ = ' ';
            is_gap = false;
            while (p < next)
                *end++ = *p++;
        }
        p = next;
    }
    *end = '\0';
    return out;
}

static gunichar plain_punctuation(gunichar c) {
    if ((c >= 0x2018 && c <= 0x201b) || c == 0x2032 || c == 0x00b4 || c == '`' || c == 0x2039 || c == 0x203a)
        return '\'';
    if ((c >= 0x201c && c <= 0x201f) || c == 0x2033 || c == 0x00ab || c == 0x00bb)
        return '"';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
        return '-';
    return c;
}

/* The long way: through GLib's normal forms. tidy: taken. */
static char *fold_by_forms(const char *tidy) {
    g_autoptr(GString) plain = g_string_sized_new(strlen(tidy));
    for (const char *p = tidy; *p; p = g_utf8_next_char(p))
        g_string_append_unichar(plain, plain_punctuation(g_utf8_get_char(p)));
    g_autofree char *compatible = g_utf8_normalize(plain->str, -1, G_NORMALIZE_NFKC);
    g_autofree char *lower = g_utf8_casefold(compatible, -1);
    return g_utf8_normalize(lower, -1, G_NORMALIZE_NFC);
}

/* Folded text without marks; what is neither letter nor digit becomes a space. */
static char *strip_by_forms(const char *fold) {
    g_autofree char *apart = g_utf8_normalize(fold, -1, G_NORMALIZE_NFKD);
    GString *out = g_string_sized_new(strlen(apart));
    for (const char *p = apart; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_ismark(c))
            g_string_append_unichar(out, g_unichar_isalnum(c) ? c : ' ');
    }
    return g_string_free(out, FALSE);
}

/* What each character of the basic plane folds to alone, made when first met. */
#define N_KNOWN 0x10000u
static char *known_folds[N_KNOWN], *known_words[N_KNOWN];

/* Characters that may join the one before them into another: marks, parts of Hangul syllables, narrow voicing marks (UAX
 * 15: those whose quick check for NFC or NFKC is not "yes"). All others fold each for itself. */
static bool joins_before(gunichar c) {
    if (c < 0x300)
        return false;
    bool is_jamo = (c >= 0x1100 && c < 0x1200) || (c >= 0x3130 && c < 0x3190) || (c >= 0xa960 && c < 0xa980) ||
                   (c >= 0xd7b0 && c < 0xd800) || (c >= 0xff9e && c < 0xffe0);
    return is_jamo || c >= N_KNOWN || g_unichar_ismark(c);
}

static bool folds_by_character(const char *text) {
    for (const char *p = text; *p; p = g_utf8_next_char(p))
        if ((unsigned char)*p >= 0xcc && joins_before(g_utf8_get_char(p)))
            return false;
    return true;
}

static const char *known(char **table, gunichar c) {
    char *have = g_atomic_pointer_get(&table[c]);
    if (have)
        return have;
    char alone[8] = {0};
    g_unichar_to_utf8(c, alone);
    char *made = fold_by_forms(alone);
    if (table == known_words) {
        char *fold = made;
        made = strip_by_forms(fold);
        g_free(fold);
    }
    if (g_atomic_pointer_compare_and_exchange(&table[c], NULL, made))
        return made;
    g_free(made);
    return g_atomic_pointer_get(&table[c]);
}

char *pd_text_fold(const char *text) {
    if (!text)
        return NULL;
    g_autofree char *tidy = pd_text_tidy(text);
    if (is_ascii(tidy)) {
        for (char *p = tidy; *p; p++)
            *p = *p == '`' ? '\'' : g_ascii_tolower(*p);
        return g_steal_pointer(&tidy);
    }
    if (!folds_by_character(tidy))
        return fold_by_forms(tidy);
    GString *out = g_string_sized_new(strlen(tidy) + 16);
    for (const char *p = tidy; *p; p = g_utf8_next_char(p))
        if ((unsigned char)*p < 0x80)
            g_string_append_c(out, *p == '`' ? '\'' : g_ascii_tolower(*p));
        else
            g_string_append(out, known(known_folds, g_utf8_get_char(p)));
    return g_string_free(out, FALSE);
}

/* The words of folded ASCII text, in place. */
static char *ascii_words(char *fold) {
    char *end = fold;
    bool is_gap = false;
    for (const char *p = fold; *p; p++) {
        if (!g_ascii_isalnum(*p)) {
            is_gap = end > fold;
            continue;
        }
        if (is_gap)
            *end++ = ' ';
        is_gap = false;
        *end++ = *p;
    }
    *end = '\0';
    return fold;
}

static void append_words(GString *out, const char *piece, bool *is_gap) {
    for (; *piece; piece++) {
        if (*piece == ' ') {
            *is_gap = out->len > 0;
            continue;
        }
        if (*is_gap)
            g_string_append_c(out, ' ');
        *is_gap = false;
        g_string_append_c(out, *piece);
    }
}

char *pd_text_words(const char *text) {
    if (!text)
        return NULL;
    if (is_ascii(text))
        return ascii_words(pd_text_fold(text));
    bool is_gap = false, is_valid = g_utf8_validate(text, -1, NULL);
    GString *out = g_string_sized_new(strlen(text) + 16);
    if (!is_valid || !folds_by_character(text)) {
        g_autofree char *fold = pd_text_fold(text);
        g_autofree char *words = strip_by_forms(fold);
        append_words(out, words, &is_gap);
        return g_string_free(out, FALSE);
    }
    for (const char *p = text; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        char plain[2] = {g_ascii_isalnum((char)c) ? g_ascii_tolower((char)c) : ' ', '\0'};
        if (!is_zero_width(c))
            append_words(out, c < 0x80 ? plain : known(known_words, c), &is_gap);
    }
    return g_string_free(out, FALSE);
}

bool pd_text_is_blank(const char *text) {
    return !text || pd_text_is_blank_len(text, strlen(text));
}

bool pd_text_is_blank_len(const char *text, size_t len) {
    if (len > 0 && *text > ' ' && *text < 0x7f)
        return false;
    for (const char *end = text + len; text < end; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (!g_unichar_isspace(c) && !is_zero_width(c))
            return false;
    }
    return true;
}

bool pd_text_same(const char *a, const char *b) {
    g_autofree char *left = pd_text_fold(a ? a : ""), *right = pd_text_fold(b ? b : "");
    return strcmp(left, right) == 0;
}

char *pd_text_printable(const char *text) {
    GString *out = g_string_sized_new(strlen(text));
    while (*text) {
        gunichar c = g_utf8_get_char_validated(text, -1);
        if (c == (gunichar)-1 || c == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (unsigned)(unsigned char)*text++);
            continue;
        }
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e))
            g_string_append_printf(out, "\\x%02x", c);
        else
            g_string_append_unichar(out, c);
        text = g_utf8_next_char(text);
    }
    return g_string_free(out, FALSE);
}
