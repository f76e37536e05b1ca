/* The exit code of a command that could not go on. */
#ifndef PICDESK_CLI_ENDING_H
#define PICDESK_CLI_ENDING_H

#include <glib.h>

/* 2; after a signal 128 and its number. The message is the caller's. */
int pd_cli_ending(const GError *error);
/* The same when the catalogue could not be opened, or no reader be had: that was told. */
int pd_cli_ending_at_start(void);

#endif
