/* A reader (host/reader.h), and what a job may ask of it (host/job.h).
 *
 * A job may ask for some bytes of a file. Whole files are mapped, so that only the pages looked at are read. A file that
 * shrinks meanwhile raises SIGBUS: zeros take the place of what is gone, and the job hears of it. Under sanitizers files are
 * read instead, so that a look behind the last byte is seen. */
#include "host/reader.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "picdesk/error.h"

/* From this size on mapping is cheaper than copying. */
enum { LEAST_MAPPED = 32 << 10 };
/* Answers leave together from this size on, and in messages that fit the socket's buffer. */
enum { SENT_TOGETHER = 24 << 10, MESSAGE_BYTES = 48 << 10 };
enum { EXIT_BROKEN = 3, EXIT_REFUSED = 4 };

/* ---- files ---- */

typedef struct {
    uint8_t *start;
    size_t len; /* whole pages */
} Map;

static Map maps[PD_JOB_FILES];
static volatile sig_atomic_t is_torn;
static uintptr_t page_bytes;

/* A fault outside of the maps comes again, with the usual end. */
static void on_bus_error(int number, siginfo_t *info, void *context) {
    (void)context;
    uintptr_t at = (uintptr_t)info->si_addr;
    for (size_t i = 0; i < PD_JOB_FILES; i++) {
        uintptr_t start = (uintptr_t)maps[i].start, end = start + maps[i].len;
        if (!start || at < start || at >= end)
            continue;
        uintptr_t from = at - at % page_bytes;
        void *zeros =
            mmap(maps[i].start + (from - start), end - from, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
        if (zeros != MAP_FAILED) {
            is_torn = 1;
            return;
        }
    }
    signal(number, SIG_DFL);
}

static void watch_bus_errors(void) {
    struct sigaction action = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
}

bool pd_job_was_torn(void) {
    return is_torn;
}

static void unmap(void *data) {
    Map *map = data;
    munmap(map->start, map->len);
    *map = (Map){0};
}

static GBytes *map_file(int fd, size_t len) {
    size_t free_one = 0;
    page_bytes = (uintptr_t)sysconf(_SC_PAGESIZE);
    while (free_one < PD_JOB_FILES && maps[free_one].start)
        free_one++;
    if (free_one == PD_JOB_FILES)
        return NULL;
    uint8_t *start = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (start == MAP_FAILED)
        return NULL;
    maps[free_one] = (Map){start, (len + page_bytes - 1) / page_bytes * page_bytes};
    return g_bytes_new_with_free_func(start, len, unmap, &maps[free_one]);
}

/* Fewer bytes only where the file ends. */
static bool read_bytes(int fd, uint64_t at, uint8_t *into, size_t len, size_t *out_n, GError **error) {
    size_t n_read = 0;
    while (n_read < len) {
        ssize_t n = pread(fd, into + n_read, len - n_read, (off_t)(at + n_read));
        if (n == 0)
            break;
        if (n > 0) {
            n_read += (size_t)n;
        } else if (errno != EINTR) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, g_strerror(errno));
            return false;
        }
    }
    *out_n = n_read;
    return true;
}

bool pd_job_read_at(const PdJob *job, size_t file, uint64_t at, uint8_t *into, size_t len, GError **error) {
    size_t n;
    g_assert(file < job->n_files);
    if (!read_bytes(job->files[file].fd, at, into, len, &n, error))
        return false;
    if (n < len) {
        memset(into + n, 0, len - n);
        is_torn = 1;
    }
    return true;
}

static GBytes *copy_file(int fd, size_t len, GError **error) {
    g_autofree uint8_t *data = g_try_malloc(len ? len : 1);
    size_t n_read;
    if (!data) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, g_strerror(ENOMEM));
        return NULL;
    }
    if (!read_bytes(fd, 0, data, len, &n_read, error))
        return NULL;
    if (n_read == 0)
        return g_bytes_new_static("", 0);
    return g_bytes_new_take(g_realloc(g_steal_pointer(&data), n_read), n_read);
}

GBytes *pd_job_read(const PdJob *job, size_t file, size_t max, GError **error) {
    g_assert(file < job->n_files);
    uint64_t stated = job->files[file].size_bytes;
    size_t len = stated < max ? (size_t)stated : max;
    GBytes *bytes = NULL;
    if (len >= LEAST_MAPPED && !pd_sandbox_is_sanitized())
        bytes = map_file(job->files[file].fd, len);
    return bytes ? bytes : copy_file(job->files[file].fd, len, error);
}

/* ---- answering ---- */

static PdWirePage *page_in_use; /* (nullable) for the handlers below, and what jobs tell */

void pd_job_has_done(uint64_t bytes) {
    if (page_in_use)
        __atomic_store_n(&page_in_use->done_bytes, bytes, __ATOMIC_RELEASE);
}

static void send_all(GByteArray *out) {
    for (guint at = 0; at < out->len;) {
        ssize_t n = write(PD_SANDBOX_SOCKET, out->data + at, MIN(out->len - at, MESSAGE_BYTES));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(0); /* the parent is gone */
        at += (guint)n;
    }
    g_byte_array_set_size(out, 0);
}

static void say_hello(GByteArray *out, PdSandboxLayers layers) {
    PdWireAnswer head = {PD_WIRE_HELLO, sizeof layers};
    g_byte_array_append(out, (const guint8 *)&head, sizeof head);
    g_byte_array_append(out, (const guint8 *)&layers, sizeof layers);
    send_all(out);
}

static void do_job(const PdReader *reader, const PdJob *job, uint64_t number, GByteArray *out) {
    size_t at = out->len;
    PdWireAnswer head = {.number = number};
    __atomic_store_n(&reader->page->done_bytes, 0, __ATOMIC_RELEASE);
    __atomic_store_n(&reader->page->in_work, number, __ATOMIC_RELEASE);
    is_torn = 0;
    g_byte_array_append(out, (const guint8 *)&head, sizeof head);
    reader->job(job, out);
    head.len = out->len - at - sizeof head;
    if (head.len > reader->answer_bytes) {
        reader->page->is_refused = 1;
        _exit(EXIT_REFUSED);
    }
    memcpy(out->data + at, &head, sizeof head);
    for (size_t i = 0; i < job->n_files; i++)
        close(job->files[i].fd);
    __atomic_store_n(&reader->page->in_work, 0, __ATOMIC_RELEASE);
}

static void do_message(const PdReader *reader, const uint8_t *data, size_t len, const int *fds, size_t n_fds,
                       GByteArray *out) {
    size_t at = 0, next_fd = 0;
    while (at < len) {
        PdWireJob head;
        if (len - at < sizeof head)
            _exit(EXIT_BROKEN);
        memcpy(&head, data + at, sizeof head);
        at += sizeof head;
        if (head.request_len > len - at || head.n_files > PD_JOB_FILES || head.n_files > n_fds - next_fd)
            _exit(EXIT_BROKEN);
        PdJob job = {.request = data + at, .request_len = head.request_len, .n_files = head.n_files};
        for (size_t i = 0; i < head.n_files; i++)
            job.files[i] = (PdJobFile){fds[next_fd++], head.size_bytes[i]};
        at += head.request_len;
        do_job(reader, &job, head.number, out);
        if (out->len >= SENT_TOGETHER)
            send_all(out);
    }
    send_all(out);
}

/* ---- the process ---- */

/* GLib ends the process when memory is refused; everything else that it says is for nobody. */
static void on_log(const char *domain, GLogLevelFlags level, const char *message, void *user) {
    (void)domain;
    (void)user;
    if (!(level & G_LOG_FLAG_FATAL))
        return;
    if (message && strstr(message, "alloc"))
        page_in_use->is_refused = 1;
    _exit(EXIT_REFUSED);
}

/* What a terminal sends to all its processes is for the parent, which ends its readers itself. */
static void leave_signals_to_parent(void) {
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    signal(SIGQUIT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
}

/* What the program would do on its own crash is nothing for a reader; sanitizers report there. */
static void forget_handlers(void) {
    static const int SIGNALS[] = {SIGSEGV, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNALS); i++)
        signal(SIGNALS[i], SIG_DFL);
}

void pd_reader_run(const PdReader *reader) {
    page_in_use = reader->page;
    leave_signals_to_parent();
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != reader->parent)
        _exit(0);
    if (!pd_sandbox_is_sanitized()) { /* which report these themselves */
        forget_handlers();
        watch_bus_errors();
        g_log_set_default_handler(on_log, NULL);
    }
    GByteArray *out = g_byte_array_sized_new(2 * SENT_TOGETHER);
    uint8_t *data = g_malloc(PD_WIRE_BYTES);
    say_hello(out, reader->sandbox ? pd_sandbox_enter(reader->sandbox) : (PdSandboxLayers){0});
    for (;;) {
        int fds[PD_WIRE_FILES];
        size_t n_fds;
        ssize_t len = pd_wire_receive(PD_SANDBOX_SOCKET, data, PD_WIRE_BYTES, fds, PD_WIRE_FILES, &n_fds);
        if (len <= 0)
            _exit(len == 0 ? 0 : EXIT_BROKEN);
        do_message(reader, data, (size_t)len, fds, n_fds, out);
    }
}
