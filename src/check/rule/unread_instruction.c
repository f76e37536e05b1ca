/* unread-instruction: special instructions that no phrase of the lexicon explains. */
#include <string.h>

#include "check/rule.h"

static bool is_explained(const PdCheck *check, PdField field) {
    for (guint i = 0; i < check->demands->len; i++)
        if (g_array_index(check->demands, PdDemand, i).value->field == field)
            return true;
    return false;
}

/* Facebook leaves a number in the field. */
static bool is_machine_mark(const char *text) {
    return g_str_has_prefix(text, "FBMD") && strspn(text + 4, "0123456789abcdef") == strlen(text + 4);
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    const char *text = image && image->merged ? pd_merged_text(image->merged, PD_FIELD_INSTRUCTIONS) : NULL;
    if (!text || is_machine_mark(text) || is_explained(check, PD_FIELD_INSTRUCTIONS))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the supplier left instructions that a person must read");
    finding->field = g_strdup("instructions");
    finding->found = g_strdup(text);
    finding->evidence = pd_check_field_at(check->use, PD_FIELD_INSTRUCTIONS);
    finding->suggestion = g_strdup("read them");
}

const PdRule pd_rule_unread_instruction = {
    .id = "unread-instruction",
    .group = "restrictions",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "IPTC Photo Metadata: Instructions",
    .summary = "The file holds instructions that picdesk does not understand",
    .help = "They are printed, so that a person reads them.\n\n"
            "Reported:     \"Check with desk\"\n"
            "Not reported: \"NO ARCHIVES\", which the rules judge\n",
    .is_overridable = true,
    .run = run,
};
