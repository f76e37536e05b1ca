/* lead-image-uncredited: the main picture bears no credit, although the same picture does elsewhere on the page. */
#include "check/rule.h"
#include "codec/text.h"

static const PdFigure *credited_twin(const PdUse *use) {
    for (size_t i = 0; use->article && i < use->article->n_figures; i++) {
        const PdFigure *other = &use->article->figures[i];
        if (other->position != use->figure->position && !pd_text_is_blank(other->credit) &&
            pd_check_is_same_picture(other, use->figure))
            return other;
    }
    return NULL;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_lead = use->figure && use->figure->kind == PD_FIGURE_IMAGE &&
                   (use->figure->role == PD_ROLE_LEAD || use->figure->role == PD_ROLE_META);
    const PdFigure *twin = is_lead && !pd_check_is_printed(use) ? credited_twin(use) : NULL;
    if (!twin)
        return;
    bool is_shown = use->figure->role == PD_ROLE_LEAD;
    PdFinding *finding = pd_check_add(check, is_shown ? check->rule->severity : PD_SEVERITY_NOTICE,
                                      "%s bears no credit, and figure %u, the same picture, does",
                                      is_shown ? "the main picture" : "the picture for other sites", twin->position);
    finding->field = g_strdup("credit");
    finding->expected = g_strdup(twin->credit);
    finding->evidence = g_strdup_printf("page figure %u, %s", twin->position, twin->cue);
    finding->suggestion = g_strdup_printf("print \"%s\" with the main picture too", twin->credit);
}

const PdRule pd_rule_lead_image_uncredited = {
    .id = "lead-image-uncredited",
    .group = "presence",
    .severity = PD_SEVERITY_ERROR,
    .standard = "moral right of attribution; a known fault of page templates",
    .summary = "The main picture bears no credit, although the same picture does further down",
    .help =
        "Page templates often drop the credit of the picture at the top. Pictures are the same when their addresses are,\n"
        "scheme, query and a size in the file name apart. A picture that the page only hands to other sites (og:image) is "
        "a\n"
        "notice: it is shown without words.\n\n"
        "Fails:  lead harbour-1200x800.jpg without credit, inline harbour-600x400.jpg \"Niall Carson/PA\"\n"
        "Passes: both credited\n",
    .is_overridable = true,
    .run = run,
};
