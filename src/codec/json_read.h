/* Reading JSON: Jansson behind one door, with a bound on nesting, lenient to what web pages do to JSON (control characters
 * in strings, comment marks around it). All texts are valid UTF-8 without NUL and live as long as the root value.
 */
#ifndef PICDESK_CODEC_JSON_READ_H
#define PICDESK_CODEC_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/limits.h"

/* A value; the root owns all below it. Functions take NULL for "no value" and give NULL, 0 or false for it. */
typedef struct PdJsonValue PdJsonValue;

/* Parses one JSON text. (transfer full): pd_json_value_free(). NULL and PD_ERROR_FORMAT for damage (the message names the
 * line), PD_ERROR_LIMIT when nested deeper than limits->depth. */
PdJsonValue *pd_json_parse(const char *text, size_t len, const PdLimits *limits, GError **error);
void pd_json_value_free(PdJsonValue *root); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdJsonValue, pd_json_value_free)

bool pd_json_is_object(const PdJsonValue *value);
bool pd_json_is_array(const PdJsonValue *value);
/* The text of a string, NULL for every other kind. (transfer none) */
const char *pd_json_text(const PdJsonValue *value);
/* A whole number, or a string that is one; otherwise when it is neither. */
int64_t pd_json_whole(const PdJsonValue *value, int64_t otherwise);
/* A member of an object. (transfer none) */
const PdJsonValue *pd_json_get(const PdJsonValue *value, const char *key);
/* pd_json_text() of a member. */
const char *pd_json_get_text(const PdJsonValue *value, const char *key);
/* How many items an array, how many members an object has. */
size_t pd_json_count(const PdJsonValue *value);
/* An item of an array. (transfer none) */
const PdJsonValue *pd_json_item(const PdJsonValue *value, size_t n);

/* Called for each member in the order of the text; false ends the walk. */
typedef bool (*PdJsonMember)(const char *key, const PdJsonValue *value, void *user);
void pd_json_each(const PdJsonValue *object, PdJsonMember member, void *user);

#endif
