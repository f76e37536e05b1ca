/* Corrections (catalog/correction.h), and their way into the records that are read from the store. */
#include "catalog/correction.h"

#include "catalog/store.h"
#include "host/clock.h"
#include "picdesk/error.h"

/* A record that is full has room for what people say. */
enum { ROOM = 256 };

#define HOLDS                                                                                                               \
    "SELECT c.id, c.image_id, c.field, c.value, c.who, c.reason, c.at_us FROM correction c WHERE c.value IS NOT NULL "      \
    "AND NOT EXISTS(SELECT 1 FROM correction r WHERE r.revokes = c.id) AND NOT EXISTS(SELECT 1 FROM correction e WHERE "    \
    "e.image_id = c.image_id AND e.id > c.id AND e.field = c.field AND e.value IS NOT NULL AND "                            \
    "NOT EXISTS(SELECT 1 FROM correction s WHERE s.revokes = e.id)) "

bool pd_catalog_each_correction(PdCatalog *catalog, int64_t image_id, PdCorrectionFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (catalog->version < 2)
        return true;
    g_autoptr(PdStmt) query =
        image_id ? pd_db_query(catalog->db, &failure, HOLDS "AND c.image_id = ?1 ORDER BY c.id", pd_bind_int(image_id))
                 : pd_db_query(catalog->db, &failure, HOLDS "ORDER BY c.id", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        PdCorrection correction = {.id = pd_stmt_int(query, 0),
                                   .image_id = pd_stmt_int(query, 1),
                                   .field = pd_field_by_key(pd_stmt_text(query, 2)),
                                   .value = pd_stmt_text(query, 3),
                                   .who = pd_stmt_text(query, 4),
                                   .reason = pd_stmt_text(query, 5),
                                   .at_us = pd_stmt_int(query, 6)};
        if (correction.field && !func(&correction, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

/* ---- into records */

static char *told_by(const PdCorrection *correction) {
    g_autoptr(GDateTime) moment = g_date_time_new_from_unix_utc(correction->at_us / G_USEC_PER_SEC);
    g_autofree char *day = moment ? g_date_time_format(moment, "%Y-%m-%d") : NULL;
    return g_strdup_printf("by %s on %s", correction->who, day ? day : "an unknown day");
}

static bool add_values(const PdCorrection *correction, void *user) {
    PdLimits limits = *pd_limits_default();
    bool is_list = correction->field->kind == PD_KIND_LIST || correction->field->kind == PD_KIND_PARTY;
    g_auto(GStrv) items = g_strsplit(correction->value, "\n", is_list ? -1 : 1);
    g_autofree char *property = told_by(correction);
    limits.values += ROOM;
    for (uint16_t i = 0; items[i] && i < ROOM; i++) {
        PdValue value = {.field = correction->field->field,
                         .origin = PD_ORIGIN_DESK,
                         .item = i,
                         .at = PD_AT_UNKNOWN,
                         .property = property,
                         .text = items[i]};
        pd_record_add(user, &value, &limits);
    }
    return true;
}

bool pd_corrections_add(PdCatalog *catalog, int64_t image, PdRecord *record, GError **error) {
    return pd_catalog_each_correction(catalog, image, add_values, record, error);
}

static bool see_one(const PdCorrection *correction, void *user) {
    (void)correction;
    *(bool *)user = true;
    return false;
}

bool pd_corrections_copy(PdCatalog *catalog, int64_t image, const PdRecord *record, PdRecord **out, GError **error) {
    bool is_corrected = false;
    *out = NULL;
    if (!pd_catalog_each_correction(catalog, image, see_one, &is_corrected, error))
        return false;
    if (!is_corrected)
        return true;
    g_autoptr(GBytes) body = pd_record_encode(record);
    gsize len;
    const uint8_t *data = g_bytes_get_data(body, &len);
    g_autoptr(PdRecord) copy = pd_record_decode(data, len, pd_limits_default(), error);
    if (!copy || !pd_corrections_add(catalog, image, copy, error))
        return false;
    *out = g_steal_pointer(&copy);
    return true;
}

/* ---- keeping */

static bool add_row(PdCatalog *catalog, int64_t image_id, const PdFieldInfo *field, const char *value, int64_t revokes,
                    const char *who, const char *reason, GError **error) {
    return pd_db_run(
        catalog->db, error,
        "INSERT INTO correction(image_id, field, value, who, at_us, reason, revokes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        pd_bind_int(image_id), pd_bind_text(field->key), pd_bind_text(value), pd_bind_text(who),
        pd_bind_int(pd_clock_now_us()), pd_bind_text(reason), pd_bind_id(revokes));
}

/* The look-up tables follow from the record with its corrections, as it was and as it is. */
static bool derive_again(PdCatalog *catalog, int64_t image_id, const PdImage *before, GError **error) {
    g_autoptr(PdImage) now = pd_catalog_image(catalog, image_id, error);
    return now && (!now->record || pd_derive_image(catalog, image_id, before->record, now->record, error)) &&
           pd_derive_unmatch(catalog, error);
}

bool pd_catalog_correct(PdCatalog *catalog, int64_t image_id, const PdFieldInfo *field, const char *value, const char *who,
                        const char *reason, GError **error) {
    g_auto(PdScope) scope = {0};
    if (!pd_scope_begin(&scope, catalog->db, error))
        return false;
    g_autoptr(PdImage) before = pd_catalog_image(catalog, image_id, error);
    return before && add_row(catalog, image_id, field, value, 0, who, reason, error) &&
           derive_again(catalog, image_id, before, error) && pd_scope_commit(&scope, error);
}

bool pd_catalog_revoke_correction(PdCatalog *catalog, int64_t image_id, const PdFieldInfo *field, const char *who,
                                  const char *reason, GError **error) {
    g_auto(PdScope) scope = {0};
    int64_t last = 0;
    if (!pd_scope_begin(&scope, catalog->db, error))
        return false;
    g_autoptr(PdImage) before = pd_catalog_image(catalog, image_id, error);
    if (!before || !pd_db_get(catalog->db, error, &last, NULL,
                              "SELECT max(c.id) FROM correction c WHERE c.image_id = ?1 AND c.field = ?2 AND c.value IS NOT "
                              "NULL AND NOT EXISTS(SELECT 1 FROM correction r WHERE r.revokes = c.id)",
                              pd_bind_int(image_id), pd_bind_text(field->key)))
        return false;
    if (last == 0) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "nobody corrected %s of this image", field->key);
        return false;
    }
    return add_row(catalog, image_id, field, NULL, last, who, reason, error) &&
           derive_again(catalog, image_id, before, error) && pd_scope_commit(&scope, error);
}
