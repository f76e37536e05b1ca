/* The meaning of EXIF entries (CIPA DC-008, EXIF 2.32; XP tags: Microsoft). */
#include "image/exif.h"

#include <math.h>
#include <string.h>

#include "codec/date.h"
#include "image/block.h"

/* TIFF 6.0 types; UTF8 is EXIF 3.0. */
enum {
    BYTE = 1,
    ASCII,
    SHORT,
    LONG,
    RATIONAL,
    SBYTE,
    UNDEFINED,
    SSHORT,
    SLONG,
    SRATIONAL,
    FLOAT,
    DOUBLE,
    IFD,
    LONG8 = 16,
    SLONG8,
    IFD8
};
enum { UTF8 = 129 };

enum {
    TAG_GPS_LATITUDE_REF = 1,
    TAG_GPS_LATITUDE,
    TAG_GPS_LONGITUDE_REF,
    TAG_GPS_LONGITUDE,
    TAG_GPS_ALTITUDE_REF,
    TAG_GPS_ALTITUDE,
    TAG_IMAGE_DESCRIPTION = 0x010e,
    TAG_ORIENTATION = 0x0112,
    TAG_COPYRIGHT = 0x8298,
    TAG_DATE_TIME_ORIGINAL = 0x9003,
    TAG_DATE_TIME_DIGITIZED = 0x9004,
    TAG_OFFSET_TIME_ORIGINAL = 0x9011,
    TAG_OFFSET_TIME_DIGITIZED = 0x9012,
    TAG_USER_COMMENT = 0x9286,
    TAG_SUB_SEC_TIME_ORIGINAL = 0x9291,
    TAG_SUB_SEC_TIME_DIGITIZED = 0x9292
};

enum { ORIGINAL = 0, DIGITIZED = 1 };

/* Tags that are text and have a field, with the names of the field table. */
typedef struct {
    uint16_t tag;
    PdIfd ifd;
    PdField field;
    const char *name;
    bool is_utf16, is_list;
} TextTag;

static const TextTag TEXT_TAGS[] = {
    {TAG_IMAGE_DESCRIPTION, PD_IFD_0, PD_FIELD_CAPTION, "ImageDescription", false, false},
    {0x010f, PD_IFD_0, PD_FIELD_CAMERA_MAKE, "Make", false, false},
    {0x0110, PD_IFD_0, PD_FIELD_CAMERA_MODEL, "Model", false, false},
    {0x0131, PD_IFD_0, PD_FIELD_SOFTWARE, "Software", false, false},
    {0x013b, PD_IFD_0, PD_FIELD_CREATORS, "Artist", false, true},
    {TAG_COPYRIGHT, PD_IFD_0, PD_FIELD_COPYRIGHT, "Copyright", false, false},
    {0x9c9b, PD_IFD_0, PD_FIELD_TITLE, "XPTitle", true, false},
    {0x9c9d, PD_IFD_0, PD_FIELD_CREATORS, "XPAuthor", true, true},
    {0x9c9e, PD_IFD_0, PD_FIELD_KEYWORDS, "XPKeywords", true, true},
    {0xa434, PD_IFD_EXIF, PD_FIELD_LENS, "LensModel", false, false},
};

static uint32_t read_u32(const uint8_t *p, size_t bytes, bool is_big) {
    uint32_t number = 0;
    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | p[is_big ? i : bytes - 1 - i];
    return number;
}

static bool read_fraction(const uint8_t *p, bool is_big, bool is_signed, double *out) {
    uint32_t above = read_u32(p, 4, is_big), below = read_u32(p + 4, 4, is_big);
    if (below == 0)
        return false;
    *out = is_signed ? (double)(int32_t)above / (double)(int32_t)below : (double)above / (double)below;
    return true;
}

/* IEEE 754 */
static bool read_float(const uint8_t *p, size_t bytes, bool is_big, double *out) {
    uint32_t first = read_u32(p, 4, is_big);
    if (bytes == 4) {
        float number;
        memcpy(&number, &first, sizeof number);
        *out = (double)number;
    } else {
        uint64_t second = read_u32(p + 4, 4, is_big), whole = is_big ? (uint64_t)first << 32 | second : second << 32 | first;
        memcpy(out, &whole, sizeof whole);
    }
    return isfinite(*out);
}

size_t pd_exif_type_bytes(uint16_t type) {
    static const uint8_t SIZES[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    return type < sizeof SIZES ? SIZES[type] : type == UTF8 ? 1 : 0;
}

bool pd_exif_number(const PdExifEntry *entry, uint32_t i, double *out) {
    size_t size = pd_exif_type_bytes(entry->type);
    if (size == 0 || i >= entry->count || entry->len / size <= i)
        return false;
    const uint8_t *p = entry->data + size * i;
    bool is_big = entry->is_big_endian;
    switch (entry->type) {
    case BYTE:
    case SHORT:
    case LONG:
    case IFD:
        *out = read_u32(p, size, is_big);
        return true;
    case SSHORT:
        *out = (int16_t)read_u32(p, size, is_big);
        return true;
    case SLONG:
        *out = (int32_t)read_u32(p, size, is_big);
        return true;
    case LONG8:
    case IFD8:
        *out =
            (double)((uint64_t)read_u32(p + (is_big ? 0 : 4), 4, is_big) << 32 | read_u32(p + (is_big ? 4 : 0), 4, is_big));
        return true;
    case RATIONAL:
    case SRATIONAL:
        return read_fraction(p, is_big, entry->type == SRATIONAL, out);
    case FLOAT:
    case DOUBLE:
        return read_float(p, size, is_big, out);
    default:
        return false;
    }
}

/* ASCII ends at its first NUL; what follows in the entry is rubbish of the writer. */
static size_t text_len(const PdExifEntry *entry) {
    const uint8_t *nul = memchr(entry->data, 0, entry->len);
    return nul ? (size_t)(nul - entry->data) : entry->len;
}

static char *ascii_text(const PdExifEntry *entry, uint32_t *flags) {
    return pd_reading_text(entry->data, text_len(entry), entry->type == UTF8 ? PD_CHARSET_UTF8 : PD_CHARSET_GUESS, flags);
}

static char *utf16_text(const PdExifEntry *entry, uint32_t *flags) {
    size_t len = 0;
    while (len + 2 <= entry->len && (entry->data[len] || entry->data[len + 1]))
        len += 2;
    return pd_reading_text(entry->data, len, PD_CHARSET_UTF16LE, flags);
}

/* Photographer and editor, each ended by NUL, a blank where one is missing (EXIF 2.32, 4.6.4 D Copyright). */
static char *copyright_text(const PdExifEntry *entry, uint32_t *flags) {
    g_autofree char *photographer = g_strchomp(ascii_text(entry, flags));
    PdExifEntry rest = *entry;
    size_t skip = MIN(text_len(entry) + 1, entry->len);
    rest.data += skip;
    rest.len -= skip;
    g_autofree char *editor = g_strchomp(ascii_text(&rest, flags));
    if (!*editor)
        return g_steal_pointer(&photographer);
    return *photographer ? g_strconcat(photographer, "\n", editor, NULL) : g_steal_pointer(&editor);
}

/* More letters and digits than what cameras and programs leave by themselves, and not one of their openings. */
static bool is_surely_caption(const char *text, size_t len) {
    enum { LONGEST_JUNK = 32 };
    size_t n = 0;
    for (size_t i = 0; i < len && n <= LONGEST_JUNK; i++)
        n += g_ascii_isalnum(text[i]);
    return n > LONGEST_JUNK && !memchr(text, '<', len);
}

/* What cameras and programs leave in ImageDescription by themselves. */
static bool is_junk_caption(const char *text) {
    static const char *const JUNK[] = {"olympus digital camera",
                                       "sony dsc",
                                       "konica minolta digital camera",
                                       "minolta digital camera",
                                       "samsung",
                                       "samsung digital camera",
                                       "samsung camera pictures",
                                       "digital camera",
                                       "kodak digital still camera",
                                       "exif_jpeg_picture",
                                       "exif jpeg",
                                       "exif jpeg picture",
                                       "jpeg",
                                       "dcim",
                                       "dig",
                                       "my beautiful picture",
                                       "dsc",
                                       "dcf",
                                       "default",
                                       "untitled",
                                       "binary comment",
                                       "created with gimp"};
    static const char *const OPENINGS[] = {"<digimax", "<kenox", "<samsung"};
    g_autofree char *tidy = pd_text_tidy(text);
    g_autofree char *lower = g_ascii_strdown(tidy, -1);
    size_t len = strlen(lower);
    for (size_t i = 0; i < G_N_ELEMENTS(JUNK); i++)
        if (strcmp(lower, JUNK[i]) == 0)
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(OPENINGS); i++)
        if (g_str_has_prefix(lower, OPENINGS[i]) && strchr(lower, '>') == lower + len - 1)
            return true;
    return len > 0 && strspn(lower, "?") == len;
}

static void add(PdExif *exif, PdField field, const char *property, const char *text, uint16_t item, uint32_t flags,
                uint64_t at) {
    pd_reading_add(exif->reading, &(PdValue){.field = field,
                                             .origin = PD_ORIGIN_EXIF,
                                             .block = exif->block,
                                             .item = item,
                                             .flags = flags,
                                             .at = at,
                                             .property = property,
                                             .text = text});
}

static void add_list(PdExif *exif, const TextTag *row, const char *text, uint32_t flags, uint64_t at) {
    g_auto(GStrv) items = g_strsplit(text, ";", (int)exif->reading->limits->names);
    for (uint16_t i = 0; items[i]; i++)
        add(exif, row->field, row->name, items[i], i, flags, at);
}

/* Whether the text is one value as it stands. */
static bool is_plain(const PdExifEntry *entry, const TextTag *row, size_t len) {
    const char *text = (const char *)entry->data;
    if (row->is_utf16 || (row->is_list && memchr(text, ';', len)))
        return false;
    if (row->tag == TAG_COPYRIGHT)
        return len + 1 >= entry->len;
    return row->tag != TAG_IMAGE_DESCRIPTION || is_surely_caption(text, len);
}

static void add_plain(PdExif *exif, const PdExifEntry *entry, const TextTag *row, size_t len) {
    pd_reading_add_raw(
        exif->reading,
        &(PdValue){
            .field = row->field, .origin = PD_ORIGIN_EXIF, .block = exif->block, .at = entry->at, .property = row->name},
        entry->data, len, entry->type == UTF8 ? PD_CHARSET_UTF8 : PD_CHARSET_GUESS);
}

static void add_text(PdExif *exif, const PdExifEntry *entry, const TextTag *row) {
    uint32_t flags = 0;
    size_t len = text_len(entry);
    if (is_plain(entry, row, len)) {
        add_plain(exif, entry, row, len);
        return;
    }
    g_autofree char *text = row->is_utf16               ? utf16_text(entry, &flags)
                            : row->tag == TAG_COPYRIGHT ? copyright_text(entry, &flags)
                                                        : ascii_text(entry, &flags);
    if (row->tag == TAG_IMAGE_DESCRIPTION && is_junk_caption(text))
        flags |= PD_VALUE_JUNK;
    if (row->is_list)
        add_list(exif, row, text, flags, entry->at);
    else
        add(exif, row->field, row->name, text, 0, flags, entry->at);
}

static const TextTag *text_tag(PdIfd ifd, uint16_t tag) {
    for (size_t i = 0; i < G_N_ELEMENTS(TEXT_TAGS); i++)
        if (TEXT_TAGS[i].tag == tag && TEXT_TAGS[i].ifd == ifd)
            return &TEXT_TAGS[i];
    return NULL;
}

/* ---- the moment ---- */

static void keep_text(char **place, const PdExifEntry *entry) {
    uint32_t flags = 0;
    if (!*place)
        *place = g_strstrip(ascii_text(entry, &flags));
}

static bool keep_moment(PdExif *exif, const PdExifEntry *entry) {
    switch (entry->tag) {
    case TAG_DATE_TIME_ORIGINAL:
    case TAG_DATE_TIME_DIGITIZED:
        keep_text(&exif->moments[entry->tag - TAG_DATE_TIME_ORIGINAL], entry);
        exif->moment_at[entry->tag - TAG_DATE_TIME_ORIGINAL] = entry->at;
        return true;
    case TAG_OFFSET_TIME_ORIGINAL:
    case TAG_OFFSET_TIME_DIGITIZED:
        keep_text(&exif->offsets[entry->tag - TAG_OFFSET_TIME_ORIGINAL], entry);
        return true;
    case TAG_SUB_SEC_TIME_ORIGINAL:
    case TAG_SUB_SEC_TIME_DIGITIZED:
        keep_text(&exif->fractions[entry->tag - TAG_SUB_SEC_TIME_ORIGINAL], entry);
        return true;
    default:
        return false;
    }
}

static void end_moment(PdExif *exif, int which) {
    static const char *const PROPERTIES[] = {"DateTimeOriginal", "DateTimeDigitized"};
    const char *moment = exif->moments[which], *fraction = exif->fractions[which];
    if (!moment)
        return;
    bool has_fraction = fraction && *fraction && strspn(fraction, "0123456789") == strlen(fraction);
    g_autofree char *whole = strlen(moment) == strlen("2021:08:16 09:41:07") && has_fraction
                                 ? g_strconcat(moment, ".", fraction, NULL)
                                 : g_strdup(moment);
    g_autofree char *date = pd_date_normalise(whole, exif->offsets[which]);
    add(exif, date ? PD_FIELD_CAPTURED_AT : PD_FIELD_OTHER, PROPERTIES[which], date ? date : moment, 0, 0,
        exif->moment_at[which]);
}

/* ---- the position ---- */

/* Degrees, minutes, seconds. Missing parts and undefined seconds (0/0: the minutes bear a fraction) count as none. */
static bool read_degrees(const PdExifEntry *entry, double *out) {
    double degrees, minutes = 0, seconds = 0;
    if (!pd_exif_number(entry, 0, &degrees))
        return false;
    if (entry->count > 1 && !pd_exif_number(entry, 1, &minutes))
        return false;
    if (!pd_exif_number(entry, 2, &seconds))
        seconds = 0;
    *out = degrees + minutes / 60 + seconds / 3600;
    return isfinite(*out);
}

static bool keep_position(PdExif *exif, const PdExifEntry *entry) {
    double number;
    switch (entry->tag) {
    case TAG_GPS_LATITUDE_REF:
    case TAG_GPS_LONGITUDE_REF:
        exif->refs[(entry->tag - TAG_GPS_LATITUDE_REF) / 2] = entry->len ? g_ascii_toupper((char)entry->data[0]) : 0;
        return true;
    case TAG_GPS_LATITUDE:
    case TAG_GPS_LONGITUDE: {
        int which = (entry->tag - TAG_GPS_LATITUDE) / 2;
        exif->has_degrees[which] = read_degrees(entry, &exif->degrees[which]);
        exif->position_at = entry->at;
        return true;
    }
    case TAG_GPS_ALTITUDE_REF:
        exif->is_below_sea = pd_exif_number(entry, 0, &number) && (number == 1 || number == 3);
        return true;
    case TAG_GPS_ALTITUDE:
        exif->has_metres = pd_exif_number(entry, 0, &exif->metres);
        return true;
    default:
        return false;
    }
}

static void end_position(PdExif *exif) {
    double lat = exif->degrees[0], lon = exif->degrees[1];
    bool has_refs = (exif->refs[0] == 'N' || exif->refs[0] == 'S') && (exif->refs[1] == 'E' || exif->refs[1] == 'W');
    if (!exif->has_degrees[0] || !exif->has_degrees[1] || !has_refs)
        return;
    g_autofree char *text = pd_reading_position(exif->refs[0] == 'S' ? -lat : lat, exif->refs[1] == 'W' ? -lon : lon,
                                                exif->has_metres, exif->is_below_sea ? -fabs(exif->metres) : exif->metres);
    if (text)
        add(exif, PD_FIELD_GPS, "GPSLatitude", text, 0, 0, exif->position_at);
}

/* ---- everything else, for showing ---- */

static char *numbers_text(const PdExifEntry *entry) {
    enum { MOST = 16 };
    GString *out = g_string_new(NULL);
    for (uint32_t i = 0; i < MIN(entry->count, MOST); i++) {
        double number;
        char digits[G_ASCII_DTOSTR_BUF_SIZE];
        if (pd_exif_number(entry, i, &number))
            g_string_append_printf(out, "%s%s", i ? " " : "", g_ascii_formatd(digits, sizeof digits, "%.10g", number));
    }
    if (entry->count > MOST)
        g_string_append(out, " …");
    return g_string_free(out, FALSE);
}

static void add_other(PdExif *exif, const PdExifEntry *entry) {
    if (!exif->reading->wants_all)
        return;
    uint32_t flags = 0;
    char number[8];
    g_snprintf(number, sizeof number, "0x%04x", entry->tag);
    g_autofree char *text = entry->type == ASCII || entry->type == UTF8 ? ascii_text(entry, &flags)
                            : entry->type == UNDEFINED                  ? g_strdup_printf("(%zu bytes)", entry->len)
                                                                        : numbers_text(entry);
    add(exif, PD_FIELD_OTHER, entry->name ? entry->name : number, text, 0, flags, entry->at);
}

/* UserComment: eight bytes name the charset (EXIF 2.32, 4.6.5 D). */
static char *comment_text(const PdExifEntry *entry, uint32_t *flags) {
    const uint8_t *body = entry->data + 8;
    size_t len = entry->len - 8;
    PdCharset charset = PD_CHARSET_GUESS;
    if (memcmp(entry->data, "UNICODE", 8) == 0) /* writers disagree on the byte order; ASCII letters show it */
        charset = len >= 2 && body[0] == 0 ? PD_CHARSET_UTF16BE : PD_CHARSET_UTF16LE;
    return pd_reading_text(body, len, charset, flags);
}

/* Generators of pictures leave their prompt and settings in the comment ("Steps: 20, Sampler: …, Seed: …"). */
static void add_comment(PdExif *exif, const PdExifEntry *entry) {
    if (entry->len <= 8)
        return;
    uint32_t flags = 0;
    g_autofree char *text = comment_text(entry, &flags);
    bool is_prompt = strstr(text, "Steps: ") && strstr(text, "Seed: ");
    add(exif, is_prompt ? PD_FIELD_AI_PROMPT : PD_FIELD_OTHER, "UserComment", text, 0, flags, entry->at);
}

/* Some writers store the IIM bytes as words and turn them around with the rest of the file. */
static bool has_turned_words(const PdExifEntry *entry) {
    return entry->tag == pd_block_iptc.tiff_tag && entry->len >= 8 && entry->data[0] != 0x1c && entry->data[3] == 0x1c;
}

static void turn_words(uint8_t *bytes, size_t len) {
    for (size_t i = 0; i + 4 <= len; i += 4) {
        const uint8_t word[] = {bytes[i + 3], bytes[i + 2], bytes[i + 1], bytes[i]};
        memcpy(bytes + i, word, sizeof word);
    }
}

/* The entry's bytes for as long as the reading lasts. */
static PdCursor lasting_bytes(PdReading *reading, const PdExifEntry *entry) {
    bool is_turned = has_turned_words(entry);
    if (!is_turned && !entry->is_passing)
        return (PdCursor){.data = entry->data, .len = entry->len, .base = entry->at};
    uint8_t *bytes = g_memdup2(entry->data, entry->len);
    if (is_turned)
        turn_words(bytes, entry->len);
    return pd_reading_own(reading, bytes, is_turned ? entry->len & ~(size_t)3 : entry->len, entry->at);
}

/* IIM, Photoshop resources and XMP under tags of their own, in TIFF and in EXIF blocks of programs that think in TIFF. */
static bool read_block(PdReading *reading, const PdExifEntry *entry) {
    for (const PdBlock *const *row = pd_blocks; *row; row++)
        if ((*row)->tiff_tag && (*row)->tiff_tag == entry->tag) {
            reading->entry_bytes += MIN(entry->len, reading->limits->block_bytes + 1);
            if (reading->entry_bytes > reading->limits->block_bytes)
                pd_reading_problem(reading, (*row)->name, entry->at, "the blocks of the directory are longer than %zu bytes",
                                   reading->limits->block_bytes);
            else if (*row == &pd_block_xmp)
                pd_block_read(*row, reading, lasting_bytes(reading, entry));
            else
                pd_block_read_late(*row, reading, lasting_bytes(reading, entry));
            return true;
        }
    return false;
}

PdExif pd_exif(PdReading *reading) {
    return (PdExif){.reading = reading, .block = pd_reading_next_block(reading, PD_ORIGIN_EXIF)};
}

typedef struct {
    uint8_t bits[2][0x10000 / 8]; /* of the first directory and of EXIF's */
} WantedTags;

static void want(WantedTags *wanted, PdIfd ifd, unsigned tag) {
    wanted->bits[ifd][tag / 8] |= (uint8_t)(1u << tag % 8);
}

static void want_between(WantedTags *wanted, PdIfd ifd, unsigned first, unsigned last) {
    for (unsigned tag = first; tag <= last; tag++)
        want(wanted, ifd, tag);
}

/* Made once, then only read. */
static const WantedTags *wanted_tags(void) {
    static WantedTags wanted;
    static gsize once;
    if (g_once_init_enter(&once)) {
        want(&wanted, PD_IFD_0, TAG_ORIENTATION);
        for (const PdBlock *const *row = pd_blocks; *row; row++)
            if ((*row)->tiff_tag)
                want(&wanted, PD_IFD_0, (*row)->tiff_tag);
        want(&wanted, PD_IFD_EXIF, TAG_USER_COMMENT);
        want_between(&wanted, PD_IFD_EXIF, TAG_DATE_TIME_ORIGINAL, TAG_DATE_TIME_DIGITIZED);
        want_between(&wanted, PD_IFD_EXIF, TAG_OFFSET_TIME_ORIGINAL, TAG_OFFSET_TIME_DIGITIZED);
        want_between(&wanted, PD_IFD_EXIF, TAG_SUB_SEC_TIME_ORIGINAL, TAG_SUB_SEC_TIME_DIGITIZED);
        for (size_t i = 0; i < G_N_ELEMENTS(TEXT_TAGS); i++)
            want(&wanted, TEXT_TAGS[i].ifd, TEXT_TAGS[i].tag);
        g_once_init_leave(&once, 1);
    }
    return &wanted;
}

bool pd_exif_is_wanted(PdIfd ifd, uint16_t tag) {
    if (ifd == PD_IFD_GPS)
        return tag >= TAG_GPS_LATITUDE_REF && tag <= TAG_GPS_ALTITUDE;
    return wanted_tags()->bits[ifd][tag / 8] >> tag % 8 & 1;
}

void pd_exif_entry(PdExif *exif, const PdExifEntry *entry) {
    const TextTag *row = text_tag(entry->ifd, entry->tag);
    double number;
    if (row && (entry->type == ASCII || entry->type == UTF8 || entry->type == BYTE || entry->type == UNDEFINED)) {
        add_text(exif, entry, row);
    } else if (entry->ifd == PD_IFD_0 && entry->tag == TAG_ORIENTATION) {
        if (entry->count == 1 && pd_exif_number(entry, 0, &number) && number >= 1 && number <= 8)
            add(exif, PD_FIELD_ORIENTATION, "Orientation", (char[]){(char)('0' + (int)number), '\0'}, 0, 0, entry->at);
    } else if (entry->ifd == PD_IFD_EXIF && entry->tag == TAG_USER_COMMENT) {
        add_comment(exif, entry);
    } else if (!(entry->ifd == PD_IFD_EXIF && keep_moment(exif, entry)) &&
               !(entry->ifd == PD_IFD_GPS && keep_position(exif, entry)) &&
               !(entry->ifd == PD_IFD_0 && read_block(exif->reading, entry))) {
        add_other(exif, entry);
    }
}

void pd_exif_end(PdExif *exif) {
    end_moment(exif, ORIGINAL);
    end_moment(exif, DIGITIZED);
    end_position(exif);
    for (size_t i = 0; i < G_N_ELEMENTS(exif->moments); i++) {
        g_free(exif->moments[i]);
        g_free(exif->offsets[i]);
        g_free(exif->fractions[i]);
    }
}
