/* Damaged text is told from text that only looks odd. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "codec/damage.h"

static void test_damage__is_found_and_mended(void **state) {
    (void)state;
    static const struct {
        const char *text, *mended;
    } CASES[] = {
        {"RenÃ© Mori", "René Mori"},
        {"\xC3\x85\xC2\x81ukasz", "Łukasz"},
        {"l\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2ouest", "l’ouest"},
        {"Ren&eacute; Mori", "René Mori"},
        {"Bild &amp; Ton", "Bild & Ton"},
        {"A\xEF\xBF\xBD", NULL},
        {"A\x01", NULL},
        {"chÅ“ur", "chœur"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autofree char *mended = NULL;
        if (!pd_text_damage(CASES[i].text, &mended))
            fail_msg("%s passes", CASES[i].text);
        if (CASES[i].mended && g_strcmp0(mended, CASES[i].mended) != 0)
            fail_msg("%s becomes %s", CASES[i].text, mended);
    }
}

static void test_damage__is_not_seen_in_sound_text(void **state) {
    (void)state;
    static const char *const SOUND[] = {
        "René Mori",    "AT&T; R&D; x & y;", "„MENÜ“ und „JA, Ä“.", "Łukasz Głowala", "Øystein Åsen",
        "Привет «мир»", "日本語の写真",      "20 °C – “quoted” …",  "line\nline",     "Côte d’Ivoire, Curaçao, São"};
    for (size_t i = 0; i < G_N_ELEMENTS(SOUND); i++) {
        g_autofree char *mended = NULL;
        const char *damage = pd_text_damage(SOUND[i], &mended);
        if (damage)
            fail_msg("%s is said to hold %s", SOUND[i], damage);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damage__is_found_and_mended),
        cmocka_unit_test(test_damage__is_not_seen_in_sound_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
