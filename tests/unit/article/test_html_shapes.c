/* Each line of tests/tables/html_shapes.tsv: a figure as some system marks it up, and the caption and credit it must give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "picdesk/article.h"

#define BEFORE                                                                                                              \
    "<!doctype html><html><head><meta charset=utf-8><title>Ferry adrift</title><link rel=canonical "                        \
    "href='https://example.org/2024/ferry'></head><body><header><nav><a href='/'>Home</a></nav></header><main><h1>Ferry "   \
    "adrift</h1><p>A ferry was adrift for three hours off Lerwick on Tuesday morning, its owner said in a statement.</p>"
#define BEHIND                                                                                                              \
    "<p>The ferry left Lerwick at seven in the morning with forty people on board, and its engine failed an hour "          \
    "later.</p><p>A lifeboat from Aith took the ferry in tow before noon, and nobody was hurt, a spokesman for the "        \
    "company "                                                                                                              \
    "said.</p></main></body></html>"

static PdArticle *read_shape(const char *shape) {
    g_autofree char *page =
        g_str_has_prefix(shape, "PAGE:") ? g_strdup(shape + strlen("PAGE:")) : g_strconcat(BEFORE, shape, BEHIND, NULL);
    return pd_article_read((const uint8_t *)page, strlen(page), NULL, NULL);
}

static bool is_same(const char *want, const char *got) {
    return strcmp(want, got ? got : "-") == 0;
}

/* A label before a credit may stay or go. */
static bool is_same_credit(const char *want, const char *got) {
    if (!got || is_same(want, got))
        return is_same(want, got);
    bool is_shorter = strlen(got) < strlen(want);
    const char *longer = is_shorter ? want : got, *shorter = is_shorter ? got : want;
    size_t more = strlen(longer) - strlen(shorter);
    return more > 1 && more < 40 && g_str_has_suffix(longer, shorter) && strchr(": =/\x9a", longer[more - 1]);
}

static bool is_as_told(const PdArticle *article, char **cells) {
    size_t n = 0;
    for (size_t i = 0; article && i < article->n_figures; i++) {
        const PdFigure *figure = &article->figures[i];
        if (!figure->caption && !figure->credit)
            continue;
        if (!cells[n] || !cells[n + 1] || !is_same(cells[n], figure->caption) ||
            !is_same_credit(cells[n + 1], figure->credit))
            return false;
        n += 2;
    }
    return article && cells[n] == NULL;
}

static void print_told(const PdArticle *article) {
    for (size_t i = 0; article && i < article->n_figures; i++)
        if (article->figures[i].caption || article->figures[i].credit)
            print_message("  got  %s\t%s\n", article->figures[i].caption, article->figures[i].credit);
}

static void test_html_shapes__every_line(void **state) {
    (void)state;
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(PD_TESTS_DIR "/tables/html_shapes.tsv", &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    int n = 0, n_wrong = 0;
    for (char **line = lines; *line; line++) {
        if (**line == '#' || **line == '\0')
            continue;
        g_auto(GStrv) cells = g_strsplit(*line, "\t", -1);
        assert_true(g_strv_length(cells) >= 2);
        g_autoptr(PdArticle) article = read_shape(cells[1]);
        n++;
        if (!is_as_told(article, cells + 2)) {
            n_wrong++;
            print_message("%s: not as told\n", cells[0]);
            print_told(article);
        }
    }
    assert_true(n > 100);
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_html_shapes__every_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
