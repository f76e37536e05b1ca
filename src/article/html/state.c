/* Pages without markup: a script builds them from a state that stands in the page as JSON, and the article's HTML is one of
 * its strings. The longest string that holds paragraphs is read as a page of its own.
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
