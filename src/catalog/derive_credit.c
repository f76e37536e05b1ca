/* Look-up tables of credits and suppliers' ids. A credit line is parsed once, however many images carry it. */
#include <string.h>

#include "catalog/lookup.h"
#include "catalog/store.h"
#include "codec/text.h"
#include "picdesk/grammar.h"

/* ---- suppliers' ids */

bool pd_derive_name(PdCatalog *catalog, int64_t image, const char *name, GError **error) {
    g_autofree char *id = pd_supplier_id_of_name(name, NULL);
    g_autofree char *key = pd_lookup_supplier(id);
    return pd_derive_key(catalog, image, "supplier", key, error);
}

/* The field for it, under the supplier whom the property or the supplier's field names; and fields that often hold a file
 * name. */
static bool add_suppliers(PdCatalog *catalog, int64_t image, const PdRecord *record, const PdMerged *merged,
                          GError **error) {
    static const PdField NAMES[] = {PD_FIELD_SUPPLIER_IMAGE_ID, PD_FIELD_TITLE, PD_FIELD_JOB_ID, PD_FIELD_UNIQUE_NAME};
    const char *name = pd_merged_text(merged, PD_FIELD_SUPPLIER_NAME);
    const PdParty *supplier = name ? pd_party_find(name) : NULL;
    for (size_t i = 0; i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (value->field != PD_FIELD_SUPPLIER_IMAGE_ID)
            continue;
        bool is_getty = value->property && strstr(value->property, "GettyImagesGIFT");
        const PdParty *party = is_getty ? pd_party_find("Getty Images") : supplier;
        g_autofree char *id =
            party && party->slug ? g_strconcat(party->slug, ":", value->text, NULL) : g_strdup(value->text);
        g_autofree char *key = pd_lookup_supplier(id);
        if (!pd_derive_key(catalog, image, "supplier", key, error))
            return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        const char *text = pd_merged_text(merged, NAMES[i]);
        if (text && !pd_derive_name(catalog, image, text, error))
            return false;
    }
    return true;
}

/* ---- credits */

static bool add_parties(PdCatalog *catalog, int64_t credit_id, const PdCredit *credit, GError **error) {
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (credit->agencies[i].slug &&
            !pd_db_run(catalog->db, error,
                       "INSERT INTO d_credit_party(slug, credit_id) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
                       pd_bind_text(credit->agencies[i].slug), pd_bind_int(credit_id)))
            return false;
    return true;
}

/* The row of a credit line, parsed when it is met for the first time. */
static bool credit_row(PdCatalog *catalog, const char *line, const char *creator, int64_t *out_id, GError **error) {
    bool is_known = false;
    PdBind a = pd_bind_text(line), b = pd_bind_text(creator);
    if (!pd_db_get(catalog->db, error, out_id, &is_known, "SELECT id FROM d_credit WHERE line = ?1 AND creator = ?2", a, b))
        return false;
    if (is_known)
        return true;
    g_autoptr(PdCredit) credit = pd_credit_parse(line, *creator ? creator : NULL, pd_limits_default());
    if (!pd_db_run(catalog->db, error, "INSERT INTO d_credit(line, creator, flags) VALUES(?1, ?2, ?3)", a, b,
                   pd_bind_int(credit->flags)))
        return false;
    *out_id = pd_db_last_id(catalog->db);
    for (size_t i = 0; i < credit->n_creators; i++) {
        g_autofree char *name = pd_text_words(credit->creators[i]);
        if (!pd_db_run(catalog->db, error,
                       "INSERT INTO d_credit_creator(credit_id, name) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
                       pd_bind_int(*out_id), pd_bind_text(name)))
            return false;
    }
    return add_parties(catalog, *out_id, credit, error);
}

static bool add_credit(PdCatalog *catalog, int64_t image, const char *line, const char *creator, GError **error) {
    int64_t id = 0;
    return credit_row(catalog, line, creator, &id, error) &&
           pd_db_run(catalog->db, error,
                     "INSERT INTO d_image_credit(credit_id, image_id) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
                     pd_bind_int(id), pd_bind_int(image));
}

static bool add_credits(PdCatalog *catalog, int64_t image, const PdMerged *merged, GError **error) {
    static const PdField FIELDS[] = {PD_FIELD_CREDIT, PD_FIELD_SOURCE, PD_FIELD_COPYRIGHT};
    g_autofree char *joined = pd_merged_join(merged, PD_FIELD_CREATORS, "; ");
    const char *creator = joined ? joined : "";
    bool has_line = false;
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        const char *line = pd_merged_text(merged, FIELDS[i]);
        has_line = has_line || line;
        if (line && !add_credit(catalog, image, line, creator, error))
            return false;
    }
    return has_line || !*creator || add_credit(catalog, image, "", creator, error);
}

bool pd_derive_credits(PdCatalog *catalog, int64_t image, const PdRecord *record, const PdMerged *merged, GError **error) {
    return add_credits(catalog, image, merged, error) && add_suppliers(catalog, image, record, merged, error);
}
