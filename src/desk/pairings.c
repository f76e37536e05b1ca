/* The pairings that a catalogue keeps, with people's decisions put over them (pd_desk_each_pairing() of desk/match.h). */
#include "desk/match.h"

typedef struct {
    PdCatalog *catalog;
    PdMatchFunc func;
    void *user;
    GError *failure;
} Walk;

/* The paths of a pairing's images, in its order; NULL on failure. */
static GPtrArray *paths_of(PdCatalog *catalog, const PdPairing *pairing, GError **error) {
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < pairing->pairs->len; i++) {
        g_autoptr(PdImage) image = pd_catalog_image(catalog, g_array_index(pairing->pairs, PdPair, i).image_id, error);
        if (!image)
            return NULL;
        g_ptr_array_add(paths, g_strdup(image->path));
    }
    return g_steal_pointer(&paths);
}

static bool walk_figure(const PdFigureRow *row, void *user) {
    Walk *walk = user;
    PdPairing pairing;
    if (row->figure->kind != PD_FIGURE_IMAGE)
        return true;
    pd_pairing_init(&pairing);
    g_autoptr(GPtrArray) paths = NULL;
    if (pd_catalog_pairing(walk->catalog, row->figure_id, &pairing, &walk->failure))
        paths = paths_of(walk->catalog, &pairing, &walk->failure);
    PdMatchAnswer answer = {.article_id = row->article_id,
                            .figure_id = row->figure_id,
                            .article_path = row->article_path,
                            .position = row->figure->position,
                            .caption = row->figure->caption,
                            .credit = row->figure->credit,
                            .pairing = &pairing,
                            .paths = paths ? (const char *const *)paths->pdata : NULL};
    bool goes_on = paths && walk->func(&answer, walk->user);
    pd_pairing_done(&pairing);
    return goes_on;
}

bool pd_desk_each_pairing(PdCatalog *catalog, int64_t article_id, PdMatchFunc func, void *user, GError **error) {
    Walk walk = {.catalog = catalog, .func = func, .user = user};
    if (!pd_catalog_each_figure(catalog, article_id, walk_figure, &walk, error)) {
        g_clear_error(&walk.failure);
        return false;
    }
    if (!walk.failure)
        return true;
    g_propagate_error(error, walk.failure);
    return false;
}
