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

/* Lets the heap's top, its lowest, sink to its place. */
static void sink(GArray *heap, guint at) {
    for (guint child; (child = 2 * at + 1) < heap->len; at = child) {
        Scored *all = (Scored *)(void *)heap->data;
        if (child + 1 < heap->len && by_score(&all[child + 1], &all[child]) > 0)
            child++;
        if (by_score(&all[at], &all[child]) >= 0)
            return;
        Scored moved = all[at];
        all[at] = all[child];
        all[child] = moved;
    }
}

void pd_ranking_take_best(GHashTable *ranking, size_t max, GArray *out_ids) {
    g_autoptr(GArray) best = g_array_new(FALSE, FALSE, sizeof(Scored)); /* from max on a heap, the lowest on top */
    GHashTableIter iter;
    gpointer each;
    g_hash_table_iter_init(&iter, ranking);
    while (max > 0 && g_hash_table_iter_next(&iter, NULL, &each)) {
        const Scored *scored = each;
        if (best->len < max) {
            g_array_append_val(best, *scored);
            for (guint i = best->len == max ? best->len / 2 : 0; i > 0; i--)
                sink(best, i - 1);
        } else if (by_score(scored, best->data) < 0) {
            g_array_index(best, Scored, 0) = *scored;
            sink(best, 0);
        }
    }
    g_array_sort(best, by_score);
    for (guint i = 0; i < best->len; i++)
        g_array_append_val(out_ids, g_array_index(best, Scored, i).id);
}
