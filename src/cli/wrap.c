/* Wrapping for a terminal (cli/wrap.h). */
#include "cli/wrap.h"

enum { LEAST_TEXT = 20, GAP = 2 };

static unsigned width_of(gunichar c) {
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

unsigned pd_cli_width(const char *text) {
    unsigned width = 0;
    for (; *text; text = g_utf8_next_char(text))
        width += width_of(g_utf8_get_char(text));
    return width;
}

void pd_cli_pad(GString *out, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        g_string_append_c(out, ' ');
}

size_t pd_cli_line_bytes(const char *text, unsigned n) {
    unsigned width = 0;
    const char *p = text, *space = NULL;
    while (*p && *p != '\n') {
        unsigned more = width_of(g_utf8_get_char(p));
        if (width + more > n && p > text)
            return (size_t)((space ? space : p) - text);
        if (*p == ' ')
            space = p;
        width += more;
        p = g_utf8_next_char(p);
    }
    return (size_t)(p - text);
}

/* Takes the next line off a text. (transfer full) */
static char *take_line(const char **text, unsigned n) {
    size_t len = pd_cli_line_bytes(*text, n);
    char *line = g_strchomp(g_strndup(*text, len));
    *text += len;
    while (**text == ' ' || **text == '\n')
        ++*text;
    return line;
}

static unsigned room(unsigned indent, unsigned n_columns) {
    return n_columns ? MAX(n_columns - MIN(n_columns, indent), LEAST_TEXT) : G_MAXUINT;
}

void pd_cli_append_wrapped(GString *out, const char *text, unsigned indent, unsigned n_columns) {
    const char *rest = text;
    do {
        if (rest > text)
            pd_cli_pad(out, indent);
        g_autofree char *line = take_line(&rest, room(indent, n_columns));
        g_string_append_printf(out, "%s\n", line);
    } while (*rest);
}

void pd_cli_append_beside(GString *out, const char *left, const char *right, unsigned indent, unsigned n_columns) {
    unsigned half = (room(indent, n_columns) - GAP) / 2;
    for (bool is_first = true; is_first || *left || *right; is_first = false) {
        g_autofree char *a = take_line(&left, half), *b = take_line(&right, half);
        pd_cli_pad(out, is_first ? 0 : indent);
        g_string_append(out, a);
        if (*b) {
            pd_cli_pad(out, half + GAP - pd_cli_width(a));
            g_string_append(out, b);
        }
        g_string_append_c(out, '\n');
    }
}
