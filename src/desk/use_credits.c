/* What figure and image of a use say of their credits, parsed (desk/uses.h). */
#include "desk/credit_of.h"
#include "desk/uses.h"
#include "picdesk/grammar.h"

/* From here on a stretch of caption is taken for a credit that somebody meant as one. */
static const double SURE_SPAN = 0.5;

static PdCredit *credit_in(const char *caption) {
    PdCreditSpan span;
    if (!caption || !pd_credit_find(caption, &span) || span.sure < SURE_SPAN)
        return NULL;
    g_autofree char *line = g_strndup(caption + span.line, span.line_end - span.line);
    return pd_credit_parse(line, NULL, pd_limits_default());
}

void pd_desk_use_credits_init(PdUseCredits *credits, PdUse *use) {
    *credits = (PdUseCredits){0};
    if (use->figure && use->figure->credit)
        credits->printed = pd_credit_parse(use->figure->credit, NULL, pd_limits_default());
    else if (use->figure)
        credits->printed = credit_in(use->figure->caption);
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    if (merged) {
        credits->embedded = pd_desk_credit_of(merged);
        credits->in_caption = credit_in(pd_merged_text(merged, PD_FIELD_CAPTION));
    }
    use->printed = credits->printed;
    use->embedded = credits->embedded;
    use->in_caption = credits->in_caption;
}

void pd_desk_use_credits_done(PdUseCredits *credits) {
    pd_credit_free(credits->printed);
    pd_credit_free(credits->embedded);
    pd_credit_free(credits->in_caption);
    *credits = (PdUseCredits){0};
}
