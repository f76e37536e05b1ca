/* unknown-agency: a party that the lexicon does not know, or knows by another spelling. */
#include <string.h>

#include "check/rule.h"
#include "credit/lexicon.h"

enum { MOST_EDITS = 2, LETTERS_PER_EDIT = 4, MOST_KEY = 64 };

/* Levenshtein's distance of two short keys, MOST_EDITS + 1 when it is greater. */
static unsigned distance(const char *a, const char *b) {
    size_t len_a = strlen(a), len_b = strlen(b);
    if (len_a > MOST_KEY || len_b > MOST_KEY || MAX(len_a, len_b) - MIN(len_a, len_b) > MOST_EDITS)
        return MOST_EDITS + 1;
    unsigned row[MOST_KEY + 1];
    for (size_t k = 0; k <= len_b; k++)
        row[k] = (unsigned)k;
    for (size_t i = 1; i <= len_a; i++) {
        unsigned diagonal = row[0], best = row[0] = (unsigned)i;
        for (size_t k = 1; k <= len_b; k++) {
            unsigned change = diagonal + (a[i - 1] != b[k - 1]);
            diagonal = row[k];
            row[k] = MIN(change, MIN(row[k], row[k - 1]) + 1);
            best = MIN(best, row[k]);
        }
        if (best > MOST_EDITS)
            return MOST_EDITS + 1;
    }
    return row[len_b];
}

/* Edits from the key to the nearer of the party's two names. */
static unsigned edits_to(const char *key, const PdParty *party) {
    g_autofree char *name = pd_credit_key(party->name, strcspn(party->name, "(")); /* "… (AP)" */
    g_autofree char *short_name = pd_credit_key(party->short_name, strlen(party->short_name));
    unsigned edits = distance(key, name);
    return MIN(edits, distance(key, short_name));
}

/* The nearest agency of the lexicon; longer names may hold more slips. NULL when none is near. */
static const PdParty *nearest(const char *key) {
    size_t n;
    const PdLexiconParty *const *parties = pd_credit_lexicon_parties(&n);
    const PdParty *best = NULL;
    unsigned least = (unsigned)MIN(MOST_EDITS, strlen(key) / LETTERS_PER_EDIT) + 1;
    for (size_t i = 0; i < n; i++) {
        const PdParty *party = &parties[i]->party;
        unsigned edits = party->kind == PD_PARTY_AGENCY ? edits_to(key, party) : least;
        if (edits < least) {
            least = edits;
            best = party;
        }
    }
    return best;
}

/* "… Images", "… Press Agency": what calls itself an agency and is none that the lexicon knows. */
static bool calls_itself_agency(const char *key) {
    static const char *const WORDS[] = {"images",     "pictures",    "photos",  "photo",     "agency", "agentur",
                                        "agence",     "agencia",     "agenzia", "newswire",  "wire",   "stock",
                                        "pressefoto", "bildagentur", "pix",     "photopress"};
    const char *last = strrchr(key, ' ');
    for (size_t i = 0; last && i < G_N_ELEMENTS(WORDS); i++)
        if (strcmp(last + 1, WORDS[i]) == 0)
            return true;
    return false;
}

/* What was probably meant; NULL when that is unknown. False when there is nothing to say of the party. */
static bool is_odd(const PdParty *party, const PdParty **out_meant) {
    g_autofree char *key = pd_credit_key(party->printed, strlen(party->printed));
    *out_meant = NULL;
    if (party->is_implied || !*key || pd_credit_lexicon_party(key))
        return false;
    if (party->slug) { /* known by a mark beside its name, or in spite of a slip */
        *out_meant = party;
        return edits_to(key, party) <= MOST_EDITS;
    }
    *out_meant = nearest(key);
    return *out_meant || calls_itself_agency(key);
}

static void run(PdCheck *check) {
    const PdCredit *credit = pd_check_shown_credit(check);
    for (size_t i = 0; credit && i < credit->n_agencies; i++) {
        const PdParty *party = &credit->agencies[i], *meant;
        if (!is_odd(party, &meant))
            continue;
        PdFinding *finding = pd_check_add(check, check->rule->severity, "the lexicon knows no agency '%s'", party->printed);
        finding->field = g_strdup("credit");
        finding->found = g_strdup(party->printed);
        finding->expected = meant ? g_strdup(meant->name) : NULL;
        finding->evidence = check->use->figure ? pd_check_place(check->use) : pd_check_stated_at(check);
        finding->suggestion = meant ? g_strdup_printf("write \"%s\", if that is meant", meant->name)
                                    : g_strdup("mend the spelling, or add the agency to the house's own lexicon");
        return;
    }
}

const PdRule pd_rule_unknown_agency = {
    .id = "unknown-agency",
    .group = "quality",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "house lexicon (picdesk lexicon)",
    .summary = "The credit names an agency that the lexicon does not know, or misspells one",
    .help =
        "A name within two letters of an agency's is taken for a slip of the pen; one that calls itself an agency and is "
        "near\n"
        "to none can be added to the house's agencies.tsv.\n\n"
        "Reported:     \"Gety Images\", \"Fjordlight Pictures\"\n"
        "Not reported: \"Getty Images\", \"Ministry of Culture\"\n",
    .is_overridable = true,
    .run = run,
};
