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

enum {
    TAIL_BYTES = 240,
    TAIL_TOKENS = 28,
    NAME_WORDS = 12,
    REST_BYTES = 200,
    REST_WORDS = 12,
    HEAD_TOKENS = 8,
    SLASH_BYTES = 100,
    SHORT_TOKENS = 9, /* of a credit no party speaks for */
    LONG_TOKENS = 16
};

static bool is_name(const PdToken *token) {
    return token->kind == PD_TOKEN_WORD && (token->is_capital || token->is_small || token->is_site);
}

static bool is_entry(PdCueKind kind, const char *line, const PdToken *token) {
    return pd_flat_is_word(kind, line + token->start, token->end - token->start);
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

/* Reads the part at tokens[at]; gives the index behind it, `at` when none stands there. */
static size_t read_part(Chain *chain, const char *line, const PdToken *tokens, size_t at, size_t n) {
    const PdToken *part = tokens + at;
    size_t words = part_words(line, part, n - at), left = n - at - words;
    if (words == 0)
        return at;
    bool is_gap = left > 0 && part[words].is_gap, is_begun = left > 0 && !is_gap && is_name(part + words);
    bool runs_on = goes_on(part + words, left) || words == NAME_WORDS ||
                   (left > 0 && !is_begun && !is_gap && runs_past_party(line, part, words));
    bool is_loose = at > 0 && part[-1].mark != '/' && part[-1].mark != '|';
    chain->has_party = chain->has_party || has_party(line, part, words);
    chain->has_whole_party = chain->has_whole_party || pd_flat_party(line, part, words) == words;
    if (is_loose && runs_on)
        return at;
    chain->n_parts++;
    chain->is_cut = is_begun || (runs_on && words > 1);
    return at + (runs_on && words > 1 ? cut_part(line, part, words) : words);
}

/* Reads the longest chain of parts at tokens[0]. */
static Chain read_chain(const char *line, const PdToken *tokens, size_t n) {
    Chain chain = {0};
    size_t at = 0;
    while (at < n && !chain.is_cut) {
        size_t end = read_part(&chain, line, tokens, at, n);
        if (end == at)
            break;
        size_t bracket = chain.is_cut ? 0 : bracket_part(tokens + end, n - end);
        chain.has_bracket = chain.has_bracket || (bracket && has_party(line, tokens + end + 1, bracket - 1));
        chain.end = at = end + bracket;
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
    if (shape.is_sentence || shape.n_words == 0 || shape.n_words > REST_WORDS)
        return start;
    bool is_rich = shape.has_party || shape.has_slash || shape.has_site;
    PdToken first;
    bool is_short = shape.has_slash && shape.n_words <= 4;
    bool is_body = shape.n_words >= 2 && shape.n_words <= 3 && shape.n_lower == 1 && /* "Nordsund kommune" */
                   pd_flat_tokens(line, start, end, &first, 1) == 1 && first.is_capital &&
                   !is_entry(PD_CUE_STARTER, line, &first);
    return is_short || is_body || shape.n_lower <= (is_rich ? shape.n_words / 2 : shape.n_words / 4) ? end : start;
}

/* Scripts without capitals show no beginning of a sentence: the credit ends behind "기자" or the like, else behind an
 * agency. Its tokens, 0 when neither stands there. */
static size_t caseless_end(const char *line, const PdToken *tokens, size_t n) {
    enum { REPORTER_TOKENS = 4 };
    if (n == 0 || !tokens[0].is_caseless)
        return 0;
    for (size_t i = 1; i < n && i < REPORTER_TOKENS && tokens[i].kind == PD_TOKEN_WORD; i++)
        if (is_entry(PD_CUE_SUFFIX, line, tokens + i))
            return i + 1;
    size_t party = pd_flat_party(line, tokens, n);
    bool is_joined = party < n && tokens[party].kind != PD_TOKEN_WORD && tokens[party].kind != PD_TOKEN_STOP;
    return party > 0 && !is_joined ? party : 0;
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
    size_t caseless = caseless_end(line, tokens + first, n - first);
    if (caseless > 0)
        return tokens[first + caseless - 1].end;
    Chain chain = read_chain(line, tokens + first, n - first);
    if (chain.end == 0 || (chain.is_cut && !chain.has_party && is_entry(PD_CUE_STARTER, line, tokens + first)))
        return start; /* no name, or a sentence: "Photo: The ship …" */
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

/* How well a credit may begin at tokens[i]: 4 glued to a full stop or behind a pilcrow, 3 behind a full stop, gap or bar,
 * 2 glued or behind a mark, 1 behind a word, 0 no. */
static int boundary(const char *line, const PdToken *tokens, size_t i, size_t *out_gap) {
    const PdToken *before = tokens + i - 1;
    *out_gap = before->end;
    if (tokens[i].is_gap)
        return is_pilcrow(line, tokens[i].start) ? 4 : 3;
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
    bool may_be_site = tokens[i - 1].mark == '|' && tokens[i - 1].is_spaced;
    return strength >= 2 && party == n - i &&
           (!may_be_site || !pd_flat_is_word(PD_CUE_WIRE, line + tokens[i].start, tokens[n - 1].end - tokens[i].start)) &&
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

/* A date, or an address: no credit. */
static bool is_other(const char *line, const PdToken *tokens, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (is_entry(PD_CUE_NOTNAME, line, tokens + i) ||
            (tokens[i].is_site && i + 1 < n && tokens[i + 1].mark == '/' && !tokens[i + 1].is_spaced))
            return true;
    return false;
}

/* Several parts behind a boundary. Inside a sentence (strength 1) only a party and its photographer will do: "Madrid EFE/
 * J.J. Guillén", "Peter Kneffel/dpa"; without a slash one part must be a party and no more: "Jane Doe, AFP". */
static bool is_joined_credit(const char *line, const PdToken *tokens, size_t i, size_t n, int strength, const Chain *chain) {
    bool has_slash = false, has_bar = false;
    size_t first = 0; /* words of the first part */
    for (size_t k = n; k-- > i;) {
        has_slash = has_slash || tokens[k].mark == '/' || tokens[k].mark == '|';
        has_bar = has_bar || (tokens[k].mark == '|' && tokens[k].is_spaced);
        if (tokens[k].kind == PD_TOKEN_JOIN)
            first = k - i;
    }
    if (!has_slash)
        return strength >= 2 && chain->has_whole_party && n - i <= SHORT_TOKENS;
    if (strength > 1)
        return chain->has_party || (strength == 3 && n - i <= SHORT_TOKENS);
    bool is_person = !tokens[i - 1].is_capital && first <= 3 && !has_party(line, tokens + i, first);
    return !has_bar && chain->has_party && (is_person || pd_flat_party(line, tokens + i, n - i));
}

/* A name glued to the sentence before it, known or not: "in May.Jane Doe". */
static bool is_glued_name(const char *line, const PdToken *tokens, size_t n, const Chain *chain) {
    if (is_entry(PD_CUE_STARTER, line, tokens) || n > (chain->has_party ? LONG_TOKENS : SHORT_TOKENS))
        return false;
    for (size_t at = tokens[0].start; !chain->has_party && at < tokens[n - 1].end; at++)
        if (g_ascii_isdigit(line[at]))
            return false;
    return pd_flat_party(line, tokens, n) || (tokens[0].is_capital && tokens[0].end - tokens[0].start > 1);
}

/* Whether tokens [i, n) are a credit that may stand bare behind a boundary of this strength. */
static bool is_bare_credit(const char *line, const PdToken *tokens, size_t i, size_t n, int strength) {
    Chain chain = read_chain(line, tokens + i, n - i);
    size_t party = pd_flat_party(line, tokens + i, n - i);
    if (chain.end == 0 || chain.is_cut || i + chain.end != n)
        return strength >= 3 && party && is_loose_tail(line, tokens, i, n);
    if (is_other(line, tokens + i, n - i))
        return false;
    if (strength == 4 && is_glued_name(line, tokens + i, n - i, &chain))
        return true;
    if (chain.n_parts > 1)
        return is_joined_credit(line, tokens, i, n, strength, &chain);
    bool is_bracketed = chain.has_bracket && strength >= 3 && n - i <= SHORT_TOKENS && tokens[i].is_capital;
    return is_bracketed || is_lone_party(line, tokens, i, n, strength, party) ||
           is_behind_slash(line, tokens, i, n, strength);
}

/* Whether "撮影" or the like closes the word behind a name. */
static bool is_suffixed(const char *line, const PdToken *token) {
    if (!token->is_caseless)
        return false;
    for (size_t at = pd_flat_next(line, token->start); at < token->end; at = pd_flat_next(line, at))
        if (pd_flat_is_word(PD_CUE_SUFFIX, line + at, token->end - at))
            return true;
    return false;
}

/* A name that a word behind it makes a credit: "김하늘 기자", "、山田太郎撮影". Gives its first token, n when there is none.
 */
static size_t suffixed_name(const char *line, const PdToken *tokens, size_t n) {
    if (n > 1 && tokens[n - 2].kind == PD_TOKEN_JOIN && is_suffixed(line, tokens + n - 1))
        return n - 1;
    if (n < 3 || !is_entry(PD_CUE_SUFFIX, line, tokens + n - 1))
        return n;
    size_t i = n - 1;
    while (i > 1 && n - i < 3 && tokens[i - 1].is_caseless && tokens[i].is_spaced)
        i--;
    return i < n - 1 && (tokens[i - 1].kind == PD_TOKEN_STOP || tokens[i - 1].kind == PD_TOKEN_JOIN) ? i : n;
}

/* Whether a credit can begin with this token. */
static bool may_begin(const char *line, const PdToken *tokens, size_t n) {
    return is_name(tokens) && (tokens[0].is_capital || tokens[0].is_site || pd_flat_party(line, tokens, n));
}

/* "By Jane Doe, Reuters", "Por Juan Doe | EFE": who wrote; a slash makes it a picture's: "By Jane Doe/WireImage". */
static bool is_byline_tail(const char *line, const PdToken *tokens, size_t i, size_t n) {
    if (!tokens[i].is_capital || !is_entry(PD_CUE_BYLINE, line, tokens + i))
        return false;
    for (size_t k = i; k < n; k++)
        if (tokens[k].mark == '/')
            return false;
    return true;
}

size_t pd_flat_credit_tail(const char *line, size_t start, size_t end, size_t *out_gap) {
    size_t from = end - start > TAIL_BYTES ? end - TAIL_BYTES : start;
    while (from > start && ((unsigned char)line[from] & 0xc0) == 0x80)
        from--;
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, from, end, tokens, PD_TOKENS_MAX), total = n;
    if (n == PD_TOKENS_MAX)
        return end;
    size_t named = suffixed_name(line, tokens, n);
    if (named < n) {
        *out_gap = tokens[named - 1].kind == PD_TOKEN_JOIN ? tokens[named - 1].start : tokens[named - 1].end;
        return tokens[named].start;
    }
    while (n > 0 && (tokens[n - 1].kind == PD_TOKEN_STOP || (tokens[n - 1].kind == PD_TOKEN_JOIN && total - n < 2)))
        n--;
    for (size_t i = n > TAIL_TOKENS ? n - TAIL_TOKENS : 1; i < n; i++) {
        size_t gap = 0;
        int strength = may_begin(line, tokens + i, n - i) ? boundary(line, tokens, i, &gap) : 0;
        if (strength > 0 && !is_byline_tail(line, tokens, i, n) && is_bare_credit(line, tokens, i, n, strength)) {
            *out_gap = gap;
            return tokens[i].start;
        }
    }
    return end;
}

static bool has_slash_near(const char *line, size_t start, size_t end) {
    size_t len = MIN(end - start, (size_t)SLASH_BYTES);
    return memchr(line + start, '/', len) || memchr(line + start, '|', len);
}

size_t pd_flat_credit_head(const char *line, size_t start, size_t end, bool is_running) {
    PdToken tokens[PD_TOKENS_MAX];
    size_t n = pd_flat_tokens(line, start, MIN(end, start + REST_BYTES), tokens, HEAD_TOKENS);
    if (n < 2 || !is_name(tokens) || (!pd_flat_party(line, tokens, n) && !has_slash_near(line, start, end)))
        return start;
    n = pd_flat_tokens(line, start, MIN(end, start + REST_BYTES), tokens, PD_TOKENS_MAX);
    size_t subject = pd_flat_party(line, tokens, n);
    if ((tokens[0].is_capital && subject == 0 && is_entry(PD_CUE_STARTER, line, tokens)) ||
        (subject > 0 && subject < n && goes_on(tokens + subject, n - subject)))
        return start; /* "The photographer Jane Doe/Agency …", "Getty Images, which …" */
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
    if (chain.n_parts == 1 && is_word && !is_running &&
        !(is_entry(PD_CUE_STARTER, line, next) && pd_flat_is_agency(line, tokens[0].start, tokens[chain.end - 1].end)))
        return start; /* "MDR Today": a name like others */
    bool is_alone = chain.n_parts == 1 && !pd_flat_is_agency(line, tokens[0].start, tokens[chain.end - 1].end);
    bool is_sentence =
        next->kind == PD_TOKEN_WORD && next->is_capital && (chain.is_cut || next->is_gap || chain.n_parts > 1);
    if (is_alone || !(is_sentence || next->is_gap))
        return start;
    return tokens[chain.end - 1].end;
}
