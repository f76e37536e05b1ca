/* Ranking images by what several look-ups found (catalog/ranking.h). */
#include "catalog/ranking.h"

typedef struct {
    int64_t id;
    double score;
} Scored;

GHashTable *pd_ranking_new(void) {
    return g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, g_free);
}

void pd_ranking_add(GHashTable *ranking, int64_t image, double score) {
    Scored *scored = g_hash_table_lookup(ranking, &image);
    if (!scored) {
        scored = g_new0(Scored, 1);
        scored->id = image;
        g_hash_table_insert(ranking, &scored->id, scored);
    }
    scored->score += score;
}

static int by_score(const void *a, const void *b) {
    const Scored *x = a, *y = b;
    if (x->score < y->score || x->score > y->score)
        return x->score > y->score ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

void pd_ranking_take_best(GHashTable *ranking, size_t max, GArray *out_ids) {
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(Scored));
    GHashTableIter iter;
    gpointer scored;
    g_hash_table_iter_init(&iter, ranking);
    while (g_hash_table_iter_next(&iter, NULL, &scored))
        g_array_append_val(all, *(Scored *)scored);
    g_array_sort(all, by_score);
    for (guint i = 0; i < all->len && i < max; i++)
        g_array_append_val(out_ids, g_array_index(all, Scored, i).id);
}
