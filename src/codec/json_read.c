/* The one file that knows Jansson (codec/json_read.h, RFC 8259). */
#include "codec/json_read.h"

#include <string.h>

#include <jansson.h>

#include "picdesk/error.h"

/* PdJsonValue is json_t under a name of our own: the pointers are the same. */
static const json_t *in(const PdJsonValue *value) {
    return (const json_t *)(const void *)value;
}

static const PdJsonValue *out(const json_t *value) {
    return (const PdJsonValue *)(const void *)value;
}

/* Nesting outside strings, so that Jansson's recursion is bounded by our own limit. */
static size_t deepest(const char *text, size_t len) {
    size_t depth = 0, most = 0;
    bool in_string = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{'))
            depth++;
        else if (!in_string && (c == ']' || c == '}') && depth > 0)
            depth--;
        most = MAX(most, depth);
    }
    return most;
}

/* Pages leave line ends in strings and wrap the text in comments: from the first brace to the last, without controls. */
static char *clean(const char *text, size_t len, size_t *out_len) {
    while (len > 0 && *text != '{' && *text != '[') {
        text++;
        len--;
    }
    while (len > 0 && text[len - 1] != '}' && text[len - 1] != ']')
        len--;
    char *copy = g_strndup(text, len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)copy[i] < 0x20)
            copy[i] = ' ';
    *out_len = len;
    return copy;
}

PdJsonValue *pd_json_parse(const char *text, size_t len, const PdLimits *limits, GError **error) {
    size_t n = 0;
    g_autofree char *copy = clean(text, len, &n);
    if (deepest(copy, n) > limits->depth) {
        g_set_error(error, PD_ERROR, PD_ERROR_LIMIT, "JSON nested deeper than %zu", limits->depth);
        return NULL;
    }
    json_error_t why;
    json_t *root = json_loadb(copy, n, JSON_ALLOW_NUL, &why);
    if (!root)
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "no JSON at byte %d: %s", why.position, why.text);
    return (PdJsonValue *)root;
}

void pd_json_value_free(PdJsonValue *root) {
    json_decref((json_t *)(void *)root);
}

bool pd_json_is_object(const PdJsonValue *value) {
    return json_is_object(in(value));
}

bool pd_json_is_array(const PdJsonValue *value) {
    return json_is_array(in(value));
}

const char *pd_json_text(const PdJsonValue *value) {
    return json_string_value(in(value));
}

int64_t pd_json_whole(const PdJsonValue *value, int64_t otherwise) {
    if (json_is_integer(in(value)))
        return json_integer_value(in(value));
    const char *text = pd_json_text(value);
    gint64 number;
    return text && g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, &number, NULL) ? number : otherwise;
}

const PdJsonValue *pd_json_get(const PdJsonValue *value, const char *key) {
    return out(json_object_get(in(value), key));
}

const char *pd_json_get_text(const PdJsonValue *value, const char *key) {
    return pd_json_text(pd_json_get(value, key));
}

size_t pd_json_count(const PdJsonValue *value) {
    return json_is_array(in(value)) ? json_array_size(in(value)) : json_object_size(in(value));
}

const PdJsonValue *pd_json_item(const PdJsonValue *value, size_t n) {
    return out(json_array_get(in(value), n));
}

void pd_json_each(const PdJsonValue *object, PdJsonMember member, void *user) {
    json_t *all = (json_t *)(uintptr_t)in(object);
    const char *key;
    json_t *value;
    if (!json_is_object(all))
        return;
    json_object_foreach(all, key, value) {
        if (!member(key, out(value), user))
            return;
    }
}
