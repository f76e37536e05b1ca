/* caption-reused: two pictures of one article bear the same words. */
#include "check/rule.h"
#include "codec/text.h"

enum { LONG_CAPTION = 40 };

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdFigure *figure = use->figure;
    if (!use->article || !pd_check_is_shown(use) || !figure->caption || !figure->url ||
        g_utf8_strlen(figure->caption, -1) <= LONG_CAPTION)
        return;
    for (size_t i = 0; i < use->article->n_figures; i++) {
        const PdFigure *other = &use->article->figures[i];
        if (other->position >= figure->position || other->kind != PD_FIGURE_IMAGE || other->role == PD_ROLE_META ||
            !other->caption || !other->url || pd_check_is_same_picture(figure, other) ||
            !pd_text_same(figure->caption, other->caption))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "figure %u is another picture with the same caption",
                                          other->position);
        finding->field = g_strdup("caption");
        finding->found = g_strdup(figure->caption);
        finding->evidence = g_strdup_printf("page figure %u, %s", other->position, other->cue);
        finding->suggestion = g_strdup("make sure that the caption describes this picture");
        return;
    }
}

const PdRule pd_rule_caption_reused = {
    .id = "caption-reused",
    .group = "agreement",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "editorial practice",
    .summary = "Two different pictures of an article have the same long caption",
    .help = "Captions of more than 40 characters are compared; the later figure is reported.\n\n"
            "Reported:     two addresses, both \"Workers carry solar panels over the new bridge of Varde\"\n"
            "Not reported: the same picture shown twice\n",
    .is_overridable = true,
    .run = run,
};
