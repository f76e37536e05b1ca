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

/* The figures with words as the table writes them. */
static char *told(const PdArticle *article) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; article && i < article->n_figures; i++) {
        const PdFigure *figure = &article->figures[i];
        if (figure->caption || figure->credit)
            g_string_append_printf(out, "\t%s\t%s", figure->caption ? figure->caption : "-",
                                   figure->credit ? figure->credit : "-");
    }
    return g_string_free(out, FALSE);
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
        g_auto(GStrv) cells = g_strsplit(*line, "\t", 3);
        assert_true(g_strv_length(cells) >= 2);
        g_autofree char *want = cells[2] ? g_strconcat("\t", cells[2], NULL) : g_strdup("");
        g_autoptr(PdArticle) article = read_shape(cells[1]);
        g_autofree char *got = told(article);
        n++;
        if (strcmp(want, got) != 0) {
            n_wrong++;
            print_message("%s\n  want %s\n  got  %s\n", cells[0], want, got);
        }
    }
    assert_true(n > 100);
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_html_shapes__every_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
