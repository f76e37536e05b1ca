/* Until when an image may be used. */
#ifndef PICDESK_CHECK_ENDS_H
#define PICDESK_CHECK_ENDS_H

#include "check/rule.h"

/* Adds a PdEnd for each source that says so: the catalogue's licences and allow leases, the file's own dates, the time
 * limits of its instructions. */
void pd_check_find_ends(const PdCheck *check, GArray *out_ends);

#endif
