/* The figures of a page: figure elements first, then pictures that stand with a caption but without one. */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

static bool is_shown(const PdPage *page, const PdHtmlNode *node) {
    return page->shown[node->order / 64] >> (node->order % 64) & 1;
}

static void set_shown(PdPage *page, const PdHtmlNode *node) {
    for (uint32_t i = node->order; i < node->end; i++)
        page->shown[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool has_inner_figure(const PdHtml *html, const PdHtmlNode *node) {
    return pd_html_find(html, node, PD_TAG_FIGURE) != NULL;
}

/* Code, tables and quotations stand in figure elements too. */
static bool is_no_picture(const PdHtml *html, const PdHtmlNode *node) {
    return pd_html_find(html, node, PD_TAG_PRE) || pd_html_find(html, node, PD_TAG_BLOCKQUOTE) ||
           pd_html_find(html, node, PD_TAG_TABLE);
}

static const PdHtmlNode *first_media(const PdHtml *html, const PdHtmlNode *node) {
    for (uint32_t i = node->order; i < node->end; i++)
        if (pd_html_is_media(html->nodes[i]))
            return html->nodes[i];
    return NULL;
}

static void add(PdPage *page, const PdHtmlNode *node, const PdMedia *media, const PdTexts *texts, const char *cue) {
    g_autoptr(GPtrArray) more = g_ptr_array_new();
    for (guint i = 1; i < media->urls->len; i++)
        g_ptr_array_add(more, g_ptr_array_index(media->urls, i));
    g_ptr_array_add(more, NULL);
    PdFigure figure = {.kind = media->kind,
                       .offset = node->at == PD_HTML_AT_UNKNOWN ? PD_AT_UNKNOWN : node->at,
                       .sure = texts->sure,
                       .url = media->urls->len > 0 ? g_ptr_array_index(media->urls, 0) : NULL,
                       .urls = (const char *const *)more->pdata,
                       .caption = texts->caption,
                       .credit = texts->credit,
                       .alt = media->alt,
                       .cue = cue};
    pd_article_add_figure(page->out, &figure, page->limits);
}

static void read_figure_element(PdPage *page, const PdHtmlNode *node) {
    const PdHtml *html = page->html;
    if (has_inner_figure(html, node) || is_no_picture(html, node) || pd_html_is_noise(page, node))
        return;
    const PdHtmlNode *picture = first_media(html, node);
    PdTexts texts;
    pd_html_texts_init(&texts, html, node);
    texts.sure = 0.95;
    if (picture || texts.caption || texts.credit) {
        PdMedia media;
        pd_html_media_init(&media, html, picture ? picture : node);
        add(page, node, &media, &texts, pd_html_find(html, node, PD_TAG_FIGCAPTION) ? "figcaption" : "figure");
        pd_html_media_done(&media);
    }
    pd_html_texts_done(&texts);
    set_shown(page, node);
}

void pd_html_read_figures(PdPage *page) {
    const PdHtml *html = page->html;
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        const PdHtmlNode *node = html->nodes[i];
        if (node->tag == PD_TAG_FIGURE && !is_shown(page, node))
            read_figure_element(page, node);
    }
}
