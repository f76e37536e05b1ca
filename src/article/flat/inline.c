/* Inline marks of a logical line (inline.h): CommonMark 0.31 emphasis, links, images and escapes as converters write
 * them, "[alt]" placeholders of text browsers, stray HTML tags. Not a Markdown parser: what is no mark is text.
 */
#include "article/flat/inline.h"

#include <string.h>

#include "article/flat/cues.h"

enum { LINKS = 8, TAG_BYTES = 400 };

typedef struct {
    PdFlatText *flat;
    const char *line;
    size_t len;
    const GArray *spans;
    guint span;               /* the one that holds the byte read last */
    uint32_t *match;          /* (nullable) the place of the bracket that closes the one at this byte, 0 = none */
    size_t start;             /* of the output line in work */
    size_t closers[LINKS][2]; /* pending ends of links: from "](" to after ")" */
    size_t n_closers;
    bool is_after_blank, is_heading, is_item, is_markdown, is_beside;
} Inline;

static size_t raw_of(Inline *in, size_t at) {
    const GArray *spans = in->spans;
    while (in->span + 1 < spans->len && g_array_index(spans, PdFlatSpan, in->span + 1).at <= at)
        in->span++;
    while (in->span > 0 && g_array_index(spans, PdFlatSpan, in->span).at > at)
        in->span--;
    const PdFlatSpan *span = &g_array_index(spans, PdFlatSpan, in->span);
    return span->from + (at - span->at);
}

static void put_char(Inline *in, size_t at, char c) {
    PdFlatText *flat = in->flat;
    PdFlatSpan span = {.at = flat->text->len, .from = raw_of(in, at)};
    const PdFlatSpan *last = flat->map->len ? &g_array_index(flat->map, PdFlatSpan, flat->map->len - 1) : NULL;
    if (!last || last->from + (span.at - last->at) != span.from)
        g_array_append_val(flat->map, span);
    g_string_append_c(flat->text, c);
}

static void put(Inline *in, size_t at) {
    bool is_space = in->line[at] == '_' && in->flat->has_underscores;
    put_char(in, at, is_space ? ' ' : in->line[at]);
}

static void end_line(Inline *in, bool is_image, size_t url) {
    GString *text = in->flat->text;
    PdFlatLine line = {.start = in->start, .end = text->len, .url = url, .is_image = is_image};
    while (line.start < line.end && strchr(in->is_markdown ? " \t_" : " \t", text->str[line.start]))
        line.start++;
    while (line.end > line.start && strchr(in->is_markdown ? " \t_" : " \t", text->str[line.end - 1]))
        line.end--;
    if (line.end > line.start || is_image) {
        line.is_after_blank = in->is_after_blank;
        line.is_beside = in->is_beside;
        line.is_heading = in->is_heading;
        line.is_item = in->is_item;
        g_array_append_val(in->flat->lines, line);
        in->is_after_blank = false;
        in->is_beside = true;
    }
    if (text->len > in->start)
        g_string_append_c(text, '\n');
    in->start = text->len;
}

/* Finds for each bracket the one that closes it, in one pass: a line full of opening ones costs no more than another. */
static void match_brackets(Inline *in) {
    if (in->len >= UINT32_MAX || !memchr(in->line, '[', in->len))
        return;
    in->match = g_new0(uint32_t, in->len);
    g_autoptr(GArray) square = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
                      round = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (size_t at = 0; at < in->len; at++) {
        char c = in->line[at];
        GArray *open = c == '[' || c == ']' ? square : round;
        uint32_t place = (uint32_t)at;
        if (c == '\\' && in->is_markdown) {
            at++;
        } else if (c == '[' || c == '(') {
            g_array_append_val(open, place);
        } else if ((c == ']' || c == ')') && open->len > 0) {
            in->match[g_array_index(open, uint32_t, open->len - 1)] = place;
            g_array_set_size(open, open->len - 1);
        }
    }
}

/* The place of the bracket that closes the one at `open`, 0 when none does. */
static size_t closing(const Inline *in, size_t open) {
    return in->match ? in->match[open] : 0;
}

static size_t keep_url(Inline *in, size_t start, size_t end) {
    while (start < end && strchr(" <", in->line[start]))
        start++;
    size_t len = strcspn(in->line + start, " >\t");
    len = MIN(len, end - start);
    if (len == 0 || strncmp(in->line + start, "data:", 5) == 0)
        return SIZE_MAX;
    size_t at = in->flat->urls->len;
    g_string_append_len(in->flat->urls, in->line + start, (gssize)len);
    g_string_append_c(in->flat->urls, '\0');
    return at;
}

/* "{width=…}" behind a link or image (Pandoc). */
static size_t skip_attributes(const Inline *in, size_t at) {
    if (at >= in->len || in->line[at] != '{')
        return at;
    const char *end = memchr(in->line + at, '}', MIN(in->len - at, (size_t)TAG_BYTES));
    return end ? (size_t)(end - in->line) + 1 : at;
}

static void put_plain(Inline *in, size_t start, size_t end) {
    for (size_t at = start; at < end; at++) {
        if (in->is_markdown && in->line[at] == '\\' && at + 1 < end && g_ascii_ispunct(in->line[at + 1]))
            at++;
        put(in, at);
    }
}

/* An image's placeholder with its alternative text, as a line of its own. */
static void put_image(Inline *in, size_t alt, size_t alt_end, size_t url) {
    end_line(in, false, SIZE_MAX);
    put_plain(in, alt, alt_end);
    end_line(in, true, url);
}

/* The title in (url "title"), as a line of its own below the image. */
static void put_title(Inline *in, size_t start, size_t end) {
    const char *quote = memchr(in->line + start, '"', end - start);
    if (!quote || quote == in->line + start || quote[-1] != ' ' || in->line[end - 1] != '"')
        return;
    put_plain(in, (size_t)(quote - in->line) + 1, end - 1);
    end_line(in, false, SIZE_MAX);
}

/* "![alt](url)" at `at`: gives the byte after it, or at when it is none. */
static size_t markdown_image(Inline *in, size_t at) {
    if (at + 1 >= in->len || in->line[at] != '!' || in->line[at + 1] != '[')
        return at;
    size_t alt_end = closing(in, at + 1);
    if (alt_end == 0 || alt_end + 1 >= in->len || in->line[alt_end + 1] != '(')
        return at;
    size_t end = closing(in, alt_end + 1);
    if (end == 0)
        return at;
    put_image(in, at + 2, alt_end, keep_url(in, alt_end + 2, end));
    put_title(in, alt_end + 2, end);
    return skip_attributes(in, end + 1);
}

/* "[text](url)": its text is read on, its end remembered. */
static bool markdown_link(Inline *in, size_t at) {
    if (in->line[at] != '[' || in->n_closers == LINKS)
        return false;
    size_t text_end = closing(in, at);
    if (text_end == 0 || text_end + 1 >= in->len || in->line[text_end + 1] != '(')
        return false;
    size_t end = closing(in, text_end + 1);
    if (end == 0)
        return false;
    in->closers[in->n_closers][0] = text_end;
    in->closers[in->n_closers][1] = skip_attributes(in, end + 1);
    in->n_closers++;
    return true;
}

static bool is_emphasis(const Inline *in, size_t at) {
    char c = in->line[at];
    if (c == '*')
        return true;
    if (c != '_')
        return false;
    bool inside = at > 0 && g_ascii_isalnum(in->line[at - 1]) && at + 1 < in->len && g_ascii_isalnum(in->line[at + 1]);
    return !inside;
}

/* A tag that HTML left in the text: the byte after it, or at. */
static size_t tag_end(const Inline *in, size_t at) {
    if (in->line[at] != '<' || at + 2 >= in->len || !(g_ascii_isalpha(in->line[at + 1]) || in->line[at + 1] == '/'))
        return at;
    const char *end = memchr(in->line + at, '>', MIN(in->len - at, (size_t)TAG_BYTES));
    return end ? (size_t)(end - in->line) + 1 : at;
}

static bool is_block_tag(const char *tag) {
    static const char *const NAMES[] = {"ul", "ol", "li", "p",  "br",    "div", "figure", "figcaption",
                                        "h1", "h2", "h3", "h4", "table", "tr",  "td"};
    tag += tag[1] == '/' ? 2 : 1;
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        size_t len = strlen(NAMES[i]);
        if (g_ascii_strncasecmp(tag, NAMES[i], len) == 0 && !g_ascii_isalnum(tag[len]))
            return true;
    }
    return false;
}

/* What can be taken out at this byte; gives the byte after it, or at when it is text. */
static size_t take_mark(Inline *in, size_t at) {
    if (in->n_closers > 0 && at == in->closers[in->n_closers - 1][0])
        return in->closers[--in->n_closers][1];
    size_t broken = at == 0 || in->line[at - 1] == ' ' ? pd_flat_word_at(PD_CUE_BREAK, in->line + at, in->len - at) : 0;
    if (broken) {
        end_line(in, false, SIZE_MAX);
        in->is_after_blank = true;
        return at + broken;
    }
    if (in->line[at] == '&' && in->len - at >= 6 && strncmp(in->line + at, "&nbsp;", 6) == 0) {
        put_char(in, at, ' ');
        return at + 6;
    }
    size_t end = tag_end(in, at);
    if (end > at) {
        if (is_block_tag(in->line + at))
            end_line(in, false, SIZE_MAX);
        return end;
    }
    if (!in->is_markdown) {
        end = in->line[at] == '[' && at > 0 && in->line[at - 1] == '_' ? closing(in, at) : 0;
        if (end)
            put_image(in, at + 1, end, SIZE_MAX);
        return end ? end + 1 : at;
    }
    end = markdown_image(in, at);
    if (end > at)
        return end;
    return markdown_link(in, at) || is_emphasis(in, at) ? at + 1 : at;
}

/* "[alt]" at the beginning of a line. */
static size_t placeholder(Inline *in, size_t at) {
    size_t open = at;
    while (open < in->len && in->line[open] == '_')
        open++;
    if (open >= in->len || in->line[open] != '[')
        return at;
    size_t end = closing(in, open);
    if (end == 0 || (end + 1 < in->len && in->line[end + 1] == '(' && in->is_markdown))
        return at;
    put_image(in, open + 1, end, SIZE_MAX);
    return end + 1;
}

/* "## ", "> ", "* ", "***** … *****" at the beginning. */
static size_t line_marks(Inline *in) {
    size_t at = 0, n = strspn(in->line, "#");
    if (n > 0 && n <= 6 && in->line[n] == ' ') {
        in->is_heading = true;
        at = n + 1;
    }
    n = strspn(in->line, "*");
    if (n >= 2 && in->line[n] == ' ') {
        in->is_heading = true;
        at = n + 1;
    }
    static const char *const ITEMS[] = {"* ", "- ", "+ ", "• ", "> "};
    for (size_t i = 0; i < G_N_ELEMENTS(ITEMS); i++)
        if (strncmp(in->line + at, ITEMS[i], strlen(ITEMS[i])) == 0) {
            in->is_item = ITEMS[i][0] != '>';
            at += strlen(ITEMS[i]);
        }
    enum { ITEM_BYTES = 60 };
    size_t digits = strspn(in->line + at, "0123456789");
    bool is_numbered = digits > 0 && digits < 3 && in->len - at < ITEM_BYTES && strchr(".)", in->line[at + digits]) &&
                       in->line[at + digits] != '\0' && in->line[at + digits + 1] == ' ';
    in->is_item = in->is_item || is_numbered || in->line[at] == '|'; /* a row of a table */
    return at + strspn(in->line + at, " ");
}

/* "… [+4023 chars]": where a news service cut the text. */
static size_t without_rest(const char *line, size_t len) {
    if (len < 12 || strncmp(line + len - 7, " chars]", 7) != 0)
        return len;
    size_t at = len - 7;
    while (at > 0 && g_ascii_isdigit(line[at - 1]))
        at--;
    return at >= 2 && line[at - 1] == '+' && line[at - 2] == '[' ? at - 2 : len;
}

void pd_flat_inline(PdFlatText *flat, const GString *line, const GArray *spans, bool is_after_blank, bool is_markdown) {
    Inline in = {.flat = flat,
                 .line = line->str,
                 .len = line->len,
                 .spans = spans,
                 .start = flat->text->len,
                 .is_after_blank = is_after_blank,
                 .is_markdown = is_markdown};
    in.len = without_rest(in.line, in.len);
    match_brackets(&in);
    size_t at = line_marks(&in);
    if (in.is_heading && !is_markdown)
        while (in.len > at && strchr("* ", in.line[in.len - 1]))
            in.len--;
    at = placeholder(&in, at);
    while (at < in.len) {
        size_t next = take_mark(&in, at);
        if (next > at) {
            at = next;
            continue;
        }
        if (in.is_markdown && in.line[at] == '\\' && at + 1 < in.len && g_ascii_ispunct(in.line[at + 1]))
            at++;
        put(&in, at++);
    }
    end_line(&in, false, SIZE_MAX);
    g_free(in.match);
}
