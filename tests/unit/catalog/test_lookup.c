/* Candidates by words and keys, and that a rebuild gives the same. */
#include "fixture.h"

#include "catalog/common.h"
#include "catalog/store.h"

/* The ids found, as digits. */
static void assert_words(Fixture *fixture, const char *words, const char *expected) {
    g_auto(GStrv) list = g_strsplit(words, " ", -1);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GString) seen = g_string_new(NULL);
    ok(pd_catalog_by_words(fixture->catalog, (const char *const *)list, 10, ids, &error));
    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(seen, "%d", (int)g_array_index(ids, int64_t, i));
    assert_string_equal(seen->str, expected);
}

static void assert_stem(Fixture *fixture, const char *stem, const char *expected) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GString) seen = g_string_new(NULL);
    ok(pd_catalog_by_file_stem(fixture->catalog, stem, 10, ids, &error));
    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(seen, "%d", (int)g_array_index(ids, int64_t, i));
    assert_string_equal(seen->str, expected);
}

static int64_t word_count(Fixture *fixture, const char *word) {
    int64_t n = -1;
    ok(pd_catalog_word_count(fixture->catalog, word, &n, &error));
    return n;
}

static void fill(Fixture *fixture) {
    put(fixture, "a.jpg", 1, "The bridge of Köln at dawn");
    put(fixture, "b.jpg", 2, "The harbour at dawn");
    put(fixture, "c.jpg", 3, "The harbour at dusk, a bridge behind");
}

static void assert_found(Fixture *fixture) {
    assert_words(fixture, "koln harbour", "123");
    assert_words(fixture, "bridge harbour", "312");
    assert_words(fixture, "volcano", "");
    assert_words(fixture, "", "");
    assert_words(fixture, "\" or*", "");
    assert_int_equal(word_count(fixture, "dawn"), 2);
    assert_int_equal(word_count(fixture, "volcano"), 0);
    assert_stem(fixture, "B", "2");
    assert_stem(fixture, "nothing", "");
}

static void test_lookup__finds_words_and_stems(void **state) {
    fill(*state);
    assert_found(*state);
}

static void test_lookup__an_edited_caption_changes_the_words(void **state) {
    fill(*state);
    assert_int_equal(word_count(*state, "dusk"), 1);
    put(*state, "c.jpg", 3, "The harbour at night");
    assert_int_equal(word_count(*state, "dusk"), 0);
    assert_words(*state, "dusk", "");
    assert_words(*state, "night", "3");
    assert_int_equal(word_count(*state, "harbour"), 2);
}

static void test_lookup__a_stem_goes_with_its_file(void **state) {
    fill(*state);
    vanish(*state, "a.jpg", true);
    put(*state, "later.jpg", 1, "The bridge of Köln at dawn");
    assert_stem(*state, "a", "");
    assert_stem(*state, "later", "1");
}

static void test_lookup__a_rebuild_gives_the_same(void **state) {
    Fixture *fixture = *state;
    fill(fixture);
    ok(pd_catalog_rebuild(fixture->catalog, NULL, NULL, &error));
    assert_found(fixture);
    put(fixture, "c.jpg", 3, "The harbour at night");
    assert_words(fixture, "dusk", "");
}

/* ---- credits */

typedef bool (*Lookup)(PdCatalog *catalog, GArray *out_ids, GError **error);

static bool by_afp(PdCatalog *catalog, GArray *out_ids, GError **error) {
    return pd_catalog_by_party(catalog, "afp", 0, INT32_MAX, 10, out_ids, error);
}

static bool by_creator(PdCatalog *catalog, GArray *out_ids, GError **error) {
    return pd_catalog_by_creator(catalog, "jose nunez", 0, INT32_MAX, 10, out_ids, error);
}

static bool by_supplier(PdCatalog *catalog, GArray *out_ids, GError **error) {
    return pd_catalog_by_supplier_id(catalog, "getty:1302441145", 10, out_ids, error);
}

static void assert_lookup(Fixture *fixture, Lookup lookup, const char *expected) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GString) seen = g_string_new(NULL);
    ok(lookup(fixture->catalog, ids, &error));
    for (guint i = 0; i < ids->len; i++)
        g_string_append_printf(seen, "%d", (int)g_array_index(ids, int64_t, i));
    assert_string_equal(seen->str, expected);
}

static void put_credit(Fixture *fixture, const char *name, uint8_t pixels, const char *credit, const char *creator) {
    g_autoptr(PdRecord) record = record_of(pixels, NULL, credit);
    PdFileRow row = {.name = name};
    int64_t folder = 0;
    add_value(record, PD_FIELD_CREATORS, creator);
    ok(pd_catalog_folder(fixture->catalog, "/credits", &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, NULL, &error));
}

static void assert_credits(Fixture *fixture) {
    assert_lookup(fixture, by_afp, "1");
    assert_lookup(fixture, by_creator, "12");
    assert_lookup(fixture, by_supplier, "2");
}

static void test_lookup__finds_credits_and_suppliers_ids(void **state) {
    put_credit(*state, "a.jpg", 1, "AFP via Getty Images", "José Núñez");
    put_credit(*state, "gettyimages-1302441145-612x612.jpg", 2, "Getty Images", "José Núñez");
    put_credit(*state, "c.jpg", 3, "Reuters", "Ana Lind");
    assert_credits(*state);
    ok(pd_catalog_rebuild(((Fixture *)*state)->catalog, NULL, NULL, &error));
    assert_credits(*state);
    put_credit(*state, "a.jpg", 1, "Reuters", "José Núñez");
    assert_lookup(*state, by_afp, "");
}

static bool stop(uint64_t done, uint64_t all, void *user) {
    (void)done, (void)all, (void)user;
    return false;
}

static void put_many(Fixture *fixture, int from, int to, const char *word) {
    ok(pd_catalog_begin(fixture->catalog, &error));
    for (int i = from; i < to; i++) {
        g_autofree char *caption = g_strdup_printf("%s number%d", word, i);
        g_autofree char *name = g_strdup_printf("%d.jpg", i);
        g_autoptr(PdRecord) record = record_of(0, caption, NULL);
        PdFileRow row = {.name = name};
        int64_t folder = 0;
        ok(pd_catalog_folder(fixture->catalog, "/numbers", &folder, &error));
        ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, NULL, &error));
    }
    ok(pd_catalog_commit(fixture->catalog, &error));
}

/* More images than one batch; what is added while the tables are half filled is found too. */
static void test_lookup__a_stopped_rebuild_goes_on(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) failure = NULL;
    put_many(fixture, 0, 600, "");
    assert_false(pd_catalog_rebuild(fixture->catalog, stop, NULL, &failure));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_CANCELLED));
    assert_int_equal(word_count(fixture, "number3"), 1);
    assert_int_equal(word_count(fixture, "number599"), 0);
    put(fixture, "late.jpg", 9, "latecomer");
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_words(fixture, "number599", "600");
    assert_words(fixture, "latecomer", "601");
    assert_int_equal(word_count(fixture, "number3"), 1);
}

/* What was put before and after the others were postponed is found at once; the rest after filling, revisions included. */
static void test_lookup__postponed_tables_are_filled_later(void **state) {
    Fixture *fixture = *state;
    put(fixture, "a.jpg", 1, "The bridge of Köln at dawn");
    ok(pd_catalog_postpone_lookups(fixture->catalog, &error));
    put(fixture, "b.jpg", 2, "The harbour at noon");
    put(fixture, "b.jpg", 2, "The harbour at dawn");
    put(fixture, "a.jpg", 1, "The bridge of Köln, at dawn");
    assert_words(fixture, "bridge", "1");
    assert_words(fixture, "harbour", "");
    assert_stem(fixture, "b", "");
    ok(pd_catalog_postpone_lookups(fixture->catalog, &error));
    ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
    put(fixture, "c.jpg", 3, "The harbour at dusk, a bridge behind");
    assert_found(fixture);
    assert_int_equal(word_count(fixture, "noon"), 0);
}

static bool is_common(Fixture *fixture, const char *word, int64_t *out_n) {
    bool is_common = false;
    ok(pd_common_count(fixture->catalog, word, &is_common, out_n, &error));
    return is_common;
}

/* A large archive's common words are counted once, and again when it has grown by a tenth. */
static void test_lookup__common_words_are_counted_ahead(void **state) {
    Fixture *fixture = *state;
    int64_t n = 0;
    ok(pd_catalog_postpone_lookups(fixture->catalog, &error));
    put_many(fixture, 0, 1100, "meadow");
    ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
    assert_true(is_common(fixture, "meadow", &n));
    assert_int_equal(n, 1100);
    assert_false(is_common(fixture, "number7", &n));
    put_many(fixture, 1100, 1110, "meadow");
    ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
    assert_int_equal(word_count(fixture, "meadow"), 1100);
    assert_int_equal(word_count(fixture, "number1109"), 1);
    ok(pd_catalog_postpone_lookups(fixture->catalog, &error));
    put_many(fixture, 1110, 2250, "meadow");
    ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
    assert_int_equal(word_count(fixture, "meadow"), 2250);
}

/* Tables of another version: a reader says so, a writer makes them anew. */
static void test_lookup__old_tables_are_made_anew(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_autoptr(GError) failure = NULL;
    const char *words[] = {"dusk", NULL};
    fill(fixture);
    ok(pd_db_script(fixture->catalog->db, "UPDATE d_state SET version = 0; DROP TABLE d_key; CREATE TABLE d_old(x)",
                    &error));
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_false(pd_catalog_by_words(fixture->catalog, words, 5, ids, &failure));
    assert_non_null(strstr(failure->message, "rebuild"));
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_found(fixture);
}

static bool are_filled(Fixture *fixture) {
    bool is_whole = false;
    ok(pd_derive_is_whole(fixture->catalog, &is_whole, &error));
    return is_whole;
}

static void test_lookup__opening_to_add_leaves_what_waits(void **state) {
    Fixture *fixture = *state;
    ok(pd_catalog_postpone_lookups(fixture->catalog, &error));
    put(fixture, "a.jpg", 1, "A bridge in Sarajevo");
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_ADD);
    assert_false(are_filled(fixture));
    put(fixture, "b.jpg", 2, "A tower in Ljubljana");
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_true(are_filled(fixture));
    assert_words(fixture, "ljubljana", "2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_lookup__finds_words_and_stems),
        WITH_CATALOG(test_lookup__an_edited_caption_changes_the_words),
        WITH_CATALOG(test_lookup__a_stem_goes_with_its_file),
        WITH_CATALOG(test_lookup__a_rebuild_gives_the_same),
        WITH_CATALOG(test_lookup__finds_credits_and_suppliers_ids),
        WITH_CATALOG(test_lookup__a_stopped_rebuild_goes_on),
        WITH_CATALOG(test_lookup__postponed_tables_are_filled_later),
        WITH_CATALOG(test_lookup__opening_to_add_leaves_what_waits),
        WITH_CATALOG(test_lookup__common_words_are_counted_ahead),
        WITH_CATALOG(test_lookup__old_tables_are_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
