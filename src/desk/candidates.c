/* Candidates (desk/candidates.h). Each way of asking brings in a bounded number of images in an order of its own; the best
 * of all orders together are made ready, which is dear, and scored, the same for every store. A failure while words are
 * counted is kept and told by the next function that can fail. */
#include "desk/candidates.h"

#include <math.h>
#include <string.h>

#include "catalog/ranking.h"
#include "codec/text.h"
#include "match/lexicon.h"
#include "picdesk/error.h"
#include "picdesk/grammar.h"

enum {
    BY_CAPTION_MAX = 150,
    BY_CONTEXT_MAX = 60,
    BY_CREATOR_MAX = 150,
    BY_DAY_MAX = 150,
    BY_CITY_MAX = 40,
    BY_NAME_MAX = 50,
    BY_KEY_MAX = 20,
    DAYS_BEFORE = 8,
    DAYS_LONG_BEFORE = 40,
    CITY_WORDS_MAX = 120,
    AGENCIES_ASKED = 3,
    CREATORS_ASKED = 4,
    WORDS_ASKED = 400,
    BEST_MAX = 256,
    HELD_MAX = 20000
};

struct PdCandidates {
    PdCatalog *catalog;
    GHashTable *images;   /* id -> PdMatchImage */
    GHashTable *before;   /* the same: those that were not asked for since images was begun */
    GHashTable *rarities; /* word -> double */
    GHashTable *credits;  /* line and creators -> PdCredit: one shoot's images say the same */
    PdMatchArchive archive;
    char *context;                /* title and lead that were asked for last: all figures of an article share them */
    GArray *title_ids, *lead_ids; /* of int64_t: what they found, best first */
    double n_images;
    GError *failure; /* of the counting of words */
};

/* ---- rarity */

/* A folder of a dozen pictures is too small to tell how rare a word is: its rarest words count as they would in an archive
 * of some eight hundred, on which the weights were learned, and the others in proportion. */
static const double RAREST_AT_LEAST = 6.3;

/* Log of how many images there are for each one that has the word; bounded, so that a typo is not the rarest of all. */
static double rarity_of(double n_images, double n_with_word) {
    double rarest = log((n_images + 50.0) / 1.5);
    double scale = MAX(1.0, RAREST_AT_LEAST / rarest);
    return MIN(scale * log((n_images + 50.0) / (n_with_word + 0.5)), 9.0);
}

static double rarity(const char *word, void *user) {
    PdCandidates *candidates = user;
    const double *known = g_hash_table_lookup(candidates->rarities, word);
    if (known)
        return *known;
    int64_t n = 0;
    if (!candidates->failure)
        pd_catalog_word_count(candidates->catalog, word, &n, &candidates->failure);
    double value = rarity_of(candidates->n_images, (double)n);
    g_hash_table_insert(candidates->rarities, g_strdup(word), g_memdup2(&value, sizeof value));
    return value;
}

/* ---- the object */

static GHashTable *images_new(void) {
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)pd_match_image_free);
}

PdCandidates *pd_desk_candidates_new(PdCatalog *catalog) {
    PdCandidates *candidates = g_new0(PdCandidates, 1);
    int64_t n = 0;
    candidates->catalog = catalog;
    candidates->images = images_new();
    candidates->before = images_new();
    candidates->rarities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    candidates->credits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)pd_credit_free);
    candidates->archive = (PdMatchArchive){rarity, candidates};
    candidates->title_ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    candidates->lead_ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    pd_catalog_image_count(catalog, &n, &candidates->failure);
    candidates->n_images = (double)n;
    return candidates;
}

void pd_desk_candidates_free(PdCandidates *candidates) {
    if (!candidates)
        return;
    g_hash_table_unref(candidates->images);
    g_hash_table_unref(candidates->before);
    g_hash_table_unref(candidates->rarities);
    g_hash_table_unref(candidates->credits);
    g_array_unref(candidates->title_ids);
    g_array_unref(candidates->lead_ids);
    g_free(candidates->context);
    g_clear_error(&candidates->failure);
    g_free(candidates);
}

const PdMatchArchive *pd_desk_candidates_archive(PdCandidates *candidates) {
    return &candidates->archive;
}

/* Those that were asked for lately stay: articles of the same days ask for the same images. */
void pd_desk_candidates_forget(PdCandidates *candidates) {
    if (g_hash_table_size(candidates->images) > HELD_MAX / 2) {
        g_hash_table_unref(candidates->before);
        candidates->before = candidates->images;
        candidates->images = images_new();
    }
    if (g_hash_table_size(candidates->credits) > HELD_MAX)
        g_hash_table_remove_all(candidates->credits);
    if (g_hash_table_size(candidates->rarities) > 10 * HELD_MAX)
        g_hash_table_remove_all(candidates->rarities);
}

static bool is_failed(PdCandidates *candidates, GError **error) {
    if (!candidates->failure)
        return false;
    g_propagate_error(error, g_steal_pointer(&candidates->failure));
    return true;
}

/* ---- images */

/* The supplier's id by the file's name, else by the record's own id and the supplier that it names. (transfer full) */
static char *supplier_id_of(const PdImage *image, const PdCredit *credit) {
    const PdParty *supplier = NULL;
    char *id = image->path ? pd_supplier_id_of_name(image->path, &supplier) : NULL;
    const char *own = pd_merged_text(image->merged, PD_FIELD_SUPPLIER_IMAGE_ID);
    const char *name = pd_merged_text(image->merged, PD_FIELD_SUPPLIER_NAME);
    if (id || !own)
        return id;
    supplier = name ? pd_party_find(name) : NULL;
    for (size_t i = 0; !supplier && credit && i < credit->n_chain; i++)
        if (credit->agencies[credit->chain[i]].slug)
            supplier = &credit->agencies[credit->chain[i]];
    return supplier && supplier->slug ? g_strdup_printf("%s:%s", supplier->slug, own) : NULL;
}

/* The line that tells an image's credit: the record's; where it has none, the one inside the caption, else the copyright
 * notice. (transfer full), NULL for none. */
static char *credit_line_of(const PdMerged *merged) {
    const char *line = pd_merged_text(merged, PD_FIELD_CREDIT), *source = pd_merged_text(merged, PD_FIELD_SOURCE);
    const char *caption = pd_merged_text(merged, PD_FIELD_CAPTION);
    PdCreditSpan span;
    if (line || source)
        return g_strdup(line ? line : source);
    if (caption && pd_credit_find(caption, &span))
        return g_strndup(caption + span.line, span.line_end - span.line);
    return g_strdup(pd_merged_text(merged, PD_FIELD_COPYRIGHT));
}

/* (transfer none) until pd_desk_candidates_forget(); NULL when the record states no credit. */
static const PdCredit *credit_of(PdCandidates *candidates, const PdMerged *merged) {
    g_autofree char *line = credit_line_of(merged);
    g_autofree char *creators = pd_merged_join(merged, PD_FIELD_CREATORS, "; ");
    if (!line && !creators)
        return NULL;
    g_autofree char *key = g_strjoin("\n", line ? line : "", creators, NULL);
    PdCredit *credit = g_hash_table_lookup(candidates->credits, key);
    if (!credit) {
        credit = pd_credit_parse(line, creators, pd_limits_default());
        g_hash_table_insert(candidates->credits, g_steal_pointer(&key), credit);
    }
    return credit;
}

static PdMatchImage *prepare(PdCandidates *candidates, const PdImage *image) {
    const PdMerged *merged = image->merged;
    const PdCredit *credit = merged ? credit_of(candidates, merged) : NULL;
    PdMatchSource source = {.id = image->id, .path = image->path, .credit = credit};
    if (!merged)
        return pd_match_image_new(&source, &candidates->archive);
    g_autofree char *id = supplier_id_of(image, credit);
    g_autofree char *keywords = pd_merged_join(merged, PD_FIELD_KEYWORDS, ", ");
    g_autofree char *persons = pd_merged_join(merged, PD_FIELD_PERSONS, ", ");
    g_autofree char *named = g_strjoin(", ", keywords ? keywords : "", persons, NULL);
    source.caption = pd_merged_text(merged, PD_FIELD_CAPTION);
    source.headline = pd_merged_text(merged, PD_FIELD_HEADLINE);
    source.title = pd_merged_text(merged, PD_FIELD_TITLE);
    source.keywords = named;
    source.city = pd_merged_text(merged, PD_FIELD_CITY);
    source.state = pd_merged_text(merged, PD_FIELD_STATE);
    source.country = pd_merged_text(merged, PD_FIELD_COUNTRY);
    source.sublocation = pd_merged_text(merged, PD_FIELD_SUBLOCATION);
    source.captured_at = pd_merged_text(merged, PD_FIELD_CAPTURED_AT);
    source.supplier_id = id;
    return pd_match_image_new(&source, &candidates->archive);
}

PdMatchImage *pd_desk_candidates_image(PdCandidates *candidates, int64_t id, GError **error) {
    gpointer known = g_hash_table_lookup(candidates->images, &id);
    if (known)
        return known;
    if (g_hash_table_steal_extended(candidates->before, &id, NULL, &known)) {
        PdMatchImage *again = known;
        g_hash_table_insert(candidates->images, &again->id, again);
        return again;
    }
    g_autoptr(PdImage) image = pd_catalog_image_brief(candidates->catalog, id, error);
    if (!image)
        return NULL;
    PdMatchImage *made = prepare(candidates, image);
    g_hash_table_insert(candidates->images, &made->id, made);
    return made;
}

/* ---- asking */

typedef struct {
    PdCandidates *candidates;
    GHashTable *ranking; /* of all that was found so far */
    GArray *ids;         /* of int64_t: what the last question found, best first */
    GError **error;
} Asking;

/* Reciprocal rank fusion (Cormack, Clarke, Buettcher 2009): orders whose scores cannot be compared are joined by places. */
static const double RANK_DAMPING = 60.0;
/* What an order's place is worth beside the others'. A key names the image itself. */
static const double BY_KEY_WORTH = 100.0, BY_CAPTION_WORTH = 4.0, WORTH = 1.0;

static void join(const Asking *asking, const GArray *ids, double worth) {
    for (guint i = 0; i < ids->len; i++)
        pd_ranking_add(asking->ranking, g_array_index(ids, int64_t, i), worth / (RANK_DAMPING + i));
}

/* Joins what a question found; passes on whether it could be asked. */
static bool joined(Asking *asking, bool is_asked, double worth) {
    if (is_asked)
        join(asking, asking->ids, worth);
    g_array_set_size(asking->ids, 0);
    return is_asked;
}

static char **words_of(const char *a, const char *b) {
    g_autofree char *both = g_strjoin(" ", a ? a : "", b, NULL);
    g_autofree char *folded = pd_text_words(both);
    return g_strsplit(folded, " ", WORDS_ASKED);
}

static bool find_words(PdCandidates *candidates, const char *a, const char *b, size_t max, GArray *out, GError **error) {
    g_auto(GStrv) words = words_of(a, b);
    return pd_catalog_by_words(candidates->catalog, (const char *const *)words, max, out, error);
}

static bool ask_caption(Asking *asking, const PdFigure *figure) {
    return joined(asking,
                  find_words(asking->candidates, figure->caption, figure->alt, BY_CAPTION_MAX, asking->ids, asking->error),
                  BY_CAPTION_WORTH);
}

static bool ask_context(Asking *asking, const PdArticle *article) {
    PdCandidates *candidates = asking->candidates;
    g_autofree char *context = g_strjoin("\n", article->title ? article->title : "", article->lead, NULL);
    if (g_strcmp0(candidates->context, context) != 0) {
        g_array_set_size(candidates->title_ids, 0);
        g_array_set_size(candidates->lead_ids, 0);
        g_clear_pointer(&candidates->context, g_free);
        if (!find_words(candidates, article->title, NULL, BY_CONTEXT_MAX, candidates->title_ids, asking->error) ||
            !find_words(candidates, article->lead, NULL, BY_CONTEXT_MAX, candidates->lead_ids, asking->error))
            return false;
        candidates->context = g_steal_pointer(&context);
    }
    join(asking, candidates->title_ids, WORTH);
    join(asking, candidates->lead_ids, WORTH);
    return true;
}

static bool ask_keys(Asking *asking, const char *const *supplier_ids, const PdFigure *figure) {
    PdCatalog *catalog = asking->candidates->catalog;
    for (const char *const *id = supplier_ids; id && *id; id++)
        if (!joined(asking, pd_catalog_by_supplier_id(catalog, *id, BY_KEY_MAX, asking->ids, asking->error), BY_KEY_WORTH))
            return false;
    g_autofree char *stem = figure->url ? pd_match_stem(figure->url) : NULL;
    return !stem || !*stem ||
           joined(asking, pd_catalog_by_file_stem(catalog, stem, BY_KEY_MAX, asking->ids, asking->error), BY_KEY_WORTH);
}

/* Of each creator the pictures of the weeks before publication, then the latest of all. */
static bool ask_creators(Asking *asking, const PdArticle *article, const PdCredit *printed) {
    PdCatalog *catalog = asking->candidates->catalog;
    int64_t day = pd_match_day(article->published_at), until = day ? day + 1 : INT32_MAX;
    for (size_t i = 0; printed && i < printed->n_creators && i < CREATORS_ASKED; i++) {
        g_autofree char *name = pd_text_words(printed->creators[i]);
        if (!*name)
            continue;
        int64_t from = day ? day - DAYS_LONG_BEFORE : 0;
        if (!joined(asking, pd_catalog_by_creator(catalog, name, from, until, BY_CREATOR_MAX, asking->ids, asking->error),
                    WORTH) ||
            (day &&
             !joined(asking,
                     pd_catalog_by_creator(catalog, name, 0, INT32_MAX, BY_CREATOR_MAX / 3, asking->ids, asking->error),
                     WORTH)))
            return false;
    }
    return true;
}

/* Of each agency that the credit names, what it took in the days before publication: captions that share no word. */
static bool ask_days(Asking *asking, const PdArticle *article, const PdCredit *printed) {
    PdCatalog *catalog = asking->candidates->catalog;
    int64_t day = pd_match_day(article->published_at);
    size_t asked = 0;
    for (size_t i = 0; day && printed && i < printed->n_agencies && asked < AGENCIES_ASKED; i++) {
        const char *slug = printed->agencies[i].slug;
        asked += slug != NULL;
        if (slug &&
            !joined(asking,
                    pd_catalog_by_party(catalog, slug, day - DAYS_BEFORE, day + 1, BY_DAY_MAX, asking->ids, asking->error),
                    WORTH))
            return false;
    }
    return asked || !day ||
           joined(asking, pd_catalog_by_day(catalog, day - DAYS_BEFORE, day + 1, BY_DAY_MAX, asking->ids, asking->error),
                  WORTH);
}

/* A city of the archive that the figure or the article may name, in whatever language. */
static bool ask_city(Asking *asking, const char *name, int64_t day) {
    const char *const *known = pd_lexicon_place(name);
    const char *const alone[] = {name, NULL};
    for (const char *const *one = known ? known : alone; *one; one++)
        if (!joined(asking,
                    pd_catalog_by_city(asking->candidates->catalog, *one, day - DAYS_BEFORE, day + 1, BY_CITY_MAX,
                                       asking->ids, asking->error),
                    WORTH))
            return false;
    return true;
}

static bool ask_new_city(Asking *asking, const char *name, int64_t day, GHashTable *seen) {
    return pd_lexicon_is_stop(name) || !g_hash_table_add(seen, g_strdup(name)) || ask_city(asking, name, day);
}

/* What was taken in the days before publication in the places that caption and article name; a place is a word or two. */
static bool ask_cities(Asking *asking, const PdArticle *article, const PdFigure *figure) {
    int64_t day = pd_match_day(article->published_at);
    g_autofree char *both =
        g_strjoin(" ", figure->caption ? figure->caption : "", article->title ? article->title : "", article->lead, NULL);
    g_auto(GStrv) words = words_of(both, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; day && words[i] && g_hash_table_size(seen) < CITY_WORDS_MAX; i++) {
        g_autofree char *two = words[i + 1] ? g_strjoin(" ", words[i], words[i + 1], NULL) : NULL;
        if (!ask_new_city(asking, words[i], day, seen) || (two && !ask_new_city(asking, two, day, seen)))
            return false;
    }
    return true;
}

/* Files whose names say what the caption or the title says. */
static bool ask_names(Asking *asking, const PdFigure *figure, const PdArticle *article) {
    g_auto(GStrv) words = words_of(figure->caption, article->title);
    return joined(asking,
                  pd_catalog_by_name_words(asking->candidates->catalog, (const char *const *)words, BY_NAME_MAX, asking->ids,
                                           asking->error),
                  WORTH);
}

static int by_id(gconstpointer a, gconstpointer b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? -1 : left > right;
}

/* In the order of ids, as the store holds them. */
bool pd_desk_candidates_prepare(PdCandidates *candidates, GArray *ids, GPtrArray *out, GError **error) {
    g_array_sort(ids, by_id);
    for (guint i = 0; i < ids->len; i++) {
        int64_t id = g_array_index(ids, int64_t, i);
        if (i > 0 && id == g_array_index(ids, int64_t, i - 1))
            continue;
        PdMatchImage *image = pd_desk_candidates_image(candidates, id, error);
        if (!image)
            return false;
        g_ptr_array_add(out, image);
    }
    return true;
}

bool pd_desk_candidates_find(PdCandidates *candidates, const PdArticle *article, const PdFigure *figure,
                             const PdCredit *printed, const char *const *supplier_ids, GArray *out, GError **error) {
    g_autoptr(GHashTable) ranking = pd_ranking_new();
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Asking asking = {candidates, ranking, ids, error};
    if (is_failed(candidates, error) || !ask_keys(&asking, supplier_ids, figure) || !ask_caption(&asking, figure) ||
        !ask_creators(&asking, article, printed) || !ask_context(&asking, article) || !ask_days(&asking, article, printed) ||
        !ask_cities(&asking, article, figure) || !ask_names(&asking, figure, article))
        return false;
    pd_ranking_take_best(ranking, BEST_MAX, out);
    return true;
}
