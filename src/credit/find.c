/* Credits in running text (N14), and how much a text reads like one. */
#include <string.h>

#include "codec/text.h"
#include "credit/work.h"
#include "picdesk/grammar.h"

enum { SHORT_LINE = 60, MAX_LINE = 220, MAX_CAPTION = 16384 };

static bool ends_sentence(const char *text) {
    size_t len = strlen(text);
    return len > 0 && strchr(".!?", text[len - 1]) != NULL && len > 40;
}

/* "(Jane Roe in Kyiv, John Doe, 3.5.2024)" names who wrote, and when. */
static bool ends_in_date(const char *text) {
    const char *word = strrchr(text, ' ');
    size_t len = word ? strlen(word + 1) : 0;
    return len >= 6 && len <= 10 && strpbrk(word + 1, "./") && pd_credit_is_date(word + 1, len);
}

static size_t count_words(const char *text) {
    size_t n = 1;
    for (const char *at = text; *at; at++)
        n += *at == ' ';
    return n;
}

/* Known agencies speak for a credit, long unknown ones against it: those are sentences. */
static double agencies_score(const PdCredit *credit, bool has_person) {
    enum { LONG_NAME = 40 };
    size_t n_known = 0, n_unknown = 0;
    for (size_t i = 0; i < credit->n_agencies; i++) {
        n_known += credit->agencies[i].slug != NULL;
        n_unknown += credit->agencies[i].slug == NULL && strlen(credit->agencies[i].printed) > LONG_NAME;
    }
    double known = n_known > 0 ? 0.45 + (has_person ? 0.2 : 0) + (n_known > 1 ? 0.1 : 0) : 0;
    return known - 0.4 * (double)n_unknown;
}

/* "佐藤花子撮影", "김하늘 기자": a word for whose work it is closes the line. */
static bool has_tail_lead(const char *text) {
    static const char *const TAILS[] = {"撮影", "提供", "攝", "摄", "攝影", "摄影", "기자", "제공", "供图"};
    for (size_t i = 0; i < G_N_ELEMENTS(TAILS); i++)
        if (g_str_has_suffix(text, TAILS[i]) && strlen(text) > strlen(TAILS[i]))
            return true;
    return false;
}

double pd_credit_likeness(const char *text) {
    size_t len = text ? strlen(text) : 0;
    if (len == 0 || len > MAX_LINE || pd_text_is_blank(text))
        return 0;
    PdLead lead;
    int year;
    bool has_lead = pd_credit_lead_at(text, &lead) && lead.is_firm, has_notice = pd_credit_copyright_at(text, &year) > 0;
    g_autoptr(PdCredit) credit = pd_credit_parse(text, NULL, pd_limits_default());
    double score = has_lead || has_notice ? 0.55 : 0;
    bool is_sure = false;
    bool person = credit->n_creators > 0 && pd_credit_kind_of(credit->creators[0], &is_sure) == PD_TOKEN_PERSON;
    score += agencies_score(credit, person);
    if (person)
        score += is_sure ? 0.3 : 0.15;
    if (credit->flags & (PD_CREDIT_HANDOUT | PD_CREDIT_POOL | PD_CREDIT_COURTESY | PD_CREDIT_STRINGER | PD_CREDIT_FILE))
        score += 0.2;
    if (credit->licence)
        score += 0.3;
    if (!has_lead && has_tail_lead(text) && credit->n_creators + credit->n_agencies > 0 && len < SHORT_LINE)
        score += 0.35;
    enum { SHORT_WORDS = 3 };
    size_t n_words = count_words(text);
    if (has_lead && n_words <= SHORT_WORDS && credit->n_creators + credit->n_agencies > 0)
        score += 0.1; /* "Photo: Bob" */
    if (n_words > 12)
        score -= 0.05 * (double)(n_words - 12);
    if ((ends_sentence(text) || ends_in_date(text)) && !has_lead)
        score -= 0.4;
    return CLAMP(score, 0, 1);
}

static void set_span(PdCreditSpan *out, size_t start, size_t end, size_t line, size_t line_end, double sure) {
    *out = (PdCreditSpan){start, end, line, line_end, sure};
}

static double sureness(const char *text, size_t len) {
    g_autofree char *part = g_strndup(text, len);
    return pd_credit_likeness(part);
}

/* The brackets that credits stand in. */
static const struct {
    const char *open, *close;
} BRACKETS[] = {{"(", ")"}, {"[", "]"}, {"（", "）"}, {"【", "】"}, {"［", "］"}};

/* The kind of bracket that opens at text, -1 for none. */
static int bracket_at(const char *text) {
    for (size_t i = 0; i < G_N_ELEMENTS(BRACKETS); i++)
        if (g_str_has_prefix(text, BRACKETS[i].open))
            return (int)i;
    return -1;
}

/* Bytes from behind the opening bracket to the one that closes it; 0 when there is none near. */
static size_t bracket_len(const char *inside, int kind) {
    const char *open = BRACKETS[kind].open, *close = BRACKETS[kind].close;
    int depth = 1;
    for (size_t at = 0; inside[at] && at <= MAX_LINE; at++) {
        depth += g_str_has_prefix(inside + at, open);
        depth -= g_str_has_prefix(inside + at, close);
        if (depth == 0)
            return at;
    }
    return 0;
}

static bool is_behind_stop(const char *caption, const char *at) {
    while (at > caption && at[-1] == ' ')
        at--;
    return at > caption && strchr(".!?\"", at[-1]);
}

/* "… at the pier. (Jane Doe)": a person in brackets that end the caption behind its last sentence. */
static bool is_person_alone(const char *text, size_t len) {
    bool is_sure = false;
    g_autofree char *part = g_strndup(text, len);
    return pd_credit_kind_of(part, &is_sure) == PD_TOKEN_PERSON && is_sure;
}

/* "(Photo by …)", "[Foto: …]", "（…撮影）" and "(REUTERS/…)" anywhere; the last one wins. */
static bool find_bracket(const char *caption, PdCreditSpan *out) {
    enum { PERSON_SURE = 50 };
    bool found = false;
    for (const char *at = caption; *at; at++) {
        int kind = bracket_at(at);
        if (kind < 0)
            continue;
        const char *inside = at + strlen(BRACKETS[kind].open);
        size_t len = bracket_len(inside, kind);
        if (len == 0)
            continue;
        const char *end = inside + len + strlen(BRACKETS[kind].close);
        double sure = sureness(inside, len);
        bool is_last = end[strspn(end, " .")] == '\0';
        if (is_last && sure < 0.44 && is_behind_stop(caption, at) && is_person_alone(inside, len))
            sure = PERSON_SURE / 100.0;
        if (sure < (is_last ? 0.44 : 0.6))
            continue;
        set_span(out, (size_t)(at - caption), (size_t)(end - caption), (size_t)(inside - caption),
                 (size_t)(inside + len - caption), sure);
        found = true;
    }
    return found;
}

/* "… Foto: Jane Roe/dpa", "© X": a lead-in after a sentence or a gap, up to the end. */
static bool find_lead(const char *caption, PdCreditSpan *out) {
    size_t total = strlen(caption);
    for (size_t at = 0; at < total; at++) {
        if (at > 0 && !strchr(" .|)\"\n", caption[at - 1]) && (unsigned char)caption[at - 1] < 0x80)
            continue;
        if (caption[at] == ' ' || total - at > MAX_LINE || ((unsigned char)caption[at] & 0xc0) == 0x80)
            continue;
        PdLead lead = {0};
        int year;
        size_t notice = pd_credit_copyright_at(caption + at, &year);
        if (notice == 0 && !(pd_credit_lead_at(caption + at, &lead) && lead.is_firm &&
                             (g_unichar_isupper(g_utf8_get_char(caption + at)) || at == 0)))
            continue;
        size_t end = total;
        while (end > at && strchr(" .)", caption[end - 1]))
            end--;
        double sure = end > at ? sureness(caption + at, end - at) : 0;
        if (sure < 0.6)
            continue;
        set_span(out, at, total, at + (notice ? notice : lead.end), end, sure);
        return true;
    }
    return false;
}

/* "… in Berlin. Jane Roe/Reuters", "… on Friday. AFP": the last sentence, when it holds a known agency. */
static bool find_tail(const char *caption, PdCreditSpan *out) {
    size_t total = strlen(caption), end = total;
    while (end > 0 && strchr(" .", caption[end - 1]))
        end--;
    for (size_t at = end; at-- > 0 && end - at < MAX_LINE;) {
        bool gap = caption[at] == ' ' && at > 0 && strchr(".!?\"|)", caption[at - 1]);
        if (!gap && !(caption[at] == '|'))
            continue;
        size_t line = at + 1 + strspn(caption + at + 1, " ");
        if (line >= end)
            continue;
        double sure = sureness(caption + line, end - line);
        if (sure >= 0.7 || (sure >= 0.44 && end - line < 30 && memchr(caption + line, '/', end - line)) ||
            (sure >= 0.44 && pd_party_find(caption + line))) {
            set_span(out, line, total, line, end, sure);
            return true;
        }
    }
    return false;
}

/* "…の防波堤＝ＡＰ", "…＝佐藤花子撮影": behind the last fullwidth equals sign, as Japanese papers write. */
static bool find_equals(const char *caption, PdCreditSpan *out) {
    enum { LONGEST_BYTES = 60 };
    const char *sign = g_strrstr(caption, "＝");
    const char *line = sign ? sign + strlen("＝") : NULL;
    if (!line || sign == caption || *line == '\0' || strlen(line) > LONGEST_BYTES)
        return false;
    g_autoptr(PdCredit) credit = pd_credit_parse(line, NULL, pd_limits_default());
    bool is_known = credit->n_agencies > 0 && credit->agencies[0].slug && credit->n_agencies + credit->n_creators < 3;
    bool is_maker = g_str_has_suffix(line, "撮影") || g_str_has_suffix(line, "提供");
    if (!is_known && !is_maker)
        return false;
    size_t start = (size_t)(sign - caption), total = strlen(caption);
    set_span(out, start, total, (size_t)(line - caption), total, is_known ? 0.7 : 0.65);
    return true;
}

bool pd_credit_find(const char *caption, PdCreditSpan *out) {
    if (!caption || strlen(caption) > MAX_CAPTION)
        return false;
    return find_bracket(caption, out) || find_lead(caption, out) || find_tail(caption, out) || find_equals(caption, out);
}
