/* Cuts a credit line into tokens (N02 to N04): at punctuation and joining words, lead-ins and © taken off each token. */
#include <string.h>

#include "credit/work.h"

typedef struct {
    PdWork *work;
    const char *text;
    size_t start; /* of the token in work */
    PdJoin join;
    uint32_t flags; /* what was said before the token: "courtesy of" */
    bool is_creator;
    bool is_lead;
    bool is_holder;
    bool is_french;
    bool has_comma;
} Splitter;

static const struct {
    const char *mark;
    PdJoin join;
} MARKS[] = {
    {"/", PD_JOIN_SLASH},    {"|", PD_JOIN_BAR},      {";", PD_JOIN_BAR},      {", ", PD_JOIN_COMMA},
    {",", PD_JOIN_COMMA},    {" - ", PD_JOIN_DASH},   {" -- ", PD_JOIN_DASH},  {" – ", PD_JOIN_DASH},
    {"– ", PD_JOIN_DASH},    {" –", PD_JOIN_DASH},    {"—", PD_JOIN_DASH},     {" · ", PD_JOIN_BAR},
    {" • ", PD_JOIN_BAR},    {" # ", PD_JOIN_BAR},    {"\\", PD_JOIN_SLASH},   {"(", PD_JOIN_BRACKET},
    {")", PD_JOIN_BRACKET},  {"[", PD_JOIN_BRACKET},  {"]", PD_JOIN_BRACKET},  {"（", PD_JOIN_BRACKET},
    {"）", PD_JOIN_BRACKET}, {"【", PD_JOIN_BRACKET}, {"】", PD_JOIN_BRACKET}, {"／", PD_JOIN_SLASH},
    {"｜", PD_JOIN_BAR},     {"¦", PD_JOIN_BAR},      {"、", PD_JOIN_COMMA},   {" + ", PD_JOIN_AND},
    {"，", PD_JOIN_COMMA},   {"{", PD_JOIN_BRACKET},  {"}", PD_JOIN_BRACKET},  {": ", PD_JOIN_BAR},
    {"=", PD_JOIN_BAR},
};

static const struct {
    const char *word;
    PdJoin join;
} WORDS[] = {
    {"via", PD_JOIN_VIA},  {"tramite", PD_JOIN_VIA}, {"через", PD_JOIN_VIA},   {"for", PD_JOIN_FOR}, {"für", PD_JOIN_FOR},
    {"pour", PD_JOIN_FOR}, {"para", PD_JOIN_FOR},    {"voor", PD_JOIN_FOR},    {"för", PD_JOIN_FOR}, {"per", PD_JOIN_FOR},
    {"on", PD_JOIN_ON},    {"auf", PD_JOIN_ON},      {"sur", PD_JOIN_ON},      {"in", PD_JOIN_ON},   {"in:", PD_JOIN_ON},
    {"from", PD_JOIN_ON},  {"bei", PD_JOIN_ON},      {"and", PD_JOIN_AND},     {"und", PD_JOIN_AND}, {"et", PD_JOIN_AND},
    {"y", PD_JOIN_AND},    {"e", PD_JOIN_AND},       {"og", PD_JOIN_AND},      {"och", PD_JOIN_AND}, {"en", PD_JOIN_AND},
    {"i", PD_JOIN_AND},    {"ja", PD_JOIN_AND},      {"&", PD_JOIN_AND},       {"и", PD_JOIN_AND},   {"та", PD_JOIN_AND},
    {"by", PD_JOIN_BY},    {"durch", PD_JOIN_BY},    {"courtesy", PD_JOIN_BY},
};

static const PdLexiconParty *party_of(const char *text, size_t len) {
    text = pd_credit_trim(text, &len);
    g_autofree char *key = pd_credit_key(text, len);
    return *key ? pd_credit_lexicon_party(key) : NULL;
}

static bool is_mark(const char *text, size_t len) {
    text = pd_credit_trim(text, &len);
    g_autofree char *key = pd_credit_key(text, len);
    return pd_credit_lexicon_mark(key) != NULL;
}

/* Bytes of a name of the lexicon that holds a separator itself ("REX/Shutterstock", "Central European News (CEN)"), else 0.
 */
static size_t whole_name_len(const char *text) {
    size_t best = 0, at = strcspn(text, "/,(|"), len = at;
    if (!g_unichar_isalnum(g_utf8_get_char(text)) || pd_credit_trim(text, &len) != text || len == 0)
        return 0;
    for (int n = 0; n < 3 && text[at]; n++) {
        size_t end = at + 1 + strcspn(text + at + 1, "/,)|(");
        if (text[end] == ')')
            end++;
        if (party_of(text, end) && !is_mark(text + at + 1, end - at - 1))
            best = end;
        at = end;
    }
    return best;
}

/* Whether the text up to len is one or more whole words that end where a mark stands: what a joining word looks at. */
static size_t piece_len(const char *text) {
    size_t at = 0;
    while (text[at]) {
        for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++)
            if (g_str_has_prefix(text + at, MARKS[i].mark))
                return at;
        if (strncmp(text + at, " via ", 5) == 0 || strncmp(text + at, " for ", 5) == 0)
            return at;
        at++;
    }
    return at;
}

static PdTokenKind kind_of(const char *text, size_t len) {
    text = pd_credit_trim(text, &len);
    if (len == 0)
        return PD_TOKEN_NONE;
    if (party_of(text, len))
        return PD_TOKEN_PARTY;
    g_autofree char *part = g_strndup(text, len);
    bool is_sure;
    return pd_credit_kind_of(part, &is_sure);
}

static bool joins_for(const char *left, size_t left_len, const char *right) {
    PdTokenKind kind = kind_of(left, left_len);
    gunichar c = g_utf8_get_char(right);
    if (!g_unichar_isupper(c) && !g_unichar_isdigit(c) && strncmp(right, "the ", 4) != 0 && !g_unichar_isalpha(c))
        return false;
    if (kind == PD_TOKEN_NONE || kind == PD_TOKEN_PERSON || kind == PD_TOKEN_PARTY || kind == PD_TOKEN_ACCOUNT)
        return true;
    const PdLexiconParty *house = party_of(right, piece_len(right));
    g_autofree char *piece = g_strndup(right, piece_len(right));
    return (house && house->party.kind == PD_PARTY_HOUSE) || pd_credit_is_address(piece);
}

static bool joins_and(const Splitter *s, const char *left, size_t left_len, const char *right, bool is_ampersand) {
    PdTokenKind a = kind_of(left, left_len), b = kind_of(right, piece_len(right));
    if (a == PD_TOKEN_PERSON && b == PD_TOKEN_PERSON)
        return true;
    if (a == PD_TOKEN_PARTY && b == PD_TOKEN_PARTY)
        return true;
    if ((a == PD_TOKEN_PERSON && b == PD_TOKEN_PARTY) || (a == PD_TOKEN_PARTY && b == PD_TOKEN_PERSON))
        return true;
    return is_ampersand && s->has_comma && a == PD_TOKEN_ORG && b == PD_TOKEN_ORG;
}

static bool joins_on(const char *right) {
    size_t len = piece_len(right);
    const PdLexiconParty *party = party_of(right, len);
    if (party)
        return party->party.kind == PD_PARTY_PLATFORM || (party->traits & PD_TRAIT_WIRE) ||
               pd_credit_is_address(party->party.name);
    g_autofree char *piece = g_strndup(right, len);
    return pd_credit_is_address(piece);
}

/* Whether the words before "by" end in something that is made by somebody ("… photo by"). */
static bool ends_in_lead(const char *left, size_t left_len) {
    while (left_len > 0 && left[left_len - 1] == ' ')
        left_len--;
    const char *word = left + left_len;
    while (word > left && word[-1] != ' ')
        word--;
    g_autofree char *key = pd_credit_key(word, (size_t)(left + left_len - word));
    return left_len == 0 || pd_credit_lexicon_lead(key) != NULL || strcmp(key, "taken") == 0 ||
           strcmp(key, "provided") == 0 || strcmp(key, "supplied") == 0;
}

/* Whether the joining word at text, len bytes long, joins what stands on its two sides. */
static bool word_fits(const Splitter *s, const char *text, size_t len, PdJoin join) {
    const char *left = s->text + s->start, *right = text + len + 1;
    size_t left_len = (size_t)(text - left);
    switch (join) {
    case PD_JOIN_FOR:
        return joins_for(left, left_len, right);
    case PD_JOIN_AND:
        return left_len > 0 && joins_and(s, left, left_len, right, text[0] == '&' || len == 3);
    case PD_JOIN_ON:
        return (len == 3 && text[2] == ':') || joins_on(right);
    case PD_JOIN_BY:
        return g_ascii_tolower(text[0]) != 'b' || ends_in_lead(left, left_len);
    default:
        return true;
    }
}

/* Whether a joining word at this byte (after a space, or at a token's start) joins here; its length in out_len. */
static bool word_joins(const Splitter *s, size_t at, size_t *out_len, PdJoin *out_join) {
    const char *text = s->text + at;
    size_t len = pd_credit_word_len(text);
    if (text[len] != ' ' || len > 12)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++) {
        if (strlen(WORDS[i].word) != len || g_ascii_strncasecmp(text, WORDS[i].word, len) != 0)
            continue;
        if (!word_fits(s, text, len, WORDS[i].join))
            return false;
        *out_len = len + 1;
        *out_join = WORDS[i].join;
        return true;
    }
    return false;
}

/* "Lindholm, Greta" in a creator field is one name. */
static bool is_surname_first(const Splitter *s, size_t at) {
    const char *given = s->text + at + 1 + strspn(s->text + at + 1, " ");
    if (!s->is_creator || memchr(s->text + s->start, ' ', at - s->start) || strpbrk(given, " ,/|"))
        return false;
    g_autofree char *key = pd_credit_key(given, strlen(given));
    return (pd_credit_lexicon_word(key) & PD_WORD_GIVEN) != 0;
}

static bool comma_stays(const char *after) {
    after += strspn(after, ", ");
    static const char *const LEGAL[] = {"Inc", "Ltd", "LLC",  "L.L.C", "Jr",   "Sr",  "III",
                                        "II",  "LLP", "S.A.", "GmbH",  "e.V.", "Co.", "PLC"};
    for (size_t i = 0; i < G_N_ELEMENTS(LEGAL); i++) {
        size_t len = strlen(LEGAL[i]);
        if (g_ascii_strncasecmp(after, LEGAL[i], len) == 0 && !g_ascii_isalpha(after[len]))
            return true;
    }
    return false;
}

/* The separator at this byte: its length, 0 for none. */
static size_t separator_at(const Splitter *s, size_t at, PdJoin *out_join) {
    const char *text = s->text + at;
    for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++) {
        if (!g_str_has_prefix(text, MARKS[i].mark))
            continue;
        *out_join = MARKS[i].join;
        if (MARKS[i].join == PD_JOIN_COMMA && (comma_stays(text) || is_surname_first(s, at)))
            return 0;
        if (g_ascii_strncasecmp(text, "(c)", 3) == 0 && at > s->start)
            return 0; /* a © of its own: handled as a lead */
        if (MARKS[i].join == PD_JOIN_AND && !joins_and(s, s->text + s->start, at - s->start, text + 3, false))
            return 0;
        return strlen(MARKS[i].mark);
    }
    return 0;
}

static bool is_anonymous_sign(const char *raw, size_t len) {
    while (len > 0 && *raw == ' ')
        raw++, len--;
    while (len > 0 && raw[len - 1] == ' ')
        len--;
    static const char *const SIGNS[] = {"-", ".", "--", "—", "–", "?", "???", "*", "_"};
    for (size_t i = 0; i < G_N_ELEMENTS(SIGNS); i++)
        if (strlen(SIGNS[i]) == len && memcmp(raw, SIGNS[i], len) == 0)
            return true;
    return false;
}

static void add_token(Splitter *s, const char *text, size_t len, PdJoin join) {
    if (s->work->tokens->len >= s->work->limits->names)
        return;
    PdToken token = {.text = pd_credit_keep(s->work, text, len),
                     .join = join,
                     .flags = s->flags,
                     .is_creator = s->is_creator,
                     .is_lead = s->is_lead,
                     .is_french = s->is_french,
                     .is_holder = s->is_holder};
    g_array_append_val(s->work->tokens, token);
}

/* Whether two neighbours without a separator are an agency and a person, or two agencies. */
static bool are_two(const char *left, const char *right, bool by_hyphen) {
    const PdLexiconParty *tail = party_of(right, strlen(right)), *head = party_of(left, strlen(left));
    bool is_sure = false, known_tail = tail && !(tail->traits & PD_TRAIT_COMMON) && strlen(right) >= 2;
    bool known_head = head && !(head->traits & PD_TRAIT_COMMON) && (head->traits & PD_TRAIT_WIRE);
    if (known_head && known_tail && (tail->traits & PD_TRAIT_WIRE))
        return true;
    if (by_hyphen && is_mark(right, strlen(right)))
        return pd_credit_kind_of(left, &is_sure) == PD_TOKEN_PERSON; /* "Jane Roe-Pool" */
    if (*right == '@')
        return head != NULL;
    if (by_hyphen && known_tail && !(tail->traits & PD_TRAIT_WIRE))
        return false; /* "Star-Telegram" */
    if (known_tail && pd_credit_kind_of(left, &is_sure) == PD_TOKEN_PERSON && (is_sure || strchr(right, ' ') || by_hyphen))
        return true;
    if (!by_hyphen && known_head && pd_credit_kind_of(right, &is_sure) == PD_TOKEN_PERSON && is_sure)
        return true;
    return pd_credit_is_address(right) && pd_credit_kind_of(left, &is_sure) == PD_TOKEN_PERSON;
}

/* Bytes of the text without an e-mail address at its end. */
static size_t without_mail(const char *text, size_t len) {
    size_t at = len;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    const char *sign = memchr(text + at, '@', len - at);
    if (at == 0 || !sign || sign == text + at || !memchr(sign, '.', (size_t)(text + len - sign)))
        return len;
    pd_credit_trim(text, &at);
    return at;
}

static bool is_script_edge(const char *at) {
    return (unsigned char)at[0] >= 0xe3 && ((unsigned char)at[-1] < 0x80 || (unsigned char)at[-3] == 0xef);
}

/* "Tom Davies Associated Press", "AFP Paul Ellis", "Kyle Roe-Imagn Images", "ＡＦＰ時事". Returns the bytes of the first
 * name and in out_gap those between, 0 when the text is one name. */
static size_t unmarked_join(const char *text, size_t len, size_t *out_gap) {
    size_t signs = pd_credit_signs_join(text, len, out_gap);
    if (signs > 0)
        return signs;
    for (size_t at = 1; at < len; at++) {
        bool hyphen = text[at] == '-' || g_str_has_prefix(text + at, "–"), edge = at >= 3 && is_script_edge(text + at);
        if (text[at] != ' ' && !hyphen && !edge)
            continue;
        bool dash = g_str_has_prefix(text + at, "–");
        *out_gap = edge ? 0 : dash ? strlen("–") : 1;
        g_autofree char *left = g_strndup(text, at), *right = g_strndup(text + at + *out_gap, len - at - *out_gap);
        if (*right && are_two(left, right, hyphen))
            return at;
    }
    return 0;
}

/* "U.S. Navy photo" before "by": without what was made. */
static size_t without_lead(const char *text, size_t len) {
    size_t at = len;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    g_autofree char *key = pd_credit_key(text + at, len - at), *whole = pd_credit_key(text, len);
    if (at == 0 || !pd_credit_lexicon_lead(key) || pd_credit_lexicon_mark(whole))
        return len;
    pd_credit_trim(text, &at);
    return at;
}

static bool ends_in_small_word(const char *text, size_t len) {
    const char *space = g_strrstr_len(text, (gssize)len, " ");
    return space && g_ascii_islower(space[1]);
}

/* What stands before a reporter's name is a house, whether the lexicon knows it or not. */
static void tell_reporter(Splitter *s, const char *text, size_t len) {
    if (s->work->tokens->len > 0 && pd_credit_is_sign(g_utf8_get_char(text)) && !party_of(text, len) && !is_mark(text, len))
        g_array_index(s->work->tokens, PdToken, s->work->tokens->len - 1).kind = PD_TOKEN_ORG;
}

static void end_token(Splitter *s, size_t end, PdJoin next) {
    const char *raw = s->text + s->start;
    size_t len = end - s->start;
    if ((next == PD_JOIN_SLASH || next == PD_JOIN_VIA || (next == PD_JOIN_START && s->start == 0)) &&
        is_anonymous_sign(raw, len)) {
        s->flags |= PD_CREDIT_ANONYMOUS;
        add_token(s, raw, len, s->join);
    } else {
        const char *text = pd_credit_trim(raw, &len);
        if (next == PD_JOIN_BY || (next == PD_JOIN_VIA && ends_in_small_word(text, len)))
            len = without_lead(text, len);
        len = without_mail(text, len);
        size_t gap = 0, first = len > 0 && !party_of(text, len) ? unmarked_join(text, len, &gap) : 0;
        if (first > 0) {
            add_token(s, text, first, s->join);
            tell_reporter(s, text, first);
            add_token(s, text + first + gap, len - first - gap, PD_JOIN_BAR);
        } else if (len > 0) {
            add_token(s, text, len, s->join);
        }
        if (len == 0)
            return; /* what was said before still waits for its token */
    }
    s->flags = 0;
    s->is_lead = s->is_holder = s->is_french = false;
}

/* "Photo News/…" is an agency; "Bild: …" is none, although BILD is a house. */
static bool is_name_itself(const char *text) {
    size_t len = piece_len(text);
    return text[len] != ':' && party_of(text, len);
}

/* What is a joining word, but says by whose favour: "courtesy of", "provided by". */
static bool says_courtesy(const char *text, size_t len) {
    static const char *const WORDS_OF_FAVOUR[] = {"courtesy", "provided", "supplied", "submitted", "contributed"};
    g_autofree char *lower = g_ascii_strdown(text, (gssize)len);
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS_OF_FAVOUR); i++)
        if (strstr(lower, WORDS_OF_FAVOUR[i]))
            return true;
    return false;
}

/* ©, (c), a year at the token's start; gives what stands behind, NULL when there is none. */
static const char *skip_notice(Splitter *s, const char *text) {
    int year = 0;
    size_t spaces = strspn(text, " .:"), notice = pd_credit_copyright_at(text + spaces, &year);
    if (notice == 0)
        return NULL;
    s->is_holder = true;
    s->work->is_copyright = true;
    if (!s->is_creator)
        s->work->is_line_notice = true;
    if (year)
        s->work->view.year = year;
    pd_credit_step(s->work, "N03", text, text + spaces + notice);
    return text + spaces + notice;
}

/* A lead-in; what it says is kept for the token. */
static const char *skip_lead(Splitter *s, const char *text) {
    PdLead lead;
    if (is_name_itself(text) || !pd_credit_lead_at(text, &lead) || whole_name_len(text))
        return NULL;
    s->flags |= lead.row->flags;
    s->is_lead = s->is_lead || lead.has_by;
    s->is_french = g_str_has_prefix(lead.row->text, "photo") || g_str_has_prefix(lead.row->text, "cr");
    if (lead.row->role && lead.row->flags == 0 && !s->work->view.role)
        s->work->view.role = lead.row->role;
    if (says_courtesy(text, lead.end))
        s->flags |= PD_CREDIT_COURTESY;
    pd_credit_step(s->work, "N02", text, text + lead.end);
    return text + lead.end;
}

static const char *skip_glued_lead(Splitter *s, const char *text) {
    size_t glued = is_name_itself(text) ? 0 : pd_credit_signs_lead(text);
    if (glued > 0)
        pd_credit_step(s->work, "N02", text, text + glued);
    return glued > 0 ? text + glued : NULL;
}

/* Takes lead-ins and copyright prefixes off the token's start. */
static void skip_leads(Splitter *s) {
    enum { MAX_LEADS = 6 };
    for (int n = 0; n < MAX_LEADS; n++) {
        const char *text = s->text + s->start, *rest = skip_notice(s, text);
        if (!rest)
            rest = skip_lead(s, text);
        if (!rest)
            rest = skip_glued_lead(s, text);
        if (!rest)
            return;
        s->start = (size_t)(rest - s->text);
    }
}

static bool lead_begins(const Splitter *s, size_t at) {
    PdLead lead;
    int year;
    if (at == s->start)
        return false;
    if (pd_credit_copyright_at(s->text + at, &year) > 0)
        return true;
    bool after_stop = at >= 2 && s->text[at - 2] == '.';
    if (!pd_credit_lead_at(s->text + at, &lead) || !lead.is_firm)
        return false;
    return after_stop || (!lead.has_by && memchr(s->text + at, ':', lead.end));
}

/* After a token: the words of "courtesy of" and the like go, what they say stays. */
static void start_token(Splitter *s, size_t at, PdJoin join, const char *word) {
    s->start = at;
    s->join = join;
    if (g_ascii_strncasecmp(word, "courtesy", 8) == 0) {
        s->flags |= PD_CREDIT_COURTESY;
        if (g_ascii_strncasecmp(s->text + at, "of ", 3) == 0)
            s->start += 3;
    } else if (join == PD_JOIN_BY) {
        s->is_lead = true;
    }
}

/* How the next token hangs on the one before the mark: a bracket closed at the line's end changes nothing. */
static PdJoin join_after_mark(const Splitter *s, PdJoin mark) {
    if (s->work->tokens->len == 0)
        return PD_JOIN_START;
    bool is_kept = mark == PD_JOIN_BRACKET && (s->join == PD_JOIN_VIA || s->join == PD_JOIN_FOR);
    return is_kept && s->text[s->start] == '\0' ? s->join : mark;
}

/* "[서울=뉴시스]": where the report was written, before its agency. */
static bool is_dateline(const Splitter *s, size_t at) {
    const char *place = s->text + s->start, *agency = s->text + at + 1;
    size_t len = at - s->start;
    return s->text[at] == '=' && len > 0 && pd_credit_is_sign(g_utf8_get_char(place)) && !party_of(place, len) &&
           (party_of(agency, piece_len(agency)) || party_of(agency, pd_credit_word_len(agency)));
}

static void cut_at_mark(Splitter *s, size_t at, size_t len, PdJoin join) {
    if (!is_dateline(s, at))
        end_token(s, at, join);
    s->start = at + len;
    s->join = join_after_mark(s, join);
    s->has_comma = s->has_comma || join == PD_JOIN_COMMA;
    const char *mark = s->text + at;
    const char *close = g_str_has_prefix(mark, "(„") || g_str_has_prefix(mark, "(“") ? strchr(mark, ')') : NULL;
    if (close)
        s->start = (size_t)(close + 1 - s->text); /* a prompt in quotes */
}

/* Ends the token where a mark, a joining word or the next lead-in stands. Returns false when none does. */
static bool cut(Splitter *s, size_t at) {
    PdJoin join = PD_JOIN_START;
    size_t len = separator_at(s, at, &join);
    if (len > 0) {
        cut_at_mark(s, at, len, join);
        return true;
    }
    if (at != s->start && s->text[at - 1] != ' ')
        return false;
    if (word_joins(s, at, &len, &join)) {
        end_token(s, at, join);
        start_token(s, at + len, join, s->text + at);
        return true;
    }
    if (!lead_begins(s, at))
        return false;
    end_token(s, at, PD_JOIN_SENTENCE);
    s->start = at;
    s->join = PD_JOIN_SENTENCE;
    return true;
}

void pd_credit_split(PdWork *work, const char *text, bool is_creator) {
    Splitter s = {.work = work, .text = text, .is_creator = is_creator};
    skip_leads(&s);
    size_t at = s.start + whole_name_len(text + s.start);
    while (text[at]) {
        if (!cut(&s, at)) {
            at++;
            continue;
        }
        skip_leads(&s);
        at = s.start + whole_name_len(text + s.start);
    }
    end_token(&s, at, PD_JOIN_START);
}
