/* Reading articles and figures back, and finding them by name (catalog/catalog.h). */
#include <inttypes.h>
#include <string.h>

#include "catalog/figure_key.h"
#include "catalog/forgotten.h"
#include "catalog/store.h"
#include "host/clock.h"
#include "host/file.h"
#include "picdesk/error.h"

/* An article as it was kept, with the ids of its figures in their order. */
typedef struct {
    PdArticle *article;
    GArray *figure_ids;
    char *path;
} Kept;

static void kept_clear(Kept *kept) {
    pd_article_free(kept->article);
    g_clear_pointer(&kept->figure_ids, g_array_unref);
    g_free(kept->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Kept, kept_clear)

static PdFigureKind kind_of(const char *name) {
    return g_strcmp0(name, pd_figure_kind_name(PD_FIGURE_MEDIA)) == 0 ? PD_FIGURE_MEDIA : PD_FIGURE_IMAGE;
}

static PdFigureRole role_of(const char *name) {
    for (int role = PD_ROLE_LEAD; role <= PD_ROLE_META; role++)
        if (g_strcmp0(name, pd_figure_role_name((PdFigureRole)role)) == 0)
            return (PdFigureRole)role;
    return PD_ROLE_INLINE;
}

static void add_figure(Kept *kept, const PdStmt *row) {
    const char *urls = pd_stmt_text(row, 7);
    g_auto(GStrv) list = urls ? g_strsplit(urls, "\n", -1) : NULL;
    int64_t at = pd_stmt_int(row, 4), id = pd_stmt_int(row, 0);
    PdFigure figure = {.kind = kind_of(pd_stmt_text(row, 1)),
                       .role = role_of(pd_stmt_text(row, 2)),
                       .position = (uint32_t)pd_stmt_int(row, 3),
                       .offset = at < 0 ? PD_AT_UNKNOWN : (uint64_t)at,
                       .sure = pd_stmt_real(row, 5),
                       .url = pd_stmt_text(row, 6),
                       .urls = (const char *const *)list,
                       .caption = pd_stmt_text(row, 8),
                       .credit = pd_stmt_text(row, 9),
                       .alt = pd_stmt_text(row, 10),
                       .cue = pd_stmt_text(row, 11),
                       .data = pd_stmt_text(row, 12)};
    if (pd_article_add_figure(kept->article, &figure, pd_limits_default()))
        g_array_append_val(kept->figure_ids, id);
}

#define FIGURES(data)                                                                                                       \
    "SELECT f.id, v.kind, v.role, v.position, v.at_byte, v.sure, v.url, v.urls, v.caption, v.credit_line, v.alt, "          \
    "v.cue, " data " FROM figure f JOIN article a ON a.id = f.article_id JOIN figure_rev v ON v.figure_id = f.id "          \
    "WHERE a.id = ?1 AND f.last_rev = a.rev AND v.rev = (SELECT max(rev) FROM figure_rev WHERE figure_id = f.id) "          \
    "ORDER BY v.position, f.id"

static bool load_figures(PdCatalog *catalog, int64_t id, Kept *kept, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure,
        catalog->version >= 3 ? FIGURES("v.data") : FIGURES("NULL"), /* an older catalogue may be open for reading */
        pd_bind_int(id));
    while (query && pd_stmt_next(query, &failure))
        add_figure(kept, query);
    return pd_stmt_ended(&failure, error);
}

static bool load_article(PdCatalog *catalog, int64_t id, Kept *out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure,
                    "SELECT v.path, v.dialect, v.url, v.title, v.language, v.published_stated, v.modified_stated, "
                    "v.lead FROM article a JOIN article_rev v ON v.article_id = a.id AND v.rev = a.rev "
                    "WHERE a.id = ?1",
                    pd_bind_int(id));
    if (!query || !pd_stmt_next(query, &failure)) {
        if (pd_stmt_ended(&failure, error))
            g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no article %" PRId64, id);
        return false;
    }
    PdArticle *article = pd_article_new(pd_stmt_text(query, 1));
    *out = (Kept){article, g_array_new(FALSE, FALSE, sizeof(int64_t)), pd_stmt_bytes(query, 0)};
    article->url = pd_article_keep(article, pd_stmt_text(query, 2));
    article->title = pd_article_keep(article, pd_stmt_text(query, 3));
    article->language = pd_article_keep(article, pd_stmt_text(query, 4));
    article->published_at = pd_article_keep(article, pd_stmt_text(query, 5));
    article->modified_at = pd_article_keep(article, pd_stmt_text(query, 6));
    article->lead = pd_article_keep(article, pd_stmt_text(query, 7));
    return load_figures(catalog, id, out, error);
}

/* Sets *out_goes_on to false when the callback ended the walk. */
static bool each_of(PdCatalog *catalog, int64_t id, PdFigureFunc func, void *user, bool *out_goes_on, GError **error) {
    g_auto(Kept) kept = {0};
    if (!load_article(catalog, id, &kept, error))
        return false;
    for (size_t i = 0; i < kept.article->n_figures && *out_goes_on; i++) {
        PdFigureRow row = {.article_id = id,
                           .figure_id = g_array_index(kept.figure_ids, int64_t, i),
                           .article_path = kept.path,
                           .article = kept.article,
                           .figure = &kept.article->figures[i]};
        *out_goes_on = func(&row, user);
    }
    return true;
}

bool pd_catalog_each_figure(PdCatalog *catalog, int64_t article_id, PdFigureFunc func, void *user, GError **error) {
    bool goes_on = true;
    if (article_id)
        return each_of(catalog, article_id, func, user, &goes_on, error);
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT id FROM article WHERE rev > 0 ORDER BY id", PD_BIND_NONE);
    while (query && goes_on && pd_stmt_next(query, &failure))
        if (!each_of(catalog, pd_stmt_int(query, 0), func, user, &goes_on, &failure))
            break;
    return pd_stmt_ended(&failure, error);
}

/* ---- names */

static bool find_by_end(PdCatalog *catalog, const char *name, int64_t *out, GError **error) {
    int64_t n = 0;
    g_autofree char *end = g_strconcat("/", name, NULL);
    PdBind bytes = pd_bind_bytes(end);
    if (!pd_db_get(catalog->db, error, &n, NULL, "SELECT count(*) FROM article WHERE substr(path, -length(?1)) = ?1", bytes))
        return false;
    return n != 1 ||
           pd_db_get(catalog->db, error, out, NULL, "SELECT id FROM article WHERE substr(path, -length(?1)) = ?1", bytes);
}

bool pd_catalog_find_article(PdCatalog *catalog, const char *path_or_url, int64_t *out_id, GError **error) {
    g_autofree char *path = pd_host_absolute(path_or_url);
    g_autofree char *key = pd_article_key_of_url(path_or_url);
    int64_t id = 0;
    if (!pd_db_get(catalog->db, error, &id, NULL, "SELECT id FROM article WHERE path = ?1 ORDER BY id DESC LIMIT 1",
                   pd_bind_bytes(path)) ||
        (id == 0 && !pd_db_get(catalog->db, error, &id, NULL, "SELECT id FROM article WHERE key = ?1", pd_bind_text(key))) ||
        (id == 0 && !find_by_end(catalog, path_or_url, &id, error)))
        return false;
    if (id == 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "there is no article '%s' in the catalogue", path_or_url);
        return false;
    }
    *out_id = id;
    return true;
}

bool pd_catalog_find_figure(PdCatalog *catalog, const char *name, int64_t *out_figure, GError **error) {
    const char *mark = strrchr(name, '#');
    gint64 position = mark ? g_ascii_strtoll(mark + 1, NULL, 10) : 0;
    if (position < 1) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' names no figure; write ARTICLE#N, the first figure is 1", name);
        return false;
    }
    g_autofree char *article_name = g_strndup(name, (gsize)(mark - name));
    int64_t article = 0, figure = 0;
    if (!pd_catalog_find_article(catalog, article_name, &article, error) ||
        !pd_db_get(
            catalog->db, error, &figure, NULL,
            "SELECT f.id FROM figure f JOIN article a ON a.id = f.article_id JOIN figure_rev v ON v.figure_id = f.id "
            "WHERE a.id = ?1 AND f.last_rev = a.rev AND v.rev = (SELECT max(rev) FROM figure_rev WHERE figure_id = f.id) "
            "AND v.position = ?2",
            pd_bind_int(article), pd_bind_int(position)))
        return false;
    if (figure == 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "'%s' has no figure %" G_GINT64_FORMAT, article_name, position);
        return false;
    }
    *out_figure = figure;
    return true;
}

/* ---- renditions */

bool pd_catalog_put_rendition(PdCatalog *catalog, int64_t figure_id, const char *path, uint64_t size_bytes,
                              const PdRecord *record, GError **error) {
    g_autoptr(PdRecord) cleaned = NULL;
    if (!pd_forgotten_leave_out(catalog, record, &cleaned, error))
        return false;
    g_autoptr(GBytes) body = pd_record_encode(cleaned ? cleaned : record);
    gsize len;
    const void *data = g_bytes_get_data(body, &len);
    return pd_db_run(catalog->db, error,
                     "INSERT INTO rendition(figure_id, path, size_bytes, read_at_us, body) VALUES(?1, ?2, ?3, ?4, ?5) "
                     "ON CONFLICT(figure_id) DO UPDATE SET path = excluded.path, size_bytes = excluded.size_bytes, "
                     "read_at_us = excluded.read_at_us, body = excluded.body",
                     pd_bind_int(figure_id), pd_bind_bytes(path), pd_bind_int((int64_t)size_bytes),
                     pd_bind_int(pd_clock_now_us()), pd_bind_blob(data, len));
}

static bool load_rendition(PdCatalog *catalog, int64_t figure_id, PdImage **out, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure, "SELECT path, size_bytes, body FROM rendition WHERE figure_id = ?1", pd_bind_int(figure_id));
    *out = NULL;
    if (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 2, &len);
        PdImage *image = pd_image_new();
        image->path = pd_stmt_bytes(query, 0);
        image->size_bytes = (uint64_t)pd_stmt_int(query, 1);
        image->record = pd_record_decode(body, len, pd_limits_default(), NULL);
        image->merged = image->record ? pd_merged_new(image->record) : NULL;
        *out = image;
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_catalog_rendition(PdCatalog *catalog, int64_t figure_id, PdImage **out, GError **error) {
    g_autoptr(PdImage) image = NULL;
    g_autoptr(GError) none = NULL;
    if (!load_rendition(catalog, figure_id, &image, error))
        return false;
    if (image && !pd_catalog_find_image(catalog, image->path, &image->id, &none) &&
        !g_error_matches(none, PD_ERROR, PD_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&none));
        return false;
    }
    *out = g_steal_pointer(&image);
    return true;
}
