/* What single words mean, by what stands beside them (N08): "WDR / Biernat", "schankz/Shutterstock", "Lego". */
#include <string.h>

#include "credit/work.h"

static bool is_org(const PdToken *token) {
    return token->kind == PD_TOKEN_PARTY || token->kind == PD_TOKEN_ORG;
}

static bool has_accounts(const PdToken *token) {
    return token && token->party && (token->party->traits & PD_TRAIT_ACCOUNTS);
}

static const PdToken *neighbour(const PdWork *work, guint i, int step) {
    for (int at = (int)i + step; at >= 0 && at < (int)work->tokens->len; at += step) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, at);
        if (token->kind != PD_TOKEN_NONE && token->kind != PD_TOKEN_MARK)
            return token;
    }
    return NULL;
}

/* Capitals only, or capitals in the middle ("DCV", "GdP", "EU-Kommission", "SWRI"). */
static bool looks_like_acronym(const char *text) {
    unsigned n_upper = 0, n_lower = 0, n = 0;
    bool inner = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at), n++) {
        gunichar c = g_utf8_get_char(at);
        n_upper += g_unichar_isupper(c) ? 1 : 0;
        n_lower += g_unichar_islower(c) ? 1 : 0;
        inner = inner || (n > 0 && g_unichar_isupper(c));
    }
    if (n_lower == 0)
        return n_upper >= 2;
    return inner && n <= 5;
}

/* Small letter first, digits or underscores: a name somebody gave himself. */
static bool looks_like_account(const char *text) {
    if (g_unichar_islower(g_utf8_get_char(text)))
        return true;
    for (const char *at = text; *at; at++)
        if (g_ascii_isdigit(*at) || *at == '_')
            return true;
    return false;
}

/* Capitals and digits: "ČT24", "N1", "RTL2". */
static bool is_station(const char *text) {
    unsigned n_upper = 0, n_digits = 0;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (!g_unichar_isupper(c) && !g_unichar_isdigit(c))
            return false;
        n_upper += g_unichar_isupper(c) ? 1 : 0;
        n_digits += g_unichar_isdigit(c) ? 1 : 0;
    }
    return n_upper >= 1 && n_digits >= 1 && n_digits <= 3;
}

/* Whether the bracketed word is the short form of the organisation before it. */
static bool is_short_form(const char *name, const char *text) {
    size_t n = 0, len = strlen(text);
    for (const char *at = name; *at && n < len;) {
        if (g_ascii_toupper(*at) == g_ascii_toupper(text[n]))
            n++;
        at += strcspn(at, " -");
        at += strspn(at, " -");
    }
    bool is_acronym = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == len && strchr(name, ' ');
    return len >= 2 && (n == len || is_acronym);
}

static bool has_person(const PdWork *work, bool multiword_only) {
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        if (token->kind == PD_TOKEN_PERSON || (!multiword_only && token->kind == PD_TOKEN_ACCOUNT))
            return true;
    }
    return false;
}

static PdTokenKind settle_one(const PdWork *work, guint i, const PdToken *token) {
    const PdToken *before = neighbour(work, i, -1), *after = neighbour(work, i, 1);
    bool by_accounts = has_accounts(before) || has_accounts(after);
    if (token->join == PD_JOIN_FOR || token->join == PD_JOIN_VIA || token->join == PD_JOIN_ON)
        return PD_TOKEN_ORG;
    if (token->is_creator && !looks_like_acronym(token->text))
        return PD_TOKEN_PERSON;
    if (by_accounts && !strchr(token->text, '+') && !has_person(work, false) &&
        !(looks_like_acronym(token->text) && !looks_like_account(token->text) && strlen(token->text) < 5))
        return PD_TOKEN_ACCOUNT;
    if (looks_like_account(token->text) && !is_station(token->text) && (before || after) && !has_person(work, true))
        return PD_TOKEN_ACCOUNT;
    if (strchr(token->text, '+') || has_person(work, false) || looks_like_acronym(token->text) || is_station(token->text))
        return PD_TOKEN_ORG;
    g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
    bool is_given = (pd_credit_lexicon_word(key) & PD_WORD_GIVEN) != 0;
    if (before && !after && (is_org(before) || before->kind == PD_TOKEN_UNKNOWN))
        return PD_TOKEN_PERSON;
    bool before_agency = !before && after && after->party && (after->party->traits & PD_TRAIT_WIRE);
    if (before_agency || (!before && after && after->kind == PD_TOKEN_ORG && !neighbour(work, i + 1, 1)))
        return PD_TOKEN_PERSON;
    return (token->is_lead || is_given) ? PD_TOKEN_PERSON : PD_TOKEN_ORG;
}

/* "heise online / dmk": an editor's letters behind his own house. */
static void drop_shorthand(PdWork *work) {
    for (guint i = 1; i < work->tokens->len; i++) {
        PdToken *token = &g_array_index(work->tokens, PdToken, i);
        const PdToken *before = neighbour(work, i, -1);
        bool is_short = token->kind == PD_TOKEN_UNKNOWN && strlen(token->text) <= 4;
        for (const char *at = token->text; is_short && *at; at++)
            is_short = g_ascii_islower(*at);
        bool after_house = before && before->party && before->party->party.kind == PD_PARTY_HOUSE;
        if (!is_short || !(after_house || (has_person(work, true) && strlen(token->text) <= 3 && !has_accounts(before))))
            continue;
        pd_credit_step(work, "N08", token->text, "shorthand of an editor");
        token->kind = PD_TOKEN_NONE;
    }
}

static void tell_kinds(PdWork *work) {
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        static const char *const KINDS[] = {"?", "agency", "person", "account", "organisation", "code", "mark", "nothing"};
        if (token->kind != PD_TOKEN_PARTY && token->kind != PD_TOKEN_MARK && token->kind != PD_TOKEN_NONE)
            pd_credit_step(work, "N08", token->text, KINDS[token->kind]);
    }
}

/* "By Jane - Own work": Wikimedia's sentence, whose first word is no particle of the name. */
static void drop_by(PdWork *work) {
    static const char *const BY[] = {"By ", "Von ", "Par ", "De ", "Di ", "Por ", "Door ", "Av ", "Af ", "От "};
    bool is_own = false;
    for (guint i = 1; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
        const PdMark *mark = token->kind == PD_TOKEN_MARK ? pd_credit_lexicon_mark(key) : NULL;
        is_own = is_own || (mark && mark->flags == 0);
    }
    PdToken *first = is_own ? &g_array_index(work->tokens, PdToken, 0) : NULL;
    for (size_t i = 0; first && i < G_N_ELEMENTS(BY); i++)
        if (g_str_has_prefix(first->text, BY[i])) {
            first->text += strlen(BY[i]);
            first->kind = strchr(first->text, ' ') ? pd_credit_kind_of(first->text, &first->is_sure) : PD_TOKEN_ACCOUNT;
            return;
        }
}

static bool parts_kinds(PdJoin join) {
    return join == PD_JOIN_SLASH || join == PD_JOIN_BAR || join == PD_JOIN_DASH || join == PD_JOIN_BRACKET;
}

/* "Jerry Quill/Northport Sun": of two that look like persons, parted by a slash, the one without a known name is none. */
static void tell_houses(PdWork *work) {
    guint n_sure = 0;
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        n_sure += token->kind == PD_TOKEN_PERSON && token->is_sure && !token->is_creator;
    }
    for (guint i = 0; i < work->tokens->len && n_sure == 1; i++) {
        PdToken *token = &g_array_index(work->tokens, PdToken, i);
        const PdToken *next = i + 1 < work->tokens->len ? &g_array_index(work->tokens, PdToken, i + 1) : NULL;
        bool is_open = token->kind == PD_TOKEN_PERSON && !token->is_sure && !token->is_creator && !token->is_lead;
        bool is_parted = i > 0 && parts_kinds(token->join);
        is_parted = is_parted || (i == 0 && next && next->kind == PD_TOKEN_PERSON && parts_kinds(next->join));
        if (is_open && is_parted && strchr(token->text, ' '))
            token->kind = PD_TOKEN_ORG;
    }
}

/* "Getty Images for The Museum/Vogue": one client of two names. */
static void join_clients(PdWork *work) {
    for (guint i = 0; i + 1 < work->tokens->len; i++) {
        PdToken *client = &g_array_index(work->tokens, PdToken, i), *next = client + 1;
        bool is_name = next->kind == PD_TOKEN_ORG || next->kind == PD_TOKEN_UNKNOWN ||
                       (next->kind == PD_TOKEN_PARTY && !(next->party->traits & PD_TRAIT_WIRE));
        if (client->join != PD_JOIN_FOR || next->join != PD_JOIN_SLASH || !is_name)
            continue;
        g_autofree char *name = g_strdup_printf("%s/%s", client->text, next->text);
        client->text = pd_credit_keep(work, name, strlen(name));
        client->kind = PD_TOKEN_ORG;
        client->party = NULL;
        next->kind = PD_TOKEN_NONE;
    }
}

/* "Image by Blue-Press from Pixabay": who puts pictures on a platform is an account. */
static void tell_accounts(PdWork *work) {
    for (guint i = 0; i + 1 < work->tokens->len; i++) {
        PdToken *token = &g_array_index(work->tokens, PdToken, i);
        const PdToken *next = token + 1;
        if (token->kind == PD_TOKEN_ORG && !strchr(token->text, ' ') && next->join == PD_JOIN_ON && has_accounts(next))
            token->kind = PD_TOKEN_ACCOUNT;
    }
}

void pd_credit_settle(PdWork *work) {
    for (guint i = 0; i < work->tokens->len; i++) {
        PdToken *token = &g_array_index(work->tokens, PdToken, i);
        const PdToken *before = i > 0 ? &g_array_index(work->tokens, PdToken, i - 1) : NULL;
        if (token->kind != PD_TOKEN_UNKNOWN || !before)
            continue;
        g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
        if (token->join == PD_JOIN_COMMA && (pd_credit_lexicon_word(key) & PD_WORD_PLACE))
            token->kind = PD_TOKEN_NONE; /* "…, Brazil" */
        if (token->join == PD_JOIN_BRACKET && before->kind == PD_TOKEN_ORG && is_short_form(before->text, token->text)) {
            g_autofree char *name = g_strdup_printf("%s (%s)", before->text, token->text);
            g_array_index(work->tokens, PdToken, i - 1).text = pd_credit_keep(work, name, strlen(name));
            token->kind = PD_TOKEN_NONE;
        }
    }
    drop_shorthand(work);
    drop_by(work);
    join_clients(work);
    tell_accounts(work);
    tell_houses(work);
    for (int pass = 0; pass < 2; pass++) /* accounts first: they decide about the rest */
        for (guint i = 0; i < work->tokens->len; i++) {
            PdToken *token = &g_array_index(work->tokens, PdToken, i);
            if (token->kind != PD_TOKEN_UNKNOWN)
                continue;
            PdTokenKind kind = settle_one(work, i, token);
            if (pass == 1 || kind == PD_TOKEN_ACCOUNT)
                token->kind = kind;
        }
    tell_kinds(work);
}
