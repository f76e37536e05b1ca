/* What a run of puts knows by itself (catalog/keys.h): fingerprints of picture keys, which are hashes already, in a table
 * that is searched from the place they name. Two keys in some thousands share one, which costs a look into the store. */
#include "catalog/keys.h"

#include <string.h>

enum { FIRST_SLOTS = 1 << 12, MOST_SLOTS = 1 << 21 };

struct PdKeys {
    uint64_t transaction; /* the one that looked last */
    int64_t data_version; /* as it was then */
    uint64_t n_undone;
    bool is_alone;
    bool is_whole;            /* every image's key is in the table */
    uint32_t *slots;          /* (nullable) fingerprints, 0 = free */
    size_t n_slots, n_filled; /* at most three quarters are filled */
};

static uint32_t fingerprint(const uint8_t *key) {
    uint32_t print;
    memcpy(&print, key, sizeof print);
    return print ? print : 1;
}

static uint32_t *place_of(const PdKeys *keys, uint32_t print) {
    size_t mask = keys->n_slots - 1, at = print & mask;
    while (keys->slots[at] && keys->slots[at] != print)
        at = (at + 1) & mask;
    return &keys->slots[at];
}

static void give_up(PdKeys *keys) {
    keys->is_whole = false;
    g_clear_pointer(&keys->slots, g_free);
}

static void grow(PdKeys *keys) {
    PdKeys old = *keys;
    keys->n_slots = MAX((size_t)FIRST_SLOTS, old.n_slots * 2);
    keys->slots = g_new0(uint32_t, keys->n_slots);
    for (size_t i = 0; i < old.n_slots; i++)
        if (old.slots[i])
            *place_of(keys, old.slots[i]) = old.slots[i];
    g_free(old.slots);
}

static bool look(PdCatalog *catalog, PdKeys *keys, bool is_first, GError **error) {
    int64_t version = 0, one = 0;
    bool has_images = true;
    if (!pd_db_get(catalog->db, error, &version, NULL, "PRAGMA data_version", PD_BIND_NONE))
        return false;
    if (version != keys->data_version || pd_db_n_undone(catalog->db) != keys->n_undone)
        pd_twins_forget(catalog);
    keys->data_version = version;
    keys->n_undone = pd_db_n_undone(catalog->db);
    keys->is_alone = version == catalog->data_version;
    if (!is_first)
        return true;
    if (!pd_db_get(catalog->db, error, &one, &has_images, "SELECT 1 FROM image LIMIT 1", PD_BIND_NONE))
        return false;
    keys->is_whole = !has_images;
    return true;
}

bool pd_keys_look(PdCatalog *catalog, GError **error) {
    bool is_first = !catalog->keys;
    if (is_first)
        catalog->keys = g_new0(PdKeys, 1);
    PdKeys *keys = catalog->keys;
    uint64_t transaction = pd_db_transaction(catalog->db);
    if (transaction && transaction == keys->transaction)
        return true;
    keys->transaction = transaction;
    bool is_fine = look(catalog, keys, is_first, error);
    if (!is_fine || !keys->is_alone)
        give_up(keys);
    return is_fine;
}

bool pd_keys_are_alone(const PdCatalog *catalog) {
    return catalog->keys && catalog->keys->is_alone;
}

bool pd_keys_lack(const PdCatalog *catalog, const uint8_t key[16]) {
    const PdKeys *keys = catalog->keys;
    return keys && keys->is_whole && (!keys->slots || *place_of(keys, fingerprint(key)) == 0);
}

void pd_keys_add(PdCatalog *catalog, const uint8_t key[16]) {
    PdKeys *keys = catalog->keys;
    if (!keys || !keys->is_whole)
        return;
    if (keys->n_filled >= keys->n_slots / 4 * 3) {
        if (keys->n_slots == MOST_SLOTS) {
            give_up(keys);
            return;
        }
        grow(keys);
    }
    uint32_t print = fingerprint(key), *place = place_of(keys, print);
    keys->n_filled += *place == 0;
    *place = print;
}

void pd_keys_free(PdKeys *keys) {
    if (keys)
        g_free(keys->slots);
    g_free(keys);
}
