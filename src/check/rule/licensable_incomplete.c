/* licensable-incomplete: the page's data offers a licence by halves. */
#include <string.h>

#include "check/data.h"

static bool is_address(const char *text) {
    return g_ascii_strncasecmp(text, "https://", 8) == 0 || g_ascii_strncasecmp(text, "http://", 7) == 0;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    g_autofree char *licence = pd_check_data(use, "license");
    g_autofree char *shop = pd_check_data(use, "acquireLicensePage");
    if (!licence && !shop)
        return;
    const char *odd = licence && !is_address(licence) ? licence : shop && !is_address(shop) ? shop : NULL;
    if (licence && shop && !odd)
        return;
    PdFinding *finding =
        odd ? pd_check_add(check, check->rule->severity, "a licence in the page's data is no absolute address")
            : pd_check_add(check, check->rule->severity, "the page's data states %s without %s",
                           licence ? "license" : "acquireLicensePage", licence ? "acquireLicensePage" : "license");
    finding->field = g_strdup("licence_url");
    finding->found = g_strdup(odd ? odd : licence ? licence : shop);
    finding->evidence = pd_check_data_place(use);
    finding->suggestion = g_strdup("state both, as addresses that begin with https://");
}

const PdRule pd_rule_licensable_incomplete = {
    .id = "licensable-incomplete",
    .group = "copy",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "Google licensable images (schema.org license, acquireLicensePage)",
    .summary = "The page's structured data offers a licence without saying where, or the reverse",
    .help = "Search engines call a picture licensable when both addresses are there.\n\n"
            "Reported:     license without acquireLicensePage; license \"/terms\"\n"
            "Not reported: both, as absolute addresses\n",
    .is_overridable = true,
    .run = run,
};
