/* Times that rules compare. */
#ifndef PICDESK_CHECK_WHEN_H
#define PICDESK_CHECK_WHEN_H

#include "check/rule.h"

/* The instant of an ISO 8601 date or date and time, in the house's time zone where it states no offset; a date alone is its
 * first second. */
bool pd_check_instant(const PdPolicy *policy, const char *text, int64_t *out_s);
/* The same for the last second of a date without a time. */
bool pd_check_last_instant(const PdPolicy *policy, const char *text, int64_t *out_s);
/* A date without a year ("--05-08T00:01"): its first return after a moment; "T22:00" on the day of that moment. */
bool pd_check_next_instant(const PdPolicy *policy, const char *text, int64_t after_s, int64_t *out_s);
/* A moment and an ISO 8601 duration of one unit ("P14D", "PT48H") after it. */
bool pd_check_after(int64_t from_s, const char *duration, int64_t *out_s);
/* When the image was made, in the house's time zone. False when it does not say. */
bool pd_check_made_at(const PdCheck *check, int64_t *out_s);
/* When it was sent, else made. */
bool pd_check_sent_at(const PdCheck *check, int64_t *out_s);
/* "2024-05-08 00:01" in the house's time zone. (transfer full): g_free(). */
char *pd_check_when_text(const PdPolicy *policy, int64_t at_s);

#endif
