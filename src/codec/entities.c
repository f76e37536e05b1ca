/* Character references of HTML (WHATWG HTML, 13.5 and "numeric character reference end state"): &amp; &#233; &eacute; */
#include <stdlib.h>
#include <string.h>

#include "codec/text.h"

extern const char pd_data_codec_entities_tsv[];
extern const size_t pd_data_codec_entities_tsv_len;

enum { MAX_NAME = 32 };

typedef struct {
    const char *name; /* in the table, up to the tab */
    size_t len;
} Row;

static Row *rows;
static size_t n_rows;

static int compare(const char *name, size_t len, const Row *row) {
    int order = memcmp(name, row->name, MIN(len, row->len));
    return order ? order : (len > row->len) - (len < row->len);
}

static int by_name(const void *a, const void *b) {
    const Row *row = a;
    return compare(row->name, row->len, b);
}

static void build(void) {
    const char *at = pd_data_codec_entities_tsv, *end = at + pd_data_codec_entities_tsv_len;
    GArray *list = g_array_new(FALSE, FALSE, sizeof(Row));
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        if (*at != '#' && tab) {
            Row row = {at, (size_t)(tab - at)};
            g_array_append_val(list, row);
        }
        at = stop ? stop + 1 : end;
    }
    n_rows = list->len;
    rows = (Row *)(void *)g_array_free(list, FALSE);
    qsort(rows, n_rows, sizeof(Row), by_name);
}

static const Row *find(const char *name, size_t len) {
    static gsize once;
    if (g_once_init_enter(&once)) {
        build();
        g_once_init_leave(&once, 1);
    }
    size_t low = 0, high = n_rows;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare(name, len, &rows[middle]);
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static void append_row(GString *out, const Row *row) {
    const char *at = row->name + row->len + 1;
    for (;;) {
        char *end;
        g_string_append_unichar(out, (gunichar)g_ascii_strtoull(at, &end, 16));
        if (*end != ' ')
            return;
        at = end + 1;
    }
}

/* Whether the reference counts without its semicolon ("&copy 2024"); the last column says so. */
static bool is_legacy(const Row *row) {
    const char *tab = strchr(row->name + row->len + 1, '\t');
    return tab && tab[1] == '1';
}

/* 0x80..0x9f mean Windows-1252 there, and what is no character becomes U+FFFD. */
static gunichar repaired(guint64 number) {
    static const uint16_t CP1252[32] = {
        0x20ac, 0x81,   0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8d,   0x017d, 0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
        0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d,   0x017e, 0x0178,
    };
    if (number == 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000))
        return 0xfffd;
    return number >= 0x80 && number < 0xa0 ? CP1252[number - 0x80] : (gunichar)number;
}

/* "&#233;" "&#xe9;" at text: the bytes read, 0 when it is none. */
static size_t append_number(GString *out, const char *text) {
    bool is_hex = text[2] == 'x' || text[2] == 'X';
    const char *digits = text + (is_hex ? 3 : 2), *at = digits;
    guint64 number = 0;
    for (; is_hex ? g_ascii_isxdigit(*at) : g_ascii_isdigit(*at); at++)
        if (number <= 0x10ffff)
            number = number * (is_hex ? 16 : 10) + (guint64)g_ascii_xdigit_value(*at);
    if (at == digits)
        return 0;
    g_string_append_unichar(out, repaired(number));
    return (size_t)(at - text) + (*at == ';');
}

static size_t append_named(GString *out, const char *text) {
    size_t len = 0;
    while (len < MAX_NAME && g_ascii_isalnum(text[1 + len]))
        len++;
    const Row *row = text[1 + len] == ';' && len > 0 ? find(text + 1, len) : NULL;
    if (row) {
        append_row(out, row);
        return len + 2;
    }
    for (size_t n = len; n > 1; n--) {
        row = find(text + 1, n);
        if (!row || !is_legacy(row))
            continue;
        append_row(out, row);
        return n + 1;
    }
    return 0;
}

char *pd_text_unescape(const char *text) {
    if (!text)
        return NULL;
    GString *out = g_string_sized_new(strlen(text));
    while (*text) {
        size_t n = *text != '&' ? 0 : text[1] == '#' ? append_number(out, text) : append_named(out, text);
        if (n == 0)
            g_string_append_c(out, *text++);
        text += n;
    }
    return g_string_free(out, FALSE);
}
