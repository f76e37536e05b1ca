/* Finds the signs of figures in a line (scan.h). */
#include "article/flat/scan.h"

#include <string.h>

#include "article/flat/cues.h"
#include "article/flat/names.h"
#include "article/flat/sentence.h"
#include "article/flat/text.h"

enum { BRACKET_BYTES = 320, AHEAD_BYTES = 240, SUFFIX_CHARS = 5 };

typedef struct {
    const char *text;
    size_t start, end;
    bool is_running;
    GArray *signs;
    size_t clear[3]; /* by kind of bracket: none closes before */
} Scan;

static gunichar closer_of(gunichar c) {
    switch (c) {
    case '(':
        return ')';
    case '[':
        return ']';
    case 0xff08:
        return 0xff09;
    case 0x3010:
        return 0x3011;
    default:
        return 0;
    }
}

/* The byte of the bracket that closes the one at `at`; 0 when it is far off or missing. What is known to hold no closing one
 * is not looked through again: lines full of opening brackets cost no more than others. */
static size_t bracket_close(Scan *scan, size_t at) {
    gunichar opens = g_utf8_get_char(scan->text + at), closes = closer_of(opens);
    size_t stop = MIN(scan->end, at + BRACKET_BYTES), *clear = scan->clear + (opens == '(' ? 0 : opens == '[' ? 1 : 2);
    int depth = 0;
    size_t from = MAX(*clear, at);
    while (from < stop && g_utf8_get_char(scan->text + from) != closes)
        from = pd_flat_next(scan->text, from);
    *clear = from;
    for (; from < stop && at < stop; at = pd_flat_next(scan->text, at)) {
        gunichar c = g_utf8_get_char(scan->text + at);
        depth += c == opens;
        depth -= c == closes;
        if (depth == 0)
            return at;
    }
    return 0;
}

static size_t trim_end(const char *text, size_t start, size_t end) {
    while (end > start) {
        const char *last = g_utf8_prev_char(text + end);
        gunichar c = g_utf8_get_char(last);
        if (!g_unichar_isspace(c) && c != 0xb6)
            break;
        end = (size_t)(last - text);
    }
    return end;
}

static size_t trim_start(const char *text, size_t start, size_t end) {
    while (start < end && (g_unichar_isspace(g_utf8_get_char(text + start)) || g_utf8_get_char(text + start) == 0xb6))
        start = pd_flat_next(text, start);
    return start;
}

/* Where the next label begins that ends a credit: not one that a separator makes part of it. */
static size_t next_label(const Scan *scan, size_t from, size_t end) {
    PdFlatLabel label;
    gunichar last = 0;
    for (size_t at = from; at < end; at = pd_flat_next(scan->text, at)) {
        gunichar c = g_utf8_get_char(scan->text + at);
        bool is_part = last == ';' || last == ',' || last == '/' || last == '&' || last == '+';
        if (at > from && !is_part &&
            pd_flat_label(scan->text + scan->start, scan->end - scan->start, at - scan->start, &label) && !label.is_slashed)
            return at;
        if (!g_unichar_isspace(c))
            last = c;
    }
    return end;
}

/* "© 2024 House", "All rights reserved": the foot of a page. */
static bool is_footer(const char *text, size_t start, size_t end) {
    unsigned digits = 0;
    for (size_t at = start; at < end; at++)
        digits += g_ascii_isdigit(text[at]) ? 1 : 0;
    if (digits >= 4)
        return true;
    g_autofree char *lower = g_ascii_strdown(text + start, (gssize)(end - start));
    return strstr(lower, "rights reserved") || strstr(lower, "rechte vorbehalten") || strstr(lower, "droits réservés");
}

static void add_sign(Scan *scan, const PdFlatSign *sign) {
    g_array_append_val(scan->signs, *sign);
}

static const char *label_cue(const PdFlatLabel *label) {
    g_autofree char *cue = g_strdup_printf("label %s", label->words);
    return g_intern_string(cue);
}

static size_t caption_label(Scan *scan, const PdFlatLabel *label, double sure) {
    PdFlatSign sign = {.kind = label->kind == PD_CUE_MEDIA ? PD_SIGN_MEDIA : PD_SIGN_CAPTION,
                       .start = label->start,
                       .end = label->value,
                       .value = label->value,
                       .value_end = label->value,
                       .is_labelled = true,
                       .is_open = label->value >= scan->end,
                       .cue = label_cue(label),
                       .sure = sure};
    add_sign(scan, &sign);
    return MAX(label->value, label->end);
}

/* A label that ends its line: its value stands on the next. */
static size_t open_label(Scan *scan, const PdFlatLabel *label) {
    PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                       .start = label->start,
                       .end = scan->end,
                       .value = scan->end,
                       .value_end = scan->end,
                       .is_labelled = true,
                       .is_open = true,
                       .is_source = label->kind == PD_CUE_SOURCE,
                       .cue = label_cue(label),
                       .sure = 0.6};
    add_sign(scan, &sign);
    return scan->end;
}

/* Where the credit behind a label ends that may go on to `limit` at most. */
static size_t labelled_end(const Scan *scan, const PdFlatLabel *label, size_t limit, bool is_bracket) {
    size_t ahead = MIN(limit, label->value + AHEAD_BYTES), bound = next_label(scan, label->value, ahead);
    bound = trim_end(scan->text, label->value, bound == ahead ? limit : bound);
    if (is_bracket && bound >= trim_end(scan->text, label->value, limit))
        return bound;
    return pd_flat_credit_end(scan->text, label->value, bound);
}

/* Whether what stands behind a label is a credit at all. */
static bool is_labelled_credit(const Scan *scan, const PdFlatLabel *label, size_t end, bool is_bracket,
                               const PdFlatShape *shape) {
    bool is_prose = shape->n_lower > 3 && shape->n_lower * (is_bracket ? 3 : 4) > shape->n_words * 2 && !shape->has_party;
    return shape->n_words > 0 && !is_prose && (label->kind == PD_CUE_SOURCE || !is_footer(scan->text, label->value, end));
}

/* A label that introduces a credit; close: the end of the bracket it stands in, 0 for none. Gives the byte to go on from, 0
 * when it is no sign. */
static size_t credit_label(Scan *scan, const PdFlatLabel *label, size_t open, size_t close) {
    size_t limit = close ? close : scan->end;
    if (label->value >= limit) {
        bool is_alone = label->has_colon || (label->kind == PD_CUE_CREDIT && label->start == scan->start);
        return close || !is_alone || label->value > limit ? 0 : open_label(scan, label);
    }
    size_t end = labelled_end(scan, label, limit, close != 0);
    if (end <= label->value) {
        bool is_caption = label->kind == PD_CUE_PHOTO && label->has_colon && label->start == scan->start;
        return is_caption ? caption_label(scan, label, 0.6) : 0;
    }
    PdFlatShape shape = pd_flat_shape(scan->text, label->value, end);
    if (!is_labelled_credit(scan, label, end, close != 0, &shape))
        return 0;
    double sure = label->kind == PD_CUE_CREDIT ? 0.95 : label->kind == PD_CUE_PHOTO ? 0.9 : 0.7;
    PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                       .start = close ? open : label->start,
                       .end = close ? pd_flat_next(scan->text, close) : end,
                       .value = label->is_kept ? label->start : label->value,
                       .value_end = end,
                       .is_labelled = true,
                       .is_bracket = close != 0,
                       .is_source = label->kind == PD_CUE_SOURCE,
                       .is_wire = shape.is_wire,
                       .cue = label_cue(label),
                       .sure = close ? sure + 0.03 : sure};
    add_sign(scan, &sign);
    return sign.end;
}

/* Whether nothing but stops stands behind `at`, or a new sentence begins in a running line. */
static bool is_end_of_figure(const Scan *scan, size_t at) {
    while (at < scan->end && strchr(".; ", scan->text[at]))
        at++;
    at = trim_start(scan->text, at, scan->end);
    if (at >= scan->end)
        return true;
    gunichar c = g_utf8_get_char(scan->text + at);
    return scan->is_running && !g_unichar_islower(c) && c != ',' && c != ')';
}

static bool is_after_sentence(const Scan *scan, size_t at) {
    size_t end = trim_end(scan->text, scan->start, at);
    if (end == scan->start)
        return !scan->is_running;
    gunichar c = g_utf8_get_char(g_utf8_prev_char(scan->text + end));
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == '"' || c == 0x201d || c == 0x3002;
}

/* Whether the line opens with somebody's words: an agency in brackets behind them is their source. */
static bool ends_speech(const Scan *scan, size_t at) {
    gunichar c = g_utf8_get_char(scan->text + scan->start);
    return at > scan->start && (c == '"' || c == 0x201c || c == 0x201e || c == 0xbb || c == 0xab || c == 0x2018);
}

/* Where a name ends before "撮影", "기자" and the like. */
static size_t without_suffix(const char *text, size_t start, size_t end) {
    for (size_t at = end, n = 0; at > start && n < SUFFIX_CHARS; n++) {
        at = (size_t)(g_utf8_prev_char(text + at) - text);
        if (at > start && pd_flat_is_word(PD_CUE_SUFFIX, text + at, end - at))
            return trim_end(text, start, at);
    }
    return end;
}

static bool ends_in_year(const char *text, size_t start, size_t end) {
    enum { DATE_BYTES = 8 };
    if (end - start < DATE_BYTES || text[end - 5] != '.')
        return false;
    for (size_t at = end - 4; at < end; at++)
        if (!g_ascii_isdigit(text[at]))
            return false;
    return g_ascii_isdigit(text[end - 6]);
}

/* Whether what stands in brackets without a label is a credit by its words. */
static bool is_bracket_named(const Scan *scan, size_t open, size_t value, size_t end, bool has_suffix,
                             const PdFlatShape *shape) {
    const char *text = scan->text;
    if (pd_flat_is_word(PD_CUE_ALONE, text + value, end - value))
        return true;
    bool is_told = g_unichar_islower(g_utf8_get_char(text + value)) && shape->is_wire == false && shape->n_lower > 0 &&
                   !pd_flat_word_at(PD_CUE_LINK, text + value, end - value) &&
                   !pd_flat_word_at(PD_CUE_BARE, text + value, end - value) && !pd_flat_starts_party(text, value, end) &&
                   !shape->has_slash;
    if (is_told || g_strstr_len(text + value, (gssize)(end - value), "："))
        return false; /* "(avec AFP)", "（编辑：王芳）" */
    if (ends_in_year(text, value, end))
        return false; /* "(Jane Roe in Kyiv, John Doe, 3.5.2024)": who wrote, and when */
    if (shape->is_sentence || pd_flat_is_word(PD_CUE_STATUS, text + value, end - value))
        return false;
    if (shape->has_party && shape->n_lower <= (shape->has_slash ? shape->n_words / 2 : 2) &&
        !(shape->n_lower > 1 && text[end - 1] == '.'))
        return true;
    bool has_digit = false;
    for (size_t at = value; at < end; at++)
        has_digit = has_digit || g_ascii_isdigit(text[at]);
    bool is_named = shape->n_lower == 0 && shape->n_words > 0 && shape->n_words <= 10 && !has_digit && !shape->has_date;
    return has_suffix || (is_named && is_after_sentence(scan, open));
}

/* A credit in brackets that no label introduces: "(AP Photo/Jane Doe)", "(Jane Doe)" behind a sentence; a name that stands
 * before the bracket and behind the sentence belongs to it: "Jane Doe (AP)". */
static size_t bracket_credit(Scan *scan, size_t from, size_t open, size_t close) {
    size_t value = trim_start(scan->text, pd_flat_next(scan->text, open), close), end = trim_end(scan->text, value, close);
    size_t after = pd_flat_next(scan->text, close);
    PdFlatLabel label;
    if (end > value && pd_flat_label(scan->text + scan->start, scan->end - scan->start, value - scan->start, &label))
        return 0; /* it says itself what it is */
    PdFlatShape shape = pd_flat_shape(scan->text, value, end);
    if (end <= value || !is_end_of_figure(scan, after) || (shape.is_wire && ends_speech(scan, open)))
        return 0;
    size_t whole = end;
    end = without_suffix(scan->text, value, end);
    if (end <= value || (!g_unichar_isalnum(g_utf8_get_char(scan->text + value)) && scan->text[value] != '@') ||
        !is_bracket_named(scan, open, value, end, end < whole, &shape))
        return 0;
    bool is_joined = shape.has_slash || shape.n_parts > 1;
    size_t gap = open, name = is_joined ? after : pd_flat_credit_tail(scan->text, from, after, &gap);
    bool has_name = name < open;
    PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                       .start = has_name ? MIN(gap, name) : open,
                       .end = after,
                       .value = has_name ? name : value,
                       .value_end = has_name ? after : whole,
                       .is_bracket = true,
                       .is_wire = shape.is_wire && !has_name,
                       .cue = "bracket",
                       .sure = shape.has_party ? (is_joined || has_name ? 0.9 : 0.75) : 0.6};
    add_sign(scan, &sign);
    return after;
}

/* The word before `at`, when it is long enough to be no article, or a stop. */
static bool may_stand_before_label(const Scan *scan, size_t at) {
    enum { ARTICLE_CHARS = 3 };
    size_t end = trim_end(scan->text, scan->start, at);
    if (end == scan->start)
        return true;
    size_t start = end, n = 0;
    while (start > scan->start) {
        size_t before = (size_t)(g_utf8_prev_char(scan->text + start) - scan->text);
        if (!g_unichar_isalpha(g_utf8_get_char(scan->text + before)))
            break;
        start = before;
        n++;
    }
    return n == 0 || (n > ARTICLE_CHARS && !g_unichar_isupper(g_utf8_get_char(scan->text + start)));
}

/* "… sur la cale Photo Hans Lucas", "Beeld Jane Doe": a label without a mark before the name that ends the line. */
static bool bare_label(Scan *scan, size_t from) {
    enum { CREDIT_BYTES = 90, MOST_NAMES = 4, MOST_WORDS = 8 };
    const char *text = scan->text;
    for (size_t at = scan->end - MIN(scan->end - from, (size_t)CREDIT_BYTES); at < scan->end; at++) {
        if (((unsigned char)text[at] & 0xc0) == 0x80 || g_unichar_islower(g_utf8_get_char(text + at)) ||
            (at > scan->start && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(text + at)))))
            continue;
        size_t word = pd_flat_word_at(PD_CUE_BARE, text + at, scan->end - at), value = at + word;
        if (word == 0 || text[value] != ' ' || !may_stand_before_label(scan, at))
            continue;
        value = trim_start(text, value, scan->end);
        PdFlatShape shape = pd_flat_shape(text, value, scan->end);
        bool is_cased = g_unichar_isupper(g_utf8_get_char(text + value));
        bool is_named = shape.has_party || !is_cased ? shape.has_party && shape.n_words <= MOST_WORDS
                                                     : shape.n_words >= 2 && shape.n_words <= MOST_NAMES;
        if (shape.is_sentence || shape.n_lower > 0 || shape.has_date || shape.n_digits > 0 || !is_named ||
            g_unichar_islower(g_utf8_get_char(text + value)))
            continue;
        PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                           .start = at,
                           .end = scan->end,
                           .value = value,
                           .value_end = scan->end,
                           .is_labelled = true,
                           .is_wire = shape.is_wire,
                           .cue = "label without colon",
                           .sure = shape.has_party ? 0.8 : 0.6};
        add_sign(scan, &sign);
        return true;
    }
    return false;
}

static void bare_tail(Scan *scan, size_t from) {
    if (bare_label(scan, from))
        return;
    size_t gap = 0, start = pd_flat_credit_tail(scan->text, from, scan->end, &gap);
    if (start >= scan->end)
        return;
    gap = MIN(gap, start);
    size_t word = pd_flat_word_at(PD_CUE_PHOTO, scan->text + start, scan->end - start);
    if (word && scan->text[start + word] == ' ' && !pd_flat_starts_party(scan->text, start, scan->end))
        start = trim_start(scan->text, start + word, scan->end); /* "Photo Jane Doe/AFP" */
    PdFlatShape shape = pd_flat_shape(scan->text, start, scan->end);
    PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                       .start = gap,
                       .end = scan->end,
                       .value = start,
                       .value_end = scan->end,
                       .is_bare = true,
                       .is_wire = shape.is_wire,
                       .is_firm = shape.has_party && shape.has_slash,
                       .cue = "bare credit",
                       .sure = shape.has_party && shape.has_slash ? 0.85 : 0.65};
    add_sign(scan, &sign);
}

static bool bare_head(Scan *scan, size_t at, size_t *out_end) {
    size_t end = pd_flat_credit_head(scan->text, at, scan->end, scan->is_running);
    if (end == at)
        return false;
    size_t word = pd_flat_word_at(PD_CUE_BARE, scan->text + at, end - at);
    size_t value = word && scan->text[at + word] == ' ' ? trim_start(scan->text, at + word, end) : at;
    PdFlatShape shape = pd_flat_shape(scan->text, value, end);
    PdFlatSign sign = {.kind = PD_SIGN_CREDIT,
                       .start = at,
                       .end = end,
                       .value = value < end ? value : at,
                       .value_end = end,
                       .is_bare = true,
                       .is_wire = shape.is_wire,
                       .cue = "bare credit",
                       .sure = shape.has_slash ? 0.75 : 0.55};
    add_sign(scan, &sign);
    *out_end = end;
    return true;
}

GArray *pd_flat_signs(const char *text, size_t start, size_t end, bool is_running) {
    Scan scan = {.text = text,
                 .start = start,
                 .end = end,
                 .is_running = is_running,
                 .signs = g_array_new(FALSE, FALSE, sizeof(PdFlatSign))};
    size_t at = start, open = 0, close = 0, done = start;
    bool is_sentence_start = true;
    while (at < end) {
        gunichar c = g_utf8_get_char(text + at);
        size_t next = 0;
        PdFlatLabel label;
        if (close && at > close)
            close = 0;
        if (is_sentence_start && (at == start || is_running) && bare_head(&scan, at, &next)) {
            at = done = next;
            is_sentence_start = false;
            continue;
        }
        is_sentence_start = false;
        if (pd_flat_label(text + start, end - start, at - start, &label)) {
            label.start += start, label.end += start, label.value += start;
            next = label.kind == PD_CUE_CAPTION || label.kind == PD_CUE_MEDIA ? caption_label(&scan, &label, 0.95)
                                                                              : credit_label(&scan, &label, open, close);
        } else if (closer_of(c) && !close) {
            open = at;
            close = bracket_close(&scan, at);
            next = close ? bracket_credit(&scan, done, open, close) : 0;
        }
        if (next > at) {
            at = done = next;
            close = 0;
            continue;
        }
        next = pd_flat_next(text, at);
        is_sentence_start = is_running && (c == ' ' && at > start && strchr(".!?\"", text[at - 1]));
        at = next;
    }
    done = trim_start(text, done, end);
    if (done < end)
        bare_tail(&scan, done);
    return scan.signs;
}
