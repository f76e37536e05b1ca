/* codec/html.h: the tree, the charset decision, offsets and bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "codec/html.h"

static PdHtml *parse(const char *text) {
    return pd_html_parse((const uint8_t *)text, strlen(text), pd_limits_default());
}

static void assert_text(const PdHtml *html, const PdHtmlNode *node, const char *expected) {
    g_autoptr(GString) text = g_string_new(NULL);
    pd_html_append_text(html, node, text);
    assert_string_equal(g_strstrip(text->str), expected);
}

static void test_html__tree_in_document_order(void **state) {
    (void)state;
    g_autoptr(PdHtml) html = parse("<html><body><div id=a><p>one<b>two</b></p></div><p class='x y'>three</p></body></html>");
    const PdHtmlNode *div = pd_html_find(html, html->root, PD_TAG_DIV);
    assert_non_null(div);
    assert_string_equal(pd_html_attr(div, "id"), "a");
    assert_null(pd_html_attr(div, "class"));
    assert_text(html, div, "onetwo");
    for (uint32_t i = 0; i < html->n_nodes; i++) {
        assert_int_equal(html->nodes[i]->order, i);
        assert_true(html->nodes[i]->end > i && html->nodes[i]->end <= html->n_nodes);
        if (html->nodes[i]->parent)
            assert_true(pd_html_contains(html->nodes[i]->parent, html->nodes[i]));
    }
    const PdHtmlNode *after = pd_html_next(html, div, html->root, true);
    assert_int_equal(after->tag, PD_TAG_P);
    assert_string_equal(pd_html_attr(after, "class"), "x y");
}

static void test_html__offset_is_where_the_tag_starts(void **state) {
    (void)state;
    const char *text = "<html><body><p>a &amp; b</p><figure class=\"x\"><img src=\"a<b.jpg\"></figure></body></html>";
    g_autoptr(PdHtml) html = parse(text);
    const PdHtmlNode *figure = pd_html_find(html, html->root, PD_TAG_FIGURE);
    const PdHtmlNode *img = pd_html_find(html, html->root, PD_TAG_IMG);
    assert_int_equal(figure->at, strstr(text, "<figure") - text);
    assert_int_equal(img->at, strstr(text, "<img") - text);
    assert_string_equal(pd_html_attr(img, "src"), "a<b.jpg");
}

static void test_html__blocks_and_breaks_end_lines(void **state) {
    (void)state;
    g_autoptr(PdHtml) html = parse("<div>a<p>b\nc</p>d<br>e</div><div>f<script>x</script></div>g");
    assert_text(html, html->root, "a\nb c\nd\ne\nf\ng");
}

static void test_html__valid_utf8_wins_over_a_false_statement(void **state) {
    (void)state;
    g_autoptr(PdHtml) html = parse("<meta charset=iso-8859-1><p>Zo\xc3\xab</p>");
    assert_string_equal(html->charset, "UTF-8");
    assert_false(html->is_repaired);
    assert_text(html, pd_html_find(html, html->root, PD_TAG_P), "Zo\xc3\xab");
}

static void test_html__western_bytes_behind_a_false_utf8_statement(void **state) {
    (void)state;
    const char *text = "<meta charset=utf-8><p>Andr\xe9 und J\xfcrgen</p><img>";
    g_autoptr(PdHtml) html = parse(text);
    assert_string_equal(html->charset, "WINDOWS-1252");
    assert_text(html, pd_html_find(html, html->root, PD_TAG_P), "Andr\xc3\xa9 und J\xc3\xbcrgen");
    assert_int_equal(pd_html_find(html, html->root, PD_TAG_IMG)->at, strstr(text, "<img") - text);
}

static void test_html__one_stray_byte_leaves_utf8(void **state) {
    (void)state;
    g_autoptr(PdHtml) html = parse("<p>Zo\xc3\xab und J\xc3\xbcrgen \xff</p>");
    assert_string_equal(html->charset, "UTF-8");
    assert_true(html->is_repaired);
}

static void test_html__utf16_by_its_mark(void **state) {
    (void)state;
    static const uint8_t data[] = {0xff, 0xfe, '<', 0, 'p', 0, '>', 0, 0xeb, 0};
    g_autoptr(PdHtml) html = pd_html_parse(data, sizeof data, pd_limits_default());
    assert_string_equal(html->charset, "UTF-16LE");
    assert_text(html, html->root, "\xc3\xab");
}

static void test_html__nesting_is_bounded(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 100000; i++)
        g_string_append(text, "<div>");
    g_autoptr(PdHtml) html = parse(text->str);
    assert_true(html->is_cut);
    assert_true(html->n_nodes <= 4 * pd_limits_default()->depth + 8);
}

static void test_html__attributes_are_bounded(void **state) {
    (void)state;
    g_autoptr(GString) text = g_string_new("<!-- <p --><p ");
    for (int i = 0; i < 2000; i++)
        g_string_append_printf(text, "a%d=\"> x\" ", i);
    g_string_append(text, "><img src=a.jpg>");
    g_autoptr(PdHtml) html = parse(text->str);
    assert_true(html->is_cut);
    assert_true(pd_html_find(html, html->root, PD_TAG_P)->n_attrs <= 300);
    assert_int_equal(pd_html_find(html, html->root, PD_TAG_IMG)->at, strstr(text->str, "<img") - text->str);
}

static void test_html__nothing_is_a_tree_too(void **state) {
    (void)state;
    g_autoptr(PdHtml) html = pd_html_parse(NULL, 0, pd_limits_default());
    assert_int_equal(html->n_nodes, 1);
    assert_int_equal(html->root->end, 1);
}

/* Each open comment was once searched for its end to the end of the page: minutes for this one. */
static void test_html__flood_of_open_comments_is_read_in_one_pass(void **state) {
    (void)state;
    enum { N = 300000 };
    g_autoptr(GString) page = g_string_new("<p>before</p>");
    for (int i = 0; i < N; i++)
        g_string_append(page, "<!--");
    g_autoptr(PdHtml) html = parse(page->str);
    assert_text(html, html->root, "before");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__tree_in_document_order),
        cmocka_unit_test(test_html__offset_is_where_the_tag_starts),
        cmocka_unit_test(test_html__blocks_and_breaks_end_lines),
        cmocka_unit_test(test_html__valid_utf8_wins_over_a_false_statement),
        cmocka_unit_test(test_html__western_bytes_behind_a_false_utf8_statement),
        cmocka_unit_test(test_html__one_stray_byte_leaves_utf8),
        cmocka_unit_test(test_html__utf16_by_its_mark),
        cmocka_unit_test(test_html__nesting_is_bounded),
        cmocka_unit_test(test_html__attributes_are_bounded),
        cmocka_unit_test(test_html__nothing_is_a_tree_too),
        cmocka_unit_test(test_html__flood_of_open_comments_is_read_in_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
