/* By what right a picture is used, and what that costs (check/right.h): the catalogue's licences and lists first, then what
 * file and page say of themselves. */
#include "check/right.h"

#include <string.h>

#include "check/cc.h"
#include "check/when.h"
#include "codec/text.h"
#include "credit/lexicon.h"

/* ---- whom the use names */

static void add_party(PdCheck *check, const PdParty *party) {
    if (party->slug)
        g_ptr_array_add(check->parties, g_strdup(party->slug));
    else
        g_ptr_array_add(check->parties, pd_text_words(party->name));
    const PdLexiconParty *known = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
    if (known && known->parent)
        g_ptr_array_add(check->parties, g_strdup(known->parent));
}

static void add_credit(PdCheck *check, const PdCredit *credit) {
    for (size_t i = 0; credit && i < credit->n_agencies; i++)
        add_party(check, &credit->agencies[i]);
    for (size_t i = 0; credit && i < credit->n_creators; i++)
        g_ptr_array_add(check->parties, pd_text_words(credit->creators[i]));
}

static int compare_texts(gconstpointer a, gconstpointer b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void drop_repeats(GPtrArray *texts) {
    g_ptr_array_sort(texts, compare_texts);
    for (guint i = texts->len; i > 1; i--)
        if (strcmp(g_ptr_array_index(texts, i - 1), g_ptr_array_index(texts, i - 2)) == 0)
            g_ptr_array_remove_index(texts, i - 1);
}

static void find_parties(PdCheck *check) {
    const PdUse *use = check->use;
    check->parties = g_ptr_array_new_with_free_func(g_free);
    const PdCredit *credits[] = {use->embedded, use->in_caption, use->printed, check->notice};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        add_credit(check, credits[i]);
    if (check->supplier)
        add_party(check, check->supplier);
    drop_repeats(check->parties);
}

/* ---- rows */

bool pd_check_keeps_rights(const PdCheck *check) {
    const PdRights *rights = check->context->rights;
    return rights && (rights->n_licences > 0 || rights->n_collections > 0 || rights->n_staff > 0);
}

GArray *pd_check_rows(const PdCheck *check, PdRightKind kind) {
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    const PdRights *rights = check->context->rights;
    size_t n = 0;
    if (!rights)
        return rows;
    const PdImage *image = check->use->image;
    const uint32_t *of_image = image && image->id ? pd_rights_of_image(rights, kind, image->id, &n) : NULL;
    if (of_image)
        g_array_append_vals(rows, of_image, (guint)n);
    for (guint i = 0; i < check->parties->len; i++) {
        const uint32_t *of_party = pd_rights_of_party(rights, kind, g_ptr_array_index(check->parties, i), &n);
        if (of_party)
            g_array_append_vals(rows, of_party, (guint)n);
    }
    return rows;
}

bool pd_check_is_in_force(const PdCheck *check, const PdRightScope *scope) {
    PdRightScope asked = *scope;
    if (!check->policy->territory)
        asked.territory = NULL;
    return pd_right_scope_holds_on(scope, check->today) &&
           pd_right_scope_covers(&asked, check->policy->media, check->policy->territory);
}

/* A licence on the picture itself goes before a contract about all pictures of its holder. */
static const PdLicence *find_licence(const PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_LICENCE);
    for (guint i = 0; i < rows->len; i++) {
        const PdLicence *licence = &check->context->rights->licences[g_array_index(rows, uint32_t, i)];
        if (pd_check_is_in_force(check, &licence->scope))
            return licence;
    }
    return NULL;
}

const PdLicence *pd_check_idle_licence(const PdCheck *check, bool is_past) {
    if (check->licence || !check->context->rights)
        return NULL;
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_LICENCE);
    const PdLicence *found = NULL;
    for (guint i = 0; i < rows->len; i++) {
        const PdLicence *licence = &check->context->rights->licences[g_array_index(rows, uint32_t, i)];
        const char *to = licence->scope.to, *from = licence->scope.from;
        bool is_over = to && strcmp(to, check->today) < 0, is_ahead = from && strcmp(from, check->today) > 0;
        bool is_later = !found || (is_past ? is_over && strcmp(to, found->scope.to) > 0
                                           : is_ahead && strcmp(from, found->scope.from) < 0);
        if ((is_past ? is_over : is_ahead) && is_later)
            found = licence;
    }
    return found;
}

void pd_check_tell_licence(PdFinding *finding, const PdLicence *licence, const char *day) {
    finding->found = g_strdup(day);
    finding->evidence = g_strdup_printf("catalogue, licence %" G_GINT64_FORMAT " of %s", licence->id,
                                        licence->name ? licence->name : licence->holder);
}

const PdStaff *pd_check_staff(const PdCheck *check, const PdCredit *credit) {
    const PdRights *rights = check->context->rights;
    int64_t made_s;
    g_autofree char *made_on = pd_check_made_at(check, &made_s) ? pd_check_when_text(check->policy, made_s) : NULL;
    for (size_t i = 0; rights && credit && i < credit->n_creators; i++) {
        g_autofree char *name = pd_text_words(credit->creators[i]);
        size_t n;
        const uint32_t *rows = pd_rights_of_party(rights, PD_RIGHT_STAFF, name, &n);
        for (size_t k = 0; k < n; k++) {
            const PdStaff *person = &rights->staff[rows[k]];
            PdRightScope time = {.from = person->from, .to = person->to};
            if (pd_right_scope_holds_on(&time, made_on ? made_on : check->today))
                return person;
        }
    }
    return NULL;
}

static bool is_of_collection(const PdCheck *check, const PdCollection *collection) {
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *texts[] = {use->embedded ? use->embedded->collection : NULL, use->printed ? use->printed->collection : NULL,
                           merged ? pd_merged_text(merged, PD_FIELD_SOURCE) : NULL};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (texts[i] && pd_text_same(texts[i], collection->name))
            return true;
    g_autofree char *folded = pd_text_words(collection->name);
    const PdParty *party = pd_party_find(collection->name);
    for (guint i = 0; i < check->parties->len; i++) {
        const char *named = g_ptr_array_index(check->parties, i);
        if (strcmp(named, folded) == 0 || (party && party->slug && strcmp(named, party->slug) == 0))
            return true;
    }
    return false;
}

const PdCollection *pd_check_paid_collection(const PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_COLLECTION);
    for (guint i = 0; i < rows->len; i++) {
        const PdCollection *collection = &check->context->rights->collections[g_array_index(rows, uint32_t, i)];
        if (collection->is_paid && is_of_collection(check, collection))
            return collection;
    }
    return NULL;
}

const PdQuota *pd_check_spent_quota(const PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_QUOTA);
    for (guint i = 0; i < rows->len; i++) {
        const PdQuota *quota = &check->context->rights->quotas[g_array_index(rows, uint32_t, i)];
        if (quota->used >= quota->limit)
            return quota;
    }
    return NULL;
}

/* ---- what file and page say of themselves */

static const char *category_of_marks(const PdCredit *credit) {
    static const struct {
        uint32_t flags;
        const char *category;
    } MARKS[] = {{PD_CREDIT_AI, "illustration"},
                 {PD_CREDIT_SCREENGRAB, "screengrab"},
                 {PD_CREDIT_POOL, "pool"},
                 {PD_CREDIT_HANDOUT | PD_CREDIT_COURTESY, "handout"},
                 {PD_CREDIT_UGC, "social-media"},
                 {PD_CREDIT_STAFF, "staff"},
                 {PD_CREDIT_FREELANCE | PD_CREDIT_CONTRIBUTOR, "contract"}};
    for (size_t i = 0; credit && i < G_N_ELEMENTS(MARKS); i++)
        if (credit->flags & MARKS[i].flags)
            return MARKS[i].category;
    return credit && credit->role && strcmp(credit->role, "video") != 0 ? "illustration" : NULL;
}

static const char *category_of_parties(const PdCheck *check, const PdCredit *credit) {
    bool is_any_house = !*check->policy->house_names;
    for (size_t i = 0; credit && i < credit->n_agencies; i++) {
        const PdParty *party = &credit->agencies[i];
        if (pd_check_is_house(check->policy, party) || (is_any_house && party->kind == PD_PARTY_HOUSE))
            return "owned";
        if (party->kind == PD_PARTY_AGENCY)
            return "agency";
    }
    return credit && credit->commissioned_for ? "commissioned" : NULL;
}

static const char *stated_category(const PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *credits[] = {use->embedded, use->in_caption, use->printed, check->notice};
    const char *category = pd_check_licence_category(check);
    for (size_t i = 0; i < G_N_ELEMENTS(credits) && !category; i++)
        category = category_of_parties(check, credits[i]);
    if (!category && check->supplier)
        category = "agency";
    for (size_t i = 0; i < G_N_ELEMENTS(credits) && !category; i++)
        category = category_of_marks(credits[i]);
    if (!category &&
        (pd_check_demand(check, PD_RESTRICTION_HANDOUT) || pd_check_demand(check, PD_RESTRICTION_THIRD_PARTY_SUPPLIED)))
        category = "handout";
    return category;
}

static const char *find_category(const PdCheck *check) {
    if (check->licence)
        return check->licence->category;
    const PdCredit *credits[] = {check->use->embedded, check->use->in_caption, check->use->printed};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++) {
        const PdStaff *person = pd_check_staff(check, credits[i]);
        if (person)
            return strcmp(person->kind, "staff") == 0 ? "staff" : "contract";
    }
    return stated_category(check);
}

static bool has_limit(const PdCheck *check) {
    for (guint i = 0; i < check->demands->len; i++)
        if (!pd_restriction_is_fact(g_array_index(check->demands, PdDemand, i).what.class))
            return true;
    return false;
}

static PdCost find_cost(const PdCheck *check) {
    const PdUsageCategory *category = check->category ? pd_usage_category_find(check->category) : NULL;
    bool is_agency = category && strcmp(category->name, "agency") == 0;
    if ((category && category->is_chargeable) || pd_check_paid_collection(check))
        return PD_COST_PAY;
    if (has_limit(check))
        return PD_COST_CONDITIONAL;
    if (pd_check_spent_quota(check))
        return PD_COST_OVERQUOTA;
    if (!pd_check_keeps_rights(check) || check->licence)
        return PD_COST_FREE;
    return category && !is_agency ? PD_COST_FREE : PD_COST_PAY;
}

void pd_check_rights_begin(PdCheck *check) {
    find_parties(check);
    check->licence = check->context->rights ? find_licence(check) : NULL;
    check->category = find_category(check);
    check->cost = find_cost(check);
}

void pd_check_rights_end(PdCheck *check) {
    g_ptr_array_unref(check->parties);
}
