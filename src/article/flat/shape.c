/* What a stretch of text is like when it is read as a credit (names.h): its words, marks and parties counted. */
#include "article/flat/names.h"

#include <string.h>

#include <glib.h>

#include "article/flat/cues.h"
#include "article/flat/token.h"
#include "picdesk/grammar.h"

bool pd_flat_is_agency(const char *line, size_t start, size_t end) {
    g_autofree char *name = g_strndup(line + start, end - start);
    const PdParty *party = pd_party_find(name);
    return party ? party->kind == PD_PARTY_AGENCY : pd_flat_is_word(PD_CUE_WIRE, line + start, end - start);
}

bool pd_flat_starts_party(const char *line, size_t start, size_t end) {
    PdToken tokens[8];
    size_t n = pd_flat_tokens(line, start, end, tokens, G_N_ELEMENTS(tokens));
    return pd_flat_party(line, tokens, n) > 0;
}

bool pd_flat_names_maker(const char *line, size_t start, size_t end) {
    enum { MAKER_BYTES = 120 };
    if (end - start > MAKER_BYTES)
        return false;
    g_autofree char *text = g_strndup(line + start, end - start);
    g_autoptr(PdCredit) credit = pd_credit_parse(text, NULL, pd_limits_default());
    for (size_t i = 0; i < credit->n_agencies; i++) {
        const PdParty *party = credit->agencies + i;
        if (party->kind == PD_PARTY_AGENCY && !pd_flat_is_word(PD_CUE_WIRE, party->printed, strlen(party->printed)))
            return true;
    }
    return credit->n_creators > 0;
}

enum { LONG_WORDS = 3 }; /* a word of a caseless script too long for a name counts as a clause */

/* " - See more": behind a spaced dash a capital and then small words. */
static bool begins_clause(const PdToken *tokens, size_t n) {
    return n > 2 && tokens[0].mark == '-' && tokens[0].is_spaced && tokens[1].is_spaced && tokens[1].is_capital &&
           tokens[2].kind == PD_TOKEN_WORD && !tokens[2].is_capital && !tokens[2].is_small;
}

/* An editor's sign beside a wire's: "dpa/jr", "sak/Reuters". */
static bool is_editor(const PdToken *tokens, size_t i, size_t n) {
    const PdToken *token = tokens + i;
    return !token->is_capital && token->end - token->start <= 4 &&
           ((i + 1 < n && tokens[i + 1].mark == '/') || (i > 0 && tokens[i - 1].mark == '/'));
}

/* Whether a sentence ends at this token, with more behind it, or it is no mark of a name at all. */
static bool is_sentence_mark(const PdToken *tokens, size_t i, size_t n) {
    if (tokens[i].kind != PD_TOKEN_STOP)
        return begins_clause(tokens + i, n - i);
    if (i > 1 && i + 1 < n && tokens[i - 1].is_caseless && tokens[i - 2].is_caseless)
        return true;
    return tokens[i].mark != '.' || (i + 1 < n && i > 0 && tokens[i + 1].is_capital);
}

static void count_word(PdFlatShape *shape, const char *line, const PdToken *token, bool is_party, bool is_wire) {
    shape->n_words += !token->is_number;
    shape->n_digits += token->is_number;
    shape->is_wire = shape->is_wire && (is_wire || token->is_number);
    shape->has_site = shape->has_site || token->is_site;
    shape->has_date = shape->has_date || pd_flat_is_word(PD_CUE_NOTNAME, line + token->start, token->end - token->start);
    bool is_lower = !is_party && !token->is_capital && !token->is_small && !token->is_site;
    shape->n_lower += token->is_long ? LONG_WORDS : is_lower;
}

PdFlatShape pd_flat_shape(const char *line, size_t start, size_t end) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, end, tokens, PD_TOKENS_MAX), wire_end = start;
    PdFlatShape shape = {.is_wire = n > 0, .n_parts = 1, .is_sentence = n == PD_TOKENS_MAX};
    for (size_t i = 0; i < n;) {
        const PdToken *token = tokens + i;
        size_t party = pd_flat_party(line, token, n - i);
        size_t wire = pd_flat_word_at(PD_CUE_WIRE, line + token->start, end - token->start);
        wire_end = wire ? MAX(wire_end, token->start + wire) : wire_end;
        shape.has_party = shape.has_party || party;
        shape.is_sentence = shape.is_sentence || is_sentence_mark(tokens, i, n);
        if (token->kind == PD_TOKEN_WORD) {
            count_word(&shape, line, token, party > 0, token->end <= wire_end || is_editor(tokens, i, n));
        } else if (token->kind == PD_TOKEN_JOIN) {
            shape.has_slash = shape.has_slash || token->mark == '/' || token->mark == '|';
            shape.n_parts += i > 0 && i + 1 < n;
        }
        i += party ? party : 1;
    }
    return shape;
}
