/* restricted-use: restrictions that only a person can judge. */
#include "check/rule.h"

/* What other rules judge, or what does not concern a publisher who does not sell the picture on. */
static bool is_judged_elsewhere(PdRestrictionClass class) {
    static const PdRestrictionClass CLASSES[] = {
        PD_RESTRICTION_EDITORIAL_ONLY, PD_RESTRICTION_MANDATORY_CREDIT, PD_RESTRICTION_TERRITORY_OUT,
        PD_RESTRICTION_TERRITORY_ONLY, PD_RESTRICTION_MEDIUM_OUT,       PD_RESTRICTION_MEDIUM_ONLY,
        PD_RESTRICTION_NO_SALES_IN,    PD_RESTRICTION_NO_SALES,         PD_RESTRICTION_NO_RESALE,
        PD_RESTRICTION_NO_ARCHIVE,     PD_RESTRICTION_EXPIRES_AFTER,    PD_RESTRICTION_EMBARGO_UNTIL,
        PD_RESTRICTION_NO_COMMERCIAL,  PD_RESTRICTION_NO_MARKETING,     PD_RESTRICTION_NO_ADVERTISING,
        PD_RESTRICTION_EXCLUSIVE};
    for (size_t i = 0; i < G_N_ELEMENTS(CLASSES); i++)
        if (CLASSES[i] == class)
            return true;
    return pd_restriction_is_fact(class);
}

/* "SOLELY TO ILLUSTRATE NEWS REPORTING": what a newsroom does; in commercial matter editorial-in-commercial speaks. */
static bool is_about_news(const PdRestriction *what) {
    return what->class == PD_RESTRICTION_CONTEXT_ONLY && g_strcmp0(what->parameter, "news") == 0;
}

/* What a rule before this one has found to be broken already. */
static bool is_told(const PdCheck *check, PdRestrictionClass class) {
    switch (class) {
    case PD_RESTRICTION_CONTEXT_ONLY:
        return pd_check_has_found(check, "context-only");
    case PD_RESTRICTION_ONE_TIME_USE:
        return pd_check_has_found(check, "time-limit-passed");
    case PD_RESTRICTION_NO_ALTERATION:
    case PD_RESTRICTION_NO_CROP:
    case PD_RESTRICTION_KEEP_LOGO:
        return pd_check_has_found(check, "alteration-forbidden");
    default:
        return false;
    }
}

static void run(PdCheck *check) {
    g_autoptr(GString) about = g_string_new(NULL);
    const PdDemand *first = NULL;
    for (guint i = 0; i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        if (is_judged_elsewhere(demand->what.class) || is_about_news(&demand->what) || is_told(check, demand->what.class))
            continue;
        const char *parameter = demand->what.parameter;
        g_string_append_printf(about, "%s%s%s%s%s", about->len ? "; " : "", pd_restriction_about(demand->what.class),
                               parameter ? " (" : "", parameter ? parameter : "", parameter ? ")" : "");
        first = first ? first : demand;
    }
    if (!first)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "restricted: %s", about->str);
    pd_check_tell_demand(finding, first);
    finding->suggestion = g_strdup("read the supplier's terms and decide");
}

const PdRule pd_rule_restricted_use = {
    .id = "restricted-use",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "wire terms; PLUS constraints",
    .summary = "The supplier restricts the use in a way that only a person can judge",
    .help = "One use only, only with this story, not to be altered or cropped, permission of somebody, clients named or "
            "left out:\n"
            "picdesk tells what the text says, a person decides.\n\n"
            "Fails:  \"ONE TIME USE ONLY\"\n"
            "Passes: \"EDITORIAL USE ONLY\" in a news page\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
