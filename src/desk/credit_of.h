/* The credit that an image's own metadata states. */
#ifndef PICDESK_DESK_CREDIT_OF_H
#define PICDESK_DESK_CREDIT_OF_H

#include "picdesk/credit.h"
#include "picdesk/merge.h"

/* Parses the merged Credit Line, else Source, with the creators beside it. NULL when none of them is there.
 * (transfer full): pd_credit_free(). */
PdCredit *pd_desk_credit_of(const PdMerged *merged);

#endif
