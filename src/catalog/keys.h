/* Inside the catalogue: what a long run of puts knows by itself, so that the store is not asked again and again.
 *
 * As long as nobody else has written since the catalogue was opened, a file that its folder did not list then is new. And
 * when no image was there at the first put, the keys of the pictures that were put since are all keys there are; of a
 * million and a half of them a fingerprint is kept, 8 MiB at most. */
#ifndef PICDESK_CATALOG_KEYS_H
#define PICDESK_CATALOG_KEYS_H

#include "catalog/store.h"

typedef struct PdKeys PdKeys;

/* To be called inside a transaction before the others are: looks, once in each, whether somebody else has written, and has
 * twins forgotten then. */
bool pd_keys_look(PdCatalog *catalog, GError **error);
/* Nobody else has written since the catalogue was opened. */
bool pd_keys_are_alone(const PdCatalog *catalog);
/* There is surely no image with this picture; false when that is not known. */
bool pd_keys_lack(const PdCatalog *catalog, const uint8_t key[16]);
/* An image gets this picture. */
void pd_keys_add(PdCatalog *catalog, const uint8_t key[16]);
void pd_keys_free(PdKeys *keys); /* accepts NULL */

#endif
