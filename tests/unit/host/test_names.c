/* Names in order, in memory and beyond it: both give the same. */
#include "host/names.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Of any length, some with common beginnings, in no order; every third is marked. */
static char **make_names(size_t n) {
    char **names = g_new0(char *, n + 1);
    uint32_t chance = 1;
    for (size_t i = 0; i < n; i++) {
        chance = chance * 1664525 + 1013904223;
        g_autofree char *tail = g_strnfill(chance >> 24, (char)('a' + i % 26));
        names[i] = g_strdup_printf("%s%08x%s", i % 2 ? "frame" : "\xff", chance, tail);
    }
    return names;
}

static bool mark_of(const char *name) {
    return strlen(name) % 3 == 0;
}

static void check(size_t n, size_t most_bytes) {
    g_auto(GStrv) given = make_names(n);
    g_autoptr(PdNames) names = pd_names_new(most_bytes);
    bool mark;
    for (size_t i = 0; i < n; i++)
        assert_true(pd_names_add(names, given[i], mark_of(given[i])));
    assert_true(pd_names_sort(names));
    assert_int_equal(pd_names_count(names), n);
    qsort(given, n, sizeof *given, by_text);
    for (size_t i = 0; i < n; i++) {
        const char *name = pd_names_at(names, i, &mark);
        assert_string_equal(name, given[i]);
        assert_int_equal(mark, mark_of(name));
        g_autofree char *other = g_strconcat(name, "~", NULL);
        assert_true(pd_names_find(names, given[n - 1 - i], &mark));
        assert_int_equal(mark, mark_of(given[n - 1 - i]));
        assert_false(pd_names_find(names, other, &mark));
        assert_string_equal(name, given[i]); /* whatever was looked for */
    }
    for (size_t i = n; i-- > 0;)
        assert_string_equal(pd_names_at(names, i, &mark), given[i]);
    assert_false(pd_names_find(names, "", &mark));
}

static void test_names__are_in_order_in_memory(void **state) {
    (void)state;
    check(0, 0);
    check(1, 0);
    check(1000, 0);
}

static void test_names__are_in_order_beyond_it(void **state) {
    (void)state;
    static const size_t COUNTS[] = {1, 2, 63, 64, 65, 127, 128, 129, 1000, 5000};
    for (size_t i = 0; i < G_N_ELEMENTS(COUNTS); i++) {
        check(COUNTS[i], 1); /* a run for each */
        check(COUNTS[i], 3000);
        check(COUNTS[i], 100000);
    }
}

static void test_names__say_when_there_is_no_room(void **state) {
    (void)state;
    g_autoptr(PdNames) names = pd_names_new(1);
    g_autofree char *before = g_strdup(g_getenv("TMPDIR"));
    if (g_strcmp0(before, "/nowhere") != 0) { /* GLib remembers the folder: the program is run once more */
        g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
        char *argv[] = {self, NULL};
        g_auto(GStrv) env = g_environ_setenv(g_get_environ(), "TMPDIR", "/nowhere", TRUE);
        int status = 1;
        assert_true(g_spawn_sync(NULL, argv, env, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL));
        assert_int_equal(status, 0);
        return;
    }
    assert_false(pd_names_add(names, "a.jpg", false));
    assert_int_equal(errno, ENOENT);
}

int main(void) {
    const struct CMUnitTest without_room[] = {cmocka_unit_test(test_names__say_when_there_is_no_room)};
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_names__are_in_order_in_memory),
        cmocka_unit_test(test_names__are_in_order_beyond_it),
        cmocka_unit_test(test_names__say_when_there_is_no_room),
    };
    if (g_strcmp0(g_getenv("TMPDIR"), "/nowhere") == 0)
        return cmocka_run_group_tests(without_room, NULL, NULL);
    return cmocka_run_group_tests(all, NULL, NULL);
}
