/* caption-embeds-credit: the caption repeats the credit that stands beside it. */
#include "check/rule.h"
#include "codec/text.h"

static const double SURE_SPAN = 0.5;

static void run(PdCheck *check) {
    const PdFigure *figure = check->use->figure;
    PdCreditSpan span;
    if (!figure || !figure->caption || pd_text_is_blank(figure->credit) || !check->use->printed ||
        !pd_credit_find(figure->caption, &span) || span.sure < SURE_SPAN)
        return;
    g_autofree char *line = g_strndup(figure->caption + span.line, span.line_end - span.line);
    g_autoptr(PdCredit) repeated = pd_credit_parse(line, NULL, pd_limits_default());
    if (!pd_check_parties_meet(repeated, check->use->printed) && !pd_check_creators_meet(repeated, check->use->printed))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the caption repeats the credit");
    finding->field = g_strdup("caption");
    finding->found = g_strndup(figure->caption + span.start, span.end - span.start);
    finding->expected = g_strndup(figure->caption, span.start);
    g_strchomp(finding->expected);
    finding->evidence = pd_check_place(check->use);
    finding->suggestion = g_strdup("leave the credit out of the caption");
}

const PdRule pd_rule_caption_embeds_credit = {
    .id = "caption-embeds-credit",
    .group = "agreement",
    .severity = PD_SEVERITY_INFO,
    .standard = "house style",
    .summary = "The printed caption repeats the credit that is printed beside it",
    .help = "Agencies send captions that end in their credit; pages print both.\n\n"
            "Reported:     caption \"The harbour (Photo by Ian Gavan/Getty Images)\", credit \"Getty Images\"\n"
            "Not reported: caption \"The harbour\", credit \"Getty Images\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
