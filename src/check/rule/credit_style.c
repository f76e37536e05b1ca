/* credit-style: the credit is right, only not written as it should be. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

/* "©REX", "(c) AFP", "Copyright AFP": the sign belongs to the copyright notice. */
static bool begins_with_sign(const char *line) {
    return g_str_has_prefix(line, "©") || g_ascii_strncasecmp(line, "(c)", 3) == 0 ||
           g_ascii_strncasecmp(line, "copyright", 9) == 0;
}

static bool has_loose_spaces(const char *line) {
    return strstr(line, "  ") || g_ascii_isspace(*line) || strstr(line, " ,") || strstr(line, "/ /");
}

/* "reuters", "GETTY IMAGES": another case than every one of its names. */
static bool has_other_case(const PdParty *party) {
    bool is_alike = pd_text_same(party->printed, party->name) || pd_text_same(party->printed, party->short_name);
    return party->slug && is_alike && strcmp(party->printed, party->name) != 0 &&
           strcmp(party->printed, party->short_name) != 0;
}

static const char *fault_of(const PdCredit *credit) {
    if (begins_with_sign(credit->line))
        return "begins with a copyright sign";
    if (has_loose_spaces(credit->line))
        return "has loose spaces";
    for (size_t i = 0; i < credit->n_agencies; i++)
        if (has_other_case(&credit->agencies[i]))
            return "writes a name in another case";
    return NULL;
}

/* The line without its sign, tidy, each name in the lexicon's case; who is named and in what order stays. A line that is one
 * party's name becomes the name of that party. (transfer full): g_free(). */
static char *normal_form(const PdCredit *credit) {
    size_t sign = begins_with_sign(credit->line) ? strcspn(credit->line, " \t") : 0;
    const char *start = credit->line;
    if (g_str_has_prefix(start, "©"))
        start += strlen("©");
    else if (g_ascii_strncasecmp(start, "(c)", 3) == 0)
        start += 3;
    else
        start += sign;
    g_autofree char *line = pd_text_tidy(start);
    for (size_t i = 0; i < credit->n_agencies; i++) {
        const PdParty *party = &credit->agencies[i];
        const char *name = pd_text_same(party->printed, party->short_name) ? party->short_name : party->name;
        if (!party->slug || (!has_other_case(party) && strcmp(line, party->printed) != 0))
            continue;
        g_auto(GStrv) around = g_strsplit(line, party->printed, 2);
        g_free(line);
        line = g_strjoinv(name, around);
    }
    return g_steal_pointer(&line);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (!use->figure || !use->figure->credit || !pd_check_names_someone(use->printed) || use->printed->licence)
        return;
    const char *fault = fault_of(use->printed);
    g_autofree char *wanted = fault ? normal_form(use->printed) : NULL;
    if (!wanted || !*wanted || strcmp(wanted, use->printed->line) == 0)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the credit %s", fault);
    finding->field = g_strdup("credit");
    finding->found = g_strdup(use->printed->line);
    finding->evidence = pd_check_place(use);
    finding->suggestion = g_strdup_printf("print \"%s\"", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_credit_style = {
    .id = "credit-style",
    .group = "quality",
    .severity = PD_SEVERITY_INFO,
    .standard = "house style",
    .summary = "The printed credit differs from its normal form only in style",
    .help = "Case, spaces and a copyright sign before the credit; who is named stays the same.\n\n"
            "Reported:     \"©REX\", \"reuters\"\n"
            "Not reported: \"Rex Features\", \"Reuters\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
