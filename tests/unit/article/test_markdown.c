/* The Markdown dialect: chosen by content, images with title or caption line, the head. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "picdesk/article.h"

static PdArticle *read_text(const char *text) {
    PdArticle *article = pd_article_read((const uint8_t *)text, strlen(text), NULL, NULL);
    assert_non_null(article);
    assert_string_equal(article->dialect, "markdown");
    return article;
}

static void test_markdown__head_gives_title_and_dates(void **state) {
    (void)state;
    g_autoptr(PdArticle) yaml = read_text("---\ntitle: \"Lindow votes\"\ndate: 2024-05-03 10:00:00\nlang: en\n---\n\n"
                                          "# Other\n\nThe council met [on Monday](a) evening.\n");
    assert_string_equal(yaml->title, "Lindow votes");
    assert_string_equal(yaml->published_at, "2024-05-03T10:00:00");
    assert_string_equal(yaml->language, "en");
    g_autoptr(PdArticle) toml = read_text("+++\ntitle = 'Lindow votes'\nlastmod = 2024-05-04\n+++\n\nSee [here](a).\n");
    assert_string_equal(toml->title, "Lindow votes");
    assert_string_equal(toml->modified_at, "2024-05-04");
    g_autoptr(PdArticle) open = read_text("---\ntitle: no end\n\n# A heading of it\n\nSee [here](a).\n");
    assert_string_equal(open->title, "A heading of it");
}

static void test_markdown__title_is_the_caption(void **state) {
    (void)state;
    static const char text[] =
        "# Lindow\n\n![harbour](a.jpg \"The harbour at dawn. Photo: Per Strand\")\n\nProse follows here.\n";
    g_autoptr(PdArticle) article = read_text(text);
    assert_int_equal(article->n_figures, 1);
    assert_string_equal(article->figures[0].url, "a.jpg");
    assert_string_equal(article->figures[0].caption, "The harbour at dawn.");
    assert_string_equal(article->figures[0].credit, "Per Strand");
    assert_string_equal(article->figures[0].alt, "harbour");
}

static void test_markdown__caption_line_below(void **state) {
    (void)state;
    static const char text[] = "# Lindow\n\n![](a.jpg)\n*The harbour at dawn. © Per Strand/AFP*\n\nProse follows here.\n\n"
                               "[![map](b.png)](b.html)\n\nMore prose, which ends with a full stop.\n";
    g_autoptr(PdArticle) article = read_text(text);
    assert_int_equal(article->n_figures, 2);
    assert_string_equal(article->figures[0].caption, "The harbour at dawn.");
    assert_string_equal(article->figures[0].credit, "Per Strand/AFP");
    assert_string_equal(article->figures[1].url, "b.png");
    assert_string_equal(article->figures[1].alt, "map");
    assert_null(article->figures[1].caption);
}

static void test_markdown__offsets_count_the_head(void **state) {
    (void)state;
    static const char text[] = "---\ntitle: x\n---\n\n![](a.jpg)\n\nThe harbour. (Photo: Per Strand)\n";
    g_autoptr(PdArticle) article = read_text(text);
    assert_int_equal(article->n_figures, 1);
    assert_int_equal(article->figures[0].offset, strstr(text, "The harbour") - text);
}

/* A packed file is no text, whatever signs its bytes make. */
static void test_markdown__refuses_binary(void **state) {
    (void)state;
    static const char text[] = "# a\x01\x02\n\n![x](y)\x1f\x8b\x08 [a](b)\x03\x04\x05 **b**\x06\x07 \x0e\n";
    g_autoptr(GError) error = NULL;
    assert_null(pd_article_read((const uint8_t *)text, sizeof text - 1, NULL, &error));
    assert_non_null(error);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_markdown__refuses_binary),         cmocka_unit_test(test_markdown__head_gives_title_and_dates),
        cmocka_unit_test(test_markdown__title_is_the_caption),   cmocka_unit_test(test_markdown__caption_line_below),
        cmocka_unit_test(test_markdown__offsets_count_the_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
