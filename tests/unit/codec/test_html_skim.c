/* codec/html_skim.h: what is left out of a page, and that places in the rest are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/html_skim.h"

static void assert_skim(const char *page, const char *want) {
    PdHtmlSkim skim;
    pd_html_skim_init(&skim, page, strlen(page), 3);
    assert_string_equal(skim.text, want);
    assert_int_equal(skim.len, strlen(want));
    for (size_t at = 0; at < skim.len; at++)
        assert_int_equal(page[pd_html_skim_origin(&skim, at)], skim.text[at]);
    pd_html_skim_done(&skim);
}

static void test_html_skim__contents_of_scripts_styles_and_drawings(void **state) {
    (void)state;
    assert_skim("a<script x>b<p>c</script>d", "a<script x></script>d");
    assert_skim("<STYLE>p{}</STYLE><p>x", "<STYLE></STYLE><p>x");
    assert_skim("<svg><path d=''/></svg>x<svg/>y", "<svg></svg>x<svg/>y");
    assert_skim("<script>a</scrip></script >x", "<script></script >x");
    assert_skim("<scripted>a</scripted>", "<scripted>a</scripted>");
    assert_skim("", "");
}

static void test_html_skim__what_does_not_end(void **state) {
    (void)state;
    assert_skim("<p><script>a = '<p>'", "<p><script>");
    assert_skim("<p><svg><path>x", "<p><svg><path>x");
    assert_skim("<!-- <script>a</script>", "<!-- <script></script>");
    assert_skim("<script", "<script");
    assert_skim("<svg", "<svg");
}

static void test_html_skim__comments_hold_no_tags(void **state) {
    (void)state;
    assert_skim("<!-- <script> --><p>x</p><script>y</script>", "<!-- <script> --><p>x</p><script></script>");
}

static void test_html_skim__embedded_images_are_shortened(void **state) {
    (void)state;
    assert_skim("<img src='data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' alt=x>",
                "<img src='data:image/gif;base64,R0lGODlhAQ' alt=x>");
    assert_skim("<img src='data:,x' alt=x>", "<img src='data:,x' alt=x>");
}

static void test_html_skim__attributes_beyond_the_bound(void **state) {
    (void)state;
    const char *page = "<p a=1 b=2 c=3 d='4>' e>x";
    PdHtmlSkim skim;
    pd_html_skim_init(&skim, page, strlen(page), 3);
    assert_true(skim.has_excess);
    pd_html_skim_done(&skim);
    assert_skim(page, "<p a=1 b=2 c=3 >x");
}

static void test_html_skim__content_is_found_by_its_tag(void **state) {
    (void)state;
    const char *page = "<style>s</style><script>one</script><p><script>two</script>";
    PdHtmlSkim skim;
    pd_html_skim_init(&skim, page, strlen(page), 3);
    const PdHtmlCut *one = pd_html_skim_content(&skim, strlen("<style></style>"));
    const PdHtmlCut *two = pd_html_skim_content(&skim, strlen("<style></style><script></script><p>"));
    assert_non_null(one);
    assert_memory_equal(page + one->from, "one", one->len);
    assert_non_null(two);
    assert_memory_equal(page + two->from, "two", two->len);
    assert_null(pd_html_skim_content(&skim, 0));
    assert_null(pd_html_skim_content(&skim, strlen("<style></style><script></script>")));
    pd_html_skim_done(&skim);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html_skim__contents_of_scripts_styles_and_drawings),
        cmocka_unit_test(test_html_skim__what_does_not_end),
        cmocka_unit_test(test_html_skim__comments_hold_no_tags),
        cmocka_unit_test(test_html_skim__embedded_images_are_shortened),
        cmocka_unit_test(test_html_skim__attributes_beyond_the_bound),
        cmocka_unit_test(test_html_skim__content_is_found_by_its_tag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
