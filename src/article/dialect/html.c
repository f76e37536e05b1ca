/* Articles as web pages (WHATWG HTML): the steps are in article/html. */
#include <string.h>

#include "article/dialect.h"
#include "article/html/parts.h"
#include "picdesk/error.h"

#define SNIFF_BYTES 4096u
#define FEW_WORDS_BYTES 500u /* less running text than this is no article's */

static bool has_tag(const char *text, size_t len, const char *name) {
    size_t name_len = strlen(name);
    for (const char *p = text; (p = memchr(p, '<', len - (size_t)(p - text))) != NULL; p++) {
        size_t left = len - (size_t)(p - text);
        if (left > name_len + 1 && g_ascii_strncasecmp(p + 1, name, name_len) == 0 && !g_ascii_isalnum(p[1 + name_len]))
            return true;
    }
    return false;
}

static int sniff(const uint8_t *data, size_t len) {
    static const char *const pieces[] = {"figure", "div",  "p",       "img",  "article", "body",
                                         "head",   "meta", "section", "span", "table"};
    const char *text = (const char *)data;
    size_t n = MIN(len, SNIFF_BYTES);
    if (has_tag(text, n, "!doctype html") || has_tag(text, n, "html"))
        return 95;
    while (n > 0 && g_ascii_isspace(*text)) {
        text++;
        n--;
    }
    bool starts_with_tag = n > 0 && *text == '<';
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++)
        if (has_tag(text, n, pieces[i]))
            return starts_with_tag ? 60 : 30;
    return 0;
}

static void begin_page(PdPage *page) {
    page->shown = g_new0(uint64_t, page->html->n_nodes / 64 + 1);
    page->found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    pd_html_find_zone(page);
    pd_html_read_data(page);
}

static void end_page(PdPage *page) {
    pd_html_data_done(page);
    g_hash_table_unref(page->found);
    g_clear_pointer(&page->ids, g_hash_table_unref);
    g_free(page->shown);
    g_free(page->prose);
    g_free(page->says);
}

/* The markup that a script holds, read into the same article; its offsets are not those of the input. */
static void read_state(const PdPage *outer) {
    g_autofree char *markup = pd_html_state_markup(outer);
    if (!markup)
        return;
    g_autoptr(PdHtml) html = pd_html_parse((const uint8_t *)markup, strlen(markup), outer->limits);
    PdPage page = {.html = html, .limits = outer->limits, .out = outer->out, .is_state = true};
    begin_page(&page);
    pd_html_read_figures(&page);
    end_page(&page);
}

static void read_tree(const PdHtml *html, const PdLimits *limits, PdArticle *out) {
    PdPage page = {.html = html, .limits = limits, .out = out};
    begin_page(&page);
    pd_html_read_meta(&page);
    pd_html_complete_meta(&page);
    bool is_drawn_by_script = page.prose_total < FEW_WORDS_BYTES && !pd_html_find(html, html->root, PD_TAG_FIGURE);
    if (is_drawn_by_script)
        read_state(&page);
    if (is_drawn_by_script && out->n_figures == 0)
        pd_html_read_state_objects(&page);
    pd_html_read_figures(&page);
    pd_html_attach_data(&page);
    end_page(&page);
}

static bool read_page(const uint8_t *data, size_t len, const PdLimits *limits, PdArticle *out, GError **error) {
    if (!pd_html_load(error))
        return false;
    g_autoptr(PdHtml) html = pd_html_parse(data, len, limits);
    if (html->n_nodes <= 1) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_FORMAT, "no element in it");
        return false;
    }
    if (html->is_cut)
        pd_article_add_problem(out, "html", PD_AT_UNKNOWN, limits,
                               "nested too deep, or too many attributes in a tag; the rest is left out");
    if (html->is_repaired)
        pd_article_add_problem(out, "html", PD_AT_UNKNOWN, limits, "bytes that are no %s were replaced", html->charset);
    read_tree(html, limits, out);
    return true;
}

const PdDialect pd_dialect_html = {"html", "web pages: figures, pictures with captions, JSON-LD", sniff, read_page};
