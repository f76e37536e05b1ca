/* The readers (desk/readers.h): tasks of a crew, with answers decoded. */
#include "desk/readers.h"

#include <string.h>

#include "codec/charset.h"
#include "codec/html.h"
#include "host/file.h"

struct PdReaders {
    PdCrew *crew;
    PdReadersOptions options;
};

typedef struct {
    PdReadFunc func;
    void *user;
    GDestroyNotify free_user;
    bool keeps_flat, wants_sha256;
} Asked;

/* What cannot be had in the jail. A reader tells what this machine lacks when a page needs it. */
static void prepare_for_articles(void) {
    pd_codec_charsets_open();
    pd_html_load(NULL);
}

static PdCrew *new_crew(const PdReadersOptions *options, GError **error) {
    PdCrewOptions crew = {.job = options->job ? options->job : pd_desk_read_job,
                          .prepare = options->reads_articles ? prepare_for_articles : NULL,
                          .n_readers = options->n_readers,
                          .n_most = options->n_most,
                          .n_together = options->n_together,
                          .is_unjailed = options->is_unjailed,
                          .is_strict = options->is_strict,
                          .cpu_ms = options->cpu_ms,
                          .memory_bytes = options->memory_bytes};
    return pd_crew_new(&crew, error);
}

PdReaders *pd_readers_new(const PdReadersOptions *options, GError **error) {
    PdCrew *crew = new_crew(options, error);
    if (!crew)
        return NULL;
    PdReaders *readers = g_new(PdReaders, 1);
    *readers = (PdReaders){.crew = crew, .options = *options};
    return readers;
}

bool pd_readers_learn_charsets(PdReaders *readers, GError **error) {
    if (readers->options.reads_articles)
        return true;
    readers->options.reads_articles = true;
    PdCrew *crew = new_crew(&readers->options, error);
    if (!crew)
        return false;
    pd_crew_free(readers->crew);
    readers->crew = crew;
    return true;
}

void pd_readers_free(PdReaders *readers) {
    if (!readers)
        return;
    pd_crew_free(readers->crew);
    g_free(readers);
}

const PdReadersOptions *pd_readers_options(const PdReaders *readers) {
    return &readers->options;
}

static void free_asked(void *data) {
    Asked *asked = data;
    if (asked->free_user)
        asked->free_user(asked->user);
    g_free(asked);
}

static bool take(PdJobEnd end, const uint8_t *answer, size_t len, void *user) {
    const Asked *asked = user;
    PdFound found = {0};
    bool is_sensible =
        end != PD_JOB_DONE || (pd_found_decode(answer, len, asked->keeps_flat, &found) &&
                               (found.kind != PD_FOUND_RECORD || (found.sha256 != NULL) == asked->wants_sha256));
    if (is_sensible)
        asked->func(end, &found, asked->user);
    pd_found_done(&found);
    return is_sensible;
}

static bool note(PdJobEnd end, const uint8_t *answer, size_t len, void *user) {
    const Asked *asked = user;
    (void)answer;
    (void)len;
    asked->func(end, NULL, asked->user);
    return true;
}

static Asked *new_asked(PdReadFunc func, void *user, GDestroyNotify free_user) {
    Asked *asked = g_new(Asked, 1);
    *asked = (Asked){.func = func, .user = user, .free_user = free_user};
    return asked;
}

bool pd_readers_read(PdReaders *readers, const PdReadRequest *request, const PdJobFile *files, size_t n_files,
                     PdReadFunc func, void *user, GDestroyNotify free_user, GError **error) {
    Asked *asked = new_asked(func, user, free_user);
    asked->keeps_flat = request->keeps_flat;
    asked->wants_sha256 = request->wants_sha256;
    PdTask task = {.n_files = n_files,
                   .request = request,
                   .request_len = sizeof *request,
                   .done = take,
                   .user = asked,
                   .free_user = free_asked};
    memcpy(task.files, files, n_files * sizeof *files);
    return pd_crew_add(readers->crew, &task, error);
}

bool pd_readers_note(PdReaders *readers, PdReadFunc func, void *user, GDestroyNotify free_user, GError **error) {
    PdTask task = {.is_note = true, .done = note, .user = new_asked(func, user, free_user), .free_user = free_asked};
    return pd_crew_add(readers->crew, &task, error);
}

void pd_readers_tend(PdReaders *readers) {
    pd_crew_tend(readers->crew);
}

bool pd_readers_finish(PdReaders *readers, GError **error) {
    return pd_crew_finish(readers->crew, error);
}

static void keep_raster(PdJobEnd end, PdFound *found, void *user) {
    (void)end;
    *(PdRaster *)user = found->raster;
    found->raster = (PdRaster){0};
}

bool pd_readers_pixels(PdReaders *readers, const char *path, const PdReadRequest *request, PdRaster *out, GError **error) {
    PdRaster raster = {0};
    PdJobFile file;
    file.fd = pd_host_open(path, true, 0, &file.size_bytes, NULL);
    if (file.fd >= 0 && (!pd_readers_read(readers, request, &file, 1, keep_raster, &raster, NULL, error) ||
                         !pd_readers_finish(readers, error)))
        return false;
    *out = raster;
    return true;
}

bool pd_readers_layers(PdReaders *readers, PdSandboxLayers *out, GError **error) {
    return pd_crew_layers(readers->crew, out, error);
}

const char *pd_readers_why(PdJobEnd end) {
    static const char *const WHY[] = {[PD_JOB_DONE] = "",
                                      [PD_JOB_CRASH] = "its reader crashed on it",
                                      [PD_JOB_TIMEOUT] = "its reader came to no end with it",
                                      [PD_JOB_LIMIT] = "its reader needed more memory than it may have",
                                      [PD_JOB_STALL] = "its reader waited for it too long"};
    return WHY[end];
}
