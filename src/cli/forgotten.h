/* Telling that something was left out, or comes back, that was erased for good. */
#ifndef PICDESK_CLI_FORGOTTEN_H
#define PICDESK_CLI_FORGOTTEN_H

#include "catalog/catalog.h"

/* Says on standard error how many values were left out, when there were any. */
void pd_cli_tell_left_out(const PdCatalog *catalog);
/* Says so when a folder about to be scanned was a root that somebody erased, and lies in no other root. */
void pd_cli_tell_forgotten_root(PdCatalog *catalog, const char *path);

#endif
