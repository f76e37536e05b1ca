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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_article__keeps_copies_in_order),
        cmocka_unit_test(test_article__stops_at_the_limit_and_says_so_once),
        cmocka_unit_test(test_article__counts_problems_beyond_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
