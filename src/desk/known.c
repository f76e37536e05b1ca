/* The known files of a folder (desk/known.h), read page by page. */
#include "desk/known.h"

enum { PAGE_ROWS = 512 };

struct PdKnown {
    PdCatalog *catalog;
    int64_t folder;
    GArray *rows; /* of PdFileRow, whose names are owned */
    guint next;
};

static void row_clear(void *data) {
    g_free((char *)((PdFileRow *)data)->name);
}

static bool keep(const PdFileRow *row, void *user) {
    PdFileRow copy = *row;
    copy.name = g_strdup(row->name);
    copy.problem = g_intern_string(row->problem);
    g_array_append_val((GArray *)user, copy);
    return true;
}

static bool turn_page(PdKnown *known, const char *after, GError **error) {
    g_autofree char *name = g_strdup(after);
    g_array_set_size(known->rows, 0);
    known->next = 0;
    return pd_catalog_each_file(known->catalog, known->folder, name, PAGE_ROWS, keep, known->rows, error);
}

PdKnown *pd_known_new(PdCatalog *catalog, const char *folder, GError **error) {
    g_autoptr(PdKnown) known = g_new0(PdKnown, 1);
    known->catalog = catalog;
    known->rows = g_array_new(FALSE, FALSE, sizeof(PdFileRow));
    g_array_set_clear_func(known->rows, row_clear);
    if (!pd_catalog_find_folder(catalog, folder, &known->folder, error) || (known->folder && !turn_page(known, "", error)))
        return NULL;
    return g_steal_pointer(&known);
}

void pd_known_free(PdKnown *known) {
    if (!known)
        return;
    g_array_unref(known->rows);
    g_free(known);
}

const PdFileRow *pd_known_peek(const PdKnown *known) {
    return known->next < known->rows->len ? &g_array_index(known->rows, PdFileRow, known->next) : NULL;
}

bool pd_known_take(PdKnown *known, GError **error) {
    known->next++;
    return known->next < known->rows->len || known->rows->len < PAGE_ROWS ||
           turn_page(known, g_array_index(known->rows, PdFileRow, known->next - 1).name, error);
}
