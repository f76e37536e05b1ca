/* The program: global options, then the command's row. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/nearest.h"

static int print_version(void) {
    pd_cli_print("picdesk " PICDESK_VERSION "\n");
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int unknown_word(const char *word, const char *kind) {
    const char *near = pd_cli_nearest_command(word);
    if (near)
        pd_cli_warn("unknown %s '%s'; did you mean '%s'? See 'picdesk help'", kind, word, near);
    else
        pd_cli_warn("unknown %s '%s'; see 'picdesk help'", kind, word);
    return PD_EXIT_FAILED;
}

/* Reads the options before the command. Returns the index of the command's name, argc when there is none, or -1 when the
 * program is to end with *out_exit. */
static int global_options(int argc, char **argv, PdInvocation *invocation, int *out_exit) {
    int at = 1;
    for (; at < argc && argv[at][0] == '-' && argv[at][1]; at++) {
        const char *arg = argv[at];
        if (strcmp(arg, "--catalog") == 0 && at + 1 < argc) {
            invocation->catalog = argv[++at];
        } else if (g_str_has_prefix(arg, "--catalog=") && arg[10]) {
            invocation->catalog = arg + 10;
        } else if (strcmp(arg, "--version") == 0 || strcmp(arg, "-V") == 0) {
            *out_exit = print_version();
            return -1;
        } else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            return argc;
        } else {
            pd_cli_warn("%s '%s'; see 'picdesk help'", strcmp(arg, "--catalog") ? "unknown option" : "no address after",
                        arg);
            *out_exit = PD_EXIT_FAILED;
            return -1;
        }
    }
    return at;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8");
    PdInvocation invocation = {.program = "picdesk", .catalog = getenv("PICDESK_CATALOG")};
    if (invocation.catalog && !*invocation.catalog)
        invocation.catalog = NULL;
    int exit_code = PD_EXIT_CLEAN;
    int at = global_options(argc, argv, &invocation, &exit_code);
    if (at < 0)
        return exit_code;
    invocation.is_catalog_named = invocation.catalog != NULL;
    const char *name = at < argc ? argv[at] : "help";
    const PdCommand *command = pd_command_find(name);
    if (!command)
        return unknown_word(name, "command");
    char *only_name[] = {(char *)name, NULL};
    int rest = at < argc ? argc - at : 1;
    char **rest_argv = at < argc ? argv + at : only_name;
    exit_code = command->run(&invocation, command, rest, rest_argv);
    if (at >= argc && argc == 1)
        exit_code = PD_EXIT_FAILED; /* called with nothing: the overview was shown, nothing was done */
    return exit_code;
}
