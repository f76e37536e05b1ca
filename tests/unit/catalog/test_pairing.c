/* Pairs and decisions: what people said wins, is never changed, and outlives everything that is derived. */
#include "fixture.h"

#define PATH "/articles/bridge.html"
#define FIGURE 1

static const FigureText BRIDGE = {NULL, "The bridge at dawn", "Jane Doe/AFP"};

/* A catalogue with three images a, b, c and one figure, to which the matcher gave all three. */
static int story(void **state) {
    fixture_catalog(state);
    Fixture *fixture = *state;
    g_autoptr(PdArticle) article = article_of(NULL, "t", &BRIDGE, 1);
    int64_t id = 0;
    for (uint8_t i = 0; i < 3; i++) {
        g_autofree char *name = g_strdup_printf("%c.jpg", 'a' + i);
        put(fixture, name, (uint8_t)(i + 1), "The bridge at dawn");
    }
    put_article(fixture, PATH, article, &id);
    return 0;
}

static void match(Fixture *fixture, PdPairStatus status, const char *images) {
    PdPairing pairing;
    pd_pairing_init(&pairing);
    pairing.status = status;
    for (; *images; images++) {
        PdPair pair = {.image_id = *images - 'a' + 1, .score = 0.5, .n_evidence = 1, .evidence = g_new0(PdEvidence, 1)};
        pair.evidence[0] = (PdEvidence){.signal = "words", .detail = g_strdup("bridge, dawn\x1e"), .weight = -1.25};
        g_array_append_val(pairing.pairs, pair);
    }
    ok(pd_catalog_put_pairing(fixture->catalog, FIGURE, &pairing, &error));
    pd_pairing_done(&pairing);
}

static void decide(Fixture *fixture, PdDecisionKind kind, char image) {
    ok(pd_catalog_decide(fixture->catalog, FIGURE, image ? image - 'a' + 1 : 0, kind, "desk", "seen", &error));
}

/* Status and images as one word: "confirmed abc". */
static void assert_pairing(Fixture *fixture, const char *expected) {
    PdPairing pairing;
    ok(pd_catalog_pairing(fixture->catalog, FIGURE, &pairing, &error));
    g_autoptr(GString) seen = g_string_new(pd_pair_status_name(pairing.status));
    for (guint i = 0; i < pairing.pairs->len; i++)
        g_string_append_printf(seen, "%s%c", i ? "" : " ",
                               (char)('a' - 1 + g_array_index(pairing.pairs, PdPair, i).image_id));
    pd_pairing_done(&pairing);
    assert_string_equal(seen->str, expected);
}

static void test_pairing__comes_back_with_its_evidence(void **state) {
    PdPairing pairing;
    match(*state, PD_PAIR_AMBIGUOUS, "ba");
    ok(pd_catalog_pairing(((Fixture *)*state)->catalog, FIGURE, &pairing, &error));
    const PdPair *pair = &g_array_index(pairing.pairs, PdPair, 0);
    assert_int_equal(pair->n_evidence, 1);
    assert_string_equal(pair->evidence[0].signal, "words");
    assert_string_equal(pair->evidence[0].detail, "bridge, dawn ");
    assert_true(pair->evidence[0].weight < -1.24 && pair->evidence[0].weight > -1.26);
    pd_pairing_done(&pairing);
    assert_pairing(*state, "ambiguous ba");
}

static void test_pairing__without_an_answer_is_unmatched(void **state) {
    assert_pairing(*state, "unmatched");
}

static void test_pairing__a_confirmed_image_goes_first(void **state) {
    match(*state, PD_PAIR_PROPOSED, "abc");
    decide(*state, PD_DECISION_CONFIRM, 'c');
    assert_pairing(*state, "confirmed cab");
    match(*state, PD_PAIR_PROPOSED, "a");
    assert_pairing(*state, "confirmed ca");
    match(*state, PD_PAIR_UNMATCHED, "");
    assert_pairing(*state, "confirmed c");
}

static void test_pairing__rejected_images_are_gone(void **state) {
    match(*state, PD_PAIR_PROPOSED, "abc");
    decide(*state, PD_DECISION_REJECT, 'b');
    assert_pairing(*state, "proposed ac");
    decide(*state, PD_DECISION_REJECT, 'a');
    assert_pairing(*state, "ambiguous c");
    decide(*state, PD_DECISION_REJECT, 'c');
    assert_pairing(*state, "rejected");
}

static void test_pairing__no_image_clears_and_can_be_followed(void **state) {
    match(*state, PD_PAIR_PROPOSED, "ab");
    decide(*state, PD_DECISION_CONFIRM, 'a');
    decide(*state, PD_DECISION_NO_IMAGE, 0);
    assert_pairing(*state, "no-image");
    decide(*state, PD_DECISION_CONFIRM, 'b');
    assert_pairing(*state, "confirmed b");
}

static void test_pairing__undo_goes_back_step_by_step(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) failure = NULL;
    match(fixture, PD_PAIR_PROPOSED, "ab");
    decide(fixture, PD_DECISION_CONFIRM, 'a');
    decide(fixture, PD_DECISION_REJECT, 'a');
    decide(fixture, PD_DECISION_NO_IMAGE, 0);
    ok(pd_catalog_undo(fixture->catalog, FIGURE, "desk", &error));
    assert_pairing(fixture, "ambiguous b");
    ok(pd_catalog_undo(fixture->catalog, FIGURE, "desk", &error));
    assert_pairing(fixture, "confirmed ab");
    ok(pd_catalog_undo(fixture->catalog, FIGURE, "desk", &error));
    assert_pairing(fixture, "proposed ab");
    assert_false(pd_catalog_undo(fixture->catalog, FIGURE, "desk", &failure));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_NOT_FOUND));
}

static void test_pairing__one_image_of_several_can_be_taken_back(void **state) {
    Fixture *fixture = *state;
    match(fixture, PD_PAIR_PROPOSED, "ab");
    decide(fixture, PD_DECISION_CONFIRM, 'a');
    decide(fixture, PD_DECISION_CONFIRM, 'b');
    assert_pairing(fixture, "confirmed ba");
    decide(fixture, PD_DECISION_REVOKE, 'a');
    assert_pairing(fixture, "confirmed ba");
    decide(fixture, PD_DECISION_REVOKE, 'b');
    assert_pairing(fixture, "proposed ab");
}

static bool keep_decision(const PdDecision *decision, void *user) {
    g_string_append_printf(user, "%s %c %s %s;", pd_decision_name(decision->kind), (char)('a' - 1 + decision->image_id),
                           decision->who, decision->reason);
    return true;
}

static void test_pairing__decisions_in_force_are_told_in_order(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GString) seen = g_string_new(NULL);
    decide(fixture, PD_DECISION_CONFIRM, 'a');
    decide(fixture, PD_DECISION_REJECT, 'b');
    decide(fixture, PD_DECISION_REJECT, 'a');
    decide(fixture, PD_DECISION_CONFIRM, 'c');
    ok(pd_catalog_undo(fixture->catalog, FIGURE, "desk", &error));
    ok(pd_catalog_each_decision(fixture->catalog, FIGURE, keep_decision, seen, &error));
    assert_string_equal(seen->str, "reject b desk seen;reject a desk seen;");
}

/* Re-scan, move, edit, re-ingest, re-match, rebuild: the image's file is moved and its caption edited, the article is
 * edited. */
static void test_pairing__a_decision_survives_everything(void **state) {
    Fixture *fixture = *state;
    const FigureText edited[] = {{NULL, "A tram", NULL}, {NULL, "The bridge at dawn.", "AFP"}};
    g_autoptr(PdArticle) article = article_of(NULL, "t", edited, 2);
    int64_t id = 0;
    match(fixture, PD_PAIR_PROPOSED, "abc");
    decide(fixture, PD_DECISION_CONFIRM, 'b');
    assert_int_equal(put(fixture, "b.jpg", 2, "The bridge at dawn"), 2);
    vanish(fixture, "b.jpg", false);
    assert_int_equal(put(fixture, "later-b.jpg", 2, "The bridge at first light"), 2);
    put_article(fixture, PATH, article, &id);
    assert_int_equal(figure_at(fixture, PATH, 2), FIGURE);
    match(fixture, PD_PAIR_PROPOSED, "ac");
    ok(pd_catalog_rebuild(fixture->catalog, NULL, NULL, &error));
    assert_pairing(fixture, "confirmed b");
    fixture_close(fixture);
    fixture_open(fixture, PD_CATALOG_READ);
    assert_pairing(fixture, "confirmed b");
}

#define WITH_STORY(test) cmocka_unit_test_setup_teardown(test, story, fixture_done)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_STORY(test_pairing__comes_back_with_its_evidence),
        WITH_STORY(test_pairing__without_an_answer_is_unmatched),
        WITH_STORY(test_pairing__a_confirmed_image_goes_first),
        WITH_STORY(test_pairing__rejected_images_are_gone),
        WITH_STORY(test_pairing__no_image_clears_and_can_be_followed),
        WITH_STORY(test_pairing__undo_goes_back_step_by_step),
        WITH_STORY(test_pairing__one_image_of_several_can_be_taken_back),
        WITH_STORY(test_pairing__decisions_in_force_are_told_in_order),
        WITH_STORY(test_pairing__a_decision_survives_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
