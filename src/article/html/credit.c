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
/* A word that only photographers' names have behind them. */
#define SUFFIX_SURE 0.7
/* How much where several signs might. */
#define CERTAIN 0.85

/* Whether a word of some length ends before the sentence's stop: "A." and "Dr." end no sentence. */
static bool is_word_end(const char *text, size_t at) {
    size_t n = 0;
    while (at > 0 && !g_ascii_isalpha(text[at - 1]) && (unsigned char)text[at - 1] < 0x80)
        at--;
    for (; at > 0 && (g_ascii_isalpha(text[at - 1]) || (unsigned char)text[at - 1] >= 0x80); at--)
        n++;
    return n > 2;
}

/* Whether a sentence ends within the text and another follows. */
static bool has_sentences(const char *text) {
    for (const char *stop = text; (stop = strstr(stop, ". ")) != NULL; stop += 2)
        if (is_word_end(text, (size_t)(stop - text) + 1) && (g_unichar_isupper(g_utf8_get_char(stop + 2)) || stop[2] == '('))
            return true;
    return strstr(text, "。") != NULL;
}

static bool is_origin(const PdFlatLabel *label) {
    return label->kind == PD_CUE_CREDIT || label->kind == PD_CUE_PHOTO || label->kind == PD_CUE_SOURCE;
}

/* "Source: Repeat Project": a label of the flattened dialect's table and a short rest. */
static bool is_labelled(const char *text, size_t len) {
    PdFlatLabel label;
    if (len > MAX_TAIL_BYTES || !pd_flat_label(text, len, 0, &label) || label.start != 0 || label.value >= len)
        return false;
    return label.has_colon && is_origin(&label) && !has_sentences(text + label.value);
}

/* Words in capitals and the small words of names between them: n of them, 0 when others are among them. */
static size_t count_name_words(const char *text, size_t len) {
    size_t n = 0, n_words = 0;
    for (size_t at = 0, end; at < len; at = end) {
        at += strspn(text + at, " ");
        end = at + strcspn(text + at, " ");
        end = MIN(end, len);
        if (end == at)
            break;
        gunichar first = g_utf8_get_char(text + at);
        bool is_small = pd_flat_is_word(PD_CUE_PARTICLE, text + at, end - at);
        if (!g_unichar_isupper(first) && !is_small && !pd_flat_is_word(PD_CUE_LOWER, text + at, end - at))
            return 0;
        n += g_unichar_isupper(first) != 0;
        if (++n_words > 6)
            return 0;
    }
    return n;
}

/* "Beeld Joke de Wit": a label that lacks its colon, and a name. */
static bool is_bare_label(const char *text, size_t len) {
    size_t word = strcspn(text, " ");
    if (len > MAX_TAIL_BYTES || word >= len || text[len - 1] == '.' || count_name_words(text + word, len - word) < 2)
        return false;
    g_autofree char *marked = g_strdup_printf("%.*s:%s", (int)word, text, text + word);
    return is_labelled(marked, len + 1);
}

/* "Courtesy of Harbour Trust", "Submitted photo". */
static bool is_provided(const char *text, size_t len) {
    size_t link = pd_flat_word_at(PD_CUE_LINK, text, len);
    if (link > strlen("from") && link < len && len <= MAX_TAIL_BYTES && count_name_words(text + link, len - link) > 0)
        return true;
    size_t word = pd_flat_word_at(PD_CUE_ALONE, text, len);
    if (word == 0 || word >= len || text[word] != ' ' || strchr(text + word + 1, ' '))
        return false;
    g_autofree char *marked = g_strdup_printf("%s: X", text + word + 1);
    return is_labelled(marked, strlen(marked));
}

/* "Moira Tulloch / Nordic Wire": nothing but names with bars between them. */
static bool is_joined_names(const char *text, size_t len) {
    size_t n_parts = 0, n_words = 0;
    if (len > MAX_TAIL_BYTES || text[len - 1] == '.')
        return false;
    for (size_t at = 0; at < len; n_parts++) {
        size_t part = strcspn(text + at, "/|");
        size_t n = count_name_words(text + at, part);
        if (n == 0 || n > 4)
            return false;
        n_words += n;
        at += part + 1;
    }
    return n_parts > 1 && n_words > 2;
}

/* Words in small letters that no credit has: those of a sentence. */
static size_t count_prose_words(const char *text) {
    size_t n = 0;
    for (size_t end; *text; text += end + strspn(text + end, " ")) {
        end = strcspn(text, " ");
        size_t word = end;
        while (word > 0 && strchr(".,;:)", text[word - 1]))
            word--;
        bool is_small = word > 1 && g_unichar_islower(g_utf8_get_char(text));
        n += is_small && !pd_flat_is_word(PD_CUE_PARTICLE, text, word) && !pd_flat_is_word(PD_CUE_LOWER, text, word) &&
             !pd_flat_is_word(PD_CUE_LINK, text, word);
    }
    return n;
}

/* A grammar that took a whole text must not have taken a caption with it: "FILE PHOTO: Lambs on the moor. Ann Reid". */
static bool is_all_credit(const char *text, const PdCreditSpan *span) {
    if (span->start > 0 || span->end < strlen(text))
        return false;
    return count_prose_words(text) < (has_sentences(text) ? 2 : 4);
}

/* "Ana Ruiz (EFE)": a name before the bracket that the grammar found. */
static bool is_bracketed_agency(const char *text, const PdCreditSpan *span) {
    size_t name = strcspn(text, "(.,:");
    return name > 0 && name == span->start && text[name] == '(' && span->end >= strlen(text) &&
           count_name_words(text, name) > 1;
}

static double strength_of(const char *text) {
    size_t len = strlen(text);
    PdCreditSpan span;
    if (len == 0 || len > MAX_STRENGTH_BYTES)
        return 0;
    if (pd_party_find(text) || pd_flat_is_word(PD_CUE_LOWER, text, len) || is_labelled(text, len))
        return 0.9;
    if (is_joined_names(text, len) || is_bare_label(text, len) || is_provided(text, len))
        return 0.88;
    if (!pd_credit_find(text, &span))
        return pd_credit_likeness(text) * (len > MAX_TAIL_BYTES ? 0.5 : 1);
    bool is_named = is_bracketed_agency(text, &span);
    bool is_whole = is_named || is_all_credit(text, &span);
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
    static const char *const pairs[][2] = {{")", "("}, {"）", "（"}, {"]", "["}, {"】", "【"}};
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
        *out = (PdCreditSpan){.start = (size_t)(open - text),
                              .end = strlen(text),
                              .line = from,
                              .line_end = to,
                              .sure = is_suffixed(inner) ? SUFFIX_SURE : 0.6};
        return true;
    }
    return false;
}

/* How much what stands behind a mark reads like a credit. */
static double tail_strength(const PdPage *page, const char *tail) {
    if (strlen(tail) > MAX_TAIL_BYTES)
        return 0;
    g_autofree char *plain = g_utf8_normalize(tail, -1, G_NORMALIZE_NFKC);
    return plain ? pd_html_credit_strength(page, plain) : 0;
}

/* The mark behind which the credit stands: the first that has nothing but one behind it, else the last. */
static const char *credit_mark(const PdPage *page, const char *text, const char *mark) {
    const char *last = NULL;
    for (const char *at = text; (at = strstr(at, mark)) != NULL; at += strlen(mark)) {
        if (at > text && tail_strength(page, at + strlen(mark)) >= CERTAIN)
            return at;
        last = at;
    }
    return last && last > text && tail_strength(page, last + strlen(mark)) >= SET_OFF ? last : NULL;
}

/* "… in Palma / Lorenzo Marina", "…＝ＡＰ". */
static bool find_tail(const PdPage *page, const char *text, PdCreditSpan *out) {
    static const char *const marks[] = {" / ", " | ", "＝", " – ", " - ", " — ", " • "};
    for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
        const char *mark = credit_mark(page, text, marks[i]);
        if (!mark)
            continue;
        *out = (PdCreditSpan){.start = (size_t)(mark - text),
                              .end = strlen(text),
                              .line = (size_t)(mark - text) + strlen(marks[i]),
                              .line_end = strlen(text),
                              .sure = 0.5};
        return true;
    }
    return false;
}

/* "… in Palma. © Montage": the sign says that a credit follows, whatever it is. */
static bool find_mark(const char *text, PdCreditSpan *out) {
    static const char *const marks[] = {"©", "📷", "📸", "🎥"};
    const char *mark = NULL;
    size_t len = strlen(text), line = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(marks) && !mark; i++) {
        mark = g_strrstr(text, marks[i]);
        line = mark ? (size_t)(mark - text) + strlen(marks[i]) : 0;
    }
    if (!mark || len - (size_t)(mark - text) > MAX_TAIL_BYTES)
        return false;
    line += strspn(text + line, " :");
    if (line >= len)
        return false;
    *out = (PdCreditSpan){.start = (size_t)(mark - text), .end = len, .line = line, .line_end = len, .sure = 0.8};
    return true;
}

/* "…图片来源：海港日报", "… fot. Anna Zielna": a label of the table inside the caption, and a short rest. */
static bool find_label(const char *text, PdCreditSpan *out) {
    size_t len = strlen(text);
    const char *from = len > MAX_TAIL_BYTES ? text + len - MAX_TAIL_BYTES : text;
    while (from > text && ((unsigned char)*from & 0xc0) == 0x80)
        from--;
    for (const char *at = from; *at; at = g_utf8_next_char(at)) {
        PdFlatLabel label;
        bool is_behind_comma = at - text >= 2 && at[-1] == ' ' && strchr(",;", at[-2]);
        size_t shift = is_behind_comma ? (size_t)(at - text) : 0; /* there a label may begin small */
        if (at == text || !pd_flat_label(text + shift, len - shift, (size_t)(at - text) - shift, &label))
            continue;
        label.start += shift;
        label.value += shift;
        bool is_firm = label.has_colon || label.kind == PD_CUE_CREDIT;
        if (label.value >= len || label.start == 0 || !is_origin(&label) || !is_firm || has_sentences(text + label.value))
            continue;
        *out = (PdCreditSpan){.start = label.start, .end = len, .line = label.start, .line_end = len, .sure = 0.8};
        return true;
    }
    return false;
}

/* Whether a sentence ends before text[at]; where no spaces are written, its stop is enough. */
static bool is_sentence_end(const char *text, size_t at) {
    if (text[at - 1] == ' ')
        return ends_sentence(text, text + at);
    return at >= 3 && memcmp(text + at - 3, "。", 3) == 0;
}

/* "… greets the crowd. Ann Reid": what stands behind the last sentence and is none. */
static bool find_last_words(const PdPage *page, const char *text, PdCreditSpan *out) {
    size_t len = strlen(text), from = len;
    while (from > 0 && len - from <= MAX_TAIL_BYTES && !is_sentence_end(text, from))
        from--;
    if (from == 0 || from == len || len - from > MAX_TAIL_BYTES || !is_word_end(text, from))
        return false;
    bool is_sentence = text[len - 1] == '.', has_suffix = is_suffixed(text + from);
    if (!has_suffix && (is_sentence || pd_html_credit_strength(page, text + from) < SET_OFF))
        return false;
    *out = (PdCreditSpan){.start = from, .end = len, .line = from, .line_end = len, .sure = has_suffix ? SUFFIX_SURE : 0.5};
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
    if (!g_unichar_isalpha(g_utf8_get_char(rest + before.start)) || count_prose_words(rest + before.start) > 1)
        return;
    span->start = before.start;
    span->line = before.line;
    span->line_end = span->end;
}

static bool find_any(const PdPage *page, const char *caption, PdCreditSpan *out) {
    size_t len = strlen(caption);
    if (len > MAX_CAPTION_BYTES)
        return false;
    bool is_found = pd_credit_find(caption, out);
    if (is_found && out->start == 0 && out->end >= len && !is_all_credit(caption, out))
        is_found = false;
    if (!is_found && !find_mark(caption, out) && !find_bracket(page, caption, out) && !find_label(caption, out) &&
        !find_tail(page, caption, out) && !find_last_words(page, caption, out))
        return false;
    if (out->start > out->line || out->line > out->line_end || out->line_end > out->end || out->end > len)
        return false;
    take_in_what_leads(caption, out);
    g_autofree char *line = g_strndup(caption + out->line, out->line_end - out->line);
    if (is_suffixed(line))
        out->sure = MAX(out->sure, SUFFIX_SURE);
    return true;
}

bool pd_html_credit_find(const PdPage *page, const char *caption, PdCreditSpan *out) {
    Found *known = found(page, caption);
    if (known->has_span < 0)
        known->has_span = find_any(page, caption, &known->span);
    *out = known->span;
    return known->has_span;
}
