/* picdesk backup: copies the catalogue safely. */
#include "cli/command.h"

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    int exit_code;
    if (!pd_cli_options(self, NULL, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 2)
        return pd_cli_usage_error(self, "name one file to copy to");
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    if (pd_catalog_backup(catalog, argv[1], &error))
        return PD_EXIT_CLEAN;
    pd_cli_warn("%s", error->message);
    return PD_EXIT_FAILED;
}

const PdCommand pd_command_backup = {
    .name = "backup",
    .summary = "Copy the catalogue to a new file, safely while others write",
    .synopsis = "FILE",
    .help =
        "The copy is the catalogue as it is at one moment, checked, in one file that can be used as a catalogue itself.\n"
        "A file that is there already is left alone. (A plain copy of a catalogue in use can miss what was last "
        "written.)\n\n"
        "Example:\n"
        "  picdesk backup /backup/catalog-2026-05-03.db\n",
    .run = run,
};
