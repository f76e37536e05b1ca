/* JSON: one append-only writer for all output. (Reading is codec/json_read.h.) */
#ifndef PICDESK_CODEC_JSON_H
#define PICDESK_CODEC_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/* Writes one JSON text into a GString. Keys are written in the order given; nothing is checked but nesting (by assertion).
 * Text must be valid UTF-8; control characters, DEL and U+0080..U+009F are escaped, so that the output is safe on a
 * terminal. */
typedef struct {
    GString *out; /* (transfer none) */
    uint32_t depth;
    bool has_item[32];
    bool after_key;
} PdJson;

PdJson pd_json(GString *out);
void pd_json_begin_object(PdJson *json);
void pd_json_end_object(PdJson *json);
void pd_json_begin_array(PdJson *json);
void pd_json_end_array(PdJson *json);
void pd_json_key(PdJson *json, const char *key);
void pd_json_string(PdJson *json, const char *text); /* NULL writes null; bytes that are no UTF-8 become U+FFFD */
void pd_json_int(PdJson *json, int64_t number);
void pd_json_double(PdJson *json, double number, int max_decimals); /* trailing zeros dropped; NaN and infinity: null */
void pd_json_bool(PdJson *json, bool is_true);
void pd_json_null(PdJson *json);
/* A whole value that is already JSON, written as it is. */
void pd_json_raw(PdJson *json, const char *value);

/* Key and value in one call. */
void pd_json_member_string(PdJson *json, const char *key, const char *text);
void pd_json_member_int(PdJson *json, const char *key, int64_t number);
void pd_json_member_double(PdJson *json, const char *key, double number, int max_decimals);
void pd_json_member_bool(PdJson *json, const char *key, bool is_true);

#endif
