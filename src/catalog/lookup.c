/* Candidates (catalog/catalog.h): the store only finds them, scoring is the matcher's. */
#include "catalog/lookup.h"

#include <math.h>
#include <string.h>

#include "catalog/common.h"
#include "catalog/ranking.h"
#include "catalog/store.h"
#include "codec/text.h"

/* How many of the rarest words are asked for, and how many images one word may bring in alone. */
#define MAX_RARE 8
#define MAX_COMMON 2000
/* Where fewer words than this are rarer than that, so many of the others must stand together, or two of them. */
#define N_TOGETHER 3
/* How many entries of the word index may be walked through for pairs of common words. */
#define MAX_WALKED 150000
/* With so many images at hand the commoner words only rank them. */
#define ENOUGH 3000

/* ---- keys */

char *pd_lookup_stem(const char *name) {
    const char *slash = strrchr(name, '/');
    const char *base = slash ? slash + 1 : name;
    const char *dot = strrchr(base, '.');
    size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
    g_autofree char *text = pd_text_from_bytes((const uint8_t *)base, len, PD_CHARSET_GUESS, NULL, NULL);
    return pd_text_fold(text);
}

char *pd_lookup_supplier(const char *id) {
    return id ? g_ascii_strdown(id, -1) : NULL;
}

void pd_lookup_forget_counts(PdCatalog *catalog) {
    if (catalog->word_counts)
        g_hash_table_remove_all(catalog->word_counts);
}

/* ---- words */

static char *quoted(const char *word) {
    g_auto(GStrv) parts = g_strsplit(word, "\"", -1);
    g_autofree char *doubled = g_strjoinv("\"\"", parts);
    return g_strconcat("\"", doubled, "\"", NULL);
}

static bool is_plain(const char *word) {
    while (g_ascii_isalnum(*word))
        word++;
    return *word == '\0';
}

/* The index may part a word of another script; only what it holds in one piece can be asked for. */
static bool count_term(PdCatalog *catalog, const char *word, int64_t *out_n, GError **error) {
    *out_n = 0;
    return pd_db_get(catalog->db, error, out_n, NULL, "SELECT doc FROM d_words_df WHERE term = ?1", pd_bind_text(word));
}

/* Counting a common word to the end would read its whole list: the part of the archive that holds the first MAX_COMMON
 * tells how many there are. */
static bool count_word(PdCatalog *catalog, const char *word, int64_t *out_n, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autofree char *expression = quoted(word);
    int64_t n = 0, last = 0, newest = 0;
    bool is_common;
    if (!pd_common_count(catalog, word, &is_common, out_n, error))
        return false;
    if (is_common)
        return true;
    if (!is_plain(word))
        return count_term(catalog, word, out_n, error);
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure,
        "SELECT count(*), max(id) FROM (SELECT rowid AS id FROM d_words WHERE d_words MATCH ?1 ORDER BY rowid LIMIT ?2)",
        pd_bind_text(expression), pd_bind_int(MAX_COMMON));
    if (query && pd_stmt_next(query, &failure)) {
        n = pd_stmt_int(query, 0);
        last = pd_stmt_int(query, 1);
    }
    if (!pd_stmt_ended(&failure, error))
        return false;
    if (n >= MAX_COMMON && !pd_db_get(catalog->db, error, &newest, NULL, "SELECT max(id) FROM image", PD_BIND_NONE))
        return false;
    *out_n = last < newest ? (int64_t)((double)n * (double)newest / (double)last) : n;
    return true;
}

bool pd_catalog_word_count(PdCatalog *catalog, const char *word, int64_t *out_n, GError **error) {
    if (!pd_derive_check(catalog, error))
        return false;
    if (!catalog->word_counts)
        catalog->word_counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const int64_t *known = g_hash_table_lookup(catalog->word_counts, word);
    int64_t n = known ? *known : 0;
    if (!known) {
        if (!count_word(catalog, word, &n, error))
            return false;
        g_hash_table_insert(catalog->word_counts, g_strdup(word), g_memdup2(&n, sizeof n));
    }
    *out_n = n;
    return true;
}

typedef struct {
    const char *word;
    int64_t n; /* images that hold it */
} Rare;

static int by_rarity(const void *a, const void *b) {
    const Rare *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? -1 : 1) : strcmp(x->word, y->word);
}

/* The words that stand in some image, each once, rarest first. */
static GArray *rarest_of(PdCatalog *catalog, const char *const *words, GError **error) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) rare = g_array_new(FALSE, FALSE, sizeof(Rare));
    for (; *words; words++) {
        Rare one = {.word = *words};
        if (!**words || !g_hash_table_add(seen, (gpointer)*words))
            continue;
        if (!pd_catalog_word_count(catalog, one.word, &one.n, error))
            return NULL;
        if (one.n > 0)
            g_array_append_val(rare, one);
    }
    g_array_sort(rare, by_rarity);
    return g_steal_pointer(&rare);
}

/* Adds weight to the images that the expression finds; without may_add only to those that are ranked already. */
static bool add_matches(PdCatalog *catalog, const char *expression, double weight, bool may_add, GHashTable *scores,
                        GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT rowid FROM d_words WHERE d_words MATCH ?1 LIMIT ?2",
                                          pd_bind_text(expression), pd_bind_int(MAX_COMMON));
    while (query && pd_stmt_next(query, &failure)) {
        int64_t id = pd_stmt_int(query, 0);
        if (may_add || g_hash_table_contains(scores, &id))
            pd_ranking_add(scores, id, weight);
    }
    return pd_stmt_ended(&failure, error);
}

static double weight_of(double all, const Rare *one) {
    return log(1.0 + all / (double)MAX(one->n, 1));
}

/* Adds the images that hold all of some words, each of which is too common to be asked for alone. */
static bool add_all_of(PdCatalog *catalog, double all, const Rare *const *words, guint n, GHashTable *scores,
                       GError **error) {
    g_autoptr(GString) expression = g_string_new(NULL);
    double weight = 0.0;
    for (guint i = 0; i < n; i++) {
        g_autofree char *word = quoted(words[i]->word);
        g_string_append_printf(expression, "%s%s", i ? " AND " : "", word);
        weight += weight_of(all, words[i]) / n;
    }
    return add_matches(catalog, expression->str, weight, true, scores, error);
}

/* All that remain together, then in pairs, the rarest first: an image that holds more of them gathers more. Their lists are
 * walked through: no more pairs than that takes a bounded time. */
static bool add_together(PdCatalog *catalog, double all, const GArray *rare, guint first, GHashTable *scores,
                         GError **error) {
    guint n = MIN(rare->len - first, N_TOGETHER);
    int64_t walked = 0;
    const Rare *words[N_TOGETHER];
    for (guint i = 0; i < n; i++)
        words[i] = &g_array_index(rare, Rare, first + i);
    if (n > 0 && !add_all_of(catalog, all, words, n, scores, error))
        return false;
    for (guint i = 0; n > 2 && i < n; i++) {
        const Rare *const pair[] = {words[i == 2], words[i == 0 ? 1 : 2]};
        walked += pair[0]->n + pair[1]->n;
        if (walked > MAX_WALKED)
            return true;
        if (!add_all_of(catalog, all, pair, 2, scores, error))
            return false;
    }
    return true;
}

static bool gather(PdCatalog *catalog, const GArray *rare, GHashTable *scores, GError **error) {
    int64_t newest = 0;
    guint i = 0;
    if (!pd_db_get(catalog->db, error, &newest, NULL, "SELECT max(id) FROM image", PD_BIND_NONE))
        return false;
    for (; i < rare->len && i < MAX_RARE; i++) {
        const Rare *one = &g_array_index(rare, Rare, i);
        g_autofree char *expression = quoted(one->word);
        if (one->n >= MAX_COMMON)
            break;
        if (!add_matches(catalog, expression, weight_of((double)newest, one), g_hash_table_size(scores) < ENOUGH, scores,
                         error))
            return false;
    }
    return i >= N_TOGETHER || g_hash_table_size(scores) >= ENOUGH ||
           add_together(catalog, (double)newest, rare, i, scores, error);
}

bool pd_catalog_by_words(PdCatalog *catalog, const char *const *words, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GHashTable) scores = pd_ranking_new();
    g_autoptr(GArray) rare = rarest_of(catalog, words, error);
    if (!rare || !gather(catalog, rare, scores, error))
        return false;
    pd_ranking_take_best(scores, max, out_ids);
    return true;
}

/* ---- keys */

static bool collect(PdStmt *query, GError **failure, GArray *out_ids, GError **error) {
    while (query && pd_stmt_next(query, failure)) {
        int64_t id = pd_stmt_int(query, 0);
        g_array_append_val(out_ids, id);
    }
    return pd_stmt_ended(failure, error);
}

#define BY_KEY "SELECT image_id FROM d_key WHERE kind = ?1 AND key = ?2 ORDER BY image_id LIMIT ?3"

bool pd_catalog_by_supplier_id(PdCatalog *catalog, const char *supplier_id, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autofree char *key = pd_lookup_supplier(supplier_id);
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, BY_KEY, pd_bind_text("supplier"), pd_bind_text(key), pd_bind_int((int64_t)max));
    return collect(query, &failure, out_ids, error);
}

/* A key outlives a file that is gone or holds another picture now: the image's present names decide. */
static bool has_stem(PdCatalog *catalog, int64_t image, const char *stem, bool *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure, "SELECT name FROM file WHERE image_id = ?1 AND missing_since_us IS NULL", pd_bind_int(image));
    *out = false;
    while (query && !*out && pd_stmt_next(query, &failure)) {
        g_autofree char *name = pd_stmt_bytes(query, 0);
        g_autofree char *own = pd_lookup_stem(name);
        *out = strcmp(own, stem) == 0;
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_by_file_stem(PdCatalog *catalog, const char *stem, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autofree char *key = pd_text_fold(stem);
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, BY_KEY, pd_bind_text("stem"), pd_bind_text(key), pd_bind_int(MAX_COMMON));
    while (query && out_ids->len < max && pd_stmt_next(query, &failure)) {
        int64_t id = pd_stmt_int(query, 0);
        bool is_present;
        if (!has_stem(catalog, id, key, &is_present, &failure))
            break;
        if (is_present)
            g_array_append_val(out_ids, id);
    }
    return pd_stmt_ended(&failure, error);
}
