/* Building an article: texts are kept, limits hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "picdesk/article.h"

static void test_article__keeps_copies_in_order(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = pd_article_new("flat");
    char caption[] = "  A ferry leaves the harbour ";
    const char *const urls[] = {"a-600.jpg", "a-1200.jpg", NULL};
    PdFigure figure = {.caption = caption, .credit = " ", .urls = urls, .cue = "figcaption", .offset = 12};
    assert_non_null(pd_article_add_figure(article, &figure, pd_limits_default()));
    caption[2] = 'X';
    assert_non_null(pd_article_add_figure(article, &figure, pd_limits_default()));
    assert_int_equal(article->n_figures, 2);
    assert_string_equal(article->figures[0].caption, "A ferry leaves the harbour");
    assert_null(article->figures[0].credit);
    assert_string_equal(article->figures[0].urls[1], "a-1200.jpg");
    assert_null(article->figures[0].urls[2]);
    assert_int_equal(article->figures[1].position, 2);
    assert_string_equal(article->figures[1].caption, "X ferry leaves the harbour");
}

static void test_article__stops_at_the_limit_and_says_so_once(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = pd_article_new("flat");
    PdLimits limits = *pd_limits_default();
    limits.figures = 2;
    PdFigure figure = {.caption = "x", .cue = "label"};
    for (int i = 0; i < 5; i++)
        pd_article_add_figure(article, &figure, &limits);
    assert_int_equal(article->n_figures, 2);
    assert_int_equal(article->n_problems, 1);
    assert_string_equal(article->problems[0].what, "more than 2 figures; the rest is left out");
}

static void test_article__counts_problems_beyond_the_limit(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = pd_article_new("flat");
    PdLimits limits = *pd_limits_default();
    limits.problems = 3;
    for (int i = 0; i < 10; i++)
        pd_article_add_problem(article, "html", (uint64_t)i, &limits, "problem %d", i);
    assert_int_equal(article->n_problems, 4);
    assert_string_equal(article->problems[2].what, "problem 2");
    assert_string_equal(article->problems[3].what, "further problems are not listed");
}

static PdArticle *sample_article(void) {
    PdArticle *article = pd_article_new("html");
    const char *const urls[] = {"a-600.jpg", "a-1200.jpg", NULL};
    PdFigure figure = {.kind = PD_FIGURE_MEDIA,
                       .role = PD_ROLE_GALLERY,
                       .url = "a.jpg",
                       .urls = urls,
                       .caption = "Une f\xc3\xaate",
                       .credit = "Foto: X",
                       .data = "",
                       .cue = "figcaption",
                       .sure = 0.1 + 0.2,
                       .offset = 1234567};
    article->title = pd_article_keep(article, "A title");
    article->lead = pd_article_keep(article, "The first words");
    pd_article_add_figure(article, &figure, pd_limits_default());
    figure = (PdFigure){.cue = "img", .offset = PD_AT_UNKNOWN, .sure = 1};
    pd_article_add_figure(article, &figure, pd_limits_default());
    for (int i = 0; i < 100; i++)
        pd_article_add_problem(article, "html", (uint64_t)i, pd_limits_default(), "problem %d", i);
    return article;
}

static void test_article__flat_encoding_gives_the_same_back(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = sample_article();
    g_autoptr(GBytes) flat = pd_article_encode(article);
    size_t len;
    const uint8_t *data = g_bytes_get_data(flat, &len);
    g_autoptr(PdArticle) again = pd_article_decode(data, len, NULL, NULL);
    assert_non_null(again);
    assert_string_equal(again->dialect, "html");
    assert_string_equal(again->title, "A title");
    assert_null(again->url);
    assert_int_equal(again->n_figures, 2);
    const PdFigure *figure = &again->figures[0];
    assert_int_equal(figure->kind, PD_FIGURE_MEDIA);
    assert_int_equal(figure->role, PD_ROLE_GALLERY);
    assert_int_equal(figure->offset, 1234567);
    assert_true(figure->sure == article->figures[0].sure);
    assert_string_equal(figure->urls[1], "a-1200.jpg");
    assert_null(figure->urls[2]);
    assert_string_equal(figure->caption, "Une f\xc3\xaate");
    assert_null(figure->alt);
    assert_string_equal(figure->data, "");
    assert_true(again->figures[1].offset == PD_AT_UNKNOWN);
    assert_int_equal(again->n_problems, article->n_problems);
    g_autoptr(GBytes) twice = pd_article_encode(again);
    assert_true(g_bytes_equal(flat, twice));
}

static void test_article__damaged_encoding_is_refused(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = sample_article();
    g_autoptr(GBytes) flat = pd_article_encode(article);
    size_t len;
    const uint8_t *data = g_bytes_get_data(flat, &len);
    for (size_t cut = 0; cut < len; cut++) {
        g_autofree uint8_t *part = g_memdup2(data, cut);
        g_autoptr(GError) error = NULL;
        assert_null(pd_article_decode(part, cut, NULL, &error));
        assert_non_null(error);
    }
    for (size_t at = 0; at < len; at++)
        for (int value = 0; value < 256; value += 15) {
            g_autofree uint8_t *copy = g_memdup2(data, len);
            copy[at] = (uint8_t)value;
            g_autoptr(PdArticle) whatever = pd_article_decode(copy, len, NULL, NULL);
            assert_true(!whatever || whatever->dialect);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article__keeps_copies_in_order),
        cmocka_unit_test(test_article__stops_at_the_limit_and_says_so_once),
        cmocka_unit_test(test_article__counts_problems_beyond_the_limit),
        cmocka_unit_test(test_article__flat_encoding_gives_the_same_back),
        cmocka_unit_test(test_article__damaged_encoding_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
