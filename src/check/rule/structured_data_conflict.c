/* structured-data-conflict: the page tells machines another credit than it tells people. */
#include <string.h>

#include "check/data.h"
#include "codec/text.h"

/* Whether what data states may be what is printed: a common party or creator, or one text within the other. */
static bool agrees(const PdUse *use, const char *text) {
    g_autoptr(PdCredit) stated = pd_credit_parse(text, NULL, pd_limits_default());
    if (pd_check_parties_meet(stated, use->printed) || pd_check_creators_meet(stated, use->printed))
        return true;
    g_autofree char *said = pd_text_words(text), *printed = pd_text_words(use->printed->line);
    return strstr(printed, said) || strstr(said, printed);
}

static void run(PdCheck *check) {
    static const char *const PROPERTIES[] = {"creditText", "creator"};
    const PdUse *use = check->use;
    if (!use->figure || !use->figure->data || !pd_check_names_someone(use->printed))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(PROPERTIES); i++) {
        g_autofree char *text = pd_check_data(use, PROPERTIES[i]);
        if (!text || agrees(use, text))
            continue;
        PdFinding *finding =
            pd_check_add(check, check->rule->severity, "%s in the page's data is not what is printed", PROPERTIES[i]);
        finding->field = g_strdup("credit");
        finding->found = g_steal_pointer(&text);
        finding->expected = g_strdup(use->printed->line);
        finding->evidence = pd_check_data_place(use);
        finding->suggestion = g_strdup("find out which of the two is right; let both come from one place");
        return;
    }
}

const PdRule pd_rule_structured_data_conflict = {
    .id = "structured-data-conflict",
    .group = "copy",
    .severity = PD_SEVERITY_WARNING,
    .standard = "Google image metadata (schema.org ImageObject)",
    .summary = "The page's structured data credits somebody else than the page prints",
    .help = "creditText and creator of the picture's ImageObject are compared with the printed credit; a common agency or\n"
            "creator is enough.\n\n"
            "Fails:  creditText \"Reuters\", printed \"AFP\"\n"
            "Passes: creditText \"AFP\", printed \"Anna Alpha/AFP\"\n",
    .is_overridable = true,
    .run = run,
};
