/* picdesk lexicon: which lexicons the grammar uses, and whether a file of the house's is sound. */
#include <string.h>

#include "cli/command.h"
#include "cli/house.h"
#include "codec/text.h"
#include "credit/lexicon.h"
#include "host/file.h"

enum { MAX_LEXICON_BYTES = 8 << 20 };

/* Prints one file's line and its problems; true when there are none. */
static bool report(const char *name, const char *place, const char *data, size_t len, bool with_problems) {
    PdLexiconCheck check;
    g_autoptr(GError) error = NULL;
    if (!pd_credit_lexicon_check(name, data, len, &check, &error)) {
        pd_cli_warn("%s: %s", place, error->message);
        return false;
    }
    g_autofree char *where = pd_text_printable(place);
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(out, "%-10s version %u, %zu rows  %s\n", name, check.version, check.rows, where);
    for (guint i = 0; with_problems && i < check.problems->len; i++) {
        g_autofree char *problem = pd_text_printable(check.problems->pdata[i]);
        g_string_append_printf(out, "  %s\n", problem);
    }
    pd_cli_print(out->str);
    bool is_good = check.problems->len == 0;
    pd_credit_lexicon_check_done(&check);
    return is_good;
}

/* A lexicon's name is its file's: ".../agencies.tsv". */
static char *name_of(const char *path) {
    g_autofree char *base = g_path_get_basename(path);
    return g_str_has_suffix(base, ".tsv") ? g_strndup(base, strlen(base) - 4) : g_strdup(base);
}

static bool report_file(const char *path, bool with_problems) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pd_host_read(path, MAX_LEXICON_BYTES, &error);
    if (!bytes) {
        pd_cli_warn("%s", error->message);
        return false;
    }
    g_autofree char *name = name_of(path);
    size_t len;
    const char *data = g_bytes_get_data(bytes, &len);
    return report(name, path, data, len, with_problems);
}

static bool report_own(bool with_problems) {
    size_t n;
    const PdLexiconFile *files = pd_credit_lexicon_files(&n);
    bool is_good = true;
    for (size_t i = 0; i < n; i++)
        is_good = report(files[i].name, "built in", files[i].data, files[i].len, with_problems) && is_good;
    for (size_t i = 0; i <= n; i++) {
        g_autofree char *path = pd_cli_house_lexicon(i < n ? files[i].name : "names");
        is_good = (!path || report_file(path, with_problems)) && is_good;
    }
    return is_good;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    (void)invocation;
    int exit_code;
    if (!pd_cli_options(self, NULL, &argc, &argv, &exit_code))
        return exit_code;
    bool is_check = argc > 1 && strcmp(argv[1], "check") == 0;
    if (argc > 1 && !is_check)
        return pd_cli_usage_error(self, "no '%s'; only 'check'", argv[1]);
    bool is_good = argc > 2 || report_own(is_check);
    for (int i = 2; i < argc; i++)
        is_good = report_file(argv[i], true) && is_good;
    return pd_cli_finish(is_good || !is_check ? PD_EXIT_CLEAN : PD_EXIT_FINDINGS);
}

const PdCommand pd_command_lexicon = {
    .name = "lexicon",
    .summary = "Show the lexicons of the credit grammar, or check files",
    .synopsis = "[check [FILE…]]",
    .help = "Without arguments: each lexicon with its version and rows, and the house's own (NAME.tsv in picdesk/lexicon of "
            "the XDG\n"
            "config directory; its rows go before the built-in ones). With check: their problems, line by line; exit 1 when "
            "there are\n"
            "any. A file is checked as what its name says.\n\n"
            "Examples:\n  picdesk lexicon\n  picdesk lexicon check\n  picdesk lexicon check agencies.tsv names.tsv\n",
    .run = run,
};
