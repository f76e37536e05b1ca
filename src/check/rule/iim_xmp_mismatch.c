/* iim-xmp-mismatch: IPTC-IIM and XMP of one file disagree. */
#include <string.h>

#include "check/rule.h"
#include "codec/date.h"
#include "codec/text.h"

static const PdSaid *said_by(const PdMerged *merged, PdField field, PdOrigin origin) {
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    for (size_t i = 0; i < n; i++)
        if (said[i]->origin == origin)
            return said[i];
    return NULL;
}

static bool is_same_instant(const char *a, const char *b) {
    int64_t from_a, to_a, from_b, to_b;
    return pd_date_interval(a, &from_a, &to_a) && pd_date_interval(b, &from_b, &to_b) && from_a <= to_b && from_b <= to_a;
}

/* Equal, or the beginning of the other: a text that was cut is the business of iim-truncated. */
static bool agrees(PdFieldKind kind, const char *iim, const char *xmp) {
    if (kind == PD_KIND_DATE)
        return is_same_instant(iim, xmp);
    g_autofree char *short_text = pd_text_fold(iim);
    g_autofree char *long_text = pd_text_fold(xmp);
    return g_str_has_prefix(long_text, short_text);
}

/* Whether XMP says this in any language and place of the list. */
static bool stands_in_xmp(const PdRecord *record, const PdFieldInfo *info, const char *text) {
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (value->field == info->field && value->origin == PD_ORIGIN_XMP && agrees(info->kind, text, value->text))
            return true;
    }
    return false;
}

static char *join(const PdSaid *said) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < said->n_items; i++)
        g_string_append_printf(text, "%s%s", i ? "; " : "", said->items[i]->text);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void compare(PdCheck *check, const PdFieldInfo *info) {
    const PdImage *image = check->use->image;
    const PdSaid *iim = said_by(image->merged, info->field, PD_ORIGIN_IPTC);
    const PdSaid *xmp = said_by(image->merged, info->field, PD_ORIGIN_XMP);
    if (!iim || !xmp || iim->is_cut)
        return;
    bool is_same = true;
    for (size_t i = 0; i < iim->n_items && is_same; i++)
        is_same = stands_in_xmp(image->record, info, iim->items[i]->text);
    if (is_same)
        return;
    bool is_iim_newer = (image->record->signs & PD_SIGN_IIM_EDITED) != 0;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "%s differs between IPTC-IIM and XMP%s", info->label,
                                      is_iim_newer ? "; the IIM was edited later" : "");
    g_autofree char *iim_at = pd_check_value_at(iim->items[0]);
    g_autofree char *xmp_at = pd_check_value_at(xmp->items[0]);
    finding->field = g_strdup(info->key);
    finding->found = join(is_iim_newer ? xmp : iim);
    finding->expected = join(is_iim_newer ? iim : xmp);
    finding->evidence = g_strdup_printf("%s; %s", iim_at, xmp_at);
    finding->suggestion = g_strdup("decide which is right and write both alike");
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    if (!image || !image->record || !image->merged)
        return;
    for (int field = 1; field < PD_N_FIELDS; field++) {
        const PdFieldInfo *info = pd_field_info((PdField)field);
        /* 2:65 names the program that wrote the IIM, xmp:CreatorTool the one that made the picture: no synonyms. */
        if (info && info->iim && info->xmp && info->field != PD_FIELD_SOFTWARE)
            compare(check, info);
    }
}

const PdRule pd_rule_iim_xmp_mismatch = {
    .id = "iim-xmp-mismatch",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Photo Metadata: synchronise IIM and XMP; MWG Guidelines 2.0, section 5",
    .summary = "A property says one thing in IPTC-IIM and another in XMP",
    .help =
        "Programs read one or the other: what your desk sees is not what the next desk sees. Compared after folding; dates\n"
        "as instants; lists without order; every language of XMP counts. A text that was only cut is reported by\n"
        "iim-truncated. One finding for each property.\n\n"
        "Fails:  2:110 \"AFP\", photoshop:Credit \"Reuters\"\n"
        "Passes: 2:110 \"AFP/Getty Images\", photoshop:Credit \"AFP/Getty Images\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
