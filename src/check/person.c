/* Whether two printed names mean one person. Tolerated: order ("Mori René"), initials ("R. Mori", "CP Scott"), dropped
 * middle names and particles, diacritics and their German spelling (ü, ue), ph for f, one wrong letter in a long name. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

enum { MOST_WORDS = 16, LONG_WORD = 5 };

typedef struct {
    char **words; /* folded, (transfer full) */
    size_t n;
} Name;

/* "mueller" and "muller", "stephan" and "stefan" become one: e after a, o, u goes, ph is f. */
static void simplify(char *word) {
    char *to = word;
    for (const char *from = word; *from; from++) {
        if (*from == 'e' && from > word && strchr("aou", from[-1]))
            continue;
        bool is_ph = from[0] == 'p' && from[1] == 'h';
        *to++ = is_ph ? 'f' : *from;
        from += is_ph;
    }
    *to = '\0';
}

static Name split_name(const char *text) {
    g_autofree char *folded = pd_text_words(text);
    Name name = {.words = g_strsplit(folded, " ", MOST_WORDS)};
    for (; name.words[name.n]; name.n++)
        simplify(name.words[name.n]);
    return name;
}

static bool differs_by_one_letter(const char *a, const char *b) {
    size_t len_a = strlen(a), len_b = strlen(b);
    if (len_a < LONG_WORD || len_b < LONG_WORD || MAX(len_a, len_b) - MIN(len_a, len_b) > 1)
        return false;
    size_t start = 0, end = 0, shorter = MIN(len_a, len_b);
    while (start < shorter && a[start] == b[start])
        start++;
    while (end < shorter - start && a[len_a - 1 - end] == b[len_b - 1 - end])
        end++;
    return MAX(len_a, len_b) - start - end <= 1;
}

static bool is_initial(const char *word) {
    return word[0] && *g_utf8_next_char(word) == '\0';
}

typedef enum { WORDS_DIFFER, WORDS_FIT, WORDS_SAME } Likeness;

static Likeness compare_words(const char *a, const char *b) {
    if (strcmp(a, b) == 0)
        return is_initial(a) ? WORDS_FIT : WORDS_SAME;
    if (is_initial(a) || is_initial(b))
        return g_utf8_get_char(a) == g_utf8_get_char(b) ? WORDS_FIT : WORDS_DIFFER;
    return differs_by_one_letter(a, b) ? WORDS_SAME : WORDS_DIFFER;
}

/* Every word of the shorter name has its own counterpart in the longer one, and one of them in full. */
static bool stands_in(const Name *shorter, const Name *longer) {
    bool is_taken[MOST_WORDS] = {false};
    bool has_full_word = false;
    for (size_t i = 0; i < shorter->n; i++) {
        Likeness best = WORDS_DIFFER;
        size_t at = 0;
        for (size_t k = 0; k < longer->n; k++) {
            Likeness likeness = is_taken[k] ? WORDS_DIFFER : compare_words(shorter->words[i], longer->words[k]);
            if (likeness > best) {
                best = likeness;
                at = k;
            }
        }
        if (best == WORDS_DIFFER)
            return false;
        is_taken[at] = true;
        has_full_word = has_full_word || best == WORDS_SAME;
    }
    return has_full_word;
}

/* The letters that given names begin with; a word of two or three letters before the surname may be initials run together.
 */
static bool has_initials(const Name *joined, const Name *full) {
    if (joined->n != 2 || full->n < 3 || strcmp(joined->words[1], full->words[full->n - 1]) != 0)
        return false;
    const char *letter = joined->words[0];
    for (size_t i = 0; i + 1 < full->n; i++) {
        if (!*letter || g_utf8_get_char(letter) != g_utf8_get_char(full->words[i]))
            return false;
        letter = g_utf8_next_char(letter);
    }
    return *letter == '\0';
}

/* "@name", "name.surname": compared with all spaces dropped. */
static bool is_same_joined(const Name *a, const Name *b) {
    g_autofree char *joined_a = g_strjoinv("", a->words);
    g_autofree char *joined_b = g_strjoinv("", b->words);
    return *joined_a && strcmp(joined_a, joined_b) == 0;
}

bool pd_check_is_same_person(const char *a, const char *b) {
    Name left = split_name(a), right = split_name(b);
    bool is_left_shorter = left.n <= right.n;
    const Name *shorter = is_left_shorter ? &left : &right, *longer = is_left_shorter ? &right : &left;
    bool is_same = left.n > 0 && right.n > 0 &&
                   (is_same_joined(shorter, longer) || stands_in(shorter, longer) || has_initials(shorter, longer));
    g_strfreev(left.words);
    g_strfreev(right.words);
    return is_same;
}
