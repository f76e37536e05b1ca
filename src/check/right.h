/* By what right a picture is used, what that costs, and the rows of the catalogue's rights that concern it. */
#ifndef PICDESK_CHECK_RIGHT_H
#define PICDESK_CHECK_RIGHT_H

#include "check/rule.h"

/* Fills in parties, licence, category and cost of a check; frees them. */
void pd_check_rights_begin(PdCheck *check);
void pd_check_rights_end(PdCheck *check);

/* Whether the house keeps agreements in its catalogue. Where it keeps none, nothing is concluded from their absence. */
bool pd_check_keeps_rights(const PdCheck *check);
/* The rows of one kind that name the image or one of the parties. (transfer full): g_array_unref(), of uint32_t. */
GArray *pd_check_rows(const PdCheck *check, PdRightKind kind);
/* Whether a scope holds today, and covers the house's medium and territory (one that the house does not state counts as
 * covered). */
bool pd_check_is_in_force(const PdCheck *check, const PdRightScope *scope);
/* Where no licence covers the use today: the one that ended last (is_past), or the one that begins next. NULL for none. */
const PdLicence *pd_check_idle_licence(const PdCheck *check, bool is_past);
/* Fills in what a finding about a licence of the catalogue tells. day: its first or last. */
void pd_check_tell_licence(PdFinding *finding, const PdLicence *licence, const char *day);
/* The staff or contract person behind one of these names on the day the picture was made, else today; NULL for none. */
const PdStaff *pd_check_staff(const PdCheck *check, const PdCredit *credit);
/* The paid collection that the picture is of, NULL for none. */
const PdCollection *pd_check_paid_collection(const PdCheck *check);
/* The quota that is used up, NULL for none. */
const PdQuota *pd_check_spent_quota(const PdCheck *check);

#endif
