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
#include "model/flat_number.h"
#include "model/keep.h"
#include "model/record.h"
#include "picdesk/error.h"

enum { VERSION = 1 };

enum { FIRST_VALUES = 64, MOST_HELD = 512 };

/* The public view first, so that a pointer to one is a pointer to the other. */
typedef struct {
    PdRecord view;
    PdKeep keep;
    PdValue *values;
    size_t room;
    bool is_full;
} Record;

PdRecord *pd_record_new(void) {
    Record *record = g_new0(Record, 1);
    pd_keep_init(&record->keep);
    return &record->view;
}

void pd_record_free(PdRecord *view) {
    if (!view)
        return;
    Record *record = (Record *)view;
    pd_keep_done(&record->keep);
    g_free(record->values);
    g_free(record);
}

void pd_record_clear(PdRecord *view) {
    Record *record = (Record *)view;
    if (record->room > MOST_HELD) {
        g_clear_pointer(&record->values, g_free);
        record->room = 0;
    }
    pd_keep_clear(&record->keep);
    record->view = (PdRecord){0};
    record->is_full = false;
}

/* Room for one more value; it counts when the caller says so. */
static inline PdValue *next_value(Record *record) {
    if (record->view.n_values == record->room) {
        record->room = MAX((size_t)FIRST_VALUES, record->room * 2);
        record->values = g_renew(PdValue, record->values, record->room);
    }
    record->view.values = record->values;
    return &record->values[record->view.n_values];
}

static void append_value(Record *record, const PdValue *value) {
    *next_value(record) = *value;
    record->view.n_values++;
}

static void show_problems(Record *record) {
    const GArray *problems = record->keep.problems;
    record->view.problems = problems ? (const PdProblem *)(void *)problems->data : NULL;
    record->view.n_problems = problems ? problems->len : 0;
}

/* Cut at a character. */
static size_t cut_len(const char *text, size_t max) {
    size_t len = max;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
        len--;
    return len;
}

static bool is_too_many(Record *record, const PdValue *value, const PdLimits *limits) {
    if (record->view.n_values < limits->values)
        return false;
    if (!record->is_full)
        pd_record_add_problem(&record->view, pd_origin_name(value->origin), value->at, limits,
                              "more than %zu values; the rest is left out", limits->values);
    record->is_full = true;
    return true;
}

bool pd_record_add_bytes(PdRecord *view, const PdValue *value, const char *text, size_t len, const PdLimits *limits) {
    Record *record = (Record *)view;
    for (; len > 0 && g_ascii_isspace(*text); text++)
        len--;
    bool is_cut = len > limits->value_bytes;
    if (is_cut)
        len = cut_len(text, limits->value_bytes);
    while (len > 0 && g_ascii_isspace(text[len - 1]))
        len--;
    if (pd_text_is_blank_len(text, len))
        return true;
    if (is_too_many(record, value, limits))
        return false;
    PdValue *kept = next_value(record);
    *kept = *value;
    kept->property = pd_keep_text(&record->keep, value->property ? value->property : "");
    kept->text = pd_keep_bytes(&record->keep, text, len);
    kept->lang = pd_keep_text(&record->keep, value->lang);
    kept->uri = pd_keep_text(&record->keep, value->uri);
    if (is_cut) {
        kept->flags |= PD_VALUE_CUT;
        pd_record_add_problem(view, pd_origin_name(value->origin), value->at, limits,
                              "%s is longer than %zu bytes and was cut", kept->property, limits->value_bytes);
    }
    view->n_values++;
    return true;
}

bool pd_record_add(PdRecord *view, const PdValue *value, const PdLimits *limits) {
    return !value->text || pd_record_add_bytes(view, value, value->text, strlen(value->text), limits);
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

/* Bytes that a value, a problem, a text's length, and everything else take at most. */
enum { VALUE_BYTES = 56, PROBLEM_BYTES = 20, LEN_BYTES = 5, REST_BYTES = 16 + 9 * PD_FLAT_NUMBER_BYTES };

static uint8_t *put(uint8_t *to, uint64_t number) {
    for (; number > 0x7f; number >>= 7)
        *to++ = (uint8_t)(number | 0x80);
    *to++ = (uint8_t)number;
    return to;
}

static uint8_t *put_bytes(uint8_t *to, const void *bytes, size_t len) {
    memcpy(to, bytes, len);
    return to + len;
}

/* A text by the number that it was kept under. */
static uint8_t *put_text(uint8_t *to, const char *text) {
    return put(to, pd_keep_number(text));
}

static uint8_t *put_head(uint8_t *to, const PdRecord *record) {
    to = put(to, VERSION);
    to = put(to, (uint64_t)record->format);
    to = put(to, record->width_px);
    to = put(to, record->height_px);
    to = put(to, record->signs);
    to = put(to, record->thumbnail_at);
    to = put(to, record->thumbnail_bytes);
    return put_bytes(to, record->pixel_key, sizeof record->pixel_key);
}

static uint8_t *put_value(uint8_t *to, const PdValue *value) {
    to = put(to, (uint64_t)value->field);
    to = put(to, (uint64_t)value->origin);
    to = put(to, value->block);
    to = put(to, value->item);
    to = put(to, value->flags);
    to = put(to, value->at + 1);
    to = put_text(to, value->property);
    to = put_text(to, value->text);
    to = put_text(to, value->lang);
    return put_text(to, value->uri);
}

void pd_record_encode_to(const PdRecord *record, GByteArray *out) {
    const PdKeep *keep = &((const Record *)record)->keep;
    size_t most = REST_BYTES + keep->n_bytes + keep->n_texts * LEN_BYTES + record->n_values * VALUE_BYTES +
                  record->n_problems * PROBLEM_BYTES;
    guint before = out->len;
    g_byte_array_set_size(out, before + (guint)most);
    uint8_t *to = put_head(out->data + before, record);
    to = put(to, keep->n_texts);
    for (size_t i = 0; i < keep->n_texts; i++) {
        to = put(to, keep->texts[i].len);
        to = put_bytes(to, keep->texts[i].text, keep->texts[i].len);
    }
    to = put(to, record->n_values);
    for (size_t i = 0; i < record->n_values; i++)
        to = put_value(to, &record->values[i]);
    to = put(to, record->n_problems);
    for (size_t i = 0; i < record->n_problems; i++) {
        to = put_text(to, record->problems[i].block);
        to = put(to, record->problems[i].at + 1);
        to = put_text(to, record->problems[i].what);
    }
    g_byte_array_set_size(out, (guint)(to - out->data));
}

GBytes *pd_record_encode(const PdRecord *record) {
    GByteArray *out = g_byte_array_new();
    pd_record_encode_to(record, out);
    return g_byte_array_free_to_bytes(out);
}

/* ---- decode ---- */

typedef struct {
    PdCursor in;
    const PdLimits *limits;
    const PdKeep *keep; /* (transfer none) of the record */
    bool is_too_much;   /* a limit, not damage, ended it */
} Decoder;

static inline bool get(Decoder *decoder, uint64_t max, uint64_t *out) {
    return pd_flat_get(&decoder->in, max, out);
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
    if (!get(decoder, decoder->keep->n_texts, &number) || (number == 0 && is_needed))
        return false;
    *out = number ? decoder->keep->texts[number - 1].text : NULL;
    return true;
}

static bool get_texts(Decoder *decoder, Record *record) {
    const PdLimits *limits = decoder->limits;
    size_t n;
    if (!get_count(decoder, 4 * limits->values + 2 * limits->problems + 2, 1, &n))
        return false;
    for (size_t i = 0; i < n; i++) {
        uint64_t len;
        const uint8_t *bytes;
        if (!get(decoder, UINT64_MAX, &len) || len > pd_cursor_left(&decoder->in))
            return false;
        if (len > limits->value_bytes + 1024) {
            decoder->is_too_much = true;
            return false;
        }
        bytes = pd_cursor_take(&decoder->in, (size_t)len);
        if (!bytes || !pd_text_is_utf8(bytes, (size_t)len))
            return false;
        pd_keep_append(&record->keep, (const char *)bytes, (size_t)len);
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
        if (!record->keep.problems)
            record->keep.problems = g_array_new(FALSE, TRUE, sizeof(PdProblem));
        g_array_append_val(record->keep.problems, problem);
    }
    show_problems(record);
    return pd_cursor_left(&decoder->in) == 0;
}

PdRecord *pd_record_decode(const uint8_t *data, size_t len, const PdLimits *limits, GError **error) {
    g_autoptr(PdRecord) record = pd_record_new();
    Decoder decoder = {
        .in = pd_cursor(data, len), .limits = limits ? limits : pd_limits_default(), .keep = &((Record *)record)->keep};
    if (get_body(&decoder, (Record *)record))
        return g_steal_pointer(&record);
    if (len > 0 && data[0] > VERSION)
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the record has version %u, newer than this program knows", data[0]);
    else if (decoder.is_too_much)
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "the record is larger than the limits, at byte %zu", decoder.in.at);
    else
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the record is damaged at byte %zu", decoder.in.at);
    return NULL;
}
