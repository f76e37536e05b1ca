/* context-only: given for one story, and used again in another. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdDemand *demand = pd_check_demand(check, PD_RESTRICTION_CONTEXT_ONLY);
    const PdCheckLookups *lookups = &check->context->lookups;
    PdOtherUses others;
    if (!demand || !use->article || !use->image || !lookups->other_uses ||
        !lookups->other_uses(lookups->user, use, &others) || !others.first_title)
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity,
                     "given for one context only, and used before with another article, \"%s\"", others.first_title);
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("make sure that this article is about the same thing, or take another picture");
}

const PdRule pd_rule_context_only = {
    .id = "context-only",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "wire terms (AP, dpa): only in connection with this story",
    .summary = "A picture given for one story is used again with another",
    .help = "The text restricts the picture to one context, and the catalogue knows an earlier use with another article.\n\n"
            "Fails:  \"IN CONNECTION WITH THIS STORY ONLY\", used with two articles\n"
            "Passes: the same, used with one\n",
    .is_overridable = true,
    .run = run,
};
