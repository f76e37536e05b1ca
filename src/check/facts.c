/* What rules ask of a use: what is printed, what the record states, where it was read (check/rule.h). */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"
#include "credit/lexicon.h"

/* A lexicon that names a party as its own parent must not hold us up. */
enum { MOST_PARENTS = 4 };

bool pd_check_is_shown(const PdUse *use) {
    return use->figure && use->figure->kind == PD_FIGURE_IMAGE && use->figure->role != PD_ROLE_META;
}

bool pd_check_is_printed(const PdUse *use) {
    return use->printed && !pd_text_is_blank(use->printed->line);
}

char *pd_check_place(const PdUse *use) {
    if (!use->figure)
        return NULL;
    return g_strdup_printf("page figure %u, %s", use->figure->position, use->figure->cue);
}

bool pd_check_names_someone(const PdCredit *credit) {
    return credit && !(credit->flags & PD_CREDIT_PLACEHOLDER) &&
           (credit->n_creators > 0 || credit->n_chain > 0 || credit->rights_holder);
}

const PdCredit *pd_check_stated(const PdCheck *check) {
    const PdCredit *credits[] = {check->use->embedded, check->use->in_caption, check->notice};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        if (pd_check_names_someone(credits[i]))
            return credits[i];
    return NULL;
}

char *pd_check_value_at(const PdValue *value) {
    const char *origin = pd_origin_name(value->origin);
    if (value->at == PD_AT_UNKNOWN)
        return g_strdup_printf("%s %s", origin, value->property);
    return g_strdup_printf("%s %s at byte %" G_GUINT64_FORMAT, origin, value->property, value->at);
}

char *pd_check_field_at(const PdUse *use, PdField field) {
    const PdSaid *said = use->image && use->image->merged ? pd_merged_chosen(use->image->merged, field) : NULL;
    return said && said->n_items > 0 ? pd_check_value_at(said->items[0]) : NULL;
}

char *pd_check_stated_at(const PdCheck *check) {
    static const PdField CREDIT_FIELDS[] = {PD_FIELD_CREDIT, PD_FIELD_SOURCE, PD_FIELD_CREATORS};
    const PdCredit *stated = pd_check_stated(check);
    if (!stated)
        return NULL;
    if (stated == check->use->in_caption)
        return pd_check_field_at(check->use, PD_FIELD_CAPTION);
    if (stated == check->notice)
        return pd_check_field_at(check->use, PD_FIELD_COPYRIGHT);
    for (size_t i = 0; i < G_N_ELEMENTS(CREDIT_FIELDS); i++) {
        char *at = pd_check_field_at(check->use, CREDIT_FIELDS[i]);
        if (at)
            return at;
    }
    return NULL;
}

char *pd_check_credit_text(const PdCredit *credit) {
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < credit->n_creators; i++)
        g_string_append_printf(text, "%s%s", i ? ", " : "", credit->creators[i]);
    g_autofree char *chain = pd_credit_chain_text(credit, " / ");
    if (*chain)
        g_string_append_printf(text, "%s%s", text->len ? " / " : "", chain);
    if (text->len == 0 && credit->rights_holder)
        g_string_append(text, credit->rights_holder);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *pd_check_wanted(const PdCheck *check) {
    const PdCredit *stated = pd_check_stated(check);
    if (stated)
        return pd_check_credit_text(stated);
    return check->supplier ? g_strdup(check->supplier->short_name) : NULL;
}

const PdDemand *pd_check_demand(const PdCheck *check, PdRestrictionClass class) {
    for (guint i = 0; i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        if (demand->what.class == class)
            return demand;
    }
    return NULL;
}

void pd_check_tell_demand(PdFinding *finding, const PdDemand *demand) {
    const PdFieldInfo *info = pd_field_info(demand->value->field);
    finding->field = g_strdup(info->key);
    finding->found = g_strndup(demand->value->text + demand->what.start, demand->what.end - demand->what.start);
    finding->evidence = pd_check_value_at(demand->value);
}

bool pd_check_parties_meet(const PdCredit *a, const PdCredit *b) {
    for (size_t i = 0; i < a->n_agencies; i++)
        if (pd_check_has_party_or_parent(b, &a->agencies[i]))
            return true;
    for (size_t i = 0; i < b->n_agencies; i++)
        if (pd_check_has_party_or_parent(a, &b->agencies[i]))
            return true;
    return false;
}

bool pd_check_creators_meet(const PdCredit *a, const PdCredit *b) {
    for (size_t i = 0; i < a->n_creators; i++)
        for (size_t k = 0; k < b->n_creators; k++)
            if (pd_check_is_same_person(a->creators[i], b->creators[k]))
                return true;
    return false;
}

bool pd_check_is_house(const PdPolicy *policy, const PdParty *party) {
    for (char **name = policy->house_names; *name; name++) {
        const PdParty *house = pd_party_find(*name);
        if (house && party->slug && house->slug && strcmp(house->slug, party->slug) == 0)
            return true;
        if (pd_text_same(*name, party->name) || pd_text_same(*name, party->printed) ||
            pd_text_same(*name, party->short_name))
            return true;
    }
    return false;
}

bool pd_check_is_commercial(const PdPolicy *policy) {
    static const char *const COMMERCIAL[] = {"advertising", "advertorial", "advertorials", "promotion",
                                             "merchandise", "marketing",   "commercial",   "cover",
                                             "covers",      "calendars",   "posters"};
    for (size_t i = 0; i < G_N_ELEMENTS(COMMERCIAL); i++)
        if (strcmp(COMMERCIAL[i], policy->media) == 0)
            return true;
    return false;
}

bool pd_check_names_only_house(const PdCheck *check, const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (!pd_check_is_house(check->policy, &credit->agencies[i]))
            return false;
    return credit->n_agencies > 0;
}

bool pd_check_has_party_or_parent(const PdCredit *credit, const PdParty *party) {
    const PdLexiconParty *known = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
    if (pd_credit_has_party(credit, party))
        return true;
    for (unsigned n = 0; known && known->parent && n < MOST_PARENTS; n++) {
        known = pd_credit_lexicon_slug(known->parent);
        if (known && pd_credit_has_party(credit, &known->party))
            return true;
    }
    return false;
}

bool pd_check_is_collection(const PdParty *party) {
    const PdLexiconParty *known = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
    return known && known->traits & PD_TRAIT_COLLECTION;
}

char *pd_check_base_name(const char *path_or_url) {
    size_t len = strcspn(path_or_url, "?#");
    size_t start = len;
    while (start > 0 && path_or_url[start - 1] != '/')
        start--;
    return g_strndup(path_or_url + start, len - start);
}

/* ---- further facts of use and page */

const PdCredit *pd_check_shown_credit(const PdCheck *check) {
    return check->use->figure ? check->use->printed : pd_check_stated(check);
}

bool pd_check_page_says(const PdUse *use, const char *const *phrases, size_t n_phrases) {
    const char *texts[] = {use->figure->caption, use->figure->credit, use->figure->alt};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *words = pd_text_words(texts[i] ? texts[i] : "");
        g_autofree char *padded = g_strconcat(" ", words, " ", NULL);
        for (size_t k = 0; k < n_phrases; k++)
            if (strstr(padded, phrases[k]))
                return true;
    }
    return false;
}

bool pd_check_is_resale(const PdPolicy *policy) {
    return strcmp(policy->media, "syndication") == 0 || strcmp(policy->media, "resale") == 0;
}

bool pd_check_has_found(const PdCheck *check, const char *rule) {
    for (guint i = 0; i < check->findings->len; i++)
        if (strcmp(g_array_index(check->findings, PdFinding, i).rule, rule) == 0)
            return true;
    return false;
}

/* ---- addresses */

/* "-600x400" or "_1200x" before the ending: a size that pages write into a rendition's name. Returns the stem's length. */
static size_t stem_len(const char *name) {
    const char *dot = strrchr(name, '.');
    size_t len = dot ? (size_t)(dot - name) : strlen(name), at = len;
    while (at > 0 && (g_ascii_isdigit(name[at - 1]) || name[at - 1] == 'x'))
        at--;
    bool is_size = at > 0 && at < len && strchr("-_", name[at - 1]) && memchr(name + at, 'x', len - at);
    return is_size ? at - 1 : len;
}

static bool is_same_address(const char *a, const char *b) {
    /* Shorter names ("image.jpg") name many pictures. */
    static const size_t TELLING_STEM = 8;
    const char *start_a = strstr(a, "//"), *start_b = strstr(b, "//");
    size_t len_a = strcspn(start_a ? start_a : a, "?#"), len_b = strcspn(start_b ? start_b : b, "?#");
    if (len_a == len_b && memcmp(start_a ? start_a : a, start_b ? start_b : b, len_a) == 0)
        return true;
    g_autofree char *name_a = pd_check_base_name(a), *name_b = pd_check_base_name(b);
    size_t stem_a = stem_len(name_a), stem_b = stem_len(name_b);
    return stem_a >= TELLING_STEM && stem_a == stem_b && memcmp(name_a, name_b, stem_a) == 0;
}

bool pd_check_is_same_picture(const PdFigure *a, const PdFigure *b) {
    return a->url && b->url && is_same_address(a->url, b->url);
}

/* ---- shapes */

/* Width over height as people see it; 0 when unknown. */
static double shape_of(const PdImage *image) {
    const PdRecord *record = image ? image->record : NULL;
    if (!record || record->width_px == 0 || record->height_px == 0)
        return 0;
    const char *orientation = image->merged ? pd_merged_text(image->merged, PD_FIELD_ORIENTATION) : NULL;
    bool is_turned = orientation && *orientation >= '5' && *orientation <= '8' && !orientation[1];
    return is_turned ? (double)record->height_px / record->width_px : (double)record->width_px / record->height_px;
}

double pd_check_aspect_off(const PdImage *image, const PdImage *copy) {
    double a = shape_of(image), b = shape_of(copy);
    return a > 0 && b > 0 ? MAX(a, b) / MIN(a, b) - 1 : 0;
}
