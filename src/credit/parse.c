/* The grammar's entry: pd_credit_parse() walks the rules N01 to N20 of the house's normalisation over one line. */
#include <string.h>

#include "codec/text.h"
#include "credit/restriction.h"
#include "credit/work.h"
#include "picdesk/grammar.h"

enum { IIM_CREDIT_BYTES = 32 }; /* IIM 2:80, 2:110 and 2:115 hold at most 32 bytes */

const char *pd_credit_keep(PdWork *work, const char *text, size_t len) {
    return g_string_chunk_insert_len(work->texts, text, (gssize)len);
}

void pd_credit_step(PdWork *work, const char *rule, const char *before, const char *after) {
    if (strcmp(before, after) == 0 || work->steps->len >= work->limits->names)
        return;
    PdCreditStep step = {rule, pd_credit_keep(work, before, strlen(before)), pd_credit_keep(work, after, strlen(after))};
    g_array_append_val(work->steps, step);
}

static PdWork *work_new(const char *line, const PdLimits *limits) {
    PdWork *work = g_new0(PdWork, 1);
    work->texts = g_string_chunk_new(512);
    work->agencies = g_array_new(FALSE, TRUE, sizeof(PdParty));
    work->chain = g_array_new(FALSE, TRUE, sizeof(uint16_t));
    work->creators = g_ptr_array_new();
    work->steps = g_array_new(FALSE, TRUE, sizeof(PdCreditStep));
    work->tokens = g_array_new(FALSE, TRUE, sizeof(PdToken));
    work->limits = limits;
    work->view.line = pd_credit_keep(work, line ? line : "", strlen(line ? line : ""));
    return work;
}

void pd_credit_free(PdCredit *credit) {
    if (!credit)
        return;
    PdWork *work = (PdWork *)credit;
    g_string_chunk_free(work->texts);
    g_array_free(work->agencies, TRUE);
    g_array_free(work->chain, TRUE);
    g_ptr_array_free(work->creators, TRUE);
    g_array_free(work->steps, TRUE);
    g_free(work);
}

/* The text, not longer than a line may be, cut at a character. (transfer full) */
static char *bounded(const char *text, const PdLimits *limits) {
    size_t len = strlen(text);
    if (len > limits->line_bytes)
        len = (size_t)(g_utf8_find_prev_char(text, text + limits->line_bytes + 1) - text);
    return g_strndup(text, len);
}

/* IIM cuts at 32 bytes: a line of that length whose last token begins a known name. */
static void mend_cut(PdWork *work, guint first, size_t field_len) {
    if (field_len != IIM_CREDIT_BYTES || work->tokens->len <= first)
        return;
    PdToken *token = &g_array_index(work->tokens, PdToken, work->tokens->len - 1);
    g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
    if (token->kind == PD_TOKEN_PARTY || token->kind == PD_TOKEN_MARK || strlen(key) < 5)
        return;
    token->party = pd_credit_lexicon_cut(key);
    if (!token->party)
        return;
    token->kind = PD_TOKEN_PARTY;
    work->view.flags |= PD_CREDIT_TRUNCATED_IIM;
    pd_credit_step(work, "N07", token->text, token->party->party.short_name);
}

/* "EPA/JANE ROE LATVIA OUT": the bytes before the country. */
static void cut_out(GString *line) {
    if (line->len < 8 || strcmp(line->str + line->len - 4, " OUT") != 0)
        return;
    size_t end = line->len - 4, at = end;
    while (at > 0 && line->str[at - 1] != ' ')
        at--;
    g_autofree char *key = pd_credit_key(line->str + at, end - at);
    if (at > 0 && (pd_credit_lexicon_word(key) & PD_WORD_PLACE))
        g_string_truncate(line, at - 1);
}

/* N15: what restricts the picture's use is no name ("… via REUTERS NO SALES", "EPA/JANE ROE LATVIA OUT"). Only phrases in
 * capitals or at the length of a sentence: a name may hold such words too. (transfer full) */
static char *without_restrictions(PdWork *work, const char *line) {
    static const char *const SIGNS[] = {" OUT", " ONLY", "NO ", "IMAGE HAS BEEN", "IMAGE WAS", "EDITORIAL", "RESTRICTED"};
    bool has_sign = false;
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNS); i++)
        has_sign = has_sign || strstr(line, SIGNS[i]);
    if (!has_sign)
        return g_strdup(line);
    g_autoptr(GArray) found = pd_restriction_parse(line, PD_RESTRICTION_IN_FIELD, work->limits);
    g_autoptr(GString) out = g_string_new(line);
    for (guint i = found->len; i-- > 0;) {
        const PdRestriction *phrase = &g_array_index(found, PdRestriction, i);
        bool is_name = phrase->class == PD_RESTRICTION_MANDATORY_CREDIT || phrase->class == PD_RESTRICTION_HANDOUT ||
                       phrase->class == PD_RESTRICTION_POOL || phrase->class == PD_RESTRICTION_ANONYMOUS;
        if (!is_name && phrase->start > 0 && phrase->end <= out->len && phrase->start < phrase->end)
            g_string_erase(out, (gssize)phrase->start, (gssize)(phrase->end - phrase->start));
    }
    cut_out(out);
    char *tidy = pd_text_tidy(out->str);
    pd_credit_step(work, "N15", line, tidy);
    return tidy;
}

static void read_field(PdWork *work, const char *text, bool is_creator) {
    if (pd_text_is_blank(text))
        return;
    g_autofree char *line = bounded(text, work->limits), *whole = pd_credit_clean(line, &work->view.flags);
    pd_credit_step(work, "N01", line, whole);
    g_autofree char *clean = without_restrictions(work, whole);
    guint first = work->tokens->len;
    pd_credit_split(work, clean, is_creator);
    g_autoptr(GString) cut = g_string_new(NULL);
    for (guint i = first; i < work->tokens->len; i++)
        g_string_append_printf(cut, "%s%s", i > first ? " · " : "", g_array_index(work->tokens, PdToken, i).text);
    if (work->tokens->len > first + 1)
        pd_credit_step(work, "N04", clean, cut->str);
    for (guint i = first; i < work->tokens->len; i++) {
        PdToken *token = &g_array_index(work->tokens, PdToken, i);
        pd_credit_mark_token(work, token);
        pd_credit_classify(work, token);
    }
    mend_cut(work, first, strlen(line));
}

PdCredit *pd_credit_parse(const char *line, const char *creator, const PdLimits *limits) {
    PdWork *work = work_new(line, limits ? limits : pd_limits_default());
    read_field(work, creator, true);
    read_field(work, line, false);
    pd_credit_settle(work);
    pd_credit_assemble(work);
    g_array_free(work->tokens, TRUE);
    work->tokens = NULL;
    work->view.steps = (const PdCreditStep *)(void *)work->steps->data;
    work->view.n_steps = work->steps->len;
    return &work->view;
}

const PdParty *pd_party_find(const char *name) {
    if (pd_text_is_blank(name))
        return NULL;
    g_autofree char *key = pd_credit_key(name, strlen(name));
    const PdLexiconParty *party = pd_credit_lexicon_party(key);
    if (!party && g_str_has_prefix(key, "the "))
        party = pd_credit_lexicon_party(key + 4);
    return party ? &party->party : NULL;
}
