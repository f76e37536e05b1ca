/* picdesk inspect: what picdesk reads from images and articles. */
#include <string.h>

#include "cli/command.h"
#include "cli/page.h"
#include "cli/readers.h"
#include "host/terminal.h"
#include "picdesk/error.h"
#include "report/present.h"

typedef struct {
    bool is_json;
    PdInspectOptions read;
    int n_jobs;
    unsigned n_columns;
} Options;

/* Whether the size cannot be told; of raw formats that are known by name only it is not asked. */
static bool is_unreadable(const PdRecord *record) {
    if (record->format == PD_FORMAT_XMP || (record->format == PD_FORMAT_RAW && record->n_problems == 0))
        return false;
    return record->width_px == 0 || record->height_px == 0;
}

static void show_failure(GString *page, const PdInspected *inspected, const Options *options) {
    const GError *error = inspected->error;
    if (options->is_json)
        pd_report_error_json(page, inspected->path, error->message, inspected->quarantine);
    bool is_named = g_error_matches(error, PD_ERROR, PD_ERROR_IO); /* its message names the file */
    pd_cli_warn("%s%s%s", is_named ? "" : inspected->path, is_named ? "" : ": ", error->message);
}

static bool show_image(GString *page, const PdInspected *inspected, const Options *options) {
    if (options->is_json)
        pd_report_image_json(page, inspected->path, inspected->record, inspected->merged, options->read.wants_all);
    else
        pd_cli_page(page, inspected, options->read.wants_all, options->n_columns);
    if (!is_unreadable(inspected->record))
        return true;
    pd_cli_warn("%s: %s", inspected->path, pd_report_image_error(inspected->record));
    return false;
}

/* Returns whether it could be read. */
static bool show_one(GString *page, const PdInspected *inspected, const Options *options) {
    bool is_read = !inspected->error;
    if (inspected->error)
        show_failure(page, inspected, options);
    else if (inspected->record)
        is_read = show_image(page, inspected, options);
    else if (options->is_json)
        pd_report_article_json(page, inspected->path, inspected->article);
    else
        pd_cli_page(page, inspected, false, options->n_columns);
    if (options->is_json)
        g_string_append_c(page, '\n');
    return is_read;
}

typedef struct {
    const Options *options;
    GString *page;
    bool is_unread; /* one of the files */
} Telling;

static bool on_inspected(const PdInspected *inspected, void *user) {
    Telling *telling = user;
    g_string_truncate(telling->page, 0);
    if (!show_one(telling->page, inspected, telling->options))
        telling->is_unread = true;
    return pd_cli_print(telling->page->str);
}

/* The converters of old charsets take a while to open, and pictures need none. */
static bool may_be_articles(char **paths) {
    for (; *paths; paths++)
        if (!pd_desk_is_image_name(*paths))
            return true;
    return false;
}

static int inspect_all(const PdInvocation *invocation, char **paths, const Options *options) {
    g_autoptr(GString) page = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    Telling telling = {.options = options, .page = page};
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, options->n_jobs, g_strv_length(paths), may_be_articles(paths));
    if (!readers)
        return PD_EXIT_FAILED;
    if (!pd_desk_inspect(readers, (const char *const *)paths, &options->read, on_inspected, &telling, &error)) {
        pd_cli_warn("%s", error->message);
        return pd_cli_finish(PD_EXIT_FAILED);
    }
    return pd_cli_finish(telling.is_unread ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL, *files_from = NULL;
    gboolean wants_all = FALSE, with_sidecars = FALSE, is_null_separated = FALSE;
    int n_jobs = 0;
    const GOptionEntry entries[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text (default) or json, one object a line", "FORMAT"},
        {"all", 'a', 0, G_OPTION_ARG_NONE, &wants_all, "show every property found, known or not", NULL},
        {"sidecars", 0, 0, G_OPTION_ARG_NONE, &with_sidecars, "read NAME.xmp and NAME.EXT.xmp beside an image", NULL},
        PD_CLI_JOBS(&n_jobs),
        {"files-from", 0, 0, G_OPTION_ARG_FILENAME, &files_from, "read paths from FILE, one a line ('-': standard input)",
         "FILE"},
        {"null", '0', 0, G_OPTION_ARG_NONE, &is_null_separated, "paths of --files-from end in NUL", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    Options options = {is_json, {wants_all, with_sidecars}, n_jobs, pd_terminal_columns()};
    g_auto(GStrv) paths = pd_cli_paths(argc, argv, files_from, is_null_separated);
    if (!paths)
        return PD_EXIT_FAILED;
    if (!*paths)
        return pd_cli_usage_error(self, "no file named");
    return inspect_all(invocation, paths, &options);
}

const PdCommand pd_command_inspect = {
    .name = "inspect",
    .summary = "Show what picdesk reads from images and articles",
    .synopsis = "[OPTION…] FILE…",
    .help = "Images are told by their content, not by their name; an XMP file alone is read as a sidecar. Each value\n"
            "stands with the standard it came from; fields whose standards disagree are marked '!' and show what each\n"
            "says. --all adds other languages, further blocks and the properties that picdesk has no field for.\n\n"
            "Precedence: camera, moment and place: EXIF, XMP, IPTC. All others: XMP, IPTC, EXIF, PNG text; where\n"
            "Photoshop's digest says that the IPTC block was edited after the XMP: IPTC, XMP, EXIF, PNG text, but XMP\n"
            "where the IPTC value is only the XMP value cut short.\n\n"
            "Exit status: 0 read; 1 a file whose format or size cannot be told; 2 wrong usage.\n\n"
            "Examples:\n  picdesk inspect photo.jpg\n  picdesk inspect --format json *.jpg > records.jsonl\n",
    .reads_credits = true,
    .run = run,
};
