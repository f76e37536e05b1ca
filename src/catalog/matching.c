/* What the matcher looks images up by, beside words and credits: the day of capture, the words of file names, looks. */
#include <string.h>

#include "catalog/lookup.h"
#include "catalog/ranking.h"
#include "catalog/store.h"
#include "codec/text.h"
#include "picdesk/merge.h"

/* A telling file name has two words or more; a word has three letters or more and no digit. */
enum { NAME_WORDS_MIN = 2, WORD_BYTES_MIN = 3, NAME_WORDS_MAX = 24, WORDS_ASKED = 60, IMAGES_A_WORD = 500 };

/* ---- filling */

static bool is_telling(const char *word) {
    return strlen(word) >= WORD_BYTES_MIN && !strpbrk(word, "0123456789");
}

void pd_derive_name_words(PdDerived *derived, int64_t image, const char *stem) {
    g_autofree char *folded = pd_text_words(stem);
    g_auto(GStrv) words = g_strsplit(folded, " ", NAME_WORDS_MAX);
    int n = 0;
    for (char **word = words; *word; word++)
        n += is_telling(*word);
    for (char **word = words; *word && n >= NAME_WORDS_MIN; word++)
        if (is_telling(*word))
            pd_rows_key(derived->rows, image, "named", *word);
}

/* The Julian day of "YYYY-MM-DD…", 0 when the text states no day. */
static int64_t day_of(const char *date) {
    if (!date || strlen(date) < 10 || date[4] != '-' || date[7] != '-')
        return 0;
    guint64 year = g_ascii_strtoull(date, NULL, 10), month = g_ascii_strtoull(date + 5, NULL, 10);
    guint64 day = g_ascii_strtoull(date + 8, NULL, 10);
    if (year > 9999 || month > 12 || day > 31 || !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return 0;
    g_autoptr(GDate) value = g_date_new_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return g_date_get_julian(value);
}

/* The city without what stands behind a comma, folded. (transfer full) */
static char *city_of(const PdMerged *merged) {
    const char *city = pd_merged_text(merged, PD_FIELD_CITY);
    g_autofree char *name = g_strndup(city ? city : "", city ? strcspn(city, ",(") : 0);
    return pd_text_words(name);
}

/* Besides by those whom its credits name, an image is found by its day alone, and by its city. */
bool pd_derive_taken(PdDerived *derived, int64_t image, const PdMerged *merged, GError **error) {
    g_autofree char *city = city_of(merged);
    int64_t day = day_of(pd_merged_text(merged, PD_FIELD_CAPTURED_AT));
    if (day)
        pd_rows_taken(derived->rows, image, "", "", day);
    if (city && *city)
        pd_rows_taken(derived->rows, image, "@", city, day);
    return pd_derive_credits(derived, image, merged, day, error);
}

bool pd_derive_untake(PdCatalog *catalog, int64_t image, const PdRecord *old, GError **error) {
    g_autoptr(PdMerged) merged = pd_merged_new(old);
    g_autofree char *city = city_of(merged);
    return pd_db_run(
        catalog->db, error,
        "DELETE FROM d_taken WHERE image_id = ?1 AND day = ?2 AND whom IN (SELECT p.slug FROM d_image_credit c "
        "JOIN d_credit_party p ON p.credit_id = c.credit_id WHERE c.image_id = ?1 UNION SELECT '=' || n.name "
        "FROM d_image_credit c JOIN d_credit_creator n ON n.credit_id = c.credit_id WHERE c.image_id = ?1 UNION "
        "SELECT '@' || ?3 UNION SELECT '')",
        pd_bind_int(image), pd_bind_int(day_of(pd_merged_text(merged, PD_FIELD_CAPTURED_AT))), pd_bind_text(city));
}

/* ---- asking */

bool pd_catalog_image_count(PdCatalog *catalog, int64_t *out_n, GError **error) {
    return pd_db_get(catalog->db, error, out_n, NULL, "SELECT count(*) FROM image", PD_BIND_NONE);
}

static bool collect(PdStmt *query, GError **failure, GArray *out_ids, GError **error) {
    while (query && pd_stmt_next(query, failure)) {
        int64_t id = pd_stmt_int(query, 0);
        g_array_append_val(out_ids, id);
    }
    return pd_stmt_ended(failure, error);
}

static bool by_whom(PdCatalog *catalog, const char *sign, const char *name, int64_t from_day, int64_t to_day, size_t max,
                    GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autofree char *whom = g_strconcat(sign, name, NULL);
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query = pd_db_query(
        catalog->db, &failure,
        "SELECT image_id FROM d_taken WHERE whom = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day DESC, image_id LIMIT ?4",
        pd_bind_text(whom), pd_bind_int(from_day), pd_bind_int(to_day), pd_bind_int((int64_t)max));
    return collect(query, &failure, out_ids, error);
}

bool pd_catalog_by_day(PdCatalog *catalog, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids, GError **error) {
    return by_whom(catalog, "", "", from_day, to_day, max, out_ids, error);
}

bool pd_catalog_by_party(PdCatalog *catalog, const char *slug, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids,
                         GError **error) {
    return by_whom(catalog, "", slug, from_day, to_day, max, out_ids, error);
}

bool pd_catalog_by_creator(PdCatalog *catalog, const char *creator, int64_t from_day, int64_t to_day, size_t max,
                           GArray *out_ids, GError **error) {
    return by_whom(catalog, "=", creator, from_day, to_day, max, out_ids, error);
}

bool pd_catalog_by_city(PdCatalog *catalog, const char *city, int64_t from_day, int64_t to_day, size_t max, GArray *out_ids,
                        GError **error) {
    return by_whom(catalog, "@", city, from_day, to_day, max, out_ids, error);
}

/* Adds the word's share to each image whose file name has it: the fewer they are, the more each gets. */
static bool add_word(PdCatalog *catalog, const char *word, GHashTable *scores, GError **error) {
    g_autoptr(GError) failure = NULL;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT image_id FROM d_key WHERE kind = 'named' AND key = ?1 LIMIT ?2",
                    pd_bind_text(word), pd_bind_int(IMAGES_A_WORD));
    if (!collect(query, &failure, ids, error))
        return false;
    for (guint i = 0; i < ids->len; i++)
        pd_ranking_add(scores, g_array_index(ids, int64_t, i), 1.0 / ids->len);
    return true;
}

bool pd_catalog_by_name_words(PdCatalog *catalog, const char *const *words, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GHashTable) scores = pd_ranking_new();
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    if (!pd_derive_check(catalog, error))
        return false;
    for (; *words && g_hash_table_size(seen) < WORDS_ASKED; words++)
        if (is_telling(*words) && g_hash_table_add(seen, (gpointer)*words) && !add_word(catalog, *words, scores, error))
            return false;
    pd_ranking_take_best(scores, max, out_ids);
    return true;
}

/* ---- looks */

bool pd_catalog_put_look(PdCatalog *catalog, int64_t image_id, const uint8_t *look, size_t len, GError **error) {
    return pd_derive_check(catalog, error) &&
           pd_db_run(
               catalog->db, error,
               "INSERT INTO d_look(image_id, look) VALUES(?1, ?2) ON CONFLICT(image_id) DO UPDATE SET look = excluded.look",
               pd_bind_int(image_id), pd_bind_blob(look, len));
}

bool pd_catalog_each_look(PdCatalog *catalog, PdLookFunc func, void *user, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query =
        pd_db_query(catalog->db, &failure, "SELECT image_id, look FROM d_look ORDER BY image_id", PD_BIND_NONE);
    while (query && pd_stmt_next(query, &failure)) {
        size_t len;
        const uint8_t *look = pd_stmt_blob(query, 1, &len);
        if (!func(pd_stmt_int(query, 0), look, len, user))
            break;
    }
    return pd_stmt_ended(&failure, error);
}

#define WITHOUT_LOOK                                                                                                        \
    "FROM image i WHERE i.id > ?1 AND NOT EXISTS(SELECT 1 FROM d_look l WHERE l.image_id = i.id) AND EXISTS(SELECT 1 FROM " \
    "file f WHERE f.image_id = i.id AND f.missing_since_us IS NULL) "

bool pd_catalog_look_count(PdCatalog *catalog, int64_t *out_missing, GError **error) {
    return pd_derive_check(catalog, error) &&
           pd_db_get(catalog->db, error, out_missing, NULL, "SELECT count(*) " WITHOUT_LOOK, pd_bind_int(0));
}

bool pd_catalog_without_look(PdCatalog *catalog, int64_t after, size_t max, GArray *out_ids, GError **error) {
    g_autoptr(GError) failure = NULL;
    if (!pd_derive_check(catalog, error))
        return false;
    g_autoptr(PdStmt) query = pd_db_query(catalog->db, &failure, "SELECT i.id " WITHOUT_LOOK "ORDER BY i.id LIMIT ?2",
                                          pd_bind_int(after), pd_bind_int((int64_t)max));
    return collect(query, &failure, out_ids, error);
}
