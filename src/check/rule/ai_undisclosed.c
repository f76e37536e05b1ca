/* ai-undisclosed: a machine made the picture, and the page does not say so. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

/* Terms of the IPTC Digital Source Type vocabulary that mean a generative model, at the end of their address. */
static const char *const TERMS[] = {"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic",
                                    "algorithmicMedia"};

static const char *made_by_machine(const PdMerged *merged, PdField *out_field) {
    const char *type = pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE);
    *out_field = PD_FIELD_DIGITAL_SOURCE_TYPE;
    for (size_t i = 0; type && i < G_N_ELEMENTS(TERMS); i++)
        if (g_str_has_suffix(type, TERMS[i]))
            return type;
    *out_field = PD_FIELD_AI_SYSTEM;
    return pd_merged_text(merged, PD_FIELD_AI_SYSTEM);
}

static bool says_so(const char *text) {
    static const char *const PHRASES[] = {" ai ",
                                          " ki ",
                                          " ia ",
                                          " artificial intelligence ",
                                          " kunstliche intelligenz ",
                                          " kunstlicher intelligenz ",
                                          " intelligence artificielle ",
                                          " inteligencia artificial ",
                                          " generated ",
                                          " computer generated ",
                                          " midjourney ",
                                          " dall e ",
                                          " stable diffusion ",
                                          " firefly ",
                                          " synthetic ",
                                          " ai generated "};
    g_autofree char *words = pd_text_words(text ? text : "");
    g_autofree char *padded = g_strconcat(" ", words, " ", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(PHRASES); i++)
        if (strstr(padded, PHRASES[i]))
            return true;
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    PdField field;
    const char *sign =
        pd_check_is_shown(use) && use->image && use->image->merged ? made_by_machine(use->image->merged, &field) : NULL;
    bool is_told = use->printed && (use->printed->flags & PD_CREDIT_AI || g_strcmp0(use->printed->role, "ai") == 0);
    if (!sign || is_told || says_so(use->figure->caption) || says_so(use->figure->credit))
        return;
    PdFinding *finding =
        pd_check_add(check, pd_check_pair_severity(check), "made by a machine, and the page does not say so");
    finding->field = g_strdup(pd_field_info(field)->key);
    finding->found = g_strdup(sign);
    finding->evidence = pd_check_field_at(use, field);
    finding->suggestion = g_strdup("say in caption or credit that the picture was made with artificial intelligence");
}

const PdRule pd_rule_ai_undisclosed = {
    .id = "ai-undisclosed",
    .group = "provenance",
    .severity = PD_SEVERITY_ERROR,
    .standard = "Regulation (EU) 2024/1689 Art. 50, from 2026-08-02; IPTC Digital Source Type",
    .summary = "The file says that a machine made the picture; the page does not",
    .help =
        "Read from the Digital Source Type and the field AI System Used. The caption or the credit must name artificial\n"
        "intelligence, in English, German, French or Spanish, or the generator.\n\n"
        "Fails:  Digital Source Type trainedAlgorithmicMedia, credit \"The Example Post\"\n"
        "Passes: \"Image generated with AI by The Example Post\"\n",
    .run = run,
};
