/* picdesk scan: catalogues the images below folders. */
#include <inttypes.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/forgotten.h"
#include "cli/open.h"
#include "cli/progress.h"
#include "cli/readers.h"
#include "codec/json.h"
#include "desk/scan.h"
#include "desk/watch.h"
#include "host/signal.h"
#include "picdesk/error.h"

typedef struct {
    PdProgress progress;
    unsigned n_folders, n_done; /* of those named */
} Telling;

static void tell(const char *path, const char *why, void *user) {
    Telling *telling = user;
    pd_progress_clear(&telling->progress);
    pd_cli_warn("cannot read '%s': %s", path, why);
}

static void note(const char *path, const char *what, void *user) {
    Telling *telling = user;
    pd_progress_clear(&telling->progress);
    pd_cli_warn("note: '%s': %s", path, what);
}

/* What was done in so long leads to what is left; at the very beginning it says nothing. */
static void append_time_left(GString *line, double elapsed_s, double part) {
    double left_s = elapsed_s * (1.0 - part) / MAX(part, 0.001);
    if (elapsed_s < 2.0 || part < 0.005)
        return;
    if (left_s < 90.0)
        g_string_append_printf(line, ", %d s left", (int)left_s);
    else if (left_s < 90.0 * 60.0)
        g_string_append_printf(line, ", %d min left", (int)(left_s / 60.0 + 0.5));
    else
        g_string_append_printf(line, ", %d h left", (int)(MIN(left_s, 1e9) / 3600.0 + 0.5));
}

static void show_progress(const PdScanState *state, void *user) {
    Telling *telling = user;
    const PdScanCount *count = state->count;
    if (!pd_progress_is_due(&telling->progress))
        return;
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(line, "%" PRIu64 " images", count->files);
    if (state->is_filling) {
        pd_progress_show(&telling->progress, "%s, word index %d %%", line->str, (int)(state->part * 100.0));
        return;
    }
    double elapsed_s = pd_progress_elapsed_s(&telling->progress);
    g_string_append_printf(line, ", %.0f/s", (double)count->files / elapsed_s);
    append_time_left(line, elapsed_s, (telling->n_done + state->part) / MAX(telling->n_folders, 1));
    if (count->unreadable)
        g_string_append_printf(line, ", %" PRIu64 " unreadable", count->unreadable);
    pd_progress_show_place(&telling->progress, state->folder, "%s", line->str);
}

static void print_text(const PdScanCount *count, bool is_dry_run) {
    g_autoptr(GString) line = g_string_new(is_dry_run ? "would be: " : "");
    g_string_append_printf(line, "%" PRIu64 " images: %" PRIu64 " new, %" PRIu64 " changed, %" PRIu64 " unchanged",
                           count->files, count->added, count->changed, count->unchanged);
    const struct {
        uint64_t n;
        const char *word;
    } parts[] = {{count->missing, "missing"},         {count->returned, "back again"},
                 {count->unreadable, "unreadable"},   {count->still_unreadable, "unreadable as before"},
                 {count->postponed, "being written"}, {count->hashed, "hashed"}};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].n)
            g_string_append_printf(line, ", %" PRIu64 " %s", parts[i].n, parts[i].word);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static void print_json(const PdScanCount *count, bool is_dry_run) {
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    const struct {
        const char *key;
        uint64_t n;
    } members[] = {{"folders", count->folders},     {"images", count->files},
                   {"new", count->added},           {"changed", count->changed},
                   {"unchanged", count->unchanged}, {"missing", count->missing},
                   {"returned", count->returned},   {"unreadable", count->unreadable},
                   {"skipped", count->skipped},     {"still_unreadable", count->still_unreadable},
                   {"postponed", count->postponed}, {"read_bytes", count->read_bytes},
                   {"hashed", count->hashed}};
    pd_json_begin_object(&json);
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
        pd_json_member_int(&json, members[i].key, (int64_t)members[i].n);
    pd_json_member_bool(&json, "dry_run", is_dry_run);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

/* Returns false when the command cannot go on; *out_exit is set then. */
static bool scan_one(PdCatalog *catalog, const char *path, const PdScanOptions *options, PdScanCount *count, int *out_exit) {
    g_autoptr(GError) error = NULL;
    pd_cli_tell_forgotten_root(catalog, path);
    if (pd_desk_scan(catalog, path, options, count, &error))
        return true;
    Telling *telling = options->user;
    pd_progress_clear(&telling->progress);
    pd_cli_warn("%s", error->message);
    if (g_error_matches(error, PD_ERROR, PD_ERROR_IO)) {
        count->unreadable++;
        return true;
    }
    *out_exit = pd_cli_ending(error);
    return false;
}

static int scan_all(PdCatalog *catalog, char **paths, const PdScanOptions *options, bool is_json, bool is_strict) {
    PdScanCount count = {0};
    int ending = PD_EXIT_CLEAN;
    bool goes_on = true;
    Telling *telling = options->user;
    telling->n_folders = g_strv_length(paths);
    for (char **path = paths; *path && goes_on; path++, telling->n_done++)
        goes_on = scan_one(catalog, *path, options, &count, &ending);
    pd_progress_clear(&telling->progress);
    (is_json ? print_json : print_text)(&count, options->is_dry_run);
    pd_cli_tell_left_out(catalog);
    if (!goes_on)
        return pd_cli_finish(ending);
    return pd_cli_finish(count.unreadable || (is_strict && count.still_unreadable) ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
}

/* ---- --watch */

typedef struct {
    const PdScanOptions *options;
    bool is_json;
    bool is_begun;
} Rounds;

/* The first round is told as a scan is; later ones only when there was something. */
static void on_round(const PdScanCount *count, void *user) {
    Rounds *rounds = user;
    pd_progress_clear(&((Telling *)rounds->options->user)->progress);
    uint64_t n_news = count->added + count->changed + count->missing + count->returned + count->unreadable;
    if (rounds->is_begun && n_news == 0)
        return;
    rounds->is_begun = true;
    (rounds->is_json ? print_json : print_text)(count, false);
    pd_cli_finish(PD_EXIT_CLEAN);
}

static int watch_all(PdCatalog *catalog, char **paths, const PdScanOptions *options, bool is_json) {
    Rounds rounds = {.options = options, .is_json = is_json};
    g_autoptr(GError) error = NULL;
    pd_desk_watch(catalog, (const char *const *)paths, options, on_round, &rounds, &error);
    pd_progress_clear(&((Telling *)options->user)->progress);
    if (!g_error_matches(error, PD_ERROR, PD_ERROR_CANCELLED))
        pd_cli_warn("%s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_auto(GStrv) exclude = NULL;
    g_autofree char *format = NULL, *files_from = NULL;
    gboolean is_dry_run = FALSE, reads_all = FALSE, hashes = FALSE, is_strict = FALSE, is_quiet = FALSE, is_null = FALSE,
             leaves = FALSE, retries = FALSE, is_watch = FALSE;
    int n_jobs = 0;
    const GOptionEntry entries[] = {
        {"exclude", 'x', 0, G_OPTION_ARG_FILENAME_ARRAY, &exclude,
         "leave out names, or paths below DIR, like this; repeatable", "GLOB"},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &is_dry_run, "say what would be done, write nothing", NULL},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &reads_all, "read unchanged files again too", NULL},
        {"hash", 0, 0, G_OPTION_ARG_NONE, &hashes, "keep the SHA-256 of each file, which is read to its end for it", NULL},
        {"no-index", 0, 0, G_OPTION_ARG_NONE, &leaves, "leave filling the word index to the next command that writes", NULL},
        {"retry-failed", 0, 0, G_OPTION_ARG_NONE, &retries, "read unchanged files again that could not be read", NULL},
        PD_CLI_JOBS(&n_jobs),
        {"watch", 'w', 0, G_OPTION_ARG_NONE, &is_watch, "go on, and read what changes, until interrupted", NULL},
        {"strict", 0, 0, G_OPTION_ARG_NONE, &is_strict, "exit 1 also for files that were unreadable before", NULL},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"},
        {"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, "show no progress", NULL},
        {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &files_from,
         "read the folders' names from FILE, or - for standard input", "FILE"},
        {"null", '0', 0, G_OPTION_ARG_NONE, &is_null, "names in FILE end with NUL", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    g_auto(GStrv) paths = pd_cli_paths(argc, argv, files_from, is_null);
    if (!paths)
        return PD_EXIT_FAILED;
    if (!*paths)
        return pd_cli_usage_error(self, "name a folder to scan");
    if (is_watch && is_dry_run)
        return pd_cli_usage_error(self, "--watch keeps the catalogue current, --dry-run writes nothing: take one of them");
    pd_signal_watch();
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, n_jobs, 0, false);
    if (!readers)
        return pd_cli_ending_at_start();
    g_autoptr(PdCatalog) catalog =
        is_dry_run ? pd_cli_open_or_empty(invocation) : pd_cli_open(invocation, leaves ? PD_CATALOG_ADD : PD_CATALOG_WRITE);
    if (!catalog)
        return pd_cli_ending_at_start();
    Telling telling = {.progress = pd_progress_start(!is_quiet)};
    PdScanOptions options = {.exclude = (const char *const *)exclude,
                             .is_dry_run = is_dry_run,
                             .reads_all = reads_all,
                             .leaves_lookups = leaves,
                             .retries_failed = retries,
                             .hashes = hashes,
                             .readers = readers,
                             .tell = tell,
                             .note = note,
                             .progress = show_progress,
                             .user = &telling};
    return is_watch ? watch_all(catalog, paths, &options, is_json) : scan_all(catalog, paths, &options, is_json, is_strict);
}

const PdCommand pd_command_scan = {
    .name = "scan",
    .summary = "Catalogue the images below folders",
    .synopsis = "[OPTION…] DIR…",
    .help =
        "Files are known by their content, not by their names; symbolic links are not followed. A second scan opens only\n"
        "what changed. A file that was moved, or whose caption was edited, stays the same image and keeps its history;\n"
        "a file that is gone is marked missing, never deleted, and a folder that is empty or cannot be read marks nothing.\n"
        "A file that is written meanwhile is left to the next scan.\n"
        "With --hash the SHA-256 of every file's whole content is kept too, also of unchanged files that have none yet:\n"
        "copies and moved files are told by it exactly, even pictures that are too long to be known otherwise, and the\n"
        "credits report shows it. It holds until the file changes; only a scan with --hash makes it anew.\n"
        "Files that cannot be read are named once, and tried again when they change. Files are read by processes of their "
        "own\n"
        "in a jail, -j of them; one that such a process does not survive is left alone until it changes, or until a scan "
        "with\n"
        "--retry-failed.\n\n"
        "With --watch it goes on after the scan and keeps the catalogue current: it reads what is written, moved or "
        "deleted\n"
        "in the folders, new folders too, until it is interrupted. Changes that other machines make on a network disk are\n"
        "not heard of.\n\n"
        "Examples:\n"
        "  picdesk scan /photos\n"
        "  picdesk scan --watch --format json /photos/incoming\n"
        "  picdesk scan --hash /archive\n"
        "  picdesk scan --exclude '*.tmp' --exclude 'cache/*' --format json /photos/2024 /photos/2025\n",
    .reads_credits = true,
    .run = run,
};
