/* The words of the model: enumerations and their names, and the field table. */
#include <string.h>

#include "picdesk/article.h"
#include "picdesk/credit.h"
#include "picdesk/finding.h"
#include "picdesk/pair.h"
#include "picdesk/record.h"

static const PdFieldInfo FIELDS[PD_N_FIELDS] = {
#define PD_FIELD(number, NAME, key, label, kind, iim, xmp, exif, png)                                                       \
    [number] = {PD_FIELD_##NAME, PD_KIND_##kind, key, label, iim, xmp, exif, png},
#include "picdesk/fields.def"
#undef PD_FIELD
};

const PdFieldInfo *pd_field_info(PdField field) {
    return (size_t)field < PD_N_FIELDS && FIELDS[field].key ? &FIELDS[field] : NULL;
}

const PdFieldInfo *pd_field_by_key(const char *key) {
    for (size_t i = 0; i < PD_N_FIELDS; i++)
        if (FIELDS[i].key && strcmp(FIELDS[i].key, key) == 0)
            return &FIELDS[i];
    return NULL;
}

static const char *name_at(const char *const *names, size_t n, size_t i) {
    return i < n ? names[i] : NULL;
}

const char *pd_origin_name(PdOrigin origin) {
    static const char *const NAMES[PD_N_ORIGINS] = {NULL,      "exif",     "iptc", "xmp", "png",
                                                    "sidecar", "filename", "desk", "c2pa"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), origin);
}

const char *pd_format_name(PdFormat format) {
    static const char *const NAMES[PD_N_FORMATS] = {NULL,   "jpeg", "png", "webp", "tiff", "gif", "heif",
                                                    "avif", "bmp",  "psd", "jp2",  "jxl",  "raw", "xmp"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), format);
}

const char *pd_figure_kind_name(PdFigureKind kind) {
    return kind == PD_FIGURE_MEDIA ? "media" : "image";
}

const char *pd_figure_role_name(PdFigureRole role) {
    static const char *const NAMES[] = {"inline", "lead", "gallery", "meta"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), role);
}

const char *pd_pair_status_name(PdPairStatus status) {
    static const char *const NAMES[] = {"unmatched", "ambiguous", "proposed", "confirmed", "rejected", "no-image"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), status);
}

const char *pd_decision_name(PdDecisionKind kind) {
    static const char *const NAMES[] = {"confirm", "reject", "no-image", "revoke"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), kind);
}

static const char *const SEVERITIES[] = {"off", "info", "notice", "warning", "error"};

const char *pd_severity_name(PdSeverity severity) {
    return name_at(SEVERITIES, G_N_ELEMENTS(SEVERITIES), severity);
}

bool pd_severity_parse(const char *name, PdSeverity *out_severity) {
    for (size_t i = 0; i < G_N_ELEMENTS(SEVERITIES); i++)
        if (strcmp(SEVERITIES[i], name) == 0) {
            *out_severity = (PdSeverity)i;
            return true;
        }
    return false;
}

const char *pd_cost_name(PdCost cost) {
    static const char *const NAMES[] = {"free", "conditional", "overquota", "pay"};
    return NAMES[cost];
}

const char *pd_verdict_name(PdVerdict verdict) {
    static const char *const NAMES[] = {"clear", "review", "blocked"};
    return name_at(NAMES, G_N_ELEMENTS(NAMES), verdict);
}

const char *pd_credit_flag_name(PdCreditFlag flag) {
    static const char *const NAMES[] = {"handout",
                                        "pool",
                                        "stringer",
                                        "staff",
                                        "file",
                                        "courtesy",
                                        "anonymous",
                                        "ugc",
                                        "ai",
                                        "placeholder",
                                        "contributor",
                                        "freelance",
                                        "screengrab",
                                        "creator-is-agency",
                                        "creator-is-code",
                                        "swapped",
                                        "truncated-iim",
                                        "repaired",
                                        "undated",
                                        "state-agency",
                                        "platform",
                                        "creator-without-agency"};
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++)
        if ((uint32_t)flag == 1u << i)
            return NAMES[i];
    return NULL;
}
