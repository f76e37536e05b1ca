/* A text as words (credit/restriction_words.h). imago writes its restrictions as one word whose parts are joined by a small
 * x: PUBLICATIONxINxGERxSUIxAUTxONLY, xSOPAxImagesx; such words are taken apart first. */
#include "credit/restriction_words.h"

#include <string.h>

#include "codec/text.h"

const PdWord *pd_words_at(const PdWords *words, size_t i) {
    return &g_array_index(words->words, PdWord, i);
}

unsigned pd_words_gap(const PdWords *words, size_t i) {
    return i < words->words->len ? pd_words_at(words, i)->gap : words->last_gap;
}

static unsigned gap_of(gunichar c) {
    switch (c) {
    case '.':
    case ';':
    case '!':
    case '?':
    case '\n':
    case '\r':
        return PD_GAP_SENTENCE | PD_GAP_CLAUSE;
    case ':':
        return PD_GAP_COLON | PD_GAP_CLAUSE;
    case '/':
        return PD_GAP_SLASH | PD_GAP_CLAUSE;
    case ',':
    case '&':
    case '+':
        return PD_GAP_COMMA | PD_GAP_CLAUSE;
    case '"':
    case '\'':
        return PD_GAP_QUOTE | PD_GAP_CLAUSE;
    case '-':
        return PD_GAP_HYPHEN;
    default:
        if (c >= 0x2018 && c <= 0x201F)
            return PD_GAP_QUOTE | PD_GAP_CLAUSE;
        if (c >= 0x2010 && c <= 0x2015)
            return PD_GAP_HYPHEN | PD_GAP_CLAUSE;
        return g_unichar_isspace(c) ? 0 : PD_GAP_CLAUSE;
    }
}

/* Reads what stands between words. A hyphen or full stop directly between two letters belongs to a word ("e-books", "U.S.").
 */
static const char *read_gap(const char *at, bool is_first, bool after_letter, unsigned *out_gap) {
    const char *start = at;
    unsigned gap = is_first ? PD_GAP_CLAUSE : 0;
    while (*at && !g_unichar_isalnum(g_utf8_get_char(at))) {
        gap |= gap_of(g_utf8_get_char(at));
        at = g_utf8_next_char(at);
    }
    size_t len = (size_t)(at - start);
    if (len == 1 && *at && *start == '.' && after_letter)
        gap = 0;
    if (len == 1 && *at && *start == '\'')
        gap = 0;
    if (gap & PD_GAP_HYPHEN && (len > 1 || !*at))
        gap |= PD_GAP_CLAUSE;
    *out_gap = gap | (*at ? 0u : PD_GAP_CLAUSE);
    return at;
}

static bool is_caps(const char *start, const char *end) {
    bool has_letter = false;
    for (const char *p = start; p < end; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_islower(c))
            return false;
        has_letter = has_letter || g_unichar_isupper(c);
    }
    return has_letter;
}

static void add_word(PdWords *words, const char *text, const char *start, const char *end, unsigned gap, bool is_code) {
    g_autofree char *slice = g_strndup(start, (size_t)(end - start));
    g_autofree char *fold = pd_text_words(slice);
    PdWord word = {.start = (size_t)(start - text),
                   .end = (size_t)(end - text),
                   .fold = g_string_chunk_insert_const(words->folds, fold),
                   .gap = gap,
                   .is_caps = is_caps(start, end),
                   .is_code = is_code};
    g_array_append_val(words->words, word);
}

static bool is_joint(const char *start, const char *at, const char *end) {
    return *at == 'x' && at + 1 < end && g_ascii_isupper(at[1]) && (at == start || g_ascii_isalnum(at[-1]));
}

/* A code has a joint after a capital, or is framed by x on both sides. */
static bool is_code(const char *start, const char *end) {
    if (end - start < 4)
        return false;
    bool is_framed = *start == 'x' && g_ascii_isupper(start[1]) && end[-1] == 'x';
    for (const char *at = start + 1; at < end && !is_framed; at++)
        if (is_joint(start, at, end) && g_ascii_isupper(at[-1]))
            return true;
    return is_framed;
}

static void add_code(PdWords *words, const char *text, const char *start, const char *end, unsigned gap) {
    if (*start == 'x')
        start++;
    if (end > start && end[-1] == 'x')
        end--;
    const char *part = start;
    for (const char *at = start; at <= end; at++) {
        if (at < end && !is_joint(start, at, end))
            continue;
        if (at > part)
            add_word(words, text, part, at, gap, true);
        gap = 0;
        part = at + 1;
    }
}

void pd_words_init(PdWords *words, const char *text, size_t max) {
    *words = (PdWords){.words = g_array_new(FALSE, FALSE, sizeof(PdWord)), .folds = g_string_chunk_new(512)};
    bool after_letter = false;
    unsigned gap;
    for (const char *at = read_gap(text, true, false, &gap); *at;) {
        const char *start = at;
        while (*at && g_unichar_isalnum(g_utf8_get_char(at)))
            at = g_utf8_next_char(at);
        if (words->words->len >= max)
            break;
        if (is_code(start, at))
            add_code(words, text, start, at, gap);
        else
            add_word(words, text, start, at, gap, false);
        after_letter = g_utf8_next_char(start) == at;
        at = read_gap(at, false, after_letter, &gap);
    }
    words->last_gap = gap | PD_GAP_CLAUSE;
}

void pd_words_done(PdWords *words) {
    g_array_unref(words->words);
    g_string_chunk_free(words->folds);
    *words = (PdWords){0};
}
