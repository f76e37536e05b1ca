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

/* Running text long enough to be the body of an article. */
#define BODY                                                                                                                \
    "<p>The ferry left Lerwick at seven in the morning with forty people on board, and its engine failed an hour "          \
    "later.</p>"                                                                                                            \
    "<p>A lifeboat from Aith took the ferry in tow before noon, and nobody was hurt, a spokesman for the company said.</p>"

static PdArticle *read_page(const char *figures) {
    g_autofree char *text = g_strdup_printf("<!doctype html><html><head><title>Ferry adrift</title>"
                                            "<link rel=canonical href='https://example.org/2024/ferry'></head><body>"
                                            "<main><h1>Ferry adrift</h1>%s" BODY "</main></body></html>",
                                            figures);
    return read_text(text);
}

static void test_html__picture_and_caption_named_by_class(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<div class=media><div><img src=/img/a.jpg></div><div class=info><p class=caption>The ferry"
                  " in tow</p><span class=copyright>Moira Tulloch</span></div></div>");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "/img/a.jpg", "The ferry in tow", "Moira Tulloch");
    assert_string_equal(article->figures[0].urls[0], "https://example.org/img/a.jpg");
    assert_int_equal(article->figures[0].role, PD_ROLE_LEAD);
}

static void test_html__figcaption_behind_its_figure(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<div><figure><img src=a.jpg></figure><figcaption>The ferry in tow <cite>Moira Tulloch</cite>"
                  "</figcaption></div>");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "a.jpg", "The ferry in tow", "Moira Tulloch");
}

static void test_html__credit_in_the_caption(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<figure><img src=a.jpg><figcaption>The ferry in tow. (Photo: Moira Tulloch)</figcaption></figure>");
    assert_figure(article, 0, "a.jpg", "The ferry in tow.", "Photo: Moira Tulloch");
}

static void test_html__copies_for_narrow_windows_count_once(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<figure><img src=a.jpg><div class=credit>Moira Tulloch</div><figcaption>The ferry in tow"
                  "</figcaption><div class=credit>Moira Tulloch</div></figure>");
    assert_figure(article, 0, "a.jpg", "The ferry in tow", "Moira Tulloch");
}

static void test_html__credit_of_several_elements(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<figure><img src=a.jpg><figcaption>The ferry in tow <span class=photographer>Moira Tulloch"
                  "</span> / <span class=agency>Shetland Wire</span></figcaption></figure>");
    assert_figure(article, 0, "a.jpg", "The ferry in tow", "Moira Tulloch / Shetland Wire");
}

static void test_html__buttons_are_no_caption(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<figure><img src=a.jpg><button>Open image in gallery</button><span class=zoom-icon>Zoom</span>"
                  "<figcaption>The ferry in tow</figcaption></figure>");
    assert_figure(article, 0, "a.jpg", "The ferry in tow", NULL);
}

static void test_html__teasers_are_left_out(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_page(
        "<div class=box><a href='/2024/other'><figure><img src=t.jpg><div>Another ferry, another day"
        "</div></figure></a></div><div class=related><figure><img src=r.jpg><figcaption>Sheep</figcaption></figure></div>");
    for (size_t i = 0; i < article->n_figures; i++)
        assert_null(article->figures[i].caption);
}

static void test_html__portraits_are_left_out(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_page("<div class=author-box><img src=p.jpg><p class=caption>Ann Reid</p></div>");
    assert_int_equal(article->n_figures, 0);
}

static void test_html__json_ld_fills_the_credit(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_page(
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"image\":{\"@type\":\"ImageObject\","
        "\"url\":\"https://example.org/img/ferry-in-tow-1.jpg?w=9\",\"creditText\":\"Moira Tulloch\"}}]}</script>"
        "<figure><img src='//cdn.example.org/big/ferry-in-tow-1.jpg'><figcaption>The ferry in tow</figcaption></figure>");
    assert_figure(article, 0, NULL, "The ferry in tow", "Moira Tulloch");
}

static void test_html__json_ld_is_kept_for_the_check(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_page(
        "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\",\"image\":{\"@type\":\"ImageObject\","
        "\"contentUrl\":\"https://example.org/img/ferry-in-tow-1.jpg\",\"creator\":{\"name\":\"Moira Tulloch\"},"
        "\"license\":{\"@id\":\"https://example.org/terms\"}}}]}</script>"
        "<figure><img src='//cdn.example.org/big/ferry-in-tow-1.jpg'><figcaption>The ferry in tow</figcaption></figure>");
    assert_int_equal(article->n_figures, 1);
    assert_string_equal(article->figures[0].data, "contentUrl\thttps://example.org/img/ferry-in-tow-1.jpg\n"
                                                  "creator\tMoira Tulloch\nlicense\thttps://example.org/terms\n");
}

static void test_html__damaged_json_ld_is_a_problem(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_page("<script type='application/ld+json'>{\"@type\":</script>");
    assert_int_equal(article->n_problems, 1);
    assert_string_equal(article->problems[0].block, "json-ld");
}

static void test_html__title_attribute_keeps_the_credit(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<div><img src=a.jpg alt='The ferry in tow' title='The ferry in tow | dpa/Moira Tulloch'></div>");
    assert_int_equal(article->n_figures, 1);
    assert_string_equal(article->figures[0].credit, "dpa/Moira Tulloch");
}

static void test_html__shared_picture_only_in_the_head(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_text("<!doctype html><meta property=og:image content='https://example.org/s.jpg'><h1>Ferry adrift</h1>" BODY);
    assert_int_equal(article->n_figures, 1);
    assert_int_equal(article->figures[0].role, PD_ROLE_META);
    assert_int_equal(article->figures[0].offset, PD_AT_UNKNOWN);
}

static void test_html__meta_of_the_page(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text(
        "<!doctype html><html lang=nb_NO><head><title>Ferry adrift - The Moor Post</title>"
        "<meta property=og:title content='Ferry adrift'><meta property=article:published_time content=2024-05-03T08:00:00Z>"
        "<link rel=canonical href=https://example.org/ferry></head><h1>The Moor Post</h1>"
        "<h2>Ferry adrift</h2>" BODY);
    assert_string_equal(article->title, "Ferry adrift");
    assert_string_equal(article->url, "https://example.org/ferry");
    assert_string_equal(article->published_at, "2024-05-03T08:00:00Z");
    assert_string_equal(article->language, "nb-NO");
    assert_true(g_str_has_prefix(article->lead, "The ferry left Lerwick"));
}

static void test_html__figures_are_bounded(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.figures = 2;
    const char *text = "<!doctype html><h1>Ferry</h1><figure><img src=1.jpg></figure><figure><img "
                       "src=2.jpg></figure><figure><img src=3.jpg>"
                       "</figure>" BODY;
    g_autoptr(PdArticle) article = pd_article_read((const uint8_t *)text, strlen(text), &limits, NULL);
    assert_int_equal(article->n_figures, 2);
    assert_int_equal(article->n_problems, 1);
}

static void test_html__a_page_of_few_words(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_text("<!doctype html><article><h1>Ferry</h1><figure><img src=a.jpg><figcaption>The ferry in tow"
                  "</figcaption></figure></article>");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "a.jpg", "The ferry in tow", NULL);
}

static void test_html__markup_that_a_script_holds(void **state) {
    (void)state;
    g_autoptr(PdArticle) article = read_text("<!doctype html><title>Ferry adrift</title><div "
                                             "id=app></div><script>window.__state = {\"teaser\":\"<p>no</p>\",\"body\":\""
                                             "\\u003cdiv class=\\\"img\\\">\\u003cimg src=\\\"a.jpg\\\">\\u003cp "
                                             "class=\\\"caption\\\">The ferry in tow. Photo: Ann Reid\\u003c/p>"
                                             "\\u003c/div>\\u003cp>The ferry left Lerwick at seven in the morning with "
                                             "forty people on board, and its engine failed an hour "
                                             "later, when a lifeboat from Aith took it in tow; nobody was hurt, a spokesman "
                                             "for the company said on Friday.\\u003c/p>"
                                             "\\u003cp>The ferry left Lerwick at seven in the morning with forty people on "
                                             "board, and its engine failed an hour later.\\u003c/p>\"};"
                                             "</script>");
    assert_int_equal(article->n_figures, 1);
    assert_figure(article, 0, "a.jpg", "The ferry in tow.", "Ann Reid");
    assert_int_equal(article->figures[0].offset, PD_AT_UNKNOWN);
}

static void test_html__counter_and_label_leave_the_caption(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<figure><img src=a.jpg><span>3</span><figcaption>Image caption, The ferry in tow</figcaption></figure>"
                  "<figure><img src=b.jpg><figcaption>2 of 12 | The tug at its berth</figcaption></figure>");
    assert_figure(article, 0, "a.jpg", "The ferry in tow", NULL);
    assert_figure(article, 1, "b.jpg", "The tug at its berth", NULL);
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

static void test_html__day_that_only_the_text_shows(void **state) {
    (void)state;
    g_autoptr(PdArticle) article =
        read_page("<time datetime='2024-03-06T08:00:00+01:00'>Wednesday</time>"
                  "<time itemprop=datePublished datetime='2024-03-05T18:30:00+01:00'>Tuesday</time>");
    assert_string_equal(article->published_at, "2024-03-05T18:30:00+01:00");
    g_autoptr(PdArticle) named =
        read_text("<!doctype html><meta name='article:published-time' content='2024-03-05T18:30:00Z'><p>x</p>");
    assert_string_equal(named->published_at, "2024-03-05T18:30:00Z");
}

static void test_html__large_element_is_no_description(void **state) {
    (void)state;
    g_autoptr(GString) words = g_string_new("<p><img src=a.jpg aria-describedby=d></p><div id=d>");
    for (int i = 0; i < 200; i++)
        g_string_append(words, "The ferry in tow. ");
    g_string_append(words, "</div>");
    g_autoptr(PdArticle) article = read_page(words->str);
    for (size_t i = 0; i < article->n_figures; i++)
        assert_null(article->figures[i].caption);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__figcaption_with_a_credit_element),
        cmocka_unit_test(test_html__every_rendition_is_told),
        cmocka_unit_test(test_html__picture_and_caption_named_by_class),
        cmocka_unit_test(test_html__figcaption_behind_its_figure),
        cmocka_unit_test(test_html__credit_in_the_caption),
        cmocka_unit_test(test_html__copies_for_narrow_windows_count_once),
        cmocka_unit_test(test_html__credit_of_several_elements),
        cmocka_unit_test(test_html__buttons_are_no_caption),
        cmocka_unit_test(test_html__teasers_are_left_out),
        cmocka_unit_test(test_html__portraits_are_left_out),
        cmocka_unit_test(test_html__json_ld_fills_the_credit),
        cmocka_unit_test(test_html__json_ld_is_kept_for_the_check),
        cmocka_unit_test(test_html__damaged_json_ld_is_a_problem),
        cmocka_unit_test(test_html__title_attribute_keeps_the_credit),
        cmocka_unit_test(test_html__shared_picture_only_in_the_head),
        cmocka_unit_test(test_html__meta_of_the_page),
        cmocka_unit_test(test_html__figures_are_bounded),
        cmocka_unit_test(test_html__a_page_of_few_words),
        cmocka_unit_test(test_html__markup_that_a_script_holds),
        cmocka_unit_test(test_html__counter_and_label_leave_the_caption),
        cmocka_unit_test(test_html__navigation_is_left_out),
        cmocka_unit_test(test_html__no_text_of_any_dialect),
        cmocka_unit_test(test_html__too_many_bytes),
        cmocka_unit_test(test_html__day_that_only_the_text_shows),
        cmocka_unit_test(test_html__large_element_is_no_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
