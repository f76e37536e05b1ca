/* The JSON writer (RFC 8259). */
#include "codec/json.h"

#include <math.h>
#include <string.h>

PdJson pd_json(GString *out) {
    return (PdJson){.out = out};
}

static void begin_value(PdJson *json) {
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->has_item[json->depth])
        g_string_append_c(json->out, ',');
    json->has_item[json->depth] = true;
}

static void open_nest(PdJson *json, char bracket) {
    begin_value(json);
    g_string_append_c(json->out, bracket);
    g_assert(json->depth + 1 < G_N_ELEMENTS(json->has_item));
    json->has_item[++json->depth] = false;
}

static void close_nest(PdJson *json, char bracket) {
    g_assert(json->depth > 0 && !json->after_key);
    json->depth--;
    g_string_append_c(json->out, bracket);
}

void pd_json_begin_object(PdJson *json) {
    open_nest(json, '{');
}

void pd_json_end_object(PdJson *json) {
    close_nest(json, '}');
}

void pd_json_begin_array(PdJson *json) {
    open_nest(json, '[');
}

void pd_json_end_array(PdJson *json) {
    close_nest(json, ']');
}

static bool needs_escape(gunichar c) {
    return c < 0x20 || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

static void append_escaped(GString *out, gunichar c) {
    static const char SHORT[] = "\bb\tt\nn\ff\rr\"\"\\\\";
    const char *row = c < 0x80 ? memchr(SHORT, (int)c, sizeof SHORT - 1) : NULL;
    if (row && (row - SHORT) % 2 == 0) {
        g_string_append_c(out, '\\');
        g_string_append_c(out, row[1]);
    } else {
        g_string_append_printf(out, "\\u%04x", c);
    }
}

static void append_quoted(GString *out, const char *text) {
    g_string_append_c(out, '"');
    const char *plain = text;
    while (*text) {
        if (*text >= ' ' && *text < 0x7f && *text != '"' && *text != '\\') {
            text++;
            continue;
        }
        gunichar c = g_utf8_get_char_validated(text, -1);
        bool is_bad = c == (gunichar)-1 || c == (gunichar)-2;
        if (!is_bad && !needs_escape(c)) {
            text = g_utf8_next_char(text);
            continue;
        }
        g_string_append_len(out, plain, text - plain);
        if (is_bad) {
            g_string_append(out, "\xef\xbf\xbd");
            text++;
        } else {
            append_escaped(out, c);
            text = g_utf8_next_char(text);
        }
        plain = text;
    }
    g_string_append_len(out, plain, text - plain);
    g_string_append_c(out, '"');
}

void pd_json_key(PdJson *json, const char *key) {
    g_assert(!json->after_key);
    begin_value(json);
    append_quoted(json->out, key);
    g_string_append_c(json->out, ':');
    json->after_key = true;
}

void pd_json_string(PdJson *json, const char *text) {
    if (!text) {
        pd_json_null(json);
        return;
    }
    begin_value(json);
    append_quoted(json->out, text);
}

void pd_json_int(PdJson *json, int64_t number) {
    begin_value(json);
    g_string_append_printf(json->out, "%" G_GINT64_FORMAT, (gint64)number);
}

void pd_json_double(PdJson *json, double number, int max_decimals) {
    if (!isfinite(number)) {
        pd_json_null(json);
        return;
    }
    char format[16], digits[512];
    g_snprintf(format, sizeof format, "%%.%df", CLAMP(max_decimals, 0, 15));
    g_ascii_formatd(digits, sizeof digits, format, number);
    if (strchr(digits, '.')) {
        char *end = digits + strlen(digits);
        while (end[-1] == '0')
            *--end = '\0';
        if (end[-1] == '.')
            end[-1] = '\0';
    }
    begin_value(json);
    g_string_append(json->out, strcmp(digits, "-0") == 0 ? "0" : digits);
}

void pd_json_bool(PdJson *json, bool is_true) {
    begin_value(json);
    g_string_append(json->out, is_true ? "true" : "false");
}

void pd_json_null(PdJson *json) {
    begin_value(json);
    g_string_append(json->out, "null");
}

void pd_json_raw(PdJson *json, const char *value) {
    begin_value(json);
    g_string_append(json->out, value);
}

void pd_json_member_string(PdJson *json, const char *key, const char *text) {
    pd_json_key(json, key);
    pd_json_string(json, text);
}

void pd_json_member_int(PdJson *json, const char *key, int64_t number) {
    pd_json_key(json, key);
    pd_json_int(json, number);
}

void pd_json_member_double(PdJson *json, const char *key, double number, int max_decimals) {
    pd_json_key(json, key);
    pd_json_double(json, number, max_decimals);
}

void pd_json_member_bool(PdJson *json, const char *key, bool is_true) {
    pd_json_key(json, key);
    pd_json_bool(json, is_true);
}
