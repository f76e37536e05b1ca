/* ai-only-in-page: the page says that a machine made the picture; the file does not. */
#include <string.h>

#include "check/rule.h"

static bool is_told_by_page(const PdUse *use) {
    static const char *const PHRASES[] = {
        " ai generated ",  " ki generiert ",   " ki generiertes ",          " mit ki ",
        " genere par ia ", " generee par ia ", " generado con ia ",         " generata con ia ",
        " with ai ",       " by ai ",          " artificial intelligence ", " kunstlicher intelligenz "};
    return (use->printed && (use->printed->flags & PD_CREDIT_AI || g_strcmp0(use->printed->role, "ai") == 0)) ||
           pd_check_page_says(use, PHRASES, G_N_ELEMENTS(PHRASES));
}

static bool is_told_by_file(const PdMerged *merged) {
    const char *type = pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE);
    return (type && (strstr(type, "lgorithmicMedia") || strstr(type, "ompositeSynthetic"))) ||
           pd_merged_text(merged, PD_FIELD_AI_SYSTEM);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    if (!merged || !pd_check_is_shown(use) || !is_told_by_page(use) || is_told_by_file(merged))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the page says that a machine made it, the file does not");
    finding->field = g_strdup("digital_source_type");
    finding->found = g_strdup(pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE));
    finding->expected = g_strdup("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
    finding->evidence = pd_check_place(use);
    finding->suggestion = g_strdup("write the Digital Source Type into the file, so that it goes with the picture");
}

const PdRule pd_rule_ai_only_in_page = {
    .id = "ai-only-in-page",
    .group = "provenance",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "IPTC Digital Source Type",
    .summary = "The page says that a machine made the picture; the file does not",
    .help = "Words beside a picture are lost with the next use.\n\n"
            "Reported:     \"Bild erstellt mit KI\", no Digital Source Type\n"
            "Not reported: the same with Digital Source Type trainedAlgorithmicMedia\n",
    .is_overridable = true,
    .run = run,
};
