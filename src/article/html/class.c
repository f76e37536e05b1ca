/* What a page's own names say of an element: the words of class, id, itemprop and the data attributes that carry component
 * names. Words are cut at everything that is no letter and at camelCase humps; the lexicon holds words of the trade, none of
 * a single site.
 */
#include <stdlib.h>
#include <string.h>

#include "article/html/parts.h"

static const struct {
    const char *word;
    unsigned says;
} WORDS[] = {
    /* sorted by strcmp */
    {"actions", PD_SAYS_CONTROL},
    {"advert", PD_SAYS_NOISE},
    {"advertisement", PD_SAYS_NOISE},
    {"agency", PD_SAYS_CREDIT},
    {"agentur", PD_SAYS_CREDIT},
    {"attribution", PD_SAYS_CREDIT},
    {"author", PD_SAYS_AUTHOR},
    {"authors", PD_SAYS_AUTHOR},
    {"autor", PD_SAYS_AUTHOR},
    {"autore", PD_SAYS_AUTHOR},
    {"avatar", PD_SAYS_AUTHOR | PD_SAYS_NOISE},
    {"banner", PD_SAYS_NOISE},
    {"beschreibung", PD_SAYS_CAPTION},
    {"bild", PD_SAYS_PICTURE},
    {"bildautor", PD_SAYS_CREDIT},
    {"bildbeschreibung", PD_SAYS_CAPTION},
    {"bilder", PD_SAYS_PICTURE},
    {"bildnachweis", PD_SAYS_CREDIT},
    {"bildquelle", PD_SAYS_CREDIT},
    {"bildrechte", PD_SAYS_CREDIT},
    {"bildtext", PD_SAYS_CAPTION},
    {"bildunterschrift", PD_SAYS_CAPTION},
    {"breadcrumb", PD_SAYS_NOISE},
    {"btn", PD_SAYS_CONTROL},
    {"button", PD_SAYS_CONTROL},
    {"byline", PD_SAYS_AUTHOR},
    {"caption", PD_SAYS_CAPTION},
    {"captions", PD_SAYS_CAPTION},
    {"carousel", PD_SAYS_GALLERY},
    {"close", PD_SAYS_CONTROL},
    {"comment", PD_SAYS_NOISE},
    {"comments", PD_SAYS_NOISE},
    {"consent", PD_SAYS_NOISE},
    {"contributor", PD_SAYS_AUTHOR},
    {"cookie", PD_SAYS_NOISE},
    {"copyright", PD_SAYS_CREDIT},
    {"copyrights", PD_SAYS_CREDIT},
    {"counter", PD_SAYS_CONTROL},
    {"courtesy", PD_SAYS_CREDIT},
    {"credit", PD_SAYS_CREDIT},
    {"creditline", PD_SAYS_CREDIT},
    {"credito", PD_SAYS_CREDIT},
    {"creditos", PD_SAYS_CREDIT},
    {"credits", PD_SAYS_CREDIT},
    {"cutline", PD_SAYS_CAPTION},
    {"desc", PD_SAYS_CAPTION},
    {"description", PD_SAYS_CAPTION},
    {"didascalia", PD_SAYS_CAPTION},
    {"featured", PD_SAYS_LEAD},
    {"figcaption", PD_SAYS_CAPTION},
    {"fonte", PD_SAYS_CREDIT},
    {"footer", PD_SAYS_NOISE},
    {"foto", PD_SAYS_PICTURE},
    {"fotocredit", PD_SAYS_CREDIT},
    {"fotograf", PD_SAYS_CREDIT},
    {"fotografo", PD_SAYS_CREDIT},
    {"fotos", PD_SAYS_PICTURE},
    {"fuente", PD_SAYS_CREDIT},
    {"fullscreen", PD_SAYS_CONTROL},
    {"galeria", PD_SAYS_GALLERY},
    {"galerie", PD_SAYS_GALLERY},
    {"gallery", PD_SAYS_GALLERY},
    {"hero", PD_SAYS_LEAD},
    {"icon", PD_SAYS_CONTROL},
    {"image", PD_SAYS_PICTURE},
    {"images", PD_SAYS_PICTURE},
    {"img", PD_SAYS_PICTURE},
    {"kilde", PD_SAYS_CREDIT},
    {"lead", PD_SAYS_LEAD},
    {"legend", PD_SAYS_CAPTION},
    {"legende", PD_SAYS_CAPTION},
    {"leyenda", PD_SAYS_CAPTION},
    {"licence", PD_SAYS_CREDIT},
    {"license", PD_SAYS_CREDIT},
    {"lightbox", PD_SAYS_GALLERY},
    {"logo", PD_SAYS_NOISE},
    {"media", PD_SAYS_PICTURE},
    {"menu", PD_SAYS_NOISE},
    {"nav", PD_SAYS_NOISE},
    {"navigation", PD_SAYS_NOISE},
    {"newsletter", PD_SAYS_NOISE},
    {"offscreen", PD_SAYS_HIDDEN},
    {"opener", PD_SAYS_LEAD},
    {"outbrain", PD_SAYS_NOISE},
    {"owner", PD_SAYS_CREDIT},
    {"pager", PD_SAYS_CONTROL},
    {"pagination", PD_SAYS_CONTROL},
    {"photo", PD_SAYS_PICTURE},
    {"photocredit", PD_SAYS_CREDIT},
    {"photog", PD_SAYS_CREDIT},
    {"photographer", PD_SAYS_CREDIT},
    {"photos", PD_SAYS_PICTURE},
    {"pic", PD_SAYS_PICTURE},
    {"picture", PD_SAYS_PICTURE},
    {"podcast", PD_SAYS_NOISE},
    {"popular", PD_SAYS_NOISE},
    {"promo", PD_SAYS_NOISE},
    {"provider", PD_SAYS_CREDIT},
    {"quelle", PD_SAYS_CREDIT},
    {"recirc", PD_SAYS_NOISE},
    {"recirculation", PD_SAYS_NOISE},
    {"recommend", PD_SAYS_NOISE},
    {"recommendation", PD_SAYS_NOISE},
    {"recommendations", PD_SAYS_NOISE},
    {"recommended", PD_SAYS_NOISE},
    {"related", PD_SAYS_NOISE},
    {"rights", PD_SAYS_CREDIT},
    {"screenreader", PD_SAYS_HIDDEN},
    {"share", PD_SAYS_CONTROL | PD_SAYS_NOISE},
    {"sidebar", PD_SAYS_NOISE},
    {"slider", PD_SAYS_GALLERY},
    {"slideshow", PD_SAYS_GALLERY},
    {"social", PD_SAYS_CONTROL | PD_SAYS_NOISE},
    {"source", PD_SAYS_CREDIT},
    {"sources", PD_SAYS_CREDIT},
    {"sponsor", PD_SAYS_NOISE},
    {"sponsored", PD_SAYS_NOISE},
    {"sr", PD_SAYS_HIDDEN},
    {"swiper", PD_SAYS_GALLERY},
    {"taboola", PD_SAYS_NOISE},
    {"teaser", PD_SAYS_TEASER},
    {"teasers", PD_SAYS_TEASER},
    {"toolbar", PD_SAYS_CONTROL},
    {"tooltip", PD_SAYS_CONTROL},
    {"trending", PD_SAYS_NOISE},
    {"urheber", PD_SAYS_CREDIT},
    {"visuallyhidden", PD_SAYS_HIDDEN},
    {"zoom", PD_SAYS_CONTROL},
};

/* The attributes whose words count. */
static const char *const NAMING[] = {"class", "itemprop", "id", "data-testid", "data-component", "data-type", "data-qa"};

static int compare_word(const void *key, const void *row) {
    return strcmp(key, *(const char *const *)row);
}

static unsigned word_says(const char *word) {
    const void *row = bsearch(word, WORDS, G_N_ELEMENTS(WORDS), sizeof WORDS[0], compare_word);
    return row ? WORDS[((const char *)row - (const char *)WORDS) / (ptrdiff_t)sizeof WORDS[0]].says : PD_SAYS_NOTHING;
}

/* "visually-hidden", "screen-reader-text", "off-screen": for ears only. */
static unsigned pair_says(const char *first, const char *second) {
    static const char *const pairs[][2] = {{"visually", "hidden"}, {"text", "hidden"},       {"screen", "reader"},
                                           {"off", "screen"},      {"element", "invisible"}, {"hidden", "visually"},
                                           {"hide", "text"},       {"assistive", "text"},    {"only", "sr"}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (strcmp(first, pairs[i][0]) == 0 && strcmp(second, pairs[i][1]) == 0)
            return PD_SAYS_HIDDEN;
    return PD_SAYS_NOTHING;
}

/* class="hidden", with nothing that would show it in a wider window. */
static bool is_hidden_class(const char *names) {
    if (strchr(names, ':'))
        return false;
    const char *at = strstr(names, "hidden");
    return at && (at == names || at[-1] == ' ') && (at[6] == '\0' || at[6] == ' ');
}

unsigned pd_html_words_say(const char *names) {
    unsigned says = PD_SAYS_NOTHING;
    char word[24], before[24] = "";
    size_t n = 0;
    for (const char *p = names;; p++) {
        bool is_hump = n > 0 && g_ascii_isupper(*p) && g_ascii_islower(p[-1]);
        if (n > 0 && (is_hump || !g_ascii_isalpha(*p))) {
            word[n] = '\0';
            says |= word_says(word);
            says |= pair_says(before, word);
            memcpy(before, word, n + 1);
            n = 0;
        }
        if (*p == '\0')
            return says;
        if (g_ascii_isalpha(*p) && n < sizeof word - 1)
            word[n++] = g_ascii_tolower(*p);
    }
}

/* Pages say the same names again and again: what is known of a value is kept by its text. */
static unsigned value_says(GHashTable *known, const char *value) {
    gpointer says;
    if (g_hash_table_lookup_extended(known, value, NULL, &says))
        return GPOINTER_TO_UINT(says);
    unsigned fresh = pd_html_words_say(value);
    g_hash_table_insert(known, (gpointer)(uintptr_t)value, GUINT_TO_POINTER(fresh));
    return fresh;
}

static bool is_naming(const char *name) {
    for (size_t i = 0; i < G_N_ELEMENTS(NAMING); i++)
        if (*name == *NAMING[i] && strcmp(name, NAMING[i]) == 0)
            return true;
    return false;
}

static unsigned element_says(GHashTable *known, const PdHtmlNode *node) {
    unsigned says = PD_SAYS_NOTHING;
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        const PdHtmlAttr *attr = &node->attrs[i];
        if (!is_naming(attr->name))
            continue;
        says |= value_says(known, attr->value);
        if (strcmp(attr->name, "class") == 0 && is_hidden_class(attr->value))
            says |= PD_SAYS_HIDDEN;
    }
    return says;
}

uint16_t *pd_html_says_all(const PdHtml *html) {
    g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
    uint16_t *says = g_new0(uint16_t, html->n_nodes);
    for (uint32_t i = 0; i < html->n_nodes; i++)
        says[i] = (uint16_t)element_says(known, html->nodes[i]);
    return says;
}
