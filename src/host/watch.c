/* Hearing of changes in folders (host/watch.h). */
#include "host/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/signal.h"
#include "picdesk/error.h"

/* Files count when they are whole; folders when they appear. */
static const uint32_t EVENTS = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_CREATE | IN_ATTRIB |
                               IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK;
enum { BUFFER_BYTES = 64 << 10, PATIENCE = 10 };

struct PdWatch {
    int fd;
    GHashTable *by_number; /* watch descriptor -> path, owned */
    GHashTable *by_path;   /* path, borrowed -> watch descriptor */
};

static void set_io_error(GError **error, const char *what) {
    g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot watch %s: %s", what, g_strerror(errno));
}

PdWatch *pd_watch_new(GError **error) {
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) {
        set_io_error(error, "folders");
        return NULL;
    }
    PdWatch *watch = g_new(PdWatch, 1);
    watch->fd = fd;
    watch->by_number = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    watch->by_path = g_hash_table_new(g_str_hash, g_str_equal);
    return watch;
}

void pd_watch_free(PdWatch *watch) {
    if (!watch)
        return;
    close(watch->fd);
    g_hash_table_unref(watch->by_path);
    g_hash_table_unref(watch->by_number);
    g_free(watch);
}

static void forget(PdWatch *watch, int number) {
    const char *path = g_hash_table_lookup(watch->by_number, GINT_TO_POINTER(number));
    if (!path)
        return;
    if (g_hash_table_lookup(watch->by_path, path) == GINT_TO_POINTER(number))
        g_hash_table_remove(watch->by_path, path);
    g_hash_table_remove(watch->by_number, GINT_TO_POINTER(number));
}

bool pd_watch_add(PdWatch *watch, const char *folder, GError **error) {
    int number = inotify_add_watch(watch->fd, folder, EVENTS);
    if (number < 0 && (errno == ENOENT || errno == ENOTDIR))
        return true;
    if (number < 0 && errno == ENOSPC) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO,
                    "cannot watch '%s': this machine watches no more folders; raise fs.inotify.max_user_watches (sysctl)",
                    folder);
        return false;
    }
    if (number < 0) {
        g_autofree char *what = g_strdup_printf("'%s'", folder);
        set_io_error(error, what);
        return false;
    }
    forget(watch, number); /* the same folder under its earlier name */
    char *path = g_strdup(folder);
    g_hash_table_insert(watch->by_number, GINT_TO_POINTER(number), path);
    g_hash_table_replace(watch->by_path, path, GINT_TO_POINTER(number));
    return true;
}

bool pd_watch_has(const PdWatch *watch, const char *folder) {
    return g_hash_table_contains(watch->by_path, folder);
}

/* A folder that was moved is heard of under its old name: it and those below are to be met again. */
static void forget_below(PdWatch *watch, const char *folder, const char *name) {
    g_autofree char *moved = g_build_filename(folder, name, NULL);
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));
    size_t len = strlen(moved);
    GHashTableIter each;
    gpointer number, path;
    g_hash_table_iter_init(&each, watch->by_number);
    while (g_hash_table_iter_next(&each, &number, &path)) {
        int value = GPOINTER_TO_INT(number);
        const char *rest = g_str_has_prefix(path, moved) ? (const char *)path + len : NULL;
        if (rest && (*rest == '\0' || *rest == '/'))
            g_array_append_val(numbers, value);
    }
    for (guint i = 0; i < numbers->len; i++) {
        inotify_rm_watch(watch->fd, g_array_index(numbers, int, i));
        forget(watch, g_array_index(numbers, int, i));
    }
}

/* A file that was only made is not whole yet: its closing will be heard. */
static bool is_change(const struct inotify_event *event) {
    return !(event->mask & IN_IGNORED) && (!(event->mask & IN_CREATE) || (event->mask & IN_ISDIR));
}

static void note(PdWatch *watch, const struct inotify_event *event, GHashTable *changed, bool *out_is_lost) {
    if (event->mask & IN_Q_OVERFLOW)
        *out_is_lost = true;
    const char *path = g_hash_table_lookup(watch->by_number, GINT_TO_POINTER(event->wd));
    if (path && event->len > 0 && is_change(event)) {
        g_hash_table_add(changed, g_strdup(path));
        if ((event->mask & IN_ISDIR) && (event->mask & IN_MOVED_FROM))
            forget_below(watch, path, event->name);
    }
    if (event->mask & IN_IGNORED)
        forget(watch, event->wd);
}

/* False when nothing more can be read. */
static bool take_events(PdWatch *watch, GHashTable *changed, bool *out_is_lost) {
    _Alignas(struct inotify_event) char buffer[BUFFER_BYTES];
    ssize_t len;
    while ((len = read(watch->fd, buffer, sizeof buffer)) > 0)
        for (char *at = buffer; at < buffer + len;) {
            const struct inotify_event *event = (const struct inotify_event *)(void *)at;
            note(watch, event, changed, out_is_lost);
            at += sizeof *event + event->len;
        }
    return len < 0 && (errno == EAGAIN || errno == EINTR);
}

static int compare_paths(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *sorted(GHashTable *changed) {
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    GHashTableIter each;
    gpointer path;
    g_hash_table_iter_init(&each, changed);
    while (g_hash_table_iter_next(&each, &path, NULL)) {
        g_hash_table_iter_steal(&each);
        g_ptr_array_add(paths, path);
    }
    g_ptr_array_sort(paths, compare_paths);
    return paths;
}

/* Waits for events; a signal that came before the waiting ends it too. */
static int wait_for_events(const PdWatch *watch, int timeout_ms) {
    struct pollfd on = {.fd = watch->fd, .events = POLLIN};
    const struct timespec timeout = {timeout_ms / 1000, (timeout_ms % 1000) * 1000000L};
    sigset_t ending, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, &before);
    int n = -1;
    errno = EINTR;
    if (!pd_signal_pending())
        n = ppoll(&on, 1, timeout_ms < 0 ? NULL : &timeout, &before);
    int number = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    errno = number;
    return n;
}

GPtrArray *pd_watch_wait(PdWatch *watch, int quiet_ms, bool *out_is_lost, GError **error) {
    g_autoptr(GHashTable) changed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    int64_t latest_us = INT64_MAX;
    *out_is_lost = false;
    for (;;) {
        bool has_some = g_hash_table_size(changed) > 0 || *out_is_lost;
        if (has_some && latest_us == INT64_MAX)
            latest_us = pd_clock_monotonic_us() + (int64_t)PATIENCE * quiet_ms * 1000;
        int n = wait_for_events(watch, has_some ? quiet_ms : -1);
        if (pd_signal_pending()) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
            return NULL;
        }
        if (n == 0 || (has_some && pd_clock_monotonic_us() > latest_us))
            return sorted(changed);
        if (n < 0 ? errno != EINTR : !take_events(watch, changed, out_is_lost)) {
            set_io_error(error, "folders");
            return NULL;
        }
    }
}
