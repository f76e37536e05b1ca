/* Cuts a line into words and marks (token.h). */
#include "article/flat/token.h"

#include <string.h>

#include <glib.h>

#include "article/flat/cues.h"
#include "article/flat/text.h"
#include "picdesk/grammar.h"

enum { PARTY_WORDS = 5, PARTY_BYTES = 80, CASELESS_NAME = 8, GAP = 3 };

static bool is_word_char(gunichar c) {
    return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '_' || c == '@' || c == 0xad;
}

/* Marks that stand inside a word: O'Hara, Jean-Luc, N.H., site.com, Golem.de, AT&T. */
static bool is_inner(gunichar c) {
    return c == '\'' || c == 0x2019 || c == '-' || c == '.' || c == '&' || c == 0x2010 || c == 0x30fb;
}

static unsigned char join_mark(gunichar c) {
    switch (c) {
    case '/':
    case 0xff0f:
    case 0x2044:
        return '/';
    case '|':
    case 0xff5c:
    case 0xff1d: /* Japanese credits: ＝ＡＰ */
    case 0xa6:
        return '|';
    case '-':
    case 0x2013:
    case 0x2014:
    case 0x2010:
        return '-';
    case 0xb7:
    case 0x2022:
    case ';':
        return ';';
    case ',':
    case 0x3001:
        return ',';
    case '+':
    case '&':
        return '&';
    default:
        return 0;
    }
}

static PdTokenKind mark_kind(gunichar c, unsigned char *out_mark) {
    *out_mark = join_mark(c);
    if (*out_mark)
        return PD_TOKEN_JOIN;
    *out_mark = c < 0x80 ? (unsigned char)c : 0;
    if (c == '(' || c == '[' || c == 0xff08 || c == 0x3010)
        return PD_TOKEN_OPEN;
    if (c == ')' || c == ']' || c == 0xff09 || c == 0x3011)
        return PD_TOKEN_CLOSE;
    if (c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0x964)
        return PD_TOKEN_STOP;
    return PD_TOKEN_MARK;
}

/* A full stop stands inside a word only before a small letter or digit (site.com) or between single letters (N.H). */
static bool is_inner_stop(const char *line, size_t start, size_t at, size_t end, gunichar after) {
    size_t next = at + 1, lower = pd_flat_word_at(PD_CUE_LOWER, line + next, end - next);
    if (lower && (next + lower == end || line[next + lower] != '.') && at - start > 3)
        return false; /* "caption.dpa" */
    bool is_single = at == start + 1 || (at >= start + 2 && line[at - 2] == '.');
    return is_single || g_unichar_islower(after) || g_unichar_isdigit(after);
}

static size_t word_end(const char *line, size_t start, size_t end) {
    size_t at = start, stop = start;
    while (at < end) {
        gunichar c = g_utf8_get_char(line + at);
        size_t next = pd_flat_next(line, at);
        if (is_word_char(c)) {
            stop = next;
        } else {
            gunichar after = next < end ? g_utf8_get_char(line + next) : 0;
            if (!is_inner(c) || at != stop || !g_unichar_isalnum(after) ||
                (c == '.' && !is_inner_stop(line, start, at, end, after)))
                break;
        }
        at = next;
    }
    return stop;
}

/* "J.", "J.J.", "P.": capitals with full stops after each; the stop belongs to the word. */
static size_t initial_end(const char *line, size_t start, size_t stop, size_t end) {
    if (stop >= end || line[stop] != '.')
        return 0;
    size_t letters = 0;
    for (size_t at = start; at < stop;) {
        gunichar c = g_utf8_get_char(line + at);
        if (c != '.' && !g_unichar_isupper(c))
            return 0;
        letters += c != '.';
        at = pd_flat_next(line, at);
        if (c != '.' && at < stop && line[at] != '.' && line[at] != '-')
            return 0;
    }
    return letters >= 1 && letters <= 3 ? stop + 1 : 0;
}

static bool is_site(const char *word, size_t len) {
    if (word[0] == '@')
        return len > 1;
    const char *dot = g_strrstr_len(word, (gssize)len, ".");
    if (!dot || dot == word)
        return false;
    size_t tail = len - (size_t)(dot - word) - 1;
    if (tail < 2 || tail > 6)
        return false;
    for (size_t i = 1; i <= tail; i++)
        if (!g_ascii_islower(dot[i]))
            return false;
    return true;
}

static void describe(const char *line, size_t end, PdToken *token) {
    const char *word = line + token->start;
    size_t len = token->end - token->start;
    gunichar first = g_utf8_get_char(word);
    bool is_letter = g_unichar_isalpha(first);
    token->is_caseless = is_letter && !g_unichar_isupper(first) && !g_unichar_islower(first) && !g_unichar_istitle(first);
    token->is_number = g_unichar_isdigit(first);
    token->is_capital = token->is_caseless || token->is_number || g_unichar_isupper(first) || g_unichar_istitle(first);
    token->is_site = is_site(word, len);
    token->is_long = token->is_caseless && g_utf8_strlen(word, (gssize)len) > CASELESS_NAME;
    if (token->is_long)
        token->is_capital = token->is_caseless = false;
    size_t initial = initial_end(line, token->start, token->end, end);
    if (initial) {
        token->end = initial;
        token->is_initial = true;
    } else if (token->is_capital && token->end < end && line[token->end] == '.' && len <= 5 &&
               pd_flat_is_word(PD_CUE_ABBREV, word, len)) {
        token->end++;
        token->is_initial = true;
    }
    if (!token->is_capital)
        token->is_small = pd_flat_is_word(PD_CUE_PARTICLE, word, len) || pd_flat_is_word(PD_CUE_LOWER, word, len);
    /* a small letter and capitals after it: iStock, dpaMM, eThekwini */
    if (!token->is_capital && len > 2 && !token->is_long &&
        (g_unichar_isupper(g_utf8_get_char(g_utf8_next_char(word))) || (word[1] == '-' && g_ascii_isupper(word[2]))))
        token->is_capital = true;
}

static bool is_party(const char *text, size_t len) {
    char name[PARTY_BYTES];
    if (len < 2 || len >= sizeof name)
        return false;
    memcpy(name, text, len);
    name[len] = '\0';
    return pd_party_find(name) != NULL;
}

/* Where a word ends that is glued to the next one ("HinshawIn", "GenfImago", "Getty ImagesShares"): behind a small letter,
 * before a capital, when the lexicon knows one side or the other begins sentences. */
static bool is_glue(const char *line, const PdToken *before, size_t start, size_t at, size_t stop) {
    if (is_party(line + start, at - start) || pd_flat_is_word(PD_CUE_STARTER, line + at, stop - at))
        return true;
    if (g_unichar_isupper(g_utf8_get_char(g_utf8_prev_char(line + at))))
        return false;
    return is_party(line + at, stop - at) || is_site(line + start, at - start) ||
           (before && before->kind == PD_TOKEN_WORD && is_party(line + before->start, at - before->start));
}

static size_t glued_end(const char *line, const PdToken *before, size_t start, size_t stop) {
    if (stop - start < 4 || is_party(line + start, stop - start))
        return stop;
    gunichar last = 0;
    for (size_t at = start; at < stop; at = pd_flat_next(line, at)) {
        gunichar c = g_utf8_get_char(line + at);
        size_t next = pd_flat_next(line, at);
        bool is_word = g_unichar_islower(last) ||
                       (g_unichar_isupper(last) && next < stop && g_unichar_islower(g_utf8_get_char(line + next)));
        if (g_unichar_isupper(c) && is_word && at - start >= 2 && is_glue(line, before, start, at, stop))
            return at; /* "HinshawIn", "TVAn", "AFPThe" */
        last = c;
    }
    return stop;
}

/* How wide the white space at a character is, 0 = it is none; a pilcrow or a quad is as good as a line end. */
static size_t space_width(gunichar c) {
    if (c == 0x2002 || c == 0x2003 || c == 0xb6 || c == '\n')
        return GAP;
    return g_unichar_isspace(c) ? 1 : 0;
}

static bool is_nothing(gunichar c) {
    return c == 0x200b || c == 0xfeff || c == 0x2060;
}

size_t pd_flat_tokens(const char *line, size_t start, size_t end, PdToken *out, size_t max) {
    size_t n = 0, spaces = 0, small_end = 0; /* of a phrase written small: "picture alliance" */
    for (size_t at = start; at < end && n < max;) {
        gunichar c = g_utf8_get_char(line + at);
        size_t next = pd_flat_next(line, at);
        if (space_width(c) || is_nothing(c)) {
            spaces += space_width(c);
            at = next;
            continue;
        }
        PdToken token = {
            .start = at, .end = next, .is_gap = spaces >= GAP || (spaces == 2 && n > 0), .is_spaced = spaces > 0};
        spaces = 0;
        if (is_word_char(c)) {
            token.kind = PD_TOKEN_WORD;
            token.end = glued_end(line, n ? out + n - 1 : NULL, at, word_end(line, at, end));
            describe(line, end, &token);
            if (!token.is_capital && at >= small_end)
                small_end = at + pd_flat_word_at(PD_CUE_LOWER, line + at, end - at);
            token.is_small = token.is_small || (!token.is_capital && token.end <= small_end);
        } else {
            token.kind = mark_kind(c, &token.mark);
        }
        out[n++] = token;
        at = token.end;
    }
    return n;
}

size_t pd_flat_party(const char *line, const PdToken *tokens, size_t n) {
    if (n == 0 || tokens[0].kind != PD_TOKEN_WORD || !(tokens[0].is_capital || tokens[0].is_small || tokens[0].is_site))
        return 0;
    if (tokens[0].is_long)
        return 0;
    size_t most = 1;
    while (most < n && most < PARTY_WORDS && tokens[most].kind == PD_TOKEN_WORD && !tokens[most].is_gap)
        most++;
    const char *first = line + tokens[0].start;
    for (size_t k = most; k > 0; k--) {
        char name[PARTY_BYTES];
        size_t len = tokens[k - 1].end - tokens[0].start;
        if (len >= sizeof name)
            continue;
        memcpy(name, line + tokens[0].start, len);
        name[len] = '\0';
        if (pd_party_find(name) || pd_flat_is_word(PD_CUE_WIRE, first, len))
            return k;
    }
    return 0;
}
