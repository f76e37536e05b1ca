/* Looks (desk/looks.h): a quick look over all of them, a comparison of the best, and a close look at the files of the few
 * that remain. Turned pictures are rare and cost four times as much: they are looked for only when nothing else fits. */
#include "desk/looks.h"

#include "codec/raster.h"
#include "host/file.h"
#include "host/signal.h"
#include "match/look.h"
#include "picdesk/error.h"

enum { DECODED_SIDE = 128, COMPARED = 128, VERIFIED = 8, BATCH = 256 };
static const size_t FILE_BYTES_MAX = (size_t)256 << 20;
/* Below these a picture is not worth the next, dearer look. */
static const double GLANCE_MIN = 0.5, COMPARE_MIN = 0.9;

typedef struct {
    int64_t id;
    PdLook look;
} Known;

struct PdLooks {
    PdCatalog *catalog;
    GArray *known;         /* of Known */
    GHashTable *known_ids; /* int64_t */
    bool is_loaded;
};

PdLooks *pd_desk_looks_new(PdCatalog *catalog) {
    PdLooks *looks = g_new0(PdLooks, 1);
    looks->catalog = catalog;
    looks->known = g_array_new(FALSE, FALSE, sizeof(Known));
    looks->known_ids = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return looks;
}

void pd_desk_looks_free(PdLooks *looks) {
    if (!looks)
        return;
    g_array_unref(looks->known);
    g_hash_table_unref(looks->known_ids);
    g_free(looks);
}

/* ---- making */

/* The picture, upright. False when its file is gone or cannot be decoded: no failure of the run. */
static bool load(const PdImage *image, PdRaster *out) {
    g_autoptr(GBytes) bytes = image->path ? pd_host_read(image->path, FILE_BYTES_MAX, NULL) : NULL;
    if (!bytes)
        return false;
    gsize len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    const char *orientation = image->merged ? pd_merged_text(image->merged, PD_FIELD_ORIENTATION) : NULL;
    if (!pd_raster_decode(data, len, DECODED_SIDE, pd_limits_default(), out, NULL))
        return false;
    pd_raster_orient(out, orientation ? (int)g_ascii_strtoull(orientation, NULL, 10) : 1);
    return true;
}

static bool make_one(PdLooks *looks, int64_t id, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(looks->catalog, id, error);
    uint8_t bytes[PD_LOOK_BYTES];
    PdRaster raster = {0};
    PdLook look;
    if (!image)
        return false;
    bool has_look = load(image, &raster) && pd_look_make(&raster, &look);
    pd_raster_done(&raster);
    if (has_look)
        pd_look_encode(&look, bytes);
    return pd_catalog_put_look(looks->catalog, id, bytes, has_look ? sizeof bytes : 0, error);
}

static bool make_missing(PdLooks *looks, GError **error) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t after = 0;
    do {
        g_array_set_size(ids, 0);
        if (!pd_catalog_without_look(looks->catalog, after, BATCH, ids, error))
            return false;
        for (guint i = 0; i < ids->len; i++) {
            if (pd_signal_pending()) {
                g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED,
                                    "looking at the images was interrupted; the next run goes on");
                return false;
            }
            after = g_array_index(ids, int64_t, i);
            if (!make_one(looks, after, error))
                return false;
        }
    } while (ids->len > 0);
    return true;
}

static bool add_known(int64_t id, const uint8_t *bytes, size_t len, void *user) {
    PdLooks *looks = user;
    Known known = {.id = id};
    if (pd_look_decode(bytes, len, &known.look)) {
        g_array_append_val(looks->known, known);
        g_hash_table_add(looks->known_ids, g_memdup2(&id, sizeof id));
    }
    return true;
}

static bool prepare(PdLooks *looks, GError **error) {
    if (looks->is_loaded)
        return true;
    looks->is_loaded = make_missing(looks, error) && pd_catalog_each_look(looks->catalog, add_known, looks, error);
    return looks->is_loaded;
}

/* ---- finding */

typedef struct {
    const Known *known;
    double likeness;
    PdPlace place;
} Suspect;

static int by_likeness(gconstpointer a, gconstpointer b) {
    const Suspect *left = a, *right = b;
    if (left->likeness != right->likeness)
        return left->likeness < right->likeness ? 1 : -1;
    return left->known->id < right->known->id ? -1 : left->known->id > right->known->id;
}

static void keep_best(GArray *suspects, guint max, double least) {
    g_array_sort(suspects, by_likeness);
    guint n = 0;
    while (n < MIN(suspects->len, max) && g_array_index(suspects, Suspect, n).likeness >= least)
        n++;
    g_array_set_size(suspects, n);
}

/* The few images that the probe may have been cut from. (transfer full) */
static GArray *suspects_for(const PdLooks *looks, const PdProbe *probe, int64_t but, bool with_turns) {
    GArray *suspects = g_array_sized_new(FALSE, FALSE, sizeof(Suspect), looks->known->len);
    for (guint i = 0; i < looks->known->len; i++) {
        const Known *known = &g_array_index(looks->known, Known, i);
        Suspect suspect = {.known = known};
        if (known->id == but)
            continue;
        suspect.likeness = pd_look_glance(probe, &known->look, with_turns);
        g_array_append_val(suspects, suspect);
    }
    keep_best(suspects, COMPARED, GLANCE_MIN);
    for (guint i = 0; i < suspects->len; i++) {
        Suspect *suspect = &g_array_index(suspects, Suspect, i);
        suspect->likeness = pd_look_compare(probe, &suspect->known->look, with_turns, &suspect->place);
    }
    keep_best(suspects, VERIFIED, COMPARE_MIN);
    return suspects;
}

static bool verify(const PdLooks *looks, const PdProbe *probe, const GArray *suspects, GArray *out, GError **error) {
    for (guint i = 0; i < suspects->len; i++) {
        const Suspect *suspect = &g_array_index(suspects, Suspect, i);
        g_autoptr(PdImage) image = pd_catalog_image(looks->catalog, suspect->known->id, error);
        PdRaster raster = {0};
        if (!image)
            return false;
        if (!load(image, &raster))
            continue;
        PdLikeness found = {.image_id = image->id, .likeness = pd_look_verify(probe, &raster, &suspect->place)};
        pd_raster_done(&raster);
        if (found.likeness >= PD_LOOK_SAME)
            g_array_append_val(out, found);
    }
    return true;
}

bool pd_desk_looks_find(PdLooks *looks, const PdImage *picture, GArray *out, bool *out_seen, GError **error) {
    PdRaster raster = {0};
    *out_seen = false;
    if (!load(picture, &raster))
        return true;
    g_autoptr(PdProbe) probe = pd_probe_new(&raster);
    pd_raster_done(&raster);
    if (!probe)
        return true;
    if (!prepare(looks, error))
        return false;
    *out_seen = true;
    for (int with_turns = 0; with_turns < 2 && out->len == 0; with_turns++) {
        g_autoptr(GArray) suspects = suspects_for(looks, probe, picture->id, with_turns);
        if (!verify(looks, probe, suspects, out, error))
            return false;
    }
    return true;
}

bool pd_desk_looks_has(const PdLooks *looks, int64_t image_id) {
    return g_hash_table_contains(looks->known_ids, &image_id);
}
