/* picdesk backup: copies the catalogue safely. */
#include "cli/command.h"

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    gboolean replaces = FALSE;
    const GOptionEntry entries[] = {
        {"force", 0, 0, G_OPTION_ARG_NONE, &replaces, "replace the file, once the copy is whole", NULL}, {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 2)
        return pd_cli_usage_error(self, "name one file to copy to");
    g_autoptr(GError) error = NULL;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    if (pd_catalog_backup(catalog, argv[1], replaces, &error))
        return PD_EXIT_CLEAN;
    pd_cli_warn("%s", error->message);
    return PD_EXIT_FAILED;
}

const PdCommand pd_command_backup = {
    .name = "backup",
    .summary = "Copy the catalogue to a new file, safely while others write",
    .synopsis = "[--force] FILE",
    .help =
        "The copy is the catalogue as it is at one moment, checked, in one file that can be used as a catalogue itself.\n"
        "A file that is there already is left alone, unless --force is given. (A plain copy of a catalogue in use can miss "
        "what was last "
        "written.)\n\n"
        "Example:\n"
        "  picdesk backup /backup/catalog-2026-05-03.db\n",
    .run = run,
};
