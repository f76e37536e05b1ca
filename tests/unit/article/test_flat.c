/* Figures out of flattened text: the line table tests/tables/flat.tsv, then what a table cannot say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "article/dialect.h"
#include "picdesk/error.h"

extern const PdDialect pd_dialect_flat;

static PdArticle *read_text(const char *text, size_t len) {
    PdArticle *article = pd_article_new("flat");
    GError *error = NULL;
    assert_true(pd_dialect_flat.read((const uint8_t *)text, len, pd_limits_default(), article, &error));
    assert_null(error);
    return article;
}

static char *figures_of(const PdArticle *article) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < article->n_figures; i++) {
        const PdFigure *figure = article->figures + i;
        g_string_append_printf(out, "%s%s | %s | %s", i ? "\t" : "", pd_figure_kind_name(figure->kind),
                               figure->caption ? figure->caption : "-", figure->credit ? figure->credit : "-");
    }
    return g_string_free(out, FALSE);
}

static void test_flat__table(void **state) {
    (void)state;
    g_autofree char *table = NULL;
    assert_true(g_file_get_contents(PD_TESTS_DIR "/tables/flat.tsv", &table, NULL, NULL));
    g_auto(GStrv) rows = g_strsplit(table, "\n", -1);
    int n = 0, wrong = 0;
    for (char **row = rows; *row; row++) {
        if (**row == '#' || **row == '\0')
            continue;
        char *tab = strchr(*row, '\t');
        g_autofree char *cell = tab ? g_strndup(*row, (size_t)(tab - *row)) : g_strdup(*row);
        g_auto(GStrv) lines = g_strsplit(cell, "\\n", -1);
        g_autofree char *text = g_strjoinv("\n", lines);
        g_autoptr(PdArticle) article = pd_article_read((const uint8_t *)text, strlen(text), NULL, NULL);
        assert_non_null(article);
        g_autofree char *figures = figures_of(article);
        const char *expected = tab ? tab + 1 : "";
        if (strcmp(figures, expected) != 0) {
            print_error("line %td: %s\n  want %s\n  got  %s\n", row - rows + 1, cell, expected, figures);
            wrong++;
        }
        n++;
    }
    assert_true(n >= 60);
    assert_int_equal(wrong, 0);
}

static void test_flat__a_line_above_a_list_is_no_title(void **state) {
    (void)state;
    static const char list[] =
        "Related Topics\n\n  \xe2\x80\xa2 Floods in Velmora\n\nThe river rose all night, the mayor said.\n";
    static const char title[] =
        "The river rose all night\n\nResidents left their homes in the dark, the mayor said on Monday.\n";
    g_autoptr(PdArticle) listed = read_text(list, sizeof list - 1);
    g_autoptr(PdArticle) titled = read_text(title, sizeof title - 1);
    assert_null(listed->title);
    assert_string_equal(titled->title, "The river rose all night");
}

static void check_offset(const char *bytes, size_t len, const char *needle, size_t needle_len) {
    g_autoptr(PdArticle) article = read_text(bytes, len);
    assert_int_equal(article->n_figures, 1);
    const char *at = memmem(bytes, len, needle, needle_len);
    assert_non_null(at);
    assert_int_equal(article->figures[0].offset, at - bytes);
}

static void test_flat__offset_counts_bytes_of_the_input(void **state) {
    (void)state;
    static const char utf8[] = "Übermut tut gut.\n\nDer Chor. (Foto: Jana Reuß/dpa)\n";
    static const char with_nul[] = "Ein\0Wort.\n\nDer Chor. (Foto: Jana Braun/dpa)\n";
    static const char cp1252[] = "\xdc"
                                 "bermut tut gut.\n\nDer Chor. (Foto: Jana Reu\xdf/dpa)\n";
    check_offset(utf8, sizeof utf8 - 1, "Der Chor", 8);
    check_offset(with_nul, sizeof with_nul - 1, "Der Chor", 8);
    check_offset(cp1252, sizeof cp1252 - 1, "Der Chor", 8);
}

static void test_flat__utf16_is_read(void **state) {
    (void)state;
    g_autofree gunichar2 *wide = g_utf8_to_utf16("\xef\xbb\xbf"
                                                 "Der Chor. (Foto: Jana Reuß/dpa)",
                                                 -1, NULL, NULL, NULL);
    size_t n = 0;
    while (wide[n])
        n++;
    g_autoptr(PdArticle) article = read_text((const char *)wide, 2 * n);
    assert_int_equal(article->n_figures, 1);
    assert_string_equal(article->figures[0].credit, "Jana Reuß/dpa");
    assert_int_equal(article->figures[0].offset, 2);
}

static void test_flat__evidence_is_kept(void **state) {
    (void)state;
    static const char text[] = "![The harbour](https://example.org/a.jpg \"x\")\n\nThe harbour at dawn. (Photo: Per "
                               "Strand)\n\nProse [links](b) here.\n";
    g_autoptr(PdArticle) article = read_text(text, sizeof text - 1);
    assert_int_equal(article->n_figures, 1);
    const PdFigure *figure = article->figures;
    assert_string_equal(figure->url, "https://example.org/a.jpg");
    assert_string_equal(figure->alt, "The harbour");
    assert_string_equal(figure->cue, "label photo");
    assert_true(figure->sure > 0.8 && figure->sure < 1);
    assert_int_equal(figure->position, 1);
}

static void test_flat__title_lead_language(void **state) {
    (void)state;
    static const char text[] =
        "# Der Hafen bleibt zu\n\nFoto: Jana Reuß/dpa\n\nDer Hafen der Stadt bleibt auch in diesem Jahr für die Schiffe "
        "geschlossen, und "
        "das ist nicht neu.\n\nDie Fischer sind mit der Entscheidung nicht zufrieden und wollen auf die Straße gehen.\n";
    g_autoptr(PdArticle) article = read_text(text, sizeof text - 1);
    assert_string_equal(article->title, "Der Hafen bleibt zu");
    assert_string_equal(article->language, "de");
    assert_true(g_str_has_prefix(article->lead, "Der Hafen der Stadt"));
}

static void test_flat__day_of_publication(void **state) {
    (void)state;
    static const char *const lines[][2] = {{"Published 3 May 2024", "2024-05-03"},
                                           {"Published3 May 2024", "2024-05-03"},
                                           {"Published on May 3, 2024 at 10.00", "2024-05-03"},
                                           {"Updated2024-05-03 10:00", "2024-05-03"},
                                           {"Room b12 was closed", NULL}};
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *text =
            g_strconcat("The harbour stays shut\n", lines[i][0], "\n\nThe council met on Monday evening.\n", NULL);
        g_autoptr(PdArticle) article = read_text(text, strlen(text));
        if (lines[i][1])
            assert_string_equal(article->published_at, lines[i][1]);
        else
            assert_null(article->published_at);
    }
}

static void test_flat__binary_is_no_text(void **state) {
    (void)state;
    static const uint8_t bytes[] = {0x89, 'P', 'N', 'G', 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 1, 2};
    assert_int_equal(pd_dialect_flat.sniff(bytes, sizeof bytes), 0);
    assert_int_equal(pd_dialect_flat.sniff(bytes, 0), 0);
    g_autoptr(PdArticle) article = pd_article_new("flat");
    g_autoptr(GError) error = NULL;
    assert_false(pd_dialect_flat.read(bytes, sizeof bytes, pd_limits_default(), article, &error));
    assert_true(g_error_matches(error, PD_ERROR, PD_ERROR_FORMAT));
}

static void test_flat__figures_are_limited(void **state) {
    (void)state;
    GString *text = g_string_new(NULL);
    for (int i = 0; i < 50; i++)
        g_string_append_printf(text, "Boat number %d leaves the harbour. (Photo: Per Strand)\n\n", i);
    PdLimits limits = *pd_limits_default();
    limits.figures = 7;
    g_autoptr(PdArticle) article = pd_article_new("flat");
    assert_true(pd_dialect_flat.read((const uint8_t *)text->str, text->len, &limits, article, NULL));
    assert_int_equal(article->n_figures, 7);
    assert_int_equal(article->n_problems, 1);
    g_string_free(text, TRUE);
}

/* Lines full of what opens and never closes must not cost more than their length. */
static void test_flat__hostile_lines_are_linear(void **state) {
    (void)state;
    static const char *const pieces[] = {"[",   "(",   "![", "](", "Foto: ", "image source", "© ",
                                         "A. ", "<p ", "a/", "| ", "\"",     "(Photo: "};
    for (size_t k = 0; k < G_N_ELEMENTS(pieces); k++) {
        GString *text = g_string_new("# x\n\n[a](b)\n\n");
        while (text->len < 200000)
            g_string_append(text, pieces[k]);
        gint64 start = g_get_monotonic_time();
        g_autoptr(PdArticle) article = read_text(text->str, text->len);
        assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
        assert_non_null(article);
        g_string_free(text, TRUE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flat__table),
        cmocka_unit_test(test_flat__offset_counts_bytes_of_the_input),
        cmocka_unit_test(test_flat__a_line_above_a_list_is_no_title),
        cmocka_unit_test(test_flat__utf16_is_read),
        cmocka_unit_test(test_flat__evidence_is_kept),
        cmocka_unit_test(test_flat__title_lead_language),
        cmocka_unit_test(test_flat__day_of_publication),
        cmocka_unit_test(test_flat__binary_is_no_text),
        cmocka_unit_test(test_flat__figures_are_limited),
        cmocka_unit_test(test_flat__hostile_lines_are_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
