/* The crew (host/crew.h): hands tasks over in batches, collects answers, keeps the order, replaces readers.
 *
 * A task stays here with its descriptors until it is answered, so that what a dead reader still had can be done again. The
 * number of tasks under way is bounded by descriptors, and the bytes of answers that wait for an earlier one by not
 * listening to the others. */
#include "host/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/crew_parts.h"
#include "host/signal.h"
#include "picdesk/error.h"

enum { MOST_READERS = 64, CHUNK_BYTES = 64 << 10 };
enum { LEAST_ANSWER = 1 << 10, MOST_KEPT_ROOM = 16 << 10 }; /* for an answer */
/* Batches that a reader has at least, descriptors allowing; and jobs that it has at most, so that it goes on while the
 * program writes a thousand rows. */
enum { BATCHES_AHEAD = 2, MOST_AHEAD = 384 };
static const size_t MOST_HELD_BYTES = (size_t)16 << 20, DEFAULT_MEMORY = (size_t)512 << 20,
                    DEFAULT_ANSWER = (size_t)16 << 20;
enum { DEFAULT_CPU_MS = 8000, DEFAULT_WALL_MS = 60000 };

const char *pd_job_end_name(PdJobEnd end) {
    static const char *const NAMES[] = {NULL, "crash", "timeout", "limit", "timeout"};
    return NAMES[end];
}

static void end_task(const PdTask *task) {
    for (size_t i = 0; i < task->n_files; i++)
        close(task->files[i].fd);
    if (task->free_user)
        task->free_user(task->user);
}

static void free_job(PdCrewJob *job) {
    end_task(&job->task);
    g_free(job->answer);
    g_free(job);
}

static void free_spare(void *data) {
    PdCrewJob *job = data;
    g_free(job->answer);
    g_free(job);
}

/* It is used again, with the room for its answer, unless that was a long one. */
static void lay_by(PdCrew *crew, PdCrewJob *job) {
    end_task(&job->task);
    if (job->answer_room > MOST_KEPT_ROOM) {
        g_clear_pointer(&job->answer, g_free);
        job->answer_room = 0;
    }
    g_ptr_array_add(crew->spare, job);
}

/* ---- handing over ---- */

static bool put_job(PdCrewMessage *message, const PdCrewJob *job) {
    const PdTask *task = &job->task;
    if (message->n_jobs == PD_WIRE_JOBS || message->n_fds + task->n_files > PD_WIRE_FILES)
        return false;
    PdWireJob head = {.number = job->number, .request_len = (uint32_t)task->request_len, .n_files = (uint32_t)task->n_files};
    for (size_t i = 0; i < task->n_files; i++) {
        head.size_bytes[i] = task->files[i].size_bytes;
        message->fds[message->n_fds++] = task->files[i].fd;
    }
    memcpy(message->bytes + message->len, &head, sizeof head);
    memcpy(message->bytes + message->len + sizeof head, job->request, task->request_len);
    message->len += sizeof head + task->request_len;
    message->n_jobs++;
    return true;
}

/* Returns 0, or the errno of what stands in the way. */
static int hand_over(PdCrew *crew, PdCrewReader *reader, size_t most) {
    PdCrewMessage *message = crew->message;
    message->len = message->n_fds = message->n_jobs = 0;
    for (GList *link = crew->waiting.head; link && message->n_jobs < most; link = link->next) {
        const PdCrewJob *job = link->data;
        if ((job->is_suspect && message->n_jobs > 0) || !put_job(message, job))
            break;
    }
    if (!pd_wire_send(reader->socket, message->bytes, message->len, message->fds, message->n_fds))
        return errno;
    for (size_t i = 0; i < message->n_jobs; i++)
        g_queue_push_tail(&reader->jobs, g_queue_pop_head(&crew->waiting));
    return 0;
}

static bool has_suspect(const PdCrewReader *reader) {
    const PdCrewJob *job = g_queue_peek_head((GQueue *)&reader->jobs);
    return job && job->is_suspect;
}

static PdCrewReader *least_busy(PdCrew *crew) {
    PdCrewReader *best = NULL;
    for (unsigned i = 0; i < crew->n_readers; i++) {
        PdCrewReader *reader = &crew->readers[i];
        if (reader->pid && !has_suspect(reader) && reader->jobs.length + crew->options.n_together <= crew->most_ahead &&
            (!best || reader->jobs.length < best->jobs.length))
            best = reader;
    }
    return best;
}

/* For a suspect job: nobody but a reader that has met no other file yet. *out NULL: there is none at the moment. */
static bool find_reader(PdCrew *crew, bool is_suspect, PdCrewReader **out, GError **error) {
    PdCrewReader *reader = least_busy(crew);
    *out = NULL;
    if (!reader || (is_suspect && reader->jobs.length > 0))
        return true;
    if (is_suspect && reader->n_answers > 0) {
        pd_crew_bury(crew, reader, NULL, PD_JOB_DONE);
        if (!pd_crew_start_reader(crew, (unsigned)(reader - crew->readers), error))
            return false;
    }
    *out = reader;
    return true;
}

/* A reader that is full or gone is heard of later; descriptors that cannot be passed (ETOOMANYREFS) can be when others have
 * arrived, if there are any. *out_goes_on: it took them. */
static bool give(PdCrew *crew, PdCrewReader *reader, size_t most, bool *out_goes_on, GError **error) {
    int number = hand_over(crew, reader, most);
    *out_goes_on = number == 0;
    if (number == 0 || number == EAGAIN || number == EPIPE || number == ECONNRESET || reader->jobs.length > 0)
        return true;
    number = hand_over(crew, reader, 1);
    *out_goes_on = number == 0;
    if (number)
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot give a reader its files: %s", g_strerror(number));
    return number == 0;
}

/* A whole batch each; the last ones are shared out evenly. */
static bool assign(PdCrew *crew, bool is_last, GError **error) {
    unsigned together = crew->options.n_together;
    while (crew->waiting.length >= (is_last ? 1 : together)) {
        const PdCrewJob *next = g_queue_peek_head(&crew->waiting);
        PdCrewReader *reader;
        size_t even = (crew->waiting.length + crew->n_readers - 1) / crew->n_readers;
        if (!find_reader(crew, next->is_suspect, &reader, error))
            return false;
        if (!reader)
            return true;
        bool goes_on;
        if (!give(crew, reader, next->is_suspect ? 1 : MIN(together, MAX(even, 1)), &goes_on, error))
            return false;
        if (!goes_on)
            return true;
    }
    return true;
}

/* ---- collecting ---- */

static bool take_hello(PdCrewReader *reader, const uint8_t *answer, size_t len) {
    if (reader->has_said_hello || len != sizeof reader->layers)
        return false;
    memcpy(&reader->layers, answer, len);
    reader->has_said_hello = true;
    return true;
}

static bool take_answer(PdCrew *crew, PdCrewReader *reader, uint64_t number, const uint8_t *answer, size_t len) {
    PdCrewJob *job = g_queue_peek_head(&reader->jobs);
    if (number == PD_WIRE_HELLO)
        return take_hello(reader, answer, len);
    if (!job || job->number != number)
        return false;
    g_queue_pop_head(&reader->jobs);
    if (len > job->answer_room) {
        g_free(job->answer);
        job->answer_room = MAX(len, (size_t)LEAST_ANSWER);
        job->answer = g_malloc(job->answer_room);
    }
    memcpy(job->answer, answer, len);
    job->answer_len = len;
    job->is_over = true;
    job->end = PD_JOB_DONE;
    job->reader = (int)(reader - crew->readers);
    crew->held_bytes += len;
    reader->n_answers++;
    return true;
}

/* Takes the whole answers out of what was received. Returns PD_JOB_DONE, or why the reader must go. */
static PdJobEnd take_answers(PdCrew *crew, PdCrewReader *reader) {
    size_t at = 0;
    PdJobEnd verdict = PD_JOB_DONE;
    PdWireAnswer head;
    while (verdict == PD_JOB_DONE && reader->in->len - at >= sizeof head) {
        memcpy(&head, reader->in->data + at, sizeof head);
        if (head.len > crew->options.answer_bytes)
            verdict = PD_JOB_LIMIT;
        else if (head.len > reader->in->len - at - sizeof head)
            break;
        else if (!take_answer(crew, reader, head.number, reader->in->data + at + sizeof head, head.len))
            verdict = PD_JOB_CRASH;
        else
            at += sizeof head + head.len;
    }
    g_byte_array_remove_range(reader->in, 0, (guint)at);
    return verdict;
}

/* Reads what there is. The end of the socket is the end of the reader. */
static void listen_to(PdCrew *crew, PdCrewReader *reader) {
    for (int i = 0; i < 4; i++) { /* others wait, too */
        guint len = reader->in->len;
        g_byte_array_set_size(reader->in, len + CHUNK_BYTES);
        ssize_t n = recv(reader->socket, reader->in->data + len, CHUNK_BYTES, 0);
        g_byte_array_set_size(reader->in, len + (guint)MAX(n, 0));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            pd_crew_end_lost_reader(crew, reader);
            return;
        }
        PdJobEnd verdict = take_answers(crew, reader);
        if (verdict != PD_JOB_DONE) {
            pd_crew_end_reader(crew, reader, verdict);
            return;
        }
    }
}

/* When much waits for an earlier answer, only the reader that owes it is heard. */
static bool is_heard(PdCrew *crew, PdCrewReader *reader) {
    if (!reader->pid)
        return false;
    return crew->held_bytes < MOST_HELD_BYTES || g_queue_peek_head(&crew->all) == g_queue_peek_head(&reader->jobs);
}

static void listen_all(PdCrew *crew, int timeout_ms) {
    struct pollfd polls[MOST_READERS];
    PdCrewReader *heard[MOST_READERS];
    nfds_t n = 0;
    for (unsigned i = 0; i < crew->n_readers; i++)
        if (is_heard(crew, &crew->readers[i])) {
            heard[n] = &crew->readers[i];
            polls[n++] = (struct pollfd){.fd = crew->readers[i].socket, .events = POLLIN};
        }
    if (poll(polls, n, timeout_ms) <= 0)
        return;
    for (nfds_t i = 0; i < n; i++)
        if (polls[i].revents)
            listen_to(crew, heard[i]);
}

/* ---- giving out ---- */

/* Returns false when the answer made no sense and the job is to be done once more; its reader is ended. */
static bool give_out(PdCrew *crew, PdCrewJob *job) {
    const PdTask *task = &job->task;
    crew->held_bytes -= job->answer_len;
    if (task->done(job->end, job->answer, job->answer_len, task->user))
        return true;
    PdCrewReader *reader = job->reader >= 0 ? &crew->readers[job->reader] : NULL;
    if (reader && reader->pid)
        pd_crew_bury(crew, reader, NULL, PD_JOB_CRASH);
    if (job->is_suspect) {
        task->done(PD_JOB_CRASH, NULL, 0, task->user);
        return true;
    }
    job->answer_len = 0;
    job->is_over = false;
    job->is_suspect = true;
    g_queue_push_head(&crew->waiting, job);
    return false;
}

static void give_out_all(PdCrew *crew) {
    for (;;) {
        PdCrewJob *job = g_queue_peek_head(&crew->all);
        if (!job || !job->is_over || !give_out(crew, job))
            return;
        g_queue_pop_head(&crew->all);
        crew->n_fds -= job->task.n_files;
        lay_by(crew, job);
    }
}

/* ---- all ---- */

static void drop_all(PdCrew *crew) {
    for (unsigned i = 0; i < crew->n_readers; i++) {
        PdCrewReader *reader = &crew->readers[i];
        if (reader->pid && reader->jobs.length > 0) {
            pd_crew_end_process(reader->pid);
            close(reader->socket);
            reader->pid = 0;
        }
        g_queue_clear(&reader->jobs);
    }
    g_queue_clear(&crew->waiting);
    g_queue_clear_full(&crew->all, (GDestroyNotify)free_job);
    crew->held_bytes = crew->n_fds = 0;
}

/* One round: hands over, listens, gives out. */
static bool go_on(PdCrew *crew, bool is_last, bool is_waiting, GError **error) {
    if (crew->waiting.length > 0 && (!pd_crew_start_missing(crew, error) || !assign(crew, is_last, error)))
        return false;
    listen_all(crew, is_waiting ? PD_CREW_TICK_MS : 0);
    pd_crew_watch(crew);
    give_out_all(crew);
    if (is_waiting && pd_signal_pending()) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_CANCELLED, "ended by a signal; what was done is kept");
        return false;
    }
    return true;
}

/* All zero but for the room of its answer. */
static PdCrewJob *take_spare(PdCrew *crew) {
    if (crew->spare->len == 0)
        return g_new0(PdCrewJob, 1);
    PdCrewJob *job = g_ptr_array_steal_index_fast(crew->spare, crew->spare->len - 1);
    *job = (PdCrewJob){.answer = job->answer, .answer_room = job->answer_room};
    return job;
}

static PdCrewJob *new_job(PdCrew *crew, const PdTask *task) {
    g_assert(task->n_files <= PD_JOB_FILES && task->request_len <= PD_JOB_REQUEST_BYTES);
    PdCrewJob *job = take_spare(crew);
    job->number = ++crew->last_number;
    job->task = *task;
    job->reader = -1;
    crew->n_fds += task->n_files;
    if (task->request)
        memcpy(job->request, task->request, task->request_len);
    return job;
}

/* So many jobs may be under way, and notes behind them. */
static size_t most_jobs(const PdCrew *crew) {
    return (size_t)crew->n_readers * (crew->most_ahead + 2 * crew->options.n_together);
}

bool pd_crew_add(PdCrew *crew, const PdTask *task, GError **error) {
    PdCrewJob *job = new_job(crew, task);
    bool is_fine = true;
    g_queue_push_tail(&crew->all, job);
    if (task->is_note) {
        job->is_over = true;
        give_out_all(crew);
    } else {
        g_queue_push_tail(&crew->waiting, job);
        is_fine = crew->waiting.length % crew->options.n_together != 0 || go_on(crew, false, false, error);
    }
    while (is_fine && (crew->all.length >= most_jobs(crew) || crew->n_fds + PD_JOB_FILES > crew->room))
        is_fine = go_on(crew, true, true, error);
    if (!is_fine)
        drop_all(crew);
    return is_fine;
}

/* What fails here fails again in the next round, which says so. */
void pd_crew_tend(PdCrew *crew) {
    if (crew->waiting.length >= crew->options.n_together)
        assign(crew, false, NULL);
    listen_all(crew, 0);
}

bool pd_crew_finish(PdCrew *crew, GError **error) {
    bool is_fine = true;
    while (is_fine && crew->all.length > 0)
        is_fine = go_on(crew, true, true, error);
    if (!is_fine)
        drop_all(crew);
    return is_fine;
}

size_t pd_crew_room(const PdCrew *crew) {
    return crew->room;
}

bool pd_crew_layers(PdCrew *crew, PdSandboxLayers *out, GError **error) {
    PdCrewReader *reader = &crew->readers[0];
    if (!reader->pid && !pd_crew_start_reader(crew, 0, error))
        return false;
    while (!reader->has_said_hello) {
        if (!reader->pid) {
            g_set_error_literal(error, PD_ERROR, PD_ERROR_IO, "cannot start a reader: it died at its start");
            return false;
        }
        if (!go_on(crew, true, true, error))
            return false;
    }
    *out = reader->layers;
    return true;
}

/* ---- making ---- */

static unsigned count_processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)MIN(n, MOST_READERS) : 1;
}

static size_t or_usual(size_t value, size_t usual) {
    return value ? value : usual;
}

static void fill_in(PdCrewOptions *options) {
    unsigned most = (unsigned)MIN(or_usual(options->n_most, MOST_READERS), MOST_READERS);
    if (options->n_readers == 0)
        options->n_readers = count_processors();
    options->n_readers = MIN(options->n_readers, most);
    options->n_together = (unsigned)MIN(or_usual(options->n_together, PD_WIRE_JOBS), PD_WIRE_JOBS);
    options->cpu_ms = (uint32_t)or_usual(options->cpu_ms, DEFAULT_CPU_MS);
    options->wall_ms = (uint32_t)or_usual(options->wall_ms, DEFAULT_WALL_MS);
    options->memory_bytes = or_usual(options->memory_bytes, DEFAULT_MEMORY);
    options->answer_bytes = or_usual(options->answer_bytes, DEFAULT_ANSWER);
}

/* Descriptors are shared out: some for the catalogue and the walk, two for each reader while it is made, the rest for
 * files. */
static void share_descriptors(PdCrew *crew) {
    enum { FOR_OTHERS = 24, MOST_ROOM = 1024, LEAST_ROOM = 2 * PD_JOB_FILES };
    struct rlimit limit;
    size_t n = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (size_t)limit.rlim_cur : 65536;
    size_t left = n > FOR_OTHERS ? n - FOR_OTHERS : 0;
    crew->n_readers = (unsigned)CLAMP(left / 8, 1, crew->options.n_readers);
    left = left > crew->n_readers + 1 ? left - crew->n_readers - 1 : 0;
    crew->room = CLAMP(left, LEAST_ROOM, MOST_ROOM);
    size_t for_one = crew->room / PD_JOB_FILES / crew->n_readers / BATCHES_AHEAD;
    crew->options.n_together = (unsigned)CLAMP(for_one, 1, crew->options.n_together);
    crew->most_ahead = MAX(MIN(crew->room / crew->n_readers, (size_t)MOST_AHEAD), BATCHES_AHEAD * crew->options.n_together);
}

static bool make_pages(PdCrew *crew, GError **error) {
    PdKeeperPlan *plan = &crew->plan;
    plan->page_bytes = (size_t)sysconf(_SC_PAGESIZE);
    plan->n_pages = crew->n_readers;
    void *pages = mmap(NULL, plan->n_pages * plan->page_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot start a reader: %s", g_strerror(errno));
        return false;
    }
    plan->pages = pages;
    crew->readers = g_new0(PdCrewReader, crew->n_readers);
    for (unsigned i = 0; i < crew->n_readers; i++) {
        crew->readers[i].page = (PdWirePage *)(void *)(plan->pages + i * plan->page_bytes);
        crew->readers[i].in = g_byte_array_new();
        g_queue_init(&crew->readers[i].jobs);
    }
    return true;
}

static bool start(PdCrew *crew, GError **error) {
    const PdCrewOptions *options = &crew->options;
    crew->plan = (PdKeeperPlan){.job = options->job,
                                .prepare = options->prepare,
                                .is_jailed = !options->is_unjailed,
                                .is_silent = !options->is_unjailed && !pd_sandbox_is_sanitized(),
                                .memory_bytes = options->memory_bytes,
                                .answer_bytes = options->answer_bytes};
    if (!make_pages(crew, error))
        return false;
    crew->keeper = pd_keeper_start(&crew->plan, &crew->keeper_socket, error);
    return crew->keeper > 0;
}

static bool check_layers(PdCrew *crew, GError **error) {
    PdSandboxLayers layers;
    if (!pd_crew_layers(crew, &layers, error))
        return false;
    if (pd_sandbox_is_whole(&layers))
        return true;
    g_set_error(error, PD_ERROR, PD_ERROR_ARG, "the sandbox lacks %s on this machine",
                !layers.has_seccomp        ? "seccomp"
                : layers.landlock_abi == 0 ? "Landlock"
                : !layers.has_limits       ? "resource limits"
                                           : "no_new_privs");
    return false;
}

PdCrew *pd_crew_new(const PdCrewOptions *options, GError **error) {
    g_autoptr(PdCrew) crew = g_new0(PdCrew, 1);
    crew->options = *options;
    crew->keeper_socket = -1;
    crew->message = g_new(PdCrewMessage, 1);
    g_queue_init(&crew->all);
    g_queue_init(&crew->waiting);
    crew->spare = g_ptr_array_new_with_free_func(free_spare);
    fill_in(&crew->options);
    share_descriptors(crew);
    if (!start(crew, error) || (options->is_strict && !check_layers(crew, error)))
        return NULL;
    return g_steal_pointer(&crew);
}

void pd_crew_free(PdCrew *crew) {
    if (!crew)
        return;
    drop_all(crew);
    if (crew->keeper > 0)
        kill(crew->keeper, SIGKILL); /* all at once, then wait */
    for (unsigned i = 0; crew->readers && i < crew->n_readers; i++)
        if (crew->readers[i].pid)
            kill(crew->readers[i].pid, SIGKILL);
    for (unsigned i = 0; crew->readers && i < crew->n_readers; i++) {
        if (crew->readers[i].pid) {
            pd_crew_end_process(crew->readers[i].pid);
            close(crew->readers[i].socket);
        }
        g_byte_array_unref(crew->readers[i].in);
    }
    if (crew->keeper > 0)
        pd_crew_end_process(crew->keeper);
    if (crew->keeper_socket >= 0)
        close(crew->keeper_socket);
    if (crew->plan.pages)
        munmap(crew->plan.pages, crew->plan.n_pages * crew->plan.page_bytes);
    g_ptr_array_unref(crew->spare);
    g_free(crew->readers);
    g_free(crew->message);
    g_free(crew);
}
