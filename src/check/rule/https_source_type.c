/* https-source-type: the Digital Source Type is written in a way that programs do not know. */
#include <string.h>

#include "check/rule.h"

static const char BASE[] = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/* IPTC NewsCodes, Digital Source Type, as of 2025. */
static const char *const TERMS[] = {"digitalCapture",
                                    "computationalCapture",
                                    "negativeFilm",
                                    "positiveFilm",
                                    "print",
                                    "minorHumanEdits",
                                    "humanEdits",
                                    "compositeCapture",
                                    "algorithmicallyEnhanced",
                                    "softwareImage",
                                    "dataDrivenMedia",
                                    "digitalArt",
                                    "digitalCreation",
                                    "virtualRecording",
                                    "compositeSynthetic",
                                    "trainedAlgorithmicMedia",
                                    "algorithmicMedia",
                                    "composite",
                                    "compositeWithTrainedAlgorithmicMedia",
                                    "screenCapture",
                                    "multiFrameComputationalCapture"};

static const char *known_term(const char *type) {
    for (size_t i = 0; i < G_N_ELEMENTS(TERMS); i++)
        if (g_str_has_suffix(type, TERMS[i]) && type[strlen(type) - strlen(TERMS[i]) - 1] == '/')
            return TERMS[i];
    return NULL;
}

static void run(PdCheck *check) {
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    const char *type = merged ? pd_merged_text(merged, PD_FIELD_DIGITAL_SOURCE_TYPE) : NULL;
    const char *term = type && strchr(type, '/') ? known_term(type) : NULL;
    if (!type || (term && g_str_has_prefix(type, BASE)))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity,
                                      term ? "the Digital Source Type is written in an uncommon way"
                                           : "the Digital Source Type is none of IPTC's terms");
    finding->field = g_strdup("digital_source_type");
    finding->found = g_strdup(type);
    finding->expected = term ? g_strconcat(BASE, term, NULL) : NULL;
    finding->evidence = pd_check_field_at(check->use, PD_FIELD_DIGITAL_SOURCE_TYPE);
    finding->suggestion = g_strdup("write the address of the IPTC NewsCode");
}

const PdRule pd_rule_https_source_type = {
    .id = "https-source-type",
    .group = "provenance",
    .severity = PD_SEVERITY_INFO,
    .standard = "IPTC NewsCodes: Digital Source Type",
    .summary = "The Digital Source Type is not written as IPTC's vocabulary does",
    .help = "Programs compare the address letter by letter: it begins with http, not https.\n\n"
            "Reported:     https://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture\n"
            "Not reported: http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
