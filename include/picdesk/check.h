/* The attribution check: rules that look at one use of an image, and the verdict.
 *
 * Rules are pure: a use, policy, rights and the time of the check in, findings out. Threads: uses may be checked by several
 * threads at once, each with lookups of its own.
 */
#ifndef PICDESK_CHECK_H
#define PICDESK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "picdesk/finding.h"
#include "picdesk/policy.h"
#include "picdesk/rights.h"

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

/* Where else an image stands. */
typedef struct {
    uint64_t n_others;       /* further figures, and uses entered by hand */
    const char *first_title; /* (nullable) of the article that used it before this one: title, else path */
} PdOtherUses;

/* How unlike two pictures are. */
typedef struct {
    double aspect_off; /* 0.1: the shapes differ by a tenth */
    unsigned distance; /* 0 … 64: bits that differ between their difference hashes */
    bool is_mirrored;  /* the second fits the first only when flipped */
} PdUnlikeness;

/* What a rule may ask beyond its use; asked only by rules that need it. Each function (nullable), and returns false when it
 * does not know. Results are borrowed until the next call. */
typedef struct {
    void *user;
    /* Other images of the catalogue with the same pixels or the same supplier's number. */
    bool (*kin)(void *user, const PdImage *image, const PdImage *const **out, size_t *out_n);
    bool (*other_uses)(void *user, const PdUse *use, PdOtherUses *out);
    /* copy (nullable): NULL compares the image with its own embedded thumbnail. */
    bool (*compare)(void *user, const PdImage *image, const PdImage *copy, PdUnlikeness *out);
} PdCheckLookups;

/* What uses are checked against. Borrowed. */
typedef struct {
    const PdPolicy *policy;
    const PdRights *rights; /* (nullable) what the catalogue keeps of rights */
    int64_t now_s;          /* the time of the check, unix seconds */
    PdCheckLookups lookups;
} PdCheckContext;

typedef struct {
    PdVerdict verdict;
    PdCost cost;
    const char *category; /* (nullable) as in PdUse; constant */
} PdCheckResult;

/* Runs every rule that the policy has not switched off over one use. Adds to out_findings, an array of PdFinding from
 * pd_check_findings_new(), the gravest first, those that a suppression or a lease answers for last. The verdict is blocked
 * when an error is left, review for a warning, else clear. */
PdCheckResult pd_check_use(const PdUse *use, const PdCheckContext *context, GArray *out_findings);

/* Until when the use's image may be used, by each source that says so: licences and allow leases of the catalogue, dates of
 * the file, time limits of its instructions. Adds to out_ends, an array of PdEnd, whose texts are borrowed from image and
 * rights. */
void pd_check_ends(const PdUse *use, const PdCheckContext *context, GArray *out_ends);

/* An empty array of PdFinding that clears its elements. (transfer full): g_array_unref(). */
GArray *pd_check_findings_new(void);

G_END_DECLS

#endif
