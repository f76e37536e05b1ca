/* Inside the desk: a row of rights as it would be kept, and the frame of a step. */
#ifndef PICDESK_DESK_RIGHTS_DRAFT_H
#define PICDESK_DESK_RIGHTS_DRAFT_H

#include "desk/rights.h"

typedef struct {
    const PdRightsTable *table;
    int64_t id; /* of the row in force that it changes, or that says the same; 0: a new one */
    char *cells[PD_RIGHTS_COLUMNS_MAX];
} PdRightsDraft;

void pd_desk_right_draft_done(PdRightsDraft *draft);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PdRightsDraft, pd_desk_right_draft_done)

/* Fills in what was typed and looks at the row as a whole; draft->cells: what holds where nothing was typed. */
bool pd_desk_right_read(PdCatalog *catalog, PdRightsDraft *draft, const char *const *typed, GError **error);
/* The same for a row of a table: id (0 = not named) or its key names the row in force that it changes. */
bool pd_desk_right_draft(PdCatalog *catalog, const PdRightsTable *table, int64_t id, const char *const *typed,
                         PdRightsDraft *draft, GError **error);

bool pd_desk_rights_begin(PdRightsJob *job, GError **error);
/* Tells what the step changed and keeps it, when it is done and not dry. */
bool pd_desk_rights_finish(PdRightsJob *job, bool is_done, GError **error);

#endif
