/* Placeholders of restriction phrases but for dates (credit/restriction_value.h). */
#include "credit/restriction_value.h"

#include <string.h>

#include "credit/restriction_lexicon.h"
#include "picdesk/grammar.h"

enum { MOST_NAME_WORDS = 6, MOST_ITEMS = 300 };

bool pd_phrase_goes_on(const PdWords *words, size_t i) {
    unsigned gap = pd_words_gap(words, i);
    return !(gap & PD_GAP_CLAUSE) || (gap & ~(unsigned)(PD_GAP_QUOTE | PD_GAP_CLAUSE)) == 0;
}

static bool stands_among(const char *word, const char *const *list) {
    for (; *list; list++)
        if (strcmp(*list, word) == 0)
            return true;
    return false;
}

/* ---- lists of territories and media */

/* Reads one name of at most MOST_NAME_WORDS words; gives its code or NULL. */
typedef const char *(*ItemFunc)(const PdPhraseText *text, size_t at, size_t end);

static char *folded_words(const PdPhraseText *text, size_t at, size_t end) {
    GString *folded = g_string_sized_new(64);
    for (size_t i = at; i < end; i++) {
        if (i > at)
            g_string_append_c(folded, ' ');
        g_string_append(folded, pd_words_at(text->words, i)->fold);
    }
    return g_string_free(folded, FALSE);
}

/* Two letters that are words of the phrases themselves: "SWITZERLAND / NO SALES", "FOR USE IN ITALY". */
static bool is_word_too(const char *folded) {
    static const char *const WORDS[] = {"no", "in", "to", "at", "is", "it", "be", "so", "am", "de", "la", "as", NULL};
    return stands_among(folded, WORDS);
}

/* A short code counts in capitals only: "us" and "in" are words. */
static const char *territory_of(const PdPhraseText *text, size_t at, size_t end) {
    bool is_code;
    g_autofree char *folded = folded_words(text, at, end);
    const char *codes = pd_restriction_territory(folded, &is_code);
    const PdWord *first = pd_words_at(text->words, at);
    bool is_plain = !first->is_code && (!first->is_caps || is_word_too(folded));
    return codes && is_code && is_plain ? NULL : codes;
}

static const char *medium_of(const PdPhraseText *text, size_t at, size_t end) {
    g_autofree char *folded = folded_words(text, at, end);
    return pd_restriction_medium(folded);
}

static size_t read_name(const PdPhraseText *text, size_t at, ItemFunc item, const char **out_code) {
    size_t longest = 0;
    for (size_t end = at + 1; end <= text->words->words->len && end - at <= MOST_NAME_WORDS; end++) {
        if (end - 1 > at && !pd_phrase_goes_on(text->words, end - 1))
            break;
        const char *code = item(text, at, end);
        if (code) {
            longest = end;
            *out_code = code;
        }
    }
    return longest;
}

static void append_codes(GString *list, const char *codes) {
    g_auto(GStrv) parts = g_strsplit(codes, "+", -1);
    for (char **part = parts; *part; part++)
        if (!pd_restriction_list_has(list->str, *part))
            g_string_append_printf(list, "%s%s", list->len ? "|" : "", *part);
}

/* Words that may stand before a name of the list, "and" among them. */
static bool is_joiner(const char *word) {
    static const char *const JOINERS[] = {"and", "or",  "und", "oder", "et", "ou",  "y", "the",
                                          "der", "den", "die", "la",   "le", "les", "l", NULL};
    return stands_among(word, JOINERS);
}

/* Reads a name behind any joiners. Inside an agency's code there are none: DEN is Denmark there, and AND is Andorra. */
static size_t read_item(const PdPhraseText *text, size_t at, ItemFunc item, const char **out_code) {
    size_t n = text->words->words->len;
    while (at < n && !pd_words_at(text->words, at)->is_code && is_joiner(pd_words_at(text->words, at)->fold))
        at++;
    return at < n ? read_name(text, at, item, out_code) : 0;
}

static size_t read_list(const PdPhraseText *text, size_t at, ItemFunc item, char **out_value) {
    g_autoptr(GString) list = g_string_new(NULL);
    size_t end = 0;
    for (size_t n = 0; n < MOST_ITEMS; n++) {
        const char *code = NULL;
        size_t next = read_item(text, at, item, &code);
        if (!next)
            break;
        append_codes(list, code);
        end = at = next;
        unsigned gap = pd_words_gap(text->words, at);
        if (gap & PD_GAP_CLAUSE && gap & ~(unsigned)(PD_GAP_CLAUSE | PD_GAP_COMMA | PD_GAP_SLASH | PD_GAP_QUOTE))
            break;
    }
    if (end)
        *out_value = g_string_free(g_steal_pointer(&list), FALSE);
    return end;
}

size_t pd_phrase_read_territories(const PdPhraseText *text, size_t at, char **out_value) {
    return read_list(text, at, territory_of, out_value);
}

size_t pd_phrase_read_media(const PdPhraseText *text, size_t at, char **out_value) {
    return read_list(text, at, medium_of, out_value);
}

/* ---- numbers and spans of time */

static const struct {
    const char *word;
    unsigned number;
} NUMBERS[] = {{"one", 1},   {"two", 2},    {"three", 3}, {"four", 4},      {"five", 5},    {"six", 6},   {"seven", 7},
               {"eight", 8}, {"nine", 9},   {"ten", 10},  {"fourteen", 14}, {"thirty", 30}, {"zwei", 2},  {"drei", 3},
               {"vier", 4},  {"sieben", 7}, {"zehn", 10}, {"vierzehn", 14}, {"deux", 2},    {"trois", 3}, {"quinze", 15}};

static unsigned number_of(const char *word, const char **out_rest) {
    char *rest;
    guint64 number = g_ascii_isdigit(*word) ? g_ascii_strtoull(word, &rest, 10) : 0;
    if (number > 0 && number < 10000) {
        *out_rest = rest;
        return (unsigned)number;
    }
    *out_rest = "";
    for (size_t i = 0; i < G_N_ELEMENTS(NUMBERS); i++)
        if (strcmp(NUMBERS[i].word, word) == 0)
            return NUMBERS[i].number;
    return 0;
}

static const struct {
    const char *start; /* of the unit's word */
    const char *form;  /* ISO 8601 duration */
} UNITS[] = {{"hour", "PT%uH"},  {"hr", "PT%uH"},   {"stunde", "PT%uH"}, {"heure", "PT%uH"},   {"hora", "PT%uH"},
             {"std", "PT%uH"},   {"day", "P%uD"},   {"tag", "P%uD"},     {"jour", "P%uD"},     {"dia", "P%uD"},
             {"week", "P%uW"},   {"woche", "P%uW"}, {"semaine", "P%uW"}, {"semana", "P%uW"},   {"month", "P%uM"},
             {"monat", "P%uM"},  {"mois", "P%uM"},  {"mes", "P%uM"},     {"year", "P%uY"},     {"jahr", "P%uY"},
             {"minut", "PT%uM"}, {"min", "PT%uM"},  {"ora", "PT%uH"},    {"ore", "PT%uH"},     {"uur", "PT%uH"},
             {"uren", "PT%uH"},  {"giorn", "P%uD"}, {"dag", "P%uD"},     {"settiman", "P%uW"}, {"weken", "P%uW"},
             {"maand", "P%uM"},  {"ano", "P%uY"},   {"anno", "P%uY"},    {"an", "P%uY"}};

static char *duration_of(unsigned number, const char *unit) {
    for (size_t i = 0; i < G_N_ELEMENTS(UNITS); i++)
        if (g_str_has_prefix(unit, UNITS[i].start) && strlen(unit) <= strlen(UNITS[i].start) + 2) {
            g_auto(GStrv) parts = g_strsplit(UNITS[i].form, "%u", 2);
            return g_strdup_printf("%s%u%s", parts[0], number, parts[1]);
        }
    return strcmp(unit, "h") == 0 ? g_strdup_printf("PT%uH", number) : NULL;
}

size_t pd_phrase_read_duration(const PdPhraseText *text, size_t at, char **out_value) {
    const char *rest;
    if (at >= text->words->words->len)
        return 0;
    unsigned number = number_of(pd_words_at(text->words, at)->fold, &rest);
    if (number == 0)
        return 0;
    if (!*rest) {
        if (++at >= text->words->words->len || !pd_phrase_goes_on(text->words, at))
            return 0;
        rest = pd_words_at(text->words, at)->fold;
    }
    *out_value = duration_of(number, rest);
    return *out_value ? at + 1 : 0;
}

size_t pd_phrase_read_number(const PdPhraseText *text, size_t at, char **out_value) {
    const char *rest;
    unsigned number = at < text->words->words->len ? number_of(pd_words_at(text->words, at)->fold, &rest) : 0;
    if (number == 0 || *rest)
        return 0;
    *out_value = g_strdup_printf("%u", number);
    return at + 1;
}

/* ---- clients and wordings */

/* An agency or house of the lexicon, or a name that is an abbreviation: capitals without a vowel. */
size_t pd_phrase_read_client(const PdPhraseText *text, size_t at, char **out_value) {
    if (at >= text->words->words->len)
        return 0;
    const PdWord *word = pd_words_at(text->words, at);
    g_autofree char *name = g_strndup(text->text + word->start, word->end - word->start);
    if (!word->is_caps || strlen(name) > 8 || (strpbrk(word->fold, "aeiou") && !pd_party_find(name)))
        return 0;
    *out_value = g_steal_pointer(&name);
    return at + 1;
}

size_t pd_phrase_read_rest(const PdPhraseText *text, size_t at, char **out_value) {
    size_t end = at;
    while (end < text->words->words->len && end - at < MOST_NAME_WORDS &&
           (end == at || pd_phrase_goes_on(text->words, end)) && !(pd_words_gap(text->words, end) & PD_GAP_SENTENCE))
        end++;
    if (end == at)
        return 0;
    size_t from = pd_words_at(text->words, at)->start, to = pd_words_at(text->words, end - 1)->end;
    *out_value = g_strndup(text->text + from, to - from);
    return end;
}
