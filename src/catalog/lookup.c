/* Candidates (catalog/catalog.h): the store only finds them, scoring is the matcher's. */
#include "catalog/lookup.h"

#include <math.h>
#include <string.h>

#include "catalog/ranking.h"
#include "catalog/store.h"
#include "codec/text.h"

/* How many of the rarest words are asked for, and how many images one word may bring in alone. */
#define MAX_RARE 8
#define MAX_COMMON 2000
/* Where every word is commoner than that, this many must stand together. */
#define N_TOGETHER 3

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

bool pd_catalog_word_count(PdCatalog *catalog, const char *word, int64_t *out_n, GError **error) {
    if (!pd_derive_check(catalog, error))
        return false;
    if (!catalog->word_counts)
        catalog->word_counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const int64_t *known = g_hash_table_lookup(catalog->word_counts, word);
    int64_t n = known ? *known : 0;
    if (!known) {
        if (!pd_db_get(catalog->db, error, &n, NULL, "SELECT doc FROM d_words_df WHERE term = ?1", pd_bind_text(word)))
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

static void quote(GString *out, const char *word) {
    g_autofree char *doubled = NULL;
    g_auto(GStrv) parts = g_strsplit(word, "\"", -1);
    doubled = g_strjoinv("\"\"", parts);
    g_string_append_printf(out, "%s\"%s\"", out->len ? " AND " : "", doubled);
}

/* Adds weight to every image that the expression finds. */
static bool add_matches(PdCatalog *catalog, const char *expression, double weight, GHashTable *scores, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT rowid FROM d_words WHERE d_words MATCH ?1 LIMIT ?2",
                                          pd_bind_text(expression), pd_bind_int(MAX_COMMON));
    while (query && pd_stmt_next(query, &failure))
        pd_ranking_add(scores, pd_stmt_int(query, 0), weight);
    return pd_stmt_ended(&failure, error);
}

static bool gather(PdCatalog *catalog, const GArray *rare, GHashTable *scores, GError **error) {
    int64_t all = 0;
    if (!pd_db_get(catalog->db, error, &all, NULL, "SELECT count(*) FROM image", PD_BIND_NONE))
        return false;
    for (guint i = 0; i < rare->len && i < MAX_RARE; i++) {
        const Rare *one = &g_array_index(rare, Rare, i);
        g_autoptr(GString) expression = g_string_new(NULL);
        if (one->n > MAX_COMMON)
            break;
        quote(expression, one->word);
        if (!add_matches(catalog, expression->str, log(1.0 + (double)all / (double)one->n), scores, error))
            return false;
    }
    if (g_hash_table_size(scores) > 0 || rare->len == 0)
        return true;
    g_autoptr(GString) together = g_string_new(NULL);
    for (guint i = 0; i < rare->len && i < N_TOGETHER; i++)
        quote(together, g_array_index(rare, Rare, i).word);
    return add_matches(catalog, together->str, 1.0, scores, error);
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

bool pd_catalog_by_credit(PdCatalog *catalog, const char *slug, const char *creator, size_t max, GArray *out_ids,
                          GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = NULL;
    g_autofree char *name = pd_text_words(creator);
    PdBind limit = pd_bind_int((int64_t)max);
    if (!pd_derive_check(catalog, error))
        return false;
    if (name && slug)
        query = pd_db_query(
            catalog->db, &failure,
            "SELECT k.image_id FROM d_key k WHERE k.kind = 'creator' AND k.key = ?1 AND EXISTS(SELECT 1 FROM "
            "d_image_credit c JOIN d_credit_party p ON p.credit_id = c.credit_id WHERE c.image_id = k.image_id AND "
            "p.slug = ?2) ORDER BY k.image_id LIMIT ?3",
            pd_bind_text(name), pd_bind_text(slug), limit);
    else if (name)
        query = pd_db_query(catalog->db, &failure, BY_KEY, pd_bind_text("creator"), pd_bind_text(name), limit);
    else
        query = pd_db_query(
            catalog->db, &failure,
            "SELECT DISTINCT c.image_id FROM d_credit_party p JOIN d_image_credit c ON c.credit_id = p.credit_id "
            "WHERE p.slug = ?1 LIMIT ?2",
            pd_bind_text(slug), limit);
    return collect(query, &failure, out_ids, error);
}
