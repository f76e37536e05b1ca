/* The one file that knows libxml2 (codec/html.h). Its SAX events fill an arena tree, so that no libxml2 type leaves here.
 *
 * libxml2 sees UTF-8 only and is told not to look at the page's own charset statement. What could make it quadratic is
 * bounded here: the nesting (its end tags walk the stack of open elements) and the attributes of one tag (each is compared
 * with all before it).
 *
 * It is loaded when first needed: with what it brings along (ICU, the C++ library) it is a third of the time that any
 * command takes to start, and most of them read no page. What makes packages finds its name in an ELF note (systemd.io,
 * "dlopen() Metadata for ELF Files").
 */
#include "codec/html.h"

#include <dlfcn.h>
#include <elf.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "codec/html_bytes.h"
#include "codec/html_skim.h"
#include "picdesk/error.h"

#define ARENA_BLOCK (64u * 1024u)
#define MAX_ATTRIBUTES 256u /* of one tag */

typedef struct {
    PdHtml view; /* first, so that a pointer to one is a pointer to the other */
    GPtrArray *blocks;
    char *block;
    size_t block_left;
    GPtrArray *nodes; /* of PdHtmlNode, document order */
    PdHtmlNode *open;
    uint32_t max_depth;
    uint32_t too_deep; /* open elements below the deepest one kept */
    GString *pending;  /* text not yet put into a node */
    uint64_t pending_at;
    htmlParserCtxtPtr parser;
    PdHtmlBytes bytes;
    PdHtmlSkim skim; /* of the bytes: what the parser gets */
    size_t searched; /* bytes of the text behind the last event */
} Builder;

/* ---- libxml2 ---- */

#define NOTE                                                                                                                \
    "[{\"feature\":\"html\",\"description\":\"Reads web pages\",\"priority\":\"required\",\"soname\":[\"" PD_XML_SONAME     \
    "\"]}]"
#define NOTE_TYPE 0x407c0c0a

_Alignas(4) static const struct {
    Elf64_Nhdr head; /* the same for 32 bits */
    char owner[4];
    _Alignas(4) char text[sizeof NOTE];
} note __attribute__((used, section(".note.dlopen"))) = {{sizeof "FDO", sizeof NOTE, NOTE_TYPE}, "FDO", NOTE};

static struct {
    bool is_tried;
    char *failure; /* (nullable) */
#define FUNCTIONS(X)                                                                                                        \
    X(htmlCreateMemoryParserCtxt)                                                                                           \
    X(htmlCtxtUseOptions) X(htmlFreeParserCtxt) X(htmlParseDocument) X(xmlStopParser) X(xmlSwitchEncoding)
#define POINTER(name) __typeof__(&name) name;
    FUNCTIONS(POINTER)
} xml;

static void load(void) {
    void *library = dlopen(PD_XML_SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    bool has_all = library != NULL;
#define FIND(name) has_all = has_all && (xml.name = (__typeof__(&name))dlsym(library, #name)) != NULL;
    FUNCTIONS(FIND)
    xml.is_tried = true;
    if (!has_all)
        xml.failure = g_strdup(dlerror());
}

bool pd_html_load(GError **error) {
    if (!xml.is_tried)
        load();
    if (xml.failure)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "web pages cannot be read: %s", xml.failure);
    return !xml.failure;
}

/* ---- the tree ---- */

static const struct {
    const char *name;
    PdHtmlTag tag;
} TAGS[] = {
#define ROW(NAME, name) {name, PD_TAG_##NAME},
    PD_HTML_TAGS(ROW)
#undef ROW
};

static int compare_tag(const void *key, const void *row) {
    return strcmp(key, *(const char *const *)row);
}

static PdHtmlTag tag_of(const char *name) {
    const void *row = bsearch(name, TAGS, G_N_ELEMENTS(TAGS), sizeof TAGS[0], compare_tag);
    return row ? TAGS[((const char *)row - (const char *)TAGS) / (ptrdiff_t)sizeof TAGS[0]].tag : PD_TAG_OTHER;
}

static void *allocate(Builder *builder, size_t len) {
    len = (len + 7u) & ~(size_t)7u;
    if (len > ARENA_BLOCK / 4) {
        void *own = g_malloc(len);
        g_ptr_array_add(builder->blocks, own);
        return own;
    }
    if (len > builder->block_left) {
        builder->block = g_malloc(ARENA_BLOCK);
        builder->block_left = ARENA_BLOCK;
        g_ptr_array_add(builder->blocks, builder->block);
    }
    void *at = builder->block;
    builder->block += len;
    builder->block_left -= len;
    return at;
}

static const char *keep(Builder *builder, const char *text, size_t len) {
    char *copy = allocate(builder, len + 1);
    memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

static PdHtmlNode *add_node(Builder *builder, PdHtmlTag tag, const char *name, uint64_t at) {
    PdHtmlNode *node = allocate(builder, sizeof *node);
    PdHtmlNode *parent = builder->open;
    *node = (PdHtmlNode){.tag = tag, .name = name, .order = builder->nodes->len, .at = at, .parent = parent};
    node->end = node->order + 1;
    if (parent) {
        node->depth = parent->depth + 1;
        node->prev = parent->last;
        if (parent->last)
            parent->last->next = node;
        else
            parent->first = node;
        parent->last = node;
    }
    g_ptr_array_add(builder->nodes, node);
    return node;
}

/* Bytes of the text that libxml2 has read so far. */
static size_t parsed_bytes(const Builder *builder) {
    const xmlParserInput *input = builder->parser->input;
    if (!input)
        return builder->skim.len;
    size_t at = (size_t)input->consumed + (size_t)(input->cur - input->base);
    return MIN(at, builder->skim.len);
}

static void flush_text(Builder *builder) {
    if (builder->pending->len == 0)
        return;
    PdHtmlNode *node = add_node(builder, PD_TAG_TEXT, "", builder->pending_at);
    node->text = keep(builder, builder->pending->str, builder->pending->len);
    g_string_truncate(builder->pending, 0);
}

static uint64_t offset_of(Builder *builder, size_t at) {
    return pd_html_bytes_offset(&builder->bytes, pd_html_skim_origin(&builder->skim, at));
}

/* The events come after the tag was read; its first byte is the next '<' with that name behind the event before. SIZE_MAX
 * for an element that the page only implies. */
static size_t tag_start(Builder *builder, const char *name) {
    const char *text = builder->skim.text;
    size_t end = parsed_bytes(builder), len = strlen(name), at = builder->searched;
    builder->searched = MAX(end, builder->searched);
    while (at < end) {
        const char *hit = memchr(text + at, '<', end - at);
        if (!hit)
            break;
        at = (size_t)(hit - text) + 1;
        if (end - at >= len && g_ascii_strncasecmp(text + at, name, len) == 0)
            return at - 1;
    }
    return SIZE_MAX;
}

/* What a script holds, in a text node below it. */
static void add_content(Builder *builder, size_t tag) {
    const PdHtmlCut *cut = pd_html_skim_content(&builder->skim, tag);
    if (!cut)
        return;
    PdHtmlNode *node = add_node(builder, PD_TAG_TEXT, "", pd_html_bytes_offset(&builder->bytes, cut->from));
    node->text = keep(builder, builder->bytes.text + cut->from, cut->len);
}

static void read_attributes(Builder *builder, PdHtmlNode *node, const xmlChar **pairs) {
    uint32_t n = 0;
    while (pairs && pairs[2 * (size_t)n])
        n++;
    if (n == 0)
        return;
    PdHtmlAttr *attrs = allocate(builder, n * sizeof *attrs);
    for (uint32_t i = 0; i < n; i++) {
        const char *name = (const char *)pairs[2 * (size_t)i], *value = (const char *)pairs[2 * (size_t)i + 1];
        attrs[i].name = keep(builder, name, strlen(name));
        attrs[i].value = value ? keep(builder, value, strlen(value)) : "";
    }
    node->attrs = attrs;
    node->n_attrs = n;
}

static void on_start(void *user, const xmlChar *xml_name, const xmlChar **attrs) {
    Builder *builder = user;
    const char *name = (const char *)xml_name;
    size_t tag_at = tag_start(builder, name);
    uint64_t at = tag_at == SIZE_MAX ? PD_HTML_AT_UNKNOWN : offset_of(builder, tag_at);
    flush_text(builder);
    if (builder->open->depth >= builder->max_depth) {
        builder->view.is_cut = true;
        builder->too_deep++;
        xml.xmlStopParser(builder->parser);
        return;
    }
    PdHtmlTag tag = tag_of(name);
    PdHtmlNode *node = add_node(builder, tag, keep(builder, name, strlen(name)), at);
    read_attributes(builder, node, attrs);
    builder->open = node;
    if (tag == PD_TAG_SCRIPT && tag_at != SIZE_MAX)
        add_content(builder, tag_at);
}

static void on_end(void *user, const xmlChar *name) {
    Builder *builder = user;
    (void)name;
    flush_text(builder);
    builder->searched = MAX(parsed_bytes(builder), builder->searched);
    if (builder->too_deep > 0) {
        builder->too_deep--;
        return;
    }
    if (!builder->open->parent)
        return;
    builder->open->end = builder->nodes->len;
    builder->open = builder->open->parent;
}

static void on_text(void *user, const xmlChar *text, int len) {
    Builder *builder = user;
    if (builder->pending->len == 0) {
        size_t at = parsed_bytes(builder), run = MIN((size_t)len, at);
        /* A run without references lies right before the place libxml2 has reached. */
        bool is_here = run == (size_t)len && memcmp(builder->skim.text + at - run, text, run) == 0;
        builder->pending_at = offset_of(builder, is_here ? at - run : builder->searched);
    }
    g_string_append_len(builder->pending, (const char *)text, len);
}

static bool parse(Builder *builder) {
    if (builder->bytes.len == 0 || builder->bytes.len > INT_MAX || !pd_html_load(NULL))
        return false;
    pd_html_skim_init(&builder->skim, builder->bytes.text, builder->bytes.len, MAX_ATTRIBUTES);
    builder->view.is_cut = builder->skim.has_excess;
    builder->parser = xml.htmlCreateMemoryParserCtxt(builder->skim.text, (int)builder->skim.len);
    if (!builder->parser)
        return false;
    xml.htmlCtxtUseOptions(builder->parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                                HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    *builder->parser->sax = (xmlSAXHandler){.startElement = on_start,
                                            .endElement = on_end,
                                            .characters = on_text,
                                            .ignorableWhitespace = on_text,
                                            .cdataBlock = on_text,
                                            .initialized = 1};
    builder->parser->userData = builder;
    xml.xmlSwitchEncoding(builder->parser, XML_CHAR_ENCODING_UTF8);
    xml.htmlParseDocument(builder->parser);
    xml.htmlFreeParserCtxt(builder->parser);
    builder->parser = NULL;
    return true;
}

PdHtml *pd_html_parse(const uint8_t *data, size_t len, const PdLimits *limits) {
    Builder *builder = g_new0(Builder, 1);
    builder->blocks = g_ptr_array_new_with_free_func(g_free);
    builder->nodes = g_ptr_array_new();
    builder->pending = g_string_new(NULL);
    builder->max_depth = (uint32_t)MIN(limits->depth * 4, 4096u);
    pd_html_bytes_init(&builder->bytes, data, len);
    builder->open = add_node(builder, PD_TAG_OTHER, "", 0);
    parse(builder);
    flush_text(builder);
    for (PdHtmlNode *node = builder->open; node; node = node->parent)
        node->end = builder->nodes->len;
    builder->view.charset = builder->bytes.charset;
    builder->view.is_repaired = builder->bytes.is_repaired;
    pd_html_bytes_done(&builder->bytes);
    pd_html_skim_done(&builder->skim);
    g_string_free(builder->pending, TRUE);
    builder->pending = NULL;
    builder->view.nodes = (const PdHtmlNode *const *)builder->nodes->pdata;
    builder->view.n_nodes = builder->nodes->len;
    builder->view.root = builder->view.nodes[0];
    return &builder->view;
}

void pd_html_free(PdHtml *html) {
    if (!html)
        return;
    Builder *builder = (Builder *)html;
    g_ptr_array_unref(builder->blocks);
    g_ptr_array_unref(builder->nodes);
    g_free(builder);
}

const char *pd_html_attr(const PdHtmlNode *node, const char *name) {
    for (uint32_t i = 0; i < node->n_attrs; i++)
        if (strcmp(node->attrs[i].name, name) == 0)
            return node->attrs[i].value;
    return NULL;
}

const PdHtmlNode *pd_html_next(const PdHtml *html, const PdHtmlNode *node, const PdHtmlNode *within, bool skip) {
    uint32_t order = skip ? node->end : node->order + 1;
    return order < within->end ? html->nodes[order] : NULL;
}

const PdHtmlNode *pd_html_closest(const PdHtmlNode *node, PdHtmlTag tag) {
    while (node && node->tag != tag)
        node = node->parent;
    return node;
}

const PdHtmlNode *pd_html_find(const PdHtml *html, const PdHtmlNode *within, PdHtmlTag tag) {
    for (uint32_t i = within->order + 1; i < within->end; i++)
        if (html->nodes[i]->tag == tag)
            return html->nodes[i];
    return NULL;
}

bool pd_html_is_block(PdHtmlTag tag) {
    switch (tag) {
    case PD_TAG_ADDRESS:
    case PD_TAG_ARTICLE:
    case PD_TAG_ASIDE:
    case PD_TAG_BLOCKQUOTE:
    case PD_TAG_BODY:
    case PD_TAG_BR:
    case PD_TAG_CAPTION:
    case PD_TAG_DD:
    case PD_TAG_DETAILS:
    case PD_TAG_DIALOG:
    case PD_TAG_DIV:
    case PD_TAG_DL:
    case PD_TAG_DT:
    case PD_TAG_FIGCAPTION:
    case PD_TAG_FIGURE:
    case PD_TAG_FOOTER:
    case PD_TAG_FORM:
    case PD_TAG_H1:
    case PD_TAG_H2:
    case PD_TAG_H3:
    case PD_TAG_H4:
    case PD_TAG_H5:
    case PD_TAG_H6:
    case PD_TAG_HEADER:
    case PD_TAG_HR:
    case PD_TAG_LI:
    case PD_TAG_MAIN:
    case PD_TAG_NAV:
    case PD_TAG_OL:
    case PD_TAG_P:
    case PD_TAG_PRE:
    case PD_TAG_SECTION:
    case PD_TAG_SUMMARY:
    case PD_TAG_TABLE:
    case PD_TAG_TBODY:
    case PD_TAG_TD:
    case PD_TAG_TH:
    case PD_TAG_TR:
    case PD_TAG_UL:
        return true;
    default:
        return false;
    }
}

static bool is_unseen(PdHtmlTag tag) {
    return tag == PD_TAG_SCRIPT || tag == PD_TAG_STYLE || tag == PD_TAG_TEMPLATE || tag == PD_TAG_NOSCRIPT ||
           tag == PD_TAG_TEXTAREA || tag == PD_TAG_SELECT || tag == PD_TAG_SVG;
}

static void break_line(GString *out) {
    if (out->len > 0 && out->str[out->len - 1] != '\n')
        g_string_append_c(out, '\n');
}

/* The blocks that end between two nodes that follow each other. */
static void end_blocks(const PdHtmlNode *before, const PdHtmlNode *at, GString *out) {
    for (; before && !pd_html_contains(before, at); before = before->parent)
        if (pd_html_is_block(before->tag))
            break_line(out);
}

/* The source's own line breaks are spaces to a reader. */
static void append_run(const char *text, GString *out) {
    size_t from = out->len;
    g_string_append(out, text);
    for (char *p = out->str + from; *p; p++)
        if (*p == '\n' || *p == '\r' || *p == '\t')
            *p = ' ';
}

void pd_html_append_text(const PdHtml *html, const PdHtmlNode *node, GString *out) {
    const PdHtmlNode *before = NULL;
    for (const PdHtmlNode *at = node; at; at = pd_html_next(html, at, node, is_unseen(at->tag))) {
        end_blocks(before, at, out);
        if (at->tag == PD_TAG_TEXT)
            append_run(at->text, out);
        else if (pd_html_is_block(at->tag))
            break_line(out);
        before = at;
    }
}
