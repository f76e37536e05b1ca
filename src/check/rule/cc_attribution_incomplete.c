/* cc-attribution-incomplete: a Creative Commons picture without the author or the licence beside it. */
#include <string.h>

#include "check/rule.h"

/* The licence's name or address; NULL when there is none that asks for attribution (CC0 and the public domain do not). */
static const char *cc_licence(const PdCheck *check, PdField *out_field) {
    static const PdField FIELDS[] = {PD_FIELD_LICENCE_URL, PD_FIELD_WEB_STATEMENT, PD_FIELD_RIGHTS_USAGE_TERMS,
                                     PD_FIELD_COPYRIGHT};
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++) {
        const char *text = pd_merged_text(merged, FIELDS[i]);
        *out_field = FIELDS[i];
        if (text && (strstr(text, "creativecommons.org/licenses/by") || strstr(text, "CC BY") || strstr(text, "CC-BY")))
            return text;
    }
    return NULL;
}

static bool names_licence(const PdUse *use) {
    const char *texts[] = {use->figure->credit, use->figure->caption};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (texts[i] && (strstr(texts[i], "CC BY") || strstr(texts[i], "CC-BY") ||
                         strstr(texts[i], "creativecommons.org/licenses") || strstr(texts[i], "Creative Commons")))
            return true;
    return use->printed && use->printed->licence;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    PdField field;
    const char *licence = pd_check_is_shown(use) ? cc_licence(check, &field) : NULL;
    if (!licence)
        return;
    bool has_author = pd_check_names_someone(use->printed), has_licence = names_licence(use);
    if (has_author && has_licence)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the licence asks for %s beside the picture",
                                      has_author    ? "its own name and address"
                                      : has_licence ? "the author's name"
                                                    : "the author's name and its own");
    g_autofree char *author = pd_check_wanted(check);
    finding->field = g_strdup("licence_url");
    finding->found = pd_check_is_printed(use) ? g_strdup(use->printed->line) : NULL;
    finding->expected = g_strdup_printf("%s%s%s", author ? author : "", author ? ", " : "", licence);
    finding->evidence = pd_check_field_at(use, field);
    finding->suggestion = g_strdup_printf("print \"%s\" and link to picture and licence", finding->expected);
}

const PdRule pd_rule_cc_attribution_incomplete = {
    .id = "cc-attribution-incomplete",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "Creative Commons licences, section 3(a): author, source, licence with version",
    .summary = "A Creative Commons picture stands without its author or its licence",
    .help = "Who uses such a picture without attribution has no licence at all.\n\n"
            "Fails:  \"CC BY\", \"A. Smith\"\n"
            "Passes: \"Blue Car by A. Smith, CC BY 2.0\"\n",
    .run = run,
};
