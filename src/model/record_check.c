/* Looking through a flat record without taking it apart (model/record.h): as strict as pd_record_decode(), byte for byte in
 * the order that the encoding has (model/record.c), but nothing is copied and nothing asked of malloc. */
#include "model/record.h"

#include <string.h>

#include "base/cursor.h"
#include "codec/text.h"
#include "model/flat_number.h"

enum { VERSION = 1, VALUE_LEAST = 10, PROBLEM_LEAST = 3 };
/* Of so many texts is remembered here whether they are blank; records with more are taken apart to be sure. */
enum { MOST_TEXTS = 4096, WORD_BITS = 64 };

typedef struct {
    PdCursor in;
    const PdLimits *limits;
    uint64_t n_texts;
    bool has_blank;
    uint64_t is_blank[MOST_TEXTS / WORD_BITS]; /* only when has_blank */
} Checker;

static bool check_head(Checker *checker, PdRecordHead *out) {
    PdCursor *in = &checker->in;
    uint64_t version, format, width, height, signs, thumbnail;
    if (!pd_flat_get(in, VERSION, &version) || version != VERSION || !pd_flat_get(in, PD_N_FORMATS - 1, &format) ||
        !pd_flat_get(in, UINT32_MAX, &width) || !pd_flat_get(in, UINT32_MAX, &height) ||
        !pd_flat_get(in, UINT32_MAX, &signs) || !pd_flat_get(in, UINT64_MAX, &thumbnail) ||
        !pd_flat_get(in, UINT64_MAX, &thumbnail))
        return false;
    const uint8_t *key = pd_cursor_take(in, sizeof out->pixel_key);
    if (!key)
        return false;
    *out = (PdRecordHead){.format = (PdFormat)format, .width_px = (uint32_t)width, .height_px = (uint32_t)height};
    memcpy(out->pixel_key, key, sizeof out->pixel_key);
    return true;
}

static void note_blank(Checker *checker, uint64_t number) {
    if (!checker->has_blank)
        memset(checker->is_blank, 0, sizeof checker->is_blank);
    checker->has_blank = true;
    checker->is_blank[number / WORD_BITS] |= UINT64_C(1) << number % WORD_BITS;
}

static inline bool looks_printed(const uint8_t *text, size_t len) {
    return len > 0 && *text > ' ' && *text < 0x7f;
}

/* Eight bytes at a time, the first one lowest. */
static inline uint64_t word_at(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return GUINT64_FROM_LE(word);
}

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

static inline bool is_ascii_word(uint64_t word) {
    return !(((word - EACH_BYTE(0x01)) | word) & EACH_BYTE(0x80)); /* below 1, above 0x7f */
}

/* As pd_text_is_utf8(), which a call for each short text would cost more than the text. room: bytes that may be looked at.
 */
static inline bool check_text(const uint8_t *text, size_t len, size_t room) {
    size_t rest = len % sizeof(uint64_t), whole = len - rest;
    bool is_ascii = room >= whole + sizeof(uint64_t);
    for (size_t i = 0; is_ascii && i < whole; i += sizeof(uint64_t))
        is_ascii = is_ascii_word(word_at(text + i));
    if (is_ascii && rest) {
        uint64_t behind = UINT64_MAX << 8 * rest;
        is_ascii = is_ascii_word((word_at(text + whole) & ~behind) | (EACH_BYTE(0x01) & behind));
    }
    return is_ascii || pd_text_is_utf8(text, len);
}

static bool check_texts(Checker *checker) {
    PdCursor in = checker->in;
    const uint64_t most = checker->limits->value_bytes + 1024;
    uint64_t len;
    for (uint64_t i = 0; i < checker->n_texts; i++) {
        const uint8_t *bytes;
        if (!pd_flat_get(&in, most, &len) || !(bytes = pd_cursor_take(&in, (size_t)len)) ||
            !check_text(bytes, (size_t)len, (size_t)len + pd_cursor_left(&in)))
            return false;
        if (!looks_printed(bytes, (size_t)len) && pd_text_is_blank_len((const char *)bytes, (size_t)len))
            note_blank(checker, i);
    }
    checker->in = in;
    return true;
}

static inline bool check_numbers(PdCursor *in) {
    uint64_t field, origin, block, item, flags;
    return pd_flat_get(in, UINT16_MAX, &field) && pd_flat_get(in, UINT16_MAX, &origin) &&
           pd_flat_get(in, UINT16_MAX, &block) && pd_flat_get(in, UINT16_MAX, &item) && pd_flat_get(in, UINT32_MAX, &flags);
}

static inline bool is_blank(const Checker *checker, uint64_t text) {
    return checker->has_blank && checker->is_blank[(text - 1) / WORD_BITS] >> (text - 1) % WORD_BITS & 1;
}

/* Texts go by their number + 1; 0 is none. */
static inline bool check_references(const Checker *checker, uint64_t property, uint64_t text) {
    return property > 0 && text > 0 && !is_blank(checker, text);
}

/* A value as nearly all are: five numbers of a byte, one of at most eight, four of a byte. False: it may be another one. */
static inline bool check_usual_value(const Checker *checker, PdCursor *in) {
    enum { NUMBERS = 5, REFERENCES = 4 };
    const uint64_t smalls = EACH_BYTE(0x80) >> 8 * (sizeof(uint64_t) - NUMBERS);
    const uint8_t *bytes = pd_cursor_peek(in, NUMBERS + sizeof(uint64_t) + REFERENCES);
    if (!bytes || word_at(bytes) & smalls)
        return false;
    uint64_t ends = ~word_at(bytes + NUMBERS) & EACH_BYTE(0x80);
    if (!ends)
        return false;
    size_t n = NUMBERS + (size_t)__builtin_ctzll(ends) / 8 + 1;
    const uint8_t *numbers = bytes + n;
    uint8_t most = MAX(MAX(numbers[0], numbers[1]), MAX(numbers[2], numbers[3]));
    if (most >= 0x80 || most > checker->n_texts || !check_references(checker, numbers[0], numbers[1]))
        return false;
    in->at += n + REFERENCES;
    return true;
}

static inline bool check_value(const Checker *checker, PdCursor *in) {
    const uint64_t most = checker->n_texts;
    uint64_t at, property, text, lang, uri;
    return check_usual_value(checker, in) ||
           (check_numbers(in) && pd_flat_get(in, UINT64_MAX, &at) && pd_flat_get(in, most, &property) &&
            pd_flat_get(in, most, &text) && pd_flat_get(in, most, &lang) && pd_flat_get(in, most, &uri) &&
            check_references(checker, property, text));
}

static bool check_problem(Checker *checker) {
    PdCursor *in = &checker->in;
    uint64_t block, at, what;
    return pd_flat_get(in, checker->n_texts, &block) && pd_flat_get(in, UINT64_MAX, &at) &&
           pd_flat_get(in, checker->n_texts, &what) && block > 0 && what > 0;
}

/* A count of things that are each at least least_bytes long. */
static bool get_count(Checker *checker, uint64_t most, size_t least_bytes, uint64_t *out) {
    return pd_flat_get(&checker->in, most, out) && *out <= pd_cursor_left(&checker->in) / least_bytes;
}

static bool check_values(Checker *checker, uint64_t n) {
    PdCursor in = checker->in;
    for (; n > 0; n--)
        if (!check_value(checker, &in))
            return false;
    checker->in = in;
    return true;
}

static bool check_rest(Checker *checker) {
    const PdLimits *limits = checker->limits;
    uint64_t n;
    if (!check_texts(checker) || !get_count(checker, limits->values, VALUE_LEAST, &n) || !check_values(checker, n) ||
        !get_count(checker, limits->problems + 1, PROBLEM_LEAST, &n))
        return false;
    for (; n > 0; n--)
        if (!check_problem(checker))
            return false;
    return pd_cursor_left(&checker->in) == 0;
}

static bool can_decode(const uint8_t *data, size_t len, const PdLimits *limits) {
    g_autoptr(PdRecord) record = pd_record_decode(data, len, limits, NULL);
    return record != NULL;
}

bool pd_record_check(const uint8_t *data, size_t len, const PdLimits *limits, PdRecordHead *out) {
    Checker checker; /* its table is filled only when it is needed */
    PdRecordHead head;
    checker.in = pd_cursor(data, len);
    checker.limits = limits ? limits : pd_limits_default();
    checker.has_blank = false;
    size_t most_texts = 4 * checker.limits->values + 2 * checker.limits->problems + 2;
    if (!check_head(&checker, &head) || !get_count(&checker, most_texts, 1, &checker.n_texts))
        return false;
    if (!(checker.n_texts <= MOST_TEXTS ? check_rest(&checker) : can_decode(data, len, limits)))
        return false;
    *out = head;
    return true;
}
