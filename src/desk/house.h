/* The house: its policy file and the time of a check. */
#ifndef PICDESK_DESK_HOUSE_H
#define PICDESK_DESK_HOUSE_H

#include <stdbool.h>
#include <stdint.h>

#include "picdesk/policy.h"

/* Finds and reads the policy: file (nullable) if named, else picdesk.conf in the folder near (nullable: the working
 * directory; a file's path stands for its folder) or its nearest parent that has one, else in the XDG config directory,
 * else the policy of a house that said nothing. The message names the file and the line. (transfer full):
 * pd_policy_free(). out_path (nullable) gets the file's path, NULL when there is none: g_free(). */
PdPolicy *pd_desk_policy(const char *file, const char *near, char **out_path, GError **error);

/* The time of a check: text (nullable) "YYYY-MM-DD" or "YYYY-MM-DDThh:mm[:ss][offset]", in the policy's time zone where it
 * states no offset; NULL is the clock. Unix seconds. PD_ERROR_ARG. */
bool pd_desk_now(const PdPolicy *policy, const char *text, int64_t *out_now_s, GError **error);

#endif
