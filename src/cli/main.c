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

/* The global options without a value. */
static bool take_flag(const char *argument, PdInvocation *invocation) {
    if (strcmp(argument, "--no-sandbox") == 0)
        invocation->is_unjailed = true;
    else if (strcmp(argument, "--require-sandbox") == 0)
        invocation->needs_jail = true;
    else
        return false;
    return true;
}

/* Takes the global options out of the arguments, wherever they stand before "--": people write them behind the command too.
 * Returns false after telling stderr. */
static bool take_global(int *argc, char **argv, PdInvocation *invocation) {
    int kept = 1, at = 1;
    for (; at < *argc && strcmp(argv[at], "--") != 0; at++) {
        if (take_flag(argv[at], invocation))
            continue;
        bool is_apart = strcmp(argv[at], "--catalog") == 0;
        if (!is_apart && !g_str_has_prefix(argv[at], "--catalog=")) {
            argv[kept++] = argv[at];
            continue;
        }
        const char *address = is_apart ? (at + 1 < *argc ? argv[++at] : "") : argv[at] + strlen("--catalog=");
        if (!*address) {
            pd_cli_warn("no address after '--catalog'; see 'picdesk help'");
            return false;
        }
        invocation->catalog = address;
    }
    while (at < *argc)
        argv[kept++] = argv[at++];
    argv[kept] = NULL;
    *argc = kept;
    if (!invocation->is_unjailed || !invocation->needs_jail)
        return true;
    pd_cli_warn("--no-sandbox and --require-sandbox do not go together");
    return false;
}

/* Reads the options before the command. Returns the index of the command's name, argc when there is none, or -1 when the
 * program is to end with *out_exit. */
static int global_options(int argc, char **argv, int *out_exit) {
    if (argc < 2 || argv[1][0] != '-' || !argv[1][1])
        return 1;
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return argc;
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        *out_exit = print_version();
        return -1;
    }
    pd_cli_warn("unknown option '%s'; see 'picdesk help'", argv[1]);
    *out_exit = PD_EXIT_FAILED;
    return -1;
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8");
    PdInvocation invocation = {.program = "picdesk", .catalog = getenv("PICDESK_CATALOG")};
    if (invocation.catalog && !*invocation.catalog)
        invocation.catalog = NULL;
    int exit_code = PD_EXIT_CLEAN;
    if (!take_global(&argc, argv, &invocation))
        return PD_EXIT_FAILED;
    int at = global_options(argc, argv, &exit_code);
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
