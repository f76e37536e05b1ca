/* picdesk ingest: reads articles into the catalogue. */
#include <inttypes.h>
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/forgotten.h"
#include "cli/readers.h"
#include "codec/json.h"
#include "desk/ingest.h"
#include "host/signal.h"

typedef struct {
    bool is_json;
} Telling;

static const char *result_name(PdPutResult result) {
    return result == PD_PUT_ADDED ? "added" : result == PD_PUT_UPDATED ? "updated" : "unchanged";
}

static void tell(const char *path, const char *why, void *user) {
    (void)user;
    if (strstr(why, path))
        pd_cli_warn("%s", why);
    else
        pd_cli_warn("cannot read '%s': %s", path, why);
}

static void print_json(const PdIngested *ingested) {
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "path", ingested->path);
    pd_json_member_string(&json, "result", result_name(ingested->result));
    pd_json_member_string(&json, "dialect", ingested->article->dialect);
    pd_json_member_string(&json, "title", ingested->article->title);
    pd_json_member_string(&json, "url", ingested->article->url);
    pd_json_member_int(&json, "figures", (int64_t)ingested->article->n_figures);
    pd_json_member_int(&json, "local_images", (int64_t)ingested->n_renditions);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static void tell_done(const PdIngested *ingested, void *user) {
    const Telling *telling = user;
    if (telling->is_json)
        print_json(ingested);
}

static void print_text(const PdIngestCount *count) {
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(
        line, "%" PRIu64 " articles: %" PRIu64 " new, %" PRIu64 " updated, %" PRIu64 " unchanged; %" PRIu64 " figures",
        count->added + count->updated + count->unchanged, count->added, count->updated, count->unchanged, count->figures);
    if (count->renditions)
        g_string_append_printf(line, ", %" PRIu64 " local images", count->renditions);
    if (count->unreadable)
        g_string_append_printf(line, "; %" PRIu64 " unreadable", count->unreadable);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static int ingest(const PdInvocation *invocation, char **paths, int n_jobs, const char *media_root, bool is_json) {
    pd_signal_watch();
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, n_jobs, g_strv_length(paths), true);
    if (!readers)
        return pd_cli_ending_at_start();
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_WRITE);
    if (!catalog)
        return pd_cli_ending_at_start();
    g_autoptr(GError) error = NULL;
    Telling telling = {.is_json = is_json};
    PdIngestOptions options = {
        .media_root = media_root, .readers = readers, .tell = tell, .done = tell_done, .user = &telling};
    PdIngestCount count = {0};
    bool is_done = pd_desk_ingest(catalog, (const char *const *)paths, &options, &count, &error);
    if (!is_json)
        print_text(&count);
    pd_cli_tell_left_out(catalog);
    if (is_done)
        return pd_cli_finish(count.unreadable ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
    pd_cli_warn("%s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL, *files_from = NULL, *media_root = NULL;
    gboolean is_null = FALSE;
    int n_jobs = 0;
    const GOptionEntry entries[] = {
        {"media-root", 'm', 0, G_OPTION_ARG_FILENAME, &media_root, "folder where addresses like /images/a.jpg lie", "DIR"},
        PD_CLI_JOBS(&n_jobs),
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"},
        {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &files_from,
         "read the articles' names from FILE, or - for standard input", "FILE"},
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
        return pd_cli_usage_error(self, "name an article to ingest");
    return ingest(invocation, paths, n_jobs, media_root, is_json);
}

const PdCommand pd_command_ingest = {
    .name = "ingest",
    .summary = "Read articles and keep their figures",
    .synopsis = "[OPTION…] FILE…",
    .help =
        "An article is known by its canonical address, else by its path: ingested again it is updated, not doubled, and "
        "its\n"
        "figures keep what people decided about them. Local image files that a page refers to are kept as the published\n"
        "copies of its figures; they are looked for below the page's folder, or below --media-root, and nowhere else.\n\n"
        "Examples:\n"
        "  picdesk ingest article.html story.txt\n"
        "  picdesk ingest --format json --files-from list.txt\n",
    .reads_credits = true,
    .run = run,
};
