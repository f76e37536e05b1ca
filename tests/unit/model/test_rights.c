/* The view of rights: copies, indexes, scopes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "picdesk/rights.h"

static void test_rights__copies_and_finds_by_image_and_party(void **state) {
    (void)state;
    g_autoptr(PdRights) rights = pd_rights_new();
    char holder[] = "harbour-press";
    const char *const media[] = {"web", NULL};
    const int64_t images[] = {4, 7};
    pd_rights_add_licence(rights, &(PdLicence){.id = 1, .holder = holder, .category = "agency", .scope = {.media = media}});
    pd_rights_add_licence(rights,
                          &(PdLicence){.id = 2, .holder = holder, .category = "single", .images = images, .n_images = 2});
    holder[0] = 'X';
    size_t n;
    const uint32_t *rows = pd_rights_of_party(rights, PD_RIGHT_LICENCE, "harbour-press", &n);
    assert_int_equal(n, 1);
    assert_int_equal(rights->licences[rows[0]].id, 1);
    assert_string_equal(rights->licences[0].holder, "harbour-press");
    assert_string_equal(rights->licences[0].scope.media[0], "web");
    rows = pd_rights_of_image(rights, PD_RIGHT_LICENCE, 7, &n);
    assert_int_equal(n, 1);
    assert_int_equal(rights->licences[rows[0]].id, 2);
    assert_null(pd_rights_of_image(rights, PD_RIGHT_LEASE, 7, &n));
    assert_int_equal(n, 0);
}

static void test_rights__keeps_every_kind(void **state) {
    (void)state;
    g_autoptr(PdRights) rights = pd_rights_new();
    const int64_t image = 9;
    size_t n;
    pd_rights_add_lease(rights, &(PdLease){.id = 1, .images = &image, .n_images = 1, .who = "ed", .why = "complaint"});
    pd_rights_add_lease(rights, &(PdLease){.id = 2, .is_allow = true, .party = "tarn", .who = "ed", .why = "by letter"});
    pd_rights_add_quota(rights, &(PdQuota){.id = 3, .party = "tarn", .period = "month", .limit = 20, .used = 20});
    pd_rights_add_staff(rights, &(PdStaff){.id = 4, .name = "Ren\303\251 Mori", .kind = "staff", .from = "2020-01-01"});
    pd_rights_add_collection(rights, &(PdCollection){.id = 5, .party = "tarn", .name = "Tarn Gold", .is_paid = true});
    pd_rights_add_suppression(
        rights, &(PdSuppression){.id = 6, .rule = "missing-alt", .reason = "decoration", .until = "2027-01-01"});
    pd_rights_add_usage(rights, &(PdUsage){.id = 7, .image_id = 9, .medium = "newspaper", .used_on = "2026-01-02"});
    pd_rights_of_image(rights, PD_RIGHT_LEASE, 9, &n);
    assert_int_equal(n, 1);
    pd_rights_of_party(rights, PD_RIGHT_LEASE, "tarn", &n);
    assert_int_equal(n, 1);
    pd_rights_of_party(rights, PD_RIGHT_QUOTA, "tarn", &n);
    assert_int_equal(n, 1);
    pd_rights_of_party(rights, PD_RIGHT_STAFF, "rene mori", &n);
    assert_int_equal(n, 1);
    pd_rights_of_party(rights, PD_RIGHT_COLLECTION, "tarn", &n);
    assert_int_equal(n, 1);
    pd_rights_of_image(rights, PD_RIGHT_SUPPRESSION, 0, &n);
    assert_int_equal(n, 1);
    pd_rights_of_image(rights, PD_RIGHT_USAGE, 9, &n);
    assert_int_equal(n, 1);
    assert_string_equal(rights->suppressions[0].reason, "decoration");
    assert_string_equal(rights->staff[0].kind, "staff");
}

static void test_rights__scope_holds_its_last_day_and_what_it_names(void **state) {
    (void)state;
    const char *const media[] = {"web", "newspaper", NULL};
    const char *const territory[] = {"DE", "AT", NULL};
    PdRightScope scope = {media, territory, "2026-01-01", "2026-06-30"};
    assert_true(pd_right_scope_holds_on(&scope, "2026-06-30T23:59"));
    assert_false(pd_right_scope_holds_on(&scope, "2026-07-01"));
    assert_false(pd_right_scope_holds_on(&scope, "2025-12-31"));
    assert_true(pd_right_scope_covers(&scope, "Web", "at"));
    assert_false(pd_right_scope_covers(&scope, "magazine", "DE"));
    assert_false(pd_right_scope_covers(&scope, "web", NULL));
    assert_true(pd_right_scope_covers(&(PdRightScope){0}, "magazine", NULL));
    assert_true(pd_right_scope_holds_on(&(PdRightScope){0}, "2026-07-01"));
}

static void test_rights__knows_its_categories(void **state) {
    (void)state;
    assert_true(pd_usage_category_find("single")->is_chargeable);
    assert_false(pd_usage_category_find("creative-commons")->is_chargeable);
    assert_null(pd_usage_category_find("borrowed"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rights__copies_and_finds_by_image_and_party),
        cmocka_unit_test(test_rights__keeps_every_kind),
        cmocka_unit_test(test_rights__scope_holds_its_last_day_and_what_it_names),
        cmocka_unit_test(test_rights__knows_its_categories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
