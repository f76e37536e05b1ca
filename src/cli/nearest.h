/* The nearest known word to a mistyped one. */
#ifndef PICDESK_CLI_NEAREST_H
#define PICDESK_CLI_NEAREST_H

/* The command at most two edits away from the word, NULL when none is. (transfer none) */
const char *pd_cli_nearest_command(const char *word);

#endif
