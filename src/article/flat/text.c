/* Makes a flattened text ready (text.h). Line widths of text browsers and converters are found again, so that a line
 * they broke is joined and a line they ended is not: greedy wrapping breaks only where the next word would not have fitted.
 */
#include "article/flat/text.h"

#include <string.h>

#include "article/flat/inline.h"
#include "codec/text.h"

enum { SNIFF_BYTES = 4096 };

enum {
    WIDTH_MIN = 50,     /* narrower columns are no wrapping but short lines */
    WIDTH_MAX = 100,    /* wider ones are not written by text dumps */
    BRACKET_LINES = 24, /* a placeholder's alternative text is not longer */
    MARKDOWN_BYTES = 65536,
    PAREN_BYTES = 120, /* a credit in brackets, on either side of a line's end */
    UNDERSCORES = 6,
    NEAR_COLUMNS = 14,
    FEW_ROWS = 12,
    SHORT_ROWS = 30 /* of a brief */
};

/* A physical line of the decoded text. */
typedef struct {
    size_t start, end;      /* trimmed */
    unsigned indent, width; /* columns: before, of all */
    unsigned first;         /* of the first word */
} Row;

static unsigned columns_of(gunichar c) {
    return g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
}

static bool is_blank_char(gunichar c) {
    return g_unichar_isspace(c) || c == 0x85 || c == 0xfeff || c == 0x200b;
}

static bool is_no_break_space(gunichar c) {
    return c == 0xa0 || c == 0x202f || c == 0x2007;
}

/* A break may come after a space, and around wide characters of scripts that write without spaces. */
static bool may_break_after(gunichar c) {
    return (is_blank_char(c) && !is_no_break_space(c)) ||
           (g_unichar_iswide(c) && g_unichar_get_script(c) != G_UNICODE_SCRIPT_HANGUL);
}

static Row row_of(const char *text, size_t start, size_t end) {
    Row row = {.start = start, .end = end};
    while (row.start < end && is_blank_char(g_utf8_get_char(text + row.start))) {
        row.indent++;
        row.start = pd_flat_next(text, row.start);
    }
    bool is_first = true;
    size_t last = row.start;
    unsigned width = row.indent;
    for (size_t at = row.start; at < end;) {
        gunichar c = g_utf8_get_char(text + at);
        at = pd_flat_next(text, at);
        width += columns_of(c);
        if (!is_blank_char(c)) {
            last = at;
            row.width = width;
        }
        if (is_first)
            row.first = width - row.indent;
        is_first = is_first && !may_break_after(c);
    }
    row.end = last;
    return row;
}

static GArray *rows_of(const char *text) {
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
    for (size_t at = 0; text[at];) {
        size_t len = strcspn(text + at, "\r\n");
        Row row = row_of(text, at, at + len);
        g_array_append_val(rows, row);
        at += len;
        if (text[at] == '\r' && text[at + 1] == '\n')
            at++;
        if (text[at])
            at++;
    }
    return rows;
}

/* The rows that end at this column or not long before it. */
static unsigned near_rows(const unsigned *count, unsigned width) {
    unsigned n = 0;
    for (unsigned w = width > NEAR_COLUMNS ? width - NEAR_COLUMNS : 0; w <= width; w++)
        n += count[w];
    return n;
}

/* The column at which the lines were broken, 0 when they were not: the widest common line, when long lines are rare and
 * many lines come near it. */
static unsigned wrap_width(const char *text, const GArray *rows) {
    unsigned count[WIDTH_MAX + 1] = {0}, open[WIDTH_MAX + 1] = {0}, n_long = 0, n_near, n_open, n = 0, width = 0;
    for (guint i = 0; i + 1 < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i), *next = row + 1;
        if (row->start == row->end)
            continue;
        n++;
        if (row->width > WIDTH_MAX)
            n_long++;
        else if (next->start < next->end && row->width + next->first >= WIDTH_MIN) {
            count[row->width]++;
            open[row->width] += g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(text + row->end))) ? 1 : 0;
        }
    }
    for (unsigned w = WIDTH_MIN; w <= WIDTH_MAX; w++)
        if (count[w] >= 2 || (count[w] && n < FEW_ROWS) || (count[w] && n <= SHORT_ROWS && near_rows(open, w) >= 3))
            width = w;
    n_near = near_rows(count, width), n_open = near_rows(open, width);
    bool is_short = n <= SHORT_ROWS && n_open >= 2 && n_open * 3 >= n_near * 2 && n_near * 4 >= n; /* few lines */
    return width && (n_near >= 4 || is_short) && n_near * 8 >= n && n_long * 8 <= n ? width : 0;
}

static bool starts_item(const char *text, size_t at) {
    static const char *const MARKS[] = {"* ", "- ", "+ ", "• ", "– ", "[", "#", "|", "> ", "***", "==", "--"};
    for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++)
        if (strncmp(text + at, MARKS[i], strlen(MARKS[i])) == 0)
            return true;
    return false;
}

/* Whether a placeholder that opened at the beginning of a line is still open at its end. */
static bool is_bracket_open(const GString *line) {
    const char *p = line->str;
    while (*p == '_' || *p == ' ')
        p++;
    if (p[0] == '!')
        p++;
    if (*p != '[')
        return false;
    int depth = 0;
    for (; *p; p++) {
        depth += *p == '[';
        depth -= *p == ']';
        if (depth == 0)
            return false;
    }
    return true;
}

/* Whether a bracket that opens near the end of a row closes early in the next. */
static bool is_bracket_broken(const char *text, const Row *last, const Row *row) {
    size_t from = last->end - last->start > PAREN_BYTES ? last->end - PAREN_BYTES : last->start;
    const char *open = g_strrstr_len(text + from, (gssize)(last->end - from), "(");
    if (!open || memchr(open, ')', (size_t)(text + last->end - open)))
        return false;
    const char *close = memchr(text + row->start, ')', MIN(row->end - row->start, (size_t)PAREN_BYTES));
    return close && !memchr(text + row->start, '(', (size_t)(close - text) - row->start);
}

typedef struct {
    PdFlatText *flat;
    const char *text; /* decoded */
    GString *line;    /* the logical line being put together */
    GArray *spans;    /* of PdFlatSpan: where its parts stand in text */
    unsigned width;
    unsigned n_rows; /* in the line so far */
    bool is_after_blank;
    bool is_markdown;
    const PdLimits *limits;
} Joiner;

static bool is_joined(const Joiner *joiner, const Row *last, const Row *row) {
    if (joiner->line->len == 0 || row->start == row->end)
        return false;
    if (is_bracket_open(joiner->line))
        return joiner->n_rows < BRACKET_LINES;
    if (joiner->width == 0 || starts_item(joiner->text, row->start))
        return false;
    const char *before = g_utf8_find_prev_char(joiner->text, joiner->text + last->end);
    gunichar c = before ? g_utf8_get_char(before) : 0;
    if (last->width > joiner->width + 2)
        return false;
    if (last->width * 4 > joiner->width * 3 &&
        (strchr("/|&(", (int)(c < 0x80 ? c : 'x')) || is_bracket_broken(joiner->text, last, row)))
        return true;
    if (joiner->flat->has_underscores && strchr(".)]!?\"", (int)(c < 0x80 ? c : 'x')) &&
        memchr(joiner->text + row->start, '_', MIN(row->end - row->start, (size_t)PAREN_BYTES)))
        return false; /* a link of many words that would have begun here anyway */
    unsigned gap = may_break_after(c) || c == '-' || c == '/' ? 0 : 1;
    return last->width + gap + (row->first) > joiner->width;
}

static void add_row(Joiner *joiner, const Row *row) {
    GString *line = joiner->line;
    const char *text = joiner->text;
    if (line->len > 0) {
        gunichar before = g_utf8_get_char(g_utf8_prev_char(line->str + line->len)),
                 after = g_utf8_get_char(text + row->start);
        bool is_hyphen = before == '-' && g_unichar_isalpha(after) && line->len > 1 && line->str[line->len - 2] != ' ';
        if (!is_hyphen && !(may_break_after(before) && may_break_after(after)))
            g_string_append_c(line, ' ');
    }
    PdFlatSpan span = {.at = line->len, .from = row->start};
    g_array_append_val(joiner->spans, span);
    g_string_append_len(line, text + row->start, (gssize)(row->end - row->start));
    joiner->n_rows++;
}

static void flush(Joiner *joiner) {
    if (joiner->line->len > 0) {
        pd_flat_inline(joiner->flat, joiner->line, joiner->spans, joiner->is_after_blank, joiner->is_markdown);
        joiner->is_after_blank = false;
    }
    g_string_truncate(joiner->line, 0);
    g_array_set_size(joiner->spans, 0);
    joiner->n_rows = 0;
}

/* html2text writes the words of a link joined by underscores. */
static bool has_underscored_links(const char *text) {
    unsigned n = 0;
    for (const char *p = strchr(text, '_'); p && n < UNDERSCORES; p = strchr(p + 1, '_'))
        n += p > text && (g_ascii_isalpha(p[-1]) || (unsigned char)p[-1] >= 0x80) &&
             (g_ascii_isalpha(p[1]) || (unsigned char)p[1] >= 0x80);
    return n == UNDERSCORES;
}

static void join_rows(PdFlatText *flat, const char *text, bool is_markdown, const PdLimits *limits) {
    g_autoptr(GArray) rows = rows_of(text);
    Joiner joiner = {.flat = flat,
                     .text = text,
                     .line = g_string_new(NULL),
                     .spans = g_array_new(FALSE, FALSE, sizeof(PdFlatSpan)),
                     .width = wrap_width(text, rows),
                     .is_after_blank = true,
                     .is_markdown = is_markdown,
                     .limits = limits};
    flat->has_underscores = has_underscored_links(text);
    flat->is_wrapped = joiner.width > 0;
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (!(i > 0 && is_joined(&joiner, row - 1, row)))
            flush(&joiner);
        if (row->start < row->end)
            add_row(&joiner, row);
        else
            joiner.is_after_blank = true;
    }
    flush(&joiner);
    g_string_free(joiner.line, TRUE);
    g_array_free(joiner.spans, TRUE);
}

static PdCharset charset_of(const uint8_t *data, size_t len) {
    if (len >= 2 && data[0] == 0xff && data[1] == 0xfe)
        return PD_CHARSET_UTF16LE;
    if (len >= 2 && data[0] == 0xfe && data[1] == 0xff)
        return PD_CHARSET_UTF16BE;
    return PD_CHARSET_GUESS;
}

PdFlatText *pd_flat_text_new(const uint8_t *data, size_t len, bool is_markdown, const PdLimits *limits) {
    PdFlatText *flat = g_new0(PdFlatText, 1);
    flat->text = g_string_new(NULL);
    flat->urls = g_string_new(NULL);
    flat->lines = g_array_new(FALSE, TRUE, sizeof(PdFlatLine));
    flat->map = g_array_new(FALSE, FALSE, sizeof(PdFlatSpan));
    flat->is_markdown = is_markdown;
    flat->data = data;
    flat->data_len = len;
    flat->charset = charset_of(data, len);
    bool is_guessed = false;
    flat->decoded = pd_text_from_bytes(data, len, flat->charset, &flat->is_repaired, &is_guessed);
    if (is_guessed)
        flat->charset = PD_CHARSET_CP1252;
    join_rows(flat, flat->decoded, is_markdown, limits);
    return flat;
}

void pd_flat_text_free(PdFlatText *flat) {
    if (!flat)
        return;
    g_string_free(flat->text, TRUE);
    g_string_free(flat->urls, TRUE);
    g_array_free(flat->lines, TRUE);
    g_array_free(flat->map, TRUE);
    g_free(flat->decoded);
    g_free(flat);
}

/* How many bytes of the input the character at p was made of. */
static size_t input_bytes(const PdFlatText *flat, const char *p) {
    if (flat->charset == PD_CHARSET_GUESS)
        return (size_t)g_utf8_skip[(unsigned char)*p];
    if (flat->charset == PD_CHARSET_UTF16LE || flat->charset == PD_CHARSET_UTF16BE)
        return g_utf8_get_char(p) >= 0x10000 ? 4 : 2;
    return 1;
}

/* From a byte of the decoded text to the byte of the input it was made of; goes on from the place asked for last. */
static uint64_t offset_in_input(PdFlatText *flat, size_t decoded) {
    if (decoded < flat->seen_decoded)
        flat->seen_decoded = flat->seen_input = 0;
    bool is_wide = flat->charset == PD_CHARSET_UTF16LE || flat->charset == PD_CHARSET_UTF16BE;
    while (flat->decoded[flat->seen_decoded]) {
        while (!is_wide && flat->seen_input < flat->data_len && flat->data[flat->seen_input] == 0)
            flat->seen_input++; /* NULs were dropped */
        if (flat->seen_decoded >= decoded)
            break;
        flat->seen_input += input_bytes(flat, flat->decoded + flat->seen_decoded);
        flat->seen_decoded = pd_flat_next(flat->decoded, flat->seen_decoded);
    }
    return flat->seen_input;
}

uint64_t pd_flat_text_offset(PdFlatText *flat, size_t at) {
    guint low = 0, high = flat->map->len;
    while (low + 1 < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(flat->map, PdFlatSpan, middle).at <= at)
            low = middle;
        else
            high = middle;
    }
    if (high == 0)
        return 0;
    const PdFlatSpan *span = &g_array_index(flat->map, PdFlatSpan, low);
    return flat->base + offset_in_input(flat, span->from + (at > span->at ? at - span->at : 0));
}

bool pd_flat_text_is_text(const uint8_t *data, size_t len) {
    size_t controls = 0, n = MIN(len, (size_t)SNIFF_BYTES);
    bool is_wide = len >= 2 && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff));
    for (size_t i = 0; i < n; i++)
        controls += data[i] < 0x20 && !(data[i] >= '\t' && data[i] <= '\r') && data[i] != 0x1b;
    return n > 0 && (is_wide || controls * 20 <= n);
}

int pd_flat_text_markdown(const char *text, size_t len) {
    unsigned images = 0, links = 0, headings = 0;
    size_t n = MIN(len, (size_t)MARKDOWN_BYTES);
    for (size_t i = 0; i + 2 < n; i++) {
        images += text[i] == '!' && text[i + 1] == '[';
        links += text[i] == ']' && text[i + 1] == '(';
        headings += (i == 0 || text[i - 1] == '\n') && text[i] == '#' && (text[i + 1] == ' ' || text[i + 1] == '#');
    }
    if (links + headings == 0)
        return 0;
    return (int)MIN(20 + 10 * (images + links) + 5 * headings, 60u);
}
