/* The policy: what this house demands (picdesk.conf, a key file). */
#ifndef PICDESK_POLICY_H
#define PICDESK_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "picdesk/finding.h"

G_BEGIN_DECLS

typedef struct PdPolicy {
    char **house_names; /* NULL-terminated, may be empty */
    char *time_zone;    /* IANA name, "UTC" by default */
    char *territory;    /* ISO 3166 code, (nullable) */
    char *media;        /* "web" by default */
    PdSeverity fail_on; /* PD_SEVERITY_ERROR by default */
    char **require;     /* field keys that every image must have */
    int lead_days, archive_days, file_days;
    int min_side;         /* pixels of the shorter side that a picture must have, 0 = any */
    char **protect;       /* parties or folders whose sources are protected */
    GHashTable *severity; /* rule id -> PdSeverity + 1 as pointer */
} PdPolicy;

/* The policy of a house that said nothing. (transfer full): pd_policy_free(). */
PdPolicy *pd_policy_new(void);
void pd_policy_free(PdPolicy *policy); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdPolicy, pd_policy_free)

/* Parses the text of a picdesk.conf: [house] names, time-zone, territory, media; [check] fail-on, require, lead-days,
 * archive-days, file-days, min-side, protect; [severity] rule-id = error|warning|notice|info|off. Lists are separated by
 * ';'. PD_ERROR_FORMAT with the line number for an unknown key or a bad value. Whether a rule id exists is for the caller:
 * is_rule (nullable) is asked. (transfer full): pd_policy_free(). */
PdPolicy *pd_policy_parse(const char *text, size_t len, bool (*is_rule)(const char *id), GError **error);

/* The severity a rule has in this house; usual: its own. PD_SEVERITY_OFF when it is switched off. */
PdSeverity pd_policy_severity(const PdPolicy *policy, const char *rule, PdSeverity usual);

G_END_DECLS

#endif
