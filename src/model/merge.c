/* The merged answer (include/picdesk/merge.h): precedence, cut-off IIM values, conflicts. */
#include "picdesk/merge.h"

#include <math.h>
#include <string.h>

#include "codec/text.h"

#define END PD_ORIGIN_NONE

/* Which origin goes first; the rows end in END. */
static const PdOrigin MACHINE_ORDER[] = {PD_ORIGIN_DESK, PD_ORIGIN_EXIF,     PD_ORIGIN_SIDECAR,
                                         PD_ORIGIN_XMP,  PD_ORIGIN_IPTC,     PD_ORIGIN_PNG,
                                         PD_ORIGIN_C2PA, PD_ORIGIN_FILENAME, END};
static const PdOrigin TEXT_ORDER[] = {PD_ORIGIN_DESK, PD_ORIGIN_SIDECAR,  PD_ORIGIN_XMP,
                                      PD_ORIGIN_IPTC, PD_ORIGIN_EXIF,     PD_ORIGIN_PNG,
                                      PD_ORIGIN_C2PA, PD_ORIGIN_FILENAME, END};
static const PdOrigin IIM_EDITED_ORDER[] = {PD_ORIGIN_DESK, PD_ORIGIN_SIDECAR,  PD_ORIGIN_IPTC,
                                            PD_ORIGIN_XMP,  PD_ORIGIN_EXIF,     PD_ORIGIN_PNG,
                                            PD_ORIGIN_C2PA, PD_ORIGIN_FILENAME, END};

enum { MAX_SAID = G_N_ELEMENTS(TEXT_ORDER) - 1 };

typedef struct {
    const PdSaid *list[MAX_SAID];
    uint8_t n;
} Answer;

struct PdMerged {
    const PdRecord *record;
    Answer answers[PD_N_FIELDS];
    PdSaid *said;          /* all of them */
    const PdValue **items; /* all of them, grouped */
    size_t n_said, n_items;
};

/* A chain of the record's values of one field and origin: indexes + 1 into values, 0 ends. */
typedef struct {
    uint32_t first, last;
} Chain;

typedef struct {
    Chain chains[PD_N_FIELDS][PD_N_ORIGINS];
    uint32_t *next;
} Index;

/* Most bytes of an IIM dataset (IIM 4.2), 0 where cutting is no question. */
static size_t iim_max(uint16_t dataset) {
    static const struct {
        uint16_t dataset, max;
    } ROWS[] = {{2005, 64}, {2025, 64}, {2040, 256}, {2080, 32}, {2085, 32}, {2090, 32},  {2092, 32},   {2095, 32},
                {2101, 64}, {2103, 32}, {2105, 256}, {2110, 32}, {2115, 32}, {2116, 128}, {2120, 2000}, {2122, 32}};
    for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++)
        if (ROWS[i].dataset == dataset)
            return ROWS[i].max;
    return 0;
}

static const char *spec_of(const PdFieldInfo *info, PdOrigin origin) {
    switch (origin) {
    case PD_ORIGIN_EXIF:
        return info->exif;
    case PD_ORIGIN_XMP:
    case PD_ORIGIN_SIDECAR:
        return info->xmp;
    case PD_ORIGIN_PNG:
        return info->png;
    default:
        return NULL;
    }
}

/* Place of the value's property among the alternatives of the table ("a|b|c"), 0 best. */
static unsigned rank_of(const PdValue *value) {
    const char *spec = spec_of(pd_field_info(value->field), value->origin);
    size_t len = strlen(value->property);
    unsigned rank = 0;
    for (const char *p = spec; p; rank++) {
        if (strncmp(p, value->property, len) == 0 && (p[len] == '|' || p[len] == '\0'))
            return rank;
        p = strchr(p, '|');
        p = p ? p + 1 : NULL;
    }
    return rank;
}

/* Values that are kept but never chosen: what machines leave by themselves, and a moment less exact than a day. */
static bool is_choosable(const PdValue *value) {
    if (value->flags & PD_VALUE_JUNK)
        return false;
    return value->field != PD_FIELD_CAPTURED_AT || strlen(value->text) >= strlen("2021-08-16");
}

static void index_values(const PdRecord *record, Index *index) {
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (!pd_field_info(value->field) || value->origin <= PD_ORIGIN_NONE || value->origin >= PD_N_ORIGINS ||
            !is_choosable(value))
            continue;
        Chain *chain = &index->chains[value->field][value->origin];
        uint32_t number = (uint32_t)i + 1;
        if (chain->first)
            index->next[chain->last - 1] = number;
        else
            chain->first = number;
        chain->last = number;
    }
}

/* Whether a value that stands in a later block or further behind replaces an earlier one: programs append what is newer.
 * Of IIM blocks the first counts (Photoshop's own), of sidecars the one that was read first. */
static bool has_later_words(PdOrigin origin) {
    return origin == PD_ORIGIN_EXIF || origin == PD_ORIGIN_XMP || origin == PD_ORIGIN_PNG;
}

static bool is_better(const PdValue *a, const PdValue *b) {
    unsigned rank_a = rank_of(a), rank_b = rank_of(b);
    if (rank_a != rank_b)
        return rank_a < rank_b;
    if (a->origin == PD_ORIGIN_PNG && !a->lang != !b->lang)
        return !a->lang;
    return has_later_words(a->origin) ? a->block > b->block : a->block < b->block;
}

/* The value that names the property and block to take. */
static const PdValue *best_of(const PdMerged *merged, const Index *index, Chain chain) {
    const PdValue *best = NULL;
    for (uint32_t i = chain.first; i; i = index->next[i - 1]) {
        const PdValue *value = &merged->record->values[i - 1];
        if (!best || is_better(value, best))
            best = value;
    }
    return best;
}

static bool is_default_language(const PdValue *value) {
    return value->lang && g_ascii_strcasecmp(value->lang, "x-default") == 0;
}

/* Of several values of a single property: the default language, else the first language or item, else the last word. */
static bool replaces(const PdValue *value, const PdValue *before) {
    if (value->lang || before->lang)
        return is_default_language(value) && !is_default_language(before);
    bool is_array = value->origin == PD_ORIGIN_XMP || value->origin == PD_ORIGIN_SIDECAR;
    return !is_array || value->item == before->item;
}

static bool takes_all(PdField field) {
    PdFieldKind kind = pd_field_info(field)->kind;
    return kind == PD_KIND_LIST || kind == PD_KIND_PARTY;
}

static const PdSaid *say(PdMerged *merged, const Index *index, PdField field, PdOrigin origin) {
    Chain chain = index->chains[field][origin];
    const PdValue *best = best_of(merged, index, chain);
    PdSaid *said = &merged->said[merged->n_said++];
    *said = (PdSaid){.field = field, .origin = origin, .items = merged->items + merged->n_items};
    for (uint32_t i = chain.first; i; i = index->next[i - 1]) {
        const PdValue *value = &merged->record->values[i - 1];
        if (value->block != best->block || strcmp(value->property, best->property) != 0)
            continue;
        if (takes_all(field) || said->n_items == 0) {
            merged->items[merged->n_items++] = value;
            said->n_items++;
        } else if (replaces(value, said->items[0])) {
            merged->items[merged->n_items - 1] = value;
        }
    }
    return said;
}

/* ---- comparing ---- */

static char *tidy(const PdValue *value) {
    return pd_text_tidy(value->text);
}

/* Equal texts of one record are mostly one pointer. */
static bool same_tidy(const PdValue *a, const PdValue *b) {
    if (a->text == b->text || strcmp(a->text, b->text) == 0)
        return true;
    g_autofree char *left = tidy(a), *right = tidy(b);
    return strcmp(left, right) == 0;
}

/* Equal, or the IIM text is the beginning of the whole one and as long as IIM allows. */
static bool is_part(const PdValue *iim, const PdValue *whole, size_t max, bool *is_cut) {
    if (same_tidy(iim, whole))
        return true;
    g_autofree char *part = tidy(iim), *full = tidy(whole);
    *is_cut = true;
    return g_str_has_prefix(full, part) && strlen(part) + 4 >= max && (size_t)g_utf8_strlen(part, -1) <= max;
}

/* Whether the IIM value is the other one, its items cut at the IIM length or later creators left out. */
static bool is_same_or_cut(const PdSaid *iim, const PdSaid *whole, bool *out_is_cut) {
    size_t max = iim_max(pd_field_info(iim->field)->iim);
    bool is_shorter = iim->n_items < whole->n_items;
    *out_is_cut = is_shorter;
    if (max == 0 || iim->n_items > whole->n_items || (is_shorter && iim->field != PD_FIELD_CREATORS))
        return false;
    for (size_t i = 0; i < iim->n_items; i++)
        if (!is_part(iim->items[i], whole->items[i], max, out_is_cut))
            return false;
    return true;
}

static bool same_texts_in_order(const PdSaid *a, const PdSaid *b) {
    bool is_same = a->n_items == b->n_items;
    for (size_t i = 0; is_same && i < a->n_items; i++) {
        is_same = same_tidy(a->items[i], b->items[i]) && g_strcmp0(a->items[i]->uri, b->items[i]->uri) == 0;
    }
    return is_same;
}

static GHashTable *set_of(const PdSaid *said) {
    GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t i = 0; i < said->n_items; i++)
        g_hash_table_add(set, tidy(said->items[i]));
    return set;
}

static bool same_sets(const PdSaid *a, const PdSaid *b) {
    if (same_texts_in_order(a, b))
        return true;
    g_autoptr(GHashTable) left = set_of(a), right = set_of(b);
    bool is_same = g_hash_table_size(left) == g_hash_table_size(right);
    GHashTableIter iter;
    gpointer text;
    g_hash_table_iter_init(&iter, left);
    while (is_same && g_hash_table_iter_next(&iter, &text, NULL))
        is_same = g_hash_table_contains(right, text);
    return is_same;
}

/* "lat lon[ alt]" of a GPS value. */
static bool read_position(const char *text, double *lat, double *lon, bool *has_alt, double *alt) {
    char *end;
    *lat = g_ascii_strtod(text, &end);
    if (end == text || *end != ' ')
        return false;
    text = end + 1;
    *lon = g_ascii_strtod(text, &end);
    if (end == text)
        return false;
    *has_alt = *end == ' ';
    *alt = *has_alt ? g_ascii_strtod(end + 1, NULL) : 0;
    return isfinite(*lat) && isfinite(*lon) && isfinite(*alt);
}

static bool same_positions(const char *a, const char *b) {
    double lat_a, lon_a, alt_a, lat_b, lon_b, alt_b;
    bool has_a, has_b;
    if (!read_position(a, &lat_a, &lon_a, &has_a, &alt_a) || !read_position(b, &lat_b, &lon_b, &has_b, &alt_b))
        return strcmp(a, b) == 0;
    return fabs(lat_a - lat_b) <= 2e-5 && fabs(lon_a - lon_b) <= 2e-5 && has_a == has_b && fabs(alt_a - alt_b) <= 0.5;
}

/* A normalised date without its fraction, seconds filled in, "Z" written as an offset. (transfer full): g_free(). */
static char *plain_moment(const char *text) {
    size_t time = strcspn(text, "T");
    if (!text[time])
        return g_strdup(text);
    size_t end = time + strcspn(text + time, ".Z+-");
    size_t offset = end;
    if (text[end] == '.')
        offset += strcspn(text + end, "Z+-");
    const char *seconds = end - time < strlen("T00:00:00") ? ":00" : "";
    return g_strdup_printf("%.*s%s%s", (int)end, text, seconds, strcmp(text + offset, "Z") ? text + offset : "+00:00");
}

static bool same_moments(const char *a, const char *b) {
    g_autofree char *left = plain_moment(a), *right = plain_moment(b);
    return strcmp(left, right) == 0;
}

static bool is_same(const PdSaid *a, const PdSaid *b) {
    switch (pd_field_info(a->field)->kind) {
    case PD_KIND_GPS:
        return same_positions(a->items[0]->text, b->items[0]->text);
    case PD_KIND_DATE:
        return same_moments(a->items[0]->text, b->items[0]->text);
    case PD_KIND_LIST:
        return a->field == PD_FIELD_CREATORS ? same_texts_in_order(a, b) : same_sets(a, b);
    default:
        return same_texts_in_order(a, b);
    }
}

/* ---- choosing ---- */

static bool is_machine_field(PdField field) {
    return field == PD_FIELD_CAPTURED_AT || field == PD_FIELD_ORIENTATION || field == PD_FIELD_CAMERA_MAKE ||
           field == PD_FIELD_CAMERA_MODEL || field == PD_FIELD_LENS || field == PD_FIELD_GPS;
}

static const PdOrigin *order_of(const PdRecord *record, PdField field) {
    if (is_machine_field(field))
        return MACHINE_ORDER;
    return record->signs & PD_SIGN_IIM_EDITED ? IIM_EDITED_ORDER : TEXT_ORDER;
}

static size_t place_of(const Answer *answer, PdOrigin origin) {
    size_t i = 0;
    while (i < answer->n && answer->list[i]->origin != origin)
        i++;
    return i;
}

/* Marks an IIM value that is only the XMP value cut short, and puts it behind that. */
static void settle_iim(Answer *answer) {
    size_t iim = place_of(answer, PD_ORIGIN_IPTC), xmp = place_of(answer, PD_ORIGIN_SIDECAR);
    if (xmp == answer->n)
        xmp = place_of(answer, PD_ORIGIN_XMP);
    if (iim == answer->n || xmp == answer->n)
        return;
    const PdSaid *cut = answer->list[iim];
    bool is_cut;
    if (!is_same_or_cut(cut, answer->list[xmp], &is_cut))
        return;
    ((PdSaid *)cut)->is_cut = is_cut;
    if (iim < xmp && cut->field != PD_FIELD_KEYWORDS) {
        answer->list[iim] = answer->list[xmp];
        answer->list[xmp] = cut;
    }
}

static void answer_field(PdMerged *merged, const Index *index, PdField field) {
    Answer *answer = &merged->answers[field];
    for (const PdOrigin *origin = order_of(merged->record, field); *origin != END; origin++)
        if (index->chains[field][*origin].first)
            answer->list[answer->n++] = say(merged, index, field, *origin);
    if (answer->n > 1)
        settle_iim(answer);
}

PdMerged *pd_merged_new(const PdRecord *record) {
    PdMerged *merged = g_new0(PdMerged, 1);
    merged->record = record;
    merged->said = g_new0(PdSaid, record->n_values + 1);
    merged->items = g_new0(const PdValue *, record->n_values + 1);
    Index *index = g_new0(Index, 1);
    index->next = g_new0(uint32_t, record->n_values + 1);
    index_values(record, index);
    for (size_t field = 1; field < PD_N_FIELDS; field++)
        answer_field(merged, index, (PdField)field);
    g_free(index->next);
    g_free(index);
    return merged;
}

void pd_merged_free(PdMerged *merged) {
    if (!merged)
        return;
    g_free(merged->said);
    g_free(merged->items);
    g_free(merged);
}

const PdSaid *const *pd_merged_said(const PdMerged *merged, PdField field, size_t *out_n) {
    static const Answer NOTHING;
    const Answer *answer = pd_field_info(field) ? &merged->answers[field] : &NOTHING;
    *out_n = answer->n;
    return answer->list;
}

const PdSaid *pd_merged_chosen(const PdMerged *merged, PdField field) {
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    return n ? said[0] : NULL;
}

const char *pd_merged_text(const PdMerged *merged, PdField field) {
    const PdSaid *said = pd_merged_chosen(merged, field);
    return said ? said->items[0]->text : NULL;
}

char *pd_merged_join(const PdMerged *merged, PdField field, const char *separator) {
    const PdSaid *said = pd_merged_chosen(merged, field);
    if (!said)
        return NULL;
    GString *out = g_string_new(said->items[0]->text);
    for (size_t i = 1; i < said->n_items; i++)
        g_string_append_printf(out, "%s%s", separator, said->items[i]->text);
    return g_string_free(out, FALSE);
}

bool pd_merged_has_conflict(const PdMerged *merged, PdField field) {
    size_t n;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++)
            if (!said[i]->is_cut && !said[k]->is_cut && !is_same(said[i], said[k]))
                return true;
    return false;
}

bool pd_merged_gps(const PdMerged *merged, double *out_lat, double *out_lon, bool *out_has_alt, double *out_alt) {
    const char *text = pd_merged_text(merged, PD_FIELD_GPS);
    double lat, lon, alt;
    bool has_alt;
    if (!text || !read_position(text, &lat, &lon, &has_alt, &alt))
        return false;
    *out_lat = lat;
    *out_lon = lon;
    *out_has_alt = has_alt;
    *out_alt = alt;
    return true;
}
