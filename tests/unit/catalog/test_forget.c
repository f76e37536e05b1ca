/* Erasing for good: no byte of a name is left in the catalogue's files, a later scan leaves it out, and a root goes with all
 * that hangs on it. */
#include "fixture.h"

#include "catalog/correction.h"
#include "catalog/forget.h"
#include "catalog/rights.h"

#define NAME "Jane Zyxwood"

static const char *const FORMS[] = {NAME, "JANE ZYXWOOD", "jane zyxwood", "Zyxwood, Jane", "zyxwood"};

/* Whether the bytes stand in the catalogue's file or one of its companions. */
static bool is_in_files(Fixture *fixture, const char *bytes) {
    static const char *const ENDS[] = {"", "-wal", "-shm", "-journal"};
    bool is_found = false;
    for (size_t i = 0; i < G_N_ELEMENTS(ENDS); i++) {
        g_autofree char *path = g_strconcat(fixture->address, ENDS[i], NULL), *data = NULL;
        gsize len = 0;
        if (g_file_get_contents(path, &data, &len, NULL))
            for (gsize at = 0; at + strlen(bytes) <= len && !is_found; at++)
                is_found = memcmp(data + at, bytes, strlen(bytes)) == 0;
    }
    return is_found;
}

static int64_t put_text(Fixture *fixture, const char *name, uint8_t pixels, const char *caption, const char *credit) {
    g_autoptr(PdRecord) record = record_of(pixels, caption, credit);
    PdFileRow row = {.name = name, .size_bytes = 100, .inode = pixels, .mtime_ns = 1};
    int64_t folder = 0, image = 0;
    add_value(record, PD_FIELD_CREATORS, NAME);
    ok(pd_catalog_folder(fixture->catalog, fixture->folder, &folder, &error));
    ok(pd_catalog_put_file(fixture->catalog, folder, &row, record, &image, &error));
    return image;
}

static int64_t add_right(Fixture *fixture, const char *kind, const char *const *cells) {
    PdRightsStep step = {.who = "desk", .reason = "asked by " NAME};
    int64_t id = 0;
    ok(pd_catalog_add_right(fixture->catalog, &step, pd_rights_table_find(kind), cells, &id, &error));
    return id;
}

/* A catalogue that holds the name wherever one can stand. */
static int64_t fill(Fixture *fixture) {
    const FigureText figures[] = {{NULL, "ZYXWOOD, JANE speaks", "Photo: " NAME}, {NULL, "A bridge", NAME "/AFP"}};
    const char *staff[] = {NAME, NULL, "staff", NULL, NULL, NULL};
    const char *lease[] = {"deny", NULL, "Zyxwood, Jane", NULL, NULL, NULL, NULL, NAME " asked"};
    g_autoptr(PdArticle) article = article_of("https://example.org/a", NAME " opens a bridge", figures, 2);
    int64_t image = put_text(fixture, "a.jpg", 1, "A bridge, by Jane\xc2\xa0Zyxwood", NAME "/AFP"), id = 0;
    put_text(fixture, "a.jpg", 1, "A second caption of " NAME, NAME "/AFP");
    article->lead = pd_article_keep(article, "Yesterday jane zyxwood said");
    put_article(fixture, "/a.html", article, &id);
    ok(pd_catalog_decide(fixture->catalog, figure_at(fixture, "/a.html", 2), image, PD_DECISION_CONFIRM, NAME,
                         "as " NAME " says", &error));
    ok(pd_catalog_correct(fixture->catalog, image, pd_field_by_key("creators"), NAME "\nKarel Sova", NAME, NAME, &error));
    ok(pd_catalog_correct(fixture->catalog, image, pd_field_by_key("source"), NAME, "desk", NULL, &error));
    ok(pd_catalog_note(fixture->catalog, NAME, "test", "for " NAME, &error));
    add_right(fixture, "staff", staff);
    add_right(fixture, "lease", lease);
    return image;
}

static PdForgetCount forget(Fixture *fixture, const char *name, bool is_dry) {
    PdForgetCount count = {0};
    ok(pd_catalog_forget_person(fixture->catalog, name, is_dry, "desk", &count, &error));
    if (!is_dry) {
        ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
        ok(pd_catalog_scrub(fixture->catalog, &error));
    }
    return count;
}

static void test_forget__no_byte_of_a_name_is_left(void **state) {
    Fixture *fixture = *state;
    int64_t image = fill(fixture);
    assert_true(is_in_files(fixture, NAME));
    PdForgetCount count = forget(fixture, "jane ZYXWOOD", false);
    assert_int_equal(count.n_records, 2);
    assert_int_equal(count.n_rows, 2);
    for (size_t i = 0; i < G_N_ELEMENTS(FORMS); i++)
        if (is_in_files(fixture, FORMS[i]))
            fail_msg("'%s' is still there while the catalogue is open", FORMS[i]);
    g_autoptr(PdImage) seen = pd_catalog_image(fixture->catalog, image, NULL);
    g_autofree char *creators = pd_merged_join(seen->merged, PD_FIELD_CREATORS, " | ");
    assert_string_equal(pd_merged_text(seen->merged, PD_FIELD_CAPTION), "A second caption of [...]");
    assert_string_equal(pd_merged_text(seen->merged, PD_FIELD_CREDIT), "-/AFP");
    assert_string_equal(creators, "Karel Sova");
    assert_null(pd_merged_text(seen->merged, PD_FIELD_SOURCE));
    fixture_close(fixture);
    for (size_t i = 0; i < G_N_ELEMENTS(FORMS); i++)
        assert_false(is_in_files(fixture, FORMS[i]));
    fixture_open(fixture, PD_CATALOG_WRITE);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(complaints->len, 0);
}

static void test_forget__decisions_and_figures_stay(void **state) {
    Fixture *fixture = *state;
    int64_t image = fill(fixture);
    forget(fixture, NAME, false);
    const FigureText figures[] = {{NULL, "ZYXWOOD, JANE speaks", "Photo: " NAME}, {NULL, "A bridge", NAME "/AFP"}};
    g_autoptr(PdArticle) again = article_of("https://example.org/a", NAME " opens a bridge, again", figures, 2);
    int64_t id = 0;
    PdPairing pairing;
    put_article(fixture, "/a.html", again, &id);
    ok(pd_catalog_pairing(fixture->catalog, figure_at(fixture, "/a.html", 2), &pairing, &error));
    assert_int_equal(pairing.status, PD_PAIR_CONFIRMED);
    assert_int_equal(g_array_index(pairing.pairs, PdPair, 0).image_id, image);
    pd_pairing_done(&pairing);
    PdCatalogStat stat;
    ok(pd_catalog_stat(fixture->catalog, &stat, &error));
    assert_int_equal(stat.n_figures, 2);
    fixture_close(fixture);
    assert_false(is_in_files(fixture, "zyxwood"));
    assert_false(is_in_files(fixture, "Zyxwood"));
}

static void test_forget__a_later_scan_leaves_the_name_out(void **state) {
    Fixture *fixture = *state;
    fill(fixture);
    forget(fixture, NAME, false);
    assert_int_equal(pd_catalog_left_out(fixture->catalog), 0);
    put_text(fixture, "b.jpg", 2, "New: Zyxwood Jane on a boat", "Foto: JANE ZYXWOOD");
    assert_int_equal(pd_catalog_left_out(fixture->catalog), 3);
    fixture_close(fixture);
    assert_false(is_in_files(fixture, "Zyxwood"));
    assert_false(is_in_files(fixture, "ZYXWOOD"));
    fixture_open(fixture, PD_CATALOG_WRITE);
    put_text(fixture, "c.jpg", 3, "Jane Zyxwoodson and Mary Jane are others", NULL);
    assert_int_equal(pd_catalog_left_out(fixture->catalog), 1);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    const char *words[] = {"zyxwoodson", NULL};
    ok(pd_catalog_by_words(fixture->catalog, words, 5, ids, &error));
    assert_int_equal(ids->len, 1);
}

static void test_forget__a_dry_run_changes_nothing(void **state) {
    Fixture *fixture = *state;
    int64_t image = fill(fixture);
    PdForgetCount dry = forget(fixture, NAME, true);
    assert_int_equal(dry.n_records, 2);
    g_autofree char *caption = caption_of(fixture, image);
    assert_string_equal(caption, "A second caption of " NAME);
    put_text(fixture, "b.jpg", 2, "By " NAME, NULL);
    assert_int_equal(pd_catalog_left_out(fixture->catalog), 0);
    PdForgetCount done = forget(fixture, NAME, false);
    assert_int_equal(done.n_records, 3);
    assert_int_equal(done.n_texts, dry.n_texts);
}

static void test_forget__what_is_no_name_is_refused(void **state) {
    Fixture *fixture = *state;
    static const char *const NO_NAMES[] = {"", "x", " - ", "a b c d e f g h i"};
    for (size_t i = 0; i < G_N_ELEMENTS(NO_NAMES); i++) {
        PdForgetCount count;
        g_autoptr(GError) refusal = NULL;
        assert_false(pd_catalog_forget_person(fixture->catalog, NO_NAMES[i], false, "desk", &count, &refusal));
        assert_true(g_error_matches(refusal, PD_ERROR, PD_ERROR_ARG));
    }
}

static void test_forget__a_reader_is_told_of(void **state) {
    Fixture *fixture = *state;
    g_autoptr(GError) refusal = NULL;
    PdForgetCount count;
    fill(fixture);
    g_autoptr(PdCatalog) reader = pd_catalog_open(fixture->address, PD_CATALOG_READ, NULL);
    ok(pd_catalog_forget_person(fixture->catalog, NAME, false, "desk", &count, &error));
    assert_false(pd_catalog_scrub(fixture->catalog, &refusal));
    assert_true(g_error_matches(refusal, PD_ERROR, PD_ERROR_STORE));
    g_clear_pointer(&reader, pd_catalog_close);
    ok(pd_catalog_scrub(fixture->catalog, &error));
    assert_false(is_in_files(fixture, NAME));
}

/* ---- roots */

static void test_forget__a_root_goes_with_all_that_hangs_on_it(void **state) {
    Fixture *fixture = *state;
    int64_t image = fill(fixture), at_us = 0;
    g_autoptr(PdImage) seen = pd_catalog_image(fixture->catalog, image, NULL);
    const char *usage[] = {seen->uid, "newspaper", "2026-05-03", NULL, NULL, NULL, NULL, NULL,
                           NULL,      NULL,        NULL,         NULL, NULL, NULL, NULL, NULL};
    const char *licence[] = {"afp", "single", seen->uid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                             NULL,  NULL,     NULL,      NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    PdForgetCount count;
    PdCatalogStat stat;
    add_right(fixture, "usage", usage);
    add_right(fixture, "licence", licence);
    ok(pd_catalog_forget_root(fixture->catalog, fixture->folder, true, "desk", &count, &error));
    assert_int_equal(count.n_images, 1);
    ok(pd_catalog_forget_root(fixture->catalog, fixture->folder, false, "desk", &count, &error));
    ok(pd_catalog_fill_lookups(fixture->catalog, NULL, NULL, &error));
    ok(pd_catalog_scrub(fixture->catalog, &error));
    ok(pd_catalog_stat(fixture->catalog, &stat, &error));
    assert_int_equal(stat.n_images, 0);
    assert_int_equal(stat.n_files, 0);
    assert_int_equal(stat.n_decisions, 0);
    assert_int_equal(stat.n_articles, 1);
    g_autoptr(GPtrArray) complaints = g_ptr_array_new_with_free_func(g_free);
    ok(pd_catalog_verify(fixture->catalog, complaints, &error));
    assert_int_equal(complaints->len, 0);
    ok(pd_catalog_root_forgotten(fixture->catalog, fixture->folder, &at_us, &error));
    assert_true(at_us > 0);
    ok(pd_catalog_root_forgotten(fixture->catalog, "/elsewhere", &at_us, &error));
    assert_int_equal(at_us, 0);
    assert_false(is_in_files(fixture, fixture->folder));
    g_autoptr(GError) refusal = NULL;
    assert_false(pd_catalog_forget_root(fixture->catalog, fixture->folder, false, "desk", &count, &refusal));
    assert_true(g_error_matches(refusal, PD_ERROR, PD_ERROR_NOT_FOUND));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_forget__no_byte_of_a_name_is_left),
        WITH_CATALOG(test_forget__decisions_and_figures_stay),
        WITH_CATALOG(test_forget__a_later_scan_leaves_the_name_out),
        WITH_CATALOG(test_forget__a_dry_run_changes_nothing),
        WITH_CATALOG(test_forget__what_is_no_name_is_refused),
        WITH_CATALOG(test_forget__a_reader_is_told_of),
        WITH_CATALOG(test_forget__a_root_goes_with_all_that_hangs_on_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
