/* Supplier ids in file names and addresses (N19): one regular expression made of the lexicon's patterns. */
#include <string.h>

#include "credit/lexicon.h"
#include "picdesk/grammar.h"

static GRegex *all_patterns;
static GPtrArray *owners; /* of PdLexiconParty, by group number - 1 */

static void build(void) {
    GString *pattern = g_string_new("(?<![A-Za-z0-9])(?:");
    owners = g_ptr_array_new();
    size_t n;
    const PdLexiconParty *const *parties = pd_credit_lexicon_parties(&n);
    for (size_t i = 0; i < n; i++) {
        if (!parties[i]->files)
            continue;
        g_string_append_printf(pattern, "%s%s", owners->len ? "|" : "", parties[i]->files);
        g_ptr_array_add(owners, (gpointer)parties[i]);
    }
    g_string_append(pattern, ")(?![A-Za-z0-9])");
    if (owners->len > 0)
        all_patterns = g_regex_new(pattern->str, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, G_REGEX_MATCH_DEFAULT, NULL);
    g_string_free(pattern, TRUE);
}

static char *id_of(const GMatchInfo *match, const PdParty **out_party) {
    for (guint i = 0; i < owners->len; i++) {
        g_autofree char *id = g_match_info_fetch(match, (gint)i + 1);
        if (!id || !*id)
            continue;
        const PdLexiconParty *owner = owners->pdata[i];
        if (out_party)
            *out_party = &owner->party;
        return g_strdup_printf("%s:%s", owner->party.slug, id);
    }
    return NULL;
}

char *pd_supplier_id_of_name(const char *name, const PdParty **out_party) {
    static gsize once;
    if (g_once_init_enter(&once)) {
        build();
        g_once_init_leave(&once, 1);
    }
    const char *query = strpbrk(name, "?#");
    g_autofree char *path = query ? g_strndup(name, (gsize)(query - name)) : g_strdup(name);
    g_autoptr(GMatchInfo) match = NULL;
    if (!all_patterns || !g_utf8_validate(path, -1, NULL) ||
        !g_regex_match(all_patterns, path, G_REGEX_MATCH_DEFAULT, &match))
        return NULL;
    return id_of(match, out_party);
}
