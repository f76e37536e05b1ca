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

/* What a page writes as "/a.jpg" others know as "https://example.org/a.jpg". */
static char *absolute(const PdPage *page, const char *url) {
    if (!page->out->url || strstr(url, "://") || g_str_has_prefix(url, "//"))
        return NULL;
    return g_uri_resolve_relative(page->out->url, url, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_ENCODED, NULL);
}

/* The further renditions, NULL-terminated: those of the page, then their absolute forms, then those of JSON-LD. */
static GPtrArray *further_urls(const PdPage *page, const PdMedia *media, const PdDataImage *data) {
    GPtrArray *more = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 1; i < media->urls->len; i++)
        g_ptr_array_add(more, g_strdup(g_ptr_array_index(media->urls, i)));
    for (guint i = 0; i < media->urls->len; i++) {
        char *full = absolute(page, g_ptr_array_index(media->urls, i));
        if (full)
            g_ptr_array_add(more, full);
    }
    for (const char *const *url = data ? data->urls : NULL; url && *url; url++)
        g_ptr_array_add(more, g_strdup(*url));
    g_ptr_array_add(more, NULL);
    return more;
}

static PdFigureRole role(const PdPage *page, const PdHtmlNode *node) {
    for (const PdHtmlNode *at = node; at->parent && !pd_html_contains(at, page->body); at = at->parent)
        if (page->says[at->order] & PD_SAYS_GALLERY)
            return PD_ROLE_GALLERY;
    bool is_first = page->out->n_figures == 0;
    bool is_above = node->order <= page->body->order || page->prose[node->order] == page->prose[page->body->order];
    return is_first && is_above ? PD_ROLE_LEAD : PD_ROLE_INLINE;
}

static const char *shared_url(const PdPage *page) {
    static const char *const names[] = {"og:image",      "og:image:url",      "og:image:secure_url",
                                        "twitter:image", "twitter:image:src", NULL};
    return pd_html_meta(page->html, names);
}

static double sureness(PdEvidence evidence) {
    static const double sure[] = {0.6, 0.7, 0.8, 0.95};
    return sure[evidence];
}

void pd_html_add_figure(PdPage *page, const PdHtmlNode *node, const PdMedia *media, const PdTexts *texts, const char *cue) {
    const PdDataImage *data = texts->caption && texts->credit ? NULL : pd_html_data_image(page, media->urls);
    g_autoptr(GPtrArray) more = further_urls(page, media, data);
    PdFigure figure = {.kind = media->kind,
                       .role = role(page, node),
                       .offset = node->at == PD_HTML_AT_UNKNOWN || page->is_state ? PD_AT_UNKNOWN : node->at,
                       .sure = sureness(texts->evidence),
                       .url = media->urls->len > 0 ? g_ptr_array_index(media->urls, 0) : NULL,
                       .urls = (const char *const *)more->pdata,
                       .caption = texts->caption,
                       .credit = texts->credit,
                       .alt = media->alt,
                       .cue = cue};
    if (!figure.url && figure.role == PD_ROLE_LEAD) /* a script shows it: the one the page hands to other sites */
        figure.url = shared_url(page);
    if (data && data->credit && !figure.caption && !figure.credit && !pd_text_same(data->caption, media->alt)) {
        figure.caption = data->caption;
        figure.cue = "json-ld";
    }
    if (data && !figure.credit)
        figure.credit = data->credit;
    pd_article_add_figure(page->out, &figure, page->limits);
}

static bool is_elsewhere(const PdPage *page, const PdHtmlNode *node) {
    return pd_html_is_outside(page, node) || pd_html_noise(page, node) == PD_NOISE_SURE;
}

/* Longer texts that nothing names a caption are something else. */
#define MAX_PLAIN_CAPTION_BYTES 400u
/* A figcaption without a picture is a caption when it says something. */
#define MIN_CAPTION_BYTES 20u
#define MIN_LOOSE_CAPTION_BYTES 8u

/* A lead picture may stand in a "sidebar", but then its page names the credit; a headline that leads to another story is no
 * caption.
 */
static bool is_teaser(const PdPage *page, const PdHtmlNode *node, const PdSurroundings *around, const PdTexts *texts) {
    bool is_linked = pd_html_linked_share(page, around->nodes, around->n_nodes) > 0.6;
    if (texts->credit && texts->evidence == PD_EVIDENCE_NAMED)
        return is_linked && node->tag != PD_TAG_FIGURE;
    if (is_linked || (page->says[node->order] & PD_SAYS_NOISE) || pd_html_noise(page, node) == PD_NOISE_NAMED)
        return true;
    if (texts->evidence != PD_EVIDENCE_NONE || !texts->caption)
        return false;
    return strlen(texts->caption) > MAX_PLAIN_CAPTION_BYTES || pd_html_find(page->html, around->nodes[0], PD_TAG_BUTTON);
}

/* "Lambs on the moor | Ann Reid/Moor Press": some pages keep the credit in the title attribute of the picture. */
static void read_title(const PdPage *page, const PdMedia *media, PdTexts *texts) {
    PdCreditSpan span;
    if (!media->title || (texts->credit && texts->evidence == PD_EVIDENCE_NAMED))
        return;
    const char *from = media->title;
    if (media->alt && *media->alt && g_str_has_prefix(from, media->alt)) {
        from += strlen(media->alt);
        from += strspn(from, " |/-,;:");
        if (pd_html_credit_strength(page, from) < 0.4)
            return;
        g_free(texts->credit);
        texts->credit = pd_text_tidy(from);
        if (texts->caption && g_str_has_prefix(media->alt, texts->caption)) {
            g_free(texts->caption);
            texts->caption = pd_text_tidy(media->alt);
        }
    } else if (!texts->credit && pd_credit_find(from, &span) && span.line <= span.line_end &&
               span.line_end <= strlen(from)) {
        g_autofree char *line = g_strndup(from + span.line, span.line_end - span.line);
        texts->credit = pd_text_tidy(line);
    }
}

static void read_figure_element(PdPage *page, const PdHtmlNode *node) {
    const PdHtml *html = page->html;
    if (has_inner_figure(html, node) || is_no_picture(html, node) || is_elsewhere(page, node))
        return;
    const PdHtmlNode *picture = first_media(html, node);
    const PdHtmlNode *figcaption = pd_html_find(html, node, PD_TAG_FIGCAPTION);
    PdSurroundings around = {.nodes = {node}, .n_nodes = 1};
    PdTexts texts;
    pd_html_texts_init(&texts, page, around.nodes, 1);
    if (!texts.caption && picture)
        pd_html_surroundings(page, node, &around);
    else if (!texts.credit)
        pd_html_credit_neighbours(page, node, &around);
    if (around.n_nodes > 1 || around.nodes[0] != node) {
        pd_html_texts_done(&texts);
        pd_html_texts_init(&texts, page, around.nodes, around.n_nodes);
    }
    const PdHtmlNode *described = texts.caption || !picture ? NULL : pd_html_described_by(page, node);
    if (described && around.n_nodes < G_N_ELEMENTS(around.nodes)) {
        around.nodes[around.n_nodes++] = described;
        pd_html_texts_done(&texts);
        pd_html_texts_init(&texts, page, around.nodes, around.n_nodes);
    }
    if (picture)
        pd_html_attribute_texts(page, picture, node, &texts);
    bool is_shown_by_script = figcaption && texts.caption && strlen(texts.caption) >= MIN_CAPTION_BYTES &&
                              pd_html_linked_share(page, &node, 1) == 0;
    if ((picture || is_shown_by_script) && !is_teaser(page, node, &around, &texts)) {
        PdMedia media;
        pd_html_media_init(&media, html, picture ? picture : node);
        read_title(page, &media, &texts);
        pd_html_add_figure(page, node, &media, &texts, figcaption ? "figcaption" : "figure");
        pd_html_media_done(&media);
    }
    pd_html_texts_done(&texts);
    set_shown(page, node);
}

/* Whether the words beside a picture without a figure element are its caption or its credit. */
static bool has_words(PdPage *page, const PdHtmlNode *node, const PdSurroundings *around, const PdTexts *texts,
                      const PdMedia *media) {
    bool is_captioned =
        texts->evidence >= PD_EVIDENCE_SHAPED && (texts->caption || texts->credit) && !is_teaser(page, node, around, texts);
    bool is_alt = texts->caption && media->alt && g_str_has_prefix(media->alt, texts->caption);
    bool is_plain = is_alt || pd_text_same(texts->caption, media->alt) || pd_html_is_plain_caption(page, around);
    bool leads_on = pd_html_is_linked_away(page, node) || pd_html_linked_share(page, around->nodes, around->n_nodes) > 0.6;
    if (!is_captioned && is_plain && !leads_on && pd_html_noise(page, node) == PD_NOISE_NONE)
        is_captioned = texts->caption != NULL;
    bool is_word = texts->caption && !texts->credit && strlen(texts->caption) < MIN_LOOSE_CAPTION_BYTES;
    return is_captioned && !is_word;
}

/* What attributes say of a picture that stands without words. */
static bool read_silent_texts(PdPage *page, const PdHtmlNode *node, PdSurroundings *around, PdTexts *texts) {
    if (pd_html_is_linked_away(page, node) || pd_html_noise(page, node) != PD_NOISE_NONE)
        return false;
    pd_html_texts_done(texts);
    const PdHtmlNode *described = pd_html_described_by(page, node);
    if (described) {
        *around = (PdSurroundings){.nodes = {node, described}, .n_nodes = 2};
        pd_html_texts_init(texts, page, &described, 1);
    }
    pd_html_attribute_texts(page, node, NULL, texts);
    texts->evidence = PD_EVIDENCE_NAMED;
    return texts->credit || (texts->caption && strchr(texts->caption, ' '));
}

/* A picture without a figure element is one only with words beside it that are a caption or a credit. */
static void read_loose_picture(PdPage *page, const PdHtmlNode *node) {
    if (is_elsewhere(page, node))
        return;
    PdSurroundings around;
    pd_html_surroundings(page, node, &around);
    PdTexts texts;
    pd_html_texts_init(&texts, page, around.nodes, around.n_nodes);
    PdMedia media;
    pd_html_media_init(&media, page->html, node);
    bool is_captioned = has_words(page, node, &around, &texts, &media);
    if (is_captioned)
        pd_html_attribute_texts(page, node, NULL, &texts);
    else
        is_captioned = read_silent_texts(page, node, &around, &texts);
    is_captioned = is_captioned && (texts.evidence == PD_EVIDENCE_NAMED || !pd_html_is_doubtful_media(node));
    if (!is_captioned) {
        g_clear_pointer(&texts.caption, g_free);
        g_clear_pointer(&texts.credit, g_free);
    }
    if (is_captioned || texts.caption || role(page, node) == PD_ROLE_LEAD)
        read_title(page, &media, &texts);
    const PdDataImage *data = is_captioned || texts.credit ? NULL : pd_html_data_image(page, media.urls);
    bool is_told = data && data->credit && !pd_html_is_linked_away(page, node);
    if (is_captioned || texts.credit || is_told) {
        pd_html_add_figure(page, around.nodes[0], &media, &texts, "neighbour");
        for (size_t i = 0; i < around.n_nodes; i++)
            set_shown(page, around.nodes[i]);
    }
    pd_html_media_done(&media);
    pd_html_texts_done(&texts);
}

static bool has_url(const PdPage *page, const char *url) {
    for (size_t i = 0; i < page->out->n_figures; i++) {
        const PdFigure *figure = &page->out->figures[i];
        if (figure->url && pd_html_is_same_picture(figure->url, url))
            return true;
        for (const char *const *other = figure->urls; other && *other; other++)
            if (pd_html_is_same_picture(*other, url))
                return true;
    }
    return false;
}

/* The picture that the page hands to other sites, when it shows none or another one. */
static void read_shared_picture(PdPage *page) {
    static const char *const alts[] = {"og:image:alt", "twitter:image:alt", NULL};
    const char *url = shared_url(page);
    if (!url || has_url(page, url))
        return;
    g_autoptr(GPtrArray) urls = g_ptr_array_new();
    g_ptr_array_add(urls, (char *)(uintptr_t)url);
    const PdDataImage *data = page->out->n_figures == 0 ? pd_html_data_image(page, urls) : NULL;
    PdFigure figure = {.kind = PD_FIGURE_IMAGE,
                       .role = PD_ROLE_META,
                       .offset = PD_AT_UNKNOWN,
                       .sure = 0.5,
                       .url = url,
                       .caption = data ? data->caption : NULL,
                       .credit = data ? data->credit : NULL,
                       .alt = pd_html_meta(page->html, alts),
                       .cue = "og:image"};
    pd_article_add_figure(page->out, &figure, page->limits);
}

/* An element of the article that a script fills from its attributes: it holds no picture yet. */
static bool is_component(const PdPage *page, const PdHtmlNode *node) {
    bool has_json = false;
    for (uint32_t i = 0; i < node->n_attrs && !has_json; i++)
        has_json = *node->attrs[i].value == '{' || *node->attrs[i].value == '[';
    if (!has_json || pd_html_is_media(node) || node->tag == PD_TAG_A)
        return false;
    return !first_media(page->html, node) && !is_elsewhere(page, node) && pd_html_noise(page, node) == PD_NOISE_NONE;
}

void pd_html_read_figures(PdPage *page) {
    const PdHtml *html = page->html;
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        const PdHtmlNode *node = html->nodes[i];
        if (is_shown(page, node))
            continue;
        if (is_component(page, node) && pd_html_read_properties(page, node))
            set_shown(page, node);
        else if (node->tag == PD_TAG_FIGURE)
            read_figure_element(page, node);
        else if (pd_html_is_media(node) && !pd_html_is_icon(node) && !pd_html_closest(node, PD_TAG_FIGURE))
            read_loose_picture(page, node);
    }
    read_shared_picture(page);
}
