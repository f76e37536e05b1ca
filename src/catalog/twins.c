/* Twins: images of one coded picture (catalog/store.h). A new file is compared with those that are known, and a picture that
 * is sent out again and again has many, so what was found of them is remembered until somebody else writes (keys.c). */
#include <string.h>

#include "catalog/store.h"

enum { KEY_BYTES = 16, MOST_PICTURES = 10000 };

typedef struct {
    uint8_t key[KEY_BYTES]; /* first, so that it is found by it */
    GArray *twins;          /* of PdTwin, in the order of their ids */
} Picture;

static guint key_hash(gconstpointer key) {
    guint hash;
    memcpy(&hash, key, sizeof hash); /* it is a hash itself */
    return hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b) {
    return memcmp(a, b, KEY_BYTES) == 0;
}

static void picture_free(void *data) {
    Picture *picture = data;
    g_array_unref(picture->twins);
    g_free(picture);
}

/* Four chains side by side: one would wait for its own products. */
static uint64_t digest_of(const void *body, size_t len) {
    const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t lanes[4] = {len, prime, ~prime, 1}, words[4];
    const uint8_t *p = body;
    for (; len >= sizeof words; p += sizeof words, len -= sizeof words) {
        memcpy(words, p, sizeof words);
        for (int i = 0; i < 4; i++) {
            lanes[i] = (lanes[i] ^ words[i]) * prime;
            lanes[i] ^= lanes[i] >> 32;
        }
    }
    memset(words, 0, sizeof words);
    memcpy(words, p, len);
    uint64_t digest = 0;
    for (int i = 0; i < 4; i++) {
        digest = (digest ^ lanes[i] ^ words[i]) * prime;
        digest ^= digest >> 32;
    }
    return digest;
}

uint64_t pd_twins_digest(const PdFlatRecord *record) {
    return digest_of(record->bytes, record->len);
}

static GHashTable *pictures_of(PdCatalog *catalog) {
    if (!catalog->twins)
        catalog->twins = g_hash_table_new_full(key_hash, key_equal, NULL, picture_free);
    return catalog->twins;
}

void pd_twins_forget(PdCatalog *catalog) {
    if (catalog->twins)
        g_hash_table_remove_all(catalog->twins);
}

/* some: ids and revisions of images. */
#define TWINS(some)                                                                                                         \
    "SELECT i.id, r.body, EXISTS(SELECT 1 FROM file f WHERE f.image_id = i.id AND f.missing_since_us IS NULL) FROM " some   \
    " i JOIN record r ON r.image_id = i.id AND r.rev = i.rev ORDER BY i.id"

static const char BY_KEY[] = TWINS("(SELECT id, rev FROM image WHERE pixel_key = ?1 ORDER BY id LIMIT ?2)");
static const char BY_CONTENT[] =
    TWINS("(SELECT id, rev FROM image WHERE id IN (SELECT image_id FROM content WHERE sha256 = ?1 ORDER BY 1 LIMIT ?2))");

static bool load(PdCatalog *catalog, const char *sql, PdBind key, GArray *twins, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, sql, key, pd_bind_int(PD_MAX_TWINS));
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const void *body = pd_stmt_blob(query, 1, &len);
        PdTwin twin = {pd_stmt_int(query, 0), digest_of(body, len), pd_stmt_int(query, 2) != 0};
        g_array_append_val(twins, twin);
    }
    return pd_stmt_ended(&failure, error);
}

bool pd_twins_of(PdCatalog *catalog, const uint8_t *key, const GArray **out, GError **error) {
    GHashTable *pictures = pictures_of(catalog);
    Picture *picture = g_hash_table_lookup(pictures, key);
    if (!picture) {
        if (g_hash_table_size(pictures) >= MOST_PICTURES)
            g_hash_table_remove_all(pictures);
        picture = g_new0(Picture, 1);
        memcpy(picture->key, key, KEY_BYTES);
        picture->twins = g_array_new(FALSE, FALSE, sizeof(PdTwin));
        g_hash_table_add(pictures, picture);
        if (!load(catalog, BY_KEY, pd_bind_blob(key, KEY_BYTES), picture->twins, error)) {
            g_hash_table_remove(pictures, key);
            return false;
        }
    }
    *out = picture->twins;
    return true;
}

GArray *pd_twins_by_content(PdCatalog *catalog, const uint8_t *sha256, GError **error) {
    g_autoptr(GArray) twins = g_array_new(FALSE, FALSE, sizeof(PdTwin));
    bool is_loaded = load(catalog, BY_CONTENT, pd_bind_blob(sha256, PD_SHA256_BYTES), twins, error);
    return is_loaded ? g_steal_pointer(&twins) : NULL;
}

void pd_twins_add(PdCatalog *catalog, const uint8_t *key, int64_t image, uint64_t digest) {
    Picture *picture = g_hash_table_lookup(pictures_of(catalog), key);
    PdTwin twin = {image, digest, true};
    if (picture && picture->twins->len < PD_MAX_TWINS)
        g_array_append_val(picture->twins, twin);
}
