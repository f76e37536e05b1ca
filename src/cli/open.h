/* Further ways to open the invocation's catalogue. */
#ifndef PICDESK_CLI_OPEN_H
#define PICDESK_CLI_OPEN_H

#include "cli/command.h"

/* To read; an empty one in memory when there is none yet. On failure tells stderr and returns NULL. */
PdCatalog *pd_cli_open_or_empty(const PdInvocation *invocation);
/* To write, when it is there already: a mistyped address makes no new catalogue. On failure tells stderr and returns NULL.
 */
PdCatalog *pd_cli_open_existing(const PdInvocation *invocation);

#endif
