/* iim-truncated: IPTC-IIM has room for so many bytes only, and this text was longer. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

/* IIM 4.2, maximum octets of each dataset. */
static const struct {
    PdField field;
    size_t limit;
} LIMITS[] = {
    {PD_FIELD_TITLE, 64},     {PD_FIELD_CREATORS, 32},    {PD_FIELD_CREATOR_TITLE, 32},  {PD_FIELD_CITY, 32},
    {PD_FIELD_CREDIT, 32},    {PD_FIELD_SOURCE, 32},      {PD_FIELD_COPYRIGHT, 128},     {PD_FIELD_INSTRUCTIONS, 256},
    {PD_FIELD_HEADLINE, 256}, {PD_FIELD_CAPTION, 2000},   {PD_FIELD_STATE, 32},          {PD_FIELD_COUNTRY, 64},
    {PD_FIELD_JOB_ID, 32},    {PD_FIELD_SUBLOCATION, 32}, {PD_FIELD_CAPTION_WRITER, 32},
};

static size_t limit_of(PdField field) {
    for (size_t i = 0; i < G_N_ELEMENTS(LIMITS); i++)
        if (LIMITS[i].field == field)
            return LIMITS[i].limit;
    return 0;
}

/* Another standard's longer value that begins with this one; *out_is_whole: another standard has exactly this one. */
static const PdValue *find_longer(const PdRecord *record, const PdValue *iim, bool *out_is_whole) {
    g_autofree char *start = pd_text_fold(iim->text);
    const PdValue *longer = NULL;
    *out_is_whole = false;
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (value->field != iim->field || value->origin == PD_ORIGIN_IPTC || value->origin == PD_ORIGIN_DESK)
            continue;
        g_autofree char *folded = pd_text_fold(value->text);
        if (strcmp(folded, start) == 0)
            *out_is_whole = true;
        else if (!longer && g_str_has_prefix(folded, start))
            longer = value;
    }
    return longer;
}

/* Whether the part that IIM lost restricts the use. */
static bool loses_restriction(const PdValue *iim, const PdValue *longer) {
    bool is_prose = iim->field != PD_FIELD_INSTRUCTIONS;
    PdRestrictionPlace place = is_prose ? PD_RESTRICTION_IN_PROSE : PD_RESTRICTION_IN_FIELD;
    g_autoptr(GArray) kept = pd_restriction_parse(iim->text, place, NULL);
    g_autoptr(GArray) all = pd_restriction_parse(longer->text, place, NULL);
    for (guint i = 0; i < all->len; i++) {
        const PdRestriction *what = &g_array_index(all, PdRestriction, i);
        bool is_kept = pd_restriction_is_fact(what->class);
        for (guint k = 0; k < kept->len && !is_kept; k++) {
            const PdRestriction *other = &g_array_index(kept, PdRestriction, k);
            is_kept = other->class == what->class && g_strcmp0(other->parameter, what->parameter) == 0;
        }
        if (!is_kept)
            return true;
    }
    return false;
}

/* What the longer text has more, from the last whole word on: "... ONLY FOR 14 DAYS". (transfer full): g_free(). */
static char *lost_part(const PdValue *iim, const PdValue *longer) {
    size_t from = MIN(strlen(iim->text), strlen(longer->text));
    while (from > 0 && longer->text[from - 1] != ' ')
        from--;
    return g_strdup(longer->text + from);
}

/* Within one of the limit, counted in bytes of UTF-8 or of a single-byte charset, and not at the end of a sentence. */
static bool fills_dataset(const char *text, size_t limit) {
    size_t n_bytes = strlen(text), n_chars = (size_t)g_utf8_strlen(text, -1);
    bool is_full = (n_bytes >= limit - 1 && n_bytes <= limit) || (n_chars >= limit - 1 && n_chars <= limit);
    return is_full && !strchr(".!?)]\"'", text[n_bytes - 1]);
}

static void look_at(PdCheck *check, const PdRecord *record, const PdValue *iim, size_t limit) {
    bool is_whole;
    const PdValue *longer = find_longer(record, iim, &is_whole);
    if (is_whole || (!longer && !fills_dataset(iim->text, limit)))
        return;
    const char *label = pd_field_info(iim->field)->label;
    PdSeverity severity = longer && loses_restriction(iim, longer) ? PD_SEVERITY_ERROR : check->rule->severity;
    g_autofree char *lost = longer ? lost_part(iim, longer) : NULL;
    PdFinding *finding =
        longer ? pd_check_add(check, severity, "IPTC-IIM keeps only %zu of %zu bytes of the %s; \"%s\" is lost",
                              strlen(iim->text), strlen(longer->text), label, lost)
               : pd_check_add(check, check->rule->severity, "the %s fills all %zu bytes that IPTC-IIM has: it may be cut",
                              label, limit);
    g_autofree char *iim_at = pd_check_value_at(iim);
    g_autofree char *longer_at = longer ? pd_check_value_at(longer) : NULL;
    finding->field = g_strdup(pd_field_info(iim->field)->key);
    finding->found = g_strdup(iim->text);
    finding->expected = longer ? g_strdup(longer->text) : NULL;
    finding->evidence = g_strjoin("; ", iim_at, longer_at, NULL);
    finding->suggestion = g_strdup(longer ? "go by the longer text, and write it to every place that holds it"
                                          : "compare with the supplier's own text");
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    const PdRecord *record = image ? image->record : NULL;
    for (size_t i = 0; record && i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        size_t limit = value->origin == PD_ORIGIN_IPTC ? limit_of(value->field) : 0;
        if (limit > 0)
            look_at(check, record, value, limit);
    }
}

const PdRule pd_rule_iim_truncated = {
    .id = "iim-truncated",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC-IIM 4.2, maximum octets of the datasets",
    .summary = "A text in IPTC-IIM was cut at the length the standard allows",
    .help =
        "Credit, source and by-line have 32 bytes, the copyright notice 128, instructions 256, the caption 2000. What does\n"
        "not fit is lost for every program that reads IIM only. The rule compares with XMP and EXIF; without a longer text\n"
        "it speaks when the dataset is filled to the last byte or the one before. It is an error when the lost part held a\n"
        "restriction.\n\n"
        "Fails:  2:110 \"PA Archive/Press Association Ima\"\n"
        "Passes: 2:110 \"PA\", photoshop:Credit \"PA\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
