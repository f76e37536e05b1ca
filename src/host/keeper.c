/* The keeper (host/keeper.h). Readers are made with CLONE_PARENT (clone(2)): the program itself waits for them. */
#include "host/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/reader.h"
#include "picdesk/error.h"

typedef struct {
    const PdKeeperPlan *plan;
    PdSandbox *sandbox; /* (nullable) */
    pid_t program;
    int socket;
} Keeper;

/* ---- in the keeper and its readers ---- */

static void close_from(int first) {
    if (syscall(SYS_close_range, (unsigned)first, ~0u, 0) == 0)
        return;
    long n = sysconf(_SC_OPEN_MAX);
    for (int fd = first; fd < (n > 0 && n < 65536 ? (int)n : 65536); fd++)
        close(fd);
}

/* Puts nothing in the place of a standard stream. */
static void silence(int stream) {
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0 || dup2(fd, stream) < 0)
        close(stream);
    if (fd > STDERR_FILENO)
        close(fd);
}

/* Only the reader's own page stays. */
static void unmap_others(const PdKeeperPlan *plan, unsigned slot) {
    size_t before = slot * plan->page_bytes, behind = (plan->n_pages - slot - 1) * plan->page_bytes;
    if (before)
        munmap(plan->pages, before);
    if (behind)
        munmap(plan->pages + before + plan->page_bytes, behind);
}

/* Unmaps what this process could write into another's sight through: a catalogue's index, when one is open already. */
static void unmap_shared(const PdKeeperPlan *plan) {
    FILE *list = fopen("/proc/self/maps", "re");
    char line[512];
    while (list && fgets(line, sizeof line, list)) {
        char *end;
        uintptr_t from = (uintptr_t)g_ascii_strtoull(line, &end, 16);
        uintptr_t to = *end == '-' ? (uintptr_t)g_ascii_strtoull(end + 1, &end, 16) : 0;
        bool is_shared = to > from && strlen(end) > 5 && end[2] == 'w' && end[4] == 's'; /* " rw-s" */
        if (is_shared && from != (uintptr_t)plan->pages)
            munmap((void *)from, to - from);
    }
    if (list)
        fclose(list);
}

static void become_reader(const Keeper *keeper, unsigned slot, int socket) G_GNUC_NORETURN;
static void become_reader(const Keeper *keeper, unsigned slot, int socket) {
    const PdKeeperPlan *plan = keeper->plan;
    PdReader reader = {.job = plan->job,
                       .sandbox = keeper->sandbox,
                       .page = (PdWirePage *)(void *)(plan->pages + slot * plan->page_bytes),
                       .parent = keeper->program,
                       .answer_bytes = plan->answer_bytes};
    dup2(socket, PD_SANDBOX_SOCKET);
    close_from(PD_SANDBOX_SOCKET + 1);
    unmap_others(plan, slot);
    pd_reader_run(&reader);
}

/* A process whose parent is this one's parent. */
static pid_t fork_sibling(void) {
#if defined(__s390__)
    return (pid_t)syscall(SYS_clone, NULL, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL);
#else
    return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
#endif
}

static void keep(const Keeper *keeper) {
    for (;;) {
        uint32_t slot;
        int socket;
        size_t n_fds;
        ssize_t len = pd_wire_receive(keeper->socket, &slot, sizeof slot, &socket, 1, &n_fds);
        if (len != (ssize_t)sizeof slot || n_fds != 1 || slot >= keeper->plan->n_pages)
            _exit(0);
        int32_t pid = (int32_t)fork_sibling();
        if (pid == 0)
            become_reader(keeper, slot, socket);
        if (pid < 0)
            pid = -errno;
        close(socket);
        if (!pd_wire_send(keeper->socket, &pid, sizeof pid, NULL, 0))
            _exit(0);
    }
}

static void become_keeper(const PdKeeperPlan *plan, pid_t program, int socket) G_GNUC_NORETURN;
static void become_keeper(const PdKeeperPlan *plan, pid_t program, int socket) {
    static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    Keeper keeper = {.plan = plan, .program = program, .socket = PD_SANDBOX_SOCKET + 1};
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNALS); i++)
        signal(SIGNALS[i], SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (getppid() != program)
        _exit(0);
    if (socket != keeper.socket)
        dup2(socket, keeper.socket);
    dup2(keeper.socket, PD_SANDBOX_SOCKET); /* holds the number */
    close_from(keeper.socket + 1);
    silence(STDIN_FILENO);
    silence(STDOUT_FILENO);
    if (plan->is_silent)
        silence(STDERR_FILENO);
    unmap_shared(plan);
    if (plan->prepare)
        plan->prepare();
    if (plan->is_jailed)
        keeper.sandbox = pd_sandbox_new(plan->memory_bytes, PD_SANDBOX_SOCKET + 1 + PD_WIRE_FILES);
    keep(&keeper);
    _exit(0);
}

/* ---- in the program ---- */

static void set_failure(GError **error, int number) {
    g_set_error(error, PD_ERROR, PD_ERROR_IO, "cannot start a reader: %s", g_strerror(number));
}

pid_t pd_keeper_start(const PdKeeperPlan *plan, int *out_socket, GError **error) {
    int ends[2];
    pid_t program = getpid();
    if (!pd_wire_pair(ends)) {
        set_failure(error, errno);
        return -1;
    }
    pid_t pid = fork();
    if (pid == 0)
        become_keeper(plan, program, ends[1]);
    int number = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        set_failure(error, number);
        return -1;
    }
    *out_socket = ends[0];
    return pid;
}

pid_t pd_keeper_hire(int keeper, unsigned slot, int socket, GError **error) {
    uint32_t wanted = slot;
    int32_t pid = 0;
    size_t n_fds;
    errno = ECHILD; /* for a keeper that is gone */
    if (!pd_wire_send(keeper, &wanted, sizeof wanted, &socket, 1) ||
        pd_wire_receive(keeper, &pid, sizeof pid, NULL, 0, &n_fds) != (ssize_t)sizeof pid) {
        set_failure(error, errno);
        return -1;
    }
    if (pid <= 0) {
        set_failure(error, -pid);
        return -1;
    }
    return pid;
}
