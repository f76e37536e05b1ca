/* Findings that somebody answered for: suppressions and allow leases (section 5 of the rules). */
#ifndef PICDESK_CHECK_ANSWER_H
#define PICDESK_CHECK_ANSWER_H

#include "check/rule.h"

/* Writes into each finding who answered for it, where the catalogue keeps a current suppression, or a current allow lease
 * for a rule that one may lift. */
void pd_check_answer(PdCheck *check);

/* The suppressions about this use, whatever their rule and day. (transfer full): g_array_unref(), of const PdSuppression *.
 */
GArray *pd_check_suppressions(const PdCheck *check);
/* Whether the suppression has not ended. */
bool pd_check_is_current(const PdCheck *check, const PdSuppression *suppression);

#endif
