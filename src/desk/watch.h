/* Watching: scans folders, and then what changes in them, until a signal ends it. */
#ifndef PICDESK_DESK_WATCH_H
#define PICDESK_DESK_WATCH_H

#include "desk/scan.h"

/* What one round did: the first one scans everything. */
typedef void (*PdRoundFunc)(const PdScanCount *count, void *user);

/* Scans the folders (NULL-terminated) and keeps the catalogue current with them: each round looks only at the folders whose
 * entries changed, and at new ones. options: enter and folders are set by this. Never returns true: PD_ERROR_CANCELLED after
 * a signal, with all rounds before it kept; PD_ERROR_IO when folders cannot be opened or watched; PD_ERROR_STORE. */
bool pd_desk_watch(PdCatalog *catalog, const char *const *folders, const PdScanOptions *options, PdRoundFunc on_round,
                   void *user, GError **error);

#endif
