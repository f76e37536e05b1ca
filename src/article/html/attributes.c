/* Captions and credits that stand in attributes, where a script (a lightbox, a gallery) or a machine reads them:
 * data-caption, data-credit, the title of a link to the picture, meta elements of microdata
 * (https://schema.org/ImageObject), and the elements that aria-describedby and aria-labelledby point at (WAI-ARIA 1.2, 6.7).
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

#define MAX_VALUE_BYTES 4096u
#define MAX_LEVELS 4
#define MAX_SCOPE_NODES 60u
#define MAX_POINTED_BYTES 900u

/* Addresses, numbers, selectors and structures are no words for a reader. */
static bool is_wording(const char *value) {
    size_t len = strlen(value);
    if (len < 3 || len > MAX_VALUE_BYTES || strchr("{[#./", *value) || strstr(value, "://"))
        return false;
    for (const char *p = value; *p; p = g_utf8_next_char(p))
        if (g_unichar_isalpha(g_utf8_get_char(p)))
            return true;
    return false;
}

/* What an attribute holds of a picture: PD_SAYS_CAPTION, PD_SAYS_CREDIT or nothing. */
static unsigned attribute_says(const char *name) {
    static const char *const plain[] = {"caption", "credit", "credits", "copyright", "photographer"};
    static const char *const captions[] = {"data-title", "data-sub-html", "data-lightbox-title", "data-footer"};
    for (size_t i = 0; i < G_N_ELEMENTS(captions); i++)
        if (strcmp(name, captions[i]) == 0)
            return PD_SAYS_CAPTION;
    bool is_plain = false;
    for (size_t i = 0; i < G_N_ELEMENTS(plain) && !is_plain; i++)
        is_plain = strcmp(name, plain[i]) == 0;
    if (!is_plain && !g_str_has_prefix(name, "data-"))
        return PD_SAYS_NOTHING;
    unsigned says = pd_html_words_say(name);
    if (says & PD_SAYS_CONTROL)
        return PD_SAYS_NOTHING;
    return says & (PD_SAYS_CREDIT | PD_SAYS_AUTHOR) ? PD_SAYS_CREDIT : says & PD_SAYS_CAPTION;
}

/* The words of a value that may be markup itself, told apart into caption and credit. */
static void read_value(const PdPage *page, const char *value, PdTexts *out) {
    if (!strchr(value, '<')) {
        *out = (PdTexts){.caption = pd_text_tidy(value), .evidence = PD_EVIDENCE_NAMED};
        pd_html_texts_split(page, out);
        return;
    }
    g_autoptr(PdHtml) html = pd_html_parse((const uint8_t *)value, strlen(value), page->limits);
    g_autofree uint16_t *says = pd_html_says_all(html);
    PdPage inner = {.html = html, .limits = page->limits, .out = page->out, .says = says, .found = page->found};
    pd_html_texts_init(out, &inner, &html->root, 1);
}

static void keep_credit(PdTexts *texts, const char *value) {
    if (!texts->credit && strlen(value) <= MAX_CREDIT_BYTES)
        texts->credit = pd_text_tidy(value);
}

void pd_html_value_texts(const PdPage *page, const char *value, PdTexts *texts) {
    PdTexts found;
    read_value(page, value, &found);
    if (!texts->caption)
        texts->caption = g_steal_pointer(&found.caption);
    if (!texts->credit)
        texts->credit = g_steal_pointer(&found.credit);
    pd_html_texts_done(&found);
}

static void keep_caption(const PdPage *page, PdTexts *texts, const char *value) {
    if (!texts->caption)
        pd_html_value_texts(page, value, texts);
}

/* The title of a link that opens the picture itself. */
static const char *title_of_link(const PdPage *page, const PdHtmlNode *node) {
    if (node->tag != PD_TAG_A || pd_html_is_linked_away(page, node))
        return NULL;
    const char *href = pd_html_attr(node, "href"), *rel = pd_html_attr(node, "rel"), *title = pd_html_attr(node, "title");
    bool is_lightbox = (rel && strstr(rel, "lightbox")) || (page->says[node->order] & PD_SAYS_GALLERY) ||
                       pd_html_attr(node, "data-lightbox") || pd_html_attr(node, "data-fancybox");
    bool is_picture =
        href && (strstr(href, ".jpg") || strstr(href, ".jpeg") || strstr(href, ".png") || strstr(href, ".webp"));
    return title && strchr(title, ' ') && (is_lightbox || is_picture) ? title : NULL;
}

static void read_node(const PdPage *page, const PdHtmlNode *node, PdTexts *texts) {
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        unsigned says = attribute_says(node->attrs[i].name);
        if (says == PD_SAYS_CREDIT && is_wording(node->attrs[i].value))
            keep_credit(texts, node->attrs[i].value);
    }
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        unsigned says = attribute_says(node->attrs[i].name);
        if (says == PD_SAYS_CAPTION && is_wording(node->attrs[i].value))
            keep_caption(page, texts, node->attrs[i].value);
    }
}

/* data-title="…" data-description="© …": what is left of the second when the first was the caption. */
static void read_second_caption(const PdPage *page, const PdHtmlNode *node, PdTexts *texts) {
    for (uint32_t i = 0; i < node->n_attrs && texts->caption && !texts->credit; i++) {
        const PdHtmlAttr *attr = &node->attrs[i];
        if (attribute_says(attr->name) != PD_SAYS_CAPTION || !is_wording(attr->value))
            continue;
        PdTexts found;
        read_value(page, attr->value, &found);
        if (!found.caption)
            texts->credit = g_steal_pointer(&found.credit);
        pd_html_texts_done(&found);
    }
}

/* <meta itemprop=creditText content=…>, and <span itemprop=author><meta itemprop=name content=…></span>. */
static void read_microdata(const PdPage *page, const PdHtmlNode *scope, PdTexts *texts) {
    uint32_t end = MIN(scope->end, scope->order + MAX_SCOPE_NODES);
    for (uint32_t i = scope->order; i < end; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *prop = node->tag == PD_TAG_META ? pd_html_attr(node, "itemprop") : NULL;
        const char *content = prop ? pd_html_attr(node, "content") : NULL;
        if (!content || !is_wording(content))
            continue;
        unsigned says = page->says[i] | (strcmp(prop, "name") == 0 ? page->says[node->parent->order] : 0u);
        if (says & (PD_SAYS_CREDIT | PD_SAYS_AUTHOR))
            keep_credit(texts, content);
        else if (says & PD_SAYS_CAPTION)
            keep_caption(page, texts, content);
    }
}

void pd_html_attribute_texts(const PdPage *page, const PdHtmlNode *media, const PdHtmlNode *top, PdTexts *texts) {
    if (texts->caption && texts->credit)
        return;
    const PdHtmlNode *at = media;
    for (int level = 0; at && at->parent && level < MAX_LEVELS; level++, at = at->parent) {
        const char *title = title_of_link(page, at);
        read_node(page, at, texts);
        read_second_caption(page, at, texts);
        if (title)
            keep_caption(page, texts, title);
        bool is_scope = pd_html_attr(at, "itemscope") != NULL;
        if (is_scope)
            read_microdata(page, at, texts);
        if (at == top || is_scope || !pd_html_is_alone(page, at->parent, media))
            break;
    }
    if (top && at != top)
        read_node(page, top, texts);
}

static void index_ids(PdPage *page) {
    page->ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < page->html->n_nodes; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *id = node->n_attrs > 0 ? pd_html_attr(node, "id") : NULL;
        if (id && !g_hash_table_contains(page->ids, id))
            g_hash_table_insert(page->ids, (void *)(uintptr_t)id, (void *)(uintptr_t)node);
    }
}

/* A caption is small: what is larger is not even looked through. */
static bool is_caption_sized(const PdPage *page, const PdHtmlNode *node) {
    size_t len = 0;
    if (node->end - node->order > MAX_SCOPE_NODES)
        return false;
    for (uint32_t i = node->order; i < node->end; i++)
        len += page->html->nodes[i]->text ? strnlen(page->html->nodes[i]->text, MAX_POINTED_BYTES + 1) : 0;
    return len <= MAX_POINTED_BYTES;
}

static const PdHtmlNode *pointed_at(PdPage *page, const PdHtmlNode *node) {
    static const char *const pointers[] = {"aria-describedby", "aria-labelledby", "aria-details"};
    for (size_t i = 0; i < G_N_ELEMENTS(pointers); i++) {
        const char *id = pd_html_attr(node, pointers[i]);
        if (pd_text_is_blank(id))
            continue;
        if (!page->ids)
            index_ids(page);
        const PdHtmlNode *target = g_hash_table_lookup(page->ids, id);
        if (!target || pd_html_contains(target, node) || pd_html_contains(node, target) || !is_caption_sized(page, target))
            continue;
        g_autoptr(GString) text = g_string_new(NULL);
        pd_html_append_text(page->html, target, text);
        bool is_heading = target->tag >= PD_TAG_H1 && target->tag <= PD_TAG_H6;
        if (!is_heading && !pd_text_is_blank(text->str))
            return target;
    }
    return NULL;
}

const PdHtmlNode *pd_html_described_by(PdPage *page, const PdHtmlNode *node) {
    const PdHtmlNode *target = pointed_at(page, node);
    if (target)
        return target;
    uint32_t end = MIN(node->end, node->order + MAX_SCOPE_NODES);
    for (uint32_t i = node->order + 1; i < end && !target; i++)
        if (page->html->nodes[i]->tag == PD_TAG_IMG || page->html->nodes[i]->tag == PD_TAG_AMP_IMG)
            target = pointed_at(page, page->html->nodes[i]);
    return target;
}
