/* Whether a figure stands in something that is no part of the article: navigation, teasers of other stories, people's
 * portraits, advertising.
 */
#include "article/html/parts.h"

static bool is_noise_tag(PdHtmlTag tag) {
    return tag == PD_TAG_NAV || tag == PD_TAG_FOOTER || tag == PD_TAG_DIALOG;
}

/* An element that holds much of the page's running text is no teaser, whatever its class says. */
static bool holds_article(const PdPage *page, const PdHtmlNode *node) {
    return pd_html_prose(page, node) * 3 > page->prose_total;
}

/* A link around picture and headline leads to another story. */
static bool is_teaser(const PdHtml *html, const PdHtmlNode *node) {
    if (node->tag != PD_TAG_A)
        return false;
    for (uint32_t i = node->order + 1; i < node->end; i++)
        if (html->nodes[i]->tag >= PD_TAG_H1 && html->nodes[i]->tag <= PD_TAG_H6)
            return true;
    return false;
}

bool pd_html_is_noise(const PdPage *page, const PdHtmlNode *node) {
    for (const PdHtmlNode *at = node->parent; at && at->parent; at = at->parent) {
        if (holds_article(page, at))
            return false;
        if (is_noise_tag(at->tag) || is_teaser(page->html, at) || (pd_html_says(at) & PD_SAYS_NOISE))
            return true;
    }
    return false;
}
