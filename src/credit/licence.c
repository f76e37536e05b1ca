/* Licences in credit lines: Creative Commons in any spelling, and those of the lexicon. */
#include <string.h>

#include "credit/work.h"

/* "by-nc-sa 4.0" after "cc": fills the canonical name. Returns the bytes read, 0 when this is no licence code. */
static size_t read_code(const char *text, GString *out) {
    static const char *const PARTS[] = {"by", "nc", "nd", "sa"};
    size_t at = 0;
    bool has_by = false;
    for (;;) {
        size_t gap = strspn(text + at, " -_.");
        size_t i = 0;
        while (i < G_N_ELEMENTS(PARTS) &&
               !(g_ascii_strncasecmp(text + at + gap, PARTS[i], 2) == 0 && !g_ascii_isalpha(text[at + gap + 2])))
            i++;
        if (i == G_N_ELEMENTS(PARTS) || (i > 0 && !has_by))
            break;
        g_string_append_printf(out, "%s%c%c", has_by ? "-" : " ", g_ascii_toupper(PARTS[i][0]),
                               g_ascii_toupper(PARTS[i][1]));
        has_by = true;
        at += gap + 2;
    }
    return has_by ? at : 0;
}

static size_t read_version(const char *text, GString *out) {
    size_t gap = strspn(text, " -_/v");
    if (!g_ascii_isdigit(text[gap]) || text[gap + 1] != '.' || !g_ascii_isdigit(text[gap + 2]) ||
        g_ascii_isdigit(text[gap + 3]))
        return 0;
    g_string_append_printf(out, " %.3s", text + gap);
    return gap + 3;
}

static char *code_at(const char *text, size_t *out_len) {
    bool is_cc = g_ascii_strncasecmp(text, "cc", 2) == 0;
    if (is_cc && text[2] == '0' && !g_ascii_isalnum(text[3])) {
        *out_len = 3;
        return g_strdup("CC0");
    }
    size_t skip = is_cc ? 2 : 0;
    if (!is_cc && g_ascii_strncasecmp(text, "creative commons ", 17) == 0)
        skip = 16;
    if (skip == 0)
        return NULL;
    GString *name = g_string_new("CC");
    size_t code = read_code(text + skip, name);
    if (code == 0) {
        g_string_free(name, TRUE);
        return NULL;
    }
    *out_len = skip + code + read_version(text + skip + code, name);
    return g_string_free(name, FALSE);
}

/* A licence of the lexicon that takes up the text to its end. */
static char *known_at(const char *text) {
    size_t len = strlen(text), n = 0;
    if (len <= 3 && g_ascii_islower(text[len - 1]))
        return NULL; /* a surname, not "CC" or "PD" */
    while (len > n && (g_ascii_isdigit(text[len - n - 1]) || text[len - n - 1] == '.'))
        n++;
    g_autofree char *key = pd_credit_key(text, len), *bare = pd_credit_key(text, len - n);
    const char *name = pd_credit_lexicon_licence(key);
    if (name)
        return g_strdup(name);
    name = n > 0 && n < len ? pd_credit_lexicon_licence(bare) : NULL;
    return name ? g_strdup_printf("%s %s", name, text + len - n) : NULL;
}

char *pd_credit_licence_in(const char *text, size_t *out_start) {
    for (size_t at = 0; text[at]; at++) {
        if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(' && text[at - 1] != ',')
            continue;
        size_t len;
        char *name = code_at(text + at, &len);
        if (!name)
            name = known_at(text + at);
        if (name) {
            *out_start = at;
            return name;
        }
    }
    return NULL;
}
