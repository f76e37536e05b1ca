/* missing-credit: nobody is credited, and nothing says who should be. */
#include <string.h>

#include "check/rule.h"

/* PLUS Credit Line Required CR-NRQ: no credit is owed. */
static bool is_owed(const PdUse *use) {
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *required = merged ? pd_merged_text(merged, PD_FIELD_CREDIT_REQUIRED) : NULL;
    return !required || !strstr(required, "CR-NRQ");
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_looked_at = use->figure ? pd_check_is_shown(use) : use->image && use->image->record;
    if (!is_looked_at || pd_check_is_printed(use) || pd_check_stated(check) || check->supplier || !is_owed(use))
        return;
    const char *line = use->embedded && use->embedded->line[0] ? use->embedded->line : NULL;
    if (!use->figure && line && use->embedded->flags & PD_CREDIT_PLACEHOLDER)
        return; /* placeholder-credit says it */
    PdFinding *finding;
    if (!use->figure)
        finding = pd_check_add(check, check->rule->severity, "the file credits nobody");
    else if (line)
        finding = pd_check_add(check, check->rule->severity, "no credit is printed, and the file's own names nobody");
    else if (use->image)
        finding = pd_check_add(check, check->rule->severity, "no credit is printed, and the file states none");
    else
        finding =
            pd_check_add(check, check->rule->severity, "no credit is printed, and no file is known that could tell it");
    finding->field = g_strdup("credit");
    finding->found = g_strdup(line);
    finding->evidence = line ? pd_check_stated_at(check) : pd_check_place(use);
    finding->suggestion =
        g_strdup(use->figure ? "ask where the picture came from, then print creator and agency with it"
                             : "ask where the picture came from, then write creator and credit line into it");
}

const PdRule pd_rule_missing_credit = {
    .id = "missing-credit",
    .group = "presence",
    .severity = PD_SEVERITY_ERROR,
    .standard = "IPTC Photo Metadata: Credit Line; moral right of attribution",
    .summary = "No credit is printed, and the file names nobody either",
    .help =
        "A picture without any credit cannot be published: nobody knows whose it is and what was agreed. The rule speaks\n"
        "where neither the page nor the file's credit, source, creator, caption, copyright notice nor a supplier's file\n"
        "name tells one.\n\n"
        "Fails:  a figure with the caption \"The new bridge\" and nothing else\n"
        "Passes: \"The new bridge. Photo: Niall Carson/PA\"\n",
    .run = run,
};
