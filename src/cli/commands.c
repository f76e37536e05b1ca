/* The table of commands. */
#include <string.h>

#include "cli/command.h"

#define PD_ROW(name) extern const PdCommand pd_command_##name;
#include "cli/commands.def"
#undef PD_ROW

const PdCommand *const pd_commands[] = {
#define PD_ROW(name) &pd_command_##name,
#include "cli/commands.def"
#undef PD_ROW
    NULL,
};

const PdCommand *pd_command_find(const char *name) {
    for (const PdCommand *const *row = pd_commands; *row; row++)
        if (strcmp((*row)->name, name) == 0)
            return *row;
    return NULL;
}
