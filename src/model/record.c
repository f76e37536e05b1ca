/* Building a record, and its flat encoding (include/picdesk/record.h).
 *
 * Encoding, version 1: numbers are LEB128 (little-endian groups of 7 bits), so that a value costs about ten bytes:
 *   version format width height signs thumbnail_at thumbnail_bytes pixel_key[16]
 *   n_texts (len bytes)*  n_values (field origin block item flags at+1 property text lang uri)*  n_problems (block at+1
 * what)* Texts are stored once and named by their number + 1, 0 = none; at+1 is 0 for PD_AT_UNKNOWN. */
#include "picdesk/record.h"

#include <string.h>

#include "base/cursor.h"
#include "codec/text.h"
#include "model/keep.h"
#include "picdesk/error.h"

enum { VERSION = 1, LONGEST_NUMBER = 10 };

/* The public view first, so that a pointer to one is a pointer to the other. */
typedef struct {
    PdRecord view;
    PdKeep keep;
    GArray *values; /* of PdValue */
    bool is_full;
} Record;

PdRecord *pd_record_new(void) {
    Record *record = g_new0(Record, 1);
    pd_keep_init(&record->keep);
    record->values = g_array_new(FALSE, FALSE, sizeof(PdValue));
    return &record->view;
}

void pd_record_free(PdRecord *view) {
    if (!view)
        return;
    Record *record = (Record *)view;
    pd_keep_done(&record->keep);
    g_array_free(record->values, TRUE);
    g_free(record);
}

static void append_value(Record *record, const PdValue *value) {
    g_array_append_vals(record->values, value, 1);
    record->view.values = (const PdValue *)(void *)record->values->data;
    record->view.n_values = record->values->len;
}

static void show_problems(Record *record) {
    record->view.problems = (const PdProblem *)(void *)record->keep.problems->data;
    record->view.n_problems = record->keep.problems->len;
}

/* The text without white space at its ends, cut at a character when it is too long. (transfer full): g_free(). */
static char *trimmed(const char *text, size_t max, bool *out_is_cut) {
    while (g_ascii_isspace(*text))
        text++;
    size_t len = strlen(text);
    *out_is_cut = len > max;
    if (*out_is_cut)
        for (len = max; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80; len--)
            ;
    while (len > 0 && g_ascii_isspace(text[len - 1]))
        len--;
    return g_strndup(text, len);
}

bool pd_record_add(PdRecord *view, const PdValue *value, const PdLimits *limits) {
    Record *record = (Record *)view;
    if (pd_text_is_blank(value->text))
        return true;
    if (record->values->len >= limits->values) {
        if (!record->is_full)
            pd_record_add_problem(view, pd_origin_name(value->origin), value->at, limits,
                                  "more than %zu values; the rest is left out", limits->values);
        record->is_full = true;
        return false;
    }
    bool is_cut;
    g_autofree char *text = trimmed(value->text, limits->value_bytes, &is_cut);
    PdValue copy = *value;
    copy.text = pd_keep_text(&record->keep, text);
    copy.property = pd_keep_text(&record->keep, value->property ? value->property : "");
    copy.lang = pd_keep_text(&record->keep, value->lang);
    copy.uri = pd_keep_text(&record->keep, value->uri);
    if (is_cut) {
        copy.flags |= PD_VALUE_CUT;
        pd_record_add_problem(view, pd_origin_name(value->origin), value->at, limits,
                              "%s is longer than %zu bytes and was cut", copy.property, limits->value_bytes);
    }
    append_value(record, &copy);
    return true;
}

void pd_record_add_problem(PdRecord *view, const char *block, uint64_t at, const PdLimits *limits, const char *format, ...) {
    Record *record = (Record *)view;
    va_list args;
    va_start(args, format);
    pd_keep_problem(&record->keep, block ? block : "", at, limits, format, args);
    va_end(args);
    show_problems(record);
}

/* ---- encode ---- */

enum { MOST_VALUE_BYTES = 10 * LONGEST_NUMBER };

/* A text's number, found by its pointer: equal texts of a record are one pointer. */
typedef struct {
    const char *text;
    uint32_t number;
} Numbered;

typedef struct {
    GByteArray *texts; /* the encoded texts so far */
    GByteArray *body;  /* everything after the texts */
    Numbered *table;   /* open addressing; more than twice as long as there can be texts */
    size_t mask;
    uint32_t n_texts;
} Encoder;

static uint8_t *write_number(uint8_t *to, uint64_t number) {
    for (; number > 0x7f; number >>= 7)
        *to++ = (uint8_t)(number | 0x80);
    *to++ = (uint8_t)number;
    return to;
}

static void put(GByteArray *out, uint64_t number) {
    uint8_t bytes[LONGEST_NUMBER];
    g_byte_array_append(out, bytes, (guint)(write_number(bytes, number) - bytes));
}

static uint32_t number_of(Encoder *encoder, const char *text) {
    if (!text)
        return 0;
    size_t place = (size_t)((uintptr_t)text * UINT64_C(0x9e3779b97f4a7c15) >> 32) & encoder->mask;
    while (encoder->table[place].text && encoder->table[place].text != text)
        place = (place + 1) & encoder->mask;
    if (!encoder->table[place].text) {
        size_t len = strlen(text);
        encoder->table[place] = (Numbered){text, ++encoder->n_texts};
        put(encoder->texts, len);
        g_byte_array_append(encoder->texts, (const guint8 *)text, (guint)len);
    }
    return encoder->table[place].number;
}

static void put_value(Encoder *encoder, const PdValue *value) {
    uint8_t bytes[MOST_VALUE_BYTES], *to = bytes;
    to = write_number(to, (uint64_t)value->field);
    to = write_number(to, (uint64_t)value->origin);
    to = write_number(to, value->block);
    to = write_number(to, value->item);
    to = write_number(to, value->flags);
    to = write_number(to, value->at + 1);
    to = write_number(to, number_of(encoder, value->property));
    to = write_number(to, number_of(encoder, value->text));
    to = write_number(to, number_of(encoder, value->lang));
    to = write_number(to, number_of(encoder, value->uri));
    g_byte_array_append(encoder->body, bytes, (guint)(to - bytes));
}

static void set_up_table(Encoder *encoder, const PdRecord *record) {
    size_t most = 4 * record->n_values + 2 * record->n_problems, size = 64;
    while (size < 2 * most + 1)
        size *= 2;
    encoder->table = g_new0(Numbered, size);
    encoder->mask = size - 1;
}

GBytes *pd_record_encode(const PdRecord *record) {
    g_autoptr(GByteArray) texts = g_byte_array_sized_new(2048), body = g_byte_array_sized_new(1024);
    Encoder encoder = {.texts = texts, .body = body};
    set_up_table(&encoder, record);
    put(body, record->n_values);
    for (size_t i = 0; i < record->n_values; i++)
        put_value(&encoder, &record->values[i]);
    put(body, record->n_problems);
    for (size_t i = 0; i < record->n_problems; i++) {
        put(body, number_of(&encoder, record->problems[i].block));
        put(body, record->problems[i].at + 1);
        put(body, number_of(&encoder, record->problems[i].what));
    }
    g_free(encoder.table);
    GByteArray *out = g_byte_array_sized_new(texts->len + body->len + 64);
    put(out, VERSION);
    put(out, (uint64_t)record->format);
    put(out, record->width_px);
    put(out, record->height_px);
    put(out, record->signs);
    put(out, record->thumbnail_at);
    put(out, record->thumbnail_bytes);
    g_byte_array_append(out, record->pixel_key, sizeof record->pixel_key);
    put(out, encoder.n_texts);
    g_byte_array_append(out, texts->data, texts->len);
    g_byte_array_append(out, body->data, body->len);
    return g_byte_array_free_to_bytes(out);
}

/* ---- decode ---- */

typedef struct {
    PdCursor in;
    const PdLimits *limits;
    const char **texts; /* (transfer none) texts of the record */
    size_t n_texts;
    bool is_too_much; /* a limit, not damage, ended it */
} Decoder;

static bool get(Decoder *decoder, uint64_t max, uint64_t *out) {
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 7 * LONGEST_NUMBER; shift += 7) {
        uint8_t byte;
        if (!pd_cursor_u8(&decoder->in, &byte) || (shift == 63 && byte > 1))
            return false;
        number |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *out = number;
            return number <= max;
        }
    }
    return false;
}

static bool get_u32(Decoder *decoder, uint32_t *out) {
    uint64_t number;
    if (!get(decoder, UINT32_MAX, &number))
        return false;
    *out = (uint32_t)number;
    return true;
}

static bool get_u16(Decoder *decoder, uint16_t *out) {
    uint64_t number;
    if (!get(decoder, UINT16_MAX, &number))
        return false;
    *out = (uint16_t)number;
    return true;
}

/* A count of things that are each at least least_bytes long. */
static bool get_count(Decoder *decoder, size_t limit, size_t least_bytes, size_t *out) {
    uint64_t number;
    if (!get(decoder, UINT64_MAX, &number))
        return false;
    if (number > limit) {
        decoder->is_too_much = true;
        return false;
    }
    if (number > pd_cursor_left(&decoder->in) / least_bytes)
        return false;
    *out = (size_t)number;
    return true;
}

static bool get_at(Decoder *decoder, uint64_t *out) {
    if (!get(decoder, UINT64_MAX, out))
        return false;
    *out -= 1; /* 0 wraps to PD_AT_UNKNOWN */
    return true;
}

static bool get_text(Decoder *decoder, bool is_needed, const char **out) {
    uint64_t number;
    if (!get(decoder, decoder->n_texts, &number) || (number == 0 && is_needed))
        return false;
    *out = number ? decoder->texts[number - 1] : NULL;
    return true;
}

static bool get_texts(Decoder *decoder, Record *record) {
    const PdLimits *limits = decoder->limits;
    if (!get_count(decoder, 4 * limits->values + 2 * limits->problems + 2, 1, &decoder->n_texts))
        return false;
    decoder->texts = g_new0(const char *, decoder->n_texts + 1);
    for (size_t i = 0; i < decoder->n_texts; i++) {
        uint64_t len;
        const uint8_t *bytes;
        if (!get(decoder, UINT64_MAX, &len) || len > pd_cursor_left(&decoder->in))
            return false;
        if (len > limits->value_bytes + 1024) {
            decoder->is_too_much = true;
            return false;
        }
        bytes = pd_cursor_take(&decoder->in, (size_t)len);
        if (!bytes || !g_utf8_validate_len((const char *)bytes, (gsize)len, NULL))
            return false;
        decoder->texts[i] = g_string_chunk_insert_len(record->keep.texts, (const char *)bytes, (gssize)len);
    }
    return true;
}

static bool get_value(Decoder *decoder, PdValue *out) {
    uint16_t field, origin;
    if (!get_u16(decoder, &field) || !get_u16(decoder, &origin))
        return false;
    out->field = (PdField)field;
    out->origin = (PdOrigin)origin;
    return get_u16(decoder, &out->block) && get_u16(decoder, &out->item) && get_u32(decoder, &out->flags) &&
           get_at(decoder, &out->at) && get_text(decoder, true, &out->property) && get_text(decoder, true, &out->text) &&
           get_text(decoder, false, &out->lang) && get_text(decoder, false, &out->uri) && !pd_text_is_blank(out->text);
}

static bool get_head(Decoder *decoder, PdRecord *out) {
    uint64_t version, format;
    if (!get(decoder, VERSION, &version) || version != VERSION || !get(decoder, PD_N_FORMATS - 1, &format))
        return false;
    out->format = (PdFormat)format;
    if (!get_u32(decoder, &out->width_px) || !get_u32(decoder, &out->height_px) || !get_u32(decoder, &out->signs) ||
        !get(decoder, UINT64_MAX, &out->thumbnail_at) || !get(decoder, UINT64_MAX, &out->thumbnail_bytes))
        return false;
    const uint8_t *key = pd_cursor_take(&decoder->in, sizeof out->pixel_key);
    if (key)
        memcpy(out->pixel_key, key, sizeof out->pixel_key);
    return key != NULL;
}

static bool get_body(Decoder *decoder, Record *record) {
    size_t n;
    if (!get_head(decoder, &record->view) || !get_texts(decoder, record) ||
        !get_count(decoder, decoder->limits->values, 10, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        PdValue value = {0};
        if (!get_value(decoder, &value))
            return false;
        append_value(record, &value);
    }
    if (!get_count(decoder, decoder->limits->problems + 1, 3, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        PdProblem problem = {0};
        if (!get_text(decoder, true, &problem.block) || !get_at(decoder, &problem.at) ||
            !get_text(decoder, true, &problem.what))
            return false;
        g_array_append_val(record->keep.problems, problem);
    }
    show_problems(record);
    return pd_cursor_left(&decoder->in) == 0;
}

PdRecord *pd_record_decode(const uint8_t *data, size_t len, const PdLimits *limits, GError **error) {
    g_autoptr(PdRecord) record = pd_record_new();
    Decoder decoder = {.in = pd_cursor(data, len), .limits = limits ? limits : pd_limits_default()};
    bool is_read = get_body(&decoder, (Record *)record);
    g_free(decoder.texts);
    if (is_read)
        return g_steal_pointer(&record);
    if (len > 0 && data[0] > VERSION)
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the record has version %u, newer than this program knows", data[0]);
    else if (decoder.is_too_much)
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "the record is larger than the limits, at byte %zu", decoder.in.at);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the record is damaged at byte %zu", decoder.in.at);
    return NULL;
}
