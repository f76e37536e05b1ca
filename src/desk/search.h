/* Searching the catalogue for images. */
#ifndef PICDESK_DESK_SEARCH_H
#define PICDESK_DESK_SEARCH_H

#include "catalog/catalog.h"

typedef struct {
    const char *words;   /* (nullable) all must stand in title, headline, caption, keywords, places or persons */
    const char *credit;  /* (nullable) a party of the credit chain, by any of its names */
    const char *creator; /* (nullable) words of a creator's name */
    const char *since;   /* (nullable) captured on or after, a date or date and time */
    const char *until;   /* (nullable) captured on or before */
    bool is_uncredited;  /* only images whose own metadata credits nobody */
} PdSearch;

/* Calls func for each image that fits, in the order of ids. The image is borrowed until it returns. PD_ERROR_ARG for a date
 * that is none. */
bool pd_desk_search(PdCatalog *catalog, const PdSearch *search, PdImageFunc func, void *user, GError **error);

#endif
