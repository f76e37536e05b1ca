/* The html dialect on invented pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "picdesk/article.h"
#include "picdesk/error.h"

static PdArticle *read_text(const char *text) {
    GError *error = NULL;
    PdArticle *article = pd_article_read((const uint8_t *)text, strlen(text), NULL, &error);
    assert_null(error);
    assert_non_null(article);
    return article;
}

static void assert_figure(const PdArticle *article, size_t n, const char *url, const char *caption, const char *credit) {
    assert_true(n < article->n_figures);
    const PdFigure *figure = &article->figures[n];
    if (url)
        assert_string_equal(figure->url, url);
    if (caption)
        assert_string_equal(figure->caption, caption);
    else
        assert_null(figure->caption);
    if (credit)
        assert_string_equal(figure->credit, credit);
    else
        assert_null(figure->credit);
}

static void test_html__figcaption_with_a_credit_element(void **state) {
    (void)state;
    const char *text = "<!doctype html><html lang=en><h1>Ferry adrift</h1><figure><img src=/a.jpg alt='A ferry'>"
                       "<figcaption>The ferry off Lerwick <span class=photo-credit>Moira Tulloch/Shetland "
                       "Wire</span></figcaption></figure>";
    g_autoptr(PdArticle) article = read_text(text);
    assert_string_equal(article->dialect, "html");
    assert_string_equal(article->title, "Ferry adrift");
    assert_string_equal(article->language, "en");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "/a.jpg", "The ferry off Lerwick", "Moira Tulloch/Shetland Wire");
    assert_string_equal(article->figures[0].alt, "A ferry");
    assert_string_equal(article->figures[0].cue, "figcaption");
    assert_int_equal(article->figures[0].offset, strstr(text, "<figure") - text);
}

static void test_html__every_rendition_is_told(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text(
        "<!doctype html><figure><picture><source data-srcset='b-320,c.jpg 320w, b-640.jpg 640w'>"
        "<img src='data:image/gif;base64,AAAA' data-src='b.jpg'></picture><figcaption>Sheep</figcaption></figure>");
    const PdFigure *figure = &article->figures[0];
    assert_string_equal(figure->url, "b-320,c.jpg");
    assert_string_equal(figure->urls[0], "b-640.jpg");
    assert_string_equal(figure->urls[1], "b.jpg");
    assert_null(figure->urls[2]);
}

static void test_html__navigation_is_left_out(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_text("<!doctype html><nav><figure><img src=n.jpg><figcaption>Sport</figcaption></figure></nav>");
    assert_int_equal(article->n_figures, 0);
}

static void test_html__no_text_of_any_dialect(void **state) {
    (void)state;
    GError *error = NULL;
    assert_null(pd_article_read(NULL, 0, NULL, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
    g_clear_error(&error);
}

static void test_html__too_many_bytes(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.article_bytes = 8;
    GError *error = NULL;
    assert_null(pd_article_read((const uint8_t *)"<html></html>", 13, &limits, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_LIMIT));
    g_clear_error(&error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__figcaption_with_a_credit_element),
        cmocka_unit_test(test_html__every_rendition_is_told),
        cmocka_unit_test(test_html__navigation_is_left_out),
        cmocka_unit_test(test_html__no_text_of_any_dialect),
        cmocka_unit_test(test_html__too_many_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
