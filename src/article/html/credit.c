/* Credits by their shape, where it is known that the text stands under a picture: there a bracket or a bar at the end is a
 * credit with less evidence than the grammar asks for in running text.
 */
#include <string.h>

#include "article/html/parts.h"
#include "codec/text.h"

#define MAX_BRACKET_BYTES 120u
#define MAX_TAIL_BYTES 90u

/* How much a short text must read like a credit when a sign sets it off from the caption. */
#define SET_OFF 0.3

double pd_html_credit_strength(const char *text) {
    size_t len = strlen(text);
    PdCreditSpan span;
    if (len == 0 || len > MAX_CREDIT_BYTES)
        return 0;
    if (pd_party_find(text))
        return 0.9;
    double likeness = pd_credit_likeness(text);
    if (!pd_credit_find(text, &span))
        return likeness;
    bool is_whole = span.start == 0 && span.end >= len && (len <= MAX_TAIL_BYTES || likeness >= SET_OFF);
    return is_whole ? 0.95 : 0;
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

/* The bracket that a text ends with: where it opens, NULL without one. */
static const char *last_bracket(const char *text, const char *shut, const char *open) {
    size_t len = strlen(text), n_shut = strlen(shut);
    if (len < n_shut + 1 || !g_str_has_suffix(text, shut))
        return NULL;
    const char *at = g_strrstr_len(text, (gssize)(len - n_shut), open);
    bool is_nested = at && g_strrstr_len(at, (gssize)(len - n_shut - (size_t)(at - text)), shut);
    return is_nested ? NULL : at;
}

static bool is_bracket_credit(const char *text, const char *open, const char *inner) {
    gunichar first = g_utf8_get_char(inner);
    if (g_str_has_suffix(inner, "撮影") || g_str_has_suffix(inner, "提供"))
        return true;
    if (!g_unichar_isalpha(first) || g_unichar_islower(first))
        return false;
    return ends_sentence(text, open) || pd_html_credit_strength(inner) >= SET_OFF;
}

static bool find_bracket(const char *text, PdCreditSpan *out) {
    static const char *const pairs[][2] = {{")", "("}, {"）", "（"}, {"]", "["}};
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const char *open = last_bracket(text, pairs[i][0], pairs[i][1]);
        if (!open)
            continue;
        size_t from = (size_t)(open - text) + strlen(pairs[i][1]), to = strlen(text) - strlen(pairs[i][0]);
        if (to <= from + 1 || to - from > MAX_BRACKET_BYTES)
            continue;
        g_autofree char *inner = g_strstrip(g_strndup(text + from, to - from));
        if (!is_bracket_credit(text, open, inner))
            continue;
        *out =
            (PdCreditSpan){.start = (size_t)(open - text), .end = strlen(text), .line = from, .line_end = to, .sure = 0.6};
        return true;
    }
    return false;
}

/* "… in Palma / Lorenzo Marina", "…＝ＡＰ". */
static bool find_tail(const char *text, PdCreditSpan *out) {
    static const char *const marks[] = {" / ", " | ", "＝", " – ", " - ", " — ", " • "};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *mark = g_strrstr(text, marks[i]);
        if (!mark || mark == text)
            continue;
        const char *tail = mark + strlen(marks[i]);
        if (strlen(tail) > MAX_TAIL_BYTES)
            continue;
        g_autofree char *plain = g_utf8_normalize(tail, -1, G_NORMALIZE_NFKC);
        if (!plain || pd_html_credit_strength(plain) < SET_OFF)
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

/* "Foto: Ann Reid (Moor Press)": what stands right before the credit found may belong to it. */
static void take_in_what_leads(const char *caption, PdCreditSpan *span) {
    PdCreditSpan before;
    size_t len = span->start;
    while (len > 0 && caption[len - 1] == ' ')
        len--;
    g_autofree char *rest = g_strndup(caption, len);
    if (len == 0 || !pd_credit_find(rest, &before) || before.end < len || before.line > len || before.start > before.line)
        return;
    span->start = before.start;
    span->line = before.line;
    span->line_end = span->end;
}

bool pd_html_credit_find(const char *caption, PdCreditSpan *out) {
    size_t len = strlen(caption);
    if (len > MAX_CAPTION_BYTES)
        return false;
    if (!pd_credit_find(caption, out) && !find_bracket(caption, out) && !find_tail(caption, out))
        return false;
    if (out->start > out->line || out->line > out->line_end || out->line_end > out->end || out->end > len)
        return false;
    take_in_what_leads(caption, out);
    return true;
}
