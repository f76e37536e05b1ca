/* Multi-index hashing (match/look_index.h). A hash is parted into bands of bits; for each band all entries lie sorted by its
 * value, as one array with the places where each value begins: a million images take 270 MB while they are searched. How
 * many values a band has follows the number of entries, so that few entries share one.
 */
#include "match/look_index.h"

#include <string.h>

/* One way of parting: hashes that differ in n_bands * (apart + 1) - 1 bits at most have a band that differs in apart bits at
 * most. */
typedef struct {
    int n_bands, bits, apart;
} Parting;

enum { BANDS_MAX = 4, MANY = 1 << 20 };
static const Parting QUARTERS = {4, 16, 1}, THIRDS = {3, 21, 2};

struct PdLookIndex {
    GArray *hashes;              /* of uint64_t, PD_LOOK_WINDOWS for each look */
    const Parting *parting;      /* NULL before the first search */
    uint32_t *sorted[BANDS_MAX]; /* numbers of hashes */
    uint32_t *begins[BANDS_MAX]; /* for each value and the end: a place in sorted */
};

PdLookIndex *pd_look_index_new(void) {
    PdLookIndex *index = g_new0(PdLookIndex, 1);
    index->hashes = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    return index;
}

void pd_look_index_free(PdLookIndex *index) {
    if (!index)
        return;
    g_array_unref(index->hashes);
    for (int band = 0; band < BANDS_MAX; band++) {
        g_free(index->sorted[band]);
        g_free(index->begins[band]);
    }
    g_free(index);
}

void pd_look_index_add(PdLookIndex *index, const PdLook *look) {
    g_array_append_vals(index->hashes, look->windows, PD_LOOK_WINDOWS);
}

static uint32_t value_of(const Parting *parting, uint64_t hash, int band) {
    return (uint32_t)(hash >> (band * parting->bits)) & ((1u << parting->bits) - 1);
}

/* A counting sort: how many have each value, where each value begins, then every entry to its place. */
static void sort_band(PdLookIndex *index, int band) {
    const uint64_t *hashes = (const uint64_t *)(const void *)index->hashes->data;
    size_t n_values = (size_t)1 << index->parting->bits;
    uint32_t *begins = g_new0(uint32_t, n_values + 1);
    uint32_t *sorted = g_new(uint32_t, MAX(index->hashes->len, 1));
    for (guint i = 0; i < index->hashes->len; i++)
        begins[value_of(index->parting, hashes[i], band) + 1]++;
    for (size_t value = 0; value < n_values; value++)
        begins[value + 1] += begins[value];
    g_autofree uint32_t *next = g_memdup2(begins, n_values * sizeof *begins);
    for (guint i = 0; i < index->hashes->len; i++)
        sorted[next[value_of(index->parting, hashes[i], band)]++] = i;
    index->sorted[band] = sorted;
    index->begins[band] = begins;
}

static void sort_all(PdLookIndex *index) {
    index->parting = index->hashes->len < MANY ? &QUARTERS : &THIRDS;
    for (int band = 0; band < index->parting->n_bands; band++)
        sort_band(index, band);
}

/* Looks by how many bits they are apart: of uint32_t. */
typedef struct {
    GArray *looks[PD_LOOK_BITS_APART + 1];
} Near;

static int by_number(gconstpointer a, gconstpointer b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* Whether an earlier band was near enough to bring the hash in. */
static bool is_known(const Parting *parting, uint64_t difference, int band) {
    while (--band >= 0)
        if (__builtin_popcount(value_of(parting, difference, band)) <= parting->apart)
            return true;
    return false;
}

/* Every look whose band has this value, when all its bits are near. */
static void add_near(const PdLookIndex *index, int band, uint32_t value, uint64_t hash, Near *near) {
    const uint64_t *hashes = (const uint64_t *)(const void *)index->hashes->data;
    for (uint32_t at = index->begins[band][value]; at < index->begins[band][value + 1]; at++) {
        uint32_t entry = index->sorted[band][at];
        uint64_t difference = hashes[entry] ^ hash;
        uint32_t look = entry / PD_LOOK_WINDOWS;
        int bits = __builtin_popcountll(difference);
        if (bits <= PD_LOOK_BITS_APART && !is_known(index->parting, difference, band))
            g_array_append_val(near->looks[bits], look);
    }
}

static void find_band(const PdLookIndex *index, int band, uint64_t hash, Near *near) {
    uint32_t value = value_of(index->parting, hash, band);
    add_near(index, band, value, hash, near);
    for (int bit = 0; bit < index->parting->bits; bit++) {
        add_near(index, band, value ^ 1u << bit, hash, near);
        for (int other = 0; index->parting->apart > 1 && other < bit; other++)
            add_near(index, band, value ^ 1u << bit ^ 1u << other, hash, near);
    }
}

/* The nearest first; thousands may be far. */
static void take_nearest(const Near *near, size_t max, GArray *out) {
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (int bits = 0; bits <= PD_LOOK_BITS_APART && g_hash_table_size(seen) < max; bits++) {
        g_array_sort(near->looks[bits], by_number);
        for (guint i = 0; i < near->looks[bits]->len && g_hash_table_size(seen) < max; i++) {
            uint32_t look = g_array_index(near->looks[bits], uint32_t, i);
            if (g_hash_table_add(seen, GUINT_TO_POINTER(look)))
                g_array_append_val(out, look);
        }
    }
}

void pd_look_index_find(PdLookIndex *index, const PdProbe *probe, bool with_turns, size_t max, GArray *out) {
    Near near;
    if (!index->parting)
        sort_all(index);
    for (int bits = 0; bits <= PD_LOOK_BITS_APART; bits++)
        near.looks[bits] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (int turn = 0; turn < (with_turns ? 4 : 1); turn++)
        for (int band = 0; band < index->parting->n_bands; band++)
            find_band(index, band, pd_probe_hash(probe, turn), &near);
    take_nearest(&near, max, out);
    for (int bits = 0; bits <= PD_LOOK_BITS_APART; bits++)
        g_array_unref(near.looks[bits]);
}
