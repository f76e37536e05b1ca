/* Days in running text (codec/days.h). Words are compared folded and without diacritics, so the tables hold plain letters.
 */
#include "codec/days.h"

#include <stdbool.h>
#include <string.h>

#include "codec/text.h"

enum { TEXT_MAX = 16384, WORD_MAX = 24 };

/* English, German, Spanish, French, Italian, Dutch, Portuguese, Swedish, Polish; short forms without their full stop. */
static const char *const MONTHS[12] = {
    " january jan januar janner janvier enero ene gennaio januari janeiro styczen stycznia ",
    " february feb februar fevrier febrero febbraio februari fevereiro luty lutego fev ",
    " march mar marz maerz mars marzo maart marco marzec marca mrz ",
    " april apr avril abril abr aprile kwiecien kwietnia ",
    " may mai mayo maggio mei maio maj maja ",
    " june jun juni juin junio giugno junho czerwiec czerwca ",
    " july jul juli juillet julio luglio julho lipiec lipca ",
    " august aug aout agosto augustus augusti sierpien sierpnia ago ",
    " september sept sep septembre septiembre settembre setembro wrzesien wrzesnia ",
    " october oct oktober octobre octubre ottobre outubro pazdziernik pazdziernika okt ",
    " november nov novembre noviembre novembro listopad listopada ",
    " december dec dezember decembre diciembre dicembre dezembro grudzien grudnia dez dic ",
};
static const char WEEKDAYS[] = " monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri "
                               "sat sun montag dienstag mittwoch "
                               "donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi "
                               "dimanche lunes martes miercoles "
                               "jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica "
                               "maandag dinsdag woensdag donderdag "
                               "vrijdag zaterdag zondag mandag tisdag onsdag torsdag fredag lordag sondag ";

typedef struct {
    size_t start, end;
    char word[WORD_MAX]; /* folded; "" for a longer one */
    int number;          /* of a word of digits ("3", "3rd", "2024"), 0 for another */
} Word;

static bool stands_in(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *at = list; len && (at = strstr(at, word)); at++)
        if (at[-1] == ' ' && at[len] == ' ')
            return true;
    return false;
}

static int month_of(const Word *word) {
    if (!word || word->number || !strchr("acdefgjklmnopsw", word->word[0]))
        return 0; /* no month begins so */
    for (int i = 0; i < 12; i++)
        if (stands_in(MONTHS[i], word->word))
            return i + 1;
    return 0;
}

static int number_of(const char *word) {
    static const char ENDINGS[] = " st nd rd th er ";
    char *end;
    if (!g_ascii_isdigit(*word) || strlen(word) > 4)
        return 0;
    guint64 number = g_ascii_strtoull(word, &end, 10);
    return *end == '\0' || stands_in(ENDINGS, end) ? (int)number : 0;
}

static bool is_word_char(gunichar c) {
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

/* len: below WORD_MAX. */
static void fold_word(const char *start, size_t len, Word *word) {
    bool is_ascii = true;
    for (size_t i = 0; i < len; i++) {
        word->word[i] = g_ascii_tolower(start[i]);
        is_ascii = is_ascii && !(start[i] & 0x80);
    }
    word->word[len] = '\0';
    if (!is_ascii) {
        g_autofree char *copy = g_strndup(start, len);
        g_autofree char *folded = pd_text_words(copy);
        g_strlcpy(word->word, folded, sizeof word->word);
    }
    word->number = number_of(word->word);
}

static GArray *words_of(const char *text) {
    GArray *words = g_array_new(FALSE, TRUE, sizeof(Word));
    const char *p = text;
    while (*p && p - text < TEXT_MAX) {
        const char *start = p;
        while (*p && is_word_char(g_utf8_get_char(p)))
            p = g_utf8_next_char(p);
        if (p == start) {
            p = g_utf8_next_char(p);
            continue;
        }
        Word word = {.start = (size_t)(start - text), .end = (size_t)(p - text)};
        if (p - start < WORD_MAX)
            fold_word(start, (size_t)(p - start), &word);
        g_array_append_val(words, word);
    }
    return words;
}

static const Word *word_at(const GArray *words, guint i) {
    return i < words->len ? &g_array_index(words, Word, i) : NULL;
}

static bool is_year(int n) {
    return n >= 1800 && n < 2200;
}

static bool is_day(int n) {
    return n >= 1 && n <= 31;
}

static bool is_month(int n) {
    return n >= 1 && n <= 12;
}

/* "14.08.2021", "14/08/2021", "2021-08-14"; returns the number of words. */
static guint numeric_day(const char *text, const GArray *words, guint at, PdDay *out) {
    const Word *a = word_at(words, at), *b = word_at(words, at + 1), *c = word_at(words, at + 2);
    if (!c || b->start != a->end + 1 || c->start != b->end + 1 || text[a->end] != text[b->end] ||
        !strchr("./-", text[a->end]))
        return 0;
    int x = a->number, y = b->number, z = c->number;
    if (is_year(x) && is_month(y) && is_day(z))
        *out = (PdDay){.year = x, .month = y, .day = z};
    else if (is_day(x) && is_month(y) && is_year(z))
        *out = (PdDay){.year = z, .month = y, .day = x};
    else if (is_month(x) && is_day(y) && is_year(z))
        *out = (PdDay){.year = z, .month = x, .day = y};
    else
        return 0;
    return 3;
}

/* "August 14, 2021", "Aug. 14", "August 2021". A month alone is a word ("may"). */
static guint month_first(const GArray *words, guint at, PdDay *out) {
    const Word *second = word_at(words, at + 1), *third = word_at(words, at + 2);
    int month = month_of(word_at(words, at));
    if (!month || !second || !second->number)
        return 0;
    if (is_year(second->number)) {
        *out = (PdDay){.year = second->number, .month = month};
        return 2;
    }
    if (!is_day(second->number))
        return 0;
    *out = (PdDay){.year = third && is_year(third->number) ? third->number : 0, .month = month, .day = second->number};
    return out->year ? 3 : 2;
}

static bool is_of(const Word *word) {
    return word && (strcmp(word->word, "de") == 0 || strcmp(word->word, "of") == 0);
}

/* "14 August 2021", "14. August", "14 de agosto de 2021". */
static guint day_first(const GArray *words, guint at, PdDay *out) {
    const Word *first = word_at(words, at);
    guint used = 1 + is_of(word_at(words, at + 1));
    int month = month_of(word_at(words, at + used));
    if (!is_day(first->number) || !month)
        return 0;
    used++;
    guint year_at = used + is_of(word_at(words, at + used));
    const Word *year = word_at(words, at + year_at);
    *out = (PdDay){.month = month, .day = first->number};
    if (!year || !is_year(year->number))
        return used;
    out->year = year->number;
    return year_at + 1;
}

GArray *pd_days_find(const char *text) {
    GArray *days = g_array_new(FALSE, FALSE, sizeof(PdDay));
    g_autoptr(GArray) words = words_of(text);
    for (guint i = 0; i < words->len; i++) {
        PdDay day;
        guint used = numeric_day(text, words, i, &day);
        if (!used)
            used = month_first(words, i, &day);
        if (!used)
            used = day_first(words, i, &day);
        if (!used)
            continue;
        const Word *before = i > 0 ? word_at(words, i - 1) : NULL;
        day.start = before && stands_in(WEEKDAYS, before->word) ? before->start : word_at(words, i)->start;
        day.end = word_at(words, i + used - 1)->end;
        g_array_append_val(days, day);
        i += used - 1;
    }
    return days;
}
