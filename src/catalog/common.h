/* How often the common words of the archive stand in it: what nearly every caption asks for. */
#ifndef PICDESK_CATALOG_COMMON_H
#define PICDESK_CATALOG_COMMON_H

#include "catalog/catalog.h"

/* In how many images the word stood when the words were counted last. Not common: *out_n is left alone. */
bool pd_common_count(PdCatalog *catalog, const char *word, bool *out_is_common, int64_t *out_n, GError **error);
/* Counts them when they were not, or when the archive has grown much since. PD_ERROR_CANCELLED: a signal ended it; it is
 * begun anew by the next call. */
bool pd_common_catch_up(PdCatalog *catalog, GError **error);

#endif
