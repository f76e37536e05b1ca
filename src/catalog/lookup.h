/* Keys that images are looked up by; the same folding when they are kept and when they are asked for. */
#ifndef PICDESK_CATALOG_LOOKUP_H
#define PICDESK_CATALOG_LOOKUP_H

#include "catalog/catalog.h"

/* A file name without folders and extension, folded. (transfer full): g_free(). */
char *pd_lookup_stem(const char *name);
/* A supplier's image id in lower case; NULL stays NULL. (transfer full): g_free(). */
char *pd_lookup_supplier(const char *id);
/* Words are about to change. */
void pd_lookup_forget_counts(PdCatalog *catalog);

#endif
