/* Look-up tables of credits and suppliers' ids. A credit line is parsed once, however many images carry it. */
#include <string.h>

#include "catalog/lookup.h"
#include "catalog/store.h"
#include "codec/text.h"
#include "picdesk/grammar.h"

/* So many credit lines are remembered. */
enum { LINES_MAX = 20000 };

/* ---- suppliers' ids */

void pd_derive_name(PdDerived *derived, int64_t image, const char *name) {
    g_autofree char *id = pd_supplier_id_of_name(name, NULL);
    g_autofree char *key = pd_lookup_supplier(id);
    pd_rows_key(derived->rows, image, "supplier", key);
}

/* The field for it, under the supplier whom the property or the supplier's field names; and fields that often hold a file
 * name. */
void pd_derive_suppliers(PdDerived *derived, int64_t image, const PdRecord *record, const PdMerged *merged) {
    static const PdField NAMES[] = {PD_FIELD_SUPPLIER_IMAGE_ID, PD_FIELD_TITLE, PD_FIELD_JOB_ID, PD_FIELD_UNIQUE_NAME};
    const char *name = pd_merged_text(merged, PD_FIELD_SUPPLIER_NAME);
    const PdParty *supplier = name ? pd_party_find(name) : NULL;
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (value->field != PD_FIELD_SUPPLIER_IMAGE_ID)
            continue;
        bool is_getty = value->property && strstr(value->property, "GettyImagesGIFT");
        const PdParty *party = is_getty ? pd_party_find("Getty Images") : supplier;
        g_autofree char *id =
            party && party->slug ? g_strconcat(party->slug, ":", value->text, NULL) : g_strdup(value->text);
        g_autofree char *key = pd_lookup_supplier(id);
        pd_rows_key(derived->rows, image, "supplier", key);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        const char *text = pd_merged_text(merged, NAMES[i]);
        if (text)
            pd_derive_name(derived, image, text);
    }
}

/* ---- credits */

/* A credit line with the creator field beside it, as it is found by. */
typedef struct {
    int64_t id;
    GPtrArray *slugs, *creators; /* of char: agencies, and creators' folded names */
} Line;

static void line_free(Line *line) {
    g_ptr_array_unref(line->slugs);
    g_ptr_array_unref(line->creators);
    g_free(line);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Line, line_free)

GHashTable *pd_derive_lines_new(void) {
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)line_free);
}

static Line *line_new(int64_t id) {
    Line *line = g_new0(Line, 1);
    line->id = id;
    line->slugs = g_ptr_array_new_with_free_func(g_free);
    line->creators = g_ptr_array_new_with_free_func(g_free);
    return line;
}

static bool read_names(PdCatalog *catalog, const char *sql, int64_t id, GPtrArray *names, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, sql, pd_bind_int(id));
    while (query && pd_stmt_next(query, &failure))
        g_ptr_array_add(names, g_strdup(pd_stmt_text(query, 0)));
    return pd_stmt_ended(&failure, error);
}

static bool write_names(PdCatalog *catalog, const char *sql, int64_t id, const GPtrArray *names, GError **error) {
    for (guint i = 0; i < names->len; i++)
        if (!pd_db_run(catalog->db, error, sql, pd_bind_int(id), pd_bind_text(names->pdata[i])))
            return false;
    return true;
}

static bool read_line(PdCatalog *catalog, Line *line, GError **error) {
    return read_names(catalog, "SELECT slug FROM d_credit_party WHERE credit_id = ?1", line->id, line->slugs, error) &&
           read_names(catalog, "SELECT name FROM d_credit_creator WHERE credit_id = ?1", line->id, line->creators, error);
}

/* A line that is met for the first time. */
static bool add_line(PdCatalog *catalog, const char *text, const char *creator, Line *line, GError **error) {
    g_autoptr(PdCredit) credit = pd_credit_parse(text, *creator ? creator : NULL, pd_limits_default());
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (credit->agencies[i].slug)
            g_ptr_array_add(line->slugs, g_strdup(credit->agencies[i].slug));
    for (size_t i = 0; i < credit->n_creators; i++)
        g_ptr_array_add(line->creators, pd_text_words(credit->creators[i]));
    if (!pd_db_run(catalog->db, error, "INSERT INTO d_credit(line, creator, flags) VALUES(?1, ?2, ?3)", pd_bind_text(text),
                   pd_bind_text(creator), pd_bind_int(credit->flags)))
        return false;
    line->id = pd_db_last_id(catalog->db);
    return write_names(catalog, "INSERT INTO d_credit_creator(credit_id, name) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
                       line->id, line->creators, error) &&
           write_names(catalog, "INSERT INTO d_credit_party(credit_id, slug) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
                       line->id, line->slugs, error);
}

/* (transfer none) until the next call. */
static const Line *line_of(PdDerived *derived, const char *text, const char *creator, GError **error) {
    PdCatalog *catalog = derived->catalog;
    g_autofree char *key = g_strjoin("\n", text, creator, NULL);
    Line *known = g_hash_table_lookup(derived->lines, key);
    if (known)
        return known;
    g_autoptr(Line) line = line_new(0);
    bool is_there = false;
    if (!pd_db_get(catalog->db, error, &line->id, &is_there, "SELECT id FROM d_credit WHERE line = ?1 AND creator = ?2",
                   pd_bind_text(text), pd_bind_text(creator)) ||
        !(is_there ? read_line(catalog, line, error) : add_line(catalog, text, creator, line, error)))
        return NULL;
    if (g_hash_table_size(derived->lines) >= LINES_MAX)
        g_hash_table_remove_all(derived->lines);
    known = g_steal_pointer(&line);
    g_hash_table_insert(derived->lines, g_steal_pointer(&key), known);
    return known;
}

/* The image carries the line, and was taken by those whom it names. */
static bool add_credit(PdDerived *derived, int64_t image, int64_t day, const char *text, const char *creator,
                       GError **error) {
    const Line *line = line_of(derived, text, creator, error);
    if (!line)
        return false;
    pd_rows_credit(derived->rows, image, line->id);
    for (guint i = 0; i < line->slugs->len; i++)
        pd_rows_taken(derived->rows, image, "", line->slugs->pdata[i], day);
    for (guint i = 0; i < line->creators->len; i++)
        pd_rows_taken(derived->rows, image, "=", line->creators->pdata[i], day);
    return true;
}

bool pd_derive_credits(PdDerived *derived, int64_t image, const PdMerged *merged, int64_t day, GError **error) {
    static const PdField FIELDS[] = {PD_FIELD_CREDIT, PD_FIELD_SOURCE, PD_FIELD_COPYRIGHT};
    g_autofree char *joined = pd_merged_join(merged, PD_FIELD_CREATORS, "; ");
    const char *creator = joined ? joined : "";
    bool has_line = false;
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        const char *line = pd_merged_text(merged, FIELDS[i]);
        has_line = has_line || line;
        if (line && !add_credit(derived, image, day, line, creator, error))
            return false;
    }
    return has_line || !*creator || add_credit(derived, image, day, "", creator, error);
}
