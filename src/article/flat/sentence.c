/* Finds where sentences begin and end (sentence.h). */
#include "article/flat/sentence.h"

#include <string.h>

#include <glib.h>

#include "article/flat/cues.h"
#include "article/flat/text.h"
#include "article/flat/token.h"

enum { GLUED_BYTES = 16, START_WORDS = 5 };

static bool begins_sentences(const char *line, const PdToken *token) {
    return pd_flat_is_word(PD_CUE_STARTER, line + token->start, token->end - token->start);
}

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
                          begins_sentences(line, tokens + i) && tokens[i - 1].kind != PD_TOKEN_STOP &&
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
            begins_sentences(line, token))
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
