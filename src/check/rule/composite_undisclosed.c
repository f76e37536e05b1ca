/* composite-undisclosed: put together from several pictures, and the page does not say so. */
#include <string.h>

#include "check/rule.h"

/* IPTC Digital Source Type: "composite", "compositeCapture"; those with a machine's part belong to ai-undisclosed. */
static bool is_composite(const char *type) {
    return type && strstr(type, "omposite") && !strstr(type, "lgorithmic") && !g_str_has_suffix(type, "ompositeSynthetic");
}

static void run(PdCheck *check) {
    static const char *const WORDS[] = {" composite ",    " montage ",    " fotomontage ",      " bildmontage ",
                                        " photomontage ", " collage ",    " combination ",      " combined ",
                                        " kombo ",        " combo ",      " fotomontaje ",      " fotomontaggio ",
                                        " montaje ",      " bearbeitet ", " multiple exposure "};
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *type = merged ? pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE) : NULL;
    if (!pd_check_is_shown(use) || !is_composite(type) || pd_check_page_says(use, WORDS, G_N_ELEMENTS(WORDS)))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "put together from several pictures, and the page does not say so");
    finding->field = g_strdup("digital_source_type");
    finding->found = g_strdup(type);
    finding->evidence = pd_check_field_at(use, PD_FIELD_DIGITAL_SOURCE_TYPE);
    finding->suggestion = g_strdup("call it a composite or montage in caption or credit");
}

const PdRule pd_rule_composite_undisclosed = {
    .id = "composite-undisclosed",
    .group = "provenance",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Digital Source Type; press codes",
    .summary = "The file says that the picture is a composite; the page does not",
    .help = "Caption, credit or alternative text must say so, in English, German, French, Spanish or Italian.\n\n"
            "Fails:  Digital Source Type compositeCapture, caption \"The eclipse over Varde\"\n"
            "Passes: \"The eclipse over Varde (composite of nine pictures)\"\n",
    .is_overridable = true,
    .run = run,
};
