/* The exit code of a command that could not go on. */
#ifndef PICDESK_CLI_ENDING_H
#define PICDESK_CLI_ENDING_H

#include <glib.h>

/* 2; after a signal 128 and its number. The message is the caller's. */
int pd_cli_ending(const GError *error);

#endif
