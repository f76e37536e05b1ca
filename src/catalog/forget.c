/* Erasing for good (catalog/forget.h). All of it is one transaction; afterwards the file is written anew, for the pages of
 * what was deleted would stay in it. */
#include "catalog/forget.h"

#include <inttypes.h>
#include <string.h>

#include "catalog/forgotten.h"
#include "catalog/rights.h"
#include "codec/text.h"
#include "host/chance.h"
#include "host/clock.h"
#include "host/file.h"
#include "picdesk/error.h"

enum { KEY_BYTES = 32, WORDS_MAX = 8 };

/* ---- statements made from names of tables and columns, once each */

static const char *sql_for(const char *format, const char *table, const char *column) {
    GString *sql = g_string_new(format);
    g_string_replace(sql, "$t", table, 0);
    g_string_replace(sql, "$c", column, 0);
    const char *text = g_intern_string(sql->str);
    g_string_free(sql, TRUE);
    return text;
}

/* ---- what is remembered of it */

static PdForgotten *keyed_set(PdCatalog *catalog, GError **error) {
    uint8_t fresh[KEY_BYTES];
    g_autoptr(GError) failure = NULL;
    pd_chance_bytes(fresh, sizeof fresh);
    if (!pd_db_run(catalog->db, error, "INSERT INTO forgotten_key(id, key) VALUES(1, ?1) ON CONFLICT DO NOTHING",
                   pd_bind_blob(fresh, sizeof fresh)))
        return NULL;
    g_autoptr(PdForgotten) set = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT key FROM forgotten_key", PD_BIND_NONE);
    if (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *key = pd_stmt_blob(query, 0, &len);
        set = pd_forgotten_new(key, len);
    }
    return pd_stmt_ended(&failure, error) ? g_steal_pointer(&set) : NULL;
}

static bool remember(PdCatalog *catalog, const char *kind, const uint8_t *hash, int64_t n_words, GError **error) {
    catalog->forgotten_seen = 0;
    return pd_db_run(catalog->db, error,
                     "INSERT INTO forgotten(hash, kind, n_words, at_us) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                     "at_us = excluded.at_us",
                     pd_bind_blob(hash, PD_FORGOTTEN_HASH), pd_bind_text(kind), pd_bind_int(n_words),
                     pd_bind_int(pd_clock_now_us()));
}

/* "jane van roe" is also known as "roe jane van" and "van roe jane". */
static bool remember_name(PdCatalog *catalog, PdForgotten *set, char **words, GError **error) {
    guint n = g_strv_length(words);
    for (guint first = 0; first < n; first++) {
        g_autoptr(GString) name = g_string_new(NULL);
        uint8_t hash[PD_FORGOTTEN_HASH];
        for (guint i = 0; i < n; i++)
            g_string_append_printf(name, "%s%s", i ? " " : "", words[(first + i) % n]);
        pd_forgotten_hash(set, name->str, hash);
        pd_forgotten_add(set, hash, n);
        if (!remember(catalog, "person", hash, n, error))
            return false;
    }
    return true;
}

/* ---- texts */

typedef struct {
    PdCatalog *catalog;
    const PdForgotten *set;
    PdForgetCount count;
} Forgetting;

static GPtrArray *texts_of(PdCatalog *catalog, const char *sql, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, sql, PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *bytes = pd_stmt_bytes(query, 0);
        g_ptr_array_add(texts, g_utf8_make_valid(bytes, -1));
    }
    return pd_stmt_ended(&failure, error) ? g_steal_pointer(&texts) : NULL;
}

static bool clean_column(Forgetting *forgetting, const char *table, const char *column, const char *mark, GError **error) {
    PdDb *db = forgetting->catalog->db;
    g_autoptr(GPtrArray) texts =
        texts_of(forgetting->catalog, sql_for("SELECT DISTINCT $c FROM $t WHERE $c IS NOT NULL", table, column), error);
    for (guint i = 0; texts && i < texts->len; i++) {
        g_autofree char *cleaned = pd_forgotten_clean(forgetting->set, texts->pdata[i], mark, NULL);
        if (!cleaned)
            continue;
        if (!pd_db_run(db, error, sql_for("UPDATE $t SET $c = ?2 WHERE $c = ?1", table, column),
                       pd_bind_text(texts->pdata[i]), pd_bind_text(cleaned)))
            return false;
        forgetting->count.n_texts += pd_db_changes(db);
    }
    return texts != NULL;
}

static const struct {
    const char *table, *column, *mark;
} TEXTS[] = {
    {"article_rev", "title", PD_FORGOTTEN_MARK},  {"article_rev", "lead", PD_FORGOTTEN_MARK},
    {"figure_rev", "caption", PD_FORGOTTEN_MARK}, {"figure_rev", "credit_line", PD_FORGOTTEN_CREDIT_MARK},
    {"figure_rev", "alt", PD_FORGOTTEN_MARK},     {"figure_rev", "cue", PD_FORGOTTEN_MARK},
    {"figure_rev", "data", PD_FORGOTTEN_MARK},    {"decision", "who", PD_FORGOTTEN_MARK},
    {"decision", "reason", PD_FORGOTTEN_MARK},    {"correction", "who", PD_FORGOTTEN_MARK},
    {"correction", "reason", PD_FORGOTTEN_MARK},  {"change", "who", PD_FORGOTTEN_MARK},
    {"change", "reason", PD_FORGOTTEN_MARK},      {"change", "before_row", PD_FORGOTTEN_MARK},
    {"change", "after_row", PD_FORGOTTEN_MARK},   {"event", "who", PD_FORGOTTEN_MARK},
    {"event", "detail", PD_FORGOTTEN_MARK},
};

static bool is_free_text(PdCellType type) {
    return type == PD_CELL_TEXT || type == PD_CELL_NAMES || type == PD_CELL_PARTY;
}

static bool clean_rights(Forgetting *forgetting, const PdRightsTable *table, GError **error) {
    for (size_t i = 0; i < table->n_columns; i++)
        if (is_free_text(table->columns[i].type) &&
            !clean_column(forgetting, table->name, table->columns[i].name, PD_FORGOTTEN_MARK, error))
            return false;
    return clean_column(forgetting, table->name, "made_by", PD_FORGOTTEN_MARK, error);
}

/* One that a later version of the facts adds may not be there yet. */
static bool clean_if_there(Forgetting *forgetting, size_t i, GError **error) {
    int64_t n = 0;
    return pd_db_get(forgetting->catalog->db, error, &n, NULL, "SELECT count(*) FROM pragma_table_info(?1) WHERE name = ?2",
                     pd_bind_text(TEXTS[i].table), pd_bind_text(TEXTS[i].column)) &&
           (n == 0 || clean_column(forgetting, TEXTS[i].table, TEXTS[i].column, TEXTS[i].mark, error));
}

static bool clean_texts(Forgetting *forgetting, GError **error) {
    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++)
        if (!clean_if_there(forgetting, i, error))
            return false;
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++)
        if (!clean_rights(forgetting, *table, error))
            return false;
    return true;
}

/* ---- rows that are about the person alone */

static bool end_row(Forgetting *forgetting, const char *table, int64_t id, GError **error) {
    PdDb *db = forgetting->catalog->db;
    if (!pd_db_run(db, error, "DELETE FROM change WHERE right_kind = ?1 AND row_id = ?2", pd_bind_text(table),
                   pd_bind_int(id)) ||
        !pd_db_run(db, error, sql_for("DELETE FROM $t WHERE id = ?1", table, ""), pd_bind_int(id)))
        return false;
    forgetting->count.n_rows++;
    return true;
}

static bool end_rows(Forgetting *forgetting, const char *table, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    {
        g_autoptr(PdStmt) query =
            pd_db_query(forgetting->catalog->db, &failure, sql_for("SELECT id, name FROM $t", table, ""), PD_BIND_NONE);
        while (query && pd_stmt_next(query, &failure)) {
            bool is_whole = false;
            int64_t id = pd_stmt_int(query, 0);
            g_autofree char *cleaned =
                pd_forgotten_clean(forgetting->set, pd_stmt_text(query, 1), PD_FORGOTTEN_MARK, &is_whole);
            if (cleaned && is_whole)
                g_array_append_val(ids, id);
        }
    }
    for (guint i = 0; i < ids->len && !failure; i++)
        if (!end_row(forgetting, table, g_array_index(ids, int64_t, i), &failure))
            break;
    return pd_stmt_ended(&failure, error);
}

/* ---- corrections: a list loses the name, a value that is nothing else goes */

static char *clean_items(const PdForgotten *set, const char *value) {
    g_auto(GStrv) items = g_strsplit(value, "\n", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    for (char **item = items; *item; item++) {
        bool is_whole = false;
        g_autofree char *cleaned = pd_forgotten_clean(set, *item, PD_FORGOTTEN_CREDIT_MARK, &is_whole);
        if (!is_whole)
            g_string_append_printf(out, "%s%s", out->len ? "\n" : "", cleaned ? cleaned : *item);
    }
    return g_strdup(out->str);
}

static bool clean_corrections(Forgetting *forgetting, GError **error) {
    PdDb *db = forgetting->catalog->db;
    g_autoptr(GPtrArray) values =
        texts_of(forgetting->catalog, "SELECT DISTINCT value FROM correction WHERE value IS NOT NULL", error);
    for (guint i = 0; values && i < values->len; i++) {
        const char *value = values->pdata[i];
        g_autofree char *cleaned = clean_items(forgetting->set, value);
        PdBind was = pd_bind_text(value);
        if (strcmp(cleaned, value) == 0)
            continue;
        bool is_done =
            *cleaned ? pd_db_run(db, error, "UPDATE correction SET value = ?2 WHERE value = ?1", was, pd_bind_text(cleaned))
                     : pd_db_run(db, error,
                                 "DELETE FROM correction WHERE value = ?1 OR revokes IN (SELECT id FROM correction WHERE "
                                 "value = ?1)",
                                 was);
        if (!is_done)
            return false;
        *(*cleaned ? &forgetting->count.n_texts : &forgetting->count.n_rows) += pd_db_changes(db);
    }
    return values != NULL;
}

/* ---- figures' keys: made of folded captions */

static bool clean_keys(Forgetting *forgetting, GError **error) {
    g_autoptr(GPtrArray) keys = texts_of(
        forgetting->catalog, "SELECT DISTINCT key FROM figure WHERE key GLOB 'caption:*' OR key GLOB 'credit:*'", error);
    for (guint i = 0; keys && i < keys->len; i++) {
        const char *mark = g_str_has_prefix(keys->pdata[i], "credit:") ? PD_FORGOTTEN_CREDIT_MARK : PD_FORGOTTEN_MARK;
        g_autofree char *cleaned = pd_forgotten_clean(forgetting->set, keys->pdata[i], mark, NULL);
        if (cleaned && !pd_db_run(forgetting->catalog->db, error,
                                  "UPDATE figure SET key = ?2 || CASE WHEN EXISTS(SELECT 1 FROM figure o WHERE "
                                  "o.article_id = figure.article_id AND o.key = ?2) THEN '~' || id ELSE '' END WHERE "
                                  "key = ?1",
                                  pd_bind_text(keys->pdata[i]), pd_bind_text(cleaned)))
            return false;
    }
    return keys != NULL;
}

/* ---- records */

static GBytes *cleaned_body(Forgetting *forgetting, const void *body, size_t len) {
    int64_t n = 0;
    g_autoptr(PdRecord) record = pd_record_decode(body, len, pd_limits_default(), NULL);
    g_autoptr(PdRecord) cleaned = record ? pd_forgotten_clean_record(forgetting->set, record, &n) : NULL;
    return cleaned ? pd_record_encode(cleaned) : NULL;
}

static bool write_body(Forgetting *forgetting, const char *table, int64_t rowid, GBytes *body, GError **error) {
    gsize len;
    const void *data = g_bytes_get_data(body, &len);
    forgetting->count.n_records++;
    return pd_db_run(forgetting->catalog->db, error, sql_for("UPDATE $t SET body = ?2 WHERE rowid = ?1", table, ""),
                     pd_bind_int(rowid), pd_bind_blob(data, len));
}

/* Rows are rewritten in place, behind the reader. */
static bool clean_bodies(Forgetting *forgetting, const char *table, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(forgetting->catalog->db, &failure,
                                          sql_for("SELECT rowid, body FROM $t ORDER BY rowid", table, ""), PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 1, &len);
        g_autoptr(GBytes) cleaned = cleaned_body(forgetting, body, len);
        if (cleaned && !write_body(forgetting, table, pd_stmt_int(query, 0), cleaned, &failure))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

/* ---- names of things elsewhere, which stay */

static bool count_paths(Forgetting *forgetting, GError **error) {
    static const char *const PATHS[] = {
        "SELECT path FROM root",
        "SELECT path FROM folder",
        "SELECT name FROM file",
        "SELECT path FROM article",
        "SELECT DISTINCT url FROM article_rev WHERE url IS NOT NULL",
        "SELECT DISTINCT url FROM figure_rev WHERE url IS NOT NULL",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(PATHS); i++) {
        g_autoptr(GPtrArray) texts = texts_of(forgetting->catalog, PATHS[i], error);
        if (!texts)
            return false;
        for (guint k = 0; k < texts->len; k++) {
            g_autofree char *cleaned = pd_forgotten_clean(forgetting->set, texts->pdata[k], "", NULL);
            forgetting->count.n_paths += cleaned != NULL;
        }
    }
    return true;
}

/* ---- a person */

static bool forget_name(Forgetting *forgetting, GError **error) {
    static const char *const ABOUT_ONE[] = {"staff", "alias", "party"};
    for (size_t i = 0; i < G_N_ELEMENTS(ABOUT_ONE); i++)
        if (!end_rows(forgetting, ABOUT_ONE[i], error))
            return false;
    return clean_corrections(forgetting, error) && clean_texts(forgetting, error) && clean_keys(forgetting, error) &&
           clean_bodies(forgetting, "record", error) && clean_bodies(forgetting, "rendition", error) &&
           count_paths(forgetting, error) && pd_derive_empty(forgetting->catalog, true, error);
}

/* A dry run does it all and is rolled back by the scope. */
static bool finish(PdCatalog *catalog, PdScope *scope, bool is_dry, const char *who, const char *what,
                   const PdForgetCount *count, GError **error) {
    g_autofree char *detail = g_strdup_printf("%" PRId64 " records, %" PRId64 " texts, %" PRId64 " rows, %" PRId64 " images",
                                              count->n_records, count->n_texts, count->n_rows, count->n_images);
    pd_twins_forget(catalog);
    return is_dry || (pd_catalog_note(catalog, who, what, detail, error) && pd_scope_commit(scope, error));
}

bool pd_catalog_forget_person(PdCatalog *catalog, const char *name, bool is_dry, const char *who, PdForgetCount *out,
                              GError **error) {
    g_auto(PdScope) scope = {0};
    g_autofree char *folded = pd_text_words(name);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    guint n = g_strv_length(words);
    if (g_utf8_strlen(folded, -1) < 2 || n > WORDS_MAX) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no name: it needs two letters, and at most %d words", name,
                    WORDS_MAX);
        return false;
    }
    if (!pd_db_script(catalog->db, "PRAGMA secure_delete=ON", error) || !pd_scope_begin(&scope, catalog->db, error))
        return false;
    g_autoptr(PdForgotten) set = keyed_set(catalog, error);
    Forgetting forgetting = {.catalog = catalog, .set = set};
    if (!set || !remember_name(catalog, set, words, error) || !forget_name(&forgetting, error) ||
        !finish(catalog, &scope, is_dry, who, "forgot a person", &forgetting.count, error))
        return false;
    *out = forgetting.count;
    return true;
}

/* ---- a root */

static bool hash_of_root(PdCatalog *catalog, const char *path, uint8_t hash[PD_FORGOTTEN_HASH], GError **error) {
    g_autoptr(PdForgotten) set = keyed_set(catalog, error);
    if (set)
        pd_forgotten_hash(set, path, hash);
    return set != NULL;
}

/* ?1 is not bound in a script: what goes is collected first, by the root's id and the beginning of paths below it. */
static bool collect(PdCatalog *catalog, int64_t root, const char *path, GError **error) {
    g_autofree char *below = g_str_has_suffix(path, "/") ? g_strdup(path) : g_strconcat(path, "/", NULL);
    return pd_db_script(catalog->db,
                        "CREATE TEMP TABLE IF NOT EXISTS gone(kind TEXT, id INTEGER, PRIMARY KEY(kind, id)) WITHOUT ROWID; "
                        "DELETE FROM temp.gone",
                        error) &&
           pd_db_run(
               catalog->db, error,
               "INSERT INTO temp.gone SELECT DISTINCT 'image', f.image_id FROM file f JOIN folder d ON "
               "d.id = f.folder_id WHERE d.root_id = ?1 AND f.image_id IS NOT NULL AND NOT EXISTS(SELECT 1 FROM file o "
               "JOIN folder e ON e.id = o.folder_id WHERE o.image_id = f.image_id AND e.root_id <> ?1)",
               pd_bind_int(root)) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO temp.gone SELECT 'article', id FROM article WHERE substr(path, 1, length(?1)) = ?1",
                     pd_bind_bytes(below)) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO temp.gone SELECT 'figure', f.id FROM figure f JOIN temp.gone g ON g.kind = 'article' AND "
                     "g.id = f.article_id",
                     PD_BIND_NONE) &&
           pd_db_run(catalog->db, error,
                     "INSERT OR IGNORE INTO temp.gone SELECT 'rendition', figure_id FROM rendition WHERE substr(path, 1, "
                     "length(?1)) = ?1 UNION SELECT 'rendition', id FROM temp.gone WHERE kind = 'figure'",
                     pd_bind_bytes(below));
}

#define GONE(kind) "(SELECT id FROM temp.gone WHERE kind = '" kind "')"
#define ON_IMAGE_OR_ARTICLE "image_id IN " GONE("image") " OR article_id IN " GONE("article")

/* Children before parents. */
static const char *const DELETIONS[] = {
    "DELETE FROM decision WHERE figure_id IN " GONE("figure") " OR image_id IN " GONE("image"),
    "DELETE FROM correction WHERE image_id IN " GONE("image"),
    "DELETE FROM change WHERE right_kind = 'lease' AND row_id IN (SELECT id FROM lease WHERE image_id IN " GONE("image") ")",
    "DELETE FROM change WHERE right_kind = 'usage' AND row_id IN (SELECT id FROM usage WHERE image_id IN " GONE("image") ")",
    "DELETE FROM change WHERE right_kind = 'suppression' AND row_id IN (SELECT id FROM suppression "
    "WHERE " ON_IMAGE_OR_ARTICLE ")",
    "DELETE FROM lease WHERE image_id IN " GONE("image"),
    "DELETE FROM usage WHERE image_id IN " GONE("image"),
    "DELETE FROM suppression WHERE " ON_IMAGE_OR_ARTICLE,
    "DELETE FROM licence_image WHERE image_id IN " GONE("image"),
    "DELETE FROM rendition WHERE figure_id IN " GONE("rendition"),
    "DELETE FROM figure_rev WHERE figure_id IN " GONE("figure"),
    "DELETE FROM figure WHERE id IN " GONE("figure"),
    "DELETE FROM article_rev WHERE article_id IN " GONE("article"),
    "DELETE FROM article WHERE id IN " GONE("article"),
    "DELETE FROM record WHERE image_id IN " GONE("image"),
    "DELETE FROM content WHERE image_id IN " GONE("image"),
    "DELETE FROM d_look WHERE image_id IN " GONE("image"),
};

static bool delete_gone(Forgetting *forgetting, int64_t root, GError **error) {
    PdDb *db = forgetting->catalog->db;
    PdForgetCount *count = &forgetting->count;
    for (size_t i = 0; i < G_N_ELEMENTS(DELETIONS); i++) {
        if (!pd_db_run(db, error, DELETIONS[i], PD_BIND_NONE))
            return false;
        count->n_rows += pd_db_changes(db);
    }
    if (!pd_db_get(db, error, &count->n_articles, NULL, "SELECT count(*) FROM temp.gone WHERE kind = 'article'",
                   PD_BIND_NONE) ||
        !pd_db_run(db, error, "DELETE FROM file WHERE folder_id IN (SELECT id FROM folder WHERE root_id = ?1)",
                   pd_bind_int(root)))
        return false;
    count->n_files = pd_db_changes(db);
    if (!pd_db_run(db, error, "DELETE FROM image WHERE id IN " GONE("image"), PD_BIND_NONE))
        return false;
    count->n_images = pd_db_changes(db);
    return pd_db_run(db, error, "DELETE FROM folder WHERE root_id = ?1", pd_bind_int(root)) &&
           pd_db_run(db, error, "DELETE FROM root WHERE id = ?1", pd_bind_int(root)) &&
           pd_db_script(db, "DROP TABLE temp.gone", error) && pd_derive_empty(forgetting->catalog, true, error);
}

/* This machine's root goes before another's of the same path. */
static bool find_root(PdCatalog *catalog, const char *path, int64_t *out, GError **error) {
    *out = 0;
    if (!pd_db_get(catalog->db, error, out, NULL, "SELECT id FROM root WHERE path = ?1 ORDER BY host <> ?2 LIMIT 1",
                   pd_bind_bytes(path), pd_bind_text(pd_host_name())))
        return false;
    if (*out == 0)
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "no root has the path '%s'; 'picdesk root' lists them", path);
    return *out != 0;
}

bool pd_catalog_forget_root(PdCatalog *catalog, const char *path, bool is_dry, const char *who, PdForgetCount *out,
                            GError **error) {
    g_auto(PdScope) scope = {0};
    Forgetting forgetting = {.catalog = catalog};
    uint8_t hash[PD_FORGOTTEN_HASH];
    int64_t root;
    if (!pd_db_script(catalog->db, "PRAGMA secure_delete=ON", error) || !pd_scope_begin(&scope, catalog->db, error) ||
        !find_root(catalog, path, &root, error) || !hash_of_root(catalog, path, hash, error) ||
        !remember(catalog, "root", hash, 0, error) || !collect(catalog, root, path, error) ||
        !delete_gone(&forgetting, root, error) ||
        !finish(catalog, &scope, is_dry, who, "forgot a root", &forgetting.count, error))
        return false;
    g_ptr_array_set_size(catalog->roots, 0);
    *out = forgetting.count;
    return true;
}

bool pd_catalog_root_forgotten(PdCatalog *catalog, const char *path, int64_t *out_at_us, GError **error) {
    const PdForgotten *unused;
    uint8_t hash[PD_FORGOTTEN_HASH];
    *out_at_us = 0;
    if (!pd_catalog_forgotten(catalog, &unused, error))
        return false;
    if (!catalog->forgotten)
        return true;
    pd_forgotten_hash(catalog->forgotten, path, hash);
    return pd_db_get(catalog->db, error, out_at_us, NULL, "SELECT at_us FROM forgotten WHERE hash = ?1 AND kind = 'root'",
                     pd_bind_blob(hash, sizeof hash));
}

bool pd_catalog_scrub(PdCatalog *catalog, GError **error) {
    return pd_db_scrub(catalog->db, error);
}
