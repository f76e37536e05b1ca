/* Looks (desk/looks.h): the nearest by hash, and those that anything else speaks for, are compared; a close look at the
 * files of the few that remain decides. A part cut out of the middle has none of the hashes: while the archive is not too
 * large for it, a quick look over all of them follows. Turned pictures are rare and cost four times as much: they are looked
 * for only when nothing else fits. */
#include "desk/looks.h"

#include <stdlib.h>

#include "host/file.h"
#include "host/signal.h"
#include "match/look_index.h"
#include "picdesk/error.h"

enum { DECODED_SIDE = 128, THUMBNAIL_SIDE = 96, COMPARED = 128, VERIFIED = 8, BATCH = 128 };
/* A quick look over so many takes a fifth of a second. */
enum { GLANCED_MAX = 50000 };
static const size_t FILE_BYTES_MAX = (size_t)256 << 20;
static const uint64_t THUMBNAIL_END_MAX = 8 << 20;
/* Below these a picture is not worth the next, dearer look. */
static const double GLANCE_MIN = 0.5, COMPARE_MIN = 0.9;

typedef struct {
    int64_t id;
    PdLook look;
} Known;

struct PdLooks {
    PdCatalog *catalog;
    const PdMatchRun *run;
    PdReaders *readers; /* NULL until they are needed, when the run gave none */
    PdReaders *own;     /* (nullable) */
    GError *failure;    /* of the catalogue, while looks came in */
    GArray *again;      /* of int64_t: images whose thumbnail did not serve */
    GArray *known;      /* of Known, in the order of ids */
    PdLookIndex *index;
    bool is_loaded;
};

PdLooks *pd_desk_looks_new(PdCatalog *catalog, const PdMatchRun *run) {
    PdLooks *looks = g_new0(PdLooks, 1);
    looks->catalog = catalog;
    looks->run = run;
    looks->readers = run->readers;
    looks->again = g_array_new(FALSE, FALSE, sizeof(int64_t));
    looks->known = g_array_new(FALSE, FALSE, sizeof(Known));
    looks->index = pd_look_index_new();
    return looks;
}

void pd_desk_looks_free(PdLooks *looks) {
    if (!looks)
        return;
    pd_readers_free(looks->own);
    g_clear_error(&looks->failure);
    g_array_unref(looks->again);
    g_array_unref(looks->known);
    pd_look_index_free(looks->index);
    g_free(looks);
}

/* ---- pixels */

static PdReadRequest request_for(const PdImage *image) {
    const char *orientation = image->merged ? pd_merged_text(image->merged, PD_FIELD_ORIENTATION) : NULL;
    return (PdReadRequest){.what = PD_READ_PIXELS,
                           .orientation = orientation ? (int)g_ascii_strtoull(orientation, NULL, 10) : 1,
                           .min_side = DECODED_SIDE,
                           .max_bytes = FILE_BYTES_MAX};
}

/* The EXIF thumbnail: the first kilobytes of the file instead of all of it. */
static bool request_thumbnail(const PdImage *image, PdReadRequest *request) {
    const PdRecord *record = image->record;
    if (!record || !(record->signs & PD_SIGN_THUMBNAIL) || !record->thumbnail_bytes ||
        record->thumbnail_at > THUMBNAIL_END_MAX || record->thumbnail_bytes > THUMBNAIL_END_MAX)
        return false;
    request->part_at = record->thumbnail_at;
    request->part_bytes = record->thumbnail_bytes;
    request->max_bytes = record->thumbnail_at + record->thumbnail_bytes;
    return true;
}

/* Cameras pad their thumbnails to 4:3, and some programs leave that of the picture before the crop: one whose shape differs
 * from the picture's shows something else. */
static bool has_shape_of(const PdRaster *thumbnail, double shape) {
    double own = (double)thumbnail->width / MAX(thumbnail->height, 1u);
    bool is_turned = (own > 1.0) != (shape > 1.0); /* the thumbnail is upright by now, the record's size is as stored */
    double ratio = is_turned ? shape * own : shape / own;
    return MIN(thumbnail->width, thumbnail->height) >= THUMBNAIL_SIDE && ratio > 0.97 && ratio < 1.03;
}

/* Has the picture decoded, upright; func is called in its turn, with PD_JOB_CRASH when it cannot be opened. user:
 * (transfer full). */
static bool ask(PdLooks *looks, const PdImage *image, const PdReadRequest *request, PdReadFunc func, void *user,
                GError **error) {
    PdJobFile file = {.fd = -1};
    if (image->path)
        file.fd = pd_host_open(image->path, true, 0, &file.size_bytes, NULL);
    return file.fd < 0 ? pd_readers_note(looks->readers, func, user, g_free, error)
                       : pd_readers_read(looks->readers, request, &file, 1, func, user, g_free, error);
}

static bool have_readers(PdLooks *looks, GError **error) {
    const PdReadersOptions usual = {0};
    if (!looks->readers)
        looks->readers = looks->own = pd_readers_new(&usual, error);
    return looks->readers != NULL;
}

/* ---- making */

typedef struct {
    PdLooks *looks;
    int64_t id;
    bool is_thumbnail;
    double shape; /* of the picture */
} Making;

/* A picture whose file is gone or cannot be decoded has no look: no failure of the run. */
static void keep_look(PdJobEnd end, PdFound *found, void *user) {
    const Making *making = user;
    PdLooks *looks = making->looks;
    uint8_t bytes[PD_LOOK_BYTES];
    PdLook look;
    bool has_look = end == PD_JOB_DONE && found && found->raster.grey &&
                    (!making->is_thumbnail || has_shape_of(&found->raster, making->shape)) &&
                    pd_look_make(&found->raster, &look);
    if (!has_look && making->is_thumbnail) {
        g_array_append_val(looks->again, making->id);
        return;
    }
    if (has_look)
        pd_look_encode(&look, bytes);
    if (!looks->failure)
        pd_catalog_put_look(looks->catalog, making->id, bytes, has_look ? sizeof bytes : 0, &looks->failure);
}

static bool ask_look(PdLooks *looks, int64_t id, bool may_be_thumbnail, GError **error) {
    g_autoptr(PdImage) image = pd_catalog_image(looks->catalog, id, error);
    if (!image)
        return false;
    PdReadRequest request = request_for(image);
    Making *making = g_new0(Making, 1);
    *making = (Making){.looks = looks, .id = id};
    making->is_thumbnail = may_be_thumbnail && request_thumbnail(image, &request);
    if (making->is_thumbnail)
        making->shape = (double)image->record->width_px / MAX(image->record->height_px, 1u);
    return ask(looks, image, &request, keep_look, making, error);
}

static bool ask_looks(PdLooks *looks, const GArray *ids, bool may_be_thumbnail, GError **error) {
    for (guint i = 0; i < ids->len; i++)
        if (!ask_look(looks, g_array_index(ids, int64_t, i), may_be_thumbnail, error))
            return false;
    return pd_readers_finish(looks->readers, error);
}

static bool make_looks(PdLooks *looks, const GArray *ids, GError **error) {
    g_array_set_size(looks->again, 0);
    if (!ask_looks(looks, ids, true, error) || !ask_looks(looks, looks->again, false, error))
        return false;
    if (!looks->failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&looks->failure));
    return false;
}

/* Some hundred looks are a second's work: kept even when the program is killed. */
static bool keep_batch(PdLooks *looks, GError **error) {
    return looks->run->is_dry_run || (pd_catalog_commit(looks->catalog, error) && pd_catalog_begin(looks->catalog, error));
}

static bool make_batch(PdLooks *looks, const GArray *ids, uint64_t *done, uint64_t all, GError **error) {
    if (pd_signal_pending()) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED,
                            "looking at the images was interrupted; the next run goes on");
        return false;
    }
    if (looks->run->progress)
        looks->run->progress("images looked at", *done, all, looks->run->user);
    *done += ids->len;
    return make_looks(looks, ids, error) && keep_batch(looks, error);
}

static bool make_missing(PdLooks *looks, GError **error) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t after = 0, all = 0;
    uint64_t done = 0;
    if (!pd_catalog_look_count(looks->catalog, &all, error))
        return false;
    do {
        g_array_set_size(ids, 0);
        if (!pd_catalog_without_look(looks->catalog, after, BATCH, ids, error) ||
            !make_batch(looks, ids, &done, (uint64_t)all, error))
            return false;
        if (ids->len > 0)
            after = g_array_index(ids, int64_t, ids->len - 1);
    } while (ids->len > 0);
    return true;
}

static bool add_known(int64_t id, const uint8_t *bytes, size_t len, void *user) {
    PdLooks *looks = user;
    Known known = {.id = id};
    if (pd_look_decode(bytes, len, &known.look)) {
        g_array_append_val(looks->known, known);
        pd_look_index_add(looks->index, &known.look);
    }
    return true;
}

static bool prepare(PdLooks *looks, GError **error) {
    if (looks->is_loaded)
        return true;
    looks->is_loaded = make_missing(looks, error) && pd_catalog_each_look(looks->catalog, add_known, looks, error);
    return looks->is_loaded;
}

static int by_id(const void *a, const void *b) {
    const Known *left = a, *right = b;
    return left->id < right->id ? -1 : left->id > right->id;
}

/* (nullable) */
static const Known *known_of(const PdLooks *looks, int64_t id) {
    const Known wanted = {.id = id};
    return looks->known->len ? bsearch(&wanted, looks->known->data, looks->known->len, sizeof wanted, by_id) : NULL;
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

/* What a search goes through. */
typedef struct {
    const PdProbe *probe;
    const GArray *likely; /* of int64_t: images that something else speaks for */
    int64_t but;          /* the picture itself, when it is an image of the archive */
    bool with_turns;
} Search;

static void add_suspect(const Search *search, const Known *known, GHashTable *seen, GArray *suspects) {
    Suspect suspect = {.known = known};
    if (known && known->id != search->but && g_hash_table_add(seen, (gpointer)known))
        g_array_append_val(suspects, suspect);
}

/* The nearest by hash, and the likely ones that pass a quick look. */
static GArray *nearest(PdLooks *looks, const Search *search) {
    GArray *suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    pd_look_index_find(looks->index, search->probe, search->with_turns, COMPARED, numbers);
    for (guint i = 0; i < numbers->len; i++)
        add_suspect(search, &g_array_index(looks->known, Known, g_array_index(numbers, uint32_t, i)), seen, suspects);
    for (guint i = 0; i < search->likely->len; i++) {
        const Known *known = known_of(looks, g_array_index(search->likely, int64_t, i));
        if (known && pd_look_glance(search->probe, &known->look, search->with_turns) >= GLANCE_MIN)
            add_suspect(search, known, seen, suspects);
    }
    return suspects;
}

static GArray *glance_all(PdLooks *looks, const Search *search) {
    GArray *suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
    for (guint i = 0; i < looks->known->len && looks->known->len <= GLANCED_MAX; i++) {
        const Known *known = &g_array_index(looks->known, Known, i);
        Suspect suspect = {.known = known};
        if (known->id == search->but)
            continue;
        suspect.likeness = pd_look_glance(search->probe, &known->look, search->with_turns);
        g_array_append_val(suspects, suspect);
    }
    keep_best(suspects, COMPARED, GLANCE_MIN);
    return suspects;
}

static void compare(const Search *search, GArray *suspects) {
    for (guint i = 0; i < suspects->len; i++) {
        Suspect *suspect = &g_array_index(suspects, Suspect, i);
        suspect->likeness = pd_look_compare(search->probe, &suspect->known->look, search->with_turns, &suspect->place);
    }
    keep_best(suspects, VERIFIED, COMPARE_MIN);
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
    PdReadRequest request = request_for(image);
    Keeping *keeping = g_new(Keeping, 1);
    keeping->out = out;
    return ask(looks, image, &request, keep_raster, keeping, error);
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

/* (transfer full); NULL when the picture cannot be looked at. */
static bool make_probe(PdLooks *looks, const PdImage *picture, PdProbe **out, GError **error) {
    PdRaster raster = {0};
    PdReadRequest request = request_for(picture);
    *out = NULL;
    if (!picture->path)
        return true;
    if (!have_readers(looks, error) || !pd_readers_pixels(looks->readers, picture->path, &request, &raster, error))
        return false;
    *out = raster.grey ? pd_probe_new(&raster) : NULL;
    pd_raster_done(&raster);
    return true;
}

static bool find(PdLooks *looks, Search *search, GArray *out, GError **error) {
    typedef GArray *(*Way)(PdLooks *, const Search *);
    static const Way WAYS[] = {nearest, glance_all};
    for (int with_turns = 0; with_turns < 2; with_turns++) {
        search->with_turns = with_turns;
        for (size_t way = 0; way < G_N_ELEMENTS(WAYS) && out->len == 0; way++) {
            g_autoptr(GArray) suspects = WAYS[way](looks, search);
            compare(search, suspects);
            if (!verify(looks, search->probe, suspects, out, error))
                return false;
        }
    }
    return true;
}

bool pd_desk_looks_find(PdLooks *looks, const PdImage *picture, const GArray *likely, GArray *out, bool *out_seen,
                        GError **error) {
    g_autoptr(PdProbe) probe = NULL;
    *out_seen = false;
    if (!make_probe(looks, picture, &probe, error))
        return false;
    Search search = {.probe = probe, .likely = likely, .but = picture->id};
    *out_seen = probe != NULL;
    return !probe || (prepare(looks, error) && find(looks, &search, out, error));
}

bool pd_desk_looks_has(const PdLooks *looks, int64_t image_id) {
    return known_of(looks, image_id) != NULL;
}
