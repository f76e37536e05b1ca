/* Looks (desk/looks.h): a quick look over all of them, a comparison of the best, and a close look at the files of the few
 * that remain. Turned pictures are rare and cost four times as much: they are looked for only when nothing else fits. */
#include "desk/looks.h"

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
    PdReaders *readers;    /* NULL until they are needed, when the caller gave none */
    PdReaders *own;        /* (nullable) */
    GError *failure;       /* of the catalogue, while looks came in */
    GArray *known;         /* of Known */
    GHashTable *known_ids; /* int64_t */
    bool is_loaded;
};

PdLooks *pd_desk_looks_new(PdCatalog *catalog, PdReaders *readers) {
    PdLooks *looks = g_new0(PdLooks, 1);
    looks->catalog = catalog;
    looks->readers = readers;
    looks->known = g_array_new(FALSE, FALSE, sizeof(Known));
    looks->known_ids = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return looks;
}

void pd_desk_looks_free(PdLooks *looks) {
    if (!looks)
        return;
    pd_readers_free(looks->own);
    g_clear_error(&looks->failure);
    g_array_unref(looks->known);
    g_hash_table_unref(looks->known_ids);
    g_free(looks);
}

/* ---- making */

static PdReadRequest request_for(const PdImage *image) {
    const char *orientation = image->merged ? pd_merged_text(image->merged, PD_FIELD_ORIENTATION) : NULL;
    return (PdReadRequest){.what = PD_READ_PIXELS,
                           .orientation = orientation ? (int)g_ascii_strtoull(orientation, NULL, 10) : 1,
                           .min_side = DECODED_SIDE,
                           .max_bytes = FILE_BYTES_MAX};
}

/* Has the picture decoded, upright; func is called in its turn, with PD_JOB_CRASH when it cannot be opened. user:
 * (transfer full). */
static bool ask(PdLooks *looks, const PdImage *image, PdReadFunc func, void *user, GError **error) {
    PdReadRequest request = request_for(image);
    PdJobFile file = {.fd = -1};
    if (image->path)
        file.fd = pd_host_open(image->path, true, 0, &file.size_bytes, NULL);
    return file.fd < 0 ? pd_readers_note(looks->readers, func, user, g_free, error)
                       : pd_readers_read(looks->readers, &request, &file, 1, func, user, g_free, error);
}

typedef struct {
    PdLooks *looks;
    int64_t id;
} Making;

/* A picture whose file is gone or cannot be decoded has no look: no failure of the run. */
static void keep_look(PdJobEnd end, PdFound *found, void *user) {
    const Making *making = user;
    PdLooks *looks = making->looks;
    uint8_t bytes[PD_LOOK_BYTES];
    PdLook look;
    bool has_look = end == PD_JOB_DONE && found && found->raster.grey && pd_look_make(&found->raster, &look);
    if (has_look)
        pd_look_encode(&look, bytes);
    if (!looks->failure)
        pd_catalog_put_look(looks->catalog, making->id, bytes, has_look ? sizeof bytes : 0, &looks->failure);
}

static bool ask_look(PdLooks *looks, int64_t id, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(looks->catalog, id, error);
    if (!image)
        return false;
    Making *making = g_new(Making, 1);
    *making = (Making){looks, id};
    return ask(looks, image, keep_look, making, error);
}

static bool make_looks(PdLooks *looks, const GArray *ids, GError **error) {
    for (guint i = 0; i < ids->len; i++)
        if (!ask_look(looks, g_array_index(ids, int64_t, i), error))
            return false;
    if (!pd_readers_finish(looks->readers, error))
        return false;
    if (!looks->failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&looks->failure));
    return false;
}

static bool make_missing(PdLooks *looks, GError **error) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t after = 0;
    do {
        g_array_set_size(ids, 0);
        if (!pd_catalog_without_look(looks->catalog, after, BATCH, ids, error))
            return false;
        if (pd_signal_pending()) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED,
                                "looking at the images was interrupted; the next run goes on");
            return false;
        }
        if (ids->len > 0)
            after = g_array_index(ids, int64_t, ids->len - 1);
        if (!make_looks(looks, ids, error))
            return false;
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

typedef struct {
    PdRaster *out;
} Keeping;

static void keep_raster(PdJobEnd end, PdFound *found, void *user) {
    if (end != PD_JOB_DONE || !found)
        return;
    *((Keeping *)user)->out = found->raster;
    found->raster = (PdRaster){0};
}

static bool ask_raster(PdLooks *looks, int64_t id, PdRaster *out, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(looks->catalog, id, error);
    if (!image)
        return false;
    Keeping *keeping = g_new(Keeping, 1);
    keeping->out = out;
    return ask(looks, image, keep_raster, keeping, error);
}

static bool ask_rasters(PdLooks *looks, const GArray *suspects, PdRaster *rasters, GError **error) {
    for (guint i = 0; i < suspects->len; i++)
        if (!ask_raster(looks, g_array_index(suspects, Suspect, i).known->id, &rasters[i], error))
            return false;
    return pd_readers_finish(looks->readers, error);
}

static bool verify(PdLooks *looks, const PdProbe *probe, const GArray *suspects, GArray *out, GError **error) {
    PdRaster rasters[VERIFIED] = {0};
    g_assert(suspects->len <= VERIFIED);
    bool is_done = ask_rasters(looks, suspects, rasters, error);
    for (guint i = 0; i < suspects->len; i++) {
        const Suspect *suspect = &g_array_index(suspects, Suspect, i);
        PdLikeness found = {.image_id = suspect->known->id};
        if (is_done && rasters[i].grey)
            found.likeness = pd_look_verify(probe, &rasters[i], &suspect->place);
        pd_raster_done(&rasters[i]);
        if (found.likeness >= PD_LOOK_SAME)
            g_array_append_val(out, found);
    }
    return is_done;
}

static bool have_readers(PdLooks *looks, GError **error) {
    const PdReadersOptions usual = {0};
    if (!looks->readers)
        looks->readers = looks->own = pd_readers_new(&usual, error);
    return looks->readers != NULL;
}

bool pd_desk_looks_find(PdLooks *looks, const PdImage *picture, GArray *out, bool *out_seen, GError **error) {
    PdRaster raster;
    PdReadRequest request = request_for(picture);
    *out_seen = false;
    if (!picture->path)
        return true;
    if (!have_readers(looks, error) || !pd_readers_pixels(looks->readers, picture->path, &request, &raster, error))
        return false;
    if (!raster.grey)
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
