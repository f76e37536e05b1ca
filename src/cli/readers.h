/* The readers of a command: -j, --no-sandbox, --require-sandbox. */
#ifndef PICDESK_CLI_READERS_H
#define PICDESK_CLI_READERS_H

#include "cli/command.h"
#include "desk/readers.h"

/* What the option -j takes, for a GOptionEntry. */
#define PD_CLI_JOBS(variable)                                                                                               \
    { "jobs", 'j', 0, G_OPTION_ARG_INT, variable, "so many readers at once (default: one for each processor)", "N" }

/* Starts them; to be called before the catalogue is opened. n_jobs: of -j, 0 when not given; n_files: so many are known to
 * be read, 0 = unknown. NULL after telling stderr: the command exits with 2. (transfer full): pd_readers_free(). */
PdReaders *pd_cli_readers(const PdInvocation *invocation, int n_jobs, size_t n_files, bool reads_articles);

#endif
