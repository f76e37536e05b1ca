/* picdesk inspect: what picdesk reads from images and articles. */
#include <string.h>

#include "cli/command.h"
#include "cli/readers.h"
#include "codec/damage.h"
#include "codec/text.h"
#include "desk/inspect.h"
#include "picdesk/error.h"
#include "report/present.h"

enum { COLUMN = 24 };

typedef struct {
    bool is_json;
    PdInspectOptions read;
    int n_jobs;
} Options;

/* ---- the page of an image ---- */

static void append_row(GString *page, const char *label, const char *text, const char *note) {
    g_autofree char *safe = pd_text_printable(text);
    g_string_append_printf(page, "  %-*s %s%s%s%s\n", COLUMN, label, safe, *note ? "  [" : "", note, *note ? "]" : "");
}

static char *said_text(const PdSaid *said) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < said->n_items; i++) {
        const PdValue *value = said->items[i];
        g_string_append_printf(out, "%s%s", i ? "; " : "", value->text);
        if (value->uri && strcmp(value->uri, value->text) != 0)
            g_string_append_printf(out, " <%s>", value->uri);
    }
    g_autofree char *text = g_string_free(out, FALSE);
    return pd_text_tidy(text);
}

/* Origins that say the same are told together. */
typedef struct {
    char *text;
    GString *origins;
} Word;

static void clear_word(gpointer data) {
    Word *word = data;
    g_free(word->text);
    g_string_free(word->origins, TRUE);
}

static void note_word(GArray *words, const PdSaid *said) {
    g_autofree char *text = said_text(said);
    g_autofree char *mended = NULL, *origin = g_strconcat(pd_origin_name(said->origin), said->is_cut ? " (cut short)" : "",
                                                          pd_text_damage(text, &mended) ? " (damaged)" : "", NULL);
    for (guint i = 0; i < words->len; i++) {
        const Word *word = &g_array_index(words, Word, i);
        if (strcmp(word->text, text) == 0) {
            g_string_append_printf(word->origins, ", %s", origin);
            return;
        }
    }
    Word word = {g_steal_pointer(&text), g_string_new(origin)};
    g_array_append_val(words, word);
}

static void append_field(GString *page, const PdMerged *merged, PdField field) {
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    bool has_conflict = n > 1 && pd_merged_has_conflict(merged, field);
    g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(Word));
    g_array_set_clear_func(words, clear_word);
    for (size_t i = 0; i < n; i++)
        note_word(words, said[i]);
    for (guint i = 0; i < (has_conflict ? words->len : MIN(words->len, 1)); i++) {
        const Word *word = &g_array_index(words, Word, i);
        g_autofree char *label = g_strconcat(has_conflict ? "! " : "  ", i ? "" : pd_field_info(field)->label, NULL);
        append_row(page, label, word->text, word->origins->str);
    }
}

static void append_other(GString *page, const PdRecord *record) {
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (pd_field_info(value->field))
            continue;
        g_autofree char *label = g_strconcat("  ", value->property, NULL);
        append_row(page, label, value->text, pd_origin_name(value->origin));
    }
}

static void append_problems(GString *page, const PdProblem *problems, size_t n) {
    for (size_t i = 0; i < n; i++) {
        g_autofree char *place =
            problems[i].at == PD_AT_UNKNOWN
                ? g_strdup(problems[i].block)
                : g_strdup_printf("%s, byte %" G_GUINT64_FORMAT, problems[i].block, (guint64)problems[i].at);
        append_row(page, "? problem", problems[i].what, place);
    }
}

static void append_image(GString *page, const char *path, const PdInspected *inspected, const Options *options) {
    const PdRecord *record = inspected->record;
    g_autofree char *safe = pd_text_printable(path);
    g_autofree char *size =
        record->width_px ? g_strdup_printf(", %u x %u pixels", record->width_px, record->height_px) : NULL;
    g_string_append_printf(page, "%s\n  %-*s %s%s\n", safe, COLUMN, "  Image", pd_format_name(record->format),
                           size ? size : "");
    for (PdField field = 1; field < PD_N_FIELDS; field++)
        append_field(page, inspected->merged, field);
    if (options->read.wants_all)
        append_other(page, record);
    append_problems(page, record->problems, record->n_problems);
    g_string_append_c(page, '\n');
}

/* ---- the page of an article ---- */

static void append_nullable(GString *page, const char *label, const char *text, const char *note) {
    if (text)
        append_row(page, label, text, note);
}

static void append_figure(GString *page, const PdFigure *figure) {
    g_autofree char *label = g_strdup_printf("%u  %s", figure->position, pd_figure_kind_name(figure->kind));
    g_autofree char *note = g_strdup_printf("%s, by %s", pd_figure_role_name(figure->role), figure->cue);
    append_row(page, label, figure->caption ? figure->caption : "(no caption)", note);
    append_row(page, "  Credit Line", figure->credit ? figure->credit : "(none)", "");
    append_nullable(page, "  Address", figure->url, "");
    append_nullable(page, "  Alt Text", figure->alt, "");
}

static void append_article(GString *page, const char *path, const PdArticle *article) {
    g_autofree char *safe = pd_text_printable(path);
    g_string_append_printf(page, "%s\n", safe);
    append_nullable(page, "  Article", article->title ? article->title : "(no title)", article->dialect);
    append_nullable(page, "  Address", article->url, "");
    append_nullable(page, "  Published", article->published_at, "");
    append_nullable(page, "  Language", article->language, "");
    for (size_t i = 0; i < article->n_figures; i++)
        append_figure(page, &article->figures[i]);
    if (article->n_figures == 0)
        append_row(page, "  Figures", "none", "");
    append_problems(page, article->problems, article->n_problems);
    g_string_append_c(page, '\n');
}

/* ---- one file ---- */

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
        append_image(page, inspected->path, inspected, options);
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
        append_article(page, inspected->path, inspected->article);
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
    Options options = {is_json, {wants_all, with_sidecars}, n_jobs};
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
    .help = "Images are told by their content, not by their name; an XMP file alone is read as a sidecar. Each value stands "
            "with the standard it came from;\n"
            "fields whose standards disagree are marked '!' and show what each says.\n\n"
            "Precedence: camera, moment and place: EXIF, XMP, IPTC. All others: XMP, IPTC, EXIF, PNG text; where\n"
            "Photoshop's digest says that the IPTC block was edited after the XMP: IPTC, XMP, EXIF, PNG text, but XMP\n"
            "where the IPTC value is only the XMP value cut short.\n\n"
            "Exit status: 0 read; 1 a file whose format or size cannot be told; 2 wrong usage.\n\n"
            "Examples:\n  picdesk inspect photo.jpg\n  picdesk inspect --format json *.jpg > records.jsonl\n",
    .reads_credits = true,
    .run = run,
};
