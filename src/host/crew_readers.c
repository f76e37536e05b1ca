/* Readers of a crew come and go (host/crew_parts.h): started, ended, replaced, and held to their time. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/crew_parts.h"
#include "picdesk/error.h"

enum { MOST_TRIES = 3, SOCKET_BYTES = 1 << 20 };
/* What a long job has done is worth so much time: more than any machine and disk need. */
enum { STEP_BYTES = 1 << 20, BYTES_A_US = 8 };

/* ---- readers come and go ---- */

/* Room for answers while the program is busy; without it readers only wait more often. */
static void widen(const int ends[2]) {
    const int bytes = SOCKET_BYTES;
    for (int i = 0; i < 2; i++)
        setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

/* Readers hold no more than they were given, so one end of the socket is all that keeps them. */
bool pd_crew_start_reader(PdCrew *crew, unsigned slot, GError **error) {
    PdCrewReader *reader = &crew->readers[slot];
    int ends[2];
    if (!pd_wire_pair(ends)) {
        g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot start a reader: %s", g_strerror(errno));
        return false;
    }
    widen(ends);
    *reader->page = (PdWirePage){0};
    pid_t pid = pd_keeper_hire(crew->keeper_socket, slot, ends[1], error);
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    reader->pid = pid;
    reader->socket = ends[0];
    reader->has_said_hello = false;
    reader->n_answers = 0;
    reader->seen_job = reader->seen_answers = UINT64_MAX;
    g_byte_array_set_size(reader->in, 0);
    return true;
}

void pd_crew_end_process(pid_t pid) {
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

static PdJobEnd reason_of(const PdCrewReader *reader, int status) {
    if (__atomic_load_n(&reader->page->is_refused, __ATOMIC_ACQUIRE))
        return PD_JOB_LIMIT;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return PD_JOB_TIMEOUT;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) /* not by us: the kernel ran out of memory */
        return PD_JOB_LIMIT;
    return PD_JOB_CRASH;
}

static void end_job(PdCrewJob *job, PdJobEnd end) {
    job->is_over = true;
    job->end = end;
    job->reader = -1;
}

/* The job it was at; NULL when its page names none of its jobs. */
static PdCrewJob *culprit_of(PdCrewReader *reader) {
    uint64_t number = __atomic_load_n(&reader->page->in_work, __ATOMIC_ACQUIRE);
    for (GList *link = reader->jobs.head; link; link = link->next)
        if (((PdCrewJob *)link->data)->number == number)
            return link->data;
    return NULL;
}

/* A reader that one file took over, or that somebody else ended, may die at another one's turn. */
static bool is_proved(PdCrewJob *culprit, PdJobEnd end) {
    bool is_proved = culprit->is_suspect || end == PD_JOB_STALL;
    culprit->is_suspect = true;
    return is_proved;
}

void pd_crew_bury(PdCrew *crew, PdCrewReader *reader, PdCrewJob *culprit, PdJobEnd end) {
    PdCrewJob *job;
    if (reader->pid)
        pd_crew_end_process(reader->pid);
    close(reader->socket);
    reader->pid = 0;
    while ((job = g_queue_pop_tail(&reader->jobs)))
        if (job == culprit && is_proved(job, end))
            end_job(job, end);
        else
            g_queue_push_head(&crew->waiting, job);
}

void pd_crew_end_reader(PdCrew *crew, PdCrewReader *reader, PdJobEnd end) {
    PdCrewJob *culprit = culprit_of(reader);
    pd_crew_bury(crew, reader, culprit ? culprit : g_queue_peek_head(&reader->jobs), end);
}

void pd_crew_end_lost_reader(PdCrew *crew, PdCrewReader *reader) {
    int status = 0;
    PdJobEnd end = PD_JOB_CRASH;
    for (int ms = 0; ms < 50 && reader->pid; ms++) {
        if (waitpid(reader->pid, &status, WNOHANG) == reader->pid) {
            reader->pid = 0;
            end = reason_of(reader, status);
        } else {
            poll(NULL, 0, 1);
        }
    }
    PdCrewJob *culprit = culprit_of(reader), *first = g_queue_peek_head(&reader->jobs);
    if (!culprit && first && ++first->tries >= MOST_TRIES)
        culprit = first;
    pd_crew_bury(crew, reader, culprit, end);
}

static unsigned count_alive(const PdCrew *crew) {
    unsigned n = 0;
    for (unsigned i = 0; i < crew->n_readers; i++)
        n += crew->readers[i].pid != 0;
    return n;
}

bool pd_crew_start_missing(PdCrew *crew, GError **error) {
    g_autoptr(GError) failure = NULL;
    for (unsigned i = 0; i < crew->n_readers; i++)
        if (crew->readers[i].pid == 0 && !failure)
            pd_crew_start_reader(crew, i, &failure);
    if (!failure || count_alive(crew) > 0)
        return true;
    g_propagate_error(error, g_steal_pointer(&failure));
    return false;
}

/* ---- time ---- */

static int64_t cpu_us_of(pid_t pid) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0)
        return 0;
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

/* What the job says it has done, as far as that can be. */
static uint64_t done_bytes_of(PdCrewReader *reader) {
    uint64_t bytes = __atomic_load_n(&reader->page->done_bytes, __ATOMIC_ACQUIRE);
    const PdCrewJob *job = bytes ? culprit_of(reader) : NULL;
    return job && job->task.n_files > 0 ? MIN(bytes, job->task.files[0].size_bytes) : 0;
}

/* PD_JOB_DONE while it is in time. away_us: for so long nobody listened, which is no fault of the reader. */
static PdJobEnd lateness(const PdCrew *crew, PdCrewReader *reader, int64_t now_us, int64_t away_us) {
    uint64_t job = __atomic_load_n(&reader->page->in_work, __ATOMIC_ACQUIRE);
    if (reader->jobs.length == 0 || job != reader->seen_job || reader->n_answers != reader->seen_answers) {
        reader->seen_job = job;
        reader->seen_answers = reader->n_answers;
        reader->seen_bytes = 0;
        reader->since_us = now_us;
        reader->cpu_us = cpu_us_of(reader->pid);
        return PD_JOB_DONE;
    }
    reader->since_us += away_us;
    uint64_t done_bytes = done_bytes_of(reader);
    if (done_bytes >= reader->seen_bytes + STEP_BYTES) {
        reader->seen_bytes = done_bytes;
        reader->since_us = now_us;
    }
    int64_t most_us = (int64_t)crew->options.cpu_ms * 1000 + (int64_t)(done_bytes / BYTES_A_US);
    int64_t cpu_us = cpu_us_of(reader->pid) - reader->cpu_us;
    if (cpu_us > most_us)
        return PD_JOB_TIMEOUT;
    if (now_us - reader->since_us <= (int64_t)crew->options.wall_ms * 1000)
        return PD_JOB_DONE;
    return cpu_us < most_us / 8 ? PD_JOB_STALL : PD_JOB_TIMEOUT;
}

void pd_crew_watch(PdCrew *crew) {
    int64_t now_us = pd_clock_monotonic_us(), gone_us = now_us - crew->watched_us;
    if (gone_us < PD_CREW_TICK_MS * 1000)
        return;
    crew->watched_us = now_us;
    for (unsigned i = 0; i < crew->n_readers; i++) {
        PdCrewReader *reader = &crew->readers[i];
        int64_t away_us = gone_us > 10 * PD_CREW_TICK_MS * 1000 ? gone_us : 0;
        PdJobEnd end = reader->pid ? lateness(crew, reader, now_us, away_us) : PD_JOB_DONE;
        if (end != PD_JOB_DONE)
            pd_crew_end_reader(crew, reader, end);
    }
}
