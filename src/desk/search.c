/* Searching: the store gives candidates by the rarest word, the rest is decided here, so that every backend answers alike.
 */
#include "desk/search.h"

#include <string.h>

#include "codec/date.h"
#include "codec/text.h"
#include "desk/credit_of.h"
#include "picdesk/error.h"
#include "picdesk/grammar.h"

enum { MOST_CANDIDATES = 1000000 };

typedef struct {
    char **words;   /* folded, NULL-terminated */
    char **creator; /* folded words */
    const PdParty *party;
    char *party_words; /* folded name of a party that the lexicon does not know */
    int64_t since_s, until_s;
    bool has_since, has_until, is_uncredited;
} Query;

static void query_done(Query *query) {
    g_strfreev(query->words);
    g_strfreev(query->creator);
    g_free(query->party_words);
}

static char **split_words(const char *text) {
    g_autofree char *folded = pd_text_words(text ? text : "");
    g_auto(GStrv) parts = g_strsplit(folded, " ", -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (char **part = parts; *part; part++)
        if (**part)
            g_ptr_array_add(words, g_strdup(*part));
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_steal(words, NULL);
}

static bool read_date(const char *text, bool *out_has, int64_t *out_from, int64_t *out_to, GError **error) {
    *out_has = text != NULL;
    if (!text)
        return true;
    g_autofree char *date = pd_date_normalise(text, NULL);
    if (date && pd_date_interval(date, out_from, out_to))
        return true;
    g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no date; write YYYY-MM-DD", text);
    return false;
}

static bool query_init(Query *query, const PdSearch *search, GError **error) {
    int64_t unused;
    *query = (Query){.is_uncredited = search->is_uncredited};
    if (!read_date(search->since, &query->has_since, &query->since_s, &unused, error) ||
        !read_date(search->until, &query->has_until, &unused, &query->until_s, error))
        return false;
    query->words = split_words(search->words);
    query->creator = split_words(search->creator);
    if (search->credit) {
        query->party = pd_party_find(search->credit);
        query->party_words = pd_text_words(search->credit);
    }
    return true;
}

static bool holds_all(const char *text, char *const *words) {
    g_autofree char *folded = pd_text_words(text);
    g_autofree char *padded = g_strconcat(" ", folded, " ", NULL);
    for (; *words; words++) {
        g_autofree char *word = g_strconcat(" ", *words, " ", NULL);
        if (!strstr(padded, word))
            return false;
    }
    return true;
}

static bool fits_words(const PdMerged *merged, char *const *words) {
    static const PdField SEARCHED[] = {PD_FIELD_TITLE,   PD_FIELD_HEADLINE, PD_FIELD_CAPTION, PD_FIELD_KEYWORDS,
                                       PD_FIELD_CITY,    PD_FIELD_STATE,    PD_FIELD_COUNTRY, PD_FIELD_SUBLOCATION,
                                       PD_FIELD_PERSONS, PD_FIELD_EVENT};
    if (!*words)
        return true;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(SEARCHED); i++) {
        g_autofree char *joined = pd_merged_join(merged, SEARCHED[i], " ");
        g_string_append_printf(text, " %s", joined ? joined : "");
    }
    return holds_all(text->str, words);
}

static bool fits_party(const Query *query, const PdCredit *credit) {
    if (!query->party_words)
        return true;
    if (!credit)
        return false;
    if (query->party && pd_credit_has_party(credit, query->party))
        return true;
    g_auto(GStrv) words = g_strsplit(query->party_words, " ", -1);
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (holds_all(credit->agencies[i].name, words) || holds_all(credit->agencies[i].printed, words))
            return true;
    return false;
}

static bool fits_creator(const Query *query, const PdCredit *credit) {
    if (!*query->creator)
        return true;
    for (size_t i = 0; credit && i < credit->n_creators; i++)
        if (holds_all(credit->creators[i], query->creator))
            return true;
    return false;
}

static bool fits_date(const Query *query, const PdMerged *merged) {
    if (!query->has_since && !query->has_until)
        return true;
    const char *captured = pd_merged_text(merged, PD_FIELD_CAPTURED_AT);
    int64_t from, to;
    if (!captured || !pd_date_interval(captured, &from, &to))
        return false;
    return (!query->has_since || to > query->since_s) && (!query->has_until || from < query->until_s);
}

static bool fits(const Query *query, const PdImage *image) {
    if (!image->merged || !fits_words(image->merged, query->words) || !fits_date(query, image->merged))
        return false;
    if (!query->party_words && !*query->creator && !query->is_uncredited)
        return true;
    g_autoptr(PdCredit) credit = pd_desk_credit_of(image->merged);
    bool is_credited = credit && (credit->n_chain > 0 || credit->n_creators > 0);
    return fits_party(query, credit) && fits_creator(query, credit) && !(query->is_uncredited && is_credited);
}

typedef struct {
    const Query *query;
    PdImageFunc func;
    void *user;
} Walk;

static bool on_image(const PdImage *image, void *user) {
    Walk *walk = user;
    return !fits(walk->query, image) || walk->func(image, walk->user);
}

static int compare_ids(gconstpointer a, gconstpointer b) {
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static bool search_candidates(PdCatalog *catalog, Walk *walk, GError **error) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    if (!pd_catalog_by_words(catalog, (const char *const *)walk->query->words, MOST_CANDIDATES, ids, error))
        return false;
    g_array_sort(ids, compare_ids);
    for (guint i = 0; i < ids->len; i++) {
        g_autoptr(PdImage) image = pd_catalog_image(catalog, g_array_index(ids, int64_t, i), error);
        if (!image)
            return false;
        if (!on_image(image, walk))
            return true;
    }
    return true;
}

bool pd_desk_search(PdCatalog *catalog, const PdSearch *search, PdImageFunc func, void *user, GError **error) {
    Query query;
    if (!query_init(&query, search, error))
        return false;
    Walk walk = {&query, func, user};
    bool is_done = *query.words ? search_candidates(catalog, &walk, error)
                                : pd_catalog_each_image(catalog, true, on_image, &walk, error);
    query_done(&query);
    return is_done;
}
