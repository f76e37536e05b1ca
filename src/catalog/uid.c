/* Ids that survive export: random, RFC 9562 version 4. */
#include <string.h>

#include "catalog/store.h"
#include "host/chance.h"

/* Chance is had by the block: a call of the system for each image would show. */
static void take_chance(PdCatalog *catalog, uint8_t *out, size_t len) {
    if (catalog->n_chance < len) {
        pd_chance_bytes(catalog->chance, sizeof catalog->chance);
        catalog->n_chance = sizeof catalog->chance;
    }
    catalog->n_chance -= len;
    memcpy(out, catalog->chance + catalog->n_chance, len);
}

/* The first byte is the same throughout a transaction, so that its rows lie together in the index of uids: else a thousand
 * images touch a thousand of its pages. The 24 bits behind are enough to tell them apart by the eight digits that people
 * see. */
void pd_uid_new(PdCatalog *catalog, uint8_t out[16]) {
    uint64_t transaction = pd_db_transaction(catalog->db);
    if (transaction == 0 || transaction != catalog->uid_transaction)
        take_chance(catalog, &catalog->uid_first, 1);
    catalog->uid_transaction = transaction;
    take_chance(catalog, out, 16);
    out[0] = catalog->uid_first;
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
