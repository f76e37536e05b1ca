/* medium-excluded: not in the medium of this house. */
#include <string.h>

#include "check/rule.h"

/* What is said of the wider medium holds for the narrower. */
static const char *wider(const char *medium) {
    static const char *const WIDER[][2] = {{"magazine", "print"}, {"newspaper", "print"},      {"tabloid", "print"},
                                           {"books", "print"},    {"television", "broadcast"}, {"social-media", "web"},
                                           {"mobile", "web"},     {"newsletter", "web"}};
    for (size_t i = 0; i < G_N_ELEMENTS(WIDER); i++)
        if (strcmp(WIDER[i][0], medium) == 0)
            return WIDER[i][1];
    return NULL;
}

static bool covers(const char *list, const char *medium) {
    return pd_restriction_list_has(list, medium) || (wider(medium) && pd_restriction_list_has(list, wider(medium)));
}

static void run(PdCheck *check) {
    const char *medium = check->policy->media;
    for (guint i = 0; i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        bool is_out = demand->what.class == PD_RESTRICTION_MEDIUM_OUT,
             is_only = demand->what.class == PD_RESTRICTION_MEDIUM_ONLY;
        if ((!is_out && !is_only) || !demand->what.parameter || covers(demand->what.parameter, medium) != is_out)
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "not to be used in the medium %s", medium);
        pd_check_tell_demand(finding, demand);
        finding->suggestion = g_strdup("take another picture, or ask the supplier for the medium");
    }
}

const PdRule pd_rule_medium_excluded = {
    .id = "medium-excluded",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms; PLUS Media Constraints",
    .summary = "The supplier excludes the medium that this house publishes in",
    .help = "The house's medium stands in picdesk.conf, [house] media (web when nothing is said): web, newspaper, magazine, "
            "books,\n"
            "television, social-media … What is said of print holds for newspapers, magazines and books.\n\n"
            "Fails:  \"MAGS OUT\", medium magazine; \"PRINT ONLY\", medium web\n"
            "Passes: \"MAGS OUT\", medium web\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
