/* Credits by their shape, where it is known that the text stands under a picture: there a bracket or a bar at the end is a
 * credit with less evidence than the grammar asks for in running text.
 */
#include <string.h>

#include "article/flat/cues.h"
#include "article/html/parts.h"
#include "codec/text.h"

/* Longer texts are no single credit. */
#define MAX_STRENGTH_BYTES 240u
#define MAX_BRACKET_BYTES 120u
#define MAX_TAIL_BYTES 90u

/* How much a short text must read like a credit when a sign sets it off from the caption. */
#define SET_OFF 0.3

/* "Source: Repeat Project": a label of the flattened dialect's table and a short rest. */
static bool is_labelled(const char *text, size_t len) {
    PdFlatLabel label;
    if (len > MAX_TAIL_BYTES || !pd_flat_label(text, len, 0, &label) || label.start != 0 || label.value >= len)
        return false;
    return label.has_colon && (label.kind == PD_CUE_CREDIT || label.kind == PD_CUE_PHOTO || label.kind == PD_CUE_SOURCE);
}

static double strength_of(const char *text) {
    size_t len = strlen(text);
    PdCreditSpan span;
    if (len == 0 || len > MAX_STRENGTH_BYTES)
        return 0;
    if (pd_party_find(text) || pd_flat_is_word(PD_CUE_LOWER, text, len) || is_labelled(text, len))
        return 0.9;
    if (!pd_credit_find(text, &span))
        return pd_credit_likeness(text) * (len > MAX_TAIL_BYTES ? 0.5 : 1);
    bool is_whole = span.start == 0 && span.end >= len;
    return is_whole && (len <= MAX_TAIL_BYTES || pd_credit_likeness(text) >= SET_OFF) ? 0.95 : 0;
}

/* What was found of a text: the same words are asked of again and again while elements around them are tried. */
typedef struct {
    double strength; /* below 0: not yet known */
    int has_span;    /* below 0: not yet known */
    PdCreditSpan span;
} Found;

static Found *found(const PdPage *page, const char *text) {
    Found *known = g_hash_table_lookup(page->found, text);
    if (!known) {
        known = g_new0(Found, 1);
        known->strength = -1;
        known->has_span = -1;
        g_hash_table_insert(page->found, g_strdup(text), known);
    }
    return known;
}

double pd_html_credit_strength(const PdPage *page, const char *text) {
    Found *known = found(page, text);
    if (known->strength < 0)
        known->strength = strength_of(text);
    return known->strength;
}

static bool ends_sentence(const char *text, const char *at) {
    static const char *const ends[] = {".", "!", "?", "。", "…", "”", "\"", "»", "“", "’"};
    while (at > text && at[-1] == ' ')
        at--;
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        size_t n = strlen(ends[i]);
        if ((size_t)(at - text) >= n && memcmp(at - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

/* "潟沼義樹撮影", "고영권 기자": words that stand behind the name of a photographer. */
static bool is_suffixed(const char *text) {
    size_t len = strlen(text);
    const char *p = text + len;
    while (p > text && (size_t)(text + len - p) < 24) {
        p = g_utf8_prev_char(p);
        if (p > text && pd_flat_is_word(PD_CUE_SUFFIX, p, (size_t)(text + len - p)))
            return true;
    }
    return false;
}

/* The bracket that a text ends with: where it opens, NULL without one. */
static const char *last_bracket(const char *text, const char *shut, const char *open) {
    size_t len = strlen(text), n_shut = strlen(shut);
    if (len < n_shut + 1 || !g_str_has_suffix(text, shut))
        return NULL;
    const char *at = g_strrstr_len(text, (gssize)(len - n_shut), open);
    bool is_nested = at && g_strrstr_len(at, (gssize)(len - n_shut - (size_t)(at - text)), shut);
    return is_nested ? NULL : at;
}

static bool is_bracket_credit(const PdPage *page, const char *text, const char *open, const char *inner) {
    gunichar first = g_utf8_get_char(inner);
    if (is_suffixed(inner))
        return true;
    if (!g_unichar_isalpha(first) || g_unichar_islower(first))
        return false;
    return ends_sentence(text, open) || pd_html_credit_strength(page, inner) >= SET_OFF;
}

static bool find_bracket(const PdPage *page, const char *text, PdCreditSpan *out) {
    static const char *const pairs[][2] = {{")", "("}, {"）", "（"}, {"]", "["}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const char *open = last_bracket(text, pairs[i][0], pairs[i][1]);
        if (!open)
            continue;
        size_t from = (size_t)(open - text) + strlen(pairs[i][1]), to = strlen(text) - strlen(pairs[i][0]);
        if (to <= from + 1 || to - from > MAX_BRACKET_BYTES)
            continue;
        g_autofree char *inner = g_strstrip(g_strndup(text + from, to - from));
        if (!is_bracket_credit(page, text, open, inner))
            continue;
        *out =
            (PdCreditSpan){.start = (size_t)(open - text), .end = strlen(text), .line = from, .line_end = to, .sure = 0.6};
        return true;
    }
    return false;
}

/* "… in Palma / Lorenzo Marina", "…＝ＡＰ". */
static bool find_tail(const PdPage *page, const char *text, PdCreditSpan *out) {
    static const char *const marks[] = {" / ", " | ", "＝", " – ", " - ", " — ", " • "};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *mark = g_strrstr(text, marks[i]);
        if (!mark || mark == text)
            continue;
        const char *tail = mark + strlen(marks[i]);
        if (strlen(tail) > MAX_TAIL_BYTES)
            continue;
        g_autofree char *plain = g_utf8_normalize(tail, -1, G_NORMALIZE_NFKC);
        if (!plain || pd_html_credit_strength(page, plain) < SET_OFF)
            continue;
        *out = (PdCreditSpan){.start = (size_t)(mark - text),
                              .end = strlen(text),
                              .line = (size_t)(tail - text),
                              .line_end = strlen(text),
                              .sure = 0.5};
        return true;
    }
    return false;
}

/* "… in Palma. © Montage": the sign says that a credit follows, whatever it is. */
static bool find_mark(const char *text, PdCreditSpan *out) {
    const char *mark = g_strrstr(text, "©");
    size_t len = strlen(text);
    if (!mark || len - (size_t)(mark - text) > MAX_TAIL_BYTES)
        return false;
    size_t line = (size_t)(mark - text) + strlen("©");
    line += strspn(text + line, " ");
    if (line >= len)
        return false;
    *out = (PdCreditSpan){.start = (size_t)(mark - text), .end = len, .line = line, .line_end = len, .sure = 0.8};
    return true;
}

/* Whether a word of some length ends before the sentence's stop: "A." and "Dr." end no sentence. */
static bool is_word_end(const char *text, size_t at) {
    size_t n = 0;
    while (at > 0 && !g_ascii_isalpha(text[at - 1]) && (unsigned char)text[at - 1] < 0x80)
        at--;
    for (; at > 0 && (g_ascii_isalpha(text[at - 1]) || (unsigned char)text[at - 1] >= 0x80); at--)
        n++;
    return n > 2;
}

/* "… greets the crowd. Ann Reid": what stands behind the last sentence and is none. */
static bool find_last_words(const PdPage *page, const char *text, PdCreditSpan *out) {
    size_t len = strlen(text), from = len;
    while (from > 0 && len - from <= MAX_TAIL_BYTES && !(text[from - 1] == ' ' && ends_sentence(text, text + from)))
        from--;
    if (from == 0 || from == len || len - from > MAX_TAIL_BYTES || !is_word_end(text, from))
        return false;
    bool is_sentence = text[len - 1] == '.';
    if (!is_suffixed(text + from) && (is_sentence || pd_html_credit_strength(page, text + from) < SET_OFF))
        return false;
    *out = (PdCreditSpan){.start = from, .end = len, .line = from, .line_end = len, .sure = 0.5};
    return true;
}

/* "Foto: Ann Reid (Moor Press)": what stands right before the credit found may belong to it. */
static void take_in_what_leads(const char *caption, PdCreditSpan *span) {
    PdCreditSpan before;
    size_t len = span->start;
    while (len > 0 && caption[len - 1] == ' ')
        len--;
    g_autofree char *rest = g_strndup(caption, len);
    if (len == 0 || !pd_credit_find(rest, &before) || before.end < len || before.line > len || before.start >= before.line)
        return;
    if (!g_unichar_isalpha(g_utf8_get_char(rest + before.start)))
        return;
    span->start = before.start;
    span->line = before.line;
    span->line_end = span->end;
}

static bool find_any(const PdPage *page, const char *caption, PdCreditSpan *out) {
    size_t len = strlen(caption);
    if (len > MAX_CAPTION_BYTES)
        return false;
    if (!pd_credit_find(caption, out) && !find_mark(caption, out) && !find_bracket(page, caption, out) &&
        !find_tail(page, caption, out) && !find_last_words(page, caption, out))
        return false;
    if (out->start > out->line || out->line > out->line_end || out->line_end > out->end || out->end > len)
        return false;
    take_in_what_leads(caption, out);
    return true;
}

bool pd_html_credit_find(const PdPage *page, const char *caption, PdCreditSpan *out) {
    Found *known = found(page, caption);
    if (known->has_span < 0)
        known->has_span = find_any(page, caption, &known->span);
    *out = known->span;
    return known->has_span;
}
