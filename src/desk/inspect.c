/* Inspecting files (desk/inspect.h). */
#include "desk/inspect.h"

#include <string.h>

#include "host/file.h"
#include "picdesk/error.h"

#define MOST_BYTES ((size_t)256 << 20)
#define MOST_SIDECAR_BYTES ((size_t)16 << 20)

typedef struct {
    PdReaders *readers;
    const PdInspectOptions *options;
    PdInspectFunc func;
    void *user;
    const char *const *unread; /* (nullable) from here on it must be read again, with the converters of old charsets */
    bool is_ended;             /* by func */
} Inspect;

typedef struct {
    Inspect *inspect;
    const char *const *path;
    uint64_t file_bytes;
    GError *error; /* (nullable) it could not be opened */
} Asked;

static void asked_free(void *data) {
    Asked *asked = data;
    g_clear_error(&asked->error);
    g_free(asked);
}

/* ---- telling ---- */

static void tell(Asked *asked, PdInspected *inspected) {
    Inspect *inspect = asked->inspect;
    inspected->path = *asked->path;
    inspected->file_bytes = asked->file_bytes;
    if (!inspect->func(inspected, inspect->user))
        inspect->is_ended = true;
}

static void tell_error(Asked *asked, int code, const char *quarantine, const char *why) {
    bool is_alien = code == PD_ERROR_FORMAT && asked->file_bytes > 0;
    g_autoptr(GError) error =
        code == PD_ERROR_IO
            ? g_error_new(PD_ERROR, code, "cannot read '%s': %s", *asked->path, why)
            : g_error_new_literal(PD_ERROR, code, is_alien ? "neither an image nor an article of a known kind" : why);
    PdInspected inspected = {.error = error, .quarantine = quarantine};
    tell(asked, &inspected);
}

static void tell_found(Asked *asked, const PdFound *found) {
    g_autoptr(PdMerged) merged = found->record ? pd_merged_new(found->record) : NULL;
    PdInspected inspected = {.record = found->record, .merged = merged, .article = found->article};
    tell(asked, &inspected);
}

/* One that could not be read for want of a parser, too. */
static bool is_article(const PdFound *found) {
    return found->article || g_error_matches(found->error, PD_ERROR, PD_ERROR_NOT_FOUND);
}

static void take(PdJobEnd end, PdFound *found, void *user) {
    Asked *asked = user;
    Inspect *inspect = asked->inspect;
    if (inspect->is_ended || inspect->unread)
        return;
    if (asked->error)
        tell_error(asked, PD_ERROR_IO, NULL, asked->error->message);
    else if (!pd_readers_options(inspect->readers)->reads_articles && is_article(found))
        inspect->unread = asked->path; /* what its reader lacked is there when it is asked again */
    else if (end != PD_JOB_DONE)
        tell_error(asked, PD_ERROR_LIMIT, pd_job_end_name(end), pd_readers_why(end));
    else if (found->error)
        tell_error(asked, found->error->code, NULL, found->error->message);
    else
        tell_found(asked, found);
}

/* ---- asking ---- */

static void add_sidecar(const char *path, PdJobFile *files, size_t *n_files) {
    int fd = pd_host_open(path, true, 0, &files[*n_files].size_bytes, NULL);
    if (fd >= 0)
        files[(*n_files)++].fd = fd;
}

/* a.jpg.xmp, which belongs to one file only, goes before a.xmp. */
static void add_sidecars(const char *path, PdJobFile *files, size_t *n_files) {
    g_autofree char *long_name = g_strconcat(path, ".xmp", NULL);
    const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
    add_sidecar(long_name, files, n_files);
    if (!dot || (slash && dot < slash))
        return;
    g_autofree char *short_name = g_strdup_printf("%.*s.xmp", (int)(dot - path), path);
    add_sidecar(short_name, files, n_files);
}

static bool ask(Inspect *inspect, const char *const *path, GError **error) {
    PdReadRequest request = {.what = PD_READ_ANY,
                             .wants_all = inspect->options->wants_all,
                             .max_bytes = MOST_BYTES,
                             .max_sidecar_bytes = MOST_SIDECAR_BYTES};
    PdJobFile files[PD_JOB_FILES];
    size_t n_files = 1;
    Asked *asked = g_new0(Asked, 1);
    *asked = (Asked){.inspect = inspect, .path = path};
    files[0].fd = pd_host_open(*path, true, MOST_BYTES, &files[0].size_bytes, &asked->error);
    if (asked->error)
        return pd_readers_note(inspect->readers, take, asked, asked_free, error);
    asked->file_bytes = files[0].size_bytes;
    if (inspect->options->with_sidecars && strcmp(*path, "-") != 0)
        add_sidecars(*path, files, &n_files);
    return pd_readers_read(inspect->readers, &request, files, n_files, take, asked, asked_free, error);
}

static bool ask_all(Inspect *inspect, const char *const *paths, GError **error) {
    for (; *paths && !inspect->is_ended && !inspect->unread; paths++)
        if (!ask(inspect, paths, error))
            return false;
    return pd_readers_finish(inspect->readers, error);
}

bool pd_desk_inspect(PdReaders *readers, const char *const *paths, const PdInspectOptions *options, PdInspectFunc func,
                     void *user, GError **error) {
    Inspect inspect = {.readers = readers, .options = options, .func = func, .user = user};
    if (!ask_all(&inspect, paths, error))
        return false;
    const char *const *again = inspect.unread;
    inspect.unread = NULL;
    return !again || (pd_readers_learn_charsets(readers, error) && ask_all(&inspect, again, error));
}
