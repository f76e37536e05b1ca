/* Inside the catalogue: who was forgotten, and texts without them. */
#ifndef PICDESK_CATALOG_FORGOTTEN_H
#define PICDESK_CATALOG_FORGOTTEN_H

#include "catalog/store.h"

typedef struct PdForgotten PdForgotten;

/* A set of names known by their hashes under a key. (transfer full): pd_forgotten_free(). */
PdForgotten *pd_forgotten_new(const uint8_t *key, size_t len);
void pd_forgotten_free(PdForgotten *set); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdForgotten, pd_forgotten_free)

enum { PD_FORGOTTEN_HASH = 32 };

/* The hash of what pd_text_words() gives. */
void pd_forgotten_hash(const PdForgotten *set, const char *folded, uint8_t out[PD_FORGOTTEN_HASH]);
void pd_forgotten_add(PdForgotten *set, const uint8_t hash[PD_FORGOTTEN_HASH], int64_t n_words);
bool pd_forgotten_is_empty(const PdForgotten *set);

/* The text with each name in it replaced by mark; NULL when it holds none. *out_is_whole (nullable): it was nothing but a
 * name. (transfer full): g_free(). */
char *pd_forgotten_clean(const PdForgotten *set, const char *text, const char *mark, bool *out_is_whole);
/* A copy without the names, *out_n values changed or left out; NULL when it holds none. (transfer full): pd_record_free().
 */
PdRecord *pd_forgotten_clean_record(const PdForgotten *set, const PdRecord *record, int64_t *out_n);
/* The same of an article. (transfer full): pd_article_free(). */
PdArticle *pd_forgotten_clean_article(const PdForgotten *set, const PdArticle *article, int64_t *out_n);

#define PD_FORGOTTEN_MARK "[...]"
/* What stands for a name in a credit: "-/AFP". */
#define PD_FORGOTTEN_CREDIT_MARK "-"

/* Before anything is kept: a copy without whom this catalogue has forgotten, *out NULL when they are not in it. */
bool pd_forgotten_leave_out(PdCatalog *catalog, const PdRecord *record, PdRecord **out, GError **error);
bool pd_forgotten_leave_out_of_article(PdCatalog *catalog, const PdArticle *article, PdArticle **out, GError **error);

/* What this catalogue has forgotten, read anew when another program forgot more; *out (transfer none) (nullable): nothing.
 */
bool pd_catalog_forgotten(PdCatalog *catalog, const PdForgotten **out, GError **error);

#endif
