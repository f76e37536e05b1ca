/* unreadable: a file that is damaged, cut, or not what its name says. */
#include <string.h>

#include "check/rule.h"

static const char *reason_of(const char *quarantine) {
    static const char *const REASONS[][2] = {
        {"unreadable", "the file cannot be read as a picture"},
        {"crash", "the reader crashed on this file"},
        {"timeout", "reading the file took too long"},
        {"limit", "reading the file took too much memory"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(REASONS); i++)
        if (strcmp(REASONS[i][0], quarantine) == 0)
            return REASONS[i][1];
    return REASONS[0][1];
}

static PdFinding *judge(PdCheck *check, const PdImage *image) {
    if (image->quarantine)
        return pd_check_add(check, check->rule->severity, "%s", reason_of(image->quarantine));
    if (!image->record)
        return NULL;
    if (image->record->signs & PD_SIGN_TRUNCATED)
        return pd_check_add(check, check->rule->severity, "the file ends before its picture does");
    if (image->record->signs & PD_SIGN_EXTENSION)
        return pd_check_add(check, PD_SEVERITY_WARNING, "the file is %s, but its name says otherwise",
                            pd_format_name(image->record->format));
    return NULL;
}

static void look_at(PdCheck *check, const PdImage *image) {
    PdFinding *finding = image ? judge(check, image) : NULL;
    if (!finding)
        return;
    finding->found = image->path ? pd_check_base_name(image->path) : NULL;
    if (image->record && image->record->n_problems > 0) {
        const PdProblem *problem = &image->record->problems[0];
        finding->evidence = problem->at == PD_AT_UNKNOWN ? g_strdup_printf("%s: %s", problem->block, problem->what)
                                                         : g_strdup_printf("%s at byte %" G_GUINT64_FORMAT ": %s",
                                                                           problem->block, problem->at, problem->what);
    }
    finding->suggestion = g_strdup("get the file anew from where it came from");
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    look_at(check, use->image);
    if (use->rendition && use->rendition != use->image && !(use->image && use->image->id == use->rendition->id))
        look_at(check, use->rendition);
}

const PdRule pd_rule_unreadable = {
    .id = "unreadable",
    .group = "copy",
    .severity = PD_SEVERITY_ERROR,
    .standard = "the format's own specification",
    .summary = "The file is damaged, cut, or of another format than its name says",
    .help =
        "A picture that cannot be read cannot be checked. Damage inside metadata blocks alone is a problem that 'inspect'\n"
        "lists, not this. A wrong file-name ending is a warning.\n\n"
        "Fails:  a JPEG that ends in the middle of its picture; a PNG named .jpg\n"
        "Passes: a whole file\n",
    .is_overridable = true,
    .run = run,
};
