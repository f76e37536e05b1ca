/* The attribution check: rules that look at one use of an image, and the verdict.
 *
 * Rules are pure: a use, a policy and the time of the check in, findings out. Threads: uses may be checked by several
 * threads at once.
 */
#ifndef PICDESK_CHECK_H
#define PICDESK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/finding.h"
#include "picdesk/policy.h"

G_BEGIN_DECLS

typedef struct PdCheck PdCheck;

/* A row of the table of rules. Texts are constant and valid for ever. */
typedef struct PdRule {
    const char *id;    /* never reused */
    const char *group; /* "presence", "agreement", "quality", "restrictions", "rights", "provenance", "copy", "house" */
    PdSeverity severity;
    const char *standard; /* which standard, law or practice asks this */
    const char *summary;  /* one line: what is found */
    const char *help;     /* what it means, a failing and a passing example, what to do */
    bool is_fixable;      /* can be mended from what is known already */
    bool is_overridable;  /* a person may suppress it; otherwise only a corrected record helps */
    bool is_liftable;     /* a current allow lease lifts it */
    void (*run)(PdCheck *check);
} PdRule;

/* All rules in the order of their groups, NULL-terminated. (transfer none) */
const PdRule *const *pd_check_rules(void);
/* The rule with this id, NULL when there is none. (transfer none) */
const PdRule *pd_check_rule_find(const char *id);
/* Whether there is such a rule; for pd_policy_parse(). */
bool pd_check_is_rule(const char *id);

/* Runs every rule that the policy has not switched off over one use. now_s: the time of the check, unix seconds. Adds to
 * out_findings, an array of PdFinding from pd_check_findings_new(), the gravest first. Returns the verdict on this use:
 * blocked when an error was found, review for a warning, else clear. */
PdVerdict pd_check_use(const PdUse *use, const PdPolicy *policy, int64_t now_s, GArray *out_findings);

/* An empty array of PdFinding that clears its elements. (transfer full): g_array_unref(). */
GArray *pd_check_findings_new(void);

G_END_DECLS

#endif
