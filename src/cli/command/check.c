/* picdesk check: the attribution check, of a catalogue or of files that are in none. */
#include <string.h>

#include "cli/command.h"
#include "cli/readers.h"
#include "desk/check.h"
#include "desk/house.h"
#include "desk/verdict.h"
#include "host/file.h"

enum { PIECE_BYTES = 64 << 10 };

typedef struct {
    char *format, *fail_on, *now, *policy, *files_from;
    gboolean is_null_separated, has_all_images;
} Options;

static Options options;

static const GOptionEntry ENTRIES[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &options.format, "text, json, csv, sarif or junit", "NAME"},
    {"fail-on", 0, 0, G_OPTION_ARG_STRING, &options.fail_on,
     "exit 1 from this severity on: error, warning, notice, info, off", "SEVERITY"},
    {"images", 0, 0, G_OPTION_ARG_NONE, &options.has_all_images, "check images that stand in no article, too", NULL},
    {"now", 0, 0, G_OPTION_ARG_STRING, &options.now, "the day, or day and time, of the check", "DATE"},
    {"policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy, "the house's policy, instead of the nearest picdesk.conf",
     "FILE"},
    {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &options.files_from,
     "read further paths from a file, or - for standard input", "FILE"},
    {"null", '0', 0, G_OPTION_ARG_NONE, &options.is_null_separated,
     "the paths of --files-from end in NUL, not in a line end", NULL},
    {0},
};

typedef struct {
    const PdVerdictFormat *format;
    PdVerdictPage page;
    bool is_gone; /* standard output was closed */
} Output;

static bool flush_output(Output *output) {
    if (!output->is_gone && output->page.out->len > 0)
        output->is_gone = !pd_cli_print(output->page.out->str);
    g_string_truncate(output->page.out, 0);
    return !output->is_gone;
}

static bool on_use(const PdUse *use, void *user) {
    Output *output = user;
    output->format->use(&output->page, use);
    return output->page.out->len < PIECE_BYTES || flush_output(output);
}

static void on_unread(const char *path, const char *why, void *user) {
    (void)user;
    if (strstr(why, path))
        pd_cli_warn("%s", why);
    else
        pd_cli_warn("'%s': %s", path, why);
}

/* What to look at, from the catalogue or gathered into it. Returns false after telling stderr. */
static bool find_scope(PdCatalog *catalog, PdReaders *readers, bool is_memory, char **paths, PdPolicy *policy,
                       PdCheckScope *scope, bool *out_has_unread) {
    g_autoptr(GError) error = NULL;
    scope->has_all_images = options.has_all_images;
    scope->readers = readers;
    scope->is_all = is_memory || !paths[0];
    PdGathered gathered = {0};
    if (is_memory) {
        if (!pd_desk_check_gather(catalog, readers, paths, on_unread, NULL, &gathered, &error)) {
            pd_cli_warn("%s", error->message);
            return false;
        }
        *out_has_unread = gathered.n_unread > 0;
        if (gathered.n_articles == 0 && gathered.n_images == 0 && gathered.n_unread == 0)
            pd_cli_warn("nothing to check: no article and no picture there");
        /* Without any picture at hand every figure would be an orphan: nothing was promised to be there. */
        if (gathered.n_images == 0 && !g_hash_table_contains(policy->severity, "orphan-image"))
            g_hash_table_replace(policy->severity, g_strdup("orphan-image"), GINT_TO_POINTER(PD_SEVERITY_OFF + 1));
        return true;
    }
    for (char **path = paths; *path; path++)
        if (!pd_desk_check_add(catalog, scope, *path, &error)) {
            pd_cli_warn("%s", error->message);
            return false;
        }
    return true;
}

static bool has_failed(const PdCheckSummary *summary, PdSeverity fail_on) {
    for (int severity = (int)fail_on; fail_on != PD_SEVERITY_OFF && severity <= PD_SEVERITY_ERROR; severity++)
        if (summary->n_findings[severity] > 0)
            return true;
    return false;
}

static int write_check(PdCatalog *catalog, const PdCheckScope *scope, const PdPolicy *policy, int64_t now_s,
                       const PdVerdictFormat *format, bool has_unread) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) text = g_string_sized_new(PIECE_BYTES);
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_s);
    g_autofree char *run_at = now ? g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ") : g_strdup("");
    g_autofree char *here = pd_host_absolute(".");
    Output output = {.format = format, .page = {.out = text, .run_at = run_at, .base = here}};
    PdCheckSummary summary;
    if (format->begin)
        format->begin(&output.page);
    bool is_done = pd_desk_check(catalog, scope, policy, now_s, on_use, &output, &summary, &error);
    if (is_done && format->end)
        format->end(&output.page, &summary);
    flush_output(&output);
    pd_verdict_page_done(&output.page);
    if (!is_done) {
        pd_cli_warn("%s", error->message);
        return pd_cli_finish(PD_EXIT_FAILED);
    }
    return pd_cli_finish(has_unread || has_failed(&summary, policy->fail_on) ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
}

static int check(const PdInvocation *invocation, const PdCommand *self, char **paths) {
    g_autoptr(GError) error = NULL;
    const PdVerdictFormat *format = pd_verdict_format_find(options.format ? options.format : "text");
    if (!format)
        return pd_cli_usage_error(self, "no format '%s'", options.format);
    const char *near = paths[0] && strcmp(paths[0], "-") != 0 ? paths[0] : NULL;
    g_autoptr(PdPolicy) policy = pd_desk_policy(options.policy, near, NULL, &error);
    if (!policy) {
        pd_cli_warn("%s", error->message);
        return PD_EXIT_FAILED;
    }
    int64_t now_s;
    if (!pd_desk_now(policy, options.now, &now_s, &error))
        return pd_cli_usage_error(self, "--now: %s", error->message);
    if (options.fail_on && !pd_severity_parse(options.fail_on, &policy->fail_on))
        return pd_cli_usage_error(self, "--fail-on: no severity '%s'", options.fail_on);
    bool is_memory = !invocation->is_catalog_named && paths[0];
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, 0, 0, is_memory);
    if (!readers)
        return PD_EXIT_FAILED;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, is_memory ? PD_CATALOG_MEMORY : PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdCheckScope scope;
    pd_check_scope_init(&scope);
    bool has_unread = false;
    int exit_code = PD_EXIT_FAILED;
    if (find_scope(catalog, readers, is_memory, paths, policy, &scope, &has_unread))
        exit_code = write_check(catalog, &scope, policy, now_s, format, has_unread);
    pd_check_scope_done(&scope);
    return exit_code;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    int exit_code;
    if (!pd_cli_options(self, ENTRIES, &argc, &argv, &exit_code))
        return exit_code;
    g_auto(GStrv) paths = pd_cli_paths(argc, argv, options.files_from, options.is_null_separated);
    return paths ? check(invocation, self, paths) : PD_EXIT_FAILED;
}

const PdCommand pd_command_check = {
    .name = "check",
    .summary = "Check attribution before publishing; exits 1 when something must not go out",
    .synopsis = "[OPTION…] [PATH…]",
    .help = "Every picture in every article gets a verdict: blocked (an error was found), review (a warning), or clear. "
            "Findings\n"
            "say what was found, what was expected, where it was read, and what to do; 'picdesk rules' lists the rules,\n"
            "'picdesk explain RULE' tells more of one.\n\n"
            "With no catalogue named and PATHs given, the whole job is done in memory: the pictures and articles at the "
            "paths are\n"
            "read, paired and checked; nothing is kept. With --catalog, what is catalogued is checked: all of it, or the\n"
            "articles, images and folders named. '-' is an article on standard input.\n\n"
            "Examples:\n"
            "  picdesk check samples/story              a folder that holds an article and its pictures\n"
            "  picdesk check --fail-on warning -        an article from a pipe\n"
            "  picdesk --catalog news.db check --format sarif > check.sarif\n",
    .reads_credits = true,
    .run = run,
};
