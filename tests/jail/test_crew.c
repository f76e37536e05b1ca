/* The jail and the crew: readers that misbehave in every way that a taken-over reader could, each of which must cost its own
 * job and nothing else. The readers here are the test's; the program holds none of them. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <netinet/in.h>

#include "host/crew.h"
#include "host/signal.h"
#include "host/wire.h"
#include "picdesk/error.h"

#define MARK "/tmp/picdesk-jail-test"

static bool is_refused(int result) {
    return result < 0;
}

/* Each says "escaped" when it got what it wanted, and "held" when that was refused; death is fine, too. */
static bool do_exec(void) {
    char *argv[] = {"/bin/sh", "-c", "echo > " MARK, NULL};
    return is_refused(execv(argv[0], argv));
}

static bool do_write_file(void) {
    return is_refused(open(MARK, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

static bool do_open(void) {
    return is_refused(open("/etc/passwd", O_RDONLY | O_CLOEXEC)) || pd_sandbox_is_sanitized();
}

static bool do_remove(void) {
    return is_refused(unlink(MARK ".keep"));
}

static bool do_connect(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return is_refused(fd) || is_refused(connect(fd, (struct sockaddr *)&address, sizeof address));
}

static bool do_fork(void) {
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid < 0 || pd_sandbox_is_sanitized(); /* a symbolizer is a process */
}

static bool do_kill_parent(void) {
    return is_refused(kill(getppid(), SIGTERM));
}

static bool do_ptrace(void) {
    return is_refused((int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}

static bool do_code(void) {
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ||
           pd_sandbox_is_sanitized();
}

static bool do_descriptors(void) {
    for (int fd = PD_SANDBOX_SOCKET + 1; fd < 256; fd++) {
        uint8_t byte;
        if (pread(fd, &byte, 1, 0) >= 0)
            return false;
    }
    return true;
}

static void endless_loop(void) {
    for (volatile unsigned i = 0;; i++)
        ;
}

static void sleep_for_ever(void) {
    for (int word = 0;;)
        syscall(SYS_futex, &word, 0 /* FUTEX_WAIT */, 0, NULL, NULL, 0);
}

static void endless_memory(GByteArray *answer) {
    for (;;) {
        guint at = answer->len;
        g_byte_array_set_size(answer, at + (1u << 20));
        memset(answer->data + at, 1, 1u << 20);
    }
}

static void send_nonsense(void) {
    uint8_t bytes[4096];
    memset(bytes, 0x5a, sizeof bytes);
    PdWireAnswer head = {12345678, 16};
    memcpy(bytes, &head, sizeof head);
    if (write(PD_SANDBOX_SOCKET, bytes, sizeof bytes) < 0)
        _exit(1);
    endless_loop();
}

static void send_endless(uint64_t number) {
    PdWireAnswer head = {number, UINT64_C(1) << 40};
    uint8_t bytes[4096] = {0};
    ssize_t n = write(PD_SANDBOX_SOCKET, &head, sizeof head);
    while (n >= 0)
        n = write(PD_SANDBOX_SOCKET, bytes, sizeof bytes);
    _exit(1);
}

/* Answers its own job, and then the same again and more: what comes next must not pay for it. */
static void send_twice(uint64_t number, GByteArray *answer) {
    struct {
        PdWireAnswer head;
        char text[8];
    } bytes = {.head = {number, 8}, .text = "answered"};
    for (int i = 0; i < 2; i++)
        if (write(PD_SANDBOX_SOCKET, &bytes, sizeof bytes) < 0)
            _exit(1);
    g_byte_array_append(answer, (const guint8 *)"junk", 4);
}

static void spin(void) {
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < 200);
}

static void crash(void) {
    signal(SIGILL, SIG_DFL);
    __builtin_trap();
}

typedef struct {
    const char *name;
    bool (*func)(void);
} Attempt;

static const Attempt ATTEMPTS[] = {{"exec", do_exec},        {"write-file", do_write_file},
                                   {"open", do_open},        {"remove", do_remove},
                                   {"connect", do_connect},  {"fork", do_fork},
                                   {"kill", do_kill_parent}, {"ptrace", do_ptrace},
                                   {"code", do_code},        {"descriptors", do_descriptors}};

static volatile uint8_t *shared_page; /* mapped before the crew is made, as a catalogue's index may be */

static void say(GByteArray *answer, const char *text) {
    g_byte_array_append(answer, (const guint8 *)text, (guint)strlen(text));
}

static bool is(const PdJob *job, const char *name) {
    return job->request_len == strlen(name) && memcmp(job->request, name, job->request_len) == 0;
}

/* Some three times as much work as a job has time for, and told. */
static void go_on_for_long(uint64_t size_bytes) {
    struct timespec time = {0};
    for (uint64_t ms = 0, told_ms = 0; ms < 1200;) {
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        ms = (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
        if (ms >= told_ms + 50) {
            pd_job_has_done(MIN(size_bytes, ms * size_bytes / 1200));
            told_ms = ms;
        }
    }
}

static void misbehave(const PdJob *job, GByteArray *answer) {
    for (size_t i = 0; i < G_N_ELEMENTS(ATTEMPTS); i++)
        if (is(job, ATTEMPTS[i].name)) {
            say(answer, ATTEMPTS[i].func() ? "held" : "escaped");
            return;
        }
    if (is(job, "sleep"))
        sleep_for_ever();
    if (is(job, "loop"))
        endless_loop();
    if (is(job, "memory"))
        endless_memory(answer);
    if (is(job, "nonsense"))
        send_nonsense();
    if (is(job, "endless"))
        send_endless(1);
    if (job->request_len > 6 && memcmp(job->request, "twice ", 6) == 0) {
        send_twice(g_ascii_strtoull((const char *)job->request + 6, NULL, 10), answer);
        return;
    }
    if (is(job, "spin"))
        spin();
    if (is(job, "crash"))
        crash();
    if (is(job, "long"))
        go_on_for_long(job->files[0].size_bytes);
    if (is(job, "boast"))
        for (uint64_t at = 0;; at += 1u << 20)
            pd_job_has_done(at);
    if (is(job, "shared"))
        *shared_page = 1;
    if (is(job, "exit"))
        _exit(0);
    if (is(job, "hang-up")) {
        close(PD_SANDBOX_SOCKET);
        endless_loop();
    }
    if (is(job, "heap"))
        answer->data[-1 - (int)job->request_len] = 1;
    if (is(job, "file")) {
        g_autoptr(GBytes) bytes = pd_job_read(job, 0, 1u << 20, NULL);
        size_t len = 0;
        const uint8_t *data = bytes ? g_bytes_get_data(bytes, &len) : NULL;
        g_byte_array_append(answer, data, (guint)MIN(len, 8));
        return;
    }
    if (is(job, "tail")) {
        g_autoptr(GBytes) bytes = pd_job_read(job, 0, 1u << 20, NULL);
        size_t len = 0;
        const uint8_t *data = bytes ? g_bytes_get_data(bytes, &len) : NULL;
        bool is_zero = len > 0 && data[len - 1] == 0;
        say(answer, is_zero && (pd_job_was_torn() || len < 1u << 20) ? "torn" : "whole");
        return;
    }
    say(answer, "fine ");
    g_byte_array_append(answer, job->request, (guint)job->request_len);
}

/* ---- giving tasks ---- */

typedef struct {
    GString *log; /* one word for each task over */
    bool refuses; /* the answer "nonsense?" is called nonsense */
} Told;

static bool note(PdJobEnd end, const uint8_t *answer, size_t len, void *user) {
    Told *told = user;
    if (told->refuses && end == PD_JOB_DONE && len >= 5 && memcmp(answer + len - 1, "?", 1) == 0)
        return false;
    if (end != PD_JOB_DONE)
        g_string_append_printf(told->log, "[%s]", end == PD_JOB_STALL ? "stall" : pd_job_end_name(end));
    else
        g_string_append_printf(told->log, "[%.*s]", (int)len, (const char *)answer);
    return true;
}

static PdTask task_for(const char *request, Told *told) {
    return (PdTask){.request = request, .request_len = strlen(request), .done = note, .user = told};
}

/* cmocka's handlers would go on with the test inside of the reader. */
static void forget_cmocka(void) {
    signal(SIGSEGV, SIG_DFL);
    signal(SIGBUS, SIG_DFL);
}

static PdCrew *new_crew(unsigned n_readers) {
    PdCrewOptions options = {.job = misbehave,
                             .prepare = forget_cmocka,
                             .n_readers = n_readers,
                             .n_together = 4,
                             .cpu_ms = 400,
                             .wall_ms = 3000,
                             .memory_bytes = (size_t)128 << 20,
                             .answer_bytes = 1u << 20};
    GError *error = NULL;
    PdCrew *crew = pd_crew_new(&options, &error);
    assert_null(error);
    return crew;
}

static char *run(unsigned n_readers, const char *const *requests) {
    g_autoptr(PdCrew) crew = new_crew(n_readers);
    Told told = {.log = g_string_new(NULL), .refuses = true};
    for (; *requests; requests++) {
        PdTask task = task_for(*requests, &told);
        assert_true(pd_crew_add(crew, &task, NULL));
    }
    assert_true(pd_crew_finish(crew, NULL));
    return g_string_free(told.log, FALSE);
}

/* One bad job between good ones: "END" is how it ends; NULL: held or dead. */
static void check_one(const char *request, const char *end) {
    const char *requests[] = {"a", "b", request, "c", "d", "e", "f", "g", NULL};
    for (unsigned n_readers = 1; n_readers <= 2; n_readers++) {
        g_autofree char *log = run(n_readers, requests);
        g_autofree char *wanted =
            g_strdup_printf("[fine a][fine b][%s][fine c][fine d][fine e][fine f][fine g]", end ? end : "held");
        if (!end && strcmp(log, wanted) != 0) {
            g_free(wanted);
            wanted = g_strdup("[fine a][fine b][crash][fine c][fine d][fine e][fine f][fine g]");
        }
        assert_string_equal(log, wanted);
    }
}

/* ---- cases ---- */

static void test_crew__jail_holds_against_each_attempt(void **state) {
    (void)state;
    unlink(MARK);
    int fd = open(MARK ".keep", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
    for (size_t i = 0; i < G_N_ELEMENTS(ATTEMPTS); i++)
        check_one(ATTEMPTS[i].name, NULL);
    assert_int_equal(access(MARK, F_OK), -1);
    assert_int_equal(unlink(MARK ".keep"), 0);
    assert_int_equal(pd_signal_pending(), 0);
}

static void test_crew__attempts_that_kill_are_not_merely_refused(void **state) {
    (void)state;
    if (!pd_sandbox_offered().has_seccomp || pd_sandbox_is_sanitized())
        skip();
    static const char *const DEADLY[] = {"exec", "remove", "connect", "fork", "kill", "ptrace", "code"};
    for (size_t i = 0; i < G_N_ELEMENTS(DEADLY); i++)
        check_one(DEADLY[i], "crash");
}

static void test_crew__a_crash_costs_one_job(void **state) {
    (void)state;
    check_one("crash", "crash");
    check_one("exit", "crash");
    check_one("hang-up", "crash");
}

static void test_crew__a_loop_costs_one_job(void **state) {
    (void)state;
    check_one("loop", "timeout");
    check_one("sleep", "stall");
}

static void check_with_file(const char *request, off_t size_bytes, const char *wanted) {
    g_autoptr(PdCrew) crew = new_crew(1);
    Told told = {.log = g_string_new(NULL)};
    PdTask task = task_for(request, &told);
    g_autofree char *path = NULL;
    task.n_files = 1;
    task.files[0] = (PdJobFile){g_file_open_tmp("picdesk-jail-XXXXXX", &path, NULL), (uint64_t)size_bytes};
    assert_int_equal(ftruncate(task.files[0].fd, size_bytes), 0);
    unlink(path);
    assert_true(pd_crew_add(crew, &task, NULL));
    assert_true(pd_crew_finish(crew, NULL));
    assert_string_equal(told.log->str, wanted);
    g_string_free(told.log, TRUE);
}

static void test_crew__a_long_job_has_time_for_what_it_does(void **state) {
    (void)state;
    check_with_file("long", 24 << 20, "[fine long]");
    check_with_file("long", 1, "[timeout]");
}

/* Only what the file holds counts. */
static void test_crew__a_boast_gives_no_time(void **state) {
    (void)state;
    check_with_file("boast", 4 << 20, "[timeout]");
    check_one("boast", "timeout");
}

static void test_crew__memory_without_end_costs_one_job(void **state) {
    (void)state;
    if (pd_sandbox_is_sanitized())
        skip(); /* no caps there */
    check_one("memory", "limit");
}

static void test_crew__nonsense_costs_one_job(void **state) {
    (void)state;
    check_one("nonsense", "crash");
    check_one("what?", "crash");
}

static void test_crew__answers_to_other_jobs_cost_nobody_else(void **state) {
    (void)state;
    const char *requests[] = {"a", "twice 2", "c", "d", "e", "twice 6", "g", NULL};
    for (unsigned n_readers = 1; n_readers <= 2; n_readers++) {
        g_autofree char *log = run(n_readers, requests);
        assert_string_equal(log, "[fine a][answered][fine c][fine d][fine e][answered][fine g]");
    }
}

/* As the kernel does that runs out of memory, or somebody in charge. */
static void test_crew__a_reader_killed_from_outside_costs_nothing(void **state) {
    (void)state;
    g_autoptr(PdCrew) crew = new_crew(1);
    Told told = {.log = g_string_new(NULL)};
    PdTask first = task_for("a", &told), spinning = task_for("spin", &told);
    g_autofree char *list = g_strdup_printf("/proc/self/task/%d/children", getpid()), *before = NULL, *after = NULL;
    if (!g_file_get_contents(list, &before, NULL, NULL))
        skip(); /* this kernel does not list them */
    assert_true(pd_crew_add(crew, &first, NULL));
    assert_true(pd_crew_finish(crew, NULL)); /* the reader is there now, the last of the children */
    assert_true(g_file_get_contents(list, &after, NULL, NULL));
    assert_true(strlen(after) > strlen(before));
    g_auto(GStrv) children = g_strsplit(g_strchomp(after), " ", -1);
    pid_t reader = (pid_t)g_ascii_strtoll(children[g_strv_length(children) - 1], NULL, 10), killer = fork();
    if (killer == 0) {
        g_usleep(50000);
        kill(reader, SIGKILL);
        _exit(0);
    }
    assert_true(pd_crew_add(crew, &spinning, NULL));
    assert_true(pd_crew_finish(crew, NULL));
    assert_string_equal(told.log->str, "[fine a][fine spin]");
    assert_int_equal(waitpid(killer, NULL, 0), killer);
    g_string_free(told.log, TRUE);
}

static void test_crew__an_answer_without_end_costs_one_job(void **state) {
    (void)state;
    const char *requests[] = {"endless", "a", NULL};
    g_autofree char *log = run(1, requests);
    assert_string_equal(log, "[limit][fine a]");
}

static void test_crew__nothing_shared_is_inherited(void **state) {
    (void)state;
    shared_page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared_page != MAP_FAILED);
    check_one("shared", "crash");
    assert_int_equal(*shared_page, 0);
    munmap((void *)shared_page, 4096);
}

static void test_crew__only_bad_jobs_come_to_an_end(void **state) {
    (void)state;
    const char *requests[] = {"crash", "exit", "crash", "crash", "exit", "crash", "crash", "crash", "crash", NULL};
    g_autofree char *log = run(2, requests);
    assert_string_equal(log, "[crash][crash][crash][crash][crash][crash][crash][crash][crash]");
}

static void test_crew__order_is_kept(void **state) {
    (void)state;
    for (unsigned n_readers = 1; n_readers <= 5; n_readers += 2) {
        g_autoptr(PdCrew) crew = new_crew(n_readers);
        Told told = {.log = g_string_new(NULL)};
        g_autoptr(GString) wanted = g_string_new(NULL);
        for (int i = 0; i < 3000; i++) {
            g_autofree char *request = i % 500 == 77 ? g_strdup("crash") : g_strdup_printf("%d", i);
            PdTask task = task_for(request, &told);
            assert_true(pd_crew_add(crew, &task, NULL));
            if (i % 500 == 77)
                g_string_append(wanted, "[crash]");
            else
                g_string_append_printf(wanted, "[fine %d]", i);
        }
        assert_true(pd_crew_finish(crew, NULL));
        assert_string_equal(told.log->str, wanted->str);
        g_string_free(told.log, TRUE);
    }
}

static void test_crew__files_are_handed_over_and_closed(void **state) {
    (void)state;
    g_autoptr(PdCrew) crew = new_crew(2);
    Told told = {.log = g_string_new(NULL)};
    int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(before);
    for (int i = 0; i < 500; i++) {
        g_autofree char *path = g_strdup_printf("%s/CMakeLists.txt", PD_SOURCE_DIR);
        PdTask task = task_for("file", &told);
        task.files[0] = (PdJobFile){open(path, O_RDONLY | O_CLOEXEC), 1000};
        task.n_files = 1;
        assert_true(pd_crew_add(crew, &task, NULL));
    }
    assert_true(pd_crew_finish(crew, NULL));
    assert_int_equal(told.log->len, 500 * 10);
    assert_true(g_str_has_prefix(told.log->str, "[cmake_mi][cmake_mi]"));
    int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    assert_int_equal(before, after);
    g_string_free(told.log, TRUE);
}

/* A file that was cut after it was opened: zeros, or fewer bytes, but no end. */
static void test_crew__a_file_that_shrinks_is_no_crash(void **state) {
    (void)state;
    g_autoptr(PdCrew) crew = new_crew(1);
    Told told = {.log = g_string_new(NULL)};
    int fd = (int)syscall(SYS_memfd_create, "cut", 1u);
    assert_int_equal(ftruncate(fd, 10), 0);
    PdTask task = task_for("tail", &told);
    task.files[0] = (PdJobFile){fd, 1u << 20};
    task.n_files = 1;
    assert_true(pd_crew_add(crew, &task, NULL));
    assert_true(pd_crew_finish(crew, NULL));
    assert_string_equal(told.log->str, "[torn]");
    g_string_free(told.log, TRUE);
}

static void test_crew__all_layers_hold_where_the_kernel_has_them(void **state) {
    (void)state;
    g_autoptr(PdCrew) crew = new_crew(1);
    PdSandboxLayers offered = pd_sandbox_offered(), layers;
    assert_true(pd_crew_layers(crew, &layers, NULL));
    assert_true(layers.has_no_new_privs);
    assert_true(layers.has_limits);
    assert_int_equal(layers.has_seccomp, offered.has_seccomp);
    assert_int_equal(layers.landlock_abi, offered.landlock_abi);
}

static void test_crew__ends_with_the_program(void **state) {
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        g_autoptr(PdCrew) crew = new_crew(2);
        Told told = {.log = g_string_new(NULL)};
        PdTask task = task_for("a", &told);
        if (pd_crew_add(crew, &task, NULL) && pd_crew_finish(crew, NULL))
            raise(SIGKILL);
        _exit(1);
    }
    close(ends[1]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    uint8_t byte;
    assert_int_equal(read(ends[0], &byte, 1), 0); /* nobody holds the other end any more */
    close(ends[0]);
}

/* With the standard streams closed, what is printed must not end in a reader's socket. */
static void test_crew__keeps_off_the_standard_streams(void **state) {
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        for (int fd = 0; fd <= STDERR_FILENO; fd++)
            close(fd);
        g_autoptr(PdCrew) crew = new_crew(2);
        Told told = {.log = g_string_new(NULL)};
        PdTask task = task_for("a", &told);
        if (!pd_crew_add(crew, &task, NULL) || !pd_crew_finish(crew, NULL) || strcmp(told.log->str, "[fine a]") != 0)
            _exit(1);
        for (int fd = 0; fd <= STDERR_FILENO; fd++)
            if (fcntl(fd, F_GETFD) >= 0)
                _exit(2);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

static void test_crew__works_with_few_descriptors(void **state) {
    (void)state;
    struct rlimit old, few;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    few = old;
    few.rlim_cur = 20;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    {
        g_autoptr(PdCrew) crew = new_crew(8);
        Told told = {.log = g_string_new(NULL)};
        for (int i = 0; i < 100; i++) {
            PdTask task = task_for("file", &told);
            task.files[0] = (PdJobFile){open(PD_SOURCE_DIR "/CMakeLists.txt", O_RDONLY | O_CLOEXEC), 1000};
            assert_true(task.files[0].fd >= 0);
            task.n_files = 1;
            assert_true(pd_crew_add(crew, &task, NULL));
        }
        assert_true(pd_crew_finish(crew, NULL));
        assert_int_equal(told.log->len, 100 * 10);
        g_string_free(told.log, TRUE);
    }
    setrlimit(RLIMIT_NOFILE, &old);
}

/* Under sanitizers: the report of a jailed reader is read here from the standard error that it inherits. */
static void test_crew__a_sanitizer_report_reaches_stderr(void **state) {
    (void)state;
    if (!pd_sandbox_is_sanitized())
        skip();
    int ends[2], saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    dup2(ends[1], STDERR_FILENO);
    const char *requests[] = {"heap", "a", NULL};
    g_autofree char *log = run(1, requests);
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    char report[4096];
    ssize_t n = read(ends[0], report, sizeof report - 1);
    close(ends[0]);
    report[n > 0 ? n : 0] = '\0';
    assert_string_equal(log, "[crash][fine a]");
    assert_non_null(strstr(report, "AddressSanitizer: heap-buffer-overflow"));
    assert_non_null(strstr(report, "misbehave"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_crew__jail_holds_against_each_attempt),
        cmocka_unit_test(test_crew__attempts_that_kill_are_not_merely_refused),
        cmocka_unit_test(test_crew__a_crash_costs_one_job),
        cmocka_unit_test(test_crew__a_loop_costs_one_job),
        cmocka_unit_test(test_crew__a_long_job_has_time_for_what_it_does),
        cmocka_unit_test(test_crew__a_boast_gives_no_time),
        cmocka_unit_test(test_crew__memory_without_end_costs_one_job),
        cmocka_unit_test(test_crew__nonsense_costs_one_job),
        cmocka_unit_test(test_crew__answers_to_other_jobs_cost_nobody_else),
        cmocka_unit_test(test_crew__a_reader_killed_from_outside_costs_nothing),
        cmocka_unit_test(test_crew__an_answer_without_end_costs_one_job),
        cmocka_unit_test(test_crew__nothing_shared_is_inherited),
        cmocka_unit_test(test_crew__only_bad_jobs_come_to_an_end),
        cmocka_unit_test(test_crew__order_is_kept),
        cmocka_unit_test(test_crew__files_are_handed_over_and_closed),
        cmocka_unit_test(test_crew__a_file_that_shrinks_is_no_crash),
        cmocka_unit_test(test_crew__all_layers_hold_where_the_kernel_has_them),
        cmocka_unit_test(test_crew__ends_with_the_program),
        cmocka_unit_test(test_crew__keeps_off_the_standard_streams),
        cmocka_unit_test(test_crew__works_with_few_descriptors),
        cmocka_unit_test(test_crew__a_sanitizer_report_reaches_stderr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
