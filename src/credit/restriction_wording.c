/* The wording that a mandatory credit asks for (credit/restriction_wording.h). */
#include "credit/restriction_wording.h"

#include <string.h>

#include <glib.h>

static const char *const QUOTES[] = {
    "\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E", "\xE2\x80\x98", "\xE2\x80\x99", "\xC2\xAB", "\xC2\xBB"};

/* Bytes of the quotation mark at this place, 0 for none. */
static size_t quote_at(const char *at) {
    for (size_t i = 0; i < G_N_ELEMENTS(QUOTES); i++)
        if (g_str_has_prefix(at, QUOTES[i]))
            return strlen(QUOTES[i]);
    return 0;
}

static bool is_dash(gunichar c) {
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

/* A full stop that ends a sentence, not an initial or "Ltd.". */
static bool is_sentence_end(const char *text, size_t from, size_t at) {
    static const char *const SHORT[] = {"Ltd", "Inc", "St", "Co", "Corp", "Dr", "Mr", "Ms", "Jr", "Prod"};
    if (text[at] != '.' || (text[at + 1] && text[at + 1] != ' '))
        return false;
    size_t start = at;
    while (start > from && g_ascii_isalpha(text[start - 1]))
        start--;
    if (at - start == 1)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(SHORT); i++)
        if (strlen(SHORT[i]) == at - start && strncmp(SHORT[i], text + start, at - start) == 0)
            return text[at + 1] == '\0';
    return true;
}

/* Quotation marks, dashes, stars and spaces at both ends go. NULL when nothing with a letter is left. */
static char *trim(const char *text, size_t from, size_t to) {
    static const char EDGE[] = " \t*-,;:/.";
    while (from < to && (strchr(EDGE, text[from]) || quote_at(text + from)))
        from += quote_at(text + from) ? quote_at(text + from) : 1;
    while (to > from && strchr(EDGE, text[to - 1]))
        to--;
    static const char *const LEADS[] = {"photo by ", "picture by ", "image by "};
    for (size_t i = 0; i < G_N_ELEMENTS(LEADS); i++)
        if (g_ascii_strncasecmp(text + from, LEADS[i], strlen(LEADS[i])) == 0 && to - from > strlen(LEADS[i]))
            from += strlen(LEADS[i]);
    bool has_letter = false;
    for (const char *at = text + from; at < text + to; at = g_utf8_next_char(at))
        has_letter = has_letter || g_unichar_isalpha(g_utf8_get_char(at));
    return has_letter ? g_strndup(text + from, to - from) : NULL;
}

static size_t closing_quote(const char *text, size_t from, size_t limit) {
    for (size_t at = from; at < limit; at++) {
        size_t n = quote_at(text + at);
        if (n && at > from && !g_ascii_isalnum(text[at + n]))
            return at;
    }
    return 0;
}

bool pd_restriction_supplier_id(const char *text, size_t from, size_t to, size_t *out_start, size_t *out_end) {
    for (size_t at = from; at < to; at++) {
        if (text[at] != '(')
            continue;
        size_t n_digits = strspn(text + at + 1, "0123456789");
        size_t end = at + 1 + n_digits;
        while (g_ascii_isalpha(text[end]))
            end++;
        if (n_digits >= 5 && end - at - 1 - n_digits <= 2 && text[end] == ')') {
            *out_start = at + 1;
            *out_end = end;
            return true;
        }
    }
    return false;
}

/* Where an unquoted wording ends: a line or sentence end, a bracket that it did not open, a supplier's number. */
static size_t plain_end(const char *text, size_t from, size_t limit) {
    int depth = 0;
    size_t id_start, id_end;
    if (pd_restriction_supplier_id(text, from, limit, &id_start, &id_end))
        limit = id_start - 1;
    for (size_t at = from; at < limit; at++) {
        depth += text[at] == '(';
        depth -= text[at] == ')';
        if (depth < 0 || strchr("\n\r;*", text[at]) || is_sentence_end(text, from, at))
            return at;
    }
    return limit;
}

static char *wording_behind(const char *text, size_t end, size_t limit) {
    bool is_marked = false;
    size_t quote = 0, at = end;
    while (at < limit && !quote) {
        gunichar c = g_utf8_get_char(text + at);
        quote = quote_at(text + at);
        bool is_mark = c == ':' || is_dash(c) || quote;
        if (!is_mark && c != ' ' && c != '*')
            break;
        is_marked = is_marked || is_mark;
        at = (size_t)(g_utf8_next_char(text + at) - text);
    }
    size_t close = quote ? closing_quote(text, at, strlen(text)) : 0;
    if (close)
        return trim(text, at, close);
    size_t stop = plain_end(text, at, limit);
    /* Without a mark the next words are a wording only when they read like one: "AFP PHOTO / CCTV". */
    if (!is_marked && (at >= stop || !memchr(text + at, '/', stop - at)))
        return NULL;
    return trim(text, at, MAX(at, stop));
}

/* "AGENCY/HO-Name, *MANDATORY CREDIT*" */
static char *wording_before(const char *text, size_t previous, size_t start) {
    size_t from = start, to = start;
    while (to > previous && strchr(" *(", text[to - 1]))
        to--;
    if (to <= previous || text[to - 1] != ',')
        return NULL;
    for (from = to; from > previous && !strchr("\n\r;", text[from - 1]) && !is_sentence_end(text, previous, from - 1);)
        from--;
    return memchr(text + from, '/', to - from) ? trim(text, from, to) : NULL;
}

static char *provider(const char *text) {
    static const char LEAD[] = "provided by ";
    for (const char *at = text; *at; at++)
        if (g_ascii_strncasecmp(at, LEAD, strlen(LEAD)) == 0) {
            size_t from = (size_t)(at - text) + strlen(LEAD), to = from;
            while (text[to] && !strchr("\n\r;,.", text[to]))
                to++;
            return trim(text, from, to);
        }
    return NULL;
}

char *pd_restriction_wording(const char *text, const PdWordingPlace *place) {
    char *wording = wording_behind(text, place->end, place->limit);
    if (!wording)
        wording = wording_before(text, place->previous, place->start);
    return wording ? wording : provider(text);
}

char *pd_restriction_holder(const char *text, const PdWordingPlace *place) {
    return trim(text, place->end, MAX(place->end, plain_end(text, place->end, place->limit)));
}
