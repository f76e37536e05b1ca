/* ai-suspected: signs of a generator in a file that does not declare one. */
#include "check/rule.h"
#include "credit/lexicon.h"

static bool is_generator(const char *software) {
    g_autofree char *key = pd_credit_key(software, strcspn(software, "0123456789("));
    const PdLexiconParty *party = pd_credit_lexicon_party(key);
    return party && party->traits & PD_TRAIT_AI;
}

static void run(PdCheck *check) {
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    if (!merged || pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE))
        return;
    const char *software = pd_merged_text(merged, PD_FIELD_SOFTWARE);
    bool has_prompt = pd_merged_text(merged, PD_FIELD_AI_PROMPT) != NULL;
    if (!has_prompt && (!software || !is_generator(software)))
        return;
    PdField field = has_prompt ? PD_FIELD_AI_PROMPT : PD_FIELD_SOFTWARE;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the file bears signs of a picture generator, and declares none");
    finding->field = g_strdup(pd_field_info(field)->key);
    finding->found = g_strdup(pd_merged_text(merged, field));
    finding->evidence = pd_check_field_at(check->use, field);
    finding->suggestion = g_strdup("ask how it was made, and write the Digital Source Type into the file");
}

const PdRule pd_rule_ai_suspected = {
    .id = "ai-suspected",
    .group = "provenance",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Digital Source Type",
    .summary = "The file bears signs of a picture generator without declaring it",
    .help =
        "A prompt in the file, or a generator's name as its software, while no Digital Source Type says how it was made.\n\n"
        "Fails:  a PNG with a text chunk \"parameters\"\n"
        "Passes: the same with Digital Source Type trainedAlgorithmicMedia (ai-undisclosed looks at the page then)\n",
    .is_overridable = true,
    .run = run,
};
