/* Multi-index hashing (match/look_index.h). For each of the four quarters of a hash all entries lie sorted by that quarter's
 * sixteen bits, as one array with the places where each value begins: a million images take 290 MB while they are searched.
 */
#include "match/look_index.h"

#include <string.h>

enum { QUARTERS = 4, QUARTER_BITS = 16, VALUES = 1 << QUARTER_BITS };

struct PdLookIndex {
    GArray *hashes;             /* of uint64_t, PD_LOOK_WINDOWS for each look */
    uint32_t *sorted[QUARTERS]; /* numbers of hashes; NULL before the first search */
    uint32_t *begins[QUARTERS]; /* VALUES + 1 places in sorted */
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
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        g_free(index->sorted[quarter]);
        g_free(index->begins[quarter]);
    }
    g_free(index);
}

void pd_look_index_add(PdLookIndex *index, const PdLook *look) {
    g_array_append_vals(index->hashes, look->windows, PD_LOOK_WINDOWS);
}

static uint32_t quarter_of(uint64_t hash, int quarter) {
    return (uint32_t)(hash >> (quarter * QUARTER_BITS)) & (VALUES - 1);
}

/* A counting sort: how many have each value, where each value begins, then every entry to its place. */
static void sort_quarter(PdLookIndex *index, int quarter) {
    const uint64_t *hashes = (const uint64_t *)(const void *)index->hashes->data;
    uint32_t *begins = g_new0(uint32_t, VALUES + 1);
    uint32_t *sorted = g_new(uint32_t, MAX(index->hashes->len, 1));
    for (guint i = 0; i < index->hashes->len; i++)
        begins[quarter_of(hashes[i], quarter) + 1]++;
    for (int value = 0; value < VALUES; value++)
        begins[value + 1] += begins[value];
    g_autofree uint32_t *next = g_memdup2(begins, VALUES * sizeof *begins);
    for (guint i = 0; i < index->hashes->len; i++)
        sorted[next[quarter_of(hashes[i], quarter)]++] = i;
    index->sorted[quarter] = sorted;
    index->begins[quarter] = begins;
}

typedef struct {
    uint32_t look;
    int bits; /* apart */
} Near;

static int by_bits(gconstpointer a, gconstpointer b) {
    const Near *left = a, *right = b;
    if (left->bits != right->bits)
        return left->bits - right->bits;
    return left->look < right->look ? -1 : left->look > right->look;
}

/* Every look whose quarter has this value, when all its bits are near. */
static void add_near(const PdLookIndex *index, int quarter, uint32_t value, uint64_t hash, GArray *near) {
    const uint64_t *hashes = (const uint64_t *)(const void *)index->hashes->data;
    for (uint32_t at = index->begins[quarter][value]; at < index->begins[quarter][value + 1]; at++) {
        uint32_t entry = index->sorted[quarter][at];
        Near one = {entry / PD_LOOK_WINDOWS, __builtin_popcountll(hashes[entry] ^ hash)};
        if (one.bits <= PD_LOOK_BITS_APART)
            g_array_append_val(near, one);
    }
}

static void find_hash(const PdLookIndex *index, uint64_t hash, GArray *near) {
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
        uint32_t value = quarter_of(hash, quarter);
        add_near(index, quarter, value, hash, near);
        for (int bit = 0; bit < QUARTER_BITS; bit++)
            add_near(index, quarter, value ^ (1u << bit), hash, near);
    }
}

void pd_look_index_find(PdLookIndex *index, const PdProbe *probe, bool with_turns, size_t max, GArray *out) {
    g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(Near));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (int quarter = 0; quarter < QUARTERS && !index->sorted[quarter]; quarter++)
        sort_quarter(index, quarter);
    for (int turn = 0; turn < (with_turns ? 4 : 1); turn++)
        find_hash(index, pd_probe_hash(probe, turn), near);
    g_array_sort(near, by_bits);
    for (guint i = 0; i < near->len && g_hash_table_size(seen) < max; i++) {
        uint32_t look = g_array_index(near, Near, i).look;
        if (g_hash_table_add(seen, GUINT_TO_POINTER(look)))
            g_array_append_val(out, look);
    }
}
