/* Articles and figures (catalog/catalog.h): a revision whenever something that was read of them changed. A figure is known
 * again by its key, then by its caption, then by most of its caption's words, so that what people decided stays with it. */
#include <string.h>

#include "catalog/figure_key.h"
#include "catalog/forgotten.h"
#include "catalog/store.h"
#include "host/clock.h"
#include "host/file.h"
#include "picdesk/error.h"

/* Beyond this many unknown figures on either side captions are not compared word by word. */
#define MAX_COMPARED 64
/* At this share of equal words two captions are the same one, edited. */
#define SAME_CAPTION 0.7

/* ---- texts of a row; NULL and "" are the same */

static bool same_text(const char *a, const char *b) {
    return g_strcmp0(a ? a : "", b ? b : "") == 0;
}

static char *join_urls(const PdFigure *figure) {
    return figure->urls && *figure->urls ? g_strjoinv("\n", (char **)figure->urls) : NULL;
}

/* ---- what the catalogue holds of one article's figures */

typedef struct {
    int64_t id;
    int64_t rev;      /* of the printed words */
    int64_t last_rev; /* of the article it was last seen in */
    char *key;
    char *caption;
    char *url;
    bool is_taken; /* a figure of the new revision is this one */
} Known;

static void known_clear(void *data) {
    Known *known = data;
    g_free(known->key);
    g_free(known->caption);
    g_free(known->url);
}

static GArray *load_known(PdCatalog *catalog, int64_t article, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GArray) all = g_array_new(FALSE, TRUE, sizeof(Known));
    g_array_set_clear_func(all, known_clear);
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT f.id, f.key, f.last_rev, v.rev, v.caption, v.url FROM figure f JOIN figure_rev v ON "
                    "v.figure_id = f.id WHERE f.article_id = ?1 AND v.rev = (SELECT max(rev) FROM figure_rev "
                    "WHERE figure_id = f.id) ORDER BY f.id",
                    pd_bind_int(article));
    while (query && pd_stmt_next(query, &failure)) {
        Known known = {.id = pd_stmt_int(query, 0),
                       .key = g_strdup(pd_stmt_text(query, 1)),
                       .last_rev = pd_stmt_int(query, 2),
                       .rev = pd_stmt_int(query, 3),
                       .caption = g_strdup(pd_stmt_text(query, 4)),
                       .url = g_strdup(pd_stmt_text(query, 5))};
        g_array_append_val(all, known);
    }
    return pd_stmt_ended(&failure, error) ? g_steal_pointer(&all) : NULL;
}

/* ---- which figure is it */

typedef struct {
    char *key;
    Known *known; /* (nullable) (transfer none) */
} Placed;

static void placed_clear(void *data) {
    g_free(((Placed *)data)->key);
}

/* Keys of one article differ: the second figure with the same words gets a number behind. used: key -> how often. */
static char *distinct_key(GHashTable *used, const PdFigure *figure) {
    char *key = pd_figure_key(figure);
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(used, key)) + 1;
    g_hash_table_replace(used, g_strdup(key), GUINT_TO_POINTER(n));
    if (n == 1)
        return key;
    char *numbered = g_strdup_printf("%s #%u", key, n);
    g_free(key);
    return numbered;
}

static void take_by_key(GArray *placed, GArray *known) {
    g_autoptr(GHashTable) by_key = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < known->len; i++)
        g_hash_table_insert(by_key, g_array_index(known, Known, i).key, &g_array_index(known, Known, i));
    for (guint i = 0; i < placed->len; i++) {
        Placed *place = &g_array_index(placed, Placed, i);
        place->known = g_hash_table_lookup(by_key, place->key);
        if (place->known)
            place->known->is_taken = true;
    }
}

static Known *nearest(GArray *known, const PdFigure *figure, double at_least) {
    Known *best = NULL;
    for (guint i = 0; i < known->len; i++) {
        Known *candidate = &g_array_index(known, Known, i);
        bool may_be = !candidate->is_taken && pd_figure_may_be(candidate->url, figure->url);
        double likeness = may_be ? pd_caption_likeness(candidate->caption, figure->caption) : 0;
        if (likeness > 0 && likeness >= at_least) {
            best = candidate;
            at_least = likeness + 1e-9;
        }
    }
    return best;
}

static guint count_left(const GArray *placed, const GArray *known) {
    guint n_placed = 0, n_known = 0;
    for (guint i = 0; i < placed->len; i++)
        n_placed += g_array_index(placed, Placed, i).known == NULL;
    for (guint i = 0; i < known->len; i++)
        n_known += !g_array_index(known, Known, i).is_taken;
    return MAX(n_placed, n_known);
}

/* First equal captions, then edited ones: a new address under an old caption must not take the figure of another. */
static void take_by_caption(GArray *placed, GArray *known, const PdArticle *article) {
    if (count_left(placed, known) > MAX_COMPARED)
        return;
    static const double AT_LEAST[] = {1.0, SAME_CAPTION};
    for (size_t round = 0; round < G_N_ELEMENTS(AT_LEAST); round++)
        for (guint i = 0; i < placed->len; i++) {
            Placed *place = &g_array_index(placed, Placed, i);
            if (!place->known)
                place->known = nearest(known, &article->figures[i], AT_LEAST[round]);
            if (place->known)
                place->known->is_taken = true;
        }
}

static GArray *place_figures(const PdArticle *article, GArray *known) {
    g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GArray *placed = g_array_new(FALSE, TRUE, sizeof(Placed));
    g_array_set_clear_func(placed, placed_clear);
    for (size_t i = 0; i < article->n_figures; i++) {
        Placed place = {.key = distinct_key(used, &article->figures[i])};
        g_array_append_val(placed, place);
    }
    take_by_key(placed, known);
    take_by_caption(placed, known, article);
    return placed;
}

/* ---- keeping figures */

static bool words_changed(PdCatalog *catalog, const Known *known, const PdFigure *figure, bool *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autofree char *urls = join_urls(figure);
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT kind, role, position, url, urls, caption, credit_line, alt, data FROM figure_rev "
                    "WHERE figure_id = ?1 AND rev = ?2",
                    pd_bind_int(known->id), pd_bind_int(known->rev));
    *out = true;
    if (query && pd_stmt_next(query, &failure))
        *out = !same_text(pd_stmt_text(query, 0), pd_figure_kind_name(figure->kind)) ||
               !same_text(pd_stmt_text(query, 1), pd_figure_role_name(figure->role)) ||
               pd_stmt_int(query, 2) != figure->position || !same_text(pd_stmt_text(query, 3), figure->url) ||
               !same_text(pd_stmt_text(query, 4), urls) || !same_text(pd_stmt_text(query, 5), figure->caption) ||
               !same_text(pd_stmt_text(query, 6), figure->credit) || !same_text(pd_stmt_text(query, 7), figure->alt) ||
               !same_text(pd_stmt_text(query, 8), figure->data);
    return pd_stmt_ended(&failure, error);
}

static bool add_words(PdCatalog *catalog, int64_t figure_id, int64_t rev, const PdFigure *figure, GError **error) {
    g_autofree char *urls = join_urls(figure);
    int64_t at = figure->offset == PD_AT_UNKNOWN ? -1 : (int64_t)figure->offset;
    return pd_db_run(
        catalog->db, error,
        "INSERT INTO figure_rev(figure_id, rev, kind, role, position, at_byte, sure, url, urls, caption, credit_line, alt, "
        "cue, data) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        pd_bind_int(figure_id), pd_bind_int(rev), pd_bind_text(pd_figure_kind_name(figure->kind)),
        pd_bind_text(pd_figure_role_name(figure->role)), pd_bind_int(figure->position), pd_bind_int(at),
        pd_bind_real(figure->sure), pd_bind_text(figure->url), pd_bind_text(urls), pd_bind_text(figure->caption),
        pd_bind_text(figure->credit), pd_bind_text(figure->alt), pd_bind_text(figure->cue ? figure->cue : ""),
        pd_bind_text(figure->data));
}

/* A key that changes hands within one article must be free before the next figure takes it. */
static bool free_keys(PdCatalog *catalog, const GArray *placed, GError **error) {
    for (guint i = 0; i < placed->len; i++) {
        const Placed *place = &g_array_index(placed, Placed, i);
        if (place->known && strcmp(place->known->key, place->key) != 0 &&
            !pd_db_run(catalog->db, error, "UPDATE figure SET key = 'moving ' || id WHERE id = ?1",
                       pd_bind_int(place->known->id)))
            return false;
    }
    return true;
}

static bool put_figure(PdCatalog *catalog, int64_t article, int64_t rev, const Placed *place, const PdFigure *figure,
                       GError **error) {
    bool is_changed;
    if (!place->known)
        return pd_db_run(catalog->db, error,
                         "INSERT INTO figure(article_id, key, first_rev, last_rev) VALUES(?1, ?2, ?3, ?3)",
                         pd_bind_int(article), pd_bind_text(place->key), pd_bind_int(rev)) &&
               add_words(catalog, pd_db_last_id(catalog->db), rev, figure, error);
    return pd_db_run(catalog->db, error, "UPDATE figure SET key = ?2, last_rev = ?3 WHERE id = ?1",
                     pd_bind_int(place->known->id), pd_bind_text(place->key), pd_bind_int(rev)) &&
           words_changed(catalog, place->known, figure, &is_changed, error) &&
           (!is_changed || add_words(catalog, place->known->id, rev, figure, error));
}

static bool put_figures(PdCatalog *catalog, int64_t article_id, int64_t rev, const PdArticle *article, const GArray *placed,
                        GError **error) {
    if (!free_keys(catalog, placed, error))
        return false;
    for (size_t i = 0; i < article->n_figures; i++)
        if (!put_figure(catalog, article_id, rev, &g_array_index(placed, Placed, i), &article->figures[i], error))
            return false;
    return true;
}

/* ---- keeping articles */

/* By canonical address; else the one that was last read from this path, when one of the two states no address. */
static bool find_article(PdCatalog *catalog, const char *url_key, const char *path, int64_t *out, GError **error) {
    *out = 0;
    if (url_key && !pd_db_get(catalog->db, error, out, NULL, "SELECT id FROM article WHERE key = ?1", pd_bind_text(url_key)))
        return false;
    if (*out)
        return true;
    return pd_db_get(catalog->db, error, out, NULL,
                     "SELECT id FROM article WHERE path = ?1 AND (?2 IS NULL OR key LIKE 'file:%') ORDER BY id DESC LIMIT 1",
                     pd_bind_bytes(path), pd_bind_text(url_key));
}

static bool same_head(PdCatalog *catalog, int64_t article_id, int64_t rev, const char *path, const PdArticle *article,
                      const uint8_t *content_key, bool *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure,
        "SELECT path = ?3 AND content_key IS ?4, dialect, url, title, language, published_stated, modified_stated, lead "
        "FROM article_rev WHERE article_id = ?1 AND rev = ?2",
        pd_bind_int(article_id), pd_bind_int(rev), pd_bind_bytes(path), pd_bind_blob(content_key, 16));
    *out = false;
    if (query && pd_stmt_next(query, &failure))
        *out = pd_stmt_int(query, 0) != 0 && same_text(pd_stmt_text(query, 1), article->dialect) &&
               same_text(pd_stmt_text(query, 2), article->url) && same_text(pd_stmt_text(query, 3), article->title) &&
               same_text(pd_stmt_text(query, 4), article->language) &&
               same_text(pd_stmt_text(query, 5), article->published_at) &&
               same_text(pd_stmt_text(query, 6), article->modified_at) && same_text(pd_stmt_text(query, 7), article->lead);
    return pd_stmt_ended(&failure, error);
}

/* Nothing new: every figure is one that stood in the revision before, unchanged, and none of those is gone. */
static bool same_figures(PdCatalog *catalog, int64_t rev, const PdArticle *article, const GArray *placed,
                         const GArray *known, bool *out, GError **error) {
    *out = true;
    for (size_t i = 0; i < article->n_figures && *out; i++) {
        const Placed *place = &g_array_index(placed, Placed, i);
        bool is_changed = true;
        if (place->known && place->known->last_rev == rev && strcmp(place->known->key, place->key) == 0 &&
            !words_changed(catalog, place->known, &article->figures[i], &is_changed, error))
            return false;
        *out = !is_changed;
    }
    for (guint i = 0; i < known->len && *out; i++)
        *out = g_array_index(known, Known, i).is_taken || g_array_index(known, Known, i).last_rev != rev;
    return true;
}

static bool add_head(PdCatalog *catalog, int64_t id, int64_t rev, const char *path, const PdArticle *article,
                     const uint8_t *content_key, GError **error) {
    return pd_db_run(
        catalog->db, error,
        "INSERT INTO article_rev(article_id, rev, ingested_at_us, path, content_key, dialect, url, title, language, "
        "published_stated, modified_stated, lead) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        pd_bind_int(id), pd_bind_int(rev), pd_bind_int(pd_clock_now_us()), pd_bind_bytes(path),
        pd_bind_blob(content_key, 16), pd_bind_text(article->dialect), pd_bind_text(article->url),
        pd_bind_text(article->title), pd_bind_text(article->language), pd_bind_text(article->published_at),
        pd_bind_text(article->modified_at), pd_bind_text(article->lead));
}

static bool add_article(PdCatalog *catalog, const char *key, const char *path, int64_t *out_id, GError **error) {
    uint8_t uid[16];
    pd_uid_new(catalog, uid);
    if (!pd_db_run(catalog->db, error, "INSERT INTO article(uid, key, rev, path) VALUES(?1, ?2, 0, ?3)",
                   pd_bind_blob(uid, sizeof uid), pd_bind_text(key), pd_bind_bytes(path)))
        return false;
    *out_id = pd_db_last_id(catalog->db);
    return true;
}

/* A key is changed only towards an address: the article was read before it had one. */
static bool raise_rev(PdCatalog *catalog, int64_t id, int64_t rev, const char *url_key, const char *path, GError **error) {
    return pd_db_run(catalog->db, error, "UPDATE article SET rev = ?2, path = ?3, key = coalesce(?4, key) WHERE id = ?1",
                     pd_bind_int(id), pd_bind_int(rev), pd_bind_bytes(path), pd_bind_text(url_key));
}

static char *key_of_path(const char *path) {
    g_autofree char *escaped = g_uri_escape_bytes((const guint8 *)path, strlen(path), "/");
    return g_strconcat("file:", escaped, NULL);
}

bool pd_catalog_put_article(PdCatalog *catalog, const char *path, const PdArticle *article, const uint8_t *content_key,
                            int64_t *out_article, PdPutResult *out_result, GError **error) {
    g_auto(PdScope) scope = {0};
    g_autoptr(PdArticle) cleaned = NULL;
    if (!pd_forgotten_leave_out_of_article(catalog, article, &cleaned, error))
        return false;
    article = cleaned ? cleaned : article;
    g_autofree char *absolute = pd_host_absolute(path);
    g_autofree char *url_key = article->url ? pd_article_key_of_url(article->url) : NULL;
    g_autofree char *path_key = key_of_path(absolute);
    int64_t id = 0, rev = 0;
    bool is_same = false;
    if (!pd_scope_begin(&scope, catalog->db, error) || !find_article(catalog, url_key, absolute, &id, error))
        return false;
    bool is_new = id == 0;
    if (is_new && !add_article(catalog, url_key ? url_key : path_key, absolute, &id, error))
        return false;
    g_autoptr(GArray) known = load_known(catalog, id, error);
    if (!known || !pd_db_get(catalog->db, error, &rev, NULL, "SELECT rev FROM article WHERE id = ?1", pd_bind_int(id)) ||
        !same_head(catalog, id, rev, absolute, article, content_key, &is_same, error))
        return false;
    g_autoptr(GArray) placed = place_figures(article, known);
    if (is_same && !same_figures(catalog, rev, article, placed, known, &is_same, error))
        return false;
    if (!is_same && (!raise_rev(catalog, id, rev + 1, url_key, absolute, error) ||
                     !add_head(catalog, id, rev + 1, absolute, article, content_key, error) ||
                     !put_figures(catalog, id, rev + 1, article, placed, error)))
        return false;
    if (!pd_scope_commit(&scope, error))
        return false;
    *out_article = id;
    *out_result = is_new ? PD_PUT_ADDED : is_same ? PD_PUT_UNCHANGED : PD_PUT_UPDATED;
    return true;
}
