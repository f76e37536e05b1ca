/* What containers and blocks share while one image is read (image/reading.h). */
#include "image/reading.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "model/record.h"

void pd_reading_done(PdReading *reading) {
    if (reading->pixels)
        g_array_free(reading->pixels, TRUE);
    if (reading->buffers)
        g_ptr_array_free(reading->buffers, TRUE);
    if (reading->late)
        g_ptr_array_free(reading->late, TRUE);
    reading->pixels = NULL;
    reading->late = NULL;
    reading->buffers = NULL;
}

size_t pd_reading_len(const PdReading *reading) {
    return reading->tail.data ? (size_t)reading->tail.base + reading->tail.len : reading->file.len;
}

uint16_t pd_reading_next_block(PdReading *reading, PdOrigin origin) {
    uint16_t block = reading->n_blocks[origin];
    if (block < UINT16_MAX)
        reading->n_blocks[origin]++;
    return block;
}

void pd_reading_add(PdReading *reading, const PdValue *value) {
    if (value->field != PD_FIELD_OTHER || reading->wants_all)
        pd_record_add(reading->record, value, reading->limits);
}

void pd_reading_add_bytes(PdReading *reading, const PdValue *value, const char *text, size_t len) {
    if (value->field != PD_FIELD_OTHER || reading->wants_all)
        pd_record_add_bytes(reading->record, value, text, len, reading->limits);
}

void pd_reading_problem(PdReading *reading, const char *block, uint64_t at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    pd_record_add_problem(reading->record, block, at, reading->limits, "%s", what);
}

void pd_reading_truncated(PdReading *reading, const char *block, uint64_t at, const char *what) {
    reading->record->signs |= PD_SIGN_TRUNCATED;
    pd_reading_problem(reading, block, at, "%s", what);
}

void pd_reading_pixels(PdReading *reading, size_t at, size_t len) {
    PdSpan span = {at, len};
    if (!reading->pixels)
        reading->pixels = g_array_new(FALSE, FALSE, sizeof(PdSpan));
    if (len > 0)
        g_array_append_val(reading->pixels, span);
}

PdCursor pd_reading_own(PdReading *reading, uint8_t *buffer, size_t len, uint64_t base) {
    if (!reading->buffers)
        reading->buffers = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(reading->buffers, buffer);
    PdCursor cursor = pd_cursor(buffer, len);
    cursor.base = base;
    return cursor;
}

PdCursor pd_reading_join(PdReading *reading, const PdCursor *pieces, size_t n_pieces) {
    if (n_pieces == 1)
        return pieces[0];
    size_t len = 0, at = 0;
    for (size_t i = 0; i < n_pieces; i++)
        len += pd_cursor_left(&pieces[i]);
    uint8_t *joined = g_malloc(len + 1);
    for (size_t i = 0; i < n_pieces; i++) {
        memcpy(joined + at, pieces[i].data + pieces[i].at, pd_cursor_left(&pieces[i]));
        at += pd_cursor_left(&pieces[i]);
    }
    return pd_reading_own(reading, joined, len, pd_cursor_offset(&pieces[0]));
}

static bool is_ascii(const uint8_t *data, size_t len) {
    while (len > 0 && data[len - 1] < 0x80)
        len--;
    return len == 0;
}

/* Bytes of an UTF-8 sequence that the end cuts off, 0 when the end is whole. A short text without other such sequences was
 * cut by nobody: its last byte is a letter of another charset. */
static size_t cut_tail(const uint8_t *data, size_t len) {
    enum { SHORTEST_CUT = 29 }; /* IIM fields of 32 bytes */
    for (size_t n = 1; n <= 3 && n <= len; n++) {
        uint8_t byte = data[len - n];
        if ((byte & 0xc0) == 0x80)
            continue;
        size_t whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
        return whole > n && (len >= SHORTEST_CUT || !is_ascii(data, len - n)) ? n : 0;
    }
    return 0;
}

char *pd_reading_text(const uint8_t *data, size_t len, PdCharset charset, uint32_t *flags) {
    bool is_repaired = false, is_guessed = false;
    if (charset == PD_CHARSET_UTF8 && !pd_text_is_utf8(data, len)) {
        /* a writer that cut the text at a length cut a character; other bytes are of another charset */
        len -= cut_tail(data, len);
        *flags |= PD_VALUE_REPAIRED;
        charset = PD_CHARSET_GUESS;
    }
    char *text = pd_text_from_bytes(data, len, charset, &is_repaired, &is_guessed);
    if (is_repaired)
        *flags |= PD_VALUE_REPAIRED;
    if (is_guessed)
        *flags |= PD_VALUE_GUESSED;
    return text;
}

void pd_reading_add_raw(PdReading *reading, const PdValue *value, const uint8_t *data, size_t len, PdCharset charset) {
    bool may_be_utf8 = charset == PD_CHARSET_GUESS || charset == PD_CHARSET_UTF8;
    if (value->field == PD_FIELD_OTHER && !reading->wants_all)
        return;
    if (may_be_utf8 && len > 0 && pd_text_is_utf8(data, len)) {
        pd_record_add_bytes(reading->record, value, (const char *)data, len, reading->limits);
        return;
    }
    PdValue copy = *value;
    g_autofree char *text = pd_reading_text(data, len, charset, &copy.flags);
    copy.text = text;
    pd_record_add(reading->record, &copy, reading->limits);
}

static void append_number(GString *out, double number, const char *format) {
    char digits[64];
    g_ascii_formatd(digits, sizeof digits, format, number);
    if (strchr(digits, '.')) {
        char *end = digits + strlen(digits);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
    g_string_append(out, strcmp(digits, "-0") == 0 ? "0" : digits);
}

char *pd_reading_position(double lat, double lon, bool has_metres, double metres) {
    if (!(fabs(lat) <= 90 && fabs(lon) <= 180))
        return NULL;
    GString *out = g_string_new(NULL);
    append_number(out, lat, "%.7f");
    g_string_append_c(out, ' ');
    append_number(out, lon, "%.7f");
    if (has_metres && fabs(metres) < 1e7) {
        g_string_append_c(out, ' ');
        append_number(out, metres, "%.3f");
    }
    return g_string_free(out, FALSE);
}

static bool names(const char *spec, const char *name) {
    size_t len = strlen(name);
    while (spec) {
        if (*spec == *name && strncmp(spec, name, len) == 0 && (spec[len] == '|' || spec[len] == '\0'))
            return true;
        spec = strchr(spec, '|');
        if (spec)
            spec++;
    }
    return false;
}

/* Some writers forget the capital letter that PNG 11.3.4.2 gives its keywords. */
PdField pd_reading_field_by_png(const char *keyword) {
    g_autofree char *capital = g_strdup(keyword);
    *capital = g_ascii_toupper(*capital);
    for (size_t i = 1; i < PD_N_FIELDS; i++)
        if (names(pd_field_info((PdField)i)->png, keyword) || names(pd_field_info((PdField)i)->png, capital))
            return (PdField)i;
    return PD_FIELD_OTHER;
}

/* Fields of the datasets of records 1 and 2; made once, then only read. */
static const uint8_t *iim_fields(void) {
    static uint8_t fields[3 * 256];
    static gsize once;
    if (g_once_init_enter(&once)) {
        for (size_t i = PD_N_FIELDS - 1; i > 0; i--) {
            const PdFieldInfo *info = pd_field_info((PdField)i);
            if (info && info->iim && info->iim < 3000)
                fields[info->iim / 1000 * 256 + info->iim % 1000] = (uint8_t)i;
        }
        g_once_init_leave(&once, 1);
    }
    return fields;
}

G_STATIC_ASSERT(PD_N_FIELDS <= UINT8_MAX);

PdField pd_reading_field_by_iim(uint16_t dataset) {
    unsigned record = dataset / 1000, number = dataset % 1000;
    return record < 3 && number < 256 ? (PdField)iim_fields()[record * 256 + number] : PD_FIELD_OTHER;
}
