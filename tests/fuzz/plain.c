/* Runs a fuzz target without libFuzzer: over each seed, each seed cut short, each seed with bytes changed, and a little
 * noise. Usage: fuzz_NAME SEED-OR-FOLDER… . The work is bounded and always the same, so that a failure can be repeated; a
 * crash names the seed and the change on standard error. */
#include <dirent.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    MAX_SEED_BYTES = 1 << 20,
    EVERY_CUT_BELOW = 1024,
    SPREAD_CUTS = 192,
    CHANGES = 384,
    NOISE = 200,
    MAX_NOISE_BYTES = 512
};

/* One program, one thread: what is being run, for the message when it dies. */
static struct {
    const char *seed;
    const char *change;
    size_t number;
    uint64_t random;
    uint64_t runs;
    double stop_at_s;
} state = {.random = 0x9e3779b97f4a7c15u};

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static uint64_t next_random(void) {
    state.random ^= state.random << 13;
    state.random ^= state.random >> 7;
    state.random ^= state.random << 17;
    return state.random;
}

static void say_where(int signal_number) {
    char line[512];
    int len = snprintf(line, sizeof line, "\nsignal %d in seed '%s', %s %zu\n", signal_number, state.seed, state.change,
                       state.number);
    if (len > 0 && write(STDERR_FILENO, line, MIN((size_t)len, sizeof line - 1)) < 0)
        _exit(3);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

/* The sanitizers end the program without a signal of its own: they call this. */
void __asan_on_error(void);
void __asan_on_error(void) {
    fprintf(stderr, "\nin seed '%s', %s %zu\n", state.seed, state.change, state.number);
}

/* Runs one input from a copy of exactly its size, so that reading one byte too far is seen. False when the time is up. */
static bool run_one(const char *change, size_t number, const uint8_t *data, size_t len) {
    state.change = change;
    state.number = number;
    uint8_t *copy = malloc(len ? len : 1);
    if (!copy)
        exit(2);
    memcpy(copy, data, len);
    LLVMFuzzerTestOneInput(copy, len);
    free(copy);
    state.runs++;
    return now_s() < state.stop_at_s;
}

static bool run_cuts(const uint8_t *data, size_t len) {
    size_t dense = MIN(len, EVERY_CUT_BELOW);
    for (size_t cut = 0; cut < dense; cut++)
        if (!run_one("cut to", cut, data, cut))
            return false;
    size_t step = (len - dense) / SPREAD_CUTS + 1;
    for (size_t cut = dense; cut < len; cut += step)
        if (!run_one("cut to", cut, data, cut))
            return false;
    return true;
}

static void change_bytes(uint8_t *data, size_t len) {
    static const uint8_t odd[] = {0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff, '<', '"', '/', '\n', ' ', 0x1c};
    size_t n = 1 + next_random() % 4;
    /* The beginning holds lengths and counts: half of the changes go there. */
    for (size_t i = 0; i < n; i++) {
        size_t span = next_random() % 2 ? len : MIN(len, 256);
        size_t at = next_random() % span;
        if (next_random() % 2)
            data[at] = odd[next_random() % sizeof odd];
        else
            data[at] = (uint8_t)(data[at] ^ (1u << next_random() % 8));
    }
}

static bool run_changes(const uint8_t *data, size_t len) {
    uint8_t *copy = malloc(len ? len : 1);
    bool goes_on = copy != NULL;
    for (size_t i = 0; goes_on && len > 0 && i < CHANGES; i++) {
        memcpy(copy, data, len);
        state.random = 0x9e3779b97f4a7c15u + i * 2 + 1;
        change_bytes(copy, len);
        goes_on = run_one("change", i, copy, len);
    }
    free(copy);
    return goes_on;
}

static void run_seed(const char *path) {
    g_autofree char *data = NULL;
    gsize len = 0;
    g_autoptr(GError) error = NULL;
    if (!g_file_get_contents(path, &data, &len, &error)) {
        fprintf(stderr, "%s\n", error->message);
        exit(2);
    }
    len = MIN(len, MAX_SEED_BYTES);
    state.seed = path;
    const uint8_t *bytes = (const uint8_t *)data;
    state.stop_at_s = now_s() + 20;
    if (!run_one("whole", 0, bytes, len) || !run_cuts(bytes, len) || !run_changes(bytes, len))
        printf("%s: the time of one seed is up\n", path);
}

static void run_path(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
        run_seed(path);
        return;
    }
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        g_autofree char *below = g_build_filename(path, entries[i]->d_name, NULL);
        if (entries[i]->d_name[0] != '.')
            run_path(below);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

static void run_noise(void) {
    uint8_t data[MAX_NOISE_BYTES];
    state.seed = "noise";
    state.stop_at_s = now_s() + 20;
    for (size_t i = 0; i < NOISE; i++) {
        size_t len = next_random() % sizeof data;
        for (size_t at = 0; at < len; at++)
            data[at] = (uint8_t)next_random();
        if (!run_one("number", i, data, len))
            return;
    }
}

int main(int argc, char **argv) {
    const int deadly[] = {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGALRM};
    for (size_t i = 0; i < G_N_ELEMENTS(deadly); i++)
        signal(deadly[i], say_where);
    run_noise();
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    printf("%" PRIu64 " runs\n", state.runs);
    return 0;
}
