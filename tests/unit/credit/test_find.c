/* Credits in captions (N14), the likeness of a text, suppliers' ids in names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "picdesk/grammar.h"

/* Checks what is found: the credit line proper, and what stays of the caption before it. */
static void expect_found(const char *caption, const char *line, const char *before) {
    PdCreditSpan span;
    assert_true(pd_credit_find(caption, &span));
    g_autofree char *found = g_strndup(caption + span.line, span.line_end - span.line);
    g_autofree char *head = g_strndup(caption, span.start);
    assert_string_equal(found, line);
    assert_string_equal(g_strchomp(head), before);
    assert_true(span.sure > 0.4 && span.sure <= 1.0);
}

static void test_find__bracket_at_end(void **state) {
    (void)state;
    expect_found("Rescuers at the dyke in Norden. (Photo by Ines Valdemar/Getty Images)",
                 "Photo by Ines Valdemar/Getty Images", "Rescuers at the dyke in Norden.");
    expect_found("The ferry leaves the harbour (AP Photo/Ole Hansen, File)", "AP Photo/Ole Hansen, File",
                 "The ferry leaves the harbour");
}

static void test_find__lead_in(void **state) {
    (void)state;
    expect_found("Die Fähre im Hafen von Norden. Foto: Ines Valdemar/dpa", "Ines Valdemar/dpa",
                 "Die Fähre im Hafen von Norden.");
    expect_found("A ferry in the ice. © Ole Hansen / Greenpeace", "Ole Hansen / Greenpeace", "A ferry in the ice.");
}

static void test_find__agency_at_end(void **state) {
    (void)state;
    expect_found("The ferry Silver Heron leaves the harbour. REUTERS/Ines Valdemar", "REUTERS/Ines Valdemar",
                 "The ferry Silver Heron leaves the harbour.");
}

static void test_find__short_names(void **state) {
    (void)state;
    expect_found("The ferry leaves. Photo: Bob", "Bob", "The ferry leaves.");
    expect_found("Die Fähre liegt im Hafen. (Anna Muster)", "Anna Muster", "Die Fähre liegt im Hafen.");
    PdCreditSpan span;
    assert_false(pd_credit_find("Die Kapitänin der Fähre (Anna Muster)", &span)); /* who is shown */
}

static void test_find__japanese(void **state) {
    (void)state;
    expect_found("古港の防波堤（佐藤花子撮影）", "佐藤花子撮影", "古港の防波堤");
    expect_found("古港の防波堤＝ＡＰ", "ＡＰ", "古港の防波堤");
    expect_found("古港の防波堤＝佐藤花子撮影", "佐藤花子撮影", "古港の防波堤");
}

static void test_find__nothing_in_prose(void **state) {
    (void)state;
    PdCreditSpan span;
    assert_false(pd_credit_find("The photo shows a source of light in the bank's image archive.", &span));
    assert_false(pd_credit_find("He spoke to reporters (who were not amused) on Friday.", &span));
    assert_false(pd_credit_find("", &span));
    assert_false(pd_credit_find(NULL, &span));
}

static void test_likeness__orders(void **state) {
    (void)state;
    assert_true(pd_credit_likeness("Ines Valdemar/Reuters") > 0.6);
    assert_true(pd_credit_likeness("Foto: Ines Valdemar") > 0.6);
    assert_true(pd_credit_likeness("Getty Images") > 0.4);
    assert_true(pd_credit_likeness("The ferry leaves the harbour of Norden in the morning light.") < 0.3);
    assert_true(pd_credit_likeness("") == 0);
}

static void test_party__aliases(void **state) {
    (void)state;
    const PdParty *party = pd_party_find("GettyImages");
    assert_non_null(party);
    assert_string_equal(party->slug, "getty");
    assert_ptr_equal(party, pd_party_find("getty images"));
    assert_null(pd_party_find("Nordsee Bilderdienst"));
    assert_null(pd_party_find(""));
}

static void expect_id(const char *name, const char *id) {
    g_autofree char *found = pd_supplier_id_of_name(name, NULL);
    if (id) {
        assert_non_null(found);
        assert_string_equal(found, id);
    } else {
        assert_null(found);
    }
}

static void test_supplier__names(void **state) {
    (void)state;
    expect_id("gettyimages-1234567890.jpg", "getty:1234567890");
    expect_id("https://cdn.example.org/a/GettyImages_1234567890-scaled.jpg?w=640", "getty:1234567890");
    expect_id("AP24123456789012.jpg", "ap:24123456789012");
    expect_id("000_34AB7CD.jpg", "afp:34AB7CD");
    expect_id("urn-newsml-dpa-com-20240503-99-123456_large_4_3.jpg", "dpa:20240503-99-123456");
    expect_id("dpa-urn-newsml-dpa-com-20240503-99-123456.jpg", "dpa:20240503-99-123456");
    expect_id("imago0123456789h.jpg", "imago:0123456789h");
    expect_id("shutterstock_123456789.jpg", "shutterstock:123456789");
    expect_id("istockphoto-123456789-612x612.jpg", "istock:123456789");
    expect_id("AdobeStock_123456789.jpeg", "adobe-stock:123456789");
    expect_id("2024-05-03T101112Z_1_LYNXABCDE_RTRMADP_3_NORDEN.JPG",
              "reuters:2024-05-03T101112Z_1_LYNXABCDE_RTRMADP_3_NORDEN");
    expect_id("capybara-2024-05.jpg", NULL);
    expect_id("map123456789012.jpg", NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_find__bracket_at_end), cmocka_unit_test(test_find__lead_in),
        cmocka_unit_test(test_find__agency_at_end),  cmocka_unit_test(test_find__short_names),
        cmocka_unit_test(test_find__japanese),       cmocka_unit_test(test_find__nothing_in_prose),
        cmocka_unit_test(test_likeness__orders),     cmocka_unit_test(test_party__aliases),
        cmocka_unit_test(test_supplier__names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
