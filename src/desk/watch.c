/* Watching (desk/watch.h). A folder is listened to before it is listed, so that what changes meanwhile is heard. */
#include "desk/watch.h"

#include <string.h>

#include "host/file.h"
#include "host/signal.h"
#include "host/watch.h"
#include "picdesk/error.h"

/* A desk's import writes many files one after the other: one round for all of them. */
enum { QUIET_MS = 400 };
/* A catalogue in use is tried again after so long. */
enum { RETRY_MS = 2000, STEP_MS = 50 };

typedef struct {
    PdCatalog *catalog;
    PdScanOptions options;
    PdWatch *watch;
    const GPtrArray *changed; /* (nullable) the folders of this round; NULL: every one */
    GError *failure;
    const PdScanOptions *given;
} Watching;

static bool is_changed(const Watching *watching, const char *folder) {
    for (guint i = 0; watching->changed && i < watching->changed->len; i++)
        if (strcmp(watching->changed->pdata[i], folder) == 0)
            return true;
    return !watching->changed;
}

/* New folders are entered wherever they are met. */
static bool enter(const char *folder, void *user) {
    Watching *watching = user;
    bool is_new = !pd_watch_has(watching->watch, folder);
    if (is_new && !watching->failure)
        pd_watch_add(watching->watch, folder, &watching->failure);
    return is_new || is_changed(watching, folder);
}

static void tell(const char *path, const char *why, void *user) {
    const PdScanOptions *given = ((Watching *)user)->given;
    given->tell(path, why, given->user);
}

static void note(const char *path, const char *what, void *user) {
    const PdScanOptions *given = ((Watching *)user)->given;
    if (given->note)
        given->note(path, what, given->user);
}

static void progress(const PdScanState *state, void *user) {
    const PdScanOptions *given = ((Watching *)user)->given;
    if (given->progress)
        given->progress(state, given->user);
}

static bool lies_in(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && (path[len] == '\0' || path[len] == '/' || strcmp(folder, "/") == 0);
}

/* Those of the round that lie below one of the folders watched, and are still there. */
static GPtrArray *changed_below(const Watching *watching, const char *root) {
    GPtrArray *below = g_ptr_array_new();
    for (guint i = 0; i < watching->changed->len; i++) {
        char *folder = watching->changed->pdata[i];
        if (lies_in(folder, root) && pd_host_path_kind(folder) == PD_PATH_FOLDER)
            g_ptr_array_add(below, folder);
    }
    return below;
}

static bool do_round(Watching *watching, const char *const *folders, PdScanCount *count, GError **error) {
    for (const char *const *folder = folders; *folder; folder++) {
        g_autofree char *root = pd_host_real_path(*folder);
        g_autoptr(GPtrArray) below = watching->changed && root ? changed_below(watching, root) : NULL;
        watching->options.folders = below;
        if (below && below->len == 0)
            continue;
        if (!pd_desk_scan(watching->catalog, *folder, &watching->options, count, error))
            return false;
    }
    if (!watching->failure)
        return true;
    g_propagate_error(error, g_steal_pointer(&watching->failure));
    return false;
}

/* Another program's lock ends a scan, but not the watching: everything is looked at again a little later, since what the
 * round had met is not kept. False when the round failed for good. */
static bool waits_for_catalog(Watching *watching, GError **failure) {
    if (!g_error_matches(*failure, PD_ERROR, PD_ERROR_STORE) || !pd_catalog_was_busy(watching->catalog))
        return false;
    g_clear_error(&watching->failure);
    note(pd_catalog_path(watching->catalog), "it is in use by another program; the watching goes on", watching);
    g_clear_error(failure);
    for (int ms = 0; ms < RETRY_MS && !pd_signal_pending(); ms += STEP_MS)
        g_usleep(STEP_MS * 1000);
    watching->changed = NULL;
    return true;
}

static bool do_rounds(Watching *watching, const char *const *folders, PdRoundFunc on_round, void *user, GError **error) {
    PdScanCount count = {0};
    g_autoptr(GError) failure = NULL;
    bool is_done;
    do {
        count = (PdScanCount){0};
        is_done = do_round(watching, folders, &count, &failure);
    } while (!is_done && waits_for_catalog(watching, &failure));
    on_round(&count, user);
    g_clear_error(&watching->failure);
    if (!is_done)
        g_propagate_error(error, g_steal_pointer(&failure));
    return is_done;
}

bool pd_desk_watch(PdCatalog *catalog, const char *const *folders, const PdScanOptions *options, PdRoundFunc on_round,
                   void *user, GError **error) {
    g_autoptr(PdWatch) watch = pd_watch_new(error);
    g_autoptr(GPtrArray) changed = NULL;
    Watching watching = {.catalog = catalog, .options = *options, .watch = watch, .given = options};
    watching.options.enter = enter;
    watching.options.tell = tell;
    watching.options.note = note;
    watching.options.progress = progress;
    watching.options.user = &watching;
    if (!watch)
        return false;
    for (;;) {
        bool is_lost, is_done = do_rounds(&watching, folders, on_round, user, error);
        g_clear_pointer(&changed, g_ptr_array_unref);
        if (!is_done || !(changed = pd_watch_wait(watch, QUIET_MS, &is_lost, error)))
            return false;
        watching.changed = is_lost ? NULL : changed;
    }
}
