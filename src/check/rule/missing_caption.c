/* missing-caption: nothing says what the picture shows. */
#include "check/rule.h"
#include "codec/text.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    bool is_looked_at = use->figure ? pd_check_is_shown(use) : use->image && use->image->record;
    bool is_captioned = (use->figure && !pd_text_is_blank(use->figure->caption)) ||
                        (use->image && use->image->merged && pd_merged_text(use->image->merged, PD_FIELD_CAPTION));
    if (!is_looked_at || is_captioned)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "neither %s a caption",
                                      use->figure ? "the page nor the file holds" : "the file nor a page holds");
    finding->field = g_strdup("caption");
    finding->evidence = pd_check_place(use);
    finding->suggestion = g_strdup("write what the picture shows: who, where, when");
}

const PdRule pd_rule_missing_caption = {
    .id = "missing-caption",
    .group = "presence",
    .severity = PD_SEVERITY_ERROR,
    .standard = "IPTC Photo Metadata: Description",
    .summary = "Neither the page nor the file says what the picture shows",
    .help = "A news picture without a caption can neither be checked nor found again.\n\n"
            "Fails:  a figure with a credit only, its file without a description\n"
            "Passes: \"A fisherman mends his net in the harbour of Varde on Monday\"\n",
    .run = run,
};
