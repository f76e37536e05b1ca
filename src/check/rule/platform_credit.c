/* platform-credit: where the picture was found is not whose it is. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_printed = pd_check_is_printed(use);
    const PdCredit *credit = is_printed ? use->printed : use->embedded;
    if (!credit || !(credit->flags & PD_CREDIT_PLATFORM))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "\"%s\" is where it was found, not whose it is", credit->line);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(credit->line);
    finding->evidence = is_printed ? pd_check_place(use) : pd_check_field_at(use, PD_FIELD_CREDIT);
    finding->expected = is_printed && pd_check_names_someone(use->embedded) ? pd_check_credit_text(use->embedded) : NULL;
    finding->suggestion =
        finding->expected
            ? g_strdup_printf("print \"%s\"", finding->expected)
            : g_strdup("find the person who made it, ask for permission, and name both: \"@name via Facebook\"");
}

const PdRule pd_rule_platform_credit = {
    .id = "platform-credit",
    .group = "quality",
    .severity = PD_SEVERITY_ERROR,
    .standard = "copyright: a platform is not the owner of what its users post",
    .summary = "The whole credit is a platform (Facebook, Internet, Screenshot …)",
    .help = "A platform may pass a picture on but hardly ever owns it; nobody gave permission yet.\n\n"
            "Fails:  \"Facebook\", \"Internet\", \"Screenshot\"\n"
            "Passes: \"@name via Facebook, used with permission\"\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
