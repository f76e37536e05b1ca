/* The house's parties and aliases: the credit grammar knows them, look-ups follow, and other catalogues are left alone. */
#include "fixture.h"

#include "catalog/rights.h"
#include "picdesk/grammar.h"

static int64_t add(Fixture *fixture, const char *kind, const char *const *cells) {
    PdRightsStep step = {.who = "jane"};
    int64_t id = 0;
    ok(pd_catalog_add_right(fixture->catalog, &step, pd_rights_table_find(kind), cells, &id, &error));
    ok(pd_catalog_parties_changed(fixture->catalog, &error));
    return id;
}

static int64_t photo_by(Fixture *fixture, const char *credit) {
    g_autoptr(PdRecord) record = record_of(9, "A bridge", credit);
    PdFileRow row = {.name = "v.jpg", .size_bytes = 100, .inode = 8, .mtime_ns = 1};
    int64_t folder = 0, image = 0;
    ok(pd_catalog_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, &image, &error));
    return image;
}

static guint n_credited(Fixture *fixture, const char *slug) {
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    ok(pd_catalog_by_party(fixture->catalog, slug, 0, G_MAXINT32, 20, ids, &error));
    return ids->len;
}

static void test_parties__a_credit_names_the_houses_own(void **state) {
    Fixture *fixture = *state;
    const char *party[] = {"tidewrack", "Tidewrack Pictures",     NULL, "agency", NULL,
                           NULL,        "Tdwrk | Tidewrack Foto", NULL, NULL};
    photo_by(fixture, "Karel Sova/Tdwrk");
    assert_int_equal(n_credited(fixture, "tidewrack"), 0);
    add(fixture, "party", party);
    assert_int_equal(n_credited(fixture, "tidewrack"), 1);
    g_autoptr(PdCredit) credit = pd_credit_parse("Karel Sova/Tidewrack Foto", NULL, pd_limits_default());
    assert_string_equal(credit->agencies[0].name, "Tidewrack Pictures");
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_int_equal(n_credited(fixture, "tidewrack"), 1);
}

static void test_parties__an_alias_of_a_built_in_one_counts(void **state) {
    Fixture *fixture = *state;
    const char *alias[] = {"Gtx", "getty", NULL};
    photo_by(fixture, "Karel Sova/Gtx");
    int64_t id = add(fixture, "alias", alias);
    assert_int_equal(n_credited(fixture, "getty"), 1);
    PdRightsStep step = {.who = "jane"};
    ok(pd_catalog_end_right(fixture->catalog, &step, pd_rights_table_find("alias"), id, &error));
    ok(pd_catalog_parties_changed(fixture->catalog, &error));
    assert_int_equal(n_credited(fixture, "getty"), 0);
}

static void test_parties__another_catalogue_does_not_know_them(void **state) {
    Fixture *fixture = *state;
    const char *party[] = {"tidewrack", "Tidewrack Pictures", NULL, "agency", NULL, NULL, NULL, NULL, NULL};
    add(fixture, "party", party);
    assert_non_null(pd_party_find("Tidewrack Pictures"));
    fixture_close(fixture);
    g_autoptr(PdCatalog) other = pd_catalog_open("", PD_CATALOG_MEMORY, NULL);
    assert_non_null(other);
    assert_null(pd_party_find("Tidewrack Pictures"));
    assert_non_null(pd_party_find("Getty Images"));
}

static void test_parties__a_killed_refill_goes_on(void **state) {
    Fixture *fixture = *state;
    const char *alias[] = {"Gtx", "getty", NULL};
    PdRightsStep step = {.who = "jane"};
    int64_t id = 0;
    photo_by(fixture, "Karel Sova/Gtx");
    ok(pd_catalog_add_right(fixture->catalog, &step, pd_rights_table_find("alias"), alias, &id, &error));
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_WRITE);
    assert_int_equal(n_credited(fixture, "getty"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_parties__a_credit_names_the_houses_own),
        WITH_CATALOG(test_parties__an_alias_of_a_built_in_one_counts),
        WITH_CATALOG(test_parties__another_catalogue_does_not_know_them),
        WITH_CATALOG(test_parties__a_killed_refill_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
