/* picdesk forget: erases a person or a root for good. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "codec/text.h"
#include "desk/forget.h"
#include "host/file.h"
#include "host/terminal.h"

typedef struct {
    const PdCommand *self;
    bool is_root;
    const char *target;
    const char *who;
    gboolean is_dry, is_sure;
} Asked;

static void print_count(int64_t n, const char *what, bool is_dry) {
    g_autofree char *line = g_strdup_printf("%s%" PRId64 " %s\n", is_dry ? "would erase " : "erased ", n, what);
    if (n > 0)
        pd_cli_print(line);
}

static void print_counts(const Asked *asked, const PdForgetCount *count) {
    const struct {
        int64_t n;
        const char *what;
    } ROWS[] = {
        {count->n_files, "files of the root (the files themselves stay)"},
        {count->n_images, "images that lie nowhere else"},
        {count->n_articles, "articles below it"},
        {count->n_records, asked->is_root ? "records" : "records (rewritten without the name)"},
        {count->n_texts, "other texts (rewritten without the name)"},
        {count->n_rows, asked->is_root ? "rows that hang on them: records, decisions, corrections, rights"
                                       : "rows about the person alone, with their history"},
    };
    bool is_nothing = true;
    for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        print_count(ROWS[i].n, ROWS[i].what, asked->is_dry);
        is_nothing = is_nothing && ROWS[i].n == 0;
    }
    if (is_nothing)
        pd_cli_print(asked->is_dry ? "nothing to erase\n" : "nothing was there to erase; it is remembered to be left out\n");
    if (count->n_paths > 0)
        pd_cli_warn("forget: %" PRId64
                    " names of files or addresses hold the name and stay: rename the files and scan again",
                    count->n_paths);
}

/* Whether the user says yes. Without a terminal only --yes does. */
static bool may_go_on(const Asked *asked) {
    if (asked->is_dry || asked->is_sure)
        return true;
    if (!pd_terminal_is_typed()) {
        pd_cli_warn("forget: this cannot be taken back; try --dry-run, then say --yes");
        return false;
    }
    char answer[16] = "";
    g_autofree char *safe = pd_text_printable(asked->target);
    fprintf(stderr, "Erase %s '%s' from the catalogue for good? This cannot be taken back. [y/N] ",
            asked->is_root ? "the root" : "the person", safe);
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    return g_ascii_tolower(answer[0]) == 'y';
}

static int forget(const Asked *asked, const PdInvocation *invocation) {
    g_autofree char *path = asked->is_root ? pd_host_absolute(asked->target) : NULL;
    if (!may_go_on(asked))
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    PdForgetCount count;
    if (!pd_desk_forget(catalog, asked->is_root, path ? path : asked->target, asked->is_dry,
                        asked->who ? asked->who : g_get_user_name(), &count, &error)) {
        pd_cli_warn("forget: %s", error->message);
        return pd_cli_finish(pd_cli_ending(error));
    }
    print_counts(asked, &count);
    if (!asked->is_dry)
        pd_cli_warn("forget: copies of the catalogue, and the files themselves, still hold what they held");
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    Asked asked = {.self = self};
    g_autofree char *who = NULL;
    const GOptionEntry entries[] = {
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &asked.is_dry, "count what would be erased, erase nothing", NULL},
        {"yes", 'y', 0, G_OPTION_ARG_NONE, &asked.is_sure, "do not ask", NULL},
        {"who", 0, 0, G_OPTION_ARG_STRING, &who, "who does it, if not you", "NAME"},
        {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 3 || (strcmp(argv[1], "person") != 0 && strcmp(argv[1], "root") != 0))
        return pd_cli_usage_error(self, "it is called as 'forget person NAME' or 'forget root PATH'");
    asked.is_root = strcmp(argv[1], "root") == 0;
    asked.target = argv[2];
    asked.who = who;
    return forget(&asked, invocation);
}

const PdCommand pd_command_forget = {
    .name = "forget",
    .summary = "Erase a person or a root from the catalogue, for good",
    .synopsis = "[OPTION…] person NAME | root PATH",
    .help =
        "'person' takes a name out of every text of the catalogue with its history: records of images, old ones too,\n"
        "articles, figures, corrections, rights and their changes; in any case, with or without accents, also with the "
        "last\n"
        "name first. A name in a credit becomes '-', elsewhere '[...]'. Other spellings of the person are forgotten by\n"
        "further calls. 'root' takes a tree with its files out, the images that lie nowhere else with all decisions and\n"
        "rights on them, and the articles below it.\n\n"
        "The catalogue is written anew, so that nothing is left in its file or log. Only a keyed hash stays, so that a "
        "later\n"
        "scan leaves the name out, and says so. Your files, and copies of the catalogue, are not touched.\n\n"
        "Examples:\n"
        "  picdesk forget person 'Jane Roe' --dry-run\n"
        "  picdesk forget person 'Jane Roe'\n"
        "  picdesk forget root /media/card-1 --yes\n",
    .reads_credits = true,
    .run = run,
};
