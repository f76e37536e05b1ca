/* Finds where a credit begins and ends when no mark says so (names.h).
 *
 * A credit is a chain of parts, each some words with capitals (small particles between), joined by slashes, bars, dashes,
 * "via" or brackets. When a sentence follows without a mark, the last part runs over into it, because the sentence begins
 * with a capital too: it is cut behind a name the lexicon knows, else behind a first and a last name.
 */
#include "article/flat/names.h"

#include <string.h>

#include <glib.h>

#include "article/flat/cues.h"
#include "article/flat/text.h"
#include "article/flat/token.h"
#include "picdesk/grammar.h"

enum { TAIL_BYTES = 240, NAME_WORDS = 12, REST_BYTES = 200, GLUED_BYTES = 30, START_WORDS = 5 };

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

static bool is_name(const PdToken *token) {
    return token->kind == PD_TOKEN_WORD && (token->is_capital || token->is_small || token->is_site);
}

static bool is_entry(PdCueKind kind, const char *line, const PdToken *token) {
    return pd_flat_is_word(kind, line + token->start, token->end - token->start);
}

/* " - See more": behind a spaced dash a capital and then small words. */
static bool begins_clause(const PdToken *tokens, size_t n) {
    return n > 2 && tokens[0].mark == '-' && tokens[0].is_spaced && tokens[1].is_spaced && tokens[1].is_capital &&
           tokens[2].kind == PD_TOKEN_WORD && !tokens[2].is_capital && !tokens[2].is_small;
}

PdFlatShape pd_flat_shape(const char *line, size_t start, size_t end) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, end, tokens, PD_TOKENS_MAX);
    PdFlatShape shape = {.is_wire = n > 0, .n_parts = 1, .is_sentence = n == PD_TOKENS_MAX};
    for (size_t i = 0, wire_end = start; i < n;) {
        const PdToken *token = tokens + i;
        size_t party = pd_flat_party(line, token, n - i),
               wire = pd_flat_word_at(PD_CUE_WIRE, line + token->start, end - token->start);
        wire_end = wire ? MAX(wire_end, token->start + wire) : wire_end;
        bool is_wire = token->end <= wire_end;
        shape.has_party = shape.has_party || party;
        shape.has_site = shape.has_site || token->is_site;
        if (token->kind == PD_TOKEN_WORD) {
            shape.n_words += !token->is_number;
            bool is_sign = !token->is_capital && token->end - token->start <= 4 &&
                           ((i + 1 < n && tokens[i + 1].mark == '/') || (i > 0 && tokens[i - 1].mark == '/'));
            shape.is_wire = shape.is_wire && (is_wire || is_sign || token->is_number);
            shape.has_date = shape.has_date || is_entry(PD_CUE_NOTNAME, line, token);
            shape.n_digits += token->is_number;
            shape.n_lower += token->is_long ? 3 : 0;
            shape.n_lower += !party && !token->is_capital && !token->is_small && !token->is_site;
        }
        if (token->kind == PD_TOKEN_JOIN) {
            shape.has_slash = shape.has_slash || token->mark == '/' || token->mark == '|';
            shape.n_parts += i > 0 && i + 1 < n;
        }
        shape.is_sentence = shape.is_sentence || (token->kind == PD_TOKEN_STOP &&
                                                  (token->mark != '.' || (i + 1 < n && i > 0 && tokens[i + 1].is_capital)));
        shape.is_sentence = shape.is_sentence || begins_clause(tokens + i, n - i);
        i += party ? party : 1;
    }
    return shape;
}

/* How many words of a part stay when the rest of it begins a sentence. */
static size_t cut_part(const char *line, const PdToken *tokens, size_t n) {
    for (size_t i = 0; i + 1 < n; i++) {
        size_t party = pd_flat_party(line, tokens + i, n - i);
        if (party && i + party < n && !(tokens[i + party].is_small && !tokens[i + party].is_capital))
            return i + party;
        i += party ? party - 1 : 0;
    }
    size_t keep = 0, names = 0;
    for (size_t i = 0; i + 1 < n && names < 2; i++) {
        if (i > 0 && is_entry(PD_CUE_STARTER, line, tokens + i) && tokens[i].is_capital)
            break;
        keep = i + 1;
        names += tokens[i].is_capital && !tokens[i].is_initial;
    }
    while (keep > 1 && !tokens[keep - 1].is_capital && is_entry(PD_CUE_PARTICLE, line, tokens + keep - 1))
        keep--;
    return MAX(keep, (size_t)1);
}

/* The words of a part of a credit from tokens[0] on. */
static size_t part_words(const char *line, const PdToken *tokens, size_t n) {
    size_t i = 0;
    while (i < n && i < NAME_WORDS && is_name(tokens + i) && !(i > 0 && tokens[i].is_gap)) {
        PdFlatLabel label;
        if (i > 0 && pd_flat_label(line, tokens[n - 1].end, tokens[i].start, &label))
            break;
        if (i > 0 && tokens[i].is_capital && !(tokens[i - 1].is_small && is_entry(PD_CUE_PARTICLE, line, tokens + i - 1)) &&
            is_entry(PD_CUE_STARTER, line, tokens + i) && i + 1 < n)
            break; /* a sentence begins */
        i++;
    }
    while (i > 0 && !tokens[i - 1].is_capital && is_entry(PD_CUE_PARTICLE, line, tokens + i - 1))
        i--;
    return i;
}

/* "(Getty)" behind a part: its tokens, 0 = none. */
static size_t bracket_part(const PdToken *tokens, size_t n) {
    if (n < 3 || tokens[0].kind != PD_TOKEN_OPEN || tokens[0].is_gap)
        return 0;
    for (size_t i = 1; i < n && i < 8; i++) {
        if (tokens[i].kind == PD_TOKEN_CLOSE)
            return i > 1 ? i + 1 : 0;
        if (!is_name(tokens + i) && tokens[i].kind != PD_TOKEN_JOIN)
            return 0;
    }
    return 0;
}

/* Whether what stands at tokens[0] goes on with the sentence the words before it began. */
static bool goes_on(const PdToken *tokens, size_t n) {
    return n > 0 && !tokens[0].is_gap &&
           ((tokens[0].kind == PD_TOKEN_WORD && !tokens[0].is_capital) || tokens[0].kind == PD_TOKEN_MARK ||
            (tokens[0].mark == ',' && !(n > 1 && (tokens[1].is_capital || tokens[1].is_small))));
}

typedef struct {
    size_t end; /* token index behind the chain */
    size_t n_parts;
    bool has_party, has_whole_party, has_bracket, is_cut;
} Chain;

static bool is_join(const char *line, const PdToken *tokens, size_t n) {
    return n >= 2 && !tokens[0].is_gap && tokens[0].kind == PD_TOKEN_JOIN && is_name(tokens + 1) && !tokens[1].is_gap &&
           (tokens[0].mark != ',' || tokens[1].is_capital || pd_flat_party(line, tokens + 1, n - 1));
}

static bool has_party(const char *line, const PdToken *tokens, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (pd_flat_party(line, tokens + i, n - i))
            return true;
    return false;
}

/* Whether a part names a party and goes on with two more words: "for House via Agency Jane Doe, …" begins a headline. */
static bool runs_past_party(const char *line, const PdToken *tokens, size_t n) {
    for (size_t i = 1; i + 2 < n; i++) {
        size_t party = pd_flat_party(line, tokens + i, n - i);
        if (party && i + party + 2 <= n && tokens[i + party].is_capital && tokens[i + party + 1].is_capital)
            return true;
        i += party ? party - 1 : 0;
    }
    return false;
}

/* Reads the longest chain of parts at tokens[0]. */
static Chain read_chain(const char *line, const PdToken *tokens, size_t n) {
    Chain chain = {0};
    size_t at = 0;
    while (at < n) {
        size_t words = part_words(line, tokens + at, n - at);
        if (words == 0)
            break;
        size_t left = n - at - words;
        bool is_begun = left > 0 && is_name(tokens + at + words) && !tokens[at + words].is_gap;
        bool runs_on = goes_on(tokens + at + words, left) || words == NAME_WORDS;
        bool is_loose = at > 0 && tokens[at - 1].mark != '/' && tokens[at - 1].mark != '|';
        for (size_t i = 0; i < words; i++)
            chain.has_party = chain.has_party || pd_flat_party(line, tokens + at + i, words - i) > 0;
        chain.has_whole_party = chain.has_whole_party || pd_flat_party(line, tokens + at, words) == words;
        runs_on =
            runs_on || (left > 0 && !is_begun && !tokens[at + words].is_gap && runs_past_party(line, tokens + at, words));
        if (is_loose && runs_on)
            break;
        chain.n_parts++;
        if (runs_on && words > 1) {
            words = cut_part(line, tokens + at, words);
            chain.is_cut = true;
        }
        at += words;
        chain.end = at;
        chain.is_cut = chain.is_cut || is_begun;
        if (chain.is_cut)
            break;
        size_t bracket = bracket_part(tokens + at, n - at);
        chain.has_bracket = chain.has_bracket || (bracket && has_party(line, tokens + at + 1, bracket - 1));
        if (bracket)
            chain.end = at += bracket;
        if (!is_join(line, tokens + at, n - at))
            break;
        at++;
    }
    return chain;
}

/* The end of a credit that is all that is left of its line or bracket; start when a sentence follows. */
static size_t whole_rest(const char *line, size_t start, size_t end) {
    if (end - start > REST_BYTES)
        return start;
    PdFlatShape shape = pd_flat_shape(line, start, end);
    if (shape.is_sentence || shape.n_words == 0 || shape.n_words > 12)
        return start;
    bool is_rich = shape.has_party || shape.has_slash || shape.has_site;
    bool is_short = shape.has_slash && shape.n_words <= 4;
    return is_short || shape.n_lower <= (is_rich ? shape.n_words / 2 : shape.n_words / 4) ? end : start;
}

size_t pd_flat_credit_end(const char *line, size_t start, size_t end) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, MIN(end, start + 4 * REST_BYTES), tokens, PD_TOKENS_MAX);
    if (n == 0)
        return start;
    for (size_t i = 1; i < n; i++)
        if (tokens[i].is_gap) {
            size_t gap = whole_rest(line, start, tokens[i - 1].end);
            if (gap > start)
                return gap;
            break;
        }
    size_t whole = whole_rest(line, start, end);
    if (whole > start)
        return whole;
    size_t first = 0;
    while (first < n && first < 2 && (tokens[first].kind == PD_TOKEN_MARK || tokens[first].kind == PD_TOKEN_JOIN))
        first++;
    Chain chain = read_chain(line, tokens + first, n - first);
    if (chain.end == 0)
        return start;
    size_t last = first + chain.end, behind = last;
    if (behind < n && tokens[behind].kind == PD_TOKEN_OPEN)
        while (behind < n && tokens[behind++].kind != PD_TOKEN_CLOSE)
            ;
    if (behind < n && tokens[behind].kind == PD_TOKEN_WORD && !tokens[behind].is_capital && behind > last)
        return start;
    if (last < n && !tokens[last].is_gap && tokens[last].kind == PD_TOKEN_WORD && !tokens[last].is_capital)
        return start; /* the sentence goes on: it was its subject */
    return tokens[last - 1].end;
}

static bool is_pilcrow(const char *line, size_t at) {
    while (at > 0 && g_ascii_isspace(line[at - 1]))
        at--;
    return at >= 2 && strncmp(line + at - 2, "\xc2\xb6", 2) == 0;
}

/* How well a credit may begin at tokens[i]: 4 glued to a full stop or behind it and a gap, 3 behind a full stop, gap or bar,
 * 2 glued or behind a mark, 1 behind a word, 0 no. */
static int boundary(const char *line, const PdToken *tokens, size_t i, size_t *out_gap) {
    const PdToken *before = tokens + i - 1;
    *out_gap = before->end;
    if (tokens[i].is_gap)
        return before->kind == PD_TOKEN_STOP || is_pilcrow(line, tokens[i].start) ? 4 : 3;
    if (before->kind == PD_TOKEN_STOP)
        return tokens[i].is_spaced ? 3 : 4;
    if (before->mark == '-' && before->is_spaced && before->end - before->start > 1) { /* " —Agency" */
        *out_gap = before->start;
        return 3;
    }
    if (before->kind == PD_TOKEN_JOIN &&
        (before->mark == '|' || (before->is_spaced && tokens[i].is_spaced && before->mark != ',' && before->mark != '&'))) {
        *out_gap = before->start;
        return 3;
    }
    if (before->kind == PD_TOKEN_WORD && !tokens[i].is_spaced)
        return 3; /* glued */
    if (before->kind == PD_TOKEN_WORD)
        return before->is_initial ? 2 : 1;
    if (before->kind == PD_TOKEN_CLOSE || before->kind == PD_TOKEN_MARK)
        return before->mark == ':' ? 0 : 2;
    return 0;
}

/* A party and no more, behind a stop, gap or mark; behind a bar it could be a site's name behind a title. */
static bool is_lone_party(const char *line, const PdToken *tokens, size_t i, size_t n, int strength, size_t party) {
    return strength >= 2 && party == n - i && (tokens[i - 1].mark != '|' || !tokens[i - 1].is_spaced) &&
           pd_flat_is_agency(line, tokens[i].start, tokens[n - 1].end);
}

/* " / Jane Doe": a person behind a spaced slash that ends a caption. */
static bool is_behind_slash(const char *line, const PdToken *tokens, size_t i, size_t n, int strength) {
    if (strength != 3 || tokens[i - 1].mark != '/' || n - i < 2 || n - i > 4 || i < 5)
        return false;
    for (size_t k = i; k < n; k++)
        if (!tokens[k].is_capital || tokens[k].is_number || is_entry(PD_CUE_NOTNAME, line, tokens + k))
            return false;
    return true;
}

/* "AP Photo/Militant video, File": few small words behind a party and a slash. */
static bool is_loose_tail(const char *line, const PdToken *tokens, size_t i, size_t n) {
    PdFlatShape shape = pd_flat_shape(line, tokens[i].start, tokens[n - 1].end);
    return shape.has_slash && !shape.is_sentence && shape.n_lower <= 2 && shape.n_words <= 8 && shape.n_digits == 0;
}

/* Whether tokens [i, n) are a credit that may stand bare behind a boundary of this strength. */
static bool is_bare_credit(const char *line, const PdToken *tokens, size_t i, size_t n, int strength) {
    Chain chain = read_chain(line, tokens + i, n - i);
    size_t party = pd_flat_party(line, tokens + i, n - i);
    if (chain.end == 0 || chain.is_cut || i + chain.end != n)
        return strength >= 3 && party && is_loose_tail(line, tokens, i, n);
    for (size_t k = i; k < n; k++)
        if (is_entry(PD_CUE_NOTNAME, line, tokens + k) ||
            (tokens[k].is_site && k + 1 < n && tokens[k + 1].mark == '/' && !tokens[k + 1].is_spaced))
            return false; /* a date; an address */
    if (strength == 4)
        return n - i <= (chain.has_party ? 16u : 9u) && (tokens[i].is_capital || party > 0) && !tokens[i].is_number;
    if (chain.n_parts == 1)
        return (chain.has_bracket && strength >= 3 && n - i <= 7 && tokens[i].is_capital) ||
               is_lone_party(line, tokens, i, n, strength, party) || is_behind_slash(line, tokens, i, n, strength);
    bool has_slash = false, has_bar = false;
    size_t first = 0; /* words of the first part */
    for (size_t k = n; k-- > i;) {
        has_slash = has_slash || tokens[k].mark == '/' || tokens[k].mark == '|';
        has_bar = has_bar || (tokens[k].mark == '|' && tokens[k].is_spaced);
        if (tokens[k].kind == PD_TOKEN_JOIN)
            first = k - i;
    }
    if (strength ==
        1) /* inside a sentence only a party and its photographer: "Madrid EFE/ J.J. Guillén", "Peter Kneffel/dpa" */
        return has_slash && !has_bar && chain.has_party &&
               (party > 0 || (!tokens[i - 1].is_capital && first <= 3 && !has_party(line, tokens + i, first)));
    if (!has_slash) /* "Jane Doe, AFP": one of the parts is a party and no more */
        return strength >= 2 && chain.has_whole_party && n - i <= 9;
    return (chain.has_party && strength >= 2) || (strength == 3 && n - i <= 9);
}

/* Where the name ends that "撮影" or the like closes in the same word; 0 when none does. */
static size_t suffixed(const char *line, const PdToken *token) {
    if (!token->is_caseless)
        return 0;
    for (size_t at = pd_flat_next(line, token->start); at < token->end; at = pd_flat_next(line, at))
        if (pd_flat_is_word(PD_CUE_SUFFIX, line + at, token->end - at))
            return at;
    return 0;
}

size_t pd_flat_credit_tail(const char *line, size_t start, size_t end, size_t *out_gap) {
    size_t from = end - start > TAIL_BYTES ? end - TAIL_BYTES : start;
    while (from > start && ((unsigned char)line[from] & 0xc0) == 0x80)
        from--;
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, from, end, tokens, PD_TOKENS_MAX), total = n;
    if (n == PD_TOKENS_MAX)
        return end;
    if (n > 2 && is_entry(PD_CUE_SUFFIX, line, tokens + n - 1)) { /* "Name 기자" */
        size_t i = n - 1;
        while (i > 1 && n - i < 3 && tokens[i - 1].is_caseless && tokens[i].is_spaced)
            i--;
        if (i < n - 1 && (tokens[i - 1].kind == PD_TOKEN_STOP || tokens[i - 1].kind == PD_TOKEN_JOIN)) {
            *out_gap = tokens[i - 1].end;
            return tokens[i].start;
        }
    }
    size_t named = n > 1 && tokens[n - 2].kind == PD_TOKEN_JOIN ? suffixed(line, tokens + n - 1) : 0;
    if (named) { /* "、山田太郎撮影" */
        *out_gap = tokens[n - 2].start;
        return tokens[n - 1].start;
    }
    while (n > 0 && (tokens[n - 1].kind == PD_TOKEN_STOP || (tokens[n - 1].kind == PD_TOKEN_JOIN && total - n < 2)))
        n--;
    for (size_t i = n > 28 ? n - 28 : 1; i < n; i++) {
        size_t gap = 0;
        if (!is_name(tokens + i) || (!tokens[i].is_capital && !tokens[i].is_site && !pd_flat_party(line, tokens + i, n - i)))
            continue;
        int strength = boundary(line, tokens, i, &gap);
        if (strength > 0 && is_bare_credit(line, tokens, i, n, strength)) {
            *out_gap = gap;
            return tokens[i].start;
        }
    }
    return end;
}

size_t pd_flat_credit_head(const char *line, size_t start, size_t end, bool is_running) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, MIN(end, start + REST_BYTES), tokens, PD_TOKENS_MAX);
    if (n < 2 || !is_name(tokens))
        return start;
    Chain chain = read_chain(line, tokens, n);
    if (chain.end == 0 || !chain.has_party || chain.end >= n || is_entry(PD_CUE_NOTNAME, line, tokens))
        return start;
    size_t party = pd_flat_party(line, tokens, n);
    if (is_running && party && party < n && tokens[party].kind == PD_TOKEN_WORD && tokens[party].is_capital &&
        !tokens[party].is_small) {
        chain.end = party; /* "AP Wednesday, 17 July …" */
        chain.is_cut = true;
    }
    const PdToken *next = tokens + chain.end;
    bool is_word = next->kind == PD_TOKEN_WORD && next->is_spaced && !next->is_gap;
    if (chain.n_parts == 1 && is_word && !is_running)
        return start; /* "MDR Today": a name like others */
    bool is_alone = chain.n_parts == 1 && pd_flat_party(line, tokens, n) != chain.end;
    bool is_sentence =
        next->kind == PD_TOKEN_WORD && next->is_capital && (chain.is_cut || next->is_gap || chain.n_parts > 1);
    if (is_alone || !(is_sentence || next->is_gap))
        return start;
    return tokens[chain.end - 1].end;
}

/* ---- sentences ---- */

static bool is_stop_char(gunichar c) {
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x964;
}

static bool is_closing_char(gunichar c) {
    return c == '"' || c == '\'' || c == 0x2019 || c == 0x201d || c == 0x201c || c == 0xbb || c == 0xab || c == ')' ||
           c == ']' || c == 0x300d || c == 0x300f;
}

/* Whether the full stop at `stop` belongs to an abbreviation, initial or ordinal. */
static bool is_abbreviation(const char *line, size_t start, size_t stop) {
    if (line[stop] != '.')
        return false;
    size_t at = stop, letters = 0;
    bool is_number = false;
    while (at > start) {
        size_t before = (size_t)(g_utf8_prev_char(line + at) - line);
        gunichar c = g_utf8_get_char(line + before);
        if (!g_unichar_isalnum(c) && c != '.')
            break;
        letters += g_unichar_isalpha(c) ? 1 : 0;
        is_number = is_number || g_unichar_isdigit(c);
        at = before;
    }
    if (letters == 0)
        return is_number && stop - at <= 2; /* 28. April */
    return letters == 1 || memchr(line + at, '.', stop - at) || pd_flat_is_word(PD_CUE_ABBREV, line + at, stop - at);
}

/* Where the sentence after the stop at `at` begins; 0 when none ends here. */
static size_t next_sentence(const char *line, size_t start, size_t at, size_t end) {
    gunichar stop = g_utf8_get_char(line + at);
    if (!is_stop_char(stop))
        return 0;
    size_t next = pd_flat_next(line, at);
    while (next < end && (is_stop_char(g_utf8_get_char(line + next)) || is_closing_char(g_utf8_get_char(line + next))))
        next = pd_flat_next(line, next);
    if (stop == 0x3002 || stop == 0xff01 || stop == 0xff1f)
        return next < end ? next : 0;
    size_t word = next;
    while (word < end && g_unichar_isspace(g_utf8_get_char(line + word)))
        word = pd_flat_next(line, word);
    if (word == next || word >= end || (stop == '.' && is_abbreviation(line, start, at)))
        return 0;
    gunichar c = g_utf8_get_char(line + word);
    return g_unichar_islower(c) || c == ',' || (stop == 0x2026 && !g_unichar_isupper(c)) ? 0 : word;
}

size_t pd_flat_last_sentence(const char *line, size_t start, size_t end) {
    size_t found = start;
    for (size_t at = start; at < end; at = pd_flat_next(line, at)) {
        size_t next = next_sentence(line, start, at, end);
        if (next && next < end)
            found = next;
        else if (line[at] == '|' && at > start && line[at - 1] == ' ' && at + 2 < end)
            found = at + 2;
    }
    return found;
}

/* "17:59", "2024-02-14T16:15:30Z" */
static bool is_time(const char *line, const PdToken *tokens, size_t i, size_t n) {
    return i + 2 < n && tokens[i].is_number && line[tokens[i].end] == ':' && g_ascii_isdigit(line[tokens[i].end + 1]);
}

size_t pd_flat_last_start(const char *line, size_t start, size_t end) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, end, tokens, PD_TOKENS_MAX), found = 0;
    for (size_t i = 1; i + START_WORDS < n; i++) {
        bool is_starter = tokens[i].kind == PD_TOKEN_WORD && tokens[i].is_capital && !tokens[i].is_number &&
                          is_entry(PD_CUE_STARTER, line, tokens + i) && tokens[i - 1].kind != PD_TOKEN_STOP &&
                          !tokens[i - 1].is_small && !tokens[i - 1].is_capital && tokens[i].is_spaced &&
                          tokens[i - 1].mark != '-' && tokens[i + 1].kind == PD_TOKEN_WORD && !tokens[i + 1].is_capital;
        if (is_starter)
            found = i;
        else if (is_time(line, tokens, i - 1, n))
            found = i + 2;
    }
    return found ? tokens[found].start : start;
}

size_t pd_flat_glued_start(const char *line, size_t start, size_t end) {
    size_t found = start;
    gunichar last = 0;
    for (size_t at = start; at < end; at = pd_flat_next(line, at)) {
        gunichar c = g_utf8_get_char(line + at);
        size_t word =
            g_unichar_isupper(c) && g_unichar_islower(last) ? pd_flat_word_at(PD_CUE_STARTER, line + at, end - at) : 0;
        if (word && at + word < end && line[at + word] == ' ' && end - at > GLUED_BYTES)
            found = at;
        last = c;
    }
    return found;
}

size_t pd_flat_sentence_end(const char *line, size_t start, size_t end) {
    for (size_t at = start; at < end; at = pd_flat_next(line, at)) {
        size_t next = next_sentence(line, start, at, end);
        if (next) {
            while (next > at && g_unichar_isspace(g_utf8_get_char(g_utf8_prev_char(line + next))))
                next = (size_t)(g_utf8_prev_char(line + next) - line);
            return next;
        }
    }
    return end;
}

size_t pd_flat_open_sentence_end(const char *line, size_t start, size_t end) {
    size_t stop = pd_flat_sentence_end(line, start, end);
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, stop, tokens, PD_TOKENS_MAX);
    for (size_t i = 4; i + 1 < n; i++) {
        const PdToken *token = tokens + i;
        if (token->kind == PD_TOKEN_WORD && token->is_capital && token[-1].kind == PD_TOKEN_WORD && !token->is_number &&
            is_entry(PD_CUE_STARTER, line, token))
            return token[-1].end;
    }
    return stop;
}

unsigned pd_flat_n_sentences(const char *line, size_t start, size_t end, unsigned max) {
    unsigned n = 1;
    for (size_t at = start; at < end && n < max; at = pd_flat_next(line, at))
        n += next_sentence(line, start, at, end) ? 1 : 0;
    return n;
}
