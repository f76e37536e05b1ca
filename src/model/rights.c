/* The view of rights (include/picdesk/rights.h): rows copied as they come, with an index by image and one by party, so that
 * a check of many uses asks only for what concerns each. */
#include "picdesk/rights.h"

#include <string.h>

#include "codec/text.h"

const PdUsageCategory pd_usage_categories[] = {
    {"agency", "covered by a contract with an agency", false},
    {"staff", "made by the house's own staff", false},
    {"contract", "made by a photographer under contract", false},
    {"commissioned", "ordered by the house from a photographer", false},
    {"owned", "the house holds the rights", false},
    {"single", "licensed once for one purpose", true},
    {"rights-managed", "licensed by the use, from an agency outside the contract", true},
    {"royalty-free", "bought once, used again without a further fee", false},
    {"handout", "given out by whom it shows, for this story", false},
    {"press", "of a press office, for reporting about it", false},
    {"social-media", "by a private person, with permission", false},
    {"screengrab", "taken from a broadcast, under fair dealing or quotation", false},
    {"obituary", "given by the family", false},
    {"pool", "shared between houses", false},
    {"illustration", "drawn or composed for the house", false},
    {"creative-commons", "under a Creative Commons licence", false},
    {"public-domain", "no rights are left", false},
    {"crown", "crown copyright or an open government licence", false},
    {NULL, NULL, false},
};

/* The public view first, so that a pointer to one is a pointer to the other. */
typedef struct {
    PdRights view;
    GStringChunk *texts;
    GPtrArray *lists;                  /* of allocated arrays */
    GArray *rows[PD_N_RIGHTS];         /* of the kind's struct */
    GHashTable *by_image[PD_N_RIGHTS]; /* image id -> GArray of uint32_t */
    GHashTable *by_party[PD_N_RIGHTS]; /* party -> GArray of uint32_t */
} Rights;

static const guint ROW_BYTES[] = {
    [PD_RIGHT_LICENCE] = sizeof(PdLicence),       [PD_RIGHT_LEASE] = sizeof(PdLease),
    [PD_RIGHT_QUOTA] = sizeof(PdQuota),           [PD_RIGHT_STAFF] = sizeof(PdStaff),
    [PD_RIGHT_COLLECTION] = sizeof(PdCollection), [PD_RIGHT_SUPPRESSION] = sizeof(PdSuppression),
    [PD_RIGHT_USAGE] = sizeof(PdUsage),           [PD_RIGHT_REQUEST] = sizeof(PdLicence),
};

PdRights *pd_rights_new(void) {
    Rights *rights = g_new0(Rights, 1);
    rights->texts = g_string_chunk_new(1024);
    rights->lists = g_ptr_array_new_with_free_func(g_free);
    for (int kind = 0; kind < PD_N_RIGHTS; kind++) {
        rights->rows[kind] = g_array_new(FALSE, TRUE, ROW_BYTES[kind]);
        rights->by_image[kind] = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
        rights->by_party[kind] = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    }
    return &rights->view;
}

void pd_rights_free(PdRights *view) {
    if (!view)
        return;
    Rights *rights = (Rights *)view;
    for (int kind = 0; kind < PD_N_RIGHTS; kind++) {
        g_array_unref(rights->rows[kind]);
        g_hash_table_unref(rights->by_image[kind]);
        g_hash_table_unref(rights->by_party[kind]);
    }
    g_ptr_array_unref(rights->lists);
    g_string_chunk_free(rights->texts);
    g_free(rights);
}

/* ---- copies */

static const char *keep(Rights *rights, const char *text) {
    return text ? g_string_chunk_insert_const(rights->texts, text) : NULL;
}

static const char *const *keep_words(Rights *rights, const char *const *words) {
    size_t n = words ? g_strv_length((char **)words) : 0;
    if (n == 0)
        return NULL;
    const char **copy = g_new0(const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        copy[i] = keep(rights, words[i]);
    g_ptr_array_add(rights->lists, copy);
    return copy;
}

static const int64_t *keep_images(Rights *rights, const int64_t *images, size_t n_images) {
    if (n_images == 0)
        return NULL;
    int64_t *copy = g_memdup2(images, n_images * sizeof *images);
    g_ptr_array_add(rights->lists, copy);
    return copy;
}

static PdRightScope keep_scope(Rights *rights, const PdRightScope *scope) {
    return (PdRightScope){.media = keep_words(rights, scope->media),
                          .territory = keep_words(rights, scope->territory),
                          .from = keep(rights, scope->from),
                          .to = keep(rights, scope->to)};
}

/* ---- indexes; a row is noted before it is appended */

static void note(GHashTable *index, gpointer key, gboolean is_key_owned, uint32_t row) {
    GArray *rows = g_hash_table_lookup(index, key);
    if (rows) {
        if (is_key_owned)
            g_free(key);
    } else {
        rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
        g_hash_table_insert(index, key, rows);
    }
    g_array_append_val(rows, row);
}

static void note_image(Rights *rights, PdRightKind kind, int64_t image_id) {
    note(rights->by_image[kind], g_memdup2(&image_id, sizeof image_id), TRUE, rights->rows[kind]->len);
}

static void note_images(Rights *rights, PdRightKind kind, const int64_t *images, size_t n_images) {
    for (size_t i = 0; i < n_images; i++)
        note_image(rights, kind, images[i]);
}

static void note_party(Rights *rights, PdRightKind kind, const char *party) {
    if (party)
        note(rights->by_party[kind], (gpointer)keep(rights, party), FALSE, rights->rows[kind]->len);
}

static const uint32_t *rows_of(GHashTable *index, gconstpointer key, size_t *out_n) {
    GArray *rows = g_hash_table_lookup(index, key);
    *out_n = rows ? rows->len : 0;
    return rows ? (const uint32_t *)(void *)rows->data : NULL;
}

const uint32_t *pd_rights_of_image(const PdRights *view, PdRightKind kind, int64_t image_id, size_t *out_n) {
    return rows_of(((const Rights *)view)->by_image[kind], &image_id, out_n);
}

const uint32_t *pd_rights_of_party(const PdRights *view, PdRightKind kind, const char *party, size_t *out_n) {
    return rows_of(((const Rights *)view)->by_party[kind], party, out_n);
}

/* ---- rows */

#define APPEND(rights, kind, row, rows_at, n_at)                                                                            \
    do {                                                                                                                    \
        g_array_append_val((rights)->rows[kind], row);                                                                      \
        (rights)->view.rows_at = (void *)(rights)->rows[kind]->data;                                                        \
        (rights)->view.n_at = (rights)->rows[kind]->len;                                                                    \
    } while (0)

static PdLicence keep_licence(Rights *rights, PdRightKind kind, const PdLicence *licence) {
    PdLicence row = *licence;
    const char **const texts[] = {&row.name,     &row.holder,  &row.category,     &row.required_credit, &row.fee,
                                  &row.document, &row.contact, &row.requested_on, &row.granted_on,      &row.languages,
                                  &row.editions, &row.formats, &row.print_run,    &row.copies_due,      &row.restrictions};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = keep(rights, *texts[i]);
    row.scope = keep_scope(rights, &licence->scope);
    row.images = keep_images(rights, licence->images, licence->n_images);
    note_images(rights, kind, row.images, row.n_images);
    if (row.n_images == 0)
        note_party(rights, kind, row.holder);
    return row;
}

void pd_rights_add_licence(PdRights *view, const PdLicence *licence) {
    Rights *rights = (Rights *)view;
    PdLicence row = keep_licence(rights, PD_RIGHT_LICENCE, licence);
    APPEND(rights, PD_RIGHT_LICENCE, row, licences, n_licences);
}

void pd_rights_add_request(PdRights *view, const PdLicence *request) {
    Rights *rights = (Rights *)view;
    PdLicence row = keep_licence(rights, PD_RIGHT_REQUEST, request);
    APPEND(rights, PD_RIGHT_REQUEST, row, requests, n_requests);
}

void pd_rights_add_lease(PdRights *view, const PdLease *lease) {
    Rights *rights = (Rights *)view;
    PdLease row = *lease;
    row.party = keep(rights, lease->party);
    row.images = keep_images(rights, lease->images, lease->n_images);
    row.scope = keep_scope(rights, &lease->scope);
    row.who = keep(rights, lease->who);
    row.why = keep(rights, lease->why);
    note_images(rights, PD_RIGHT_LEASE, row.images, row.n_images);
    if (row.n_images == 0)
        note_party(rights, PD_RIGHT_LEASE, row.party);
    APPEND(rights, PD_RIGHT_LEASE, row, leases, n_leases);
}

void pd_rights_add_quota(PdRights *view, const PdQuota *quota) {
    Rights *rights = (Rights *)view;
    PdQuota row = *quota;
    row.party = keep(rights, quota->party);
    row.period = keep(rights, quota->period);
    row.from = keep(rights, quota->from);
    row.to = keep(rights, quota->to);
    note_party(rights, PD_RIGHT_QUOTA, row.party);
    APPEND(rights, PD_RIGHT_QUOTA, row, quotas, n_quotas);
}

void pd_rights_add_staff(PdRights *view, const PdStaff *person) {
    Rights *rights = (Rights *)view;
    PdStaff row = *person;
    row.name = keep(rights, person->name);
    row.house = keep(rights, person->house);
    row.kind = keep(rights, person->kind);
    row.from = keep(rights, person->from);
    row.to = keep(rights, person->to);
    g_autofree char *folded = pd_text_words(person->name);
    note_party(rights, PD_RIGHT_STAFF, folded);
    APPEND(rights, PD_RIGHT_STAFF, row, staff, n_staff);
}

void pd_rights_add_collection(PdRights *view, const PdCollection *collection) {
    Rights *rights = (Rights *)view;
    PdCollection row = *collection;
    row.party = keep(rights, collection->party);
    row.name = keep(rights, collection->name);
    note_party(rights, PD_RIGHT_COLLECTION, row.party);
    APPEND(rights, PD_RIGHT_COLLECTION, row, collections, n_collections);
}

void pd_rights_add_suppression(PdRights *view, const PdSuppression *suppression) {
    Rights *rights = (Rights *)view;
    PdSuppression row = *suppression;
    row.rule = keep(rights, suppression->rule);
    row.reason = keep(rights, suppression->reason);
    row.until = keep(rights, suppression->until);
    row.who = keep(rights, suppression->who);
    note_image(rights, PD_RIGHT_SUPPRESSION, row.image_id);
    APPEND(rights, PD_RIGHT_SUPPRESSION, row, suppressions, n_suppressions);
}

void pd_rights_add_usage(PdRights *view, const PdUsage *usage) {
    Rights *rights = (Rights *)view;
    PdUsage row = *usage;
    row.medium = keep(rights, usage->medium);
    row.used_on = keep(rights, usage->used_on);
    row.publication = keep(rights, usage->publication);
    row.section = keep(rights, usage->section);
    row.page = keep(rights, usage->page);
    row.edition = keep(rights, usage->edition);
    row.placement = keep(rights, usage->placement);
    row.size = keep(rights, usage->size);
    row.credit_line = keep(rights, usage->credit_line);
    row.note = keep(rights, usage->note);
    note_image(rights, PD_RIGHT_USAGE, row.image_id);
    APPEND(rights, PD_RIGHT_USAGE, row, usages, n_usages);
}

/* ---- scope */

bool pd_right_scope_holds_on(const PdRightScope *scope, const char *day) {
    static const size_t DAY_LEN = sizeof "2026-11-22" - 1;
    if (!day)
        return true;
    return (!scope->from || strncmp(day, scope->from, DAY_LEN) >= 0) &&
           (!scope->to || strncmp(day, scope->to, DAY_LEN) <= 0);
}

static bool holds_word(const char *const *words, const char *word) {
    if (!words || !*words)
        return true;
    for (; word && *words; words++)
        if (g_ascii_strcasecmp(*words, word) == 0)
            return true;
    return false;
}

bool pd_right_scope_covers(const PdRightScope *scope, const char *medium, const char *territory) {
    return holds_word(scope->media, medium) && holds_word(scope->territory, territory);
}

const PdUsageCategory *pd_usage_category_find(const char *name) {
    for (const PdUsageCategory *row = pd_usage_categories; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row;
    return NULL;
}
