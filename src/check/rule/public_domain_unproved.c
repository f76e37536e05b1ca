/* public-domain-unproved: called free of rights, and nothing shows why. */
#include <string.h>

#include "check/cc.h"

/* A year before this one may be that of a death or of a first publication. */
static bool has_old_year(const char *text) {
    for (const char *at = text; *at; at++)
        if ((at == text || !g_ascii_isdigit(at[-1])) && strspn(at, "0123456789") == 4 && *at == '1')
            return true;
    return false;
}

static bool is_proved(const PdCheck *check, const char *text) {
    static const PdField FIELDS[] = {PD_FIELD_LICENCE_URL, PD_FIELD_WEB_STATEMENT, PD_FIELD_TERMS, PD_FIELD_SOURCE};
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++)
        if (pd_merged_text(merged, FIELDS[i]))
            return true;
    const PdCredit *printed = check->use->printed;
    bool has_source = printed && printed->n_chain > 0;
    return has_source || strstr(text, "creativecommons.org/publicdomain") || has_old_year(text);
}

static void run(PdCheck *check) {
    g_autofree char *evidence = NULL;
    const char *text = pd_check_public_domain(check, &evidence);
    if (!text || is_proved(check, text))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "called public domain, and nothing shows why");
    finding->field = g_strdup("copyright");
    finding->found = g_strdup(text);
    finding->evidence = g_steal_pointer(&evidence);
    finding->suggestion = g_strdup("note the collection it comes from, or the year of death or first publication");
}

const PdRule pd_rule_public_domain_unproved = {
    .id = "public-domain-unproved",
    .group = "rights",
    .severity = PD_SEVERITY_WARNING,
    .standard = "due diligence; Creative Commons Public Domain Mark",
    .summary = "The picture is called public domain without year, source or mark",
    .help = "A year of death or publication, a source, or the address of a mark proves it as far as a file can.\n\n"
            "Fails:  \"Public domain\"\n"
            "Passes: \"Public domain, photographed in 1898\"; source \"Library of Congress\"\n",
    .is_overridable = true,
    .run = run,
};
