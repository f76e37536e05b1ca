/* Images that gather score from several look-ups; the best are taken. */
#ifndef PICDESK_CATALOG_RANKING_H
#define PICDESK_CATALOG_RANKING_H

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/* An empty ranking: image id -> score. (transfer full): g_hash_table_unref(). */
GHashTable *pd_ranking_new(void);
void pd_ranking_add(GHashTable *ranking, int64_t image, double score);
/* Appends at most max ids to out_ids, an array of int64_t: the highest score first, the lowest id among equals. */
void pd_ranking_take_best(GHashTable *ranking, size_t max, GArray *out_ids);

#endif
