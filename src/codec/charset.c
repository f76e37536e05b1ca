/* Charsets of web pages by the names of the WHATWG Encoding Standard, 4.2, converted by iconv (codec/charset.h). */
#include "codec/charset.h"

#include <errno.h>
#include <string.h>

/* What pages call the charsets, and the name the converter knows. Western single-byte labels mean Windows-1252, and GB 2312
 * its superset, as browsers take them. */
static const struct {
    const char *label, *name;
} LABELS[] = {
    {"windows-1252", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},
    {"x-cp1252", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},
    {"iso8859-1", "WINDOWS-1252"},
    {"iso_8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},
    {"us-ascii", "WINDOWS-1252"},
    {"ascii", "WINDOWS-1252"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso8859-15", "ISO-8859-15"},
    {"latin9", "ISO-8859-15"},
    {"macintosh", "MACINTOSH"},
    {"x-mac-roman", "MACINTOSH"},
    {"windows-1250", "WINDOWS-1250"},
    {"cp1250", "WINDOWS-1250"},
    {"x-cp1250", "WINDOWS-1250"},
    {"iso-8859-2", "ISO-8859-2"},
    {"iso8859-2", "ISO-8859-2"},
    {"latin2", "ISO-8859-2"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-10", "ISO-8859-10"},
    {"iso-8859-14", "ISO-8859-14"},
    {"iso-8859-16", "ISO-8859-16"},
    {"windows-1251", "WINDOWS-1251"},
    {"cp1251", "WINDOWS-1251"},
    {"cp-1251", "WINDOWS-1251"},
    {"win-1251", "WINDOWS-1251"},
    {"x-cp1251", "WINDOWS-1251"},
    {"koi8-r", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"iso-8859-5", "ISO-8859-5"},
    {"ibm866", "IBM866"},
    {"cp866", "IBM866"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"windows-1253", "WINDOWS-1253"},
    {"cp1253", "WINDOWS-1253"},
    {"iso-8859-7", "ISO-8859-7"},
    {"greek", "ISO-8859-7"},
    {"windows-1254", "WINDOWS-1254"},
    {"cp1254", "WINDOWS-1254"},
    {"iso-8859-9", "WINDOWS-1254"},
    {"iso8859-9", "WINDOWS-1254"},
    {"latin5", "WINDOWS-1254"},
    {"windows-1255", "WINDOWS-1255"},
    {"cp1255", "WINDOWS-1255"},
    {"iso-8859-8", "ISO-8859-8"},
    {"iso-8859-8-i", "WINDOWS-1255"},
    {"logical", "WINDOWS-1255"},
    {"windows-1256", "WINDOWS-1256"},
    {"cp1256", "WINDOWS-1256"},
    {"iso-8859-6", "ISO-8859-6"},
    {"windows-1257", "WINDOWS-1257"},
    {"cp1257", "WINDOWS-1257"},
    {"iso-8859-13", "ISO-8859-13"},
    {"windows-1258", "WINDOWS-1258"},
    {"cp1258", "WINDOWS-1258"},
    {"windows-874", "CP874"},
    {"tis-620", "CP874"},
    {"iso-8859-11", "CP874"},
    {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},
    {"sjis", "CP932"},
    {"x-sjis", "CP932"},
    {"ms932", "CP932"},
    {"windows-31j", "CP932"},
    {"euc-jp", "EUC-JP-MS"},
    {"x-euc-jp", "EUC-JP-MS"},
    {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},
    {"euc_kr", "CP949"},
    {"ks_c_5601-1987", "CP949"},
    {"ksc5601", "CP949"},
    {"windows-949", "CP949"},
    {"cp949", "CP949"},
    {"gb2312", "GB18030"},
    {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},
    {"x-gbk", "GB18030"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"},
    {"x-x-big5", "BIG5-HKSCS"},
};

static const struct {
    const char *language, *name;
} LANGUAGES[] = {
    {"ar", "WINDOWS-1256"}, {"be", "WINDOWS-1251"}, {"bg", "WINDOWS-1251"}, {"cs", "WINDOWS-1250"}, {"el", "WINDOWS-1253"},
    {"et", "WINDOWS-1257"}, {"fa", "WINDOWS-1256"}, {"he", "WINDOWS-1255"}, {"hr", "WINDOWS-1250"}, {"hu", "WINDOWS-1250"},
    {"iw", "WINDOWS-1255"}, {"kk", "WINDOWS-1251"}, {"lt", "WINDOWS-1257"}, {"lv", "WINDOWS-1257"}, {"mk", "WINDOWS-1251"},
    {"pl", "WINDOWS-1250"}, {"ro", "WINDOWS-1250"}, {"ru", "WINDOWS-1251"}, {"sk", "WINDOWS-1250"}, {"sl", "WINDOWS-1250"},
    {"sr", "WINDOWS-1251"}, {"th", "CP874"},        {"tr", "WINDOWS-1254"}, {"uk", "WINDOWS-1251"}, {"vi", "WINDOWS-1258"},
    {"ja", "CP932"},        {"ko", "CP949"},        {"zh", "GB18030"},
};

/* The commonest small letters of a script in each of its charsets: half of all letters in running text. */
static const struct {
    const char *name, *letters;
} ALPHABETS[] = {
    {"WINDOWS-1251", "\xee\xe5\xe0\xe8\xed\xf2\xf1\xf0\xe2\xeb"}, /* о е а и н т с р в л */
    {"KOI8-R", "\xcf\xc5\xc1\xc9\xce\xd4\xd3\xd2\xd7\xcc"},       {"ISO-8859-5", "\xde\xd5\xd0\xd8\xdd\xe2\xe1\xe0\xd2\xdb"},
    {"WINDOWS-1253", "\xe1\xef\xe9\xf4\xe5\xf3\xed\xf1\xf0\xea"}, /* α ο ι τ ε σ ν ρ π κ */
    {"WINDOWS-1255", "\xe9\xe5\xe4\xec\xe0\xfa\xf8\xee\xe1\xf9"}, /* י ו ה ל א ת ר מ ב ש */
    {"WINDOWS-1256", "\xc7\xe1\xed\xe3\xe6\xca\xd1\xc8\xe4\xcf"}, /* ا ل ي م و ت ر ب ن د */
};

/* Western text has a letter beyond ASCII in twenty; more than these shares, and letters of one script, speak of another. */
#define FOREIGN_SHARE 0.35
#define COMMON_SHARE 0.52
#define MIN_FOREIGN_BYTES 40u

/* How many bytes of a charset that was only guessed may be wrong: one of so many. */
#define BAD_ONE_OF 200u

typedef struct {
    GIConv converter;
    bool is_open, is_tried;
} Slot;

static GMutex lock; /* guards slots; a converter has a state of its own */
static Slot slots[G_N_ELEMENTS(LABELS)];

/* The slot of a charset is that of its first label. */
static Slot *slot_of(const char *name) {
    for (size_t i = 0; i < G_N_ELEMENTS(LABELS); i++)
        if (strcmp(LABELS[i].name, name) == 0)
            return &slots[i];
    return NULL;
}

static bool needs_converter(const char *name) {
    return strcmp(name, "WINDOWS-1252") != 0;
}

static bool open_slot(Slot *slot, const char *name) {
    if (!slot->is_tried) {
        slot->is_tried = true;
        slot->converter = g_iconv_open("UTF-8", name);
        slot->is_open = slot->converter != (GIConv)-1;
    }
    return slot->is_open;
}

unsigned pd_codec_charsets_open(void) {
    unsigned n_lacking = 0;
    g_mutex_lock(&lock);
    for (size_t i = 0; i < G_N_ELEMENTS(LABELS); i++)
        if (slot_of(LABELS[i].name) == &slots[i] && needs_converter(LABELS[i].name))
            n_lacking += !open_slot(&slots[i], LABELS[i].name);
    g_mutex_unlock(&lock);
    return n_lacking;
}

const char *pd_codec_charset_named(const char *label, size_t len) {
    for (size_t i = 0; i < G_N_ELEMENTS(LABELS); i++)
        if (strlen(LABELS[i].label) == len && g_ascii_strncasecmp(LABELS[i].label, label, len) == 0)
            return LABELS[i].name;
    return NULL;
}

bool pd_codec_charset_is_one_byte(const char *charset) {
    static const char *const others[] = {"CP932",   "EUC-JP-MS",  "ISO-2022-JP",  "CP949",
                                         "GB18030", "BIG5-HKSCS", "WINDOWS-1255", "WINDOWS-1258"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (strcmp(others[i], charset) == 0)
            return false;
    return true;
}

const char *pd_codec_charset_of_language(const char *tag) {
    size_t len = strcspn(tag, "-_");
    bool is_traditional = g_ascii_strncasecmp(tag, "zh", 2) == 0 &&
                          (strstr(tag, "TW") || strstr(tag, "tw") || strstr(tag, "HK") || strstr(tag, "Hant"));
    if (is_traditional)
        return "BIG5-HKSCS";
    for (size_t i = 0; len == 2 && i < G_N_ELEMENTS(LANGUAGES); i++)
        if (g_ascii_strncasecmp(LANGUAGES[i].language, tag, 2) == 0)
            return LANGUAGES[i].name;
    return NULL;
}

/* The converter's output, piece by piece; what it cannot read is replaced byte by byte. */
static void run(GIConv converter, const uint8_t *data, size_t len, GString *out, size_t *bad) {
    char piece[4096];
    gchar *from = (gchar *)(uintptr_t)data;
    gsize left = len;
    g_iconv(converter, NULL, NULL, NULL, NULL);
    while (left > 0) {
        gchar *to = piece;
        gsize room = sizeof piece;
        gsize done = g_iconv(converter, &from, &left, &to, &room);
        bool is_stuck = done == (gsize)-1 && errno != E2BIG;
        g_string_append_len(out, piece, (gssize)(sizeof piece - room));
        if (!is_stuck)
            continue;
        g_string_append(out, "\xef\xbf\xbd");
        ++*bad;
        from++;
        left--;
    }
}

/* NULs out, in place. */
static void drop_nuls(GString *text) {
    char *to = text->str;
    for (gsize i = 0; i < text->len; i++)
        if (text->str[i] != '\0')
            *to++ = text->str[i];
    g_string_truncate(text, (gsize)(to - text->str));
}

char *pd_codec_charset_convert(const uint8_t *data, size_t len, const char *charset, size_t *out_bad) {
    Slot *slot = slot_of(charset);
    *out_bad = 0;
    if (!slot || !needs_converter(charset))
        return NULL;
    g_mutex_lock(&lock);
    GString *out = open_slot(slot, charset) ? g_string_sized_new(len + len / 2) : NULL;
    if (out)
        run(slot->converter, data, len, out, out_bad);
    g_mutex_unlock(&lock);
    if (!out)
        return NULL;
    drop_nuls(out);
    return g_string_free(out, FALSE);
}

static const char *guess_alphabet(const uint8_t *data, size_t len) {
    size_t counts[256] = {0}, foreign = 0, ascii = 0;
    bool in_tag = false;
    for (size_t i = 0; i < len; i++) {
        in_tag = data[i] == '<' || (in_tag && data[i] != '>');
        counts[data[i]] += !in_tag;
        foreign += !in_tag && data[i] >= 0xc0;
        ascii += !in_tag && g_ascii_isalpha(data[i]);
    }
    if (foreign < MIN_FOREIGN_BYTES || (double)foreign < FOREIGN_SHARE * (double)(foreign + ascii))
        return NULL;
    const char *best = NULL;
    double best_share = COMMON_SHARE;
    for (size_t i = 0; i < G_N_ELEMENTS(ALPHABETS); i++) {
        size_t hits = 0;
        for (const char *p = ALPHABETS[i].letters; *p; p++)
            hits += counts[(uint8_t)*p];
        double share = (double)hits / (double)foreign;
        if (share > best_share) {
            best = ALPHABETS[i].name;
            best_share = share;
        }
    }
    return best;
}

/* How many characters of a text are the ones that its language cannot write a line without. */
static size_t telling_characters(const char *text, gunichar first, gunichar last) {
    size_t n = 0;
    for (; *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        n += c >= first && c <= last;
    }
    return n;
}

/* Texts in charsets of two bytes a character: how their bytes lie. */
typedef struct {
    size_t high, paired, low_trails; /* bytes beyond ASCII; those beside another; characters that end in an ASCII byte */
} Pairs;

static Pairs count_pairs(const uint8_t *data, size_t len) {
    Pairs pairs = {0};
    for (size_t i = 0; i < len; i++) {
        if (data[i] < 0x80)
            continue;
        bool is_pair = i + 1 < len && data[i + 1] >= 0x80;
        pairs.high += 1 + is_pair;
        pairs.paired += is_pair ? 2 : 0;
        pairs.low_trails += !is_pair;
        i += is_pair;
    }
    return pairs;
}

/* Japanese has kana, Korean is hangul nearly throughout; what reads without an error and is neither is Chinese, the
 * traditional one when its second bytes reach into ASCII. */
static const char *guess_pairs(const uint8_t *data, size_t len) {
    static const struct {
        const char *name;
        gunichar first, last;
        double share; /* of the bytes beyond ASCII */
        bool has_low_trails;
    } rows[] = {{"EUC-JP-MS", 0x3041, 0x30fe, 0.1, false},
                {"CP932", 0x3041, 0x30fe, 0.1, false},
                {"CP949", 0xac00, 0xd7a3, 0.35, false},
                {"BIG5-HKSCS", 0x4e00, 0x9fff, 0.25, true},
                {"GB18030", 0x4e00, 0x9fff, 0.25, false}};
    Pairs pairs = count_pairs(data, len);
    if (pairs.high < MIN_FOREIGN_BYTES || pairs.paired * 10 < pairs.high * 6)
        return NULL;
    bool has_low_trails = pairs.low_trails * 10 > pairs.high;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].has_low_trails && !has_low_trails)
            continue;
        size_t bad;
        g_autofree char *text = pd_codec_charset_convert(data, len, rows[i].name, &bad);
        if (text && bad <= pairs.high / BAD_ONE_OF &&
            (double)telling_characters(text, rows[i].first, rows[i].last) > rows[i].share * (double)pairs.high)
            return rows[i].name;
    }
    return NULL;
}

const char *pd_codec_charset_guess(const uint8_t *data, size_t len) {
    const char *name = guess_alphabet(data, len);
    return name ? name : guess_pairs(data, len);
}
