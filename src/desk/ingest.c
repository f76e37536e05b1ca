/* Ingesting (desk/ingest.h): articles are read first and written some at a time, in one short transaction. */
#include "desk/ingest.h"

#include <string.h>

#include "desk/local.h"
#include "host/clock.h"
#include "host/file.h"
#include "host/signal.h"
#include "picdesk/error.h"
#include "picdesk/image.h"

#define MAX_WAITING 200
#define MAX_WAIT_US 1000000
#define MAX_PICTURE (64u << 20)

/* An article that was read and waits to be written. */
typedef struct {
    const char *path;
    PdArticle *article;
    uint8_t content_key[16];
    int64_t id;
    PdPutResult result;
    size_t n_renditions;
} Waiting;

typedef struct {
    PdCatalog *catalog;
    const PdIngestOptions *options;
    PdIngestCount *count;
    GArray *waiting; /* of Waiting */
    int64_t since_us;
} Ingest;

static void waiting_clear(void *data) {
    pd_article_free(((Waiting *)data)->article);
}

static void tell(Ingest *ingest, const char *path, const char *why) {
    ingest->count->unreadable++;
    ingest->options->tell(path, why, ingest->options->user);
}

/* ---- reading */

static void content_key(GBytes *bytes, uint8_t out[16]) {
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    uint8_t digest[32];
    gsize len, digest_len = sizeof digest;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    g_checksum_update(checksum, data, (gssize)len);
    g_checksum_get_digest(checksum, digest, &digest_len);
    memcpy(out, digest, 16);
}

static bool is_own_file(const Ingest *ingest, const char *path) {
    g_autofree char *real = pd_host_real_path(path);
    return real && pd_catalog_is_own_file(ingest->catalog, real);
}

static void read_article(Ingest *ingest, const char *path) {
    g_autoptr(GError) error = NULL;
    Waiting waiting = {.path = path};
    if (is_own_file(ingest, path)) {
        tell(ingest, path, "it is the catalogue itself");
        return;
    }
    g_autoptr(GBytes) bytes = pd_host_read(path, pd_limits_default()->article_bytes, &error);
    if (!bytes) {
        tell(ingest, path, error->message);
        return;
    }
    gsize len;
    const uint8_t *data = g_bytes_get_data(bytes, &len);
    waiting.article = pd_article_read(data, len, NULL, &error);
    if (!waiting.article) {
        tell(ingest, path, error->message);
        return;
    }
    content_key(bytes, waiting.content_key);
    g_array_append_val(ingest->waiting, waiting);
}

/* ---- writing */

typedef struct {
    Ingest *ingest;
    Waiting *waiting;
    GError **error;
    bool is_failed;
} Renditions;

/* A file that is no picture is no rendition; the page is not wrong because of it. */
static bool put_rendition(const PdFigureRow *row, void *user) {
    Renditions *state = user;
    const PdIngestOptions *options = state->ingest->options;
    g_autofree char *path = pd_desk_local_file(row->figure, state->waiting->path, options->media_root);
    if (!path || pd_catalog_is_own_file(state->ingest->catalog, path))
        return true;
    uint64_t file_bytes;
    g_autoptr(GBytes) bytes = pd_host_read_start(path, MAX_PICTURE, &file_bytes, NULL);
    gsize len = 0;
    const uint8_t *data = bytes ? g_bytes_get_data(bytes, &len) : NULL;
    g_autoptr(PdRecord) record = data ? pd_image_read(data, len, file_bytes, NULL, NULL) : NULL;
    if (!record)
        return true;
    state->waiting->n_renditions++;
    state->is_failed =
        !pd_catalog_put_rendition(state->ingest->catalog, row->figure_id, path, file_bytes, record, state->error);
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
    if (ingest->waiting->len > 0 && !write_all(ingest, error))
        return false;
    for (guint i = 0; i < ingest->waiting->len; i++)
        report_done(ingest, &g_array_index(ingest->waiting, Waiting, i));
    g_array_set_size(ingest->waiting, 0);
    ingest->since_us = pd_clock_monotonic_us();
    return true;
}

static bool ingest_all(Ingest *ingest, const char *const *paths, GError **error) {
    for (; *paths; paths++) {
        read_article(ingest, *paths);
        bool is_cancelled = pd_signal_pending() != 0;
        bool is_due = ingest->waiting->len >= MAX_WAITING || pd_clock_monotonic_us() - ingest->since_us >= MAX_WAIT_US;
        if ((is_due || is_cancelled) && !flush(ingest, error))
            return false;
        if (is_cancelled) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
            return false;
        }
    }
    return flush(ingest, error);
}

bool pd_desk_ingest(PdCatalog *catalog, const char *const *paths, const PdIngestOptions *options, PdIngestCount *count,
                    GError **error) {
    g_autoptr(GArray) waiting = g_array_new(FALSE, TRUE, sizeof(Waiting));
    g_array_set_clear_func(waiting, waiting_clear);
    Ingest ingest = {
        .catalog = catalog, .options = options, .count = count, .waiting = waiting, .since_us = pd_clock_monotonic_us()};
    return ingest_all(&ingest, paths, error);
}
