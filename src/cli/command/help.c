/* picdesk help: the overview, or a command's page; made from the tables. */
#include "cli/command.h"

static int show_overview(void) {
    g_autoptr(GString) page =
        g_string_new("picdesk [--catalog ADDRESS] COMMAND …\n\n"
                     "Who made each picture, who must be credited, what it shows, and may we use it.\n\n");
    for (const PdCommand *const *row = pd_commands; *row; row++)
        g_string_append_printf(page, "  %-10s %s\n", (*row)->name, (*row)->summary);
    g_string_append(page, "\nFirst try: picdesk check DIR, with a folder that holds an article and its pictures.\n"
                          "'picdesk COMMAND --help' shows a command's options and examples.\n");
    pd_cli_print(page->str);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    int exit_code;
    if (!pd_cli_options(self, NULL, &argc, &argv, &exit_code))
        return exit_code;
    if (argc < 2)
        return show_overview();
    const PdCommand *command = pd_command_find(argv[1]);
    if (!command)
        return pd_cli_usage_error(self, "no command '%s'", argv[1]);
    char *page[] = {argv[1], (char *)"--help", NULL};
    return command->run(invocation, command, 2, page);
}

const PdCommand pd_command_help = {
    .name = "help",
    .summary = "Show this overview, or the page of one command",
    .synopsis = "[COMMAND]",
    .help = "Examples:\n  picdesk help\n  picdesk help scan\n",
    .run = run,
};
