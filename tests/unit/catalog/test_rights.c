/* Rights: rows of each kind in and out, their history, and the view that the check reads. */
#include "fixture.h"

#include <inttypes.h>

#include "catalog/rights.h"

enum { MOST = PD_RIGHTS_COLUMNS_MAX };

static const PdRightsTable *table_of(const char *name) {
    const PdRightsTable *table = pd_rights_table_find(name);
    assert_non_null(table);
    return table;
}

/* Cells by pairs of column and text, ending in NULL. */
static void fill(const PdRightsTable *table, const char *cells[MOST], const char *const *pairs) {
    memset(cells, 0, MOST * sizeof *cells);
    for (; *pairs; pairs += 2) {
        int at = pd_rights_column(table, pairs[0]);
        if (at < 0)
            fail_msg("no column %s", pairs[0]);
        cells[at] = pairs[1];
    }
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__, NULL})

static int64_t add(Fixture *fixture, const char *kind, PdRightsStep *step, const char *const *pairs) {
    const PdRightsTable *table = table_of(kind);
    const char *cells[MOST];
    int64_t id = 0;
    fill(table, cells, pairs);
    ok(pd_catalog_add_right(fixture->catalog, step, table, cells, &id, &error));
    assert_true(id > 0 && step->number > 0);
    return id;
}

static char *uid_of(Fixture *fixture, int64_t image_id) {
    g_autoptr(PdImage) image = pd_catalog_image(fixture->catalog, image_id, NULL);
    return g_strdup(image->uid);
}

static bool count(const PdRightsRow *row, void *user) {
    (void)row;
    ++*(int *)user;
    return true;
}

static int n_in_force(Fixture *fixture, const char *kind) {
    int n = 0;
    ok(pd_catalog_each_right(fixture->catalog, table_of(kind), false, count, &n, &error));
    return n;
}

typedef struct {
    const PdRightsTable *table;
    GString *text;
} Shown;

static bool show(const PdRightsRow *row, void *user) {
    Shown *shown = user;
    for (size_t i = 0; i < shown->table->n_columns; i++)
        if (row->cells[i])
            g_string_append_printf(shown->text, "%s=%s;", shown->table->columns[i].name, row->cells[i]);
    return true;
}

static char *row_text(Fixture *fixture, const char *kind, int64_t id) {
    Shown shown = {table_of(kind), g_string_new(NULL)};
    ok(pd_catalog_right(fixture->catalog, shown.table, id, show, &shown, &error));
    return g_string_free(shown.text, FALSE);
}

static void test_rights__a_row_comes_back_as_it_was_given(void **state) {
    Fixture *fixture = *state;
    PdRightsStep step = {.who = "jane"};
    g_autofree char *a = uid_of(fixture, put(fixture, "a.jpg", 1, "A bridge"));
    g_autofree char *b = uid_of(fixture, put(fixture, "b.jpg", 2, "A boat"));
    g_autofree char *both = g_strdup_printf("%s | %s", a, b);
    int64_t id = add(fixture, "licence", &step,
                     CELLS("holder", "getty", "category", "single", "images", both, "media", "web | print", "territory",
                           "DE", "ends_on", "2027-01-31", "fee", "1250.50", "currency", "EUR", "print_run", "5000"));
    g_autofree char *text = row_text(fixture, "licence", id);
    g_autofree char *expected =
        g_strdup_printf("holder=getty;category=single;images=%s;media=web | print;territory=DE;ends_on=2027-01-31;"
                        "fee=1250.50;currency=EUR;print_run=5000;",
                        both);
    assert_string_equal(text, expected);
}

static void test_rights__every_kind_can_be_kept_and_ended(void **state) {
    Fixture *fixture = *state;
    PdRightsStep step = {.who = "jane"};
    g_autofree char *image = uid_of(fixture, put(fixture, "a.jpg", 1, "A bridge"));
    const struct {
        const char *kind;
        const char *const *cells;
    } ROWS[] = {
        {"party", CELLS("slug", "visum", "name", "Visum Archiv", "kind", "agency", "aliases", "Visum | Visum Foto")},
        {"alias", CELLS("name", "Gty", "party", "getty")},
        {"licence", CELLS("holder", "getty", "category", "agency")},
        {"lease", CELLS("verdict", "deny", "image", image, "reason", "complaint")},
        {"quota", CELLS("party", "getty", "period", "month", "uses", "10")},
        {"collection", CELLS("party", "getty", "name", "Hulton Archive", "cost", "pay")},
        {"staff", CELLS("name", "Jane Roe", "kind", "staff")},
        {"suppression", CELLS("rule", "missing-alt", "image", image, "reason", "sketch", "ends_on", "2027-01-01")},
        {"usage", CELLS("image", image, "medium", "newspaper", "used_on", "2026-05-03")},
    };
    size_t n = 0;
    for (const PdRightsTable *const *table = pd_rights_tables; *table; table++, n++) {
        const PdRightsTable *kind = *table;
        assert_string_equal(kind->name, ROWS[n].kind);
        int64_t id = add(fixture, kind->name, &step, ROWS[n].cells);
        const char *cells[MOST];
        g_autoptr(GError) refusal = NULL;
        fill(kind, cells, ROWS[n].cells);
        assert_false(pd_catalog_add_right(fixture->catalog, &step, kind, cells, &id, &refusal));
        assert_true(g_error_matches(refusal, PD_ERROR, PD_ERROR_ARG));
        assert_int_equal(n_in_force(fixture, kind->name), 1);
        ok(pd_catalog_end_right(fixture->catalog, &step, kind, id, &error));
        assert_int_equal(n_in_force(fixture, kind->name), 0);
        add(fixture, kind->name, &step, ROWS[n].cells);
    }
    assert_int_equal(n, G_N_ELEMENTS(ROWS));
}

static void assert_refused(Fixture *fixture, const char *kind, const char *const *pairs, const char *word) {
    const char *cells[MOST];
    PdRightsStep step = {.who = "jane"};
    int64_t id = 0;
    g_autoptr(GError) refusal = NULL;
    fill(table_of(kind), cells, pairs);
    assert_false(pd_catalog_add_right(fixture->catalog, &step, table_of(kind), cells, &id, &refusal));
    if (!strstr(refusal->message, word))
        fail_msg("'%s' was expected in: %s", word, refusal->message);
    assert_int_equal(n_in_force(fixture, kind), 0);
}

static void test_rights__contradictions_are_refused(void **state) {
    Fixture *fixture = *state;
    assert_refused(fixture, "lease", CELLS("verdict", "deny", "reason", "x"), "one of both");
    assert_refused(fixture, "lease", CELLS("verdict", "allow", "party", "afp", "reason", "x"), "ends_on");
    assert_refused(fixture, "suppression", CELLS("rule", "missing-alt", "reason", "x", "ends_on", "2027-01-01"), "image or");
    assert_refused(fixture, "staff",
                   CELLS("name", "A B", "kind", "staff", "starts_on", "2026-02-01", "ends_on", "2026-01-31"),
                   "before the first");
    assert_refused(fixture, "usage", CELLS("image", "123456", "medium", "web", "used_on", "2026-01-01"), "no image");
    assert_refused(fixture, "suppression",
                   CELLS("rule", "missing-alt", "article", "nowhere.html", "reason", "x", "ends_on", "2027-01-01"),
                   "no article");
}

static bool remember(const PdRightsChange *change, void *user) {
    g_string_append_printf(user, "%" PRId64 " %s %s%s%s%s\n", change->step, change->table->name,
                           change->before ? "was " : "", change->after ? "is " : "", change->undoes_step ? "undoes" : "",
                           change->is_undone ? "undone" : "");
    return true;
}

static void test_rights__every_change_is_kept_and_can_be_taken_back(void **state) {
    Fixture *fixture = *state;
    const PdRightsTable *quota = table_of("quota");
    PdRightsStep first = {.who = "jane"}, second = {.who = "joe"}, third = {.who = "joe"};
    int64_t id = add(fixture, "quota", &first, CELLS("party", "getty", "period", "month", "uses", "10"));
    const char *cells[MOST];
    bool is_changed = false;
    g_autoptr(GError) refusal = NULL;
    fill(quota, cells, CELLS("party", "getty", "period", "month", "uses", "20"));
    ok(pd_catalog_change_right(fixture->catalog, &second, quota, id, cells, &is_changed, &error));
    assert_true(is_changed);
    ok(pd_catalog_change_right(fixture->catalog, &third, quota, id, cells, &is_changed, &error));
    assert_false(is_changed);
    assert_int_equal(third.number, 0);
    assert_false(pd_catalog_undo_rights(fixture->catalog, &third, first.number, &refusal));
    assert_non_null(strstr(refusal->message, "changed again"));
    third.number = 0;
    ok(pd_catalog_undo_rights(fixture->catalog, &third, second.number, &error));
    g_autofree char *text = row_text(fixture, "quota", id);
    assert_string_equal(text, "party=getty;period=month;uses=10;");
    PdRightsStep fourth = {.who = "joe"}, fifth = {.who = "joe"};
    ok(pd_catalog_undo_rights(fixture->catalog, &fourth, first.number, &error));
    assert_int_equal(n_in_force(fixture, "quota"), 0);
    ok(pd_catalog_undo_rights(fixture->catalog, &fifth, fourth.number, &error));
    assert_int_equal(n_in_force(fixture, "quota"), 1);
    g_clear_error(&refusal);
    assert_false(pd_catalog_undo_rights(fixture->catalog, &fifth, second.number, &refusal));
    assert_non_null(strstr(refusal->message, "already"));
    GString *history = g_string_new(NULL);
    ok(pd_catalog_each_right_change(fixture->catalog, 0, quota, id, remember, history, &error));
    assert_string_equal(history->str, "1 quota is undone\n2 quota was is undone\n3 quota was is undoes\n"
                                      "4 quota was undoesundone\n5 quota is undoes\n");
    g_string_free(history, TRUE);
}

static void test_rights__one_step_is_taken_back_whole_or_not(void **state) {
    Fixture *fixture = *state;
    PdRightsStep step = {.who = "jane"}, other = {.who = "joe"}, undo = {.who = "joe"};
    add(fixture, "alias", &step, CELLS("name", "Gty", "party", "getty"));
    int64_t second = add(fixture, "alias", &step, CELLS("name", "Ap Foto", "party", "ap"));
    g_autoptr(GError) refusal = NULL;
    ok(pd_catalog_end_right(fixture->catalog, &other, table_of("alias"), second, &error));
    assert_false(pd_catalog_undo_rights(fixture->catalog, &undo, step.number, &refusal));
    assert_int_equal(n_in_force(fixture, "alias"), 1);
    undo.number = 0;
    ok(pd_catalog_undo_rights(fixture->catalog, &undo, other.number, &error));
    undo.number = 0;
    ok(pd_catalog_undo_rights(fixture->catalog, &undo, step.number, &error));
    assert_int_equal(n_in_force(fixture, "alias"), 0);
}

/* ---- the view */

static void test_rights__the_view_shows_what_is_in_force(void **state) {
    Fixture *fixture = *state;
    PdRightsStep step = {.who = "jane"};
    int64_t a = put(fixture, "a.jpg", 1, "A bridge"), copy = put(fixture, "copy.jpg", 1, "The same bridge, captioned anew");
    g_autofree char *image = uid_of(fixture, a);
    add(fixture, "lease", &step, CELLS("verdict", "deny", "image", image, "territory", "DE | AT", "reason", "complaint"));
    add(fixture, "licence", &step,
        CELLS("holder", "Visum Archiv", "category", "single", "requested_on", "2026-05-01", "fee", "10", "currency", "EUR"));
    add(fixture, "licence", &step,
        CELLS("holder", "Agence France-Presse", "category", "agency", "fee", "10", "currency", "EUR"));
    g_autoptr(PdRights) view = pd_catalog_rights(fixture->catalog, "2026-05-03", NULL);
    assert_non_null(view);
    assert_true(a != copy);
    assert_int_equal(view->n_leases, 1);
    assert_int_equal(view->leases[0].n_images, 2);
    assert_string_equal(view->leases[0].scope.territory[1], "AT");
    assert_string_equal(view->leases[0].who, "jane");
    assert_int_equal(view->n_licences, 1);
    assert_string_equal(view->licences[0].holder, "afp");
    assert_string_equal(view->licences[0].fee, "10.00 EUR");
}

static int64_t article_with(Fixture *fixture, const char *path, const char *published, int64_t image) {
    const FigureText figure = {NULL, "A bridge", "Getty Images"};
    g_autoptr(PdArticle) article = article_of(path, "Bridges", &figure, 1);
    int64_t id = 0;
    article->published_at = pd_article_keep(article, published);
    put_article(fixture, path, article, &id);
    ok(pd_catalog_decide(fixture->catalog, figure_at(fixture, path, 1), image, PD_DECISION_CONFIRM, "jane", NULL, &error));
    return id;
}

static bool note_use(const PdUseMade *use, void *user) {
    g_string_append_printf(user, "%s %s %" PRId64 "%s\n", use->medium, use->used_on ? use->used_on : "-", use->quantity,
                           use->article_id ? " article" : "");
    return true;
}

static void test_rights__a_quota_counts_articles_and_entries(void **state) {
    Fixture *fixture = *state;
    PdRightsStep step = {.who = "jane"};
    int64_t image = put(fixture, "a.jpg", 1, "A bridge");
    g_autofree char *uid = uid_of(fixture, image);
    article_with(fixture, "/may.html", "2026-05-02T10:00:00+02:00", image);
    article_with(fixture, "/june.html", "2026-06-02", image);
    article_with(fixture, "/draft.html", NULL, image);
    add(fixture, "usage", &step, CELLS("image", uid, "medium", "newspaper", "used_on", "2026-05-31", "quantity", "3"));
    add(fixture, "quota", &step, CELLS("party", "getty", "period", "month", "uses", "4"));
    add(fixture, "quota", &step, CELLS("party", "getty", "period", "week", "uses", "4"));
    add(fixture, "quota", &step, CELLS("party", "getty", "period", "year", "uses", "4"));
    add(fixture, "quota", &step, CELLS("party", "afp", "period", "year", "uses", "4"));
    add(fixture, "quota", &step, CELLS("party", "getty", "period", "year", "uses", "9", "ends_on", "2026-01-31"));
    g_autoptr(PdRights) view = pd_catalog_rights(fixture->catalog, "2026-05-29", NULL);
    assert_int_equal(view->n_quotas, 4);
    assert_int_equal(view->quotas[0].used, 4);
    assert_string_equal(view->quotas[0].from, "2026-05-01");
    assert_string_equal(view->quotas[0].to, "2026-05-31");
    assert_int_equal(view->quotas[1].used, 3);
    assert_string_equal(view->quotas[1].from, "2026-05-25");
    assert_int_equal(view->quotas[2].used, 5);
    assert_int_equal(view->quotas[3].used, 0);
    assert_int_equal(view->n_usages, 1);
    GString *uses = g_string_new(NULL);
    ok(pd_catalog_each_use_made(fixture->catalog, NULL, NULL, note_use, uses, &error));
    assert_string_equal(uses->str,
                        "web 2026-05-02 1 article\nweb 2026-06-02 1 article\nweb - 1 article\nnewspaper 2026-05-31 3\n");
    g_string_free(uses, TRUE);
}

static void test_rights__a_taken_back_pair_is_no_use(void **state) {
    Fixture *fixture = *state;
    int64_t image = put(fixture, "a.jpg", 1, "A bridge"), n = 0;
    article_with(fixture, "/may.html", "2026-05-02", image);
    ok(pd_catalog_count_uses(fixture->catalog, "getty", NULL, NULL, &n, &error));
    assert_int_equal(n, 1);
    ok(pd_catalog_undo(fixture->catalog, figure_at(fixture, "/may.html", 1), "jane", &error));
    ok(pd_catalog_count_uses(fixture->catalog, "getty", NULL, NULL, &n, &error));
    assert_int_equal(n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_rights__a_row_comes_back_as_it_was_given),
        WITH_CATALOG(test_rights__every_kind_can_be_kept_and_ended),
        WITH_CATALOG(test_rights__contradictions_are_refused),
        WITH_CATALOG(test_rights__every_change_is_kept_and_can_be_taken_back),
        WITH_CATALOG(test_rights__one_step_is_taken_back_whole_or_not),
        WITH_CATALOG(test_rights__the_view_shows_what_is_in_force),
        WITH_CATALOG(test_rights__a_quota_counts_articles_and_entries),
        WITH_CATALOG(test_rights__a_taken_back_pair_is_no_use),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
