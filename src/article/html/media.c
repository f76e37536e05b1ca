/* The addresses of a picture or player: src, srcset (WHATWG HTML, 4.8.4.2), the sources of picture and video, and the lazy
 * attributes that scripts put into src later, known by their names ("…src…") or by their values.
 */
#include <string.h>

#include "article/html/parts.h"

/* A page can hold thousands of renditions of one picture; more than these tell nothing. */
#define MAX_URLS 64u
#define MAX_URL_BYTES 4096u

static bool looks_like_address(const char *value, size_t len) {
    if (len < 5 || len > MAX_URL_BYTES || g_ascii_strncasecmp(value, "data:", 5) == 0)
        return false;
    if (g_ascii_strncasecmp(value, "blob:", 5) == 0 || g_ascii_strncasecmp(value, "about:", 6) == 0)
        return false;
    return memchr(value, '/', len) || memchr(value, '.', len);
}

static void add_url(GPtrArray *urls, const char *value, size_t len) {
    if (urls->len >= MAX_URLS || !looks_like_address(value, len))
        return;
    for (guint i = 0; i < urls->len; i++) {
        const char *have = g_ptr_array_index(urls, i);
        if (strlen(have) == len && memcmp(have, value, len) == 0)
            return;
    }
    g_ptr_array_add(urls, g_strndup(value, len));
}

static void add_trimmed(GPtrArray *urls, const char *value) {
    while (g_ascii_isspace(*value))
        value++;
    size_t len = strlen(value);
    while (len > 0 && g_ascii_isspace(value[len - 1]))
        len--;
    add_url(urls, value, len);
}

/* An address ends at white space; commas inside it are its own, commas at its end are the list's. */
static void add_srcset(GPtrArray *urls, const char *value) {
    const char *p = value;
    while (*p && urls->len < MAX_URLS) {
        p += strspn(p, " \t\r\n\f,");
        size_t len = strcspn(p, " \t\r\n\f");
        const char *next = p + len;
        bool is_bare = len > 0 && p[len - 1] == ',';
        while (len > 0 && p[len - 1] == ',')
            len--;
        add_url(urls, p, len);
        p = is_bare ? next : next + strcspn(next, ",");
    }
}

static bool is_srcset(const char *name, const char *value) {
    if (strstr(name, "srcset"))
        return true;
    const char *gap = strpbrk(value, " \t\n");
    if (!gap)
        return false;
    gap += strspn(gap, " \t\n");
    return g_ascii_isdigit(*gap); /* "a.jpg 320w, …" under another name */
}

static bool is_address_attribute(const char *name) {
    return strstr(name, "src") || strcmp(name, "data-original") == 0 || strcmp(name, "data-url") == 0 ||
           strcmp(name, "data-image") == 0 || strcmp(name, "data-img") == 0 || strcmp(name, "poster") == 0 ||
           strcmp(name, "data-lazy") == 0 || strcmp(name, "data-full") == 0 || strcmp(name, "data-hi-res") == 0;
}

/* The address of style="background-image: url('a.jpg')". */
static const char *background(const PdHtmlNode *node, size_t *out_len) {
    const char *style = pd_html_attr(node, "style");
    const char *at = style ? strstr(style, "background") : NULL;
    at = at ? strstr(at, "url(") : NULL;
    if (!at)
        return NULL;
    at += strlen("url(");
    at += strspn(at, " \"'");
    *out_len = strcspn(at, "\"')");
    bool is_drawing = g_strstr_len(at, (gssize)*out_len, ".svg") || g_strstr_len(at, (gssize)*out_len, ".gif");
    return !is_drawing && looks_like_address(at, *out_len) ? at : NULL;
}

static void add_attributes(GPtrArray *urls, const PdHtmlNode *node) {
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        const PdHtmlAttr *attr = &node->attrs[i];
        if (!is_address_attribute(attr->name))
            continue;
        if (is_srcset(attr->name, attr->value))
            add_srcset(urls, attr->value);
        else
            add_trimmed(urls, attr->value);
    }
    size_t len;
    const char *behind = background(node, &len);
    if (behind)
        add_url(urls, behind, len);
}

static bool has_picture_below(const PdHtmlNode *node) {
    for (const PdHtmlNode *child = node->first; child; child = child->next)
        if (child->tag == PD_TAG_IMG || child->tag == PD_TAG_PICTURE || child->tag == PD_TAG_AMP_IMG ||
            (child->tag != PD_TAG_NOSCRIPT && has_picture_below(child)))
            return true;
    return false;
}

/* An element of the page's own making that a script turns into a picture: "<lazy-image data-src=…>". */
static bool is_lazy_element(const PdHtmlNode *node) {
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        const PdHtmlAttr *attr = &node->attrs[i];
        if (!g_str_has_prefix(attr->name, "data-") || !strstr(attr->name, "src"))
            continue;
        if (strstr(node->name, "image") || strstr(node->name, "img") || strstr(attr->value, ".jpg") ||
            strstr(attr->value, ".jpeg") || strstr(attr->value, ".webp") || strstr(attr->value, ".png"))
            return strchr(attr->value, '/') && !has_picture_below(node);
    }
    return false;
}

static bool is_background(const PdHtmlNode *node) {
    size_t len;
    return background(node, &len) && !has_picture_below(node);
}

/* A frame that shows a film or plays a sound. */
static bool is_player_frame(const PdHtmlNode *node) {
    static const char *const words[] = {"video", "player", "embed", "youtu", "vimeo", "audio"};
    const char *src = pd_html_attr(node, "src");
    src = src ? src : pd_html_attr(node, "data-src");
    for (size_t i = 0; src && i < G_N_ELEMENTS(words); i++)
        if (strstr(src, words[i]))
            return true;
    return false;
}

bool pd_html_is_doubtful_media(const PdHtmlNode *node) {
    bool is_box = node->tag == PD_TAG_DIV || node->tag == PD_TAG_SPAN || node->tag == PD_TAG_OTHER;
    return node->tag == PD_TAG_IFRAME || (is_box && !is_lazy_element(node));
}

bool pd_html_is_media(const PdHtmlNode *node) {
    switch (node->tag) {
    case PD_TAG_DIV:
    case PD_TAG_SPAN:
    case PD_TAG_OTHER:
        return node->n_attrs > 0 && (is_lazy_element(node) || is_background(node));
    case PD_TAG_IFRAME:
        return is_player_frame(node);
    case PD_TAG_PICTURE:
    case PD_TAG_VIDEO:
    case PD_TAG_AMP_VIDEO:
    case PD_TAG_AUDIO:
        return true;
    case PD_TAG_IMG:
    case PD_TAG_AMP_IMG:
        return !pd_html_closest(node, PD_TAG_PICTURE);
    default:
        return false;
    }
}

static bool is_player(PdHtmlTag tag) {
    return tag == PD_TAG_VIDEO || tag == PD_TAG_AMP_VIDEO || tag == PD_TAG_AUDIO || tag == PD_TAG_IFRAME;
}

void pd_html_media_add(PdMedia *media, const PdHtml *html, const PdHtmlNode *node) {
    for (uint32_t i = node->order; i < node->end; i++) {
        const PdHtmlNode *at = html->nodes[i];
        if (at->tag != PD_TAG_IMG && at->tag != PD_TAG_AMP_IMG && at->tag != PD_TAG_SOURCE && at != node)
            continue;
        add_attributes(media->urls, at);
        if (!media->alt)
            media->alt = pd_html_attr(at, "alt");
        if (!media->title)
            media->title = pd_html_attr(at, "title");
    }
}

void pd_html_media_init(PdMedia *media, const PdHtml *html, const PdHtmlNode *node) {
    *media = (PdMedia){.node = node, .kind = is_player(node->tag) ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE};
    media->urls = g_ptr_array_new_with_free_func(g_free);
    pd_html_media_add(media, html, node);
}

void pd_html_media_done(PdMedia *media) {
    g_ptr_array_unref(media->urls);
    *media = (PdMedia){0};
}
