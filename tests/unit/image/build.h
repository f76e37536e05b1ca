/* Building small images and blocks in memory, for the tests of src/image. */
#ifndef PICDESK_TESTS_IMAGE_BUILD_H
#define PICDESK_TESTS_IMAGE_BUILD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <glib.h>

#include "picdesk/image.h"
#include "picdesk/merge.h"

static inline void put(GByteArray *out, const void *bytes, size_t len) {
    g_byte_array_append(out, bytes, (guint)len);
}

static inline void put_text(GByteArray *out, const char *text) {
    put(out, text, strlen(text));
}

/* A number of 1 to 8 bytes, big-endian. */
static inline void put_be(GByteArray *out, uint64_t number, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;)
        put(out, &(uint8_t){(uint8_t)(number >> (8 * i))}, 1);
}

static inline void put_le(GByteArray *out, uint64_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; i++)
        put(out, &(uint8_t){(uint8_t)(number >> (8 * i))}, 1);
}

static inline void put_all(GByteArray *out, GByteArray *other) {
    put(out, other->data, other->len);
    g_byte_array_unref(other);
}

/* ---- JPEG ---- */

static inline void jpeg_segment(GByteArray *out, uint8_t marker, const char *signature, size_t signature_len,
                                const void *body, size_t len) {
    put_be(out, 0xff00u | marker, 2);
    put_be(out, 2 + signature_len + len, 2);
    put(out, signature, signature_len);
    put(out, body, len);
}

static inline GByteArray *jpeg_start(void) {
    GByteArray *out = g_byte_array_new();
    put_be(out, 0xffd8, 2);
    return out;
}

/* Frame of 40 x 30 pixels, scan, end. */
static inline void jpeg_end(GByteArray *out) {
    jpeg_segment(out, 0xc0, "\x08\x00\x1e\x00\x28\x01\x01\x11\x00", 9, "", 0);
    jpeg_segment(out, 0xda, "\x01\x01\x00\x00\x3f\x00", 6, "", 0);
    put_text(out, "coded image");
    put_be(out, 0xffd9, 2);
}

static const char XMP_SIGNATURE[] = "http://ns.adobe.com/xap/1.0/";

static inline void jpeg_xmp(GByteArray *out, const char *packet) {
    jpeg_segment(out, 0xe1, XMP_SIGNATURE, sizeof XMP_SIGNATURE, packet, strlen(packet));
}

/* ---- IPTC-IIM and Photoshop ---- */

static inline void iim(GByteArray *out, uint8_t record, uint8_t dataset, const char *text) {
    put_be(out, 0x1c, 1);
    put_be(out, record, 1);
    put_be(out, dataset, 1);
    put_be(out, strlen(text), 2);
    put_text(out, text);
}

static inline void resource(GByteArray *out, uint16_t id, const void *body, size_t len) {
    put_text(out, "8BIM");
    put_be(out, id, 2);
    put_be(out, 0, 2);
    put_be(out, len, 4);
    put(out, body, len);
    if (len % 2)
        put_be(out, 0, 1);
}

/* ---- TIFF ---- */

typedef struct {
    uint16_t tag, type;
    uint32_t count;
    const void *data;
    size_t len;
} Entry;

#define ASCII_ENTRY(tag, text)                                                                                              \
    { tag, 2, sizeof(text), text, sizeof(text) }

/* A big-endian IFD that stands at the given offset; values longer than 4 bytes follow it. */
static inline void tiff_ifd(GByteArray *out, size_t base, const Entry *entries, size_t n) {
    g_autoptr(GByteArray) values = g_byte_array_new();
    size_t after = out->len - base + 2 + 12 * n + 4;
    put_be(out, n, 2);
    for (size_t i = 0; i < n; i++) {
        put_be(out, entries[i].tag, 2);
        put_be(out, entries[i].type, 2);
        put_be(out, entries[i].count, 4);
        if (entries[i].len <= 4) {
            put(out, entries[i].data, entries[i].len);
            put(out, "\0\0\0\0", 4 - entries[i].len);
        } else {
            put_be(out, after + values->len, 4);
            put(values, entries[i].data, entries[i].len);
        }
    }
    put_be(out, 0, 4);
    put(out, values->data, values->len);
}

static inline GByteArray *tiff_of(const Entry *entries, size_t n) {
    GByteArray *out = g_byte_array_new();
    put_text(out, "MM");
    put_be(out, 42, 2);
    put_be(out, 8, 4);
    tiff_ifd(out, 0, entries, n);
    return out;
}

/* ---- reading ---- */

static inline PdRecord *read_bytes(const GByteArray *bytes) {
    /* an exact copy, so that the sanitizer sees one byte too many */
    g_autofree uint8_t *copy = g_memdup2(bytes->data, bytes->len);
    return pd_image_read_all(copy, bytes->len, bytes->len, NULL, NULL);
}

static inline void assert_said(const PdRecord *record, PdField field, PdOrigin origin, const char *expected) {
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    for (size_t i = 0; i < n; i++)
        if (said[i]->origin == origin) {
            g_autoptr(GString) joined = g_string_new(said[i]->items[0]->text);
            for (size_t k = 1; k < said[i]->n_items; k++)
                g_string_append_printf(joined, "|%s", said[i]->items[k]->text);
            assert_string_equal(joined->str, expected);
            return;
        }
    fail_msg("%s: %s says nothing, not '%s'", pd_field_info(field)->key, pd_origin_name(origin), expected);
}

static inline void assert_unsaid(const PdRecord *record, PdField field) {
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    if (pd_merged_chosen(merged, field))
        fail_msg("%s is '%s'", pd_field_info(field)->key, pd_merged_text(merged, field));
}

static inline bool has_problem(const PdRecord *record, const char *words) {
    for (size_t i = 0; i < record->n_problems; i++)
        if (strstr(record->problems[i].what, words))
            return true;
    return false;
}

/* The image cut at every length and with each byte changed: no crash, no text that is no UTF-8. */
static inline void torture(const GByteArray *bytes) {
    for (guint len = 0; len < bytes->len; len++) {
        g_autofree uint8_t *copy = g_memdup2(bytes->data, len);
        g_autoptr(PdRecord) record = pd_image_read_all(copy, len, len, NULL, NULL);
        for (size_t i = 0; record && i < record->n_values; i++)
            assert_true(g_utf8_validate(record->values[i].text, -1, NULL));
    }
    for (guint at = 0; at < bytes->len; at++) {
        g_autofree uint8_t *copy = g_memdup2(bytes->data, bytes->len);
        copy[at] ^= (uint8_t)(1u << at % 8 | 0x80);
        pd_record_free(pd_image_read(copy, bytes->len, bytes->len, NULL, NULL));
    }
}

#endif
