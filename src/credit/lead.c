/* Lead-ins and copyright prefixes (N02, N03). */
#include <string.h>

#include "credit/work.h"

enum { MAX_LEAD_WORDS = 5 };

static size_t skip_any(const char *text, const char *const *set, size_t n) {
    const char *at = text;
    for (bool found = true; found && *at;) {
        found = false;
        for (size_t i = 0; i < n && !found; i++) {
            size_t len = strlen(set[i]);
            if (strncmp(at, set[i], len) == 0) {
                at += len;
                found = true;
            }
        }
    }
    return (size_t)(at - text);
}

/* Ends a word of a lead-in: anything but letters, digits, apostrophes and hyphens. */
static size_t lead_word_len(const char *text) {
    const char *at = text;
    while (*at) {
        gunichar c = g_utf8_get_char(at);
        bool is_inside =
            g_unichar_isalnum(c) || g_unichar_ismark(c) || ((c == '\'' || c == 0x2019 || c == '-') && at > text);
        if (!is_inside)
            break;
        at = g_utf8_next_char(at);
    }
    return (size_t)(at - text);
}

static bool next_is_org_word(const char *text) {
    size_t len = lead_word_len(text);
    g_autofree char *key = pd_credit_key(text, len);
    return (pd_credit_lexicon_word(key) & PD_WORD_ORG) != 0 || pd_credit_lexicon_org_suffix(key);
}

static bool opens_name(const char *text) {
    gunichar c = g_utf8_get_char(text);
    return g_unichar_isupper(c) || c == '@' || g_unichar_isdigit(c) || c == '(' ||
           (g_unichar_isalpha(c) && !g_unichar_islower(c));
}

/* Skips "by", "von", "courtesy of" … Returns the bytes skipped. */
static size_t skip_joiner(const char *text) {
    size_t total = 0;
    for (int i = 0; i < 2; i++) {
        const char *at = text + total;
        size_t len = 0, best = 0;
        for (int n = 0; n < 3; n++) {
            len += strspn(at + len, " ");
            size_t word = lead_word_len(at + len);
            if (word == 0)
                break;
            len += word;
            g_autofree char *key = pd_credit_key(at, len);
            if ((pd_credit_lexicon_word(key) & PD_WORD_JOINER) && (at[len] == ' ' || at[len] == ':'))
                best = len;
        }
        if (best == 0)
            break;
        total += best + strspn(at + best, " :");
    }
    return total;
}

/* The longest lead-in of the lexicon that the words at start make; its end in *out_end. */
static const PdLeadIn *longest_lead(const char *text, size_t start, size_t *out_end) {
    const PdLeadIn *best = NULL;
    size_t at = start;
    for (int n = 0; n < MAX_LEAD_WORDS; n++) {
        size_t word = lead_word_len(text + at);
        if (word == 0)
            break;
        at += word;
        g_autofree char *key = pd_credit_key(text + start, at - start);
        const PdLeadIn *row = pd_credit_lexicon_lead(key);
        if (row) {
            best = row;
            *out_end = at;
        }
        if (text[at] != ' ')
            break;
        at++;
    }
    return best;
}

/* Past "(s)" and the stop of an abbreviation. */
static const char *after_ending(const char *after) {
    if (strncmp(after, "(s)", 3) == 0 || strncmp(after, "(n)", 3) == 0)
        after += 3;
    return *after == '.' ? after + 1 : after;
}

/* Bytes of the punctuation and space behind a lead-in; is_firm when punctuation says that a name follows. */
static size_t firm_len(const PdLeadIn *row, const char *after, bool *out_is_firm) {
    static const char *const FIRM[] = {
        ":", "=", "\xe2\x80\xa6", "...", "..", "\xef\xbc\x9a", "\xef\xbc\x9d", "|", "\xef\xbc\x9b", "・", "／", " "};
    size_t firm = skip_any(after, FIRM, G_N_ELEMENTS(FIRM)), spaces = strspn(after, " ");
    *out_is_firm = true;
    if (firm > spaces)
        return firm;
    if ((row->traits & PD_LEAD_SLASH) && after[0] == '/')
        return 1;
    if (after[0] == ',' && (row->traits & PD_LEAD_BARE))
        return 1 + strspn(after + 1, " ");
    if (g_str_has_prefix(after + spaces, "- "))
        return spaces + 2;
    if (g_str_has_prefix(after + spaces, "\xe2\x80\x93 "))
        return spaces + 4;
    *out_is_firm = false;
    return firm;
}

/* Whether only a space may part this lead-in from the name at rest: "Photo Jane Roe", but no "Photo Agency". */
static bool leads_bare(const PdLeadIn *row, const char *rest) {
    if (!(row->traits & PD_LEAD_BARE))
        return false;
    if (!opens_name(rest)) {
        g_autofree char *key = pd_credit_key(rest, strlen(rest));
        return pd_credit_lexicon_mark(key) != NULL; /* "fournie par la famille" */
    }
    size_t name = strcspn(rest, "/,|(;");
    g_autofree char *key = pd_credit_key(rest, name);
    if (pd_credit_lexicon_party(key))
        return true; /* "Beeld Getty Images" */
    return strstr(row->text, "redit") || (row->flags & PD_CREDIT_COURTESY) || pd_credit_is_sign(g_utf8_get_char(rest)) ||
           !next_is_org_word(rest);
}

bool pd_credit_lead_at(const char *text, PdLead *out) {
    static const char *const JUNK[] = {" ",
                                       "|",
                                       "\"",
                                       "'",
                                       "\xe2\x80\x9e",
                                       "\xe2\x80\x9c",
                                       "\xc2\xab",
                                       "*",
                                       "~",
                                       "+",
                                       "\xe2\x96\xb2",
                                       "\xe2\x96\xa0",
                                       "\xe2\x80\xa2",
                                       "-",
                                       "\xe2\x80\x93",
                                       "\xe2\x80\x94",
                                       "/",
                                       ">"};
    *out = (PdLead){0};
    size_t end = 0;
    const PdLeadIn *best = longest_lead(text, skip_any(text, JUNK, G_N_ELEMENTS(JUNK)), &end);
    if (!best)
        return false;
    const char *after = after_ending(text + end);
    bool is_firm;
    const char *named = after + firm_len(best, after, &is_firm), *rest = named + skip_joiner(named);
    if (*rest == '\0')
        return false;
    bool has_by = rest > named, is_space = after[0] == ' ' || after[-1] == '.';
    int year;
    if (!is_firm && !has_by && pd_credit_copyright_at(rest, &year) == 0 && !(is_space && leads_bare(best, rest)))
        return false;
    *out = (PdLead){.row = best, .end = (size_t)(rest - text), .is_firm = is_firm || has_by, .has_by = has_by};
    return true;
}

static size_t year_at(const char *text, int *year) {
    size_t n = strspn(text, "0123456789");
    if (n != 4 || (text[0] != '1' && text[0] != '2'))
        return 0;
    int value = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    if (value < 1820 || value > 2100)
        return 0;
    *year = value;
    size_t len = 4;
    if (text[len] == '-' || g_str_has_prefix(text + len, "\xe2\x80\x93")) {
        size_t dash = text[len] == '-' ? 1 : 3;
        if (strspn(text + len + dash, "0123456789") == 4)
            len += dash + 4;
    }
    return len;
}

size_t pd_credit_copyright_at(const char *text, int *year) {
    static const char *const SIGNS[] = {"\xc2\xa9", "(c)", "(C)", "\xe2\x84\x97", "\xe2\x93\x92", "\xc2\xae"};
    size_t at = 0;
    bool has_sign = false;
    for (bool found = true; found;) {
        found = false;
        at += strspn(text + at, has_sign ? " :.-," : " ");
        for (size_t i = 0; i < G_N_ELEMENTS(SIGNS) && !found; i++)
            if (g_str_has_prefix(text + at, SIGNS[i])) {
                at += strlen(SIGNS[i]);
                found = has_sign = true;
            }
        size_t word = lead_word_len(text + at);
        if (!found && (word == 9 || word == 10) && g_ascii_strncasecmp(text + at, "copyright", 9) == 0 &&
            (word == 9 || text[at + 9] == 's')) {
            at += word;
            found = has_sign = true;
        }
        if (!found && has_sign && (word == 2) &&
            (g_ascii_strncasecmp(text + at, "of ", 3) == 0 || g_ascii_strncasecmp(text + at, "by ", 3) == 0)) {
            at += 3;
            found = true;
        }
        size_t digits = !found && has_sign ? year_at(text + at, year) : 0;
        if (digits > 0) {
            at += digits;
            found = true;
        }
    }
    return has_sign && text[at] ? at : 0;
}
