/* Names that were forgotten, found again in texts by hash (catalog/forgotten.h): every run of so many words is folded, and
 * its HMAC-SHA256 under the catalogue's own key is looked up. */
#include "catalog/forgotten.h"

#include <string.h>

#include "catalog/forget.h"
#include "codec/text.h"

enum { LONGEST_NAME = 8 };

struct PdForgotten {
    uint8_t *key;
    size_t key_len;
    GHashTable *hashes; /* of GBytes */
    unsigned lengths;   /* bit n: there are names of n words */
};

PdForgotten *pd_forgotten_new(const uint8_t *key, size_t len) {
    PdForgotten *set = g_new0(PdForgotten, 1);
    set->key = g_memdup2(key, len);
    set->key_len = len;
    set->hashes = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    return set;
}

void pd_forgotten_free(PdForgotten *set) {
    if (!set)
        return;
    g_free(set->key);
    g_hash_table_unref(set->hashes);
    g_free(set);
}

void pd_forgotten_hash(const PdForgotten *set, const char *folded, uint8_t out[PD_FORGOTTEN_HASH]) {
    gsize len = PD_FORGOTTEN_HASH;
    GHmac *hmac = g_hmac_new(G_CHECKSUM_SHA256, set->key, set->key_len);
    g_hmac_update(hmac, (const guchar *)folded, -1);
    g_hmac_get_digest(hmac, out, &len);
    g_hmac_unref(hmac);
}

void pd_forgotten_add(PdForgotten *set, const uint8_t hash[PD_FORGOTTEN_HASH], int64_t n_words) {
    if (n_words < 1 || n_words > LONGEST_NAME)
        return;
    g_hash_table_add(set->hashes, g_bytes_new(hash, PD_FORGOTTEN_HASH));
    set->lengths |= 1u << n_words;
}

bool pd_forgotten_is_empty(const PdForgotten *set) {
    return set->lengths == 0;
}

/* ---- finding */

typedef struct {
    size_t start, end; /* bytes of the text */
    char *folded;
} Word;

static void word_clear(void *data) {
    g_free(((Word *)data)->folded);
}

static void add_word(GArray *words, const char *text, size_t start, size_t end) {
    g_autofree char *part = g_strndup(text + start, end - start);
    Word word = {start, end, pd_text_words(part)};
    if (*word.folded)
        g_array_append_val(words, word);
    else
        g_free(word.folded);
}

static GArray *words_of(const char *text) {
    GArray *words = g_array_new(FALSE, FALSE, sizeof(Word));
    g_array_set_clear_func(words, word_clear);
    const char *start = NULL;
    for (const char *at = text;; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool is_part = c && (g_unichar_isalnum(c) || (start && g_unichar_ismark(c)));
        if (is_part && !start)
            start = at;
        if (!is_part && start) {
            add_word(words, text, (size_t)(start - text), (size_t)(at - text));
            start = NULL;
        }
        if (!c)
            return words;
    }
}

static bool is_forgotten(const PdForgotten *set, const GArray *words, guint first, guint n) {
    g_autoptr(GString) folded = g_string_new(NULL);
    uint8_t hash[PD_FORGOTTEN_HASH];
    for (guint i = first; i < first + n; i++)
        g_string_append_printf(folded, "%s%s", folded->len ? " " : "", g_array_index(words, Word, i).folded);
    pd_forgotten_hash(set, folded->str, hash);
    g_autoptr(GBytes) bytes = g_bytes_new_static(hash, sizeof hash);
    return g_hash_table_contains(set->hashes, bytes);
}

/* The longest name that begins with this word, 0 for none. */
static guint name_at(const PdForgotten *set, const GArray *words, guint first) {
    for (guint n = LONGEST_NAME; n > 0; n--)
        if ((set->lengths & 1u << n) && n <= words->len - first && is_forgotten(set, words, first, n))
            return n;
    return 0;
}

char *pd_forgotten_clean(const PdForgotten *set, const char *text, const char *mark, bool *out_is_whole) {
    if (!text || pd_forgotten_is_empty(set) || !g_utf8_validate(text, -1, NULL))
        return NULL;
    g_autoptr(GArray) words = words_of(text);
    g_autoptr(GString) out = g_string_new(NULL);
    size_t copied = 0;
    guint n_found = 0;
    for (guint i = 0; i < words->len;) {
        guint n = name_at(set, words, i);
        if (n > 0) {
            g_string_append_len(out, text + copied, (gssize)(g_array_index(words, Word, i).start - copied));
            g_string_append(out, mark);
            copied = g_array_index(words, Word, i + n - 1).end;
            n_found += n;
        }
        i += n ? n : 1;
    }
    if (n_found == 0)
        return NULL;
    g_string_append(out, text + copied);
    if (out_is_whole)
        *out_is_whole = n_found == words->len;
    return g_strdup(out->str);
}

/* ---- records */

static const char *mark_of(PdField field) {
    switch (field) {
    case PD_FIELD_CREATORS:
    case PD_FIELD_CREDIT:
    case PD_FIELD_SOURCE:
    case PD_FIELD_COPYRIGHT:
        return PD_FORGOTTEN_CREDIT_MARK;
    default:
        return PD_FORGOTTEN_MARK;
    }
}

static void copy_head(PdRecord *copy, const PdRecord *record) {
    copy->format = record->format;
    copy->width_px = record->width_px;
    copy->height_px = record->height_px;
    copy->signs = record->signs;
    copy->thumbnail_at = record->thumbnail_at;
    copy->thumbnail_bytes = record->thumbnail_bytes;
    memcpy(copy->pixel_key, record->pixel_key, sizeof copy->pixel_key);
}

/* A value that is nothing but the name goes. */
static void copy_value(const PdForgotten *set, PdRecord *copy, const PdValue *value, const PdLimits *limits, int64_t *n) {
    bool is_whole = false;
    g_autofree char *text = pd_forgotten_clean(set, value->text, mark_of(value->field), &is_whole);
    g_autofree char *uri = pd_forgotten_clean(set, value->uri, PD_FORGOTTEN_MARK, NULL);
    PdValue cleaned = *value;
    *n += text || uri;
    cleaned.text = text ? text : value->text;
    cleaned.uri = uri ? NULL : value->uri;
    if (!text || !is_whole)
        pd_record_add(copy, &cleaned, limits);
}

static void copy_problem(const PdForgotten *set, PdRecord *copy, const PdProblem *problem, const PdLimits *limits,
                         int64_t *n) {
    g_autofree char *what = pd_forgotten_clean(set, problem->what, PD_FORGOTTEN_MARK, NULL);
    *n += what != NULL;
    pd_record_add_problem(copy, problem->block, problem->at, limits, "%s", what ? what : problem->what);
}

PdRecord *pd_forgotten_clean_record(const PdForgotten *set, const PdRecord *record, int64_t *out_n) {
    g_autoptr(PdRecord) copy = pd_record_new();
    PdLimits limits = *pd_limits_default();
    int64_t n = 0;
    limits.values = MAX(limits.values, record->n_values + 1);
    limits.problems = MAX(limits.problems, record->n_problems + 1);
    copy_head(copy, record);
    for (size_t i = 0; i < record->n_values; i++)
        copy_value(set, copy, &record->values[i], &limits, &n);
    for (size_t i = 0; i < record->n_problems; i++)
        copy_problem(set, copy, &record->problems[i], &limits, &n);
    *out_n += n;
    return n ? g_steal_pointer(&copy) : NULL;
}

/* ---- articles */

static const char *clean_text(const PdForgotten *set, PdArticle *copy, const char *text, const char *mark, int64_t *n) {
    g_autofree char *cleaned = pd_forgotten_clean(set, text, mark, NULL);
    *n += cleaned != NULL;
    return pd_article_keep(copy, cleaned ? cleaned : text);
}

static void copy_figure(const PdForgotten *set, PdArticle *copy, const PdFigure *figure, int64_t *n) {
    PdFigure cleaned = *figure;
    cleaned.caption = clean_text(set, copy, figure->caption, PD_FORGOTTEN_MARK, n);
    cleaned.credit = clean_text(set, copy, figure->credit, PD_FORGOTTEN_CREDIT_MARK, n);
    cleaned.alt = clean_text(set, copy, figure->alt, PD_FORGOTTEN_MARK, n);
    if (figure->data && *figure->data)
        cleaned.data = clean_text(set, copy, figure->data, PD_FORGOTTEN_MARK, n);
    PdLimits limits = *pd_limits_default();
    limits.figures = MAX(limits.figures, copy->n_figures + 1);
    pd_article_add_figure(copy, &cleaned, &limits);
}

PdArticle *pd_forgotten_clean_article(const PdForgotten *set, const PdArticle *article, int64_t *out_n) {
    g_autoptr(PdArticle) copy = pd_article_new(article->dialect);
    int64_t n = 0;
    copy->title = clean_text(set, copy, article->title, PD_FORGOTTEN_MARK, &n);
    copy->lead = clean_text(set, copy, article->lead, PD_FORGOTTEN_MARK, &n);
    copy->url = pd_article_keep(copy, article->url);
    copy->published_at = pd_article_keep(copy, article->published_at);
    copy->modified_at = pd_article_keep(copy, article->modified_at);
    copy->language = pd_article_keep(copy, article->language);
    for (size_t i = 0; i < article->n_figures; i++)
        copy_figure(set, copy, &article->figures[i], &n);
    *out_n += n;
    return n ? g_steal_pointer(&copy) : NULL;
}

/* ---- of a catalogue */

static bool load(PdCatalog *catalog, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) key = pd_db_query(catalog->db, &failure, "SELECT key FROM forgotten_key", PD_BIND_NONE);
    g_clear_pointer(&catalog->forgotten, pd_forgotten_free);
    if (key && pd_stmt_next(key, &failure)) {
        size_t len;
        const void *bytes = pd_stmt_blob(key, 0, &len);
        catalog->forgotten = pd_forgotten_new(bytes, len);
    }
    g_autoptr(PdStmt) query =
        failure
            ? NULL
            : pd_db_query(catalog->db, &failure, "SELECT hash, n_words FROM forgotten WHERE kind = 'person'", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *hash = pd_stmt_blob(query, 0, &len);
        if (catalog->forgotten && len == PD_FORGOTTEN_HASH)
            pd_forgotten_add(catalog->forgotten, hash, pd_stmt_int(query, 1));
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_forgotten(PdCatalog *catalog, const PdForgotten **out, GError **error) {
    uint64_t transaction = pd_db_transaction(catalog->db);
    int64_t n = catalog->n_forgotten;
    *out = NULL;
    if (catalog->version < 2)
        return true;
    bool is_seen = transaction && transaction == catalog->forgotten_seen;
    if (!is_seen && !pd_db_get(catalog->db, error, &n, NULL, "SELECT count(*) FROM forgotten", PD_BIND_NONE))
        return false;
    if (n != catalog->n_forgotten && !load(catalog, error))
        return false;
    catalog->n_forgotten = n;
    catalog->forgotten_seen = transaction;
    *out = catalog->forgotten && !pd_forgotten_is_empty(catalog->forgotten) ? catalog->forgotten : NULL;
    return true;
}

int64_t pd_catalog_left_out(const PdCatalog *catalog) {
    return catalog->n_left_out;
}

bool pd_forgotten_leave_out(PdCatalog *catalog, const PdRecord *record, PdRecord **out, GError **error) {
    const PdForgotten *set;
    if (!pd_catalog_forgotten(catalog, &set, error))
        return false;
    *out = set ? pd_forgotten_clean_record(set, record, &catalog->n_left_out) : NULL;
    return true;
}

bool pd_forgotten_leave_out_of_article(PdCatalog *catalog, const PdArticle *article, PdArticle **out, GError **error) {
    const PdForgotten *set;
    if (!pd_catalog_forgotten(catalog, &set, error))
        return false;
    *out = set ? pd_forgotten_clean_article(set, article, &catalog->n_left_out) : NULL;
    return true;
}
