/* picdesk policy: validates the house's policy file. */
#include <string.h>

#include "cli/command.h"
#include "desk/house.h"

static int check_policy(const char *file) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    g_autoptr(PdPolicy) policy = pd_desk_policy(file, NULL, &path, &error);
    if (!policy) {
        pd_cli_warn("%s", error->message);
        return PD_EXIT_FAILED;
    }
    if (!path) {
        pd_cli_warn("there is no picdesk.conf here, above, or among the user's settings: the built-in policy holds");
        return PD_EXIT_CLEAN;
    }
    g_autofree char *line = g_strdup_printf("'%s' is sound\n", path);
    pd_cli_print(line);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    (void)invocation;
    int exit_code;
    if (!pd_cli_options(self, NULL, &argc, &argv, &exit_code))
        return exit_code;
    if (argc < 2 || strcmp(argv[1], "check") != 0)
        return pd_cli_usage_error(self, argc < 2 ? "what is to be done? 'check'" : "there is only 'check', no '%s'",
                                  argv[1]);
    if (argc > 3)
        return pd_cli_usage_error(self, "one file at a time, '%s' is too much", argv[3]);
    return check_policy(argc == 3 ? argv[2] : NULL);
}

const PdCommand pd_command_policy = {
    .name = "policy",
    .summary = "Validate the house's policy, picdesk.conf",
    .synopsis = "check [FILE]",
    .help = "Without FILE: the picdesk.conf of this folder or the nearest above it, else that of the user's settings. A "
            "wrong line\n"
            "is told with its number, and the exit code is 2.\n\n"
            "  [house]     names, time-zone, territory, media\n"
            "  [check]     fail-on, require, lead-days, archive-days, file-days, min-side, protect\n"
            "  [severity]  RULE = error, warning, notice, info or off\n\n"
            "Lists are separated by ';'. What each key means stands in the manual page, section THE POLICY.\n\n"
            "Examples:\n"
            "  picdesk policy check\n"
            "  picdesk policy check samples/story/picdesk.conf\n",
    .run = run,
};
