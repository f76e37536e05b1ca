/* What figure and image of a use say of their credits, parsed (desk/uses.h). */
#include <string.h>

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

/* "… of the west tower (Karel Sova/Harbour Authority)": a bracket at a printed caption's end that names two sides of a
 * slash. In doubt it was meant as a credit: to call a credited picture uncredited is the worse mistake. */
static PdCredit *credit_in_last_bracket(const char *caption) {
    static const double LIKE_A_CREDIT = 0.25;
    size_t len = caption ? strlen(caption) : 0;
    while (len > 0 && strchr(" .", caption[len - 1]))
        len--;
    const char *open = len > 0 && caption[len - 1] == ')' ? g_strrstr_len(caption, (gssize)len, "(") : NULL;
    if (!open || !memchr(open, '/', (size_t)(caption + len - open)))
        return NULL;
    g_autofree char *line = g_strndup(open + 1, (size_t)(caption + len - open) - 2);
    return pd_credit_likeness(line) >= LIKE_A_CREDIT ? pd_credit_parse(line, NULL, pd_limits_default()) : NULL;
}

static PdCredit *printed_credit(const PdFigure *figure) {
    if (figure->credit)
        return pd_credit_parse(figure->credit, NULL, pd_limits_default());
    PdCredit *credit = credit_in(figure->caption);
    return credit ? credit : credit_in_last_bracket(figure->caption);
}

void pd_desk_use_credits_init(PdUseCredits *credits, PdUse *use) {
    *credits = (PdUseCredits){0};
    if (use->figure)
        credits->printed = printed_credit(use->figure);
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
