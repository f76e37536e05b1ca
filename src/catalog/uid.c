/* Ids that survive export: random, RFC 9562 version 4. */
#include <string.h>

#include "catalog/store.h"
#include "host/chance.h"

/* Chance is had by the block: a call of the system for each image would show. */
void pd_uid_new(PdCatalog *catalog, uint8_t out[16]) {
    if (catalog->n_chance < 16) {
        pd_chance_bytes(catalog->chance, sizeof catalog->chance);
        catalog->n_chance = sizeof catalog->chance;
    }
    catalog->n_chance -= 16;
    memcpy(out, catalog->chance + catalog->n_chance, 16);
    out[6] = (uint8_t)((out[6] & 0x0f) | 0x40);
    out[8] = (uint8_t)((out[8] & 0x3f) | 0x80);
}

void pd_uid_text(const uint8_t uid[16], char out[37]) {
    static const char HEX[] = "0123456789abcdef";
    char *to = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *to++ = '-';
        *to++ = HEX[uid[i] >> 4];
        *to++ = HEX[uid[i] & 15];
    }
    *to = '\0';
}
