/* What JSON-LD (schema.org in script elements) says of the pictures: ImageObject anywhere in the graph, nested or by list.
 * Its captions and credits fill what the page does not print beside the picture; pictures are known again by their
 * addresses.
 */
#include <string.h>

#include "article/html/parts.h"
#include "article/schema.h"

/* Shorter file names ("image.jpg") name many pictures. */
#define TELLING_NAME_BYTES 14u

static void add_image(const PdSchemaMedia *media, void *user) {
    PdPage *page = user;
    if (page->data_images->len >= page->limits->figures)
        return;
    PdDataImage image = {.caption = media->caption, .credit = g_strdup(media->credit), .data = g_strdup(media->data)};
    memcpy(image.urls, media->urls, sizeof image.urls);
    g_array_append_val(page->data_images, image);
}

static void read_script(PdPage *page, const PdHtmlNode *script) {
    const PdHtmlNode *text = script->first;
    if (!text || !text->text)
        return;
    g_autoptr(GError) error = NULL;
    PdJsonValue *root = pd_json_parse(text->text, strlen(text->text), page->limits, &error);
    if (!root) {
        pd_article_add_problem(page->out, "json-ld", script->at, page->limits, "%s", error->message);
        return;
    }
    g_ptr_array_add(page->data, root);
    pd_schema_each_media(root, add_image, page);
}

static void clear_image(void *data) {
    PdDataImage *image = data;
    g_free(image->credit);
    g_free(image->data);
}

static void free_value(void *data) {
    pd_json_value_free(data);
}

/* An address without scheme, query and fragment: its length from the returned place on. */
static const char *bare_address(const char *url, size_t *len) {
    const char *colon = strstr(url, "//");
    const char *from = colon ? colon + 2 : url;
    *len = strcspn(from, "?#");
    return from;
}

static const char *file_name(const char *url, size_t *len) {
    size_t n;
    const char *from = bare_address(url, &n);
    const char *end = from + n;
    const char *name = end;
    while (name > from && name[-1] != '/')
        name--;
    *len = (size_t)(end - name);
    return name;
}

bool pd_html_is_same_picture(const char *a, const char *b) {
    size_t len_a, len_b;
    const char *bare_a = bare_address(a, &len_a), *bare_b = bare_address(b, &len_b);
    if (len_a == len_b && memcmp(bare_a, bare_b, len_a) == 0)
        return true;
    const char *name_a = file_name(a, &len_a), *name_b = file_name(b, &len_b);
    return len_a >= TELLING_NAME_BYTES && len_a == len_b && memcmp(name_a, name_b, len_a) == 0;
}

/* The keys under which a picture is known: its bare address, and its file name when that is telling. */
static char *key_of(const char *url, bool by_name) {
    size_t len;
    const char *from = by_name ? file_name(url, &len) : bare_address(url, &len);
    return by_name && len < TELLING_NAME_BYTES ? NULL : g_strndup(from, len);
}

static void index_image(PdPage *page, guint n) {
    const PdDataImage *image = &g_array_index(page->data_images, PdDataImage, n);
    for (const char *const *url = image->urls; *url; url++)
        for (int by_name = 0; by_name < 2; by_name++) {
            char *key = key_of(*url, by_name);
            const PdDataImage *known = key ? g_hash_table_lookup(page->data_index, key) : NULL;
            if (!key || (known && (known->credit || !image->credit)))
                g_free(key);
            else
                g_hash_table_replace(page->data_index, key, (void *)(uintptr_t)image);
        }
}

const PdDataImage *pd_html_data_image(const PdPage *page, const GPtrArray *urls) {
    for (int by_name = 0; by_name < 2; by_name++)
        for (guint i = 0; i < urls->len; i++) {
            g_autofree char *key = key_of(g_ptr_array_index(urls, i), by_name);
            const PdDataImage *image = key ? g_hash_table_lookup(page->data_index, key) : NULL;
            if (image)
                return image;
        }
    return NULL;
}

void pd_html_attach_data(PdPage *page) {
    for (size_t i = 0; i < page->out->n_figures; i++) {
        const PdFigure *figure = &page->out->figures[i];
        g_autoptr(GPtrArray) urls = g_ptr_array_new();
        if (figure->url && figure->kind == PD_FIGURE_IMAGE)
            g_ptr_array_add(urls, (char *)(uintptr_t)figure->url);
        for (const char *const *url = urls->len ? figure->urls : NULL; url && *url; url++)
            g_ptr_array_add(urls, (char *)(uintptr_t)*url);
        const PdDataImage *image = pd_html_data_image(page, urls);
        if (image && image->data)
            pd_article_set_data(page->out, i, image->data);
    }
}

void pd_html_read_data(PdPage *page) {
    page->data = g_ptr_array_new_with_free_func(free_value);
    page->data_images = g_array_new(FALSE, TRUE, sizeof(PdDataImage));
    page->data_index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_array_set_clear_func(page->data_images, clear_image);
    for (uint32_t i = 0; i < page->html->n_nodes; i++) {
        const PdHtmlNode *node = page->html->nodes[i];
        const char *type = node->tag == PD_TAG_SCRIPT ? pd_html_attr(node, "type") : NULL;
        if (type && g_ascii_strncasecmp(type, "application/ld+json", 19) == 0)
            read_script(page, node);
    }
    for (guint n = 0; n < page->data_images->len; n++)
        index_image(page, n);
}

void pd_html_complete_meta(PdPage *page) {
    for (guint i = 0; i < page->data->len; i++)
        pd_schema_read_article(pd_schema_article(g_ptr_array_index(page->data, i)), page->out);
    if (!page->out->published_at)
        page->out->published_at = pd_html_shown_date(page);
}

void pd_html_data_done(PdPage *page) {
    g_hash_table_unref(page->data_index);
    g_array_unref(page->data_images);
    g_ptr_array_unref(page->data);
}
