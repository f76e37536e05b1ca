/* Articles and figures: known again, never doubled, revisions only where something changed. */
#include "fixture.h"

#define PATH "/articles/bridge.html"

static const FigureText BRIDGE = {"https://cdn.example/a/bridge.jpg?w=600", "The bridge at dawn", "Jane Doe/AFP"};
static const FigureText FERRY = {"https://cdn.example/a/ferry.jpg", "A ferry leaves the harbour", NULL};
static const FigureText MARKET = {NULL, "Traders at the market of Port Lindow sell fish from their boats", "Reuters"};

static PdPutResult put_figures(Fixture *fixture, const char *title, const FigureText *figures, size_t n) {
    g_autoptr(PdArticle) article = article_of(NULL, title, figures, n);
    int64_t id = 0;
    return put_article(fixture, PATH, article, &id);
}

static void test_article__the_same_again_is_unchanged(void **state) {
    const FigureText figures[] = {BRIDGE, FERRY, MARKET};
    assert_int_equal(put_figures(*state, "t", figures, 3), PD_PUT_ADDED);
    assert_int_equal(put_figures(*state, "t", figures, 3), PD_PUT_UNCHANGED);
    assert_int_equal(put_figures(*state, "other", figures, 3), PD_PUT_UPDATED);
    assert_int_equal(put_figures(*state, "other", figures, 2), PD_PUT_UPDATED);
    assert_int_equal(put_figures(*state, "other", figures, 2), PD_PUT_UNCHANGED);
}

static void test_article__a_figure_outlives_a_new_order(void **state) {
    const FigureText before[] = {BRIDGE, FERRY, MARKET}, after[] = {MARKET, BRIDGE, FERRY};
    put_figures(*state, "t", before, 3);
    int64_t bridge = figure_at(*state, PATH, 1), market = figure_at(*state, PATH, 3);
    put_figures(*state, "t", after, 3);
    assert_int_equal(figure_at(*state, PATH, 2), bridge);
    assert_int_equal(figure_at(*state, PATH, 1), market);
}

static void test_article__a_figure_outlives_another_size_and_new_words(void **state) {
    const FigureText after[] = {{"http://CDN.example/a/bridge.jpg?w=1200#x", "The old bridge, at dawn and empty", NULL}};
    put_figures(*state, "t", &BRIDGE, 1);
    int64_t bridge = figure_at(*state, PATH, 1);
    assert_int_equal(put_figures(*state, "t", after, 1), PD_PUT_UPDATED);
    assert_int_equal(figure_at(*state, PATH, 1), bridge);
}

static void test_article__a_caption_with_a_mended_word_is_the_same_figure(void **state) {
    const FigureText after[] = {{NULL, "Traders at the fish market of Port Lindow sell from their boats", "Reuters"}};
    put_figures(*state, "t", &MARKET, 1);
    int64_t market = figure_at(*state, PATH, 1);
    put_figures(*state, "t", after, 1);
    assert_int_equal(figure_at(*state, PATH, 1), market);
}

static void test_article__another_picture_under_the_caption_is_another_figure(void **state) {
    const FigureText after[] = {{"https://cdn.example/a/new.jpg", BRIDGE.caption, NULL}};
    put_figures(*state, "t", &BRIDGE, 1);
    int64_t bridge = figure_at(*state, PATH, 1);
    put_figures(*state, "t", after, 1);
    assert_int_not_equal(figure_at(*state, PATH, 1), bridge);
}

static void test_article__figures_with_the_same_words_stay_apart(void **state) {
    const FigureText figures[] = {{NULL, "Reuters", NULL}, {NULL, "Reuters", NULL}, {NULL, NULL, NULL}, {NULL, NULL, NULL}};
    put_figures(*state, "t", figures, 4);
    int64_t ids[4];
    for (unsigned i = 0; i < 4; i++)
        ids[i] = figure_at(*state, PATH, i + 1);
    assert_int_equal(put_figures(*state, "t", figures, 4), PD_PUT_UNCHANGED);
    for (unsigned i = 0; i < 4; i++)
        for (unsigned j = 0; j < i; j++)
            assert_int_not_equal(ids[i], ids[j]);
}

static void test_article__a_figure_taken_out_comes_back_as_itself(void **state) {
    const FigureText figures[] = {BRIDGE, FERRY};
    g_autoptr(GError) failure = NULL;
    int64_t gone = 0;
    put_figures(*state, "t", figures, 2);
    int64_t ferry = figure_at(*state, PATH, 2);
    put_figures(*state, "t", figures, 1);
    Fixture *fixture = *state;
    assert_false(pd_catalog_find_figure(fixture->catalog, PATH "#2", &gone, &failure));
    assert_true(g_error_matches(failure, PD_ERROR, PD_ERROR_NOT_FOUND));
    put_figures(*state, "t", figures, 2);
    assert_int_equal(figure_at(*state, PATH, 2), ferry);
}

static void test_article__an_address_joins_two_paths(void **state) {
    g_autoptr(PdArticle) article = article_of("https://News.example/bridge/#top", "t", &BRIDGE, 1);
    g_autoptr(PdArticle) copy = article_of("http://news.example/bridge", "t", &BRIDGE, 1);
    int64_t id = 0, copy_id = 0;
    assert_int_equal(put_article(*state, "/a.html", article, &id), PD_PUT_ADDED);
    assert_int_equal(put_article(*state, "/b.html", copy, &copy_id), PD_PUT_UPDATED);
    assert_int_equal(id, copy_id);
}

static void test_article__an_address_found_later_keeps_the_article(void **state) {
    Fixture *fixture = *state;
    g_autoptr(PdArticle) without = article_of(NULL, "t", &BRIDGE, 1);
    g_autoptr(PdArticle) with = article_of("https://news.example/bridge", "t", &BRIDGE, 1);
    g_autoptr(PdArticle) other = article_of("https://news.example/other", "t", &BRIDGE, 1);
    int64_t id = 0, later_id = 0, found = 0, other_id = 0;
    put_article(fixture, PATH, without, &id);
    assert_int_equal(put_article(fixture, PATH, with, &later_id), PD_PUT_UPDATED);
    assert_int_equal(id, later_id);
    const char *names[] = {PATH, "https://news.example/bridge/", "bridge.html"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        ok(pd_catalog_find_article(fixture->catalog, names[i], &found, &error));
        assert_int_equal(found, id);
    }
    assert_int_equal(put_article(fixture, PATH, other, &other_id), PD_PUT_ADDED);
    assert_int_not_equal(other_id, id);
}

static bool keep_figure(const PdFigureRow *row, void *user) {
    g_string_append_printf(user, "%u %s %s %s|%s|%s|%s|%s|%s;", row->figure->position,
                           pd_figure_kind_name(row->figure->kind), pd_figure_role_name(row->figure->role),
                           row->figure->url ? row->figure->url : "-", row->figure->urls ? row->figure->urls[1] : "-",
                           row->figure->caption, row->figure->credit, row->article->title, row->figure->data);
    return true;
}

static void test_article__figures_come_back_whole(void **state) {
    Fixture *fixture = *state;
    g_autoptr(PdArticle) article = pd_article_new("flat");
    g_autoptr(GString) seen = g_string_new(NULL);
    const char *urls[] = {"a.jpg", "b.jpg", NULL};
    PdFigure figure = {.url = "a.jpg",
                       .urls = urls,
                       .caption = "c",
                       .credit = "d",
                       .data = "creditText\td\n",
                       .cue = "e",
                       .offset = PD_AT_UNKNOWN,
                       .kind = PD_FIGURE_MEDIA,
                       .role = PD_ROLE_GALLERY};
    int64_t id = 0;
    article->title = pd_article_keep(article, "t");
    pd_article_add_figure(article, &figure, pd_limits_default());
    put_article(fixture, PATH, article, &id);
    ok(pd_catalog_each_figure(fixture->catalog, 0, keep_figure, seen, &error));
    ok(pd_catalog_each_figure(fixture->catalog, id, keep_figure, seen, &error));
    assert_string_equal(
        seen->str, "1 media gallery a.jpg|b.jpg|c|d|t|creditText\td\n;1 media gallery a.jpg|b.jpg|c|d|t|creditText\td\n;");
}

static void test_article__a_rendition_is_no_image(void **state) {
    Fixture *fixture = *state;
    PdImage *image = NULL;
    g_autoptr(PdRecord) record = record_of(5, NULL, NULL);
    put_figures(fixture, "t", &BRIDGE, 1);
    int64_t figure = figure_at(fixture, PATH, 1);
    ok(pd_catalog_rendition(fixture->catalog, figure, &image, &error));
    assert_null(image);
    ok(pd_catalog_put_rendition(fixture->catalog, figure, "/articles/bridge.jpg", 7, record, &error));
    ok(pd_catalog_rendition(fixture->catalog, figure, &image, &error));
    assert_string_equal(image->path, "/articles/bridge.jpg");
    assert_int_equal(image->id, 0);
    assert_int_equal(image->record->pixel_key[0], 5);
    pd_image_free(image);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_CATALOG(test_article__the_same_again_is_unchanged),
        WITH_CATALOG(test_article__a_figure_outlives_a_new_order),
        WITH_CATALOG(test_article__a_figure_outlives_another_size_and_new_words),
        WITH_CATALOG(test_article__a_caption_with_a_mended_word_is_the_same_figure),
        WITH_CATALOG(test_article__another_picture_under_the_caption_is_another_figure),
        WITH_CATALOG(test_article__figures_with_the_same_words_stay_apart),
        WITH_CATALOG(test_article__a_figure_taken_out_comes_back_as_itself),
        WITH_CATALOG(test_article__an_address_joins_two_paths),
        WITH_CATALOG(test_article__an_address_found_later_keeps_the_article),
        WITH_CATALOG(test_article__figures_come_back_whole),
        WITH_CATALOG(test_article__a_rendition_is_no_image),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
