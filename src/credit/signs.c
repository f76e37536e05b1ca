/* Chinese, Japanese and Korean credits write no spaces or marks between the house, the word for "reporter" and the name:
 * "新华社记者李响明摄", "뉴시스 김명원 기자", "毎日新聞社・佐々木順一撮影". Where their parts meet. */
#include <string.h>

#include "credit/work.h"

bool pd_credit_is_sign(gunichar c) {
    GUnicodeScript script = g_unichar_get_script(c);
    return script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HANGUL || script == G_UNICODE_SCRIPT_HIRAGANA ||
           script == G_UNICODE_SCRIPT_KATAKANA;
}

static const char *const REPORTERS[] = {"特派记者", "特派記者", "摄影记者", "攝影記者", "特约记者",
                                        "记者",     "記者",     "通讯员",   "通訊員",   "摄影师"};

/* "新华社记者李响明": the house ends where the word for its reporter stands. */
static size_t reporter_join(const char *text, size_t len, size_t *out_gap) {
    for (size_t i = 0; i < G_N_ELEMENTS(REPORTERS); i++) {
        const char *at = g_strstr_len(text, (gssize)len, REPORTERS[i]);
        size_t word = strlen(REPORTERS[i]), head = at ? (size_t)(at - text) : 0;
        if (head == 0 || head + word >= len)
            continue;
        *out_gap = word;
        return head;
    }
    return 0;
}

/* "毎日新聞社・佐々木順一": a dot between a house and a name, not inside a name in katakana. */
static size_t dot_join(const char *text, size_t len, size_t *out_gap) {
    const char *dot = g_strstr_len(text, (gssize)len, "・");
    size_t head = dot ? (size_t)(dot - text) : 0, gap = strlen("・");
    if (head == 0 || head + gap >= len)
        return 0;
    g_autofree char *key = pd_credit_key(text, head);
    if (!pd_credit_lexicon_party(key) && !pd_credit_lexicon_org_suffix(key))
        return 0;
    *out_gap = gap;
    return head;
}

static bool is_tail(const char *word, size_t len) {
    g_autofree char *key = pd_credit_key(word, len);
    const PdLeadIn *lead = pd_credit_lexicon_lead(key);
    return lead && (lead->traits & PD_LEAD_TAIL);
}

/* Bytes of the last word of the text. */
static size_t last_word(const char *text, size_t len) {
    size_t at = len;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    return len - at;
}

/* "뉴시스 김명원 기자": before the name that a title follows. */
static size_t title_join(const char *text, size_t len, size_t *out_gap) {
    enum { TITLE_BYTES = 6 }; /* "기자", two syllables */
    size_t word = last_word(text, len), start = len - word;
    if (!is_tail(text + start, word)) {
        bool is_glued = word > TITLE_BYTES && is_tail(text + len - TITLE_BYTES, TITLE_BYTES);
        if (!is_glued)
            return 0;
    } else {
        if (start == 0)
            return 0;
        start--;
        start -= last_word(text, start);
    }
    if (start < 2)
        return 0;
    *out_gap = 1;
    return start - 1;
}

size_t pd_credit_signs_join(const char *text, size_t len, size_t *out_gap) {
    if (len == 0 || !pd_credit_is_sign(g_utf8_get_char(text)))
        return 0;
    size_t head = reporter_join(text, len, out_gap);
    if (head == 0)
        head = title_join(text, len, out_gap);
    return head > 0 ? head : dot_join(text, len, out_gap);
}

size_t pd_credit_signs_lead(const char *text) {
    enum { MAX_CHARS = 6 };
    if (g_unichar_get_script(g_utf8_get_char(text)) != G_UNICODE_SCRIPT_HAN)
        return 0;
    size_t best = 0;
    const char *at = text;
    for (int n = 0; n < MAX_CHARS && *at && pd_credit_is_sign(g_utf8_get_char(at)); n++) {
        at = g_utf8_next_char(at);
        g_autofree char *key = pd_credit_key(text, (size_t)(at - text));
        const PdLeadIn *lead = pd_credit_lexicon_lead(key);
        const char *rest = at + strspn(at, " ");
        if (lead && (lead->traits & PD_LEAD_BARE) && *rest && g_unichar_isalnum(g_utf8_get_char(rest)))
            best = (size_t)(rest - text);
    }
    return best;
}
