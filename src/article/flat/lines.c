/* Tells captions from bylines, dates, furniture and prose (lines.h). */
#include "article/flat/lines.h"

#include <string.h>

#include "article/flat/cues.h"
#include "article/flat/names.h"
#include "article/flat/sentence.h"
#include "codec/text.h"

enum {
    CAPTION_BELOW_BYTES = 240,
    LABELLED_BYTES = 320,
    TAIL_LINES = 2,
    FEW_LINES = 4,
    LOOK_LINES = 400,
    PROSE_LINES = 2,
    PROSE_BYTES = 100,
    SHORT_WORDS = 6,
    SHORT_BYTES = 60,
    HEADING_BYTES = 120
};

static gunichar first_char(const char *text, size_t start, size_t end) {
    return start < end ? g_utf8_get_char(text + start) : 0;
}

static gunichar last_char(const char *text, size_t start, size_t end) {
    return start < end ? g_utf8_get_char(g_utf8_prev_char(text + end)) : 0;
}

static bool is_edge(gunichar c) {
    return g_unichar_isspace(c) || c == 0xb6 || c == '|' || c == '/' || c == '\\' || c == 0x2022 || c == 0xb7 ||
           c == 0x200b || c == 0xfeff || c == 0xff5c || c == '*';
}

static bool is_dash(gunichar c) {
    return c == '-' || c == 0x2013 || c == 0x2014 || c == ',' || c == ';' || c == ':';
}

/* "2 of 12", "1/5", "Bild 3 von 7" in front of a bar. */
static size_t numbering(const char *text, size_t start, size_t end) {
    size_t at = start;
    while (at < end && at - start < 24 && text[at] != '|')
        at++;
    if (at >= end || text[at] != '|' || !g_ascii_isdigit(text[start]))
        return start;
    return at + 1;
}

static bool trim_front(const char *text, size_t *start, size_t end) {
    size_t at = *start;
    gunichar c = first_char(text, at, end);
    if (is_edge(c) || is_dash(c) || c == '_' || c == ')' || c == ']' || c == 0xff09 || c == '.')
        *start = pd_flat_next(text, at);
    else if (numbering(text, at, end) > at)
        *start = numbering(text, at, end);
    else {
        size_t noise = pd_flat_word_at(PD_CUE_NOISE, text + at, end - at);
        gunichar after = first_char(text, at + noise, end);
        if (noise > 6 && (memchr(text + at, ' ', noise) || after == ':' || at + noise == end || g_unichar_isupper(after)))
            *start = at + noise;
    }
    return *start > at;
}

static bool trim_back(const char *text, size_t start, size_t *end) {
    size_t was = *end;
    gunichar c = last_char(text, start, was);
    if (is_edge(c) || is_dash(c) || c == '(' || c == '[' || c == 0xff08)
        *end = (size_t)(g_utf8_prev_char(text + was) - text);
    else
        for (size_t at = was; at > start && was - at < 60; at = (size_t)(g_utf8_prev_char(text + at) - text))
            if (was - at > 6 && pd_flat_is_word(PD_CUE_NOISE, text + at, was - at) && memchr(text + at, ' ', was - at))
                *end = at;
    return *end < was;
}

void pd_flat_trim_caption(const char *text, size_t *start, size_t *end) {
    while (*start < *end && trim_front(text, start, *end))
        ;
    while (*start < *end && trim_back(text, *start, end))
        ;
}

bool pd_flat_has_word(const char *text, size_t start, size_t end) {
    for (size_t at = start; at < end; at = pd_flat_next(text, at))
        if (g_unichar_isalpha(g_utf8_get_char(text + at)))
            return true;
    return false;
}

char *pd_flat_text_between(const char *text, size_t start, size_t end) {
    if (end <= start)
        return NULL;
    g_autofree char *copy = g_strndup(text + start, end - start);
    for (char *mark = strstr(copy, "¶"); mark; mark = strstr(mark, "¶"))
        memset(mark, ' ', 2);
    for (char *mark = strstr(copy, "... [+]"); mark; mark = strstr(mark, "... [+]"))
        memset(mark, ' ', 7); /* where the page folds a long caption */
    g_autofree char *plain = pd_text_unescape(copy);
    char *tidy = pd_text_tidy(plain);
    if (!pd_text_is_blank(tidy))
        return tidy;
    g_free(tidy);
    return NULL;
}

bool pd_flat_is_byline(const char *text, size_t start, size_t end) {
    size_t word = pd_flat_word_at(PD_CUE_BYLINE, text + start, end - start);
    if (word == 0 || end - start > 120)
        return false;
    size_t at = start + word;
    while (at < end && (text[at] == ' ' || text[at] == ':'))
        at++;
    if (at == end)
        return true;
    PdFlatShape shape = pd_flat_shape(text, at, end);
    return !shape.is_sentence && shape.n_lower <= 1;
}

/* Dates, times, counts: more digits than letters, or a word of theirs among few. */
static bool is_date(const char *text, size_t start, size_t end) {
    size_t digits = 0, letters = 0;
    for (size_t at = start; at < end; at = pd_flat_next(text, at)) {
        gunichar c = g_utf8_get_char(text + at);
        digits += g_unichar_isdigit(c) ? 1 : 0;
        letters += g_unichar_isalpha(c) ? 1 : 0;
        if (end - start < 60 && (at == start || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(text + at)))) &&
            digits > 0 && pd_flat_word_at(PD_CUE_NOTNAME, text + at, end - at))
            return true;
    }
    return digits * 2 > letters || pd_flat_word_at(PD_CUE_NOTNAME, text + start, end - start) > 0;
}

bool pd_flat_has_date(const char *text, size_t start, size_t end) {
    for (size_t at = start; at < end; at = pd_flat_next(text, at))
        if ((at == start || !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(text + at)))) &&
            pd_flat_word_at(PD_CUE_NOTNAME, text + at, end - at))
            return true;
    return false;
}

bool pd_flat_is_capitals(const char *text, size_t start, size_t end) {
    unsigned n = 0;
    for (size_t at = start; at < end; at = pd_flat_next(text, at)) {
        gunichar c = g_utf8_get_char(text + at);
        if (g_unichar_islower(c))
            return false;
        n += g_unichar_isupper(c) ? 1 : 0;
    }
    return n > 3;
}

bool pd_flat_starts_date(const char *text, size_t start, size_t end) {
    return start < end &&
           (g_unichar_isdigit(g_utf8_get_char(text + start)) ||
            pd_flat_word_at(PD_CUE_NOTNAME, text + start, end - start)) &&
           pd_flat_has_date(text, start, end);
}

bool pd_flat_is_picture_party(const char *text, size_t start, size_t end) {
    return pd_flat_is_agency(text, start, end) && !pd_flat_is_word(PD_CUE_WIRE, text + start, end - start);
}

bool pd_flat_is_mid_caption(const PdFlatText *flat, guint i) {
    const PdFlatLine *lines = (const PdFlatLine *)(void *)flat->lines->data;
    const char *text = flat->text->str;
    if (g_unichar_ispunct(last_char(text, lines[i].start, lines[i].end)) ||
        lines[i].end - lines[i].start > CAPTION_BELOW_BYTES)
        return false;
    unsigned n_prose = 0;
    for (guint k = 0; k < i && n_prose < PROSE_LINES; k++)
        n_prose += lines[k].end - lines[k].start > PROSE_BYTES && text[lines[k].end - 1] == '.';
    return n_prose == PROSE_LINES && pd_flat_shape(text, lines[i].start, lines[i].end).n_lower >= 2;
}

void pd_flat_trim_credit(const char *text, size_t *start, size_t *end) {
    while (*start < *end) {
        gunichar c = first_char(text, *start, *end);
        if (!is_edge(c) && !is_dash(c) && c != ')' && c != ']')
            break;
        *start = pd_flat_next(text, *start);
    }
    while (*start < *end) {
        gunichar c = last_char(text, *start, *end);
        if (!is_edge(c) && !is_dash(c) && c != '(' && c != '[')
            break;
        *end = (size_t)(g_utf8_prev_char(text + *end) - text);
    }
}

bool pd_flat_is_caption(const char *text, const PdFlatLine *line, size_t max) {
    size_t start = line->start, end = line->end;
    pd_flat_trim_caption(text, &start, &end);
    if (line->is_image || (line->is_heading && end - start < HEADING_BYTES) || end <= start || end - start > max ||
        !pd_flat_has_word(text, start, end))
        return false;
    gunichar last = last_char(text, start, end);
    if (last == ':' || strncmp(text + start, "http", 4) == 0 || strncmp(text + start, "www.", 4) == 0)
        return false;
    return !pd_flat_is_byline(text, start, end) && !is_date(text, start, end) &&
           !pd_flat_is_word(PD_CUE_NOISE, text + start, end - start);
}

bool pd_flat_is_made_for(const char *text, size_t start, size_t end) {
    static const char *const WORDS[] = {" for ", " für ", " pour ", " para ", " per ", " voor ", " för ", " dla "};
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        const char *at = g_strstr_len(text + start, (gssize)(end - start), WORDS[i]);
        if (!at)
            continue;
        size_t word = (size_t)(at - text);
        PdFlatShape person = pd_flat_shape(text, start, word), client = pd_flat_shape(text, word + strlen(WORDS[i]), end);
        if (!person.is_sentence && !client.is_sentence && person.n_lower + client.n_lower == 0 && person.n_words >= 2 &&
            person.n_words <= 3 && client.n_words >= 1 && client.n_words <= 6 && !person.has_date)
            return true;
    }
    return false;
}

bool pd_flat_is_name_line(const char *text, const PdFlatLine *line) {
    if (line->is_image || line->is_heading || line->is_item || line->end - line->start > 80)
        return false;
    PdFlatShape shape = pd_flat_shape(text, line->start, line->end);
    return !shape.is_sentence && shape.n_lower == 0 && shape.n_words > 0 && shape.n_words <= 6 &&
           !is_date(text, line->start, line->end) && !pd_flat_is_byline(text, line->start, line->end);
}

/* How many words of the line stand in the placeholder's alternative text or file name too, of how many. */
static void shared_words(const char *text, const PdFlatLine *image, const PdFlatLine *line, unsigned *out_shared,
                         unsigned *out_words) {
    g_autofree char *alt_text = g_strndup(text + image->start, image->end - image->start);
    g_autofree char *alt = pd_text_words(alt_text);
    g_autofree char *line_text = g_strndup(text + line->start, line->end - line->start);
    g_autofree char *words = pd_text_words(line_text);
    g_auto(GStrv) alts = g_strsplit(alt, " ", 64);
    g_auto(GStrv) all = g_strsplit(words, " ", 64);
    *out_shared = *out_words = 0;
    for (char **word = all; *word; word++) {
        *out_words += **word != '\0';
        *out_shared += **word && g_strv_contains((const char *const *)alts, *word);
    }
}

static bool is_quote(gunichar c) {
    return c == 0x201c || c == 0x201e || c == 0xbb || c == 0xab || c == 0x2018 || c == 0x201d;
}

/* Whether a placeholder names a picture and no furniture: an address, or a file's name instead of words. */
static bool is_picture_file(const char *text, const PdFlatLine *image) {
    if (image->url != SIZE_MAX)
        return true;
    size_t len = image->end - image->start, digits = 0;
    for (size_t at = image->start; at < image->end; at++)
        digits += g_ascii_isdigit(text[at]) ? 1 : 0;
    return len > 4 && !memchr(text + image->start, ' ', len) && (digits > 0 || memchr(text + image->start, '.', len));
}

/* Whether the placeholder is for a button or a mark of the site, by its words. */
static bool is_furniture(const char *text, const PdFlatLine *image) {
    static const char *const WORDS[] = {"icon",     "logo",   "qr code", "app store", "google play", "newsletter",
                                        "feedback", "avatar", "button",  "banner",    "newsletter",  "blocker",
                                        "infobox",  "app -",  "pixel",   "advert"};
    g_autofree char *lower = g_ascii_strdown(text + image->start, (gssize)(image->end - image->start));
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++)
        if (strstr(lower, WORDS[i]))
            return true;
    return false;
}

/* Prose: a long line that ends as sentences do. Not further off than a reader looks: texts of many lines cost no more. */
static bool has_prose(const PdFlatText *flat, guint from, guint to) {
    const PdFlatLine *lines = (const PdFlatLine *)(void *)flat->lines->data;
    guint n = MIN(to - from, (guint)LOOK_LINES), first = from == 0 ? to - n : from;
    for (guint k = first; k < first + n; k++) {
        gunichar last = last_char(flat->text->str, lines[k].start, lines[k].end);
        if (lines[k].end - lines[k].start > PROSE_BYTES && (last == '.' || last == 0x3002 || last == 0x964))
            return true;
    }
    return false;
}

static bool is_repeated_line(const PdFlatText *flat, guint i) {
    const PdFlatLine *lines = (const PdFlatLine *)(void *)flat->lines->data;
    const char *text = flat->text->str;
    size_t len = lines[i].end - lines[i].start;
    guint from = i > LOOK_LINES ? i - LOOK_LINES : 0, to = MIN(flat->lines->len, i + LOOK_LINES);
    for (guint k = from; k < to; k++)
        if (k != i && lines[k].end - lines[k].start == len &&
            memcmp(text + lines[k].start, text + lines[i].start, len) == 0 && !lines[k].is_image)
            return true;
    return false;
}

/* What stands below a placeholder but is no caption: the name of an author above the article or below it, a heading in
 * capitals, a line that stands in the page again and again, an invitation to write, a teaser with its date. */
static bool is_no_caption(const PdFlatText *flat, guint i, unsigned words) {
    enum { NAME_WORDS = 4, NAME_BYTES = 40, HEADING_WORDS = 5, TIME_BYTES = 5 };
    const PdFlatLine *line = &g_array_index(flat->lines, PdFlatLine, i);
    const char *text = flat->text->str;
    size_t len = line->end - line->start;
    if (memchr(text + line->start, '@', len) || is_repeated_line(flat, i))
        return true;
    const char *tail = text + line->end - TIME_BYTES;
    if (len > TIME_BYTES && g_ascii_isdigit(tail[TIME_BYTES - 1]) && g_ascii_isdigit(tail[TIME_BYTES - 2]) && tail[2] == ':')
        return true;
    gunichar last = last_char(text, line->start, line->end);
    bool is_short = words <= NAME_WORDS && last != '.' && len <= NAME_BYTES;
    if (is_short && !(has_prose(flat, 0, i) && has_prose(flat, i + 1, flat->lines->len)))
        return true;
    return words <= HEADING_WORDS && pd_flat_is_capitals(text, line->start, line->end);
}

bool pd_flat_is_below_image(const PdFlatText *flat, guint i) {
    const PdFlatLine *image = &g_array_index(flat->lines, PdFlatLine, i), *line = image + 1;
    const char *text = flat->text->str;
    if (line->end - line->start > CAPTION_BELOW_BYTES || line->is_item)
        return false;
    unsigned shared, words;
    shared_words(text, image, line, &shared, &words);
    if (words >= 2 && shared * 2 > words)
        return true;
    if (is_furniture(text, image) || is_no_caption(flat, i + 1, words))
        return false;
    if (g_unichar_islower(g_utf8_get_char(text + line->start)))
        return false; /* the middle of a sentence */
    gunichar last = last_char(text, line->start, line->end);
    bool is_stopped = last == '.' || last == '?' || last == '!' || last == 0x2026;
    bool is_half_quote = last == 0x201c || last == 0x201d || last == '"' || last == 0xab;
    if (is_half_quote && text[line->start] != '"' && !is_quote(g_utf8_get_char(text + line->start)))
        return false; /* the end of someone's words */
    size_t len = line->end - line->start;
    if (is_stopped && words >= 2 && words <= SHORT_WORDS && len <= SHORT_BYTES && is_picture_file(text, image))
        return true;
    if (!line->is_after_blank)
        return words >= 2 && pd_flat_n_sentences(text, line->start, line->end, 3) < 3;
    return words >= 1 && !is_stopped && !is_half_quote && last != ',';
}

bool pd_flat_is_tail(const PdFlatText *flat, guint i) {
    if (flat->lines->len > FEW_LINES)
        return i + TAIL_LINES >= flat->lines->len;
    return i > 0 && i + 1 == flat->lines->len && has_prose(flat, 0, i);
}

size_t pd_flat_labelled_caption_end(const char *text, size_t start, size_t end) {
    size_t open = pd_flat_open_sentence_end(text, start, end);
    if (open >= end)
        return end;
    bool is_stopped = g_unichar_ispunct(last_char(text, start, open));
    if (!is_stopped) /* no full stop: cut when whole sentences follow */
        return end - open > 40 && g_unichar_ispunct(last_char(text, open, end)) ? open : end;
    return end - start > LABELLED_BYTES ? open : end;
}
