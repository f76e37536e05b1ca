/* From tokens to the credit: creators, agencies in print order, the chain (N09, N10, N18), the flags of the whole. */
#include <string.h>

#include "credit/work.h"

static bool has_text(const GPtrArray *list, const char *key) {
    for (guint i = 0; i < list->len; i++) {
        const char *own = list->pdata[i];
        g_autofree char *own_key = pd_credit_key(own, strlen(own));
        size_t len = strlen(key), own_len = strlen(own_key);
        if (strcmp(own_key, key) == 0 || (len >= 8 && len < own_len && own_len - len < 8 && strncmp(own_key, key, len) == 0))
            return true; /* the same, or the same cut off */
    }
    return false;
}

static void add_creator(PdWork *work, const PdToken *token) {
    g_autofree char *name =
        token->kind == PD_TOKEN_PERSON ? pd_credit_person_name(work, token->text) : g_strdup(token->text);
    g_autofree char *key = pd_credit_key(name, strlen(name));
    if (has_text(work->creators, key) || work->creators->len >= work->limits->names)
        return;
    g_ptr_array_add(work->creators, (gpointer)pd_credit_keep(work, name, strlen(name)));
}

static bool is_same_party(const PdParty *a, const PdParty *b) {
    if (a->slug && b->slug)
        return strcmp(a->slug, b->slug) == 0;
    if (a->slug || b->slug)
        return false;
    g_autofree char *left = pd_credit_key(a->name, strlen(a->name)), *right = pd_credit_key(b->name, strlen(b->name));
    return strcmp(left, right) == 0;
}

/* Index of the party in the list, added when it is new; -1 when the list is full. */
static int add_party(PdWork *work, PdParty party) {
    for (guint i = 0; i < work->agencies->len; i++) {
        PdParty *own = &g_array_index(work->agencies, PdParty, i);
        if (is_same_party(own, &party)) {
            own->is_implied = own->is_implied && party.is_implied;
            return (int)i;
        }
    }
    if (work->agencies->len >= work->limits->names)
        return -1;
    g_array_append_val(work->agencies, party);
    return (int)work->agencies->len - 1;
}

static PdParty party_of_token(const PdToken *token) {
    PdParty party = token->party ? token->party->party
                                 : (PdParty){.name = token->text, .short_name = token->text, .kind = PD_PARTY_UNKNOWN};
    party.printed = token->text;
    return party;
}

/* Where a party stands in the chain: 0 origin, 1 agency, 2 distributor, 3 named after "via". */
typedef struct {
    int index;
    int rank;
} Link;

static void add_link(GArray *links, int index, int rank) {
    for (guint i = 0; i < links->len; i++) {
        Link *own = &g_array_index(links, Link, i);
        if (own->index == index) {
            own->rank = MAX(own->rank, rank);
            return;
        }
    }
    Link link = {index, rank};
    if (index >= 0)
        g_array_append_val(links, link);
}

static int rank_of(const PdToken *token) {
    if (token->join == PD_JOIN_VIA)
        return 3;
    if (token->party && (token->party->traits & PD_TRAIT_DISTRIBUTOR))
        return 2;
    return token->party && (token->party->traits & PD_TRAIT_WIRE) ? 1 : 0;
}

static void add_through(PdWork *work, GArray *links, const PdToken *token) {
    const PdLexiconParty *behind =
        token->party && token->party->through ? pd_credit_lexicon_slug(token->party->through) : NULL;
    if (!behind)
        return;
    PdParty party = behind->party;
    party.printed = "";
    party.is_implied = true;
    add_link(links, add_party(work, party), 1);
}

static void write_chain(PdWork *work, const GArray *links, const char *printed) {
    for (int rank = -1; rank <= 3; rank++)
        for (guint i = 0; i < links->len; i++) {
            const Link *link = &g_array_index(links, Link, i);
            uint16_t index = (uint16_t)link->index;
            if (link->rank == rank)
                g_array_append_val(work->chain, index);
        }
    work->view.agencies = (const PdParty *)(void *)work->agencies->data;
    work->view.n_agencies = work->agencies->len;
    work->view.chain = (const uint16_t *)(void *)work->chain->data;
    work->view.n_chain = work->chain->len;
    if (work->chain->len > 1) {
        g_autofree char *after = pd_credit_chain_text(&work->view, " / ");
        pd_credit_step(work, "N10", printed, after);
    }
}

static char *print_order(const PdWork *work) {
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < work->agencies->len; i++)
        g_string_append_printf(out, "%s%s", i ? " / " : "", g_array_index(work->agencies, PdParty, i).short_name);
    return g_string_free(out, FALSE);
}

/* The organisation is an AI generator that another one used: named in passing, no link of the chain. */
static bool is_mere_tool(const PdWork *work, const PdToken *token) {
    if (!token->party || !(token->party->traits & PD_TRAIT_AI))
        return false;
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *other = &g_array_index(work->tokens, PdToken, i);
        if (other != token &&
            (other->kind == PD_TOKEN_ORG || (other->kind == PD_TOKEN_PARTY && !(other->party->traits & PD_TRAIT_AI))))
            return true;
    }
    return false;
}

static bool is_org(const PdToken *token) {
    return token->kind == PD_TOKEN_PARTY || token->kind == PD_TOKEN_ORG ||
           (token->kind == PD_TOKEN_CODE && !token->is_creator);
}

static void add_client(PdWork *work, GArray *links, const PdToken *token, bool has_chain) {
    PdParty party = party_of_token(token);
    const char *name = token->party ? party.name : token->text;
    if (!token->party && g_str_has_prefix(name, "the "))
        name += 4;
    work->view.commissioned_for = name;
    pd_credit_step(work, "N18", token->text, name);
    if (party.kind == PD_PARTY_HOUSE || !has_chain) {
        party.is_implied = true;
        add_link(links, add_party(work, party), -1);
    }
}

/* The organisation stands in the chain; one that a picture was made for does not. */
static bool is_link(const PdToken *token) {
    return is_org(token) && token->join != PD_JOIN_FOR;
}

static void flag_creator_field(PdWork *work) {
    bool has_own_person = false, has_org = false, has_code = false;
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        if (!token->is_creator)
            continue;
        has_own_person = has_own_person || token->kind == PD_TOKEN_PERSON || token->kind == PD_TOKEN_ACCOUNT;
        has_code = has_code || token->kind == PD_TOKEN_CODE;
        has_org = has_org || is_link(token);
    }
    if (has_code)
        work->view.flags |= PD_CREDIT_CREATOR_IS_CODE;
    else if (has_org && !has_own_person)
        work->view.flags |= PD_CREDIT_CREATOR_IS_AGENCY;
    if (has_org && !has_own_person && work->creators->len > 0)
        work->view.flags |= PD_CREDIT_SWAPPED;
}

static void add_people(PdWork *work) {
    for (int own = 1; own >= 0; own--)
        for (guint i = 0; i < work->tokens->len; i++) {
            const PdToken *token = &g_array_index(work->tokens, PdToken, i);
            bool is_person =
                token->kind == PD_TOKEN_PERSON || token->kind == PD_TOKEN_ACCOUNT || (token->kind == PD_TOKEN_CODE && own);
            if (is_person && token->is_creator == own && token->join != PD_JOIN_FOR)
                add_creator(work, token);
        }
}

static void add_org(PdWork *work, GArray *links, const PdToken *token) {
    unsigned traits = token->party ? token->party->traits : 0;
    if (traits & PD_TRAIT_AI)
        work->view.flags |= PD_CREDIT_AI;
    if (traits & PD_TRAIT_STATE)
        work->view.flags |= PD_CREDIT_STATE_AGENCY;
    g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
    if (is_mere_tool(work, token) || (token->kind != PD_TOKEN_PARTY && has_text(work->creators, key)))
        return;
    int index = add_party(work, party_of_token(token));
    add_link(links, index, rank_of(token));
    if (token->join == PD_JOIN_VIA && index >= 0)
        work->view.via = GINT_TO_POINTER(index + 1); /* made a pointer when the list no longer moves */
    add_through(work, links, token);
}

/* What the creator field names comes first. */
static void add_orgs(PdWork *work, GArray *links) {
    for (int own = 1; own >= 0; own--)
        for (guint i = 0; i < work->tokens->len; i++) {
            const PdToken *token = &g_array_index(work->tokens, PdToken, i);
            if (token->is_creator == own && is_link(token))
                add_org(work, links, token);
        }
    flag_creator_field(work);
}

/* A line of nothing but marks keeps the last as what is printed ("HANDOUT"), or the credit would be lost. */
static void keep_placeholder(PdWork *work, GArray *links) {
    const PdToken *last = NULL;
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        if (token->kind == PD_TOKEN_MARK)
            last = token;
        else if (token->kind != PD_TOKEN_NONE)
            return;
    }
    if (!last)
        return;
    work->view.flags |= PD_CREDIT_PLACEHOLDER;
    PdParty party = party_of_token(last);
    party.is_implied = true;
    if (!(last->flags & PD_CREDIT_ANONYMOUS))
        add_link(links, add_party(work, party), 0);
}

static void set_collection(PdWork *work) {
    for (guint i = 0; i < work->agencies->len; i++) {
        const PdParty *party = &g_array_index(work->agencies, PdParty, i);
        const PdLexiconParty *row = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
        if (row && (row->traits & PD_TRAIT_COLLECTION))
            work->view.collection = party->name;
    }
}

static void set_holder(PdWork *work) {
    guint n_named = 0;
    for (guint i = 0; i < work->agencies->len; i++)
        n_named += !g_array_index(work->agencies, PdParty, i).is_implied;
    if (!work->is_line_notice || n_named + work->creators->len != 1)
        return;
    work->view.rights_holder =
        work->creators->len ? work->creators->pdata[0] : g_array_index(work->agencies, PdParty, 0).name;
}

static void set_flags(PdWork *work) {
    bool only_platforms = work->agencies->len > 0 && work->creators->len == 0;
    const PdToken *first = NULL, *last = NULL; /* of the credit line */
    for (guint i = 0; i < work->tokens->len; i++) {
        last = &g_array_index(work->tokens, PdToken, i);
        work->view.flags |= last->flags;
        if (!first && !last->is_creator)
            first = last;
    }
    for (guint i = 0; i < work->agencies->len; i++)
        only_platforms = only_platforms && g_array_index(work->agencies, PdParty, i).kind == PD_PARTY_PLATFORM;
    if (only_platforms)
        work->view.flags |= PD_CREDIT_PLATFORM;
    if (first && first != last && first->kind == PD_TOKEN_MARK && (first->flags & PD_CREDIT_POOL) &&
        work->creators->len == 0)
        work->view.flags |= PD_CREDIT_ANONYMOUS; /* a pool's picture that says no more */
    if (work->creators->len > 0 && work->agencies->len == 0 && !work->is_copyright && !work->view.commissioned_for &&
        *work->view.line)
        work->view.flags |= PD_CREDIT_CREATOR_ALONE;
}

void pd_credit_assemble(PdWork *work) {
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(Link));
    add_people(work);
    add_orgs(work, links);
    g_autofree char *printed = print_order(work);
    for (guint i = 0; i < work->tokens->len; i++) {
        const PdToken *token = &g_array_index(work->tokens, PdToken, i);
        if (token->join == PD_JOIN_FOR &&
            (is_org(token) || token->kind == PD_TOKEN_PERSON || token->kind == PD_TOKEN_ACCOUNT))
            add_client(work, links, token, links->len > 0);
    }
    keep_placeholder(work, links);
    write_chain(work, links, printed);
    size_t via = GPOINTER_TO_SIZE(work->view.via);
    work->view.via = via ? &work->view.agencies[via - 1] : NULL;
    set_collection(work);
    set_holder(work);
    set_flags(work);
    g_ptr_array_add(work->creators, NULL);
    work->view.creators = (const char *const *)work->creators->pdata;
    work->view.n_creators = work->creators->len - 1;
}
