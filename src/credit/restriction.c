/* Restriction phrases (credit/restriction.h): the longest phrase at each word wins; then what the text as a whole says
 * decides which of the weaker ones are meant. */
#include "credit/restriction.h"

#include <string.h>

#include "credit/restriction_lexicon.h"
#include "credit/restriction_value.h"
#include "credit/restriction_wording.h"
#include "picdesk/grammar.h"

/* A weak phrase in running text needs a strong one no further away than this. */
enum { NEAR_BYTES = 240, MOST_WORDS = 20000 };

static const struct {
    const char *word, *about;
    bool is_fact;
} CLASSES[] = {
#define LIMIT false
#define FACT true
#define PD_RESTRICTION(NAME, word, kind, about) {word, about, kind},
#include "credit/restrictions.def"
#undef PD_RESTRICTION
#undef LIMIT
#undef FACT
};

const char *pd_restriction_word(PdRestrictionClass class) {
    return CLASSES[class].word;
}

const char *pd_restriction_about(PdRestrictionClass class) {
    return CLASSES[class].about;
}

bool pd_restriction_is_fact(PdRestrictionClass class) {
    return CLASSES[class].is_fact;
}

char *pd_restriction_text(const PdRestriction *restriction) {
    return g_strjoin("=", pd_restriction_word(restriction->class), restriction->parameter, NULL);
}

bool pd_restriction_list_has(const char *list, const char *code) {
    size_t len = strlen(code);
    for (const char *at = list; (at = strstr(at, code)); at += len)
        if ((at == list || at[-1] == '|') && (at[len] == '\0' || at[len] == '|'))
            return true;
    return false;
}

/* ---- one phrase at one word */

/* The list that begins at one word: many phrases begin with one, and all ask for the same. */
typedef struct {
    size_t at, end; /* at: SIZE_MAX before the first */
    char *value;    /* (transfer full), (nullable) */
} List;

typedef struct {
    PdPhraseText text;
    PdRestrictionPlace place;
    GArray *found;             /* of Found */
    List *territories, *media; /* read last */
} Parse;

typedef struct {
    const PdPhrase *phrase;
    char *value; /* (transfer full), (nullable) */
    size_t first, end;
} Match;

static size_t read_list(const Parse *parse, List *list, size_t at, char **out_value,
                        size_t (*read)(const PdPhraseText *, size_t, char **)) {
    if (list->at != at) {
        g_clear_pointer(&list->value, g_free);
        list->end = read(&parse->text, at, &list->value);
        list->at = at;
    }
    if (list->end)
        *out_value = g_strdup(list->value);
    return list->end;
}

static size_t read_placeholder(const Parse *parse, char placeholder, size_t at, char **out_value) {
    switch (placeholder) {
    case 'T':
        return read_list(parse, parse->territories, at, out_value, pd_phrase_read_territories);
    case 'M':
        return read_list(parse, parse->media, at, out_value, pd_phrase_read_media);
    case 'N':
        return pd_phrase_read_duration(&parse->text, at, out_value);
    case '#':
        return pd_phrase_read_number(&parse->text, at, out_value);
    case 'C':
        return pd_phrase_read_client(&parse->text, at, out_value);
    case 'D':
        return pd_phrase_read_date(&parse->text, at, out_value);
    default: { /* 'E': a date, the rest of the clause, or nothing */
        size_t end = pd_phrase_read_date(&parse->text, at, out_value);
        if (!end && at < parse->text.words->words->len && pd_phrase_goes_on(parse->text.words, at))
            end = pd_phrase_read_rest(&parse->text, at, out_value);
        return end ? end : at;
    }
    }
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

/* Whether item i of the phrase may begin at word `at`. A colon may stand before a date. */
static bool is_joined(const Parse *parse, const PdPhraseItem *item, size_t at) {
    unsigned gap = pd_words_gap(parse->text.words, at);
    bool is_date = item->placeholder == 'D' || item->placeholder == 'E';
    return pd_phrase_goes_on(parse->text.words, at) || (is_date && !(gap & PD_GAP_SENTENCE));
}

/* Matches the items from i on; returns the word after, 0 for no match. Depth is the number of items. */
static size_t match_items(const Parse *parse, const PdPhrase *phrase, size_t i, size_t at, bool is_first, char **value) {
    if (i == phrase->n_items)
        return at;
    const PdPhraseItem *item = &phrase->items[i];
    size_t end = 0;
    if (at < parse->text.words->words->len && (is_first || is_joined(parse, item, at))) {
        if (item->placeholder) {
            g_clear_pointer(value, g_free);
            size_t next = read_placeholder(parse, item->placeholder, at, value);
            end = next ? match_items(parse, phrase, i + 1, next, false, value) : 0;
        } else if (is_one_of(pd_words_at(parse->text.words, at)->fold, item->words)) {
            end = match_items(parse, phrase, i + 1, at + 1, false, value);
        }
    } else if (item->placeholder == 'E') {
        return match_items(parse, phrase, i + 1, at, false, value);
    }
    return end || !item->is_optional ? end : match_items(parse, phrase, i + 1, at, is_first, value);
}

static bool is_all_caps(const PdWords *words, size_t first, size_t end) {
    for (size_t i = first; i < end; i++) {
        const PdWord *word = pd_words_at(words, i);
        if (!word->is_caps && !g_ascii_isdigit(word->fold[0]))
            return false;
    }
    return true;
}

static bool ends_clause(const Parse *parse, size_t end);

/* Whether the phrase may stand where it does. previous_end: where the phrase before it ended. */
static bool stands_right(const Parse *parse, const Match *match, size_t previous_end) {
    const PdWords *words = parse->text.words;
    bool starts = pd_words_gap(words, match->first) & PD_GAP_CLAUSE || match->first == previous_end;
    bool is_code = pd_words_at(words, match->first)->is_code;
    switch (match->phrase->where) {
    case PD_PHRASE_CAPS:
        return is_all_caps(words, match->first, match->end);
    case PD_PHRASE_SLASH:
        return is_all_caps(words, match->first, match->end) &&
               (pd_words_gap(words, match->first) | pd_words_gap(words, match->end)) & PD_GAP_SLASH;
    case PD_PHRASE_CLAUSE:
        return is_code || (starts && ends_clause(parse, match->end));
    case PD_PHRASE_OUT: {
        bool is_loud = pd_words_at(words, match->end - 1)->is_caps;
        bool stands_out =
            match->first > 0 && pd_words_at(words, match->first)->is_caps && !pd_words_at(words, match->first - 1)->is_caps;
        bool is_meant = is_loud || (parse->place == PD_RESTRICTION_IN_FIELD && starts);
        return is_code || (is_meant && (starts || stands_out) && ends_clause(parse, match->end));
    }
    default:
        return true;
    }
}

/* The longest phrase at this word, wherever it stands when previous_end is SIZE_MAX. */
static bool match_at(const Parse *parse, size_t at, size_t previous_end, Match *out) {
    const GPtrArray *phrases = pd_restriction_phrases(pd_words_at(parse->text.words, at)->fold);
    *out = (Match){0};
    for (guint i = 0; i < phrases->len; i++) {
        Match match = {.phrase = g_ptr_array_index(phrases, i), .first = at};
        match.end = match_items(parse, match.phrase, 0, at, true, &match.value);
        bool is_better = match.end > out->end && match.end > at;
        if (is_better && (previous_end == SIZE_MAX || stands_right(parse, &match, previous_end))) {
            g_free(out->value);
            *out = match;
        } else {
            g_free(match.value);
        }
    }
    return out->phrase != NULL;
}

/* Punctuation, the text's end, or another phrase. */
static bool ends_clause(const Parse *parse, size_t end) {
    if (pd_words_gap(parse->text.words, end) & PD_GAP_CLAUSE)
        return true;
    Match next;
    bool is_phrase = end < parse->text.words->words->len && match_at(parse, end, SIZE_MAX, &next);
    if (is_phrase)
        g_free(next.value);
    return is_phrase;
}

/* ---- the text */

typedef struct {
    PdRestriction restriction;
    bool wants_wording;
    bool wants_holder; /* whatever follows, marked as a wording or not */
    bool is_strong;
} Found;

static void found_clear(Found *found) {
    g_free(found->restriction.parameter);
}

static bool is_strong(const Parse *parse, const Match *match) {
    if (parse->place == PD_RESTRICTION_IN_FIELD || match->phrase->where == PD_PHRASE_ANY ||
        match->phrase->where == PD_PHRASE_CAPS)
        return true;
    if (pd_words_at(parse->text.words, match->first)->is_code || match->phrase->where == PD_PHRASE_SLASH)
        return true;
    return match->phrase->where != PD_PHRASE_OUT && match->end - match->first > 1 &&
           is_all_caps(parse->text.words, match->first, match->end);
}

static void keep_match(Parse *parse, Match *match) {
    const PdPhrase *phrase = match->phrase;
    bool takes_value = phrase->parameter && !strchr("WH=", phrase->parameter);
    char *parameter = phrase->parameter == '=' ? g_strdup(phrase->constant)
                      : takes_value            ? g_steal_pointer(&match->value)
                                               : NULL;
    Found found = {
        .restriction = {.class = phrase->class,
                        .parameter = parameter,
                        .start = pd_words_at(parse->text.words, match->first)->start,
                        .end = pd_words_at(parse->text.words, match->end - 1)->end},
        .wants_wording = phrase->parameter == 'W' || phrase->parameter == 'H',
        .wants_holder = phrase->parameter == 'H' || phrase->class != PD_RESTRICTION_MANDATORY_CREDIT,
        .is_strong = is_strong(parse, match),
    };
    g_free(match->value);
    g_array_append_val(parse->found, found);
}

static void find_phrases(Parse *parse) {
    size_t previous_end = 0;
    for (size_t at = 0; at < parse->text.words->words->len;) {
        Match match;
        if (match_at(parse, at, previous_end, &match)) {
            previous_end = at = match.end;
            keep_match(parse, &match);
        } else {
            at++;
        }
    }
}

static Found *found_at(const Parse *parse, guint i) {
    return &g_array_index(parse->found, Found, i);
}

/* A strong limit near this one, or, for a client who is out, any other limit. */
static bool has_company(const Parse *parse, guint i) {
    const PdRestriction *own = &found_at(parse, i)->restriction;
    for (guint k = 0; k < parse->found->len; k++) {
        const Found *other = found_at(parse, k);
        size_t from = MIN(own->end, other->restriction.end), to = MAX(own->start, other->restriction.start);
        bool is_near = to <= from || to - from <= NEAR_BYTES;
        if (k != i && other->is_strong && is_near && other->restriction.class != own->class &&
            !pd_restriction_is_fact(other->restriction.class))
            return true;
    }
    return false;
}

/* "(Photo by AFP via Getty Images) / China OUT": a credit in the text is company enough for a territory. */
static bool has_credit(const Parse *parse) {
    PdCreditSpan span;
    return pd_credit_find(parse->text.text, &span) && span.sure >= 0.5;
}

/* Weak phrases that nothing beside them confirms are prose. */
static void drop_unmeant(Parse *parse) {
    for (guint i = parse->found->len; i-- > 0;) {
        const Found *found = found_at(parse, i);
        bool needs_company = !found->is_strong || found->restriction.class == PD_RESTRICTION_CLIENT_OUT;
        if (!needs_company || has_company(parse, i))
            continue;
        bool is_territory = found->restriction.class == PD_RESTRICTION_TERRITORY_OUT;
        if (!is_territory || !has_credit(parse))
            g_array_remove_index(parse->found, i);
    }
}

/* ---- the wording of a mandatory credit */

/* Where the next limit begins: a wording ends there. */
static size_t next_limit(const Parse *parse, size_t from) {
    size_t next = strlen(parse->text.text);
    for (guint i = 0; i < parse->found->len; i++) {
        const PdRestriction *other = &found_at(parse, i)->restriction;
        if (!pd_restriction_is_fact(other->class) && other->start >= from && other->start < next)
            next = other->start;
    }
    return next;
}

static void read_wordings(Parse *parse) {
    for (guint i = 0; i < parse->found->len; i++) {
        Found *found = found_at(parse, i);
        if (!found->wants_wording)
            continue;
        PdRestriction *own = &found->restriction;
        size_t previous = 0;
        for (guint k = 0; k < i; k++)
            if (!pd_restriction_is_fact(found_at(parse, k)->restriction.class))
                previous = MAX(previous, found_at(parse, k)->restriction.end);
        PdWordingPlace where = {previous, own->start, own->end, next_limit(parse, own->end)};
        own->parameter = found->wants_holder ? pd_restriction_holder(parse->text.text, &where)
                                             : pd_restriction_wording(parse->text.text, &where);
    }
}

/* ---- facts that no phrase tells */

static void add_fact(Parse *parse, PdRestrictionClass class, char *parameter, size_t start, size_t end) {
    Found fact = {.restriction = {class, parameter, start, end}, .is_strong = true};
    g_array_append_val(parse->found, fact);
}

/* "-/AFP": the creator is withheld. */
static void find_anonymous(Parse *parse) {
    const char *text = parse->text.text;
    for (const char *at = text; (at = strstr(at, "-/")); at += 2)
        if ((at == text || strchr(" (:", at[-1])) && at[2] && at[2] != ' ') {
            add_fact(parse, PD_RESTRICTION_ANONYMOUS, NULL, (size_t)(at - text), (size_t)(at - text) + 2);
            return;
        }
}

/* Parts of one code have only the x between them. */
static bool is_next_part(const PdWords *words, size_t i) {
    return pd_words_at(words, i)->is_code && pd_words_at(words, i)->start == pd_words_at(words, i - 1)->end + 1 &&
           !pd_words_gap(words, i);
}

/* "Copyright: xSOPAxImagesx" */
static void find_source(Parse *parse) {
    const PdWords *words = parse->text.words;
    for (size_t i = 1; i < words->words->len; i++) {
        if (!pd_words_at(words, i)->is_code || strcmp(pd_words_at(words, i - 1)->fold, "copyright") != 0)
            continue;
        g_autoptr(GString) name = g_string_new(NULL);
        size_t end = i;
        for (; end < words->words->len && (end == i || is_next_part(words, end)); end++) {
            const PdWord *word = pd_words_at(words, end);
            g_string_append_printf(name, "%s%.*s", end > i ? " " : "", (int)(word->end - word->start),
                                   parse->text.text + word->start);
        }
        add_fact(parse, PD_RESTRICTION_SOURCE, g_string_free(g_steal_pointer(&name), FALSE), pd_words_at(words, i)->start,
                 pd_words_at(words, end - 1)->end);
        return;
    }
}

/* "(16513246a)" behind a wording. */
static void find_supplier_id(Parse *parse) {
    for (guint i = 0; i < parse->found->len; i++) {
        const PdRestriction *own = &found_at(parse, i)->restriction;
        if (own->class != PD_RESTRICTION_MANDATORY_CREDIT || !own->parameter)
            continue;
        size_t start, end, from = own->end, to = next_limit(parse, own->end);
        if (pd_restriction_supplier_id(parse->text.text, from, to, &start, &end))
            add_fact(parse, PD_RESTRICTION_SUPPLIER_ID, g_strndup(parse->text.text + start, end - start), start, end);
        return;
    }
}

static void find_facts(Parse *parse) {
    find_anonymous(parse);
    find_source(parse);
    find_supplier_id(parse);
}

/* ---- the result */

static bool says_same(const PdRestriction *left, const PdRestriction *right) {
    return left->class == right->class && g_strcmp0(left->parameter, right->parameter) == 0;
}

static void restriction_clear(PdRestriction *restriction) {
    g_clear_pointer(&restriction->parameter, g_free);
}

static int compare_starts(gconstpointer a, gconstpointer b) {
    const PdRestriction *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

/* Each class and parameter once, in the order of the text. A class without a parameter goes where one with is. */
static GArray *collect(const GArray *all) {
    GArray *out = g_array_new(FALSE, TRUE, sizeof(PdRestriction));
    g_array_set_clear_func(out, (GDestroyNotify)restriction_clear);
    for (guint i = 0; i < all->len; i++) {
        const PdRestriction *restriction = &g_array_index(all, Found, i).restriction;
        bool is_known = false;
        for (guint k = 0; k < all->len && !is_known; k++) {
            const PdRestriction *other = &g_array_index(all, Found, k).restriction;
            bool says_more = other->class == restriction->class && !restriction->parameter && other->parameter;
            is_known = k != i && (says_more || (k < i && says_same(other, restriction)));
        }
        if (is_known)
            continue;
        PdRestriction copy = *restriction;
        copy.parameter = g_strdup(restriction->parameter);
        g_array_append_val(out, copy);
    }
    g_array_sort(out, compare_starts);
    return out;
}

GArray *pd_restriction_parse(const char *text, PdRestrictionPlace place, const PdLimits *limits) {
    PdWords words;
    pd_words_init(&words, text, MIN((limits ? limits : pd_limits_default())->value_bytes, MOST_WORDS));
    g_autoptr(GArray) found = g_array_new(FALSE, TRUE, sizeof(Found));
    g_array_set_clear_func(found, (GDestroyNotify)found_clear);
    List territories = {.at = SIZE_MAX}, media = {.at = SIZE_MAX};
    Parse parse = {.text = {text, &words}, .place = place, .found = found, .territories = &territories, .media = &media};
    find_phrases(&parse);
    drop_unmeant(&parse);
    read_wordings(&parse);
    find_facts(&parse);
    g_free(territories.value);
    g_free(media.value);
    pd_words_done(&words);
    return collect(found);
}
