/* House styles of printed credits (N16): the stored form is neutral, a profile decides order, separators and the words
 * around it. One row per profile. */
#include <string.h>

#include "credit/lexicon.h"
#include "picdesk/grammar.h"

typedef struct {
    PdCreditProfile view;
    const char *lead, *file_lead, *drawn_lead; /* before the credit: a photograph, one of the archive, a drawing */
    const char *names;                         /* between creators */
    bool is_bracketed;
    bool is_agency_alone; /* creators only where no agency stands */
    bool has_via;         /* " via " before a distributor */
    bool has_own_word;    /* "AP Photo/Jane Roe" for the house's own pictures */
    const char *file_tail;
} Style;

static const Style STYLES[] = {
    {.view = {"plain", "creators and the chain, joined by slashes"}, .names = ", "},
    {.view = {"guardian", "\"Photograph: Jane Roe/AFP/Getty Images\""},
     .lead = "Photograph: ",
     .drawn_lead = "Illustration: ",
     .names = " and "},
    {.view = {"bbc", "the agency, the creator only where none stands: \"AFP via Getty Images\""},
     .names = ", ",
     .is_agency_alone = true,
     .has_via = true},
    {.view = {"ap", "\"(AP Photo/Jane Roe)\", \"(Jane Roe/AFP via Getty Images, File)\""},
     .names = ", ",
     .is_bracketed = true,
     .has_via = true,
     .has_own_word = true,
     .file_tail = ", File"},
    {.view = {"dpa", "\"Foto: Jane Roe/AFP/dpa\""},
     .lead = "Foto: ",
     .file_lead = "Archivfoto: ",
     .drawn_lead = "Illustration: ",
     .names = ", "},
};

const PdCreditProfile *pd_credit_profile_at(size_t i) {
    return i < G_N_ELEMENTS(STYLES) ? &STYLES[i].view : NULL;
}

static const Style *find_style(const char *name) {
    for (size_t i = 0; i < G_N_ELEMENTS(STYLES); i++)
        if (strcmp(STYLES[i].view.name, name) == 0)
            return STYLES + i;
    return NULL;
}

static bool is_distributor(const PdCredit *credit, const PdParty *party) {
    const PdLexiconParty *row = party->slug ? pd_credit_lexicon_slug(party->slug) : NULL;
    return party == credit->via || (row && (row->traits & PD_TRAIT_DISTRIBUTOR));
}

/* Who made it; what the flags say where nobody is named. */
static void put_makers(GString *out, const Style *style, const PdCredit *credit) {
    if (style->is_agency_alone && credit->n_chain > 0 && !credit->licence) /* a licence asks for its author */
        return;
    for (size_t i = 0; i < credit->n_creators; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? style->names : "", credit->creators[i]);
    if (credit->n_creators > 0 || (credit->flags & PD_CREDIT_PLACEHOLDER))
        return;
    if (credit->flags & PD_CREDIT_HANDOUT)
        g_string_append(out, "Handout");
    else if (credit->flags & PD_CREDIT_POOL)
        g_string_append(out, "Pool");
}

static void put_chain(GString *out, const Style *style, const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_chain; i++) {
        const PdParty *party = credit->agencies + credit->chain[i];
        bool is_via = style->has_via && out->len > 0 && i + 1 == credit->n_chain && is_distributor(credit, party);
        g_string_append_printf(out, "%s%s", out->len == 0 ? "" : is_via ? " via " : "/", party->short_name);
    }
}

static const char *lead_of(const Style *style, const PdCredit *credit) {
    bool is_drawn = credit->role && (strcmp(credit->role, "illustration") == 0 || strcmp(credit->role, "graphic") == 0);
    if (is_drawn && style->drawn_lead)
        return style->drawn_lead;
    if ((credit->flags & PD_CREDIT_FILE) && style->file_lead)
        return style->file_lead;
    return style->lead ? style->lead : "";
}

/* The wire's own picture: its name before the creator's. */
static bool put_own(GString *out, const Style *style, const PdCredit *credit) {
    if (!style->has_own_word || credit->n_chain != 1 || g_strcmp0(credit->agencies[credit->chain[0]].slug, "ap") != 0)
        return false;
    g_string_append(out, "AP Photo");
    if (credit->n_creators > 0) {
        g_string_append_c(out, '/');
        put_makers(out, style, credit);
    }
    return true;
}

char *pd_credit_print(const PdCredit *credit, const char *profile) {
    const Style *style = find_style(profile);
    if (!style)
        return NULL;
    GString *out = g_string_new(NULL);
    if (!put_own(out, style, credit)) {
        put_makers(out, style, credit);
        put_chain(out, style, credit);
    }
    if (out->len == 0)
        return g_string_free(out, FALSE);
    if (style->file_tail && (credit->flags & PD_CREDIT_FILE))
        g_string_append(out, style->file_tail);
    if (credit->licence)
        g_string_append_printf(out, style->is_bracketed ? ", %s" : " (%s)", credit->licence);
    g_string_prepend(out, lead_of(style, credit));
    if (style->is_bracketed) {
        g_string_prepend_c(out, '(');
        g_string_append_c(out, ')');
    }
    return g_string_free(out, FALSE);
}
