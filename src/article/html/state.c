/* Pages without markup: a script builds them from a state that stands in the page as JSON. Either the article's HTML is one
 * of its strings: the longest string that holds paragraphs is read as a page of its own. Or the article is an object whose
 * pictures are objects too (objects.c); states stand in scripts of a JSON type, behind "=", in JSON.parse("…"), and in the
 * pieces that Next.js pushes.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/json_read.h"

#define MIN_STATE_BYTES 400u

/* Past the string that opens at the quote; out_len is what lies between the quotes. */
static const char *string_end(const char *quote, const char *end, size_t *out_len) {
    const char *at = quote + 1;
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    *out_len = at < end ? (size_t)(at - quote) - 1 : 0;
    return MIN(at + 1, end);
}

static bool has_paragraph(const char *text, size_t len) {
    return g_strstr_len(text, (gssize)len, "<p") || g_strstr_len(text, (gssize)len, "\\u003cp") ||
           g_strstr_len(text, (gssize)len, "\\u003Cp");
}

static void find_longest(const PdHtmlNode *script, const char **best, size_t *best_len) {
    const char *text = script->first ? script->first->text : NULL;
    const char *end = text ? text + strlen(text) : NULL;
    for (const char *at = text; at && (at = memchr(at, '"', (size_t)(end - at))) != NULL;) {
        size_t len;
        const char *quote = at;
        at = string_end(quote, end, &len);
        if (len > MAX(*best_len, MIN_STATE_BYTES) && has_paragraph(quote + 1, len)) {
            *best = quote;
            *best_len = len;
        }
    }
}

char *pd_html_state_markup(const PdPage *page) {
    const char *best = NULL;
    size_t best_len = 0;
    for (uint32_t i = 0; i < page->html->n_nodes; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *type = node->tag == PD_TAG_SCRIPT ? pd_html_attr(node, "type") : NULL;
        if (node->tag == PD_TAG_SCRIPT && !(type && strstr(type, "ld+json")))
            find_longest(node, &best, &best_len);
    }
    if (!best)
        return NULL;
    g_autofree char *array = g_strdup_printf("[%.*s]", (int)MIN(best_len + 2, G_MAXINT), best);
    g_autoptr(PdJsonValue) value = pd_json_parse(array, strlen(array), page->limits, NULL);
    return g_strdup(pd_json_text(pd_json_item(value, 0)));
}

/* Past the value that opens at the bracket; end when it does not close. */
static const char *value_end(const char *open, const char *end) {
    size_t depth = 0;
    for (const char *at = open; at < end; at++) {
        size_t len;
        if (*at == '"')
            at = string_end(at, end, &len) - 1;
        else if (*at == '{' || *at == '[')
            depth++;
        else if ((*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
    }
    return end;
}

static void keep_json(const PdPage *page, const char *text, size_t len, GPtrArray *roots) {
    PdJsonValue *root = len > MIN_STATE_BYTES ? pd_json_parse(text, len, page->limits, NULL) : NULL;
    if (root)
        g_ptr_array_add(roots, root);
}

/* "self.__next_f.push([1,"…"])": gives the text of the piece. */
static bool take_pushed(const PdPage *page, const char *text, GString *pushed) {
    const char *open = strstr(text, "__next_f");
    open = open ? strstr(open, "push([") : NULL;
    if (!open)
        return false;
    open += strlen("push(");
    const char *end = value_end(open, text + strlen(text));
    g_autoptr(PdJsonValue) root = pd_json_parse(open, (size_t)(end - open), page->limits, NULL);
    const char *piece = pd_json_text(pd_json_item(root, 1));
    if (piece)
        g_string_append(pushed, piece);
    return true;
}

/* Each line of what was pushed is a name, a colon and a value. */
static void keep_pushed(const PdPage *page, const char *pushed, GPtrArray *roots) {
    for (const char *line = pushed; *line;) {
        size_t len = strcspn(line, "\n"), name = strspn(line, "0123456789abcdef");
        if (name < len && line[name] == ':' && strchr("[{", line[name + 1]))
            keep_json(page, line + name + 1, len - name - 1, roots);
        line += len + (line[len] == '\n');
    }
}

/* "window.__STATE__ = {…};", several of them in one script. */
static void keep_assigned(const PdPage *page, const char *text, GPtrArray *roots) {
    const char *end = text + strlen(text);
    for (const char *at = text; (at = strchr(at, '=')) != NULL;) {
        at++;
        at += strspn(at, " \n\t");
        bool is_parsed = g_str_has_prefix(at, "JSON.parse(\"");
        if (is_parsed) {
            size_t len;
            const char *quote = at + strlen("JSON.parse(");
            at = string_end(quote, end, &len);
            g_autofree char *array = g_strdup_printf("[%.*s]", (int)MIN(len + 2, G_MAXINT), quote);
            g_autoptr(PdJsonValue) string = pd_json_parse(array, strlen(array), page->limits, NULL);
            const char *inner = pd_json_text(pd_json_item(string, 0));
            if (inner)
                keep_json(page, inner, strlen(inner), roots);
        } else if (*at == '{' || *at == '[') {
            const char *stop = value_end(at, end);
            keep_json(page, at, (size_t)(stop - at), roots);
            at = stop;
        }
    }
}

void pd_html_read_state_objects(PdPage *page) {
    g_autoptr(GPtrArray) roots = g_ptr_array_new_with_free_func((GDestroyNotify)pd_json_value_free);
    g_autoptr(GString) pushed = g_string_new(NULL);
    for (uint32_t i = 0; i < page->html->n_nodes; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *text = node->tag == PD_TAG_SCRIPT && node->first ? node->first->text : NULL;
        const char *type = text ? pd_html_attr(node, "type") : NULL;
        if (!text || (type && strstr(type, "ld+json")))
            continue;
        if (type && strstr(type, "json"))
            keep_json(page, text, strlen(text), roots);
        else if (!take_pushed(page, text, pushed))
            keep_assigned(page, text, roots);
    }
    keep_pushed(page, pushed->str, roots);
    size_t n = 0;
    for (guint i = 0; i < roots->len && n == 0; i++)
        n = pd_html_read_objects(page, page->body, g_ptr_array_index(roots, i));
}
