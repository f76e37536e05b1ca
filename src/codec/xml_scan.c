/* A scanner for well-formed XML 1.0 (fifth edition) with namespaces (codec/xml_scan.h). XMP is half of the work of reading
 * a photograph; Expat takes 25 instructions a byte for it, this takes 4. Left out, and left to Expat: everything that needs
 * a decision.
 *
 * Which of the marks that need work occur at all is asked once. The document is cut behind its last '>': no loop over names
 * or white space goes past that, so none asks for the end. */
#include "codec/xml_scan.h"

#include <string.h>

#include "base/same.h"
#include "codec/text.h"

enum { MOST_BINDINGS = 64, MOST_ATTRIBUTES = 256, MOST_OPEN = 64, N_BUCKETS = 16, NO_BINDING = -1 };

typedef struct {
    PdXmlSlice prefix, uri;
    unsigned space;
    int older; /* the one before in its bucket */
    size_t depth;
} Binding;

/* A name as written. */
typedef struct {
    const char *text;
    size_t len;
    const char *colon; /* (nullable) the first one */
} Name;

typedef struct {
    const char *p, *end, *start; /* a '>' stands before the end */
    const PdXmlScanEvents *events;
    void *user;
    unsigned marks;             /* what occurs anywhere in the document */
    PdXmlSlice open[MOST_OPEN]; /* names of the open elements */
    size_t n_open, most_open;
    Binding bindings[MOST_BINDINGS];
    size_t n_bindings;
    int newest[N_BUCKETS]; /* of the bindings whose prefixes fall there */
    unsigned xml_space;
    Name names[MOST_ATTRIBUTES]; /* of one start tag's attributes */
    PdXmlScanAttribute attributes[MOST_ATTRIBUTES];
    char *resolved; /* (nullable) texts with references; what is resolved is never longer, so the document's length does */
    size_t n_resolved;
    bool has_root;
} Scan;

static const PdXmlSlice XML_URI = {"http://www.w3.org/XML/1998/namespace", 36};

/* Name characters below U+0080 (XML 2.3); names with others are left to Expat. */
enum { NAME = 1, FIRST = 2, SPACE = 4, LOCAL = 8 }; /* LOCAL: NAME, but for the colon */
#define LETTER (NAME | FIRST | LOCAL)
#define DIGIT (NAME | LOCAL)
static const uint8_t KINDS[256] = {
    ['\t'] = SPACE, ['\n'] = SPACE, ['\r'] = SPACE,       [' '] = SPACE,  ['-'] = DIGIT,  ['.'] = DIGIT,  ['0'] = DIGIT,
    ['1'] = DIGIT,  ['2'] = DIGIT,  ['3'] = DIGIT,        ['4'] = DIGIT,  ['5'] = DIGIT,  ['6'] = DIGIT,  ['7'] = DIGIT,
    ['8'] = DIGIT,  ['9'] = DIGIT,  [':'] = NAME | FIRST, ['A'] = LETTER, ['B'] = LETTER, ['C'] = LETTER, ['D'] = LETTER,
    ['E'] = LETTER, ['F'] = LETTER, ['G'] = LETTER,       ['H'] = LETTER, ['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER,
    ['L'] = LETTER, ['M'] = LETTER, ['N'] = LETTER,       ['O'] = LETTER, ['P'] = LETTER, ['Q'] = LETTER, ['R'] = LETTER,
    ['S'] = LETTER, ['T'] = LETTER, ['U'] = LETTER,       ['V'] = LETTER, ['W'] = LETTER, ['X'] = LETTER, ['Y'] = LETTER,
    ['Z'] = LETTER, ['_'] = LETTER, ['a'] = LETTER,       ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER, ['e'] = LETTER,
    ['f'] = LETTER, ['g'] = LETTER, ['h'] = LETTER,       ['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER,
    ['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER,       ['p'] = LETTER, ['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER,
    ['t'] = LETTER, ['u'] = LETTER, ['v'] = LETTER,       ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER, ['z'] = LETTER,
};

static inline uint8_t kind_of(char c) {
    return KINDS[(unsigned char)c];
}

static inline bool is_same(PdXmlSlice a, PdXmlSlice b) {
    return a.len == b.len && pd_same_bytes(a.text, b.text, a.len);
}

static inline void skip_space(Scan *scan) {
    const char *p = scan->p;
    while (kind_of(*p) & SPACE)
        p++;
    scan->p = p;
}

static inline bool take_name(Scan *scan, Name *out) {
    const char *start = scan->p, *p = start;
    if (!(kind_of(*p) & FIRST))
        return false;
    while (kind_of(*p) & LOCAL)
        p++;
    out->colon = *p == ':' ? p : NULL;
    while (kind_of(*p) & NAME)
        p++;
    out->text = start;
    out->len = (size_t)(p - start);
    scan->p = p;
    return true;
}

static inline bool take_char(Scan *scan, char c) {
    if (*scan->p != c)
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

/* ---- characters */

enum { RETURN = 1, REFERENCE = 2, SECTION_END = 4 };

/* Which of the marks that need work occur. */
static unsigned marks_of(const char *text, size_t len) {
    unsigned marks = (memchr(text, '\r', len) ? RETURN : 0u) | (memchr(text, '&', len) ? REFERENCE : 0u);
    const char *end = text + len, *bracket = text;
    while ((bracket = memchr(bracket, ']', (size_t)(end - bracket)))) {
        if (end - bracket >= 3 && bracket[1] == ']' && bracket[2] == '>')
            return marks | SECTION_END;
        bracket++;
    }
    return marks;
}

/* Char (2.2). */
static bool is_char(uint32_t code) {
    return (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code < 0x110000) ||
           code == '\t' || code == '\n' || code == '\r';
}

enum { LOW = 1, HIGH = 2 };

/* Whether there are bytes below a space, or beyond ASCII. */
static inline unsigned kinds_in(PdXmlSlice text) {
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones * 0x80;
    uint64_t word = 0, low = 0, high = 0;
    size_t i = 0;
    for (; i + sizeof word <= text.len; i += sizeof word) {
        memcpy(&word, text.text + i, sizeof word);
        low |= (word - ones * 0x20) & ~word;
        high |= word;
    }
    if (i > 0 && i < text.len) { /* the last eight once more */
        memcpy(&word, text.text + text.len - sizeof word, sizeof word);
        low |= (word - ones * 0x20) & ~word;
        high |= word;
        i = text.len;
    }
    for (; i < text.len; i++) {
        low |= (unsigned char)text.text[i] < 0x20 ? highs : 0;
        high |= (unsigned char)text.text[i];
    }
    return (low & highs ? LOW : 0u) | (high & highs ? HIGH : 0u);
}

/* Bytes of the characters here that are surely allowed: eight of ASCII, or one character; 0 when it is none. */
static inline size_t char_bytes(const uint8_t *p, size_t left, unsigned kinds) {
    const uint64_t highs = UINT64_C(0x8080808080808080);
    uint64_t word = highs;
    uint32_t code;
    if (left >= sizeof word && !(kinds & LOW))
        memcpy(&word, p, sizeof word);
    if (!(word & highs))
        return sizeof word;
    size_t n = pd_text_char_bytes(p, left, &code);
    return n > 0 && is_char(code) ? n : 0;
}

static bool are_chars(PdXmlSlice text, unsigned kinds) {
    const uint8_t *p = (const uint8_t *)text.text;
    for (size_t left = text.len, n; left > 0; p += n, left -= n)
        if (!(n = char_bytes(p, left, kinds)))
            return false;
    return true;
}

/* Whether the bytes are characters that XML allows. */
static inline bool check_chars(PdXmlSlice text, bool *out_has_low) {
    unsigned kinds = kinds_in(text);
    *out_has_low = kinds & LOW;
    return kinds == 0 || are_chars(text, kinds);
}

/* ---- text */

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
    return is_char(code) ? code : 0;
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

static inline bool give_text(Scan *scan, PdXmlSlice text, bool is_cdata) {
    bool has_low;
    if (!check_chars(text, &has_low) || (scan->marks & SECTION_END && memmem(text.text, text.len, "]]>", 3)))
        return false;
    bool has_returns = has_low && scan->marks & RETURN && memchr(text.text, '\r', text.len);
    if (is_cdata && has_returns) /* line ends of DOS */
        return false;
    bool has_references = !is_cdata && scan->marks & REFERENCE && memchr(text.text, '&', text.len);
    if ((has_references || has_returns) && !resolve(scan, &text, false))
        return false;
    scan->events->text(scan->user, text);
    return true;
}

/* ---- names */

static inline unsigned bucket_of(const char *prefix, size_t len) {
    return len ? ((unsigned char)prefix[0] + 3u * (unsigned char)prefix[len - 1] + 5u * (unsigned)len) % N_BUCKETS : 0;
}

static inline const Binding *binding_of(const Scan *scan, PdXmlSlice prefix) {
    int i = scan->newest[bucket_of(prefix.text, prefix.len)];
    while (i != NO_BINDING && !is_same(scan->bindings[i].prefix, prefix))
        i = scan->bindings[i].older;
    return i == NO_BINDING ? NULL : &scan->bindings[i];
}

static inline bool is_declaration(const Name *name) {
    return name->len >= 5 && name->text[0] == 'x' && memcmp(name->text, "xmlns", 5) == 0 &&
           (name->len == 5 || name->text[5] == ':');
}

static bool bind_prefix(Scan *scan, const Name *name, PdXmlSlice uri) {
    if (scan->n_bindings == MOST_BINDINGS)
        return false;
    size_t skip = MIN(name->len, 6);
    PdXmlSlice prefix = {name->text + skip, name->len - skip};
    int *newest = &scan->newest[bucket_of(prefix.text, prefix.len)];
    scan->bindings[scan->n_bindings] = (Binding){.prefix = prefix,
                                                 .uri = uri,
                                                 .space = scan->events->space ? scan->events->space(uri) : 0,
                                                 .older = *newest,
                                                 .depth = scan->n_open};
    *newest = (int)scan->n_bindings++;
    return true;
}

static inline void unbind(Scan *scan) {
    while (scan->n_bindings > 0 && scan->bindings[scan->n_bindings - 1].depth > scan->n_open) {
        const Binding *last = &scan->bindings[--scan->n_bindings];
        scan->newest[bucket_of(last->prefix.text, last->prefix.len)] = last->older;
    }
}

/* A name split and found among the bindings. */
static inline void resolve_name(const Scan *scan, const Name *name, bool is_attribute, PdXmlScanName *out) {
    const char *local = name->colon ? name->colon + 1 : name->text;
    size_t len = name->colon ? (size_t)(name->colon - name->text) : 0;
    out->prefix = (PdXmlSlice){name->text, len};
    out->local = (PdXmlSlice){local, (size_t)(name->text + name->len - local)};
    const Binding *binding = len > 0 || !is_attribute ? binding_of(scan, out->prefix) : NULL; /* Namespaces, 6.2 */
    bool is_xml = !binding && len == 3 && memcmp(name->text, "xml", 3) == 0;
    out->uri = binding ? binding->uri : is_xml ? XML_URI : (PdXmlSlice){NULL, 0};
    out->space = binding ? binding->space : is_xml ? scan->xml_space : 0;
}

/* ---- tags */

static bool take_value(Scan *scan, PdXmlSlice *out) {
    char quote = *scan->p;
    if (quote != '"' && quote != '\'')
        return false;
    const char *start = scan->p + 1, *close = memchr(start, quote, (size_t)(scan->end - start));
    if (!close)
        return false;
    *out = (PdXmlSlice){start, (size_t)(close - start)};
    scan->p = close + 1;
    bool has_low;
    if (memchr(start, '<', out->len) || !check_chars(*out, &has_low))
        return false;
    bool has_references = scan->marks & REFERENCE && memchr(start, '&', out->len);
    return !(has_references || has_low) || resolve(scan, out, true);
}

/* A bit for each kind of name: where a name's bit is new, so is the name. */
static inline uint64_t bit_of(const Name *name) {
    return UINT64_C(1) << ((name->len * 7 + (unsigned char)name->text[name->len - 1] * 3u +
                            (unsigned char)name->text[name->len / 2]) %
                           64);
}

static bool has_twice(const Name *names, size_t n, const Name *name) {
    char last = name->text[name->len - 1];
    for (size_t i = 0; i < n; i++)
        if (names[i].len == name->len && names[i].text[name->len - 1] == last &&
            pd_same_bytes(names[i].text, name->text, name->len))
            return true;
    return false;
}

/* Attributes up to the end of the tag, "/>" or ">", which is not consumed. */
static bool take_attributes(Scan *scan, size_t *out_n) {
    size_t n = 0;
    uint64_t seen = 0;
    for (;; n++) {
        const char *before = scan->p;
        skip_space(scan);
        if (*scan->p == '>' || *scan->p == '/')
            break;
        if (scan->p == before || n == MOST_ATTRIBUTES || !take_name(scan, &scan->names[n]))
            return false;
        skip_space(scan);
        if (!take_char(scan, '='))
            return false;
        skip_space(scan);
        uint64_t bit = bit_of(&scan->names[n]);
        if (!take_value(scan, &scan->attributes[n].value) || (seen & bit && has_twice(scan->names, n, &scan->names[n])))
            return false;
        seen |= bit;
    }
    *out_n = n;
    return true;
}

/* Declarations are bound, and not kept among the attributes. */
static bool bind_and_resolve(Scan *scan, size_t n, size_t *out_n) {
    size_t n_kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_declaration(&scan->names[i])) {
            if (!bind_prefix(scan, &scan->names[i], scan->attributes[i].value))
                return false;
            continue;
        }
        scan->names[n_kept] = scan->names[i];
        scan->attributes[n_kept++].value = scan->attributes[i].value;
    }
    for (size_t i = 0; i < n_kept; i++)
        resolve_name(scan, &scan->names[i], true, &scan->attributes[i].name);
    *out_n = n_kept;
    return true;
}

static inline void give_end(Scan *scan) {
    scan->events->end(scan->user);
    scan->n_open--;
    unbind(scan);
}

static bool read_start(Scan *scan) {
    size_t n = 0, at = (size_t)(scan->p - scan->start) - 1;
    Name whole;
    if (scan->n_open >= scan->most_open || !take_name(scan, &whole) || (*scan->p != '>' && !take_attributes(scan, &n)))
        return false;
    bool is_empty = take_char(scan, '/');
    if (!take_char(scan, '>'))
        return false;
    scan->open[scan->n_open++] = (PdXmlSlice){whole.text, whole.len};
    if (n > 0 && !bind_and_resolve(scan, n, &n))
        return false;
    PdXmlScanName name;
    resolve_name(scan, &whole, false, &name);
    scan->events->start(scan->user, &name, scan->attributes, n, at);
    if (is_empty)
        give_end(scan);
    return true;
}

static bool read_end(Scan *scan) {
    if (scan->n_open == 0)
        return false;
    PdXmlSlice open = scan->open[scan->n_open - 1];
    if ((size_t)(scan->end - scan->p) < open.len || !pd_same_bytes(scan->p, open.text, open.len))
        return false;
    scan->p += open.len;
    skip_space(scan); /* a longer name fails at '>' */
    if (!take_char(scan, '>'))
        return false;
    give_end(scan);
    return true;
}

/* Goes behind the mark that ends what nobody reads. */
static bool skip_unread(Scan *scan, const char *mark) {
    PdXmlSlice body = {scan->p, 0};
    bool has_low;
    if (!skip_past(scan, mark))
        return false;
    body.len = (size_t)(scan->p - body.text);
    return check_chars(body, &has_low);
}

/* <!-- --> and <![CDATA[ ]]>; a DOCTYPE is none of ours. */
static bool read_declaration(Scan *scan) {
    static const char CDATA[] = "![CDATA[", COMMENT[] = "!--";
    if (looks_at(scan, COMMENT)) {
        scan->p += strlen(COMMENT);
        return skip_unread(scan, "--") && take_char(scan, '>');
    }
    if (!looks_at(scan, CDATA) || scan->n_open == 0)
        return false;
    const char *body = scan->p + strlen(CDATA);
    if (!skip_past(scan, "]]>"))
        return false;
    PdXmlSlice text = {body, (size_t)(scan->p - 3 - body)};
    return text.len == 0 || give_text(scan, text, true);
}

/* <?target …?>; the XML declaration has rules of its own. */
static bool read_instruction(Scan *scan) {
    Name target;
    scan->p++;
    if (!take_name(scan, &target) || (target.len == 3 && g_ascii_strncasecmp(target.text, "xml", 3) == 0))
        return false;
    return (kind_of(*scan->p) & SPACE || looks_at(scan, "?>")) && skip_unread(scan, "?>");
}

/* What stands up to the next '<', and that. */
static inline bool read_run(Scan *scan) {
    if (scan->p >= scan->end)
        return false;
    PdXmlSlice text = {scan->p, 0};
    skip_space(scan);
    bool is_space = *scan->p == '<';
    const char *mark = is_space ? scan->p : memchr(scan->p, '<', (size_t)(scan->end - scan->p));
    if (!mark || (!is_space && scan->n_open == 0))
        return false;
    scan->p = mark + 1;
    text.len = (size_t)(mark - text.text);
    if (text.len == 0 || scan->n_open == 0)
        return true;
    if (!is_space || scan->marks & RETURN)
        return give_text(scan, text, false);
    scan->events->text(scan->user, text);
    return true;
}

static bool read_document(Scan *scan) {
    while (!scan->has_root || scan->n_open > 0) {
        if (!read_run(scan))
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
    Scan scan; /* not zeroed: most of it is never used */
    const uint8_t *last = len > 0 ? memrchr(data, '>', len) : NULL;
    if (!last)
        return false;
    len = (size_t)(last - data) + 1;
    scan.marks = marks_of((const char *)data, len);
    scan.p = scan.start = (const char *)data;
    scan.end = scan.p + len;
    scan.events = events;
    scan.user = user;
    scan.n_open = scan.n_bindings = 0;
    scan.most_open = MIN(limits->depth, (size_t)MOST_OPEN);
    for (size_t i = 0; i < N_BUCKETS; i++)
        scan.newest[i] = NO_BINDING;
    scan.xml_space = events->space ? events->space(XML_URI) : 0;
    scan.resolved = NULL;
    scan.n_resolved = 0;
    scan.has_root = false;
    bool is_read = read_document(&scan);
    g_free(scan.resolved);
    return is_read;
}
