/* The CSV writer (RFC 4180 section 2; OWASP ASVS 1.2.10). */
#include "codec/csv.h"

#include <string.h>

PdCsv pd_csv(GString *out, char delimiter, bool is_raw) {
    return (PdCsv){.out = out, .delimiter = delimiter, .is_raw = is_raw};
}

/* -12.5 and +3 are numbers, not formulas; so is 1e5. */
static bool is_number(const char *text) {
    char *end = NULL;
    if (!g_ascii_isdigit(text[strcspn(text, "0123456789")]) || strspn(text, "+-.0123456789eE") != strlen(text))
        return false;
    (void)g_ascii_strtod(text, &end);
    return end && *end == '\0';
}

static bool is_formula(const char *text) {
    const char *first = text + strspn(text, " ");
    return *first && strchr("=+-@\t\r\n", *first) && !is_number(first);
}

static bool needs_quotes(const PdCsv *csv, const char *text) {
    size_t len = strlen(text);
    return len > 0 && (text[0] == ' ' || text[len - 1] == ' ' || strpbrk(text, "\"\r\n") || strchr(text, csv->delimiter));
}

/* What a spreadsheet's cell can hold: it has no tabs, one sort of line end, and no control characters. */
static char *fit_cell(const char *text) {
    GString *cell = g_string_sized_new(strlen(text));
    for (const char *p = text; *p; p++) {
        if (*p == '\t')
            g_string_append_c(cell, ' ');
        else if (*p == '\r' && p[1] != '\n')
            g_string_append_c(cell, '\n');
        else if (*p == '\n' || !g_ascii_iscntrl(*p))
            g_string_append_c(cell, *p);
    }
    return g_string_free(cell, FALSE);
}

void pd_csv_cell(PdCsv *csv, const char *text) {
    if (csv->has_cell)
        g_string_append_c(csv->out, csv->delimiter);
    csv->has_cell = true;
    if (!text)
        return;
    g_autofree char *fitting = csv->is_raw ? NULL : fit_cell(text);
    bool is_guarded = !csv->is_raw && (is_formula(text) || is_formula(fitting));
    if (fitting)
        text = fitting;
    bool is_quoted = needs_quotes(csv, text);
    if (is_quoted)
        g_string_append_c(csv->out, '"');
    if (is_guarded)
        g_string_append_c(csv->out, '\'');
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            g_string_append_c(csv->out, '"');
        g_string_append_c(csv->out, *p);
    }
    if (is_quoted)
        g_string_append_c(csv->out, '"');
}

void pd_csv_end_row(PdCsv *csv) {
    g_string_append(csv->out, "\r\n");
    csv->has_cell = false;
}
