/* Image records as JSON (report/present.h). */
#include "report/present.h"

#include <string.h>

#include "codec/damage.h"

/* The fields that have a place in every image object; others are told when the image has them. */
static bool is_core(PdField field) {
    return field <= PD_FIELD_GPS;
}

static void put_position(PdJson *json, const char *text) {
    char *end;
    pd_json_begin_object(json);
    pd_json_member_double(json, "lat", g_ascii_strtod(text, &end), 7);
    pd_json_member_double(json, "lon", g_ascii_strtod(end, &end), 7);
    pd_json_key(json, "alt");
    if (*end == ' ')
        pd_json_double(json, g_ascii_strtod(end, NULL), 3);
    else
        pd_json_null(json);
    pd_json_end_object(json);
}

static void put_party(PdJson *json, const PdValue *value) {
    bool is_nameless = g_strcmp0(value->text, value->uri) == 0;
    pd_json_begin_object(json);
    pd_json_member_string(json, "name", is_nameless ? NULL : value->text);
    pd_json_member_string(json, "url", value->uri);
    pd_json_end_object(json);
}

static void put_value(PdJson *json, PdFieldKind kind, const PdValue *value) {
    switch (kind) {
    case PD_KIND_GPS:
        put_position(json, value->text);
        break;
    case PD_KIND_PARTY:
        put_party(json, value);
        break;
    case PD_KIND_WORD:
        pd_json_int(json, g_ascii_strtoll(value->text, NULL, 10));
        break;
    default:
        pd_json_string(json, value->text);
    }
}

static void put_said(PdJson *json, const PdSaid *said) {
    PdFieldKind kind = pd_field_info(said->field)->kind;
    if (kind != PD_KIND_LIST && kind != PD_KIND_PARTY) {
        put_value(json, kind, said->items[0]);
        return;
    }
    pd_json_begin_array(json);
    for (size_t i = 0; i < said->n_items; i++)
        put_value(json, kind, said->items[i]);
    pd_json_end_array(json);
}

static void put_fields(PdJson *json, const PdMerged *merged) {
    for (PdField field = 1; field < PD_N_FIELDS; field++) {
        const PdFieldInfo *info = pd_field_info(field);
        const PdSaid *said = pd_merged_chosen(merged, field);
        if (!info || (!said && !is_core(field)))
            continue;
        pd_json_key(json, info->key);
        if (said) {
            put_said(json, said);
        } else if (info->kind == PD_KIND_LIST || info->kind == PD_KIND_PARTY) {
            pd_json_begin_array(json);
            pd_json_end_array(json);
        } else {
            pd_json_null(json);
        }
    }
}

static void put_from(PdJson *json, const PdMerged *merged) {
    pd_json_key(json, "from");
    pd_json_begin_object(json);
    for (PdField field = 1; field < PD_N_FIELDS; field++) {
        const PdSaid *said = pd_merged_chosen(merged, field);
        if (said)
            pd_json_member_string(json, pd_field_info(field)->key, pd_origin_name(said->origin));
    }
    pd_json_end_object(json);
}

static void put_offset(PdJson *json, const char *key, uint64_t at) {
    if (at != PD_AT_UNKNOWN)
        pd_json_member_int(json, key, (int64_t)at);
}

static void put_source(PdJson *json, PdOrigin origin, const PdValue *value) {
    pd_json_member_string(json, "standard", pd_origin_name(origin));
    pd_json_member_string(json, "property", value->property);
    if (value->lang)
        pd_json_member_string(json, "lang", value->lang);
    put_offset(json, "at", value->at);
}

static void put_flags(PdJson *json, uint32_t flags) {
    static const struct {
        uint32_t flag;
        const char *key;
    } FLAGS[] = {
        {PD_VALUE_CUT, "cut"}, {PD_VALUE_REPAIRED, "repaired"}, {PD_VALUE_GUESSED, "guessed"}, {PD_VALUE_JUNK, "junk"}};
    for (size_t i = 0; i < G_N_ELEMENTS(FLAGS); i++)
        if (flags & FLAGS[i].flag)
            pd_json_member_bool(json, FLAGS[i].key, true);
}

/* Damage of the texts, in words; the first one tells. */
static void put_damage(PdJson *json, const PdSaid *said) {
    for (size_t i = 0; i < said->n_items; i++) {
        g_autofree char *mended = NULL;
        const char *damage = pd_text_damage(said->items[i]->text, &mended);
        if (!damage)
            continue;
        pd_json_member_string(json, "damage", damage);
        if (mended)
            pd_json_member_string(json, "mended", mended);
        return;
    }
}

static void put_values(PdJson *json, const PdMerged *merged) {
    pd_json_key(json, "values");
    pd_json_begin_object(json);
    for (PdField field = 1; field < PD_N_FIELDS; field++) {
        size_t n;
        const PdSaid *const *said = pd_merged_said(merged, field, &n);
        if (n == 0)
            continue;
        pd_json_key(json, pd_field_info(field)->key);
        pd_json_begin_array(json);
        for (size_t i = 0; i < n; i++) {
            pd_json_begin_object(json);
            put_source(json, said[i]->origin, said[i]->items[0]);
            pd_json_key(json, "value");
            put_said(json, said[i]);
            put_flags(json, said[i]->items[0]->flags);
            put_damage(json, said[i]);
            if (said[i]->is_cut)
                pd_json_member_bool(json, "cut_short", true);
            pd_json_end_object(json);
        }
        pd_json_end_array(json);
    }
    pd_json_end_object(json);
}

/* The values that the merged answer holds. (transfer full): g_hash_table_unref(). */
static GHashTable *said_values(const PdMerged *merged) {
    GHashTable *set = g_hash_table_new(NULL, NULL);
    for (PdField field = 1; field < PD_N_FIELDS; field++) {
        size_t n;
        const PdSaid *const *said = pd_merged_said(merged, field, &n);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < said[i]->n_items; k++)
                g_hash_table_add(set, (gpointer)said[i]->items[k]);
    }
    return set;
}

static void put_alternative(PdJson *json, const PdValue *value) {
    const PdFieldInfo *info = pd_field_info(value->field);
    pd_json_begin_object(json);
    if (info)
        pd_json_member_string(json, "field", info->key);
    put_source(json, value->origin, value);
    if (value->block)
        pd_json_member_int(json, "block", value->block);
    pd_json_key(json, "value");
    put_value(json, info ? info->kind : PD_KIND_TEXT, value);
    put_flags(json, value->flags);
    pd_json_end_object(json);
}

/* What was found beside the answer: under "alternatives" what has a field, under "other" what has none. */
static void put_rest(PdJson *json, const char *key, const PdRecord *record, const PdMerged *merged, bool has_field) {
    g_autoptr(GHashTable) said = said_values(merged);
    pd_json_key(json, key);
    pd_json_begin_array(json);
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if ((pd_field_info(value->field) != NULL) == has_field && !g_hash_table_contains(said, value))
            put_alternative(json, value);
    }
    pd_json_end_array(json);
}

static void put_conflicts(PdJson *json, const PdMerged *merged) {
    pd_json_key(json, "conflicts");
    pd_json_begin_array(json);
    for (PdField field = 1; field < PD_N_FIELDS; field++)
        if (is_core(field) && pd_merged_has_conflict(merged, field))
            pd_json_string(json, pd_field_info(field)->key);
    pd_json_end_array(json);
}

static void put_signs(PdJson *json, const PdRecord *record) {
    static const struct {
        uint32_t sign;
        const char *word;
    } SIGNS[] = {{PD_SIGN_IIM_EDITED, "iim-edited"},     {PD_SIGN_C2PA, "c2pa"},
                 {PD_SIGN_THUMBNAIL, "thumbnail"},       {PD_SIGN_TRUNCATED, "truncated"},
                 {PD_SIGN_EXTENDED_XMP, "extended-xmp"}, {PD_SIGN_EXTENSION, "wrong-extension"}};
    pd_json_key(json, "signs");
    pd_json_begin_array(json);
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNS); i++)
        if (record->signs & SIGNS[i].sign)
            pd_json_string(json, SIGNS[i].word);
    pd_json_end_array(json);
    if (record->signs & PD_SIGN_THUMBNAIL) {
        pd_json_key(json, "thumbnail");
        pd_json_begin_object(json);
        pd_json_member_int(json, "at", (int64_t)record->thumbnail_at);
        pd_json_member_int(json, "bytes", (int64_t)record->thumbnail_bytes);
        pd_json_end_object(json);
    }
}

void pd_report_put_problems(PdJson *json, const PdProblem *problems, size_t n) {
    pd_json_key(json, "problems");
    pd_json_begin_array(json);
    for (size_t i = 0; i < n; i++) {
        pd_json_begin_object(json);
        pd_json_member_string(json, "block", problems[i].block);
        put_offset(json, "at", problems[i].at);
        pd_json_member_string(json, "what", problems[i].what);
        pd_json_end_object(json);
    }
    pd_json_end_array(json);
}

const char *pd_report_image_error(const PdRecord *record) {
    bool has_no_size = record->format == PD_FORMAT_RAW || record->format == PD_FORMAT_XMP;
    bool is_sized = (record->width_px > 0 && record->height_px > 0) || has_no_size;
    if (is_sized && !(record->signs & PD_SIGN_TRUNCATED))
        return NULL;
    return record->n_problems ? record->problems[0].what : "the size of the image cannot be told";
}

static void put_size(PdJson *json, const char *key, uint32_t pixels) {
    pd_json_key(json, key);
    if (pixels)
        pd_json_int(json, pixels);
    else
        pd_json_null(json);
}

void pd_report_image_json(GString *out, const char *path, const PdRecord *record, const PdMerged *merged, bool with_all) {
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "path", path);
    pd_json_member_string(&json, "format", pd_format_name(record->format));
    put_size(&json, "width", record->width_px);
    put_size(&json, "height", record->height_px);
    put_fields(&json, merged);
    put_from(&json, merged);
    put_values(&json, merged);
    put_rest(&json, "alternatives", record, merged, true);
    if (with_all)
        put_rest(&json, "other", record, merged, false);
    put_conflicts(&json, merged);
    put_signs(&json, record);
    pd_report_put_problems(&json, record->problems, record->n_problems);
    pd_json_member_string(&json, "error", pd_report_image_error(record));
    pd_json_end_object(&json);
}

void pd_report_error_json(GString *out, const char *path, const char *why, const char *quarantine) {
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "path", path);
    pd_json_member_string(&json, "error", why);
    if (quarantine)
        pd_json_member_string(&json, "quarantine", quarantine);
    pd_json_end_object(&json);
}
