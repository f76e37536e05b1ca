/* picdesk rebuild: fills derived tables anew. */
#include <inttypes.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "cli/progress.h"
#include "cli/readers.h"
#include "desk/match.h"
#include "host/signal.h"

static bool show(uint64_t done, uint64_t all, void *user) {
    PdProgress *progress = user;
    if (pd_progress_is_due(progress))
        pd_progress_show(progress, "%" PRIu64 " of %" PRIu64 " images …", done, all);
    return true;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    gboolean is_quiet = FALSE;
    const GOptionEntry entries[] = {{"quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, "show no progress", NULL},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (argc > 1)
        return pd_cli_usage_error(self, "it takes no operands, '%s' was given", argv[1]);
    pd_signal_watch();
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, 0, 0, false);
    if (!readers)
        return pd_cli_ending_at_start();
    g_autoptr(PdCatalog) catalog = pd_cli_open_existing(invocation);
    if (!catalog)
        return pd_cli_ending_at_start();
    g_autoptr(GError) error = NULL;
    PdProgress progress = pd_progress_start(!is_quiet);
    const PdMatchRun everything = {.readers = readers};
    PdMatchCount count;
    bool is_done =
        pd_catalog_rebuild(catalog, show, &progress, &error) && pd_desk_match(catalog, &everything, &count, &error);
    pd_progress_clear(&progress);
    if (is_done)
        return PD_EXIT_CLEAN;
    pd_cli_warn("%s", error->message);
    return pd_cli_ending(error);
}

const PdCommand pd_command_rebuild = {
    .name = "rebuild",
    .summary = "Fill the catalogue's derived tables anew",
    .synopsis = "[OPTION…]",
    .help =
        "Look-up words, parsed credits and pairs are derived from what was read; files, articles, records and people's\n"
        "decisions are facts and stay as they are. Figures and images are paired again. A rebuild that was ended goes on\n"
        "with the next command that writes.\n\n"
        "Example:\n"
        "  picdesk rebuild\n",
    .reads_credits = true,
    .run = run,
};
