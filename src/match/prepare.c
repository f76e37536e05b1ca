/* Figures and images made ready for comparing: everything that does not depend on the other side is done here, once. */
#include <string.h>

#include "codec/text.h"
#include "match/lexicon.h"
#include "match/match.h"

int pd_match_day(const char *date) {
    if (!date || strlen(date) < 10 || date[4] != '-' || date[7] != '-')
        return 0;
    guint64 year = g_ascii_strtoull(date, NULL, 10), month = g_ascii_strtoull(date + 5, NULL, 10),
            day = g_ascii_strtoull(date + 8, NULL, 10);
    if (year < 1 || year > 9999 || !g_date_valid_dmy((GDateDay)MIN(day, 99), (GDateMonth)MIN(month, 99), (GDateYear)year))
        return 0;
    GDate value;
    g_date_clear(&value, 1);
    g_date_set_dmy(&value, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return (int)g_date_get_julian(&value);
}

/* The file's own name in a path or url, without query and extension, folded. (transfer full) */
char *pd_match_stem(const char *path) {
    g_autofree char *clean = g_strdup(path ? path : "");
    clean[strcspn(clean, "?#")] = '\0';
    size_t len = strlen(clean);
    while (len && clean[len - 1] == '/')
        clean[--len] = '\0';
    const char *base = strrchr(clean, '/');
    base = base ? base + 1 : clean;
    const char *dot = strrchr(base, '.');
    size_t keep = dot && dot != base && strlen(dot) <= 5 ? (size_t)(dot - base) : strlen(base);
    g_autofree char *part = g_strndup(base, keep);
    g_autofree char *plain = g_uri_unescape_string(part, NULL);
    g_autofree char *valid = g_utf8_make_valid(plain ? plain : part, -1);
    return pd_text_fold(valid);
}

static char *padded_words(const char *text) {
    g_autofree char *words = pd_text_words(text ? text : "");
    return g_strconcat(" ", words, *words ? " " : "", NULL);
}

/* ---- credits */

static void credit_done(PdMatchCredit *credit) {
    g_strfreev(credit->creators);
    g_strfreev(credit->agencies);
    g_strfreev(credit->creators_shown);
    g_strfreev(credit->agencies_shown);
    g_free(credit->line);
}

static void credit_init(PdMatchCredit *out, const PdCredit *credit) {
    g_autoptr(GStrvBuilder) creators = g_strv_builder_new(), agencies = g_strv_builder_new();
    g_autoptr(GStrvBuilder) creators_shown = g_strv_builder_new(), agencies_shown = g_strv_builder_new();
    for (size_t i = 0; credit && i < credit->n_creators; i++) {
        g_autofree char *name = pd_text_words(credit->creators[i]);
        if (!*name)
            continue;
        g_strv_builder_add(creators, name);
        g_strv_builder_add(creators_shown, credit->creators[i]);
    }
    for (size_t i = 0; credit && i < credit->n_agencies; i++) {
        const PdParty *party = &credit->agencies[i];
        const char *shown = party->short_name ? party->short_name : party->name;
        g_autofree char *name = pd_text_words(shown);
        if (!party->slug && (!name || !*name))
            continue;
        g_strv_builder_add(agencies, party->slug ? party->slug : name);
        g_strv_builder_add(agencies_shown, shown ? shown : party->slug);
    }
    out->creators = g_strv_builder_end(creators);
    out->agencies = g_strv_builder_end(agencies);
    out->creators_shown = g_strv_builder_end(creators_shown);
    out->agencies_shown = g_strv_builder_end(agencies_shown);
    out->line = pd_text_words(credit && credit->line ? credit->line : "");
}

/* ---- places */

static void add_place(GStrvBuilder *names, const char *place) {
    g_auto(GStrv) parts = g_strsplit(place ? place : "", ",", 2); /* "Toledo, Ohio": the city alone is looked for */
    g_autofree char *name = parts[0] ? pd_text_words(parts[0]) : NULL;
    if (!name || strlen(name) < 2)
        return;
    const char *const *known = pd_lexicon_place(name);
    if (known)
        g_strv_builder_addv(names, (const char **)known);
    else
        g_strv_builder_add(names, name);
}

static char **places_of(const char *a, const char *b) {
    g_autoptr(GStrvBuilder) names = g_strv_builder_new();
    add_place(names, a);
    add_place(names, b);
    return g_strv_builder_end(names);
}

/* ---- images */

/* Frames of one burst say the same of themselves: creator, day and caption. Without any of the words an image is known by
 * its creator and day; without those it is a set of its own. */
static char *set_key_of(const PdMatchImage *image, const char *core) {
    const char *creator = image->credit.creators[0] ? image->credit.creators[0] : "";
    if (!*core && image->name_terms->terms->len >= 2)
        return g_strdup_printf("#%" G_GINT64_FORMAT, image->id);
    if (!*core && (!*creator || !image->day))
        return g_strdup_printf("#%" G_GINT64_FORMAT, image->id);
    return g_strdup_printf("%s|%d|%s", creator, image->day, core);
}

static void drop_places(PdTerms *terms, const PdMatchSource *source) {
    const char *const places[] = {source->city, source->state, source->country};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++)
        if (places[i])
            pd_terms_drop(terms, places[i]);
}

PdMatchImage *pd_match_image_new(const PdMatchSource *source, const PdMatchArchive *archive) {
    PdMatchImage *image = g_new0(PdMatchImage, 1);
    image->id = source->id;
    image->path = g_strdup(source->path);
    image->folder = g_path_get_dirname(source->path ? source->path : "");
    image->stem = pd_match_stem(source->path);
    image->supplier_id = g_strdup(source->supplier_id);
    image->terms = pd_terms_new();
    const char *const texts[] = {source->caption, source->headline, source->title, source->keywords, source->sublocation};
    g_autoptr(GString) core = g_string_new(NULL); /* of the caption */
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        pd_terms_add(image->terms, texts[i], i == 0 ? core : NULL);
    drop_places(image->terms, source);
    pd_terms_weigh(image->terms, archive->rarity, archive->user);
    image->name_terms = pd_terms_new();
    pd_terms_add_name(image->name_terms, image->stem);
    pd_terms_weigh(image->name_terms, archive->rarity, archive->user);
    credit_init(&image->credit, source->credit);
    image->cities = places_of(source->city, NULL);
    image->countries = places_of(source->country, source->state);
    image->city = g_strdup(source->city);
    image->country = g_strdup(source->country ? source->country : source->state);
    image->day = pd_match_day(source->captured_at);
    image->set_key = set_key_of(image, core->str);
    return image;
}

void pd_match_image_free(PdMatchImage *image) {
    if (!image)
        return;
    g_free(image->path);
    g_free(image->folder);
    g_free(image->stem);
    g_free(image->supplier_id);
    pd_terms_free(image->terms);
    pd_terms_free(image->name_terms);
    credit_done(&image->credit);
    g_strfreev(image->cities);
    g_strfreev(image->countries);
    g_free(image->city);
    g_free(image->country);
    g_free(image->set_key);
    g_free(image);
}

/* ---- figures */

static PdTerms *terms_of(const char *a, const char *b, const PdMatchArchive *archive) {
    PdTerms *terms = pd_terms_new();
    pd_terms_add(terms, a, NULL);
    pd_terms_add(terms, b, NULL);
    pd_terms_weigh(terms, archive->rarity, archive->user);
    return terms;
}

PdMatchFigure *pd_match_figure_new(int64_t id, const PdArticle *article, const PdFigure *figure, const PdCredit *printed,
                                   const char *const *supplier_ids, const PdMatchArchive *archive) {
    PdMatchFigure *out = g_new0(PdMatchFigure, 1);
    out->id = id;
    out->terms = terms_of(figure->caption, figure->alt, archive);
    out->title = terms_of(article->title, NULL, archive);
    out->lead = terms_of(article->lead, NULL, archive);
    g_autofree char *both = g_strjoin(" ", figure->caption ? figure->caption : "", figure->alt ? figure->alt : "", NULL);
    out->caption_words = padded_words(both);
    out->title_words = padded_words(article->title);
    out->lead_words = padded_words(article->lead);
    out->url_stem = figure->url ? pd_match_stem(figure->url) : NULL;
    out->url_terms = pd_terms_new();
    if (out->url_stem)
        pd_terms_add_name(out->url_terms, out->url_stem);
    pd_terms_weigh(out->url_terms, archive->rarity, archive->user);
    out->supplier_ids = g_strdupv((char **)supplier_ids);
    if (!out->supplier_ids)
        out->supplier_ids = g_new0(char *, 1);
    credit_init(&out->credit, printed);
    out->published = pd_match_day(article->published_at);
    return out;
}

void pd_match_figure_free(PdMatchFigure *figure) {
    if (!figure)
        return;
    pd_terms_free(figure->terms);
    pd_terms_free(figure->title);
    pd_terms_free(figure->lead);
    pd_terms_free(figure->url_terms);
    g_free(figure->caption_words);
    g_free(figure->title_words);
    g_free(figure->lead_words);
    g_free(figure->url_stem);
    g_strfreev(figure->supplier_ids);
    credit_done(&figure->credit);
    g_clear_pointer(&figure->looks, g_hash_table_unref);
    g_free(figure);
}
