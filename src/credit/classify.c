/* What a token is (N05 to N08): marks become flags, names of the lexicon parties, the rest persons or organisations. */
#include <string.h>

#include "credit/work.h"

enum { MAX_WORDS = 16, MARK_WORDS = 4 };

typedef struct {
    size_t n;
    unsigned n_org, n_soft, n_place, n_lower, n_acronym, n_initial, n_given, n_particle, n_title;
    bool first_given, first_title, first_acronym, last_acronym, has_digit, has_connector, has_article, is_upper, is_lower,
        has_suffix_org;
    bool is_foreign;  /* a script without capitals */
    bool has_surname; /* the last word ends as surnames do */
    bool first_place;
    bool has_consonants; /* a word of consonants in capitals: "VRT" */
    bool first_initials;
} Words;

static bool is_connector(const char *key, const char *word) {
    static const char *const CONNECTORS[] = {"of",  "the",  "for", "und", "and", "for",  "für",   "fur", "to",
                                             "in",  "at",   "on",  "im",  "am",  "pour", "de la", "zur", "zum",
                                             "our", "your", "my",  "we",  "is",  "not",  "no"};
    for (size_t i = 0; i < G_N_ELEMENTS(CONNECTORS); i++)
        if (strcmp(key, CONNECTORS[i]) == 0)
            return true;
    return strcmp(word, "&") == 0 || strcmp(word, "+") == 0;
}

static bool is_article(const char *key) {
    static const char *const ARTICLES[] = {"the", "die", "der", "das", "la", "le", "les", "el", "los",
                                           "las", "il",  "lo",  "het", "o",  "os", "gli", "i"};
    for (size_t i = 0; i < G_N_ELEMENTS(ARTICLES); i++)
        if (strcmp(key, ARTICLES[i]) == 0)
            return true;
    return false;
}

typedef struct {
    unsigned n_upper, n_lower, n_other, n_digit, n_letters;
    bool first_upper;
} Shape;

static Shape shape_of(const char *word, size_t len) {
    Shape shape = {0};
    bool is_first = true;
    for (const char *at = word; at < word + len; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isdigit(c)) {
            shape.n_digit++;
        } else if (g_unichar_isalpha(c)) {
            shape.n_letters++;
            shape.n_upper += g_unichar_isupper(c) ? 1 : 0;
            shape.n_lower += g_unichar_islower(c) ? 1 : 0;
            shape.n_other += !g_unichar_isupper(c) && !g_unichar_islower(c);
            shape.first_upper = shape.first_upper || (is_first && g_unichar_isupper(c));
            is_first = false;
        }
    }
    return shape;
}

/* "J.", "J.J.", "JD": initials of a given name. */
static bool are_initials(const char *word, size_t len, Shape shape) {
    if (shape.n_letters == 0 || shape.n_lower > 0 || shape.n_digit > 0)
        return false;
    if (shape.n_letters == 1)
        return len <= 3;
    if (memchr(word, '.', len) && shape.n_letters <= 3)
        return true;
    static const char *const PAIRS[] = {"JD", "JP", "JJ", "TJ", "AJ", "CJ", "DJ", "PJ", "RJ", "MJ", "KJ",
                                        "BJ", "JC", "JB", "JR", "JM", "JT", "JW", "KC", "CP", "CS", "DC",
                                        "TS", "PD", "BB", "DH", "JA", "JK", "KD", "LJ", "MC"};
    for (size_t i = 0; len == 2 && i < G_N_ELEMENTS(PAIRS); i++)
        if (memcmp(PAIRS[i], word, 2) == 0)
            return true;
    return false;
}

/* Whether a hyphenated word begins with a given name ("Jean-Christophe", "Hans-Jürgen"). */
static unsigned class_of(const char *key) {
    unsigned bits = pd_credit_lexicon_word(key);
    const char *space = strchr(key, ' ');
    if (bits == 0 && space) {
        g_autofree char *first = g_strndup(key, (size_t)(space - key));
        bits = pd_credit_lexicon_word(first) & PD_WORD_GIVEN;
        bits |= pd_credit_lexicon_word(strrchr(key, ' ') + 1) & (PD_WORD_ORG | PD_WORD_PLACE);
        if ((bits & PD_WORD_GIVEN) && (bits & PD_WORD_PLACE))
            bits = PD_WORD_GIVEN;
    }
    return bits;
}

/* What the word's letters say of it and of the whole. */
static void count_letters(Words *w, const char *key, const Shape *shape, unsigned bits, bool is_first, bool is_last) {
    bool acronym = shape->n_letters >= 2 && shape->n_letters <= 5 && shape->n_lower == 0 && shape->n_other == 0;
    w->n_acronym += acronym;
    w->first_acronym = w->first_acronym || (is_first && acronym);
    w->last_acronym = is_last && acronym;
    w->has_consonants = w->has_consonants || (acronym && shape->n_letters >= 3 && bits == 0 && !strpbrk(key, "aeiouy"));
    w->is_upper = w->is_upper && shape->n_lower == 0;
    w->is_lower = w->is_lower && shape->n_upper == 0;
}

/* What the word's class says of the whole. */
static void count_class(Words *w, const char *key, const Shape *shape, unsigned bits, bool is_first) {
    w->n_org += (bits & PD_WORD_ORG) && !(bits & (PD_WORD_SOFT | PD_WORD_GIVEN));
    w->n_soft += (bits & PD_WORD_SOFT) != 0;
    w->n_place += (bits & PD_WORD_PLACE) != 0 && !is_first;
    w->has_suffix_org = w->has_suffix_org || (!(bits & PD_WORD_GIVEN) && pd_credit_lexicon_org_suffix(key));
    w->n_lower += shape->n_letters > 0 && !shape->first_upper && shape->n_other == 0 &&
                  !(w->first_given && shape->n_upper > 0); /* deGooyer */
}

static void count_word(Words *w, const char *word, size_t len, bool is_last) {
    g_autofree char *part = g_strndup(word, len), *key = pd_credit_key(word, len);
    Shape shape = shape_of(word, len);
    unsigned bits = class_of(key);
    bool initials = are_initials(word, len, shape);
    bool is_first = w->n == 0;
    w->n++;
    w->has_digit = w->has_digit || shape.n_digit > 0;
    w->is_foreign = w->is_foreign || shape.n_other > 0;
    bool is_title = (bits & PD_WORD_TITLE) && strcmp(part, "DR") != 0; /* the broadcaster */
    w->n_title += is_title;
    if (is_first) {
        w->first_given = (bits & PD_WORD_GIVEN) != 0;
        w->first_title = is_title;
        w->first_initials = initials;
        w->has_article = is_article(key);
        w->first_place = (bits & PD_WORD_PLACE) && !(bits & PD_WORD_GIVEN);
    }
    w->n_given += (bits & PD_WORD_GIVEN) != 0;
    if (initials) {
        w->n_initial++;
        return;
    }
    count_letters(w, key, &shape, bits, is_first, is_last);
    if ((!is_first && is_connector(key, part)) || strpbrk(part, "!?&")) {
        w->has_connector = true;
        return;
    }
    if (!is_first && (bits & PD_WORD_PARTICLE) && (shape.n_upper == 0 || (bits & ~(unsigned)PD_WORD_PARTICLE) == 0)) {
        w->n_particle++;
        return;
    }
    if (is_last && !is_first && (bits & PD_WORD_SURNAME))
        return; /* "Jane Hill" */
    w->has_surname = is_last && !is_first && bits == 0 && pd_credit_lexicon_name_ending(word, len);
    if (is_first && (bits & PD_WORD_ORG) && (bits & PD_WORD_GIVEN) && g_str_has_prefix(word + len, " de ")) {
        w->n_org++; /* "Ville de …" is no man of that Finnish name */
        return;
    }
    count_class(w, key, &shape, bits, is_first);
}

/* Chinese, Japanese and Korean names have no spaces to go by: two to four signs are a person, known endings an organisation.
 */
static PdTokenKind kind_of_signs(const char *text, bool *is_sure) {
    size_t n = 0, n_kana = 0;
    for (const char *at = text; *at; at++)
        if (g_ascii_isalpha(*at))
            return PD_TOKEN_ORG; /* "한경DB" */
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        if (c == ' ' || c == 0x30fb)
            continue;
        n++;
        n_kana += c >= 0x30a0 && c < 0x3100;
    }
    g_autofree char *key = pd_credit_key(text, strlen(text));
    *is_sure = false;
    if (pd_credit_lexicon_org_suffix(key) && n != 3 && !(n == 4 && strchr(text, ' ')))
        return PD_TOKEN_ORG;
    if (n == 3 && pd_credit_lexicon_org_suffix(key) &&
        g_unichar_get_script(g_utf8_get_char(text)) != G_UNICODE_SCRIPT_HANGUL)
        return PD_TOKEN_ORG;
    if (n_kana == n && n > 2)
        return strstr(text, "・") ? PD_TOKEN_PERSON : PD_TOKEN_ORG;
    *is_sure = n >= 2 && n <= 4;
    return n >= 2 && n <= 5 ? PD_TOKEN_PERSON : PD_TOKEN_ORG;
}

static bool is_east_asian(const char *text) {
    for (; *text; text = g_utf8_next_char(text))
        if (pd_credit_is_sign(g_utf8_get_char(text)))
            return true;
    return false;
}

/* Whether the words are an organisation's, by what no name has. named: a given name or initials stand in front. */
static bool are_of_org(const Words *w, bool named) {
    if (w->has_digit || w->has_connector || w->n_org > 0 || (w->has_suffix_org && !named))
        return true;
    return w->first_place && !named; /* "Bangkok Post" */
}

static bool are_rather_of_org(const Words *w, bool named, size_t core) {
    if (!named && (w->n_soft > 0 || w->n_place > 0 || w->has_article || w->has_consonants))
        return true;
    if (named && w->n_soft > 1 && !w->first_given)
        return true;
    return !w->is_upper && w->first_acronym && !w->first_initials && !(w->n_given > 0 && core == 2);
}

static PdTokenKind judge_words(const Words *w, bool *is_sure) {
    size_t core = w->n - w->n_particle;
    bool named = w->first_given || w->first_initials || w->n_initial > 0;
    *is_sure = named || (w->has_surname && core == 2);
    if (w->first_title && w->n >= 2)
        return PD_TOKEN_PERSON;
    if (are_of_org(w, named))
        return PD_TOKEN_ORG;
    if (w->is_foreign)
        return w->n <= 4 ? PD_TOKEN_PERSON : PD_TOKEN_ORG;
    if (are_rather_of_org(w, named, core))
        return PD_TOKEN_ORG;
    if (!w->is_upper && w->last_acronym && !named && core == 2 && w->n_lower == 0)
        return PD_TOKEN_PERSON; /* "Eyad BABA" */
    if (w->is_lower)
        return core <= 3 ? PD_TOKEN_ACCOUNT : PD_TOKEN_ORG;
    if (w->n_lower > 0)
        return PD_TOKEN_ORG;
    return core <= (named ? 5u : 4u) ? PD_TOKEN_PERSON : PD_TOKEN_ORG;
}

/* "Disney Pixar": the first word is a house or company by itself. */
static bool opens_with_party(const char *text) {
    g_autofree char *key = pd_credit_key(text, pd_credit_word_len(text));
    const PdLexiconParty *party = strlen(key) >= 5 ? pd_credit_lexicon_party(key) : NULL;
    return party && !(party->traits & (PD_TRAIT_WIRE | PD_TRAIT_COMMON)) && !(pd_credit_lexicon_word(key) & PD_WORD_GIVEN);
}

PdTokenKind pd_credit_kind_of(const char *text, bool *is_sure) {
    *is_sure = false;
    if (*text == '@')
        return PD_TOKEN_ACCOUNT;
    const char *comma = strstr(text, ", ");
    if (comma && !strchr(comma + 2, ' ')) {
        g_autofree char *given = pd_credit_key(comma, strlen(comma));
        if (pd_credit_lexicon_word(given) & PD_WORD_GIVEN)
            return PD_TOKEN_PERSON; /* "Lindholm, Greta" */
    }
    if (pd_credit_is_address(text) || strchr(text, '@'))
        return PD_TOKEN_ORG;
    if (is_east_asian(text))
        return kind_of_signs(text, is_sure);
    Words w = {.is_upper = true, .is_lower = true};
    for (const char *at = text; *at && w.n < MAX_WORDS;) {
        size_t len = pd_credit_word_len(at);
        if (len > 0)
            count_word(&w, at, len, at[len] == '\0');
        at += len + strspn(at + len, " ");
    }
    if (w.n == 0)
        return PD_TOKEN_NONE;
    if (w.n > 1 && opens_with_party(text))
        return PD_TOKEN_ORG;
    if (w.n == 1)
        return (w.n_org > 0 || w.has_suffix_org) && !strchr(text, '_') ? PD_TOKEN_ORG : PD_TOKEN_UNKNOWN;
    return judge_words(&w, is_sure);
}

/* ---- marks */

static size_t words_len(const char *text, size_t len, int n_words, bool from_end) {
    size_t at = from_end ? len : 0;
    for (int n = 0; n < n_words; n++) {
        if (from_end) {
            while (at > 0 && text[at - 1] == ' ')
                at--;
            while (at > 0 && text[at - 1] != ' ')
                at--;
        } else {
            at += strspn(text + at, " ");
            at += strcspn(text + at, " ");
        }
    }
    return from_end ? len - at : MIN(at, len);
}

static const PdMark *mark_of(const char *text, size_t len) {
    text = pd_credit_trim(text, &len);
    g_autofree char *key = pd_credit_key(text, len);
    return *key ? pd_credit_lexicon_mark(key) : NULL;
}

/* What stands at an edge may go only when the rest is a name by itself: "Nationales Archiv" keeps its archive. */
static bool may_strip(const PdMark *mark, const char *rest, size_t len, bool from_end) {
    rest = pd_credit_trim(rest, &len);
    if (len == 0)
        return false;
    if (mark->flags == 0 && strchr(mark->text, ' '))
        return true; /* "all rights reserved" */
    if (mark->flags & (PD_CREDIT_HANDOUT | PD_CREDIT_STRINGER | PD_CREDIT_COURTESY | PD_CREDIT_SCREENGRAB | PD_CREDIT_AI |
                       PD_CREDIT_CONTRIBUTOR))
        return true;
    g_autofree char *key = pd_credit_key(rest, len), *part = g_strndup(rest, len);
    if (!from_end)
        return pd_credit_lexicon_party(key) != NULL;
    bool is_sure;
    PdTokenKind kind = pd_credit_kind_of(part, &is_sure);
    bool is_archive =
        (mark->flags & PD_CREDIT_FILE) && g_ascii_strncasecmp(mark->text, "archiv", 6) == 0 && !strchr(mark->text, ' ');
    return pd_credit_lexicon_party(key) != NULL || (kind == PD_TOKEN_PERSON && !is_archive) ||
           (mark->flags & PD_CREDIT_POOL);
}

/* The mark that a whole token is, with or without what is marked: "contributed", "contributed image". */
static const PdMark *whole_mark(const char *key) {
    static const char *const THINGS[] = {"photo",       "photos", "image",   "images", "picture", "pictures", "photograph",
                                         "photographs", "video",  "graphic", "foto",   "fotos",   "bild"};
    const PdMark *mark = pd_credit_lexicon_mark(key);
    const char *last = strrchr(key, ' ');
    for (size_t i = 0; !mark && last && i < G_N_ELEMENTS(THINGS); i++)
        if (strcmp(last + 1, THINGS[i]) == 0) {
            g_autofree char *first = g_strndup(key, (size_t)(last - key));
            mark = pd_credit_lexicon_mark(first);
        }
    return mark;
}

/* Takes the longest mark off one end of the token, off its tail before its head. */
static bool strip_edge_mark(PdToken *token, const char **text, size_t *len) {
    for (int n = MARK_WORDS; n > 0; n--)
        for (int is_tail = 1; is_tail >= 0; is_tail--) {
            size_t part = words_len(*text, *len, n, is_tail);
            const char *at = is_tail ? *text + *len - part : *text, *rest = is_tail ? *text : *text + part;
            const PdMark *mark = part < *len ? mark_of(at, part) : NULL;
            if (!mark || !mark->is_edge || !may_strip(mark, rest, *len - part, is_tail))
                continue;
            token->flags |= mark->flags;
            *text = rest;
            *len -= part;
            return true;
        }
    return false;
}

/* Takes marks off both ends of the token. Returns false when nothing is left. */
static bool strip_marks(PdToken *token, const char **text, size_t *len) {
    do {
        *text = pd_credit_trim(*text, len);
        if (*len == 0)
            return false;
        g_autofree char *key = pd_credit_key(*text, *len);
        if (pd_credit_lexicon_party(key))
            return true;
        const PdMark *whole = whole_mark(key);
        if (whole) {
            token->flags |= whole->flags;
            return false;
        }
    } while (strip_edge_mark(token, text, len));
    return true;
}

/* "BILD 15.05.2023", "File 2013": dates are no names. */
static void strip_dates(const char **text, size_t *len) {
    for (;;) {
        *text = pd_credit_trim(*text, len);
        size_t last = words_len(*text, *len, 1, true);
        if (last == 0 || last >= *len || last < 4 || !pd_credit_is_date(*text + *len - last, last))
            return;
        *len -= last;
    }
}

/* "… 기자", "…撮影", "…提供": what follows a name without meaning another; with or without a space before it. */
static void strip_tail_lead(PdToken *token, const char **text, size_t *len) {
    enum { MAX_TAIL_CHARS = 4 };
    const char *end = *text + *len, *at = end;
    for (int n = 0; n < MAX_TAIL_CHARS && at > *text; n++) {
        at = g_utf8_find_prev_char(*text, at);
        if (!at || at == *text || (unsigned char)*at < 0x80)
            break;
        g_autofree char *key = pd_credit_key(at, (size_t)(end - at));
        const PdLeadIn *lead = pd_credit_lexicon_lead(key);
        if (!lead || !(lead->traits & PD_LEAD_TAIL) || (g_unichar_islower(g_utf8_get_char(at)) && at[-1] != ' '))
            continue;
        token->flags |= lead->flags;
        *len = (size_t)(at - *text);
    }
    *text = pd_credit_trim(*text, len);
}

/* "in Bing Designer", "by Mayo Clinic": a small word left over from the sentence. */
static void strip_small_word(const char **text, size_t *len) {
    static const char *const SMALL[] = {
        "by ", "in ",  "from ",          "of ",  "at ", "with ", "mit ", "von ",  "aus ",  "bei ",
        "im ", "par ", "de la part de ", "por ", "av ", "af ",   "fra ", "från ", "door ", "van "};
    for (size_t i = 0; i < G_N_ELEMENTS(SMALL); i++) {
        size_t n = strlen(SMALL[i]);
        if (n < *len && strncmp(*text, SMALL[i], n) == 0 && !(SMALL[i][0] == 'v')) {
            *text += n;
            *len -= n;
            return;
        }
    }
}

/* "Nationales Archiv example.org": the address alone names the party. */
static void keep_address(const char **text, size_t *len) {
    size_t last = words_len(*text, *len, 1, true);
    g_autofree char *word = g_strndup(*text + *len - last, last);
    g_autofree char *whole = pd_credit_key(*text, *len);
    if (last < *len && pd_credit_is_address(word) && !pd_credit_lexicon_party(whole)) {
        *text += *len - last;
        *len = last;
    }
}

/* "iStock-1234567890", "dpa:240912-99": the number of a supplier's picture is no part of his name. */
static void strip_number(const char **text, size_t *len) {
    size_t end = *len;
    while (end > 0 && (g_ascii_isdigit((*text)[end - 1]) || (*text)[end - 1] == '-'))
        end--;
    while (end < *len && (*text)[end] == '-')
        end++;
    if (*len - end < 4 || end < 3 || !strchr("-_:#", (*text)[end - 1]))
        return;
    size_t head = end;
    const char *name = pd_credit_trim(*text, &head);
    g_autofree char *key = pd_credit_key(name, head);
    if (pd_credit_lexicon_party(key))
        *len = head;
}

/* A lead-in by itself between brackets: "【写真】". */
static bool is_bare_lead(const PdWork *work, PdToken *token) {
    g_autofree char *key = pd_credit_key(token->text, strlen(token->text));
    const PdLeadIn *lead = work->tokens->len > 1 && is_east_asian(token->text) ? pd_credit_lexicon_lead(key) : NULL;
    if (!lead || pd_credit_lexicon_party(key) || pd_credit_lexicon_mark(key))
        return false;
    token->flags |= lead->flags;
    token->kind = PD_TOKEN_NONE;
    return true;
}

/* "(1234567ab)": the number that Shutterstock and Rex print behind their name. */
static bool is_picture_number(const char *text) {
    enum { LEAST_DIGITS = 5, MOST_LETTERS = 2 };
    size_t digits = strspn(text, "0123456789"), letters = strspn(text + digits, "abcdefghijklmnopqrstuvwxyz");
    return digits >= LEAST_DIGITS && letters <= MOST_LETTERS && text[digits + letters] == '\0';
}

void pd_credit_mark_token(PdWork *work, PdToken *token) {
    const char *text = token->text;
    size_t len = strlen(text);
    uint32_t before = token->flags;
    if (is_bare_lead(work, token))
        return;
    if (strcmp(text, "DR") == 0 && (token->is_holder || token->is_french))
        token->text = text = "D.R."; /* droits réservés, not the broadcaster */
    len = strlen(text);
    if (token->flags & PD_CREDIT_ANONYMOUS && len <= 3 && !g_ascii_isalnum(*text)) {
        token->kind = PD_TOKEN_MARK;
        pd_credit_step(work, "N06", text, "anonymous");
        return;
    }
    if (pd_credit_is_date(text, len) || is_picture_number(text)) {
        token->kind = PD_TOKEN_NONE;
        return;
    }
    strip_dates(&text, &len);
    strip_number(&text, &len);
    size_t start = 0;
    g_autofree char *rest = g_strndup(text, len), *licence = pd_credit_licence_in(rest, &start);
    if (licence) {
        work->view.licence = pd_credit_keep(work, licence, strlen(licence));
        len = start;
    }
    strip_tail_lead(token, &text, &len);
    strip_small_word(&text, &len);
    keep_address(&text, &len);
    bool is_name = strip_marks(token, &text, &len);
    strip_small_word(&text, &len);
    if (!is_name)
        token->kind = licence && token->flags == before ? PD_TOKEN_NONE : PD_TOKEN_MARK;
    const char *kept = is_name ? pd_credit_keep(work, text, len) : token->text;
    if (token->flags != before) {
        g_autofree char *said = pd_credit_flags_text(&(PdCredit){.flags = token->flags & ~before}, ", ");
        g_autofree char *after = is_name ? g_strdup_printf("%s + %s", kept, said) : g_strdup(said);
        pd_credit_step(work, "N05", token->text, after);
    }
    token->text = kept;
}

/* ---- parties */

/* The key without words that say nothing ("the", "Ltd", "Photo"); false when there is none to drop. */
static bool drop_word(char *key, bool *is_generic) {
    static const char *const TAILS[] = {"ltd",   "limited", "inc",    "llc",      "gmbh",    "ag",           "plc",
                                        "photo", "photos",  "images", "pictures", "pool",    "photographer", "news",
                                        "wire",  "foto",    "fotos",  "picture",  "image",   "pic",          "pics",
                                        "pix",   "archive", "arkiv",  "video",    "handout", "photographers"};
    if (g_str_has_prefix(key, "the ")) {
        memmove(key, key + 4, strlen(key) - 3);
        return true;
    }
    char *last = strrchr(key, ' ');
    for (size_t i = 0; last && i < G_N_ELEMENTS(TAILS); i++)
        if (strcmp(last + 1, TAILS[i]) == 0) {
            *is_generic = i >= 7;
            *last = '\0';
            return true;
        }
    return false;
}

/* The agency behind "splashnews.com". */
static const PdLexiconParty *agency_of_address(const char *text) {
    const char *dot = strchr(text, '.');
    if (!dot || g_ascii_strcasecmp(dot, ".com") != 0)
        return NULL;
    g_autofree char *key = pd_credit_key(text, (size_t)(dot - text));
    const PdLexiconParty *party = pd_credit_lexicon_party(key);
    return party && (party->traits & PD_TRAIT_WIRE) && !(party->traits & PD_TRAIT_COMMON) ? party : NULL;
}

/* "WXYZ Photo": the station's letters are its name. */
static bool keeps_letters(const char *text, size_t *len) {
    size_t letters = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    static const char *const THINGS[] = {" Photo", " Photos", " PHOTO", " photo", " photos", " image", " Image"};
    for (size_t i = 0; letters >= 3 && letters <= 5 && i < G_N_ELEMENTS(THINGS); i++)
        if (strcmp(text + letters, THINGS[i]) == 0) {
            *len = letters;
            return true;
        }
    return false;
}

static const PdLexiconParty *find_party(const char *text, bool is_client) {
    g_autofree char *key = pd_credit_key(text, strlen(text));
    const PdLexiconParty *party = pd_credit_lexicon_party(key);
    if (!party)
        party = agency_of_address(text);
    bool is_generic = false;
    if (party || *key == '\0')
        return party;
    g_autofree char *shorter = g_strdup(key);
    while (!party && drop_word(shorter, &is_generic)) {
        party = pd_credit_lexicon_party(shorter);
        if (party && is_generic && (!(party->traits & PD_TRAIT_WIRE) || (party->traits & PD_TRAIT_COMMON)))
            party = NULL;
    }
    bool is_sure = false;
    if (!party && (pd_credit_kind_of(text, &is_sure) != PD_TOKEN_PERSON || !is_sure))
        party = pd_credit_lexicon_near(key, is_client);
    return party;
}

static bool is_code(const char *text) {
    bool has_digit = false;
    for (const char *at = text; *at; at++) {
        if (!(g_ascii_isupper(*at) || g_ascii_isdigit(*at) || *at == '-' || *at == '_'))
            return false;
        has_digit = has_digit || g_ascii_isdigit(*at);
    }
    return has_digit;
}

void pd_credit_classify(PdWork *work, PdToken *token) {
    if (token->kind != PD_TOKEN_UNKNOWN)
        return;
    token->party = find_party(token->text, token->join == PD_JOIN_FOR);
    if (token->party) {
        token->kind = PD_TOKEN_PARTY;
        pd_credit_step(work, "N07", token->text, token->party->party.short_name);
        return;
    }
    size_t len;
    if (keeps_letters(token->text, &len)) {
        token->text = pd_credit_keep(work, token->text, len);
        token->kind = PD_TOKEN_ORG;
        return;
    }
    if ((token->flags & PD_CREDIT_COURTESY) && is_east_asian(token->text)) {
        g_autofree char *key = pd_credit_key(token->text, strlen(token->text)); /* "서울시 제공" */
        if (pd_credit_lexicon_org_suffix(key)) {
            token->kind = PD_TOKEN_ORG;
            return;
        }
    }
    token->kind = is_code(token->text) ? PD_TOKEN_CODE : pd_credit_kind_of(token->text, &token->is_sure);
    if (*token->text == '@')
        token->flags |= PD_CREDIT_UGC;
}
