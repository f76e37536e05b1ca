/* schema.org's ImageObject, MediaObject and Article (https://schema.org, terms of 2024) as newsrooms write them. */
#include "article/schema.h"

#include <string.h>

#include "codec/date.h"
#include "codec/text.h"

typedef struct {
    PdSchemaEach each;
    void *user;
    bool in_article; /* the value of an article's "image" is being read */
} Walk;

static bool ends_with(const char *text, const char *end) {
    return text && g_str_has_suffix(text, end);
}

/* "NewsArticle", "schema:NewsArticle" and "https://schema.org/NewsArticle" are one type. */
static bool is_type(const PdJsonValue *object, const char *type) {
    const PdJsonValue *stated = pd_json_get(object, "@type");
    if (pd_json_text(stated))
        return ends_with(pd_json_text(stated), type);
    for (size_t i = 0; i < pd_json_count(stated); i++)
        if (ends_with(pd_json_text(pd_json_item(stated, i)), type))
            return true;
    return false;
}

static bool is_article(const PdJsonValue *object) {
    return is_type(object, "Article") || is_type(object, "BlogPosting") || is_type(object, "Report") ||
           is_type(object, "LiveBlogPosting");
}

static const char *filled(const char *text) {
    return pd_text_is_blank(text) ? NULL : text;
}

/* A text, the name of a person or an organisation, or several of them. (transfer full, nullable) */
static char *names(const PdJsonValue *value) {
    const char *text = pd_json_text(value);
    text = filled(text ? text : pd_json_get_text(value, "name"));
    if (text)
        return pd_text_tidy(text);
    if (!pd_json_is_array(value))
        return NULL;
    g_autoptr(GString) all = g_string_new(NULL);
    for (size_t i = 0; i < pd_json_count(value) && i < 8; i++) {
        const PdJsonValue *item = pd_json_item(value, i);
        const char *one = filled(pd_json_text(item) ? pd_json_text(item) : pd_json_get_text(item, "name"));
        if (one)
            g_string_append_printf(all, "%s%s", all->len > 0 ? ", " : "", one);
    }
    return all->len > 0 ? pd_text_tidy(all->str) : NULL;
}

/* schema.org's ways to say whose picture it is, the most telling first. */
static char *stated_credit(const PdJsonValue *object) {
    static const char *const keys[] = {"creditText", "credit", "copyrightNotice", "copyrightHolder",
                                       "creator",    "author", "photographer"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *credit = names(pd_json_get(object, keys[i]));
        if (credit)
            return credit;
    }
    return NULL;
}

/* A text, or the address of an object. (transfer full, nullable) */
static char *address(const PdJsonValue *value) {
    const char *text = pd_json_text(value);
    text = text ? text : pd_json_get_text(value, "url");
    text = text ? text : pd_json_get_text(value, "@id");
    return filled(text) ? pd_text_tidy(text) : NULL;
}

/* What the object says of credit and licence, as PdFigure.data keeps it. */
static char *stated_data(const PdJsonValue *object) {
    static const char *const PROPERTIES[] = PD_DATA_PROPERTIES;
    GString *data = g_string_new(NULL);
    for (const char *const *property = PROPERTIES; *property; property++) {
        const PdJsonValue *value = pd_json_get(object, *property);
        bool is_name = strcmp(*property, "creator") == 0 || strcmp(*property, "creditText") == 0;
        g_autofree char *text = is_name ? names(value) : address(value);
        if (text)
            g_string_append_printf(data, "%s\t%s\n", *property, text);
    }
    return g_string_free(data, FALSE);
}

static void tell_media(Walk *walk, const PdJsonValue *object, PdFigureKind kind) {
    static const char *const address_keys[] = {"contentUrl", "url", "ContentUrl", "thumbnailUrl", "embedUrl"};
    PdSchemaMedia media = {.kind = kind, .is_of_article = walk->in_article};
    size_t n = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(address_keys) && n < G_N_ELEMENTS(media.urls) - 1; i++) {
        const char *url = pd_json_get_text(object, address_keys[i]);
        if (url && strchr(url, '/') && (n == 0 || strcmp(media.urls[n - 1], url) != 0))
            media.urls[n++] = url;
    }
    if (n == 0)
        return;
    media.caption = filled(pd_json_get_text(object, "caption"));
    media.caption = media.caption ? media.caption : filled(pd_json_get_text(object, "description"));
    media.name = filled(pd_json_get_text(object, "name"));
    g_autofree char *credit = stated_credit(object);
    g_autofree char *data = stated_data(object);
    media.credit = credit;
    media.data = data;
    walk->each(&media, walk->user);
}

/* An article's "image" may be a bare address. */
static void tell_address(Walk *walk, const PdJsonValue *value) {
    const char *url = pd_json_text(value);
    if (!walk->in_article || !url || !strchr(url, '/'))
        return;
    PdSchemaMedia media = {.kind = PD_FIGURE_IMAGE, .urls = {url}, .is_of_article = true};
    walk->each(&media, walk->user);
}

static void walk_value(Walk *walk, const PdJsonValue *value);

static bool walk_member(const char *key, const PdJsonValue *value, void *user) {
    static const char *const not_shown[] = {"logo",    "publisher", "author",         "creator",
                                            "comment", "review",    "copyrightHolder"};
    Walk *walk = user;
    for (size_t i = 0; i < G_N_ELEMENTS(not_shown); i++)
        if (strcmp(key, not_shown[i]) == 0)
            return true;
    Walk inner = *walk;
    inner.in_article = walk->in_article && (strcmp(key, "image") == 0 || strcmp(key, "primaryImageOfPage") == 0);
    walk_value(&inner, value);
    return true;
}

static void walk_value(Walk *walk, const PdJsonValue *value) {
    if (pd_json_is_array(value)) {
        for (size_t i = 0; i < pd_json_count(value); i++)
            walk_value(walk, pd_json_item(value, i));
        return;
    }
    if (!pd_json_is_object(value)) {
        tell_address(walk, value);
        return;
    }
    bool is_image = is_type(value, "ImageObject"),
         is_player = is_type(value, "VideoObject") || is_type(value, "AudioObject");
    if (is_image || is_player)
        tell_media(walk, value, is_image ? PD_FIGURE_IMAGE : PD_FIGURE_MEDIA);
    Walk inner = {walk->each, walk->user, is_article(value)};
    pd_json_each(value, walk_member, &inner);
}

void pd_schema_each_media(const PdJsonValue *graph, PdSchemaEach each, void *user) {
    Walk walk = {each, user, false};
    walk_value(&walk, graph);
}

typedef struct {
    const PdJsonValue *found;
} Search;

static void search(Search *state, const PdJsonValue *value);

static bool search_member(const char *key, const PdJsonValue *value, void *user) {
    Search *state = user;
    if (strcmp(key, "isPartOf") != 0 && strcmp(key, "itemListElement") != 0)
        search(state, value);
    return state->found == NULL;
}

static void search(Search *state, const PdJsonValue *value) {
    if (state->found)
        return;
    if (pd_json_is_array(value)) {
        for (size_t i = 0; i < pd_json_count(value); i++)
            search(state, pd_json_item(value, i));
    } else if (pd_json_is_object(value)) {
        if (is_article(value))
            state->found = value;
        else
            pd_json_each(value, search_member, state);
    }
}

const PdJsonValue *pd_schema_article(const PdJsonValue *graph) {
    Search state = {NULL};
    search(&state, graph);
    return state.found;
}

static const char *keep(PdArticle *out, const char *have, const char *text) {
    if (have || pd_text_is_blank(text))
        return have;
    g_autofree char *plain = pd_text_unescape(text);
    g_autofree char *tidy = pd_text_tidy(plain);
    return pd_article_keep(out, tidy);
}

static const char *keep_date(PdArticle *out, const char *have, const char *text) {
    g_autofree char *date = have || !text ? NULL : pd_date_normalise(text, NULL);
    return have ? have : pd_article_keep(out, date);
}

void pd_schema_read_article(const PdJsonValue *article, PdArticle *out) {
    const PdJsonValue *page = pd_json_get(article, "mainEntityOfPage");
    const char *urls[] = {pd_json_get_text(article, "url"), pd_json_text(page), pd_json_get_text(page, "@id"),
                          pd_json_get_text(article, "@id")};
    out->title = keep(out, out->title, pd_json_get_text(article, "headline"));
    out->title = keep(out, out->title, pd_json_get_text(article, "name"));
    for (size_t i = 0; i < G_N_ELEMENTS(urls) && !out->url; i++)
        if (urls[i] && strstr(urls[i], "://"))
            out->url = pd_article_keep(out, urls[i]);
    out->published_at = keep_date(out, out->published_at, pd_json_get_text(article, "datePublished"));
    out->modified_at = keep_date(out, out->modified_at, pd_json_get_text(article, "dateModified"));
    out->language = keep(out, out->language, pd_json_get_text(article, "inLanguage"));
    out->lead = keep(out, out->lead, pd_json_get_text(article, "description"));
}
