/* Persons' names: order, case, initials, the house's own spellings (N11 to N13). */
#include <string.h>

#include "credit/work.h"

static bool is_one_case(const char *name) {
    bool has_upper = false, has_lower = false;
    for (; *name; name = g_utf8_next_char(name)) {
        gunichar c = g_utf8_get_char(name);
        has_upper = has_upper || g_unichar_isupper(c);
        has_lower = has_lower || g_unichar_islower(c);
    }
    return has_upper != has_lower;
}

static bool is_roman(const char *word, size_t len) {
    static const char *const NUMERALS[] = {"ii", "iii", "iv", "vi", "vii", "viii"};
    for (size_t i = 0; i < G_N_ELEMENTS(NUMERALS); i++)
        if (strlen(NUMERALS[i]) == len && g_ascii_strncasecmp(word, NUMERALS[i], len) == 0)
            return true;
    return false;
}

static void append_capitalised(GString *out, const char *word, size_t len) {
    bool at_start = true;
    size_t start = out->len;
    for (const char *at = word; at < word + len; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        g_string_append_unichar(out, at_start ? g_unichar_toupper(c) : g_unichar_tolower(c));
        bool apostrophe = (c == '\'' || c == 0x2019) && at - word <= 2; /* O'Hara, D'Arcy; not Jane's */
        at_start = c == '-' || c == '.' || apostrophe || !g_unichar_isalpha(c) ? c != '\'' || apostrophe : false;
    }
    char *made = out->str + start; /* McCormack */
    if (strncmp(made, "Mc", 2) == 0 && g_ascii_islower(made[2]) && strlen(made) > 4)
        made[2] = g_ascii_toupper(made[2]);
}

static char *recase(const char *name) {
    GString *out = g_string_new(NULL);
    bool is_first = true;
    while (*name) {
        size_t len = pd_credit_word_len(name);
        g_autofree char *key = pd_credit_key(name, len);
        if (out->len > 0)
            g_string_append_c(out, ' ');
        if (is_roman(name, len)) {
            for (size_t i = 0; i < len; i++)
                g_string_append_c(out, g_ascii_toupper(name[i]));
        } else if (!is_first && name[len] && len > 1 &&
                   (pd_credit_lexicon_word(key) & (PD_WORD_PARTICLE | PD_WORD_INNER)) == PD_WORD_PARTICLE) {
            g_autofree char *lower = g_utf8_strdown(name, (gssize)len);
            g_string_append(out, lower);
        } else {
            append_capitalised(out, name, len);
        }
        is_first = false;
        name += len + strspn(name + len, " ");
    }
    return g_string_free(out, FALSE);
}

static bool has_digit(const char *name) {
    for (; *name; name++)
        if (g_ascii_isdigit(*name))
            return true;
    return false;
}

static bool is_upper_word(const char *word, size_t len) {
    size_t n = 0;
    for (const char *at = word; at < word + len; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_islower(c) || g_unichar_isdigit(c))
            return false;
        n += g_unichar_isupper(c) ? 1 : 0;
    }
    return n >= 3;
}

/* "LAFARGUE Raphael" -> "Raphael Lafargue", "Lafargue, Raphael" likewise; NULL when the order is usual. */
static char *reorder(const char *name) {
    size_t first = strcspn(name, " ,");
    const char *rest = name + first + strspn(name + first, " ,");
    g_autofree char *key = pd_credit_key(rest, strlen(rest)), *own = pd_credit_key(name, first);
    if (*rest == '\0' || strchr(rest, ' ') || !(pd_credit_lexicon_word(key) & PD_WORD_GIVEN))
        return NULL;
    bool by_comma = name[first] == ',';
    if (!by_comma &&
        (!is_upper_word(name, first) || is_upper_word(rest, strlen(rest)) || (pd_credit_lexicon_word(own) & PD_WORD_GIVEN)))
        return NULL;
    g_autofree char *surname = g_strndup(name, first);
    g_autofree char *cased = is_upper_word(name, first) ? recase(surname) : g_strdup(surname);
    return g_strdup_printf("%s %s", rest, cased);
}

/* No full stop after single initials, and those that stand apart without stops are joined: "First M Last", "CP Scott". */
static char *plain_initials(const char *name) {
    GString *out = g_string_new(NULL);
    bool was_initial = false, had_stop = false;
    for (const char *at = name; *at;) {
        size_t len = pd_credit_word_len(at);
        const char *after = g_utf8_next_char(at);
        bool is_upper = g_unichar_isupper(g_utf8_get_char(at));
        bool is_bare = is_upper && (size_t)(after - at) == len;
        bool has_stop = is_upper && (size_t)(after - at) + 1 == len && *after == '.' && at[len] != '\0';
        if (out->len > 0 && !(was_initial && is_bare && !had_stop && at[len] != '\0'))
            g_string_append_c(out, ' ');
        g_string_append_len(out, at, (gssize)(has_stop ? len - 1 : len));
        was_initial = is_bare || has_stop;
        had_stop = has_stop;
        at += len + strspn(at + len, " ");
    }
    return g_string_free(out, FALSE);
}

char *pd_credit_person_name(PdWork *work, const char *printed) {
    g_autofree char *key = pd_credit_key(printed, strlen(printed));
    const char *house = pd_credit_lexicon_name(key);
    if (house) {
        pd_credit_step(work, "N12", printed, house);
        return g_strdup(house);
    }
    if (*printed == '@' || !strchr(printed, ' '))
        return g_strdup(printed);
    g_autofree char *ordered = reorder(printed);
    const char *name = ordered ? ordered : printed;
    g_autofree char *cased = is_one_case(name) && !has_digit(name) && !strchr(name, '/') ? recase(name) : g_strdup(name);
    char *plain = plain_initials(cased);
    pd_credit_step(work, "N13", printed, name);
    pd_credit_step(work, "N11", name, cased);
    pd_credit_step(work, "N16", cased, plain);
    return plain;
}
