/* instruction-leak: what the supplier wrote for the desk stands before the readers. */
#include "check/rule.h"

static bool look_at(PdCheck *check, const char *key, const char *text) {
    if (!text)
        return false;
    g_autoptr(GArray) found = pd_restriction_parse(text, PD_RESTRICTION_IN_PROSE, NULL);
    for (guint i = 0; i < found->len; i++) {
        const PdRestriction *what = &g_array_index(found, PdRestriction, i);
        if (pd_restriction_is_fact(what->class))
            continue;
        bool is_embargo = what->class == PD_RESTRICTION_EMBARGO_UNTIL;
        PdFinding *finding = pd_check_add(check, is_embargo ? PD_SEVERITY_ERROR : check->rule->severity,
                                          "readers see the supplier's instructions in the %s", key);
        finding->field = g_strdup(key);
        finding->found = g_strndup(text + what->start, what->end - what->start);
        finding->evidence = pd_check_place(check->use);
        finding->suggestion = g_strdup("take the instructions out of the text");
        return true;
    }
    return false;
}

static void run(PdCheck *check) {
    const PdFigure *figure = check->use->figure;
    if (figure && !look_at(check, "caption", figure->caption))
        look_at(check, "alt_text", figure->alt);
}

const PdRule pd_rule_instruction_leak = {
    .id = "instruction-leak",
    .group = "restrictions",
    .severity = PD_SEVERITY_WARNING,
    .standard = "editorial practice",
    .summary = "Restriction text of the supplier stands in the page's caption or alternative text",
    .help = "Captions are copied out of files with all that hangs on them. An embargo in the page is an error.\n\n"
            "Fails:  alt=\"… RESTRICTED TO EDITORIAL USE - NO MARKETING NO ADVERTISING CAMPAIGNS\"\n"
            "Passes: alt=\"A man walks by the sea\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
