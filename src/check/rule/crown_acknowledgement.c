/* crown-acknowledgement: the crown's picture without the words it asks for. */
#include "check/cc.h"

static void run(PdCheck *check) {
    static const char *const WORDING[] = {" crown copyright ", " open government licence ", " open government license ",
                                          " ogl ", " public sector information "};
    const PdUse *use = check->use;
    g_autofree char *evidence = NULL;
    const char *text = pd_check_is_shown(use) ? pd_check_crown(check, &evidence) : NULL;
    if (!text || pd_check_page_says(use, WORDING, G_N_ELEMENTS(WORDING)))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "crown copyright is not acknowledged");
    finding->field = g_strdup("credit");
    finding->found = pd_check_is_printed(use) ? g_strdup(use->printed->line) : NULL;
    finding->expected = g_strdup("Contains public sector information licensed under the Open Government Licence v3.0.");
    finding->evidence = g_steal_pointer(&evidence);
    finding->suggestion = g_strdup("print the acknowledgement, or \"Crown copyright\" with the year");
}

const PdRule pd_rule_crown_acknowledgement = {
    .id = "crown-acknowledgement",
    .group = "rights",
    .severity = PD_SEVERITY_WARNING,
    .standard = "Open Government Licence v3.0: attribution",
    .summary = "A picture under crown copyright or the Open Government Licence is not acknowledged as such",
    .help = "The licence asks for the provider's statement, else for a standard sentence.\n\n"
            "Fails:  notice \"Crown copyright 2021\", credit \"MoD\"\n"
            "Passes: credit \"MoD/Crown copyright 2021\"\n",
    .is_overridable = true,
    .run = run,
};
