/* Keys of articles and figures (catalog/figure_key.h). */
#include "catalog/figure_key.h"

#include <string.h>

#include "codec/text.h"

/* Addresses longer than this are data, not names. */
#define MAX_ADDRESS 1024
/* So much of a caption tells it from others. */
#define MAX_CAPTION 512

static const char *without_scheme(const char *url) {
    const char *at = strstr(url, "://");
    if (at && at - url < 12 && !memchr(url, '/', (size_t)(at - url)))
        return at + 3;
    return g_str_has_prefix(url, "//") ? url + 2 : url;
}

static bool names_picture_file(const char *path, size_t len) {
    static const char *const ENDINGS[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".heic", ".tif", ".tiff"};
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        size_t n = strlen(ENDINGS[i]);
        if (len > n && g_ascii_strncasecmp(path + len - n, ENDINGS[i], n) == 0)
            return true;
    }
    return false;
}

static char *lower_host(const char *address, size_t len) {
    char *key = g_strndup(address, len);
    for (char *c = key; *c && *c != '/'; c++)
        *c = g_ascii_tolower(*c);
    return key;
}

/* A picture file's query asks for a size or a crop; any other query may name the picture. */
static char *key_of_address(const char *url) {
    const char *address = without_scheme(url);
    size_t len = strcspn(address, "#");
    size_t path_len = strcspn(address, "?#");
    if (names_picture_file(address, path_len))
        len = path_len;
    return lower_host(address, len);
}

char *pd_article_key_of_url(const char *url) {
    const char *address = without_scheme(url);
    size_t len = strcspn(address, "#");
    while (len > 1 && address[len - 1] == '/')
        len--;
    return lower_host(address, len);
}

static char *key_of_text(const char *kind, const char *text) {
    g_autofree char *folded = pd_text_fold(text);
    if (!folded)
        return g_strdup(kind);
    if (strlen(folded) > MAX_CAPTION)
        *g_utf8_find_prev_char(folded, folded + MAX_CAPTION) = '\0';
    return g_strconcat(kind, folded, NULL);
}

char *pd_figure_key(const PdFigure *figure) {
    if (figure->url && !g_str_has_prefix(figure->url, "data:") && strlen(figure->url) <= MAX_ADDRESS) {
        g_autofree char *address = key_of_address(figure->url);
        return g_strconcat("url:", address, NULL);
    }
    return pd_text_is_blank(figure->caption) ? key_of_text("credit:", figure->credit)
                                             : key_of_text("caption:", figure->caption);
}

bool pd_figure_may_be(const char *url_before, const char *url) {
    if (!url_before || !url)
        return true;
    g_autofree char *a = key_of_address(url_before);
    g_autofree char *b = key_of_address(url);
    const char *name_a = strrchr(a, '/'), *name_b = strrchr(b, '/');
    return strcmp(name_a ? name_a : a, name_b ? name_b : b) == 0;
}

static GHashTable *words_of(const char *text) {
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *folded = pd_text_words(text);
    g_auto(GStrv) words = g_strsplit(folded ? folded : "", " ", -1);
    for (char **word = words; *word; word++)
        if (**word)
            g_hash_table_add(set, g_strdup(*word));
    return set;
}

double pd_caption_likeness(const char *a, const char *b) {
    g_autoptr(GHashTable) words_a = words_of(a);
    g_autoptr(GHashTable) words_b = words_of(b);
    guint n_a = g_hash_table_size(words_a), n_b = g_hash_table_size(words_b), n_both = 0;
    GHashTableIter iter;
    gpointer word;
    g_hash_table_iter_init(&iter, words_a);
    while (g_hash_table_iter_next(&iter, &word, NULL))
        if (g_hash_table_contains(words_b, word))
            n_both++;
    return n_a + n_b ? 2.0 * n_both / (n_a + n_b) : 0.0;
}
