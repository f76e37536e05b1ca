/* The house's own parties and aliases, as the credit grammar reads them; when they change, the look-up tables of
 * images are filled anew.
 */
#include <string.h>

#include "catalog/rights_row.h"
#include "credit/lexicon.h"

/* ---- for the grammar: rows as in agencies.tsv */

typedef struct {
    const PdRightsTable *table;
    GString *rows;
} Rows;

static const char *cell(const PdRightsTable *table, const PdRightsRow *row, const char *name) {
    int at = pd_rights_column(table, name);
    const char *text = at >= 0 ? row->cells[at] : NULL;
    return text && *text ? text : "-";
}

/* "A | B" stands there as "A|B". */
static char *names_of(const char *cell_text) {
    g_auto(GStrv) names = pd_rights_list(cell_text);
    return g_strjoinv("|", names);
}

static bool add_party(const PdRightsRow *row, void *user) {
    Rows *rows = user;
    const PdRightsTable *table = rows->table;
    g_autofree char *aliases = names_of(cell(table, row, "aliases"));
    g_string_append_printf(rows->rows, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t-\t-\n", cell(table, row, "slug"),
                           cell(table, row, "name"), cell(table, row, "short_name"), cell(table, row, "kind"),
                           cell(table, row, "country"), aliases, cell(table, row, "parent"));
    return true;
}

static bool add_alias(const PdRightsRow *row, void *user) {
    Rows *rows = user;
    g_string_append_printf(rows->rows, "%s\t%s\n", cell(rows->table, row, "name"), cell(rows->table, row, "party"));
    return true;
}

bool pd_parties_load(PdCatalog *catalog, GError **error) {
    g_autoptr(GString) parties = g_string_new(NULL), aliases = g_string_new(NULL);
    Rows of_parties = {pd_rights_table_find("party"), parties}, of_aliases = {pd_rights_table_find("alias"), aliases};
    if (!pd_catalog_each_right(catalog, of_parties.table, false, add_party, &of_parties, error) ||
        !pd_catalog_each_right(catalog, of_aliases.table, false, add_alias, &of_aliases, error))
        return false;
    pd_credit_lexicon_own(parties->str, aliases->str);
    return true;
}

/* ---- look-up tables made before */

/* The last change of a party, and the one that the look-up tables know of. */
static bool versions(PdCatalog *catalog, int64_t *out_now, int64_t *out_known, GError **error) {
    *out_now = *out_known = 0;
    return pd_db_get(catalog->db, error, out_now, NULL,
                     "SELECT coalesce(max(id), 0) FROM change WHERE right_kind IN ('party', 'alias')", PD_BIND_NONE) &&
           pd_db_get(catalog->db, error, out_known, NULL, "SELECT version FROM d_state WHERE name = 'parties'",
                     PD_BIND_NONE);
}

bool pd_parties_catch_up(PdCatalog *catalog, GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t now, known;
    if (!versions(catalog, &now, &known, error))
        return false;
    if (now == known)
        return true;
    return pd_scope_begin(&scope, catalog->db, error) && pd_derive_empty(catalog, false, error) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO d_state(name, version, done_to) VALUES('parties', ?1, 0) ON CONFLICT(name) DO UPDATE SET "
                     "version = excluded.version",
                     pd_bind_int(now)) &&
           pd_scope_commit(&scope, error);
}

bool pd_catalog_parties_changed(PdCatalog *catalog, GError **error) {
    return pd_parties_load(catalog, error) && pd_parties_catch_up(catalog, error) &&
           pd_catalog_fill_lookups(catalog, NULL, NULL, error);
}
