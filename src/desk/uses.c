/* Putting uses together from what the catalogue holds (desk/uses.h). */
#include "desk/uses.h"

/* ---- figures */

typedef struct {
    PdCatalog *catalog;
    PdUseFunc func;
    void *user;
    GError *error; /* (transfer full) what ended the walk */
} Walk;

static bool use_of_image(const PdImage *image, const Walk *walk) {
    PdUseCredits credits;
    PdUse use = {.image = image};
    pd_desk_use_credits_init(&credits, &use);
    bool is_wanted = walk->func(&use, walk->user);
    pd_desk_use_credits_done(&credits);
    return is_wanted;
}

static bool is_paired(const PdPairing *pairing) {
    return pairing->pairs->len > 0 && (pairing->status == PD_PAIR_PROPOSED || pairing->status == PD_PAIR_CONFIRMED);
}

static const PdPair *best_pair(const PdPairing *pairing) {
    return is_paired(pairing) ? &g_array_index(pairing->pairs, PdPair, 0) : NULL;
}

/* The use of a figure whose pairing is known. Returns false to end the walk. */
static bool use_of_figure(const PdFigureRow *row, const PdPairing *pairing, Walk *walk) {
    const PdPair *pair = best_pair(pairing);
    g_autoptr(PdImage) image = NULL;
    g_autoptr(PdImage) rendition = NULL;
    if (pair && !(image = pd_catalog_image(walk->catalog, pair->image_id, &walk->error)))
        return false;
    if (!pd_catalog_rendition(walk->catalog, row->figure_id, &rendition, &walk->error))
        return false;
    PdUseCredits credits;
    PdUse use = {
        .article_id = row->article_id,
        .figure_id = row->figure_id,
        .article_path = row->article_path,
        .article = row->article,
        .figure = row->figure,
        .image = image ? image : rendition,
        .rendition = rendition,
        .status = pairing->status,
        .score = pair ? pair->score : 0.0,
        .pair = pair,
    };
    pd_desk_use_credits_init(&credits, &use);
    bool is_wanted = walk->func(&use, walk->user);
    pd_desk_use_credits_done(&credits);
    return is_wanted;
}

static bool on_figure(const PdFigureRow *row, void *user) {
    Walk *walk = user;
    PdPairing pairing;
    pd_pairing_init(&pairing);
    bool goes_on =
        pd_catalog_pairing(walk->catalog, row->figure_id, &pairing, &walk->error) && use_of_figure(row, &pairing, walk);
    pd_pairing_done(&pairing);
    return goes_on;
}

static bool finish(Walk *walk, bool is_done, GError **error) {
    if (!walk->error)
        return is_done;
    g_propagate_error(error, g_steal_pointer(&walk->error));
    return false;
}

bool pd_desk_each_use(PdCatalog *catalog, int64_t article_id, PdUseFunc func, void *user, GError **error) {
    Walk walk = {catalog, func, user, NULL};
    return finish(&walk, pd_catalog_each_figure(catalog, article_id, on_figure, &walk, error), error);
}

/* ---- images */

typedef struct {
    PdCatalog *catalog;
    GHashTable *ids; /* of int64_t */
    GError *error;
} Used;

static bool note_used(const PdFigureRow *row, void *user) {
    Used *used = user;
    PdPairing pairing;
    pd_pairing_init(&pairing);
    bool is_read = pd_catalog_pairing(used->catalog, row->figure_id, &pairing, &used->error);
    const PdPair *pair = is_read ? best_pair(&pairing) : NULL;
    if (pair)
        g_hash_table_add(used->ids, g_memdup2(&pair->image_id, sizeof pair->image_id));
    pd_pairing_done(&pairing);
    g_autoptr(PdImage) rendition = NULL;
    is_read = is_read && pd_catalog_rendition(used->catalog, row->figure_id, &rendition, &used->error);
    if (rendition && rendition->id)
        g_hash_table_add(used->ids, g_memdup2(&rendition->id, sizeof rendition->id));
    return is_read;
}

typedef struct {
    Walk walk;
    GHashTable *used; /* (nullable) ids to leave out */
} ImageWalk;

static bool on_image(const PdImage *image, void *user) {
    ImageWalk *walk = user;
    return (walk->used && g_hash_table_contains(walk->used, &image->id)) || use_of_image(image, &walk->walk);
}

bool pd_desk_each_image_use(PdCatalog *catalog, bool only_unused, PdUseFunc func, void *user, GError **error) {
    g_autoptr(GHashTable) ids = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    Used used = {catalog, ids, NULL};
    if (only_unused && !pd_catalog_each_figure(catalog, 0, note_used, &used, error))
        return false;
    if (used.error) {
        g_propagate_error(error, used.error);
        return false;
    }
    ImageWalk walk = {{catalog, func, user, NULL}, only_unused ? ids : NULL};
    return pd_catalog_each_image(catalog, false, on_image, &walk, error);
}

bool pd_desk_image_use(PdCatalog *catalog, int64_t image_id, PdUseFunc func, void *user, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(catalog, image_id, error);
    if (!image)
        return false;
    Walk walk = {catalog, func, user, NULL};
    use_of_image(image, &walk);
    return true;
}
