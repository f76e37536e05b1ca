/* A scanner for well-formed XML 1.0 (fifth edition) with namespaces (codec/xml_scan.h). XMP is a third of the work of
 * reading a photograph; Expat takes 25 instructions a byte for it, this takes 3. Left out, and left to Expat: everything
 * that needs a decision. */
#include "codec/xml_scan.h"

#include <string.h>

enum { MOST_BINDINGS = 64, MOST_ATTRIBUTES = 256 };

/* Bytes of the document, or of scratch. */
typedef struct {
    const char *text;
    size_t len;
} Slice;

typedef struct {
    Slice prefix;
    size_t uri; /* in uris */
    size_t depth;
} Binding;

typedef struct {
    const char *p, *end, *start;
    const PdLimits *limits;
    const PdXmlEvents *events;
    void *user;
    GArray *open; /* of Slice: names of the open elements */
    Binding bindings[MOST_BINDINGS];
    size_t n_bindings;
    GString *uris;    /* of the bindings, each ended by NUL */
    GString *scratch; /* names and values of one start tag, each ended by NUL */
    bool has_root;
} Scan;

/* An attribute while its tag is read; offsets into scratch, which may move. */
typedef struct {
    Slice name;
    size_t value;
} Raw;

static bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Name characters below U+0080 (XML 2.3); names with others are left to Expat. */
static bool is_name_char(char c, bool is_first) {
    return g_ascii_isalpha(c) || c == '_' || c == ':' || (!is_first && (g_ascii_isdigit(c) || c == '-' || c == '.'));
}

static void skip_space(Scan *scan) {
    while (scan->p < scan->end && is_space(*scan->p))
        scan->p++;
}

static bool take_name(Scan *scan, Slice *out) {
    const char *start = scan->p;
    while (scan->p < scan->end && is_name_char(*scan->p, scan->p == start))
        scan->p++;
    *out = (Slice){start, (size_t)(scan->p - start)};
    return scan->p > start;
}

static bool take_char(Scan *scan, char c) {
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

/* ---- text ---- */

static bool append_reference(GString *out, const char *p, size_t len) {
    static const struct {
        const char *name;
        char c;
    } ENTITIES[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < G_N_ELEMENTS(ENTITIES); i++)
        if (strlen(ENTITIES[i].name) == len && memcmp(ENTITIES[i].name, p, len) == 0) {
            g_string_append_c(out, ENTITIES[i].c);
            return true;
        }
    bool is_hex = len > 1 && p[1] == 'x';
    if (len < 2 || len > 9 || p[0] != '#')
        return false;
    gunichar code = 0;
    for (size_t i = is_hex ? 2 : 1; i < len; i++) {
        int digit = is_hex ? g_ascii_xdigit_value(p[i]) : g_ascii_digit_value(p[i]);
        if (digit < 0)
            return false;
        code = code * (is_hex ? 16u : 10u) + (gunichar)digit;
    }
    bool is_char =
        (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code < 0xfffe) || (code >= 0x10000 && code < 0x110000);
    if (!is_char && code != '\t' && code != '\n' && code != '\r')
        return false;
    g_string_append_unichar(out, code);
    return true;
}

/* Whether the bytes are characters that XML allows. has_marks: there is a reference, or a line end to be normalised. */
static bool check_chars(Slice text, bool is_attribute, bool *has_marks) {
    bool is_ascii = true;
    *has_marks = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.text[i];
        if (c >= 0x80) {
            is_ascii = false;
        } else if (c < 0x20) {
            if (!is_space((char)c))
                return false;
            *has_marks = *has_marks || c == '\r' || is_attribute;
        } else if (c == '&') {
            *has_marks = true;
        }
    }
    if (is_ascii)
        return true;
    /* U+FFFE and U+FFFF are no characters of XML */
    return g_utf8_validate_len(text.text, text.len, NULL) && !memmem(text.text, text.len, "\xef\xbf\xbe", 3) &&
           !memmem(text.text, text.len, "\xef\xbf\xbf", 3);
}

/* References resolved, line ends normalised (2.11), white space of attributes made spaces (3.3.3). */
static bool append_marked(GString *out, Slice text, bool is_attribute) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (c == '&') {
            const char *semicolon = memchr(text.text + i, ';', text.len - i);
            size_t len = semicolon ? (size_t)(semicolon - text.text) - i - 1 : 0;
            if (!semicolon || !append_reference(out, text.text + i + 1, len))
                return false;
            i += len + 1;
        } else if (c == '\r' && i + 1 < text.len && text.text[i + 1] == '\n') {
            continue;
        } else {
            g_string_append_c(out, !is_space(c) ? c : is_attribute ? ' ' : c == '\r' ? '\n' : c);
        }
    }
    return true;
}

static bool append_value(GString *out, Slice text, bool is_attribute) {
    bool has_marks;
    if (!check_chars(text, is_attribute, &has_marks))
        return false;
    if (has_marks)
        return append_marked(out, text, is_attribute);
    g_string_append_len(out, text.text, (gssize)text.len);
    return true;
}

static bool give_text(Scan *scan, Slice text, bool is_plain) {
    bool has_marks;
    if (text.len == 0)
        return true;
    if (memmem(text.text, text.len, "]]>", 3) || !check_chars(text, false, &has_marks))
        return false;
    if (!has_marks || (is_plain && !memchr(text.text, '\r', text.len))) {
        scan->events->text(scan->user, text.text, text.len);
        return true;
    }
    g_string_truncate(scan->scratch, 0);
    if (is_plain || !append_marked(scan->scratch, text, false)) /* a CDATA section with line ends of DOS */
        return false;
    scan->events->text(scan->user, scan->scratch->str, scan->scratch->len);
    return true;
}

/* ---- names ---- */

static const char *uri_of(const Scan *scan, Slice prefix) {
    for (size_t i = scan->n_bindings; i-- > 0;)
        if (scan->bindings[i].prefix.len == prefix.len &&
            memcmp(scan->bindings[i].prefix.text, prefix.text, prefix.len) == 0)
            return scan->uris->str + scan->bindings[i].uri;
    return NULL;
}

static bool is_declaration(Slice name) {
    return name.len >= 5 && memcmp(name.text, "xmlns", 5) == 0 && (name.len == 5 || name.text[5] == ':');
}

static bool bind_prefix(Scan *scan, const Raw *raw) {
    if (scan->n_bindings == MOST_BINDINGS)
        return false;
    size_t skip = MIN(raw->name.len, 6);
    scan->bindings[scan->n_bindings++] =
        (Binding){.prefix = {raw->name.text + skip, raw->name.len - skip}, .uri = scan->uris->len, .depth = scan->open->len};
    const char *value = scan->scratch->str + raw->value;
    g_string_append_len(scan->uris, value, (gssize)strlen(value) + 1);
    return true;
}

static void unbind(Scan *scan) {
    while (scan->n_bindings > 0 && scan->bindings[scan->n_bindings - 1].depth > scan->open->len) {
        scan->n_bindings--;
        g_string_truncate(scan->uris, scan->bindings[scan->n_bindings].uri);
    }
}

typedef struct {
    size_t prefix, local; /* in scratch */
} Split;

static Split split_name(GString *scratch, Slice name, Slice *out_prefix) {
    const char *colon = memchr(name.text, ':', name.len);
    size_t len = colon ? (size_t)(colon - name.text) : 0;
    *out_prefix = (Slice){name.text, len};
    Split split = {.prefix = scratch->len};
    g_string_append_len(scratch, name.text, (gssize)len);
    g_string_append_c(scratch, '\0');
    split.local = scratch->len;
    size_t skip = colon ? len + 1 : 0;
    g_string_append_len(scratch, name.text + skip, (gssize)(name.len - skip));
    g_string_append_c(scratch, '\0');
    return split;
}

static PdXmlName name_of(const Scan *scan, Split split, Slice prefix, bool is_attribute) {
    PdXmlName name = {.prefix = scan->scratch->str + split.prefix, .local = scan->scratch->str + split.local};
    if (prefix.len > 0 || !is_attribute)
        name.uri = uri_of(scan, prefix);
    if (!name.uri && prefix.len == 3 && memcmp(prefix.text, "xml", 3) == 0)
        name.uri = "http://www.w3.org/XML/1998/namespace";
    return name;
}

/* ---- tags ---- */

static bool take_attribute(Scan *scan, Raw *out) {
    if (!take_name(scan, &out->name))
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
    Slice value = {scan->p, (size_t)(close - scan->p)};
    scan->p = close + 1;
    out->value = scan->scratch->len;
    if (memchr(value.text, '<', value.len) || !append_value(scan->scratch, value, true))
        return false;
    g_string_append_c(scan->scratch, '\0');
    return true;
}

static bool has_twice(const Raw *raws, size_t n, Slice name) {
    for (size_t i = 0; i < n; i++)
        if (raws[i].name.len == name.len && memcmp(raws[i].name.text, name.text, name.len) == 0)
            return true;
    return false;
}

/* Attributes up to the end of the tag, "/>" or ">", which is not consumed. */
static bool take_attributes(Scan *scan, Raw *raws, size_t *out_n) {
    size_t n = 0;
    for (;;) {
        const char *before = scan->p;
        skip_space(scan);
        if (scan->p < scan->end && (*scan->p == '>' || *scan->p == '/'))
            break;
        if (scan->p == before || n == MOST_ATTRIBUTES || !take_attribute(scan, &raws[n]) || has_twice(raws, n, raws[n].name))
            return false;
        n++;
    }
    *out_n = n;
    return true;
}

static void give_start(Scan *scan, Slice name, const Raw *raws, size_t n, size_t at) {
    PdXmlAttribute attributes[MOST_ATTRIBUTES];
    Split splits[MOST_ATTRIBUTES];
    Slice prefixes[MOST_ATTRIBUTES], prefix;
    size_t kept[MOST_ATTRIBUTES], n_kept = 0;
    Split split = split_name(scan->scratch, name, &prefix);
    for (size_t i = 0; i < n; i++)
        if (!is_declaration(raws[i].name)) {
            splits[n_kept] = split_name(scan->scratch, raws[i].name, &prefixes[n_kept]);
            kept[n_kept++] = i;
        }
    for (size_t i = 0; i < n_kept; i++)
        attributes[i] =
            (PdXmlAttribute){name_of(scan, splits[i], prefixes[i], true), scan->scratch->str + raws[kept[i]].value};
    PdXmlName resolved = name_of(scan, split, prefix, false);
    scan->events->start(scan->user, &resolved, attributes, n_kept, at);
}

static void give_end(Scan *scan) {
    scan->events->end(scan->user);
    g_array_set_size(scan->open, scan->open->len - 1);
    unbind(scan);
}

static bool read_start(Scan *scan) {
    Raw raws[MOST_ATTRIBUTES];
    size_t n, at = (size_t)(scan->p - scan->start) - 1;
    Slice name;
    g_string_truncate(scan->scratch, 0);
    if (scan->open->len >= scan->limits->depth || !take_name(scan, &name) || !take_attributes(scan, raws, &n))
        return false;
    bool is_empty = take_char(scan, '/');
    if (!take_char(scan, '>'))
        return false;
    g_array_append_val(scan->open, name);
    for (size_t i = 0; i < n; i++)
        if (is_declaration(raws[i].name) && !bind_prefix(scan, &raws[i]))
            return false;
    give_start(scan, name, raws, n, at);
    if (is_empty)
        give_end(scan);
    return true;
}

static bool read_end(Scan *scan) {
    Slice name;
    if (scan->open->len == 0 || !take_name(scan, &name))
        return false;
    const Slice *open = &g_array_index(scan->open, Slice, scan->open->len - 1);
    if (open->len != name.len || memcmp(open->text, name.text, name.len) != 0)
        return false;
    skip_space(scan);
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
        bool has_marks;
        if (!skip_past(scan, "--") || !take_char(scan, '>'))
            return false;
        return check_chars((Slice){body, (size_t)(scan->p - body)}, false, &has_marks);
    }
    if (!looks_at(scan, CDATA) || scan->open->len == 0)
        return false;
    const char *body = scan->p + strlen(CDATA);
    return skip_past(scan, "]]>") && give_text(scan, (Slice){body, (size_t)(scan->p - 3 - body)}, true);
}

/* <?target …?>; the XML declaration has rules of its own. */
static bool read_instruction(Scan *scan) {
    Slice target;
    bool has_marks;
    scan->p++;
    if (!take_name(scan, &target) || (target.len == 3 && g_ascii_strncasecmp(target.text, "xml", 3) == 0))
        return false;
    const char *body = scan->p;
    if (scan->p >= scan->end || (!is_space(*scan->p) && !looks_at(scan, "?>")))
        return false;
    return skip_past(scan, "?>") && check_chars((Slice){body, (size_t)(scan->p - body)}, false, &has_marks);
}

/* What stands up to the next '<'. */
static bool read_run(Scan *scan) {
    const char *mark = memchr(scan->p, '<', (size_t)(scan->end - scan->p));
    if (!mark)
        return false;
    Slice text = {scan->p, (size_t)(mark - scan->p)};
    scan->p = mark + 1;
    if (scan->open->len > 0)
        return give_text(scan, text, false);
    for (size_t i = 0; i < text.len; i++)
        if (!is_space(text.text[i]))
            return false;
    return true;
}

static bool read_document(Scan *scan) {
    while (!scan->has_root || scan->open->len > 0) {
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

bool pd_xml_scan(const uint8_t *data, size_t len, const PdLimits *limits, const PdXmlEvents *events, void *user) {
    Scan *scan = g_new(Scan, 1);
    scan->p = scan->start = (const char *)data;
    scan->end = scan->p + len;
    scan->limits = limits;
    scan->events = events;
    scan->user = user;
    scan->open = g_array_sized_new(FALSE, FALSE, sizeof(Slice), 16);
    scan->n_bindings = 0;
    scan->uris = g_string_sized_new(512);
    scan->scratch = g_string_sized_new(1024);
    scan->has_root = false;
    bool is_read = len > 0 && read_document(scan);
    g_array_free(scan->open, TRUE);
    g_string_free(scan->uris, TRUE);
    g_string_free(scan->scratch, TRUE);
    g_free(scan);
    return is_read;
}
