/* A scanner for well-formed XML 1.0 (fifth edition) with namespaces (codec/xml_scan.h). XMP is half of the work of reading
 * a photograph; Expat takes 25 instructions a byte for it, this takes 5. Left out, and left to Expat: everything that needs
 * a decision. */
#include "codec/xml_scan.h"

#include <string.h>

enum { MOST_BINDINGS = 64, MOST_ATTRIBUTES = 256, MOST_OPEN = 64 };

typedef struct {
    PdXmlSlice prefix, uri;
    unsigned space;
    size_t depth;
} Binding;

typedef struct {
    const char *p, *end, *start;
    const PdLimits *limits;
    const PdXmlScanEvents *events;
    void *user;
    PdXmlSlice open[MOST_OPEN]; /* names of the open elements */
    size_t n_open;
    Binding bindings[MOST_BINDINGS];
    size_t n_bindings;
    PdXmlScanAttribute attributes[MOST_ATTRIBUTES]; /* of one start tag */
    char *resolved; /* (nullable) texts with references; what is resolved is never longer, so the document's length does */
    size_t n_resolved;
    bool has_root;
} Scan;

static const PdXmlSlice XML_URI = {"http://www.w3.org/XML/1998/namespace", 36};

/* Name characters below U+0080 (XML 2.3); names with others are left to Expat. */
enum { NAME = 1, FIRST = 2, SPACE = 4 };
#define LETTER (NAME | FIRST)
static const uint8_t KINDS[256] = {
    ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE, [' '] = SPACE,  ['-'] = NAME,   ['.'] = NAME,   ['0'] = NAME,
    ['1'] = NAME,   ['2'] = NAME,   ['3'] = NAME,   ['4'] = NAME,   ['5'] = NAME,   ['6'] = NAME,   ['7'] = NAME,
    ['8'] = NAME,   ['9'] = NAME,   [':'] = LETTER, ['A'] = LETTER, ['B'] = LETTER, ['C'] = LETTER, ['D'] = LETTER,
    ['E'] = LETTER, ['F'] = LETTER, ['G'] = LETTER, ['H'] = LETTER, ['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER,
    ['L'] = LETTER, ['M'] = LETTER, ['N'] = LETTER, ['O'] = LETTER, ['P'] = LETTER, ['Q'] = LETTER, ['R'] = LETTER,
    ['S'] = LETTER, ['T'] = LETTER, ['U'] = LETTER, ['V'] = LETTER, ['W'] = LETTER, ['X'] = LETTER, ['Y'] = LETTER,
    ['Z'] = LETTER, ['_'] = LETTER, ['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER, ['e'] = LETTER,
    ['f'] = LETTER, ['g'] = LETTER, ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER,
    ['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER, ['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER,
    ['t'] = LETTER, ['u'] = LETTER, ['v'] = LETTER, ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER, ['z'] = LETTER,
};

static inline uint8_t kind_of(char c) {
    return KINDS[(unsigned char)c];
}

static inline bool is_same(PdXmlSlice a, PdXmlSlice b) {
    return a.len == b.len && (a.len == 0 || (a.text[0] == b.text[0] && memcmp(a.text, b.text, a.len) == 0));
}

static inline void skip_space(Scan *scan) {
    const char *p = scan->p, *end = scan->end;
    while (p < end && kind_of(*p) & SPACE)
        p++;
    scan->p = p;
}

static bool take_name(Scan *scan, PdXmlSlice *out) {
    const char *start = scan->p, *p = start, *end = scan->end;
    if (p >= end || !(kind_of(*p) & FIRST))
        return false;
    while (p < end && kind_of(*p) & NAME)
        p++;
    scan->p = p;
    *out = (PdXmlSlice){start, (size_t)(p - start)};
    return true;
}

static inline bool take_char(Scan *scan, char c) {
    if (scan->p >= scan->end || *scan->p != c)
        return false;
    scan->p++;
    return true;
}

static bool looks_at(const Scan *scan, const char *text) {
    size_t len = strlen(text);
    return (size_t)(scan->end - scan->p) >= len && memcmp(scan->p, text, len) == 0;
}

/* Goes behind the next occurrence of text. */
static bool skip_past(Scan *scan, const char *text) {
    size_t len = strlen(text);
    const char *found = memmem(scan->p, (size_t)(scan->end - scan->p), text, len);
    if (found)
        scan->p = found + len;
    return found != NULL;
}

/* ---- text */

enum { CONTROL = 1, MARK = 2, BRACKET = 4, HIGH = 8 };

static unsigned traits_of_bytes(const char *text, size_t len) {
    unsigned traits = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        traits |= c >= 0x80 ? HIGH : c < 0x20 ? CONTROL : c == '&' ? MARK : c == ']' ? BRACKET : 0u;
    }
    return traits;
}

/* Eight bytes in one word, and one by one only where one is not plain. */
static inline unsigned traits_of_word(const char *text) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t mark = word ^ ones * '&', bracket = word ^ ones * ']';
    uint64_t below = (word - ones * 0x20) | (mark - ones) | (bracket - ones); /* borrows: may say yes too often */
    return (below | word) & highs ? traits_of_bytes(text, sizeof word) : 0;
}

/* What kinds of bytes there are. */
static unsigned traits_of(PdXmlSlice text) {
    enum { WORD = sizeof(uint64_t) };
    unsigned traits = 0;
    if (text.len < WORD)
        return traits_of_bytes(text.text, text.len);
    for (size_t i = 0; i + WORD <= text.len; i += WORD)
        traits |= traits_of_word(text.text + i);
    return traits | traits_of_word(text.text + text.len - WORD);
}

/* Whether the bytes are characters that XML allows; out_traits says what they are. */
static bool check_chars(PdXmlSlice text, unsigned *out_traits) {
    unsigned traits = *out_traits = traits_of(text);
    for (size_t i = 0; traits & CONTROL && i < text.len; i++)
        if ((unsigned char)text.text[i] < 0x20 && !(kind_of(text.text[i]) & SPACE))
            return false;
    /* U+FFFE and U+FFFF are no characters of XML */
    return !(traits & HIGH) || (g_utf8_validate_len(text.text, text.len, NULL) &&
                                (!memchr(text.text, 0xef, text.len) || (!memmem(text.text, text.len, "\xef\xbf\xbe", 3) &&
                                                                        !memmem(text.text, text.len, "\xef\xbf\xbf", 3))));
}

/* The character that a reference means, 0 when it is none that is known. */
static gunichar reference(const char *p, size_t len) {
    static const struct {
        PdXmlSlice name;
        char c;
    } ENTITIES[] = {{{"amp", 3}, '&'}, {{"lt", 2}, '<'}, {{"gt", 2}, '>'}, {{"quot", 4}, '"'}, {{"apos", 4}, '\''}};
    for (size_t i = 0; i < G_N_ELEMENTS(ENTITIES); i++)
        if (is_same(ENTITIES[i].name, (PdXmlSlice){p, len}))
            return (gunichar)ENTITIES[i].c;
    bool is_hex = len > 1 && p[1] == 'x';
    if (len < 2 || len > 9 || p[0] != '#')
        return 0;
    gunichar code = 0;
    for (size_t i = is_hex ? 2 : 1; i < len; i++) {
        int digit = is_hex ? g_ascii_xdigit_value(p[i]) : g_ascii_digit_value(p[i]);
        if (digit < 0)
            return 0;
        code = code * (is_hex ? 16u : 10u) + (gunichar)digit;
    }
    bool is_char = (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) ||
                   (code >= 0x10000 && code < 0x110000) || code == '\t' || code == '\n' || code == '\r';
    return is_char ? code : 0;
}

static char *room_to_resolve(Scan *scan) {
    if (!scan->resolved)
        scan->resolved = g_malloc((size_t)(scan->end - scan->start) + 1);
    return scan->resolved + scan->n_resolved;
}

/* Writes what the reference at "&" stands for; returns its bytes up to ";" included, 0 when it is none. */
static size_t resolve_reference(const char *at, size_t len, char **to) {
    const char *semicolon = memchr(at, ';', len);
    gunichar code = semicolon ? reference(at + 1, (size_t)(semicolon - at) - 1) : 0;
    if (code == 0)
        return 0;
    *to += g_unichar_to_utf8(code, *to);
    return (size_t)(semicolon - at) + 1;
}

/* References resolved, line ends normalised (2.11), white space of attributes made spaces (3.3.3). */
static bool resolve(Scan *scan, PdXmlSlice *text, bool is_attribute) {
    char *start = room_to_resolve(scan), *to = start;
    for (size_t i = 0; i < text->len; i++) {
        char c = text->text[i];
        if (c == '&') {
            size_t used = resolve_reference(text->text + i, text->len - i, &to);
            if (used == 0)
                return false;
            i += used - 1;
        } else if (c == '\r' && i + 1 < text->len && text->text[i + 1] == '\n') {
            continue;
        } else {
            *to++ = !(kind_of(c) & SPACE) ? c : is_attribute ? ' ' : c == '\r' ? '\n' : c;
        }
    }
    *text = (PdXmlSlice){start, (size_t)(to - start)};
    scan->n_resolved += text->len;
    return true;
}

static bool give_text(Scan *scan, PdXmlSlice text, bool is_plain) {
    unsigned traits;
    if (text.len == 0)
        return true;
    if (!check_chars(text, &traits) || (traits & BRACKET && memmem(text.text, text.len, "]]>", 3)))
        return false;
    bool has_returns = traits & CONTROL && memchr(text.text, '\r', text.len);
    if (is_plain && has_returns) /* a CDATA section with line ends of DOS */
        return false;
    if (((traits & MARK && !is_plain) || has_returns) && !resolve(scan, &text, false))
        return false;
    scan->events->text(scan->user, text);
    return true;
}

/* ---- names */

static const Binding *binding_of(const Scan *scan, PdXmlSlice prefix) {
    for (size_t i = scan->n_bindings; i-- > 0;)
        if (is_same(scan->bindings[i].prefix, prefix))
            return &scan->bindings[i];
    return NULL;
}

static bool is_declaration(PdXmlSlice name) {
    return name.len >= 5 && memcmp(name.text, "xmlns", 5) == 0 && (name.len == 5 || name.text[5] == ':');
}

static bool bind_prefix(Scan *scan, PdXmlSlice name, PdXmlSlice uri) {
    if (scan->n_bindings == MOST_BINDINGS)
        return false;
    size_t skip = MIN(name.len, 6);
    scan->bindings[scan->n_bindings++] = (Binding){.prefix = {name.text + skip, name.len - skip},
                                                   .uri = uri,
                                                   .space = scan->events->space ? scan->events->space(uri) : 0,
                                                   .depth = scan->n_open};
    return true;
}

static void unbind(Scan *scan) {
    while (scan->n_bindings > 0 && scan->bindings[scan->n_bindings - 1].depth > scan->n_open)
        scan->n_bindings--;
}

/* A name as written, split and found among the bindings. */
static PdXmlScanName name_of(const Scan *scan, PdXmlSlice whole, bool is_attribute) {
    const char *colon = memchr(whole.text, ':', whole.len);
    size_t len = colon ? (size_t)(colon - whole.text) : 0, skip = colon ? len + 1 : 0;
    PdXmlScanName name = {.prefix = {whole.text, len}, .local = {whole.text + skip, whole.len - skip}};
    const Binding *binding = len > 0 || !is_attribute ? binding_of(scan, name.prefix) : NULL; /* Namespaces, 6.2 */
    if (binding) {
        name.uri = binding->uri;
        name.space = binding->space;
    } else if (len == 3 && memcmp(whole.text, "xml", 3) == 0) {
        name.uri = XML_URI;
        name.space = scan->events->space ? scan->events->space(XML_URI) : 0;
    }
    return name;
}

/* ---- tags */

/* The name is kept whole, in local, until all declarations of the tag are known. */
static bool take_attribute(Scan *scan, PdXmlScanAttribute *out) {
    if (!take_name(scan, &out->name.local))
        return false;
    skip_space(scan);
    if (!take_char(scan, '='))
        return false;
    skip_space(scan);
    char quote = scan->p < scan->end ? *scan->p : '\0';
    if (quote != '"' && quote != '\'')
        return false;
    scan->p++;
    const char *close = memchr(scan->p, quote, (size_t)(scan->end - scan->p));
    if (!close)
        return false;
    PdXmlSlice value = {scan->p, (size_t)(close - scan->p)};
    unsigned traits;
    scan->p = close + 1;
    if (memchr(value.text, '<', value.len) || !check_chars(value, &traits) ||
        (traits & (CONTROL | MARK) && !resolve(scan, &value, true)))
        return false;
    out->value = value;
    return true;
}

static bool has_twice(const PdXmlScanAttribute *attributes, size_t n, PdXmlSlice name) {
    for (size_t i = 0; i < n; i++)
        if (is_same(attributes[i].name.local, name))
            return true;
    return false;
}

/* Attributes up to the end of the tag, "/>" or ">", which is not consumed; declarations are bound, not kept. */
static bool take_attributes(Scan *scan, size_t *out_n) {
    PdXmlScanAttribute *attributes = scan->attributes;
    size_t n = 0;
    for (;;) {
        const char *before = scan->p;
        skip_space(scan);
        if (scan->p < scan->end && (*scan->p == '>' || *scan->p == '/'))
            break;
        if (scan->p == before || n == MOST_ATTRIBUTES || !take_attribute(scan, &attributes[n]) ||
            has_twice(attributes, n, attributes[n].name.local))
            return false;
        n++;
    }
    *out_n = n;
    return true;
}

static bool bind_and_resolve(Scan *scan, size_t n, size_t *out_n) {
    PdXmlScanAttribute *attributes = scan->attributes;
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++)
        if (is_declaration(attributes[i].name.local) && !bind_prefix(scan, attributes[i].name.local, attributes[i].value))
            return false;
    for (size_t i = 0; i < n; i++)
        if (!is_declaration(attributes[i].name.local))
            attributes[n_kept++] = (PdXmlScanAttribute){name_of(scan, attributes[i].name.local, true), attributes[i].value};
    *out_n = n_kept;
    return true;
}

static void give_end(Scan *scan) {
    scan->events->end(scan->user);
    scan->n_open--;
    unbind(scan);
}

static bool read_start(Scan *scan) {
    size_t n, at = (size_t)(scan->p - scan->start) - 1;
    PdXmlSlice whole;
    if (scan->n_open >= MIN(scan->limits->depth, (size_t)MOST_OPEN) || !take_name(scan, &whole) ||
        !take_attributes(scan, &n))
        return false;
    bool is_empty = take_char(scan, '/');
    if (!take_char(scan, '>'))
        return false;
    scan->open[scan->n_open++] = whole;
    if (!bind_and_resolve(scan, n, &n))
        return false;
    PdXmlScanName name = name_of(scan, whole, false);
    scan->events->start(scan->user, &name, scan->attributes, n, at);
    if (is_empty)
        give_end(scan);
    return true;
}

static bool read_end(Scan *scan) {
    if (scan->n_open == 0)
        return false;
    PdXmlSlice open = scan->open[scan->n_open - 1];
    if ((size_t)(scan->end - scan->p) < open.len || memcmp(scan->p, open.text, open.len) != 0)
        return false;
    scan->p += open.len;
    skip_space(scan); /* a longer name fails at '>' */
    if (!take_char(scan, '>'))
        return false;
    give_end(scan);
    return true;
}

/* <!-- --> and <![CDATA[ ]]>; a DOCTYPE is none of ours. */
static bool read_declaration(Scan *scan) {
    static const char CDATA[] = "![CDATA[", COMMENT[] = "!--";
    if (looks_at(scan, COMMENT)) {
        const char *body = scan->p += strlen(COMMENT);
        unsigned traits;
        if (!skip_past(scan, "--") || !take_char(scan, '>'))
            return false;
        return check_chars((PdXmlSlice){body, (size_t)(scan->p - body)}, &traits);
    }
    if (!looks_at(scan, CDATA) || scan->n_open == 0)
        return false;
    const char *body = scan->p + strlen(CDATA);
    return skip_past(scan, "]]>") && give_text(scan, (PdXmlSlice){body, (size_t)(scan->p - 3 - body)}, true);
}

/* <?target …?>; the XML declaration has rules of its own. */
static bool read_instruction(Scan *scan) {
    PdXmlSlice target;
    unsigned traits;
    scan->p++;
    if (!take_name(scan, &target) || (target.len == 3 && g_ascii_strncasecmp(target.text, "xml", 3) == 0))
        return false;
    const char *body = scan->p;
    if (scan->p >= scan->end || (!(kind_of(*scan->p) & SPACE) && !looks_at(scan, "?>")))
        return false;
    return skip_past(scan, "?>") && check_chars((PdXmlSlice){body, (size_t)(scan->p - body)}, &traits);
}

/* What stands up to the next '<'. */
static bool read_run(Scan *scan) {
    const char *start = scan->p;
    skip_space(scan);
    const char *mark = memchr(scan->p, '<', (size_t)(scan->end - scan->p));
    if (!mark)
        return false;
    PdXmlSlice text = {start, (size_t)(mark - start)};
    bool is_space = mark == scan->p;
    scan->p = mark + 1;
    if (scan->n_open == 0)
        return is_space;
    if (!is_space || memchr(text.text, '\r', text.len))
        return give_text(scan, text, false);
    if (text.len > 0)
        scan->events->text(scan->user, text);
    return true;
}

static bool read_document(Scan *scan) {
    while (!scan->has_root || scan->n_open > 0) {
        if (!read_run(scan) || scan->p >= scan->end)
            return false;
        bool is_read;
        if (*scan->p == '/') {
            scan->p++;
            is_read = read_end(scan);
        } else if (*scan->p == '!') {
            is_read = read_declaration(scan);
        } else if (*scan->p == '?') {
            is_read = read_instruction(scan);
        } else {
            is_read = read_start(scan);
            scan->has_root = true;
        }
        if (!is_read)
            return false;
    }
    return true;
}

bool pd_xml_scan(const uint8_t *data, size_t len, const PdLimits *limits, const PdXmlScanEvents *events, void *user) {
    Scan *scan = g_new(Scan, 1); /* not zeroed: most of it is never used */
    scan->p = scan->start = (const char *)data;
    scan->end = scan->p + len;
    scan->limits = limits;
    scan->events = events;
    scan->user = user;
    scan->n_open = scan->n_bindings = 0;
    scan->resolved = NULL;
    scan->n_resolved = 0;
    scan->has_root = false;
    bool is_read = len > 0 && read_document(scan);
    g_free(scan->resolved);
    g_free(scan);
    return is_read;
}
