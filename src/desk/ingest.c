/* Ingesting (desk/ingest.h): articles are read some at a time, then the pictures that they refer to, then all is
 * written in one short transaction. */
#include "desk/ingest.h"

#include <string.h>

#include "desk/local.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/signal.h"
#include "picdesk/error.h"

#define MAX_WAITING 200
#define MAX_WAIT_US 1000000
#define MAX_PICTURE (64u << 20)

/* An article that was read and waits to be written. */
typedef struct {
    const char *path;
    PdArticle *article;
    uint8_t content_key[16];
    GHashTable *pictures; /* of Picture by path: the local files that it refers to */
    int64_t id;
    PdPutResult result;
    size_t n_renditions;
} Waiting;

typedef struct {
    PdRecord *record; /* (nullable) */
    uint64_t file_bytes;
} Picture;

typedef struct {
    PdCatalog *catalog;
    const PdIngestOptions *options;
    PdIngestCount *count;
    PdReaders *readers;
    GArray *waiting; /* of Waiting */
    size_t n_asked;  /* since the last writing */
    int64_t since_us;
} Ingest;

static void waiting_clear(void *data) {
    Waiting *waiting = data;
    pd_article_free(waiting->article);
    g_clear_pointer(&waiting->pictures, g_hash_table_unref);
}

static void picture_free(void *data) {
    Picture *picture = data;
    pd_record_free(picture->record);
    g_free(picture);
}

static void tell(Ingest *ingest, const char *path, const char *why) {
    ingest->count->unreadable++;
    ingest->options->tell(path, why, ingest->options->user);
}

/* ---- reading articles */

typedef struct {
    Ingest *ingest;
    const char *path;
    char *why; /* (nullable) it was not even asked for */
} Asked;

static void asked_free(void *data) {
    Asked *asked = data;
    g_free(asked->why);
    g_free(asked);
}

static void take_article(PdJobEnd end, PdFound *found, void *user) {
    const Asked *asked = user;
    Ingest *ingest = asked->ingest;
    if (asked->why)
        tell(ingest, asked->path, asked->why);
    else if (end != PD_JOB_DONE)
        tell(ingest, asked->path, pd_readers_why(end));
    else if (found->error)
        tell(ingest, asked->path, found->error->message);
    if (!found || !found->article)
        return;
    Waiting waiting = {.path = asked->path, .article = g_steal_pointer(&found->article)};
    memcpy(waiting.content_key, found->content_key, sizeof waiting.content_key);
    g_array_append_val(ingest->waiting, waiting);
}

static bool is_own_file(const Ingest *ingest, const char *path) {
    g_autofree char *real = pd_host_real_path(path);
    return real && pd_catalog_is_own_file(ingest->catalog, real);
}

/* One byte more than is read shows that there is more. */
static bool ask_article(Ingest *ingest, const char *path, GError **error) {
    const size_t most = pd_limits_default()->article_bytes + 1;
    g_autoptr(GError) failure = NULL;
    PdReadRequest request = {.what = PD_READ_ARTICLE, .max_bytes = most};
    PdJobFile file = {.fd = -1};
    Asked *asked = g_new0(Asked, 1);
    *asked = (Asked){.ingest = ingest, .path = path};
    ingest->n_asked++;
    if (is_own_file(ingest, path))
        asked->why = g_strdup("it is the catalogue itself");
    else
        file.fd = pd_host_open(path, true, most, &file.size_bytes, &failure);
    if (failure)
        asked->why = g_strdup_printf("cannot read '%s': %s", path, failure->message);
    return file.fd < 0 ? pd_readers_note(ingest->readers, take_article, asked, asked_free, error)
                       : pd_readers_read(ingest->readers, &request, &file, 1, take_article, asked, asked_free, error);
}

/* ---- reading the pictures that they refer to */

typedef struct {
    Ingest *ingest;
    const char *path; /* the key in its article's pictures */
    Picture *picture;
} AskedPicture;

/* A file that is no picture is no rendition; the page is not wrong because of it. */
static void take_picture(PdJobEnd end, PdFound *found, void *user) {
    const AskedPicture *asked = user;
    if (end != PD_JOB_DONE)
        tell(asked->ingest, asked->path, pd_readers_why(end));
    else
        asked->picture->record = g_steal_pointer(&found->record);
}

/* path: (transfer full). */
static bool ask_picture(Ingest *ingest, Waiting *waiting, char *path, GError **error) {
    PdReadRequest request = {.what = PD_READ_IMAGE, .max_bytes = MAX_PICTURE};
    PdJobFile file = {.fd = -1};
    if (!g_hash_table_contains(waiting->pictures, path) && !pd_catalog_is_own_file(ingest->catalog, path))
        file.fd = pd_host_open(path, false, 0, &file.size_bytes, NULL);
    if (file.fd < 0) {
        g_free(path);
        return true;
    }
    Picture *picture = g_new0(Picture, 1);
    picture->file_bytes = file.size_bytes;
    g_hash_table_insert(waiting->pictures, path, picture);
    AskedPicture *asked = g_new(AskedPicture, 1);
    *asked = (AskedPicture){ingest, path, picture};
    return pd_readers_read(ingest->readers, &request, &file, 1, take_picture, asked, g_free, error);
}

static bool ask_pictures(Ingest *ingest, Waiting *waiting, GError **error) {
    waiting->pictures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, picture_free);
    for (size_t i = 0; i < waiting->article->n_figures; i++) {
        const PdFigure *figure = &waiting->article->figures[i];
        char *path = pd_desk_local_file(figure, waiting->path, ingest->options->media_root);
        if (path && !ask_picture(ingest, waiting, path, error))
            return false;
    }
    return true;
}

static bool read_pictures(Ingest *ingest, GError **error) {
    for (guint i = 0; i < ingest->waiting->len; i++)
        if (!ask_pictures(ingest, &g_array_index(ingest->waiting, Waiting, i), error))
            return false;
    return pd_readers_finish(ingest->readers, error);
}

/* ---- writing */

typedef struct {
    Ingest *ingest;
    Waiting *waiting;
    GError **error;
    bool is_failed;
} Renditions;

static bool put_rendition(const PdFigureRow *row, void *user) {
    Renditions *state = user;
    const PdIngestOptions *options = state->ingest->options;
    g_autofree char *path = pd_desk_local_file(row->figure, state->waiting->path, options->media_root);
    const Picture *picture = path ? g_hash_table_lookup(state->waiting->pictures, path) : NULL;
    if (!picture || !picture->record)
        return true;
    state->waiting->n_renditions++;
    state->is_failed = !pd_catalog_put_rendition(state->ingest->catalog, row->figure_id, path, picture->file_bytes,
                                                 picture->record, state->error);
    return !state->is_failed;
}

static bool write_one(Ingest *ingest, Waiting *waiting, GError **error) {
    Renditions renditions = {.ingest = ingest, .waiting = waiting, .error = error};
    if (!pd_catalog_put_article(ingest->catalog, waiting->path, waiting->article, waiting->content_key, &waiting->id,
                                &waiting->result, error))
        return false;
    return waiting->article->n_figures == 0 ||
           (pd_catalog_each_figure(ingest->catalog, waiting->id, put_rendition, &renditions, error) &&
            !renditions.is_failed);
}

static bool write_all(Ingest *ingest, GError **error) {
    if (!pd_catalog_begin(ingest->catalog, error))
        return false;
    for (guint i = 0; i < ingest->waiting->len; i++)
        if (!write_one(ingest, &g_array_index(ingest->waiting, Waiting, i), error)) {
            pd_catalog_rollback(ingest->catalog);
            return false;
        }
    return pd_catalog_commit(ingest->catalog, error);
}

static void report_done(Ingest *ingest, const Waiting *waiting) {
    PdIngestCount *count = ingest->count;
    uint64_t *counter = waiting->result == PD_PUT_ADDED     ? &count->added
                        : waiting->result == PD_PUT_UPDATED ? &count->updated
                                                            : &count->unchanged;
    PdIngested ingested = {waiting->path, waiting->article, waiting->result, waiting->n_renditions};
    ++*counter;
    count->figures += waiting->article->n_figures;
    count->renditions += waiting->n_renditions;
    if (ingest->options->done)
        ingest->options->done(&ingested, ingest->options->user);
}

static bool flush(Ingest *ingest, GError **error) {
    if (!pd_readers_finish(ingest->readers, error) || !read_pictures(ingest, error))
        return false;
    if (ingest->waiting->len > 0 && !write_all(ingest, error))
        return false;
    for (guint i = 0; i < ingest->waiting->len; i++)
        report_done(ingest, &g_array_index(ingest->waiting, Waiting, i));
    g_array_set_size(ingest->waiting, 0);
    ingest->n_asked = 0;
    ingest->since_us = pd_clock_monotonic_us();
    return true;
}

/* What was written before a signal is kept. */
static bool ingest_all(Ingest *ingest, const char *const *paths, GError **error) {
    for (; *paths; paths++) {
        if (!ask_article(ingest, *paths, error))
            return false;
        bool is_due = ingest->n_asked >= MAX_WAITING || pd_clock_monotonic_us() - ingest->since_us >= MAX_WAIT_US;
        if (is_due && !flush(ingest, error))
            return false;
        if (pd_signal_pending()) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
            return false;
        }
    }
    return flush(ingest, error);
}

bool pd_desk_ingest(PdCatalog *catalog, const char *const *paths, const PdIngestOptions *options, PdIngestCount *count,
                    GError **error) {
    const PdReadersOptions usual = {.reads_articles = true, .n_most = 1};
    g_autoptr(PdReaders) own = options->readers ? NULL : pd_readers_new(&usual, error);
    if (!own && !options->readers)
        return false;
    g_autoptr(GArray) waiting = g_array_new(FALSE, TRUE, sizeof(Waiting));
    g_array_set_clear_func(waiting, waiting_clear);
    Ingest ingest = {.catalog = catalog,
                     .options = options,
                     .count = count,
                     .readers = options->readers ? options->readers : own,
                     .waiting = waiting,
                     .since_us = pd_clock_monotonic_us()};
    return pd_readers_learn_charsets(ingest.readers, error) && ingest_all(&ingest, paths, error);
}
