/* CSV reader (codec/csv_read.h): one pass, no copy but the cells. */
#include "codec/csv_read.h"

#include <string.h>

#include "picdesk/error.h"

PdCsvReader pd_csv_reader(const char *text) {
    if (g_str_has_prefix(text, "\xef\xbb\xbf"))
        text += 3;
    size_t len = strcspn(text, "\r\n"), delimiter = strcspn(text, ",;\t");
    return (PdCsvReader){.text = text, .delimiter = delimiter < len ? text[delimiter] : ','};
}

static void end_line(PdCsvReader *reader) {
    const char *p = reader->text + reader->at;
    reader->at += p[0] == '\r' && p[1] == '\n' ? 2 : p[0] != '\0';
    reader->lines++;
}

/* The cell up to its delimiter or line end; false when a quote is never closed. */
static bool read_cell(PdCsvReader *reader, GString *cell) {
    const char *p = reader->text + reader->at;
    if (*p == '"') {
        for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
            p += *p == '"';
            reader->lines += *p == '\n';
            g_string_append_c(cell, *p);
        }
        if (*p != '"')
            return false;
        p++;
    }
    for (; *p && *p != reader->delimiter && *p != '\r' && *p != '\n'; p++)
        g_string_append_c(cell, *p);
    reader->at = (size_t)(p - reader->text);
    return true;
}

static char *unguarded(const GString *cell) {
    bool is_guarded = cell->len > 1 && cell->str[0] == '\'' && strchr("=+-@\t\r", cell->str[1]);
    return g_strdup(cell->str + is_guarded);
}

bool pd_csv_read(PdCsvReader *reader, const PdLimits *limits, GPtrArray *cells, GError **error) {
    g_ptr_array_set_size(cells, 0);
    while (reader->text[reader->at] == '\r' || reader->text[reader->at] == '\n')
        end_line(reader);
    reader->line = reader->lines + 1;
    if (!reader->text[reader->at])
        return false;
    for (;;) {
        g_autoptr(GString) cell = g_string_new(NULL);
        if (cells->len >= limits->values || !read_cell(reader, cell)) {
            bool is_long = cells->len >= limits->values;
            g_set_error(error, PD_ERROR, is_long ? PD_ERROR_LIMIT : PD_ERROR_FORMAT,
                        is_long ? "line %" G_GUINT64_FORMAT " has too many cells"
                                : "the quote in line %" G_GUINT64_FORMAT " is never closed",
                        reader->line);
            return false;
        }
        g_ptr_array_add(cells, unguarded(cell));
        if (reader->text[reader->at] != reader->delimiter)
            break;
        reader->at++;
    }
    if (reader->text[reader->at])
        end_line(reader);
    return true;
}
