/* The derived tables of images: words, look-up keys, parsed credits. They carry a version; whenever what fills them changes,
 * raise it, and the next writer makes them anew (fill.c). */
#include <string.h>

#include "catalog/lookup.h"
#include "catalog/store.h"
#include "codec/text.h"
#include "picdesk/error.h"
#include "picdesk/merge.h"

#define DERIVED_VERSION 5
/* Unlike any caption: beyond so many different words the rest finds nothing more. */
#define MAX_WORDS 2000

extern const char pd_data_catalog_derived_sql[];

/* ---- which version is there */

static bool state(PdCatalog *catalog, int64_t *out_version, int64_t *out_done_to, GError **error) {
    bool is_there = false;
    int64_t one = 0;
    *out_version = *out_done_to = 0;
    if (!pd_db_get(catalog->db, error, &one, &is_there, "SELECT 1 FROM sqlite_schema WHERE name = 'd_state'", PD_BIND_NONE))
        return false;
    return !is_there || (pd_db_get(catalog->db, error, out_version, NULL,
                                   "SELECT version FROM d_state WHERE name = 'images'", PD_BIND_NONE) &&
                         pd_db_get(catalog->db, error, out_done_to, NULL,
                                   "SELECT done_to FROM d_state WHERE name = 'images'", PD_BIND_NONE));
}

static GPtrArray *names_of(PdCatalog *catalog, const char *sql, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, sql, PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure))
        g_ptr_array_add(names, g_strdup(pd_stmt_text(query, 0)));
    return pd_stmt_ended(&failure, error) ? g_steal_pointer(&names) : NULL;
}

/* Virtual tables first, the last made first: dropping one takes its shadow tables along. */
static bool drop_all(PdCatalog *catalog, GError **error) {
    static const char *const LISTS[] = {
        "SELECT name FROM sqlite_schema WHERE name GLOB 'd_*' AND type = 'table' AND sql LIKE 'CREATE VIRTUAL%' ORDER BY "
        "rowid DESC",
        "SELECT name FROM sqlite_schema WHERE name GLOB 'd_*' AND type = 'table'",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(LISTS); i++) {
        g_autoptr(GPtrArray) names = names_of(catalog, LISTS[i], error);
        if (!names)
            return false;
        for (guint j = 0; j < names->len; j++) {
            g_autofree char *sql = g_strdup_printf("DROP TABLE \"%s\"", (const char *)names->pdata[j]);
            if (!pd_db_script(catalog->db, sql, error))
                return false;
        }
    }
    return true;
}

bool pd_derive_make(PdCatalog *catalog, GError **error) {
    g_auto(PdScope) scope = {0};
    return pd_scope_begin(&scope, catalog->db, error) && drop_all(catalog, error) &&
           pd_db_script(catalog->db, pd_data_catalog_derived_sql, error) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO d_state(name, version, done_to) SELECT 'images', ?1, "
                     "CASE WHEN EXISTS(SELECT 1 FROM image) THEN 0 ELSE ?2 END",
                     pd_bind_int(DERIVED_VERSION), pd_bind_int(PD_DERIVED_ALL)) &&
           pd_scope_commit(&scope, error);
}

/* By what is there: a table that somebody adds is emptied too. */
bool pd_derive_empty(PdCatalog *catalog, bool with_pairs, GError **error) {
    g_autoptr(GPtrArray) names =
        names_of(catalog,
                 with_pairs ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'd_*' AND name NOT GLOB "
                              "'d_words*' AND name NOT GLOB 'd_look*' AND name <> 'd_state'"
                            : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'd_*' AND name NOT GLOB "
                              "'d_words*' AND name NOT GLOB 'd_look*' AND name NOT IN ('d_state', 'd_pair', 'd_pairing')",
                 error);
    for (guint i = 0; names && i < names->len; i++) {
        g_autofree char *sql = g_strdup_printf("DELETE FROM \"%s\"", (const char *)names->pdata[i]);
        if (!pd_db_script(catalog->db, sql, error))
            return false;
    }
    return names && pd_db_script(catalog->db, "INSERT INTO d_words(d_words) VALUES('delete-all')", error) &&
           pd_derive_set_done_to(catalog, 0, error);
}

/* A correction may make an image the right one for any figure. */
bool pd_derive_unmatch(PdCatalog *catalog, GError **error) {
    int64_t is_there = 0;
    return pd_db_get(catalog->db, error, &is_there, NULL,
                     "SELECT count(*) FROM sqlite_schema WHERE name = 'd_matched' AND type = 'table'", PD_BIND_NONE) &&
           (!is_there || pd_db_script(catalog->db, "DELETE FROM d_matched", error));
}

bool pd_derive_prepare(PdCatalog *catalog, GError **error) {
    int64_t version, done_to;
    if (!state(catalog, &version, &done_to, error))
        return false;
    if (version != DERIVED_VERSION && !pd_db_is_read_only(catalog->db)) {
        if (!pd_derive_make(catalog, error))
            return false;
        version = DERIVED_VERSION;
    }
    catalog->has_derived = version == DERIVED_VERSION;
    return true;
}

/* Inside a transaction nobody else moves the mark, and every image that is put asks for it. */
bool pd_derive_reaches(PdCatalog *catalog, int64_t image, bool *out, GError **error) {
    uint64_t transaction = pd_db_transaction(catalog->db);
    if (transaction == 0 || transaction != catalog->done_to_seen) {
        int64_t version;
        if (!state(catalog, &version, &catalog->done_to, error))
            return false;
        catalog->done_to_seen = transaction;
    }
    *out = image <= catalog->done_to;
    return true;
}

bool pd_derive_done_to(PdCatalog *catalog, int64_t *out, GError **error) {
    int64_t version;
    return state(catalog, &version, out, error);
}

bool pd_derive_set_done_to(PdCatalog *catalog, int64_t done_to, GError **error) {
    catalog->done_to_seen = 0;
    return pd_db_run(catalog->db, error, "UPDATE d_state SET done_to = ?1 WHERE name = 'images'", pd_bind_int(done_to));
}

bool pd_derive_is_whole(PdCatalog *catalog, bool *out, GError **error) {
    int64_t version, done_to;
    if (!state(catalog, &version, &done_to, error))
        return false;
    *out = done_to == PD_DERIVED_ALL;
    return true;
}

bool pd_derive_check(const PdCatalog *catalog, GError **error) {
    if (catalog->has_derived)
        return true;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_STORE,
                        "the catalogue's look-up tables were made by another version; 'picdesk rebuild' makes them anew");
    return false;
}

/* ---- words */

static bool is_searched(PdField field) {
    switch (field) {
    case PD_FIELD_TITLE:
    case PD_FIELD_HEADLINE:
    case PD_FIELD_CAPTION:
    case PD_FIELD_ALT_TEXT:
    case PD_FIELD_KEYWORDS:
    case PD_FIELD_PERSONS:
    case PD_FIELD_EVENT:
    case PD_FIELD_CITY:
    case PD_FIELD_STATE:
    case PD_FIELD_COUNTRY:
    case PD_FIELD_SUBLOCATION:
    case PD_FIELD_CREATORS:
    case PD_FIELD_CREDIT:
    case PD_FIELD_SOURCE:
    case PD_FIELD_COPYRIGHT:
    case PD_FIELD_JOB_ID:
        return true;
    default:
        return false;
    }
}

/* Every origin's words, each once. */
char *pd_derive_words_of(const PdRecord *record) {
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < record->n_values; i++) {
        if (!is_searched(record->values[i].field) || record->values[i].flags & PD_VALUE_JUNK)
            continue;
        g_autofree char *folded = pd_text_words(record->values[i].text);
        g_auto(GStrv) words = g_strsplit(folded, " ", -1);
        for (char **word = words; *word && g_hash_table_size(seen) < MAX_WORDS; word++)
            if (**word && g_hash_table_add(seen, g_strdup(*word)))
                g_string_append_printf(out, "%s%s", out->len ? " " : "", *word);
    }
    return g_string_free(out, FALSE);
}

static bool remove_words(PdCatalog *catalog, int64_t image, const PdRecord *old, GError **error) {
    g_autofree char *words = pd_derive_words_of(old);
    return pd_db_run(catalog->db, error, "INSERT INTO d_words(d_words, rowid, words) VALUES('delete', ?1, ?2)",
                     pd_bind_int(image), pd_bind_text(words));
}

/* ---- an image */

PdDerived *pd_derived_new(PdCatalog *catalog) {
    PdDerived *derived = g_new0(PdDerived, 1);
    *derived = (PdDerived){.catalog = catalog, .rows = pd_rows_new(), .lines = pd_derive_lines_new()};
    return derived;
}

void pd_derived_free(PdDerived *derived) {
    if (!derived)
        return;
    pd_rows_free(derived->rows);
    g_hash_table_unref(derived->lines);
    g_free(derived);
}

static void add_place(PdDerived *derived, int64_t image, const char *name) {
    g_autofree char *stem = pd_lookup_stem(name);
    pd_rows_key(derived->rows, image, "stem", stem);
    pd_derive_name(derived, image, name);
    pd_derive_name_words(derived, image, stem);
}

static bool add_places(PdDerived *derived, int64_t image, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query =
        pd_db_query(derived->catalog->db, &failure, "SELECT name FROM file WHERE image_id = ?1", pd_bind_int(image));
    while (query && pd_stmt_next(query, &failure)) {
        g_autofree char *name = pd_stmt_bytes(query, 0);
        add_place(derived, image, name);
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_derive_add(PdDerived *derived, int64_t image, const PdRecord *record, GError **error) {
    g_autoptr(PdMerged) merged = pd_merged_new(record);
    g_autofree char *words = pd_derive_words_of(record);
    pd_rows_words(derived->rows, image, words);
    pd_derive_suppliers(derived, image, record, merged);
    return pd_derive_taken(derived, image, merged, error) && add_places(derived, image, error);
}

bool pd_derive_place(PdCatalog *catalog, int64_t image, const char *name, GError **error) {
    bool is_filled;
    if (!pd_derive_reaches(catalog, image, &is_filled, error))
        return false;
    if (!is_filled)
        return true;
    g_autoptr(PdDerived) derived = pd_derived_new(catalog);
    add_place(derived, image, name);
    return pd_rows_write(derived->rows, catalog->db, false, error);
}

bool pd_derive_image(PdCatalog *catalog, int64_t image, const PdRecord *old, const PdRecord *record, GError **error) {
    bool is_filled;
    if (!pd_derive_reaches(catalog, image, &is_filled, error))
        return false;
    if (!is_filled)
        return true;
    pd_lookup_forget_counts(catalog);
    if (old && !(pd_derive_untake(catalog, image, old, error) &&
                 pd_db_run(catalog->db, error, "DELETE FROM d_key WHERE image_id = ?1", pd_bind_int(image)) &&
                 pd_db_run(catalog->db, error, "DELETE FROM d_image_credit WHERE image_id = ?1", pd_bind_int(image)) &&
                 remove_words(catalog, image, old, error)))
        return false;
    g_autoptr(PdDerived) derived = pd_derived_new(catalog);
    return pd_derive_add(derived, image, record, error) && pd_rows_write(derived->rows, catalog->db, false, error);
}
