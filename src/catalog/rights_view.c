/* Everything in force, for the check (catalog/rights.h). */
#include "catalog/rights_row.h"
#include "codec/text.h"
#include "credit/lexicon.h"
#include "picdesk/grammar.h"

char *pd_rights_party(const char *cell) {
    if (!cell)
        return NULL;
    const PdLexiconParty *row = pd_credit_lexicon_slug(cell);
    const PdParty *party = row ? &row->party : pd_party_find(cell);
    return party && party->slug ? g_strdup(party->slug) : pd_text_words(cell);
}

char *pd_rights_party_name(const char *cell) {
    const PdLexiconParty *row = cell ? pd_credit_lexicon_slug(cell) : NULL;
    return g_strdup(row ? row->party.name : cell);
}

typedef struct {
    PdCatalog *catalog;
    const PdRightsTable *table;
    const char *day;
    PdRights *view;
    GArray *images; /* of int64_t */
    GError *failure;
} Showing;

static gint by_number(gconstpointer a, gconstpointer b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The images of the same picture: what holds for one holds for its copies with another caption. */
static bool add_kin(Showing *showing, int64_t image) {
    g_autoptr(PdStmt) query =
        pd_db_query(showing->catalog->db, &showing->failure,
                    "SELECT k.id FROM image i JOIN image k ON k.pixel_key = i.pixel_key OR k.id = i.id "
                    "WHERE i.id = ?1",
                    pd_bind_int(image));
    while (query && pd_stmt_next(query, &showing->failure)) {
        int64_t id = pd_stmt_int(query, 0);
        g_array_append_val(showing->images, id);
    }
    return !showing->failure;
}

static bool show_row(const PdRightsRow *row, void *user) {
    Showing *showing = user;
    g_array_set_size(showing->images, 0);
    for (size_t i = 0; i < row->n_images; i++)
        if (!add_kin(showing, row->images[i]))
            return false;
    g_array_sort(showing->images, by_number);
    guint n = 0;
    int64_t *ids = (int64_t *)(void *)showing->images->data;
    for (guint i = 0; i < showing->images->len; i++)
        if (n == 0 || ids[n - 1] != ids[i])
            ids[n++] = ids[i];
    PdRightsRow with_kin = *row;
    with_kin.images = ids;
    with_kin.n_images = n;
    return showing->table->show(showing->catalog, &with_kin, showing->day, showing->view, &showing->failure);
}

PdRights *pd_catalog_rights(PdCatalog *catalog, const char *day, GError **error) {
    g_autoptr(PdRights) view = pd_rights_new();
    g_autoptr(GArray) images = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Showing showing = {.catalog = catalog, .day = day, .view = view, .images = images};
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++) {
        showing.table = *table;
        if ((*table)->show && !pd_catalog_each_right(catalog, *table, false, show_row, &showing, error))
            return NULL;
        if (showing.failure) {
            g_propagate_error(error, showing.failure);
            return NULL;
        }
    }
    return g_steal_pointer(&view);
}
