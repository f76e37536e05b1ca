/* all-rights-reserved: somebody keeps all rights, and no agency, licence or commission stands beside it. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

static const char *reserved(const PdMerged *merged, PdField *out_field) {
    static const PdField FIELDS[] = {PD_FIELD_COPYRIGHT, PD_FIELD_RIGHTS_USAGE_TERMS};
    static const char *const PHRASES[] = {"all rights reserved", "alle rechte vorbehalten", "tous droits reserves",
                                          "todos los derechos reservados"};
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        const char *text = pd_merged_text(merged, FIELDS[i]);
        g_autofree char *words = pd_text_words(text ? text : "");
        *out_field = FIELDS[i];
        for (size_t k = 0; k < G_N_ELEMENTS(PHRASES); k++)
            if (strstr(words, PHRASES[k]))
                return text;
    }
    return NULL;
}

static bool is_known_party(const PdCheck *check, const PdCredit *credit) {
    for (size_t i = 0; credit && i < credit->n_agencies; i++)
        if (credit->agencies[i].kind == PD_PARTY_AGENCY || pd_check_is_house(check->policy, &credit->agencies[i]))
            return true;
    return credit && credit->commissioned_for;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    PdField field;
    const char *text = merged ? reserved(merged, &field) : NULL;
    if (!text || check->licence || check->supplier || is_known_party(check, use->embedded) ||
        is_known_party(check, check->notice) || pd_merged_text(merged, PD_FIELD_LICENCE_URL) ||
        pd_merged_text(merged, PD_FIELD_LICENCE_ENDS_AT))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "all rights are reserved, and no right to use it is known");
    finding->field = g_strdup(pd_field_info(field)->key);
    finding->found = g_strdup(text);
    finding->evidence = pd_check_field_at(use, field);
    finding->suggestion = g_strdup("ask the holder for a licence, and keep it as an allow lease");
}

const PdRule pd_rule_all_rights_reserved = {
    .id = "all-rights-reserved",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "copyright; Berne Convention",
    .summary = "The holder reserves all rights, and no agency, licence or commission gives any",
    .help = "The notice or the usage terms reserve all rights, in English, German, French or Spanish, for somebody who is "
            "neither\n"
            "the house nor an agency of the lexicon.\n\n"
            "Fails:  \"(c) Anna Smith. All rights reserved\"\n"
            "Passes: the same with credit \"Anna Smith/AFP\"\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
