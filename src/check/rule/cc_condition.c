/* cc-condition: the use breaks a condition of a Creative Commons licence. */
#include <string.h>

#include "check/cc.h"

static const double MOST_ASPECT_OFF = 0.02;

static bool is_composite(const PdCheck *check) {
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    const char *type = merged ? pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE) : NULL;
    return type && strstr(type, "omposite");
}

/* What is broken, and how grave that is; NULL for nothing. */
static const char *broken(const PdCheck *check, const PdCc *cc, PdSeverity *out_severity) {
    const PdUse *use = check->use;
    *out_severity = PD_SEVERITY_ERROR;
    if (cc->is_nc && (pd_check_is_commercial(check->policy) || pd_check_is_resale(check->policy)))
        return "the licence forbids commercial use (NC)";
    if (cc->is_nd && pd_check_aspect_off(use->image, use->rendition) > MOST_ASPECT_OFF)
        return "the licence forbids changes (ND), and the published copy is cropped";
    *out_severity = PD_SEVERITY_NOTICE;
    if (cc->is_sa && is_composite(check))
        return "what is made of it must be under the same licence (SA)";
    return NULL;
}

static void run(PdCheck *check) {
    PdCc cc;
    const char *text;
    g_autofree char *evidence = NULL;
    if (!pd_check_cc(check, &cc, &text, &evidence))
        return;
    PdSeverity severity;
    const char *what = broken(check, &cc, &severity);
    if (!what)
        return;
    PdFinding *finding = pd_check_add(check, severity, "%s", what);
    finding->field = g_strdup("licence_url");
    finding->found = g_strdup(text);
    finding->evidence = g_steal_pointer(&evidence);
    finding->suggestion = g_strdup(severity == PD_SEVERITY_NOTICE ? "name the licence for the whole composite"
                                                                  : "ask the author for a licence, or take another picture");
}

const PdRule pd_rule_cc_condition = {
    .id = "cc-condition",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "Creative Commons licences: NonCommercial, NoDerivatives, ShareAlike",
    .summary = "The use breaks a condition of the picture's Creative Commons licence",
    .help = "NC: the house's medium sells something. ND: the published copy has another shape than the original. SA: the "
            "picture\n"
            "is a composite; that is a notice.\n\n"
            "Fails:  CC BY-NC 4.0, media = advertorial\n"
            "Passes: CC BY-NC 4.0, media = web\n",
    .is_overridable = true,
    .run = run,
};
