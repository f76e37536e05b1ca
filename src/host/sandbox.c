/* The jail (host/sandbox.h): resource limits, no_new_privs, Landlock (landlock(7), by system call: the C library has no
 * wrappers, and the structures of a newer kernel than the headers' are wanted), seccomp (libseccomp).
 *
 * Opening and looking at paths is refused with EACCES instead of death: libraries look for their tables and live without.
 * Under sanitizers the list is turned round: what does harm is refused and the rest allowed, since a report reads
 * /proc/self/maps and the program's own file, and may start a symbolizer. */
#include "host/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <glib.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

struct PdSandbox {
    struct sock_fprog program; /* of seccomp; its filter is NULL when there is none */
    size_t memory_bytes;
    unsigned n_files;
};

/* ---- Landlock ---- */

/* The numbers are the same on all architectures (asm-generic/unistd.h). */
enum { LANDLOCK_CREATE_RULESET = 444, LANDLOCK_RESTRICT_SELF = 446, GET_VERSION = 1 };

/* struct landlock_ruleset_attr of ABI 6; older kernels take the beginning of it. */
typedef struct {
    uint64_t handled_access_fs;
    uint64_t handled_access_net; /* from ABI 4 */
    uint64_t scoped;             /* from ABI 6 */
} Ruleset;

/* EXECUTE to MAKE_SYM; REFER from ABI 2, TRUNCATE from 3, IOCTL_DEV from 5. */
#define FS_ABI_1 ((UINT64_C(1) << 13) - 1)
#define FS_REFER (UINT64_C(1) << 13)
#define FS_TRUNCATE (UINT64_C(1) << 14)
#define FS_IOCTL_DEV (UINT64_C(1) << 15)
#define FS_READ (UINT64_C(1) << 2 | UINT64_C(1) << 3) /* READ_FILE, READ_DIR */
#define NET_TCP UINT64_C(3)                           /* BIND, CONNECT */
#define SCOPED UINT64_C(3)                            /* abstract UNIX sockets, signals */

static int landlock_abi(void) {
    long abi = syscall(LANDLOCK_CREATE_RULESET, NULL, 0, GET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

/* Everything is handled and nothing allowed. */
static Ruleset ruleset_for(int abi) {
    Ruleset ruleset = {.handled_access_fs = FS_ABI_1};
    if (abi >= 2)
        ruleset.handled_access_fs |= FS_REFER;
    if (abi >= 3)
        ruleset.handled_access_fs |= FS_TRUNCATE;
    if (abi >= 5)
        ruleset.handled_access_fs |= FS_IOCTL_DEV;
    if (IS_SANITIZED)
        ruleset.handled_access_fs &= ~(FS_READ | FS_IOCTL_DEV);
    if (abi >= 4)
        ruleset.handled_access_net = NET_TCP;
    if (abi >= 6)
        ruleset.scoped = SCOPED;
    return ruleset;
}

/* Returns the ABI that holds, 0 = none. */
static int shut_file_system(void) {
    int abi = landlock_abi();
    if (abi == 0)
        return 0;
    Ruleset ruleset = ruleset_for(abi);
    size_t size = abi >= 6 ? sizeof ruleset : abi >= 4 ? offsetof(Ruleset, scoped) : offsetof(Ruleset, handled_access_net);
    int fd = (int)syscall(LANDLOCK_CREATE_RULESET, &ruleset, size, 0);
    if (fd < 0)
        return 0;
    bool holds = syscall(LANDLOCK_RESTRICT_SELF, fd, 0) == 0;
    close(fd);
    return holds ? abi : 0;
}

/* ---- limits ---- */

static bool lower(__rlimit_resource_t resource, rlim_t wanted) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0)
        return false;
    rlim_t value = limit.rlim_max == RLIM_INFINITY ? wanted : MIN(wanted, limit.rlim_max);
    if (limit.rlim_cur != RLIM_INFINITY)
        value = MIN(value, limit.rlim_cur);
    limit = (struct rlimit){value, value};
    return setrlimit(resource, &limit) == 0;
}

/* Address space holds the mapped files besides. A report of a sanitizer may go to a file and starts a process. */
static bool limit_resources(const PdSandbox *sandbox) {
    bool holds = lower(RLIMIT_CORE, 0);
    holds &= lower(RLIMIT_MSGQUEUE, 0);
    if (IS_SANITIZED)
        return holds;
    holds &= lower(RLIMIT_NOFILE, sandbox->n_files);
    holds &= lower(RLIMIT_FSIZE, 0);
    holds &= lower(RLIMIT_NPROC, 0);
    holds &= lower(RLIMIT_DATA, sandbox->memory_bytes);
    holds &= lower(RLIMIT_AS, 2 * sandbox->memory_bytes);
    return holds;
}

/* ---- seccomp ---- */

/* Memory, time, the end; what a signal handler and the C library need. */
static const int ALLOWED[] = {
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(pread64),
    SCMP_SYS(close),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sigreturn),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    SCMP_SYS(sysinfo),
};

/* Refused, and the caller lives on. */
static const int REFUSED[] = {
    SCMP_SYS(open),       SCMP_SYS(openat),    SCMP_SYS(openat2),   SCMP_SYS(access),   SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2), SCMP_SYS(stat),      SCMP_SYS(lstat),     SCMP_SYS(stat64),   SCMP_SYS(lstat64),
    SCMP_SYS(newfstatat), SCMP_SYS(fstatat64), SCMP_SYS(statx),     SCMP_SYS(readlink), SCMP_SYS(readlinkat),
    SCMP_SYS(getcwd),     SCMP_SYS(uname),     SCMP_SYS(ioctl),     SCMP_SYS(fstat),    SCMP_SYS(fstat64),
    SCMP_SYS(prctl),      SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(fcntl),    SCMP_SYS(sched_getaffinity),
};

/* Under sanitizers: deadly; the rest is Landlock's. */
static const int DEADLY[] = {
    SCMP_SYS(socket),       SCMP_SYS(connect),
    SCMP_SYS(bind),         SCMP_SYS(listen),
    SCMP_SYS(kill),         SCMP_SYS(mount),
    SCMP_SYS(chroot),       SCMP_SYS(setns),
    SCMP_SYS(unshare),      SCMP_SYS(bpf),
    SCMP_SYS(userfaultfd),  SCMP_SYS(io_uring_setup),
    SCMP_SYS(memfd_create), SCMP_SYS(name_to_handle_at),
};

typedef struct {
    scmp_filter_ctx filter;
    int worst; /* the first failure, 0 = none */
} Rules;

static void add(Rules *rules, uint32_t action, const int *calls, size_t n) {
    for (size_t i = 0; i < n; i++) {
        int result = seccomp_rule_add(rules->filter, action, calls[i], 0);
        if (result < 0 && rules->worst == 0)
            rules->worst = result;
    }
}

static void add_one(Rules *rules, uint32_t action, int call, struct scmp_arg_cmp compare) {
    int result = seccomp_rule_add_array(rules->filter, action, call, 1, &compare);
    if (result < 0 && rules->worst == 0)
        rules->worst = result;
}

/* No new code, and no word to anybody but the parent. */
static void add_strict(Rules *rules) {
    struct scmp_arg_cmp is_not_code = {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    struct scmp_arg_cmp is_socket = {0, SCMP_CMP_EQ, PD_SANDBOX_SOCKET, 0};
    add(rules, SCMP_ACT_ALLOW, ALLOWED, G_N_ELEMENTS(ALLOWED));
    add(rules, SCMP_ACT_ERRNO(EACCES), REFUSED, G_N_ELEMENTS(REFUSED));
    add_one(rules, SCMP_ACT_ALLOW, SCMP_SYS(mmap), is_not_code);
    add_one(rules, SCMP_ACT_ALLOW, SCMP_SYS(mmap2), is_not_code);
    add_one(rules, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), is_not_code);
    add_one(rules, SCMP_ACT_ALLOW, SCMP_SYS(recvmsg), is_socket);
    add_one(rules, SCMP_ACT_ALLOW, SCMP_SYS(write), is_socket);
}

static void add_wide(Rules *rules) {
    const int calls[] = {SCMP_SYS(execve), SCMP_SYS(execveat)};
    add(rules, SCMP_ACT_KILL_PROCESS, DEADLY, G_N_ELEMENTS(DEADLY));
    add(rules, SCMP_ACT_ERRNO(EPERM), calls, G_N_ELEMENTS(calls));
}

/* NULL when libseccomp cannot make it. */
static scmp_filter_ctx new_filter(void) {
    Rules rules = {.filter = seccomp_init(IS_SANITIZED ? SCMP_ACT_ALLOW : SCMP_ACT_KILL_PROCESS)};
    if (!rules.filter)
        return NULL;
    if (!IS_SANITIZED)
        seccomp_attr_set(rules.filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    (IS_SANITIZED ? add_wide : add_strict)(&rules);
    if (rules.worst == 0)
        return rules.filter;
    seccomp_release(rules.filter);
    return NULL;
}

/* The bytes of the program. NULL when they cannot be had. */
static uint8_t *export_filter(scmp_filter_ctx filter, size_t *out_len) {
    int fd = memfd_create("filter", MFD_CLOEXEC);
    off_t len = fd >= 0 && seccomp_export_bpf(filter, fd) == 0 ? lseek(fd, 0, SEEK_END) : 0;
    g_autofree uint8_t *bytes = len > 0 ? g_malloc((size_t)len) : NULL;
    bool is_read = bytes && pread(fd, bytes, (size_t)len, 0) == len;
    if (fd >= 0)
        close(fd);
    *out_len = is_read ? (size_t)len : 0;
    return is_read ? g_steal_pointer(&bytes) : NULL;
}

/* Call number -1 is no call: with it a tracer leaves one out, which must not end the process. libseccomp has no word for it,
 * so the check goes in front; jumps are relative and stay right. */
static void make_program(struct sock_fprog *out) {
    static const struct sock_filter FRONT[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                                               BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, UINT32_MAX, 0, 1),
                                               BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    size_t len = 0;
    scmp_filter_ctx filter = new_filter();
    g_autofree uint8_t *bytes = filter ? export_filter(filter, &len) : NULL;
    if (filter)
        seccomp_release(filter);
    *out = (struct sock_fprog){0};
    if (!bytes || len / sizeof *FRONT + G_N_ELEMENTS(FRONT) > BPF_MAXINSNS)
        return;
    out->filter = g_malloc(sizeof FRONT + len);
    memcpy(out->filter, FRONT, sizeof FRONT);
    memcpy(out->filter + G_N_ELEMENTS(FRONT), bytes, len);
    out->len = (unsigned short)(G_N_ELEMENTS(FRONT) + len / sizeof *FRONT);
}

static bool kernel_has_seccomp(void) {
    const uint32_t action = SECCOMP_RET_KILL_PROCESS;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/* ---- all ---- */

PdSandboxLayers pd_sandbox_offered(void) {
    return (PdSandboxLayers){.has_no_new_privs = true,
                             .has_limits = true,
                             .has_seccomp = kernel_has_seccomp(),
                             .landlock_abi = landlock_abi(),
                             .is_sanitized = IS_SANITIZED};
}

bool pd_sandbox_is_sanitized(void) {
    return IS_SANITIZED;
}

bool pd_sandbox_is_whole(const PdSandboxLayers *layers) {
    return layers->has_no_new_privs && layers->has_limits && layers->has_seccomp && layers->landlock_abi > 0;
}

PdSandbox *pd_sandbox_new(size_t memory_bytes, unsigned n_files) {
    PdSandbox *sandbox = g_new0(PdSandbox, 1);
    *sandbox = (PdSandbox){.memory_bytes = memory_bytes, .n_files = n_files};
    make_program(&sandbox->program);
    return sandbox;
}

void pd_sandbox_free(PdSandbox *sandbox) {
    if (!sandbox)
        return;
    g_free(sandbox->program.filter);
    g_free(sandbox);
}

PdSandboxLayers pd_sandbox_enter(const PdSandbox *sandbox) {
    PdSandboxLayers layers = {.is_sanitized = IS_SANITIZED};
    layers.has_limits = limit_resources(sandbox);
    layers.has_no_new_privs = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    layers.landlock_abi = shut_file_system();
    layers.has_seccomp = sandbox->program.filter && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &sandbox->program) == 0;
    return layers;
}
