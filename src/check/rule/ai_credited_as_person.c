/* ai-credited-as-person: a program stands as creator, or a person alone for a picture that a machine made. */
#include <string.h>

#include "check/rule.h"
#include "credit/lexicon.h"

/* Longer "names" in several parts are prompts. */
enum { MOST_NAME_WORDS = 8, LEAST_COMMAS = 2 };

static bool is_generator(const char *name) {
    g_autofree char *key = pd_credit_key(name, strcspn(name, "0123456789("));
    const PdLexiconParty *party = pd_credit_lexicon_party(key);
    return party && party->traits & PD_TRAIT_AI;
}

static bool is_prompt(const char *name, const PdMerged *merged) {
    const char *prompt = merged ? pd_merged_text(merged, PD_FIELD_AI_PROMPT) : NULL;
    g_auto(GStrv) words = g_strsplit(name, " ", MOST_NAME_WORDS + 1);
    g_auto(GStrv) parts = g_strsplit(name, ",", LEAST_COMMAS + 1);
    bool is_list = g_strv_length(words) > MOST_NAME_WORDS && g_strv_length(parts) > LEAST_COMMAS;
    return is_list || (prompt && strcmp(prompt, name) == 0);
}

/* The creator field as it stands: the grammar takes programs out of the creators. */
static const char *odd_creator(const PdUse *use, const PdMerged *merged) {
    const PdSaid *said = merged ? pd_merged_chosen(merged, PD_FIELD_CREATORS) : NULL;
    for (size_t i = 0; said && i < said->n_items; i++)
        if (is_generator(said->items[i]->text) || is_prompt(said->items[i]->text, merged))
            return said->items[i]->text;
    for (size_t i = 0; use->printed && i < use->printed->n_creators; i++)
        if (is_generator(use->printed->creators[i]))
            return use->printed->creators[i];
    return NULL;
}

/* A person credited for a machine's picture, whose system nobody names. */
static const char *lone_person(const PdUse *use, const PdMerged *merged) {
    const char *type = merged ? pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE) : NULL;
    if (!type || !g_str_has_suffix(type, "rainedAlgorithmicMedia") || pd_merged_text(merged, PD_FIELD_AI_SYSTEM))
        return NULL;
    const PdCredit *credits[] = {use->printed, use->embedded};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        if (credits[i] && credits[i]->n_creators > 0 && !(credits[i]->flags & PD_CREDIT_AI))
            return credits[i]->creators[0];
    return NULL;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *odd = odd_creator(use, merged), *person = odd ? NULL : lone_person(use, merged);
    if (!odd && !person)
        return;
    PdFinding *finding = odd ? pd_check_add(check, check->rule->severity, "a program or its prompt stands as the creator")
                             : pd_check_add(check, check->rule->severity,
                                            "%s is credited for a machine's picture, and no system is named", person);
    finding->field = g_strdup(odd ? "creators" : "ai_system");
    finding->found = g_strdup(odd ? odd : person);
    finding->evidence = pd_check_field_at(use, odd ? PD_FIELD_CREATORS : PD_FIELD_DIGITAL_SOURCE_TYPE);
    if (!finding->evidence)
        finding->evidence = pd_check_place(use);
    finding->suggestion = g_strdup("name the system in AI System Used, the person in AI Prompt Writer Name");
}

const PdRule pd_rule_ai_credited_as_person = {
    .id = "ai-credited-as-person",
    .group = "provenance",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Photo Metadata 2025.1: AI System Used, AI Prompt Writer Name",
    .summary = "A generator stands as creator, or a person alone for a machine's picture",
    .help = "A creator is a person. The program and who wrote its prompt have fields of their own.\n\n"
            "Fails:  creator \"Midjourney\"\n"
            "Passes: creator \"Anna Alpha\", AI System Used \"Midjourney\"\n",
    .is_overridable = true,
    .run = run,
};
