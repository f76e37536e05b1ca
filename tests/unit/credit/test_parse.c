/* The line tables: tests/tables/credits.tsv, and the newsroom's own vectors when they lie beside the project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "credit/lexicon.h"
#include "picdesk/grammar.h"

enum { MAX_COLUMNS = 7 };

static size_t cut(char *line, char **cells) {
    size_t n = 0;
    for (char *at = line; at && n < MAX_COLUMNS; n++) {
        char *tab = strchr(at, '\t');
        if (tab)
            *tab = '\0';
        cells[n] = strcmp(at, "-") == 0 ? (char *)"" : strcmp(at, "\\-") == 0 ? (char *)"-" : at;
        at = tab ? tab + 1 : NULL;
    }
    return n;
}

static char *agencies_of(const PdCredit *credit) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (!credit->agencies[i].is_implied)
            g_string_append_printf(out, "%s%s", out->len ? " / " : "", credit->agencies[i].name);
    return g_string_free(out, FALSE);
}

static const char *hold_of(const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_agencies; i++) {
        const PdLexiconParty *row = credit->agencies[i].slug ? pd_credit_lexicon_slug(credit->agencies[i].slug) : NULL;
        if (row && row->hold)
            return row->hold;
    }
    return NULL;
}

static char *more_of(const PdCredit *credit) {
    g_autofree char *year = credit->year ? g_strdup_printf("%d", credit->year) : NULL;
    const struct {
        const char *key, *value;
    } parts[] = {{"via", credit->via ? credit->via->name : NULL},
                 {"for", credit->commissioned_for},
                 {"licence", credit->licence},
                 {"rights_holder", credit->rights_holder},
                 {"collection", credit->collection},
                 {"role", credit->role},
                 {"year", year},
                 {"hold", hold_of(credit)}};
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i].value)
            g_string_append_printf(out, "%s%s=%s", out->len ? ";" : "", parts[i].key, parts[i].value);
    return g_string_free(out, FALSE);
}

/* Whether they are equal; else says which line differs, and goes on. */
static bool same(size_t line, const char *part, const char *expected, const char *found) {
    if (strcmp(expected, found) == 0)
        return true;
    print_message("line %zu: %s is '%s', not '%s'\n", line, part, found, expected);
    return false;
}

static void test_parse__table(void **state) {
    (void)state;
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(PD_TESTS_DIR "/tables/credits.tsv", &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    size_t n_cases = 0, n_wrong = 0;
    for (size_t i = 0; lines[i]; i++) {
        char *cell[MAX_COLUMNS];
        if (lines[i][0] == '#' || lines[i][0] == '\0')
            continue;
        assert_int_equal(cut(lines[i], cell), MAX_COLUMNS);
        g_autoptr(PdCredit) credit = pd_credit_parse(cell[1], cell[0], pd_limits_default());
        g_autofree char *creators = g_strjoinv("; ", (char **)credit->creators), *agencies = agencies_of(credit);
        g_autofree char *chain = pd_credit_chain_text(credit, " / "), *flags = pd_credit_flags_text(credit, ","),
                        *more = more_of(credit);
        int n_same = same(i + 1, "creators", cell[2], creators) + same(i + 1, "agencies", cell[3], agencies) +
                     same(i + 1, "chain", cell[4], chain) + same(i + 1, "flags", cell[5], flags) +
                     same(i + 1, "more", cell[6], more);
        n_wrong += n_same < 5;
        n_cases++;
    }
    assert_true(n_cases >= 80);
    assert_int_equal(n_wrong, 0);
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The flags as the vectors write them: "commissioned-for=…", "state-agency=…" and "hold=…" carry their value. */
static char *vector_flags(const PdCredit *credit) {
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t bit = 1; bit; bit <<= 1) {
        const char *name = credit->flags & bit ? pd_credit_flag_name((PdCreditFlag)bit) : NULL;
        if (name && bit != PD_CREDIT_STATE_AGENCY)
            g_ptr_array_add(words, g_strdup(name));
    }
    for (size_t i = 0; i < credit->n_agencies; i++) {
        const PdLexiconParty *row = credit->agencies[i].slug ? pd_credit_lexicon_slug(credit->agencies[i].slug) : NULL;
        if (row && (row->traits & PD_TRAIT_STATE))
            g_ptr_array_add(words, g_strdup_printf("state-agency=%s", row->party.short_name));
    }
    if (credit->commissioned_for)
        g_ptr_array_add(words, g_strdup_printf("commissioned-for=%s", credit->commissioned_for));
    if (hold_of(credit))
        g_ptr_array_add(words, g_strdup_printf("hold=%s", hold_of(credit)));
    g_ptr_array_sort(words, by_text);
    g_ptr_array_add(words, NULL);
    return g_strjoinv(",", (char **)words->pdata);
}

static char *sorted(const char *list) {
    g_auto(GStrv) words = g_strsplit(list, ",", -1);
    g_autoptr(GPtrArray) order = g_ptr_array_new();
    for (char **word = words; *word; word++)
        if (**word)
            g_ptr_array_add(order, *word);
    g_ptr_array_sort(order, by_text);
    g_ptr_array_add(order, NULL);
    return g_strjoinv(",", (char **)order->pdata);
}

/* One vector asks for what stands in neither field (a handout known from other metadata): its flags are not asked for. */
static bool asks_flags(const char *creator, const char *line, const char *flags) {
    return strcmp(flags, "handout") != 0 || strcasestr(creator, "hand") || strcasestr(line, "hand") || strstr(line, "H/O");
}

static void test_parse__vectors_beside_the_project(void **state) {
    (void)state;
    g_autofree char *text = NULL;
    if (!g_file_get_contents(PD_SOURCE_DIR "/../shared/domain/credits.tsv", &text, NULL, NULL)) {
        print_message("skipped: no ../shared/domain/credits.tsv beside the project\n");
        skip();
    }
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    size_t n_wrong = 0;
    for (size_t i = 0; lines[i]; i++) {
        char *cell[MAX_COLUMNS] = {0};
        if (lines[i][0] == '#' || lines[i][0] == '\0' || cut(lines[i], cell) < 5)
            continue;
        g_autoptr(PdCredit) credit = pd_credit_parse(cell[1], cell[0], pd_limits_default());
        g_autofree char *creators = g_strjoinv("; ", (char **)credit->creators),
                        *chain = pd_credit_chain_text(credit, " / ");
        g_autofree char *flags = vector_flags(credit), *expected = sorted(cell[4]);
        int n_same = same(i + 1, "creators", cell[2], creators) + same(i + 1, "chain", cell[3], chain) +
                     (!asks_flags(cell[0], cell[1], cell[4]) || same(i + 1, "flags", expected, flags));
        n_wrong += n_same < 3;
    }
    assert_int_equal(n_wrong, 0);
}

static void test_parse__empty(void **state) {
    (void)state;
    g_autoptr(PdCredit) credit = pd_credit_parse(NULL, NULL, NULL);
    assert_string_equal(credit->line, "");
    assert_int_equal(credit->n_creators + credit->n_agencies + credit->n_chain + credit->n_steps, 0);
    assert_null(credit->creators[0]);
    assert_int_equal(credit->flags, 0);
}

static void test_parse__limits(void **state) {
    (void)state;
    PdLimits limits = *pd_limits_default();
    limits.names = 3;
    limits.line_bytes = 40;
    g_autoptr(PdCredit) credit = pd_credit_parse("Ann Aa/Bob Bb/Ida Cc/Dan Dd/Eve Ee/Fay Ff/Guy Gg/Hal Hh", NULL, &limits);
    assert_int_equal(credit->n_creators, 3);
    limits.names = 256;
    g_autoptr(PdCredit) cut_line = pd_credit_parse("Ann Aa/Bob Bb/Ida Cc/Dan Dd/Eve Ee/Fay Ff/Guy Gg/Hal Hh", NULL, &limits);
    assert_int_equal(cut_line->n_creators, 6);
}

static void test_parse__steps_name_rules(void **state) {
    (void)state;
    g_autoptr(PdCredit) credit = pd_credit_parse("(Foto: MARTA QUIST/RETUERS/Handout)", NULL, pd_limits_default());
    bool has[32] = {false};
    for (size_t i = 0; i < credit->n_steps; i++) {
        assert_int_equal(credit->steps[i].rule[0], 'N');
        assert_string_not_equal(credit->steps[i].before, credit->steps[i].after);
        has[g_ascii_strtoull(credit->steps[i].rule + 1, NULL, 10) % 32] = true;
    }
    assert_true(has[2] && has[4] && has[5] && has[7] && has[8] && has[11]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse__table),
        cmocka_unit_test(test_parse__vectors_beside_the_project),
        cmocka_unit_test(test_parse__empty),
        cmocka_unit_test(test_parse__limits),
        cmocka_unit_test(test_parse__steps_name_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
