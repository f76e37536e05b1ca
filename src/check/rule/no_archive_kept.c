/* no-archive-kept: a picture that may not be archived is still on an old page. */
#include "check/rule.h"
#include "check/when.h"

enum { DAY_S = 86400 };

static void run(PdCheck *check) {
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_NO_ARCHIVE);
    const char *published = check->use->article ? check->use->article->published_at : NULL;
    int64_t published_s;
    if (!demand || !published || !pd_check_instant(check->policy, published, &published_s))
        return;
    int64_t days = (check->now_s - published_s) / DAY_S;
    if (days <= check->policy->archive_days)
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "may not be archived, and is on the page for %" G_GINT64_FORMAT " day%s",
                     days, days == 1 ? "" : "s");
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("take the picture out of the page");
}

const PdRule pd_rule_no_archive_kept = {
    .id = "no-archive-kept",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "wire terms: NO ARCHIVES",
    .summary = "A picture that may not be archived still stands on an old page",
    .help = "Old is more than [check] archive-days (30) after publication.\n\n"
            "Fails:  \"NO ARCHIVES\", published two months ago\n"
            "Passes: \"NO ARCHIVES\", published yesterday\n",
    .is_overridable = true,
    .run = run,
};
