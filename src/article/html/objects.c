/* Pictures in the JSON of frameworks: component properties in attributes (data-props, Astro islands), and the state that
 * single-page sites draw themselves from (Next, Nuxt, Arc). No schema binds them; an object is a picture when it holds the
 * address of one beside a caption or a credit, and is no other story.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

#define MAX_JSON_LEVELS 24
#define MAX_ADDRESS_LEVELS 4
#define MAX_ADDRESSES 8u
#define MIN_JSON_BYTES 40u
#define PROSE_STRING_BYTES 80u

/* Astro writes every value as [kind, value]. */
static const PdJsonValue *bare(const PdJsonValue *value) {
    while (pd_json_is_array(value) && pd_json_count(value) == 2 && pd_json_whole(pd_json_item(value, 0), -1) >= 0)
        value = pd_json_item(value, 1);
    return value;
}

static bool has_picture_ending(const char *value) {
    static const char *const endings[] = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".JPG", ".JPEG", ".PNG"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (strstr(value, endings[i]))
            return true;
    return false;
}

static bool is_picture_address(const char *value) {
    size_t len = strlen(value);
    if (len < 5 || len > 2048 || strpbrk(value, " <\"\n") || !strchr(value, '/'))
        return false;
    return has_picture_ending(value) || strstr(value, "/image") || strstr(value, "/img") || strstr(value, "/photo");
}

typedef struct {
    const char *urls[MAX_ADDRESSES];
    size_t n_urls;
    int level;
    bool is_own; /* the address is a member of the object itself */
    const PdJsonValue *caption, *weak_caption, *credit;
    bool is_story; /* has what only another article has */
} Candidate;

static void collect(Candidate *candidate, const PdJsonValue *value);

static bool collect_member(const char *key, const PdJsonValue *value, void *user) {
    (void)key;
    collect(user, value);
    return true;
}

static void collect(Candidate *candidate, const PdJsonValue *value) {
    value = bare(value);
    const char *text = pd_json_text(value);
    if (text && candidate->n_urls < MAX_ADDRESSES && is_picture_address(text))
        candidate->urls[candidate->n_urls++] = text;
    if (text || candidate->level >= MAX_ADDRESS_LEVELS)
        return;
    candidate->level++;
    for (size_t i = 0; pd_json_is_array(value) && i < pd_json_count(value) && i < 16; i++)
        collect(candidate, pd_json_item(value, i));
    if (pd_json_is_object(value))
        pd_json_each(value, collect_member, candidate);
    candidate->level--;
}

static bool is_one_of(const char *key, const char *const *names) {
    for (; *names; names++)
        if (g_ascii_strcasecmp(key, *names) == 0)
            return true;
    return false;
}

static bool look_at_member(const char *key, const PdJsonValue *value, void *user) {
    static const char *const stories[] = {"headline", "headlines", "permalink", "slug",    "href",
                                          "link",     "canonical", "articleId", "section", NULL};
    static const char *const holders[] = {"asset", "file", "sizes", "renditions", "variants",
                                          "src",   "url",  "urls",  "sources",    NULL};
    static const char *const weak[] = {"text", "title", "alt", "description", "summary", NULL};
    Candidate *candidate = user;
    value = bare(value);
    unsigned says = pd_html_words_say(key);
    const char *text = pd_json_text(value);
    candidate->is_story = candidate->is_story || is_one_of(key, stories);
    if (text && is_picture_address(text)) {
        candidate->is_own = true;
        collect(candidate, value);
    } else if (!text && ((says & PD_SAYS_PICTURE) || is_one_of(key, holders))) {
        collect(candidate, value);
    } else if (is_one_of(key, weak)) {
        candidate->weak_caption = candidate->weak_caption ? candidate->weak_caption : value;
    } else if (says & (PD_SAYS_CREDIT | PD_SAYS_AUTHOR)) {
        if (!candidate->credit || (says & PD_SAYS_CREDIT))
            candidate->credit = value;
    } else if ((says & PD_SAYS_CAPTION) && !candidate->caption) {
        candidate->caption = value;
    }
    return true;
}

/* A text, the text of an object that wraps one, or of several. */
static void append_text(const PdJsonValue *value, GString *out, int level) {
    static const char *const keys[] = {"value", "text", "html", "name", "title", "plain", "by", "affiliation", "content"};
    value = bare(value);
    const char *text = pd_json_text(value);
    if (text && !strstr(text, "://")) {
        if (out->len > 0 && !pd_text_is_blank(text))
            g_string_append(out, " / ");
        g_string_append(out, text);
    }
    if (text || level > 3)
        return;
    for (size_t i = 0; pd_json_is_array(value) && i < pd_json_count(value) && i < 8; i++)
        append_text(pd_json_item(value, i), out, level + 1);
    gsize had = out->len;
    for (size_t i = 0; pd_json_is_object(value) && i < G_N_ELEMENTS(keys); i++) {
        bool is_last = out->len > had && strcmp(keys[i], "affiliation") != 0;
        if (!is_last && pd_json_get(value, keys[i]))
            append_text(pd_json_get(value, keys[i]), out, level + 1);
    }
}

static char *text_of(const PdJsonValue *value) {
    g_autoptr(GString) out = g_string_new(NULL);
    append_text(value, out, 0);
    return pd_text_is_blank(out->str) ? NULL : pd_text_tidy(out->str);
}

static void read_texts(const PdPage *page, const Candidate *candidate, PdTexts *texts) {
    const PdJsonValue *stated = candidate->caption ? candidate->caption : candidate->weak_caption;
    g_autofree char *caption = text_of(stated);
    *texts = (PdTexts){.evidence = PD_EVIDENCE_NAMED};
    g_autofree char *credit = text_of(candidate->credit);
    if (credit && strlen(credit) <= MAX_CREDIT_BYTES)
        texts->credit = g_steal_pointer(&credit);
    if (caption)
        pd_html_value_texts(page, caption, texts);
}

typedef struct {
    PdPage *page;
    const PdHtmlNode *node;
    const char *cue;
    int level;
    size_t n;
} Walk;

static bool is_picture(const Candidate *candidate) {
    bool is_told = candidate->caption || (candidate->credit && (candidate->is_own || candidate->weak_caption));
    return candidate->n_urls > 0 && !candidate->is_story && is_told;
}

static void add_picture(Walk *walk, const Candidate *candidate) {
    PdTexts texts;
    read_texts(walk->page, candidate, &texts);
    if (texts.caption) { /* players carry a source for their own ends */
        PdMedia media = {.node = walk->node, .kind = PD_FIGURE_IMAGE, .urls = g_ptr_array_new_with_free_func(g_free)};
        for (size_t i = 0; i < candidate->n_urls; i++)
            g_ptr_array_add(media.urls, g_strdup(candidate->urls[i]));
        pd_html_add_figure(walk->page, walk->node, &media, &texts, walk->cue);
        pd_html_media_done(&media);
        walk->n++;
    }
    pd_html_texts_done(&texts);
}

static void walk_value(Walk *walk, const PdJsonValue *value);

static bool walk_member(const char *key, const PdJsonValue *value, void *user) {
    bool is_lead = strstr(key, "promo_items") != NULL; /* Arc's name for what stands above the text */
    if (is_lead || !(pd_html_words_say(key) & (PD_SAYS_NOISE | PD_SAYS_TEASER | PD_SAYS_AUTHOR)))
        walk_value(user, value);
    return true;
}

static void walk_value(Walk *walk, const PdJsonValue *value) {
    value = bare(value);
    if (walk->level >= MAX_JSON_LEVELS || walk->n >= walk->page->limits->figures)
        return;
    walk->level++;
    Candidate candidate = {0};
    if (pd_json_is_object(value))
        pd_json_each(value, look_at_member, &candidate);
    if (is_picture(&candidate))
        add_picture(walk, &candidate);
    else if (pd_json_is_object(value))
        pd_json_each(value, walk_member, walk);
    for (size_t i = 0; pd_json_is_array(value) && i < pd_json_count(value); i++)
        walk_value(walk, pd_json_item(value, i));
    walk->level--;
}

static bool is_json(const char *value) {
    value += strspn(value, " \n");
    return (*value == '{' || *value == '[') && strlen(value) >= MIN_JSON_BYTES && strchr(value, '"');
}

bool pd_html_read_properties(PdPage *page, const PdHtmlNode *node) {
    size_t n = 0;
    for (uint32_t i = 0; i < node->n_attrs; i++) {
        const char *value = node->attrs[i].value;
        if ((*value != '{' && *value != '[' && *value != ' ') || !is_json(value) || !has_picture_ending(value))
            continue;
        g_autoptr(PdJsonValue) root = pd_json_parse(value, strlen(value), page->limits, NULL);
        Walk walk = {.page = page, .node = node, .cue = "json in attribute"};
        if (root)
            walk_value(&walk, root);
        n += walk.n;
    }
    return n > 0;
}

/* How much running text a value holds: long strings of many words. */
static size_t prose_of(const PdJsonValue *value, int level);

typedef struct {
    size_t prose, best_prose;
    const PdJsonValue *best;
    int level;
} Weigh;

static bool weigh_member(const char *key, const PdJsonValue *value, void *user) {
    Weigh *weigh = user;
    (void)key;
    size_t prose = prose_of(value, weigh->level + 1);
    weigh->prose += prose;
    if (prose > weigh->best_prose) {
        weigh->best_prose = prose;
        weigh->best = value;
    }
    return true;
}

static void weigh_parts(const PdJsonValue *value, Weigh *weigh) {
    if (pd_json_is_object(value))
        pd_json_each(value, weigh_member, weigh);
    for (size_t i = 0; pd_json_is_array(value) && i < pd_json_count(value); i++)
        weigh_member("", pd_json_item(value, i), weigh);
}

static size_t prose_of(const PdJsonValue *value, int level) {
    const char *text = pd_json_text(value);
    if (text) {
        size_t len = strlen(text);
        return len >= PROSE_STRING_BYTES && strchr(text, ' ') && !strstr(text, "function") ? len : 0;
    }
    Weigh weigh = {.level = level};
    if (level < MAX_JSON_LEVELS)
        weigh_parts(value, &weigh);
    return weigh.prose;
}

/* The smallest object that holds most of the state's running text: the article. */
static const PdJsonValue *article_of(const PdJsonValue *root) {
    size_t all = prose_of(root, 0);
    const PdJsonValue *at = root, *object = root;
    for (int level = 0; all > 0 && level < MAX_JSON_LEVELS; level++) {
        Weigh weigh = {.level = level};
        weigh_parts(at, &weigh);
        if (!weigh.best || weigh.best_prose * 10 < all * 6 || pd_json_text(weigh.best))
            break;
        at = weigh.best;
        object = pd_json_is_object(at) ? at : object;
    }
    return object;
}

size_t pd_html_read_objects(PdPage *page, const PdHtmlNode *node, const PdJsonValue *root) {
    Walk walk = {.page = page, .node = node, .cue = "state"};
    walk_value(&walk, article_of(root));
    return walk.n;
}
