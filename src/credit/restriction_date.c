/* Dates inside restriction phrases: "0001 SATURDAY MAY 8", "22:00 GMT 12 July 2023", "12.07.2024, 18 Uhr",
 * "2024-05-08T00:01Z" (credit/restriction_value.h). Order is free but for a number of four digits, which is a time before
 * the month, a year after. */
#include <string.h>

#include "credit/restriction_value.h"

enum { MOST_DATE_WORDS = 12 };

typedef struct {
    int year, month, day; /* 0 = not said */
    int hour, minute;     /* -1 = not said */
    const char *offset;   /* (nullable) "Z", "+02:00" */
} When;

typedef struct {
    const char *word;
    int number;
} Word;

static const Word MONTHS[] = {
    {"january", 1},   {"jan", 1},       {"januar", 1},    {"janvier", 1},    {"enero", 1},     {"february", 2},
    {"feb", 2},       {"februar", 2},   {"fevrier", 2},   {"febrero", 2},    {"march", 3},     {"mar", 3},
    {"marz", 3},      {"maerz", 3},     {"mars", 3},      {"marzo", 3},      {"april", 4},     {"apr", 4},
    {"avril", 4},     {"abril", 4},     {"may", 5},       {"mai", 5},        {"mayo", 5},      {"june", 6},
    {"jun", 6},       {"juni", 6},      {"juin", 6},      {"junio", 6},      {"july", 7},      {"jul", 7},
    {"juli", 7},      {"juillet", 7},   {"julio", 7},     {"august", 8},     {"aug", 8},       {"aout", 8},
    {"agosto", 8},    {"september", 9}, {"sep", 9},       {"sept", 9},       {"septembre", 9}, {"septiembre", 9},
    {"october", 10},  {"oct", 10},      {"oktober", 10},  {"okt", 10},       {"octobre", 10},  {"octubre", 10},
    {"november", 11}, {"nov", 11},      {"novembre", 11}, {"noviembre", 11}, {"december", 12}, {"dec", 12},
    {"dezember", 12}, {"dez", 12},      {"decembre", 12}, {"diciembre", 12}, {"gennaio", 1},   {"febbraio", 2},
    {"aprile", 4},    {"maggio", 5},    {"giugno", 6},    {"luglio", 7},     {"settembre", 9}, {"ottobre", 10},
    {"dicembre", 12}, {"januari", 1},   {"februari", 2},  {"maart", 3},      {"mei", 5},       {"augustus", 8},
    {"janeiro", 1},   {"fevereiro", 2}, {"marco", 3},     {"maio", 5},       {"junho", 6},     {"julho", 7},
    {"setembro", 9},  {"outubro", 10},  {"novembro", 11}, {"dezembro", 12}};

static const char *const ZONES[][2] = {{"gmt", "Z"},      {"utc", "Z"},      {"z", "Z"},         {"bst", "+01:00"},
                                       {"cet", "+01:00"}, {"mez", "+01:00"}, {"cest", "+02:00"}, {"mesz", "+02:00"},
                                       {"est", "-05:00"}, {"edt", "-04:00"}, {"cst", "-06:00"},  {"cdt", "-05:00"},
                                       {"pst", "-08:00"}, {"pdt", "-07:00"}};

/* Words that say nothing of the date by themselves. */
static const char *const FILLERS[] = {
    "monday",    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",   "mon",        "tue",      "wed",
    "thu",       "fri",     "sat",       "sun",      "montag", "dienstag", "mittwoch", "donnerstag", "freitag",  "samstag",
    "sonnabend", "sonntag", "on",        "at",       "of",     "the",      "hrs",      "hours",      "uhr",      "um",
    "am",        "den",     "local",     "time",     "le",     "a",        "lundi",    "mardi",      "mercredi", "jeudi",
    "vendredi",  "samedi",  "dimanche",  "de",       "del",    "di",       "las",      "alle",       "ore",      "dalle",
    "uur",       "om",      "as",        "do",       "el",     "il",       "p",        "h",          NULL};

static bool is_filler(const char *word) {
    for (const char *const *filler = FILLERS; *filler; filler++)
        if (strcmp(*filler, word) == 0)
            return true;
    return false;
}

static int month_of(const char *word) {
    for (size_t i = 0; i < G_N_ELEMENTS(MONTHS); i++)
        if (strcmp(MONTHS[i].word, word) == 0)
            return MONTHS[i].number;
    return 0;
}

static const char *zone_of(const char *word) {
    for (size_t i = 0; i < G_N_ELEMENTS(ZONES); i++)
        if (strcmp(ZONES[i][0], word) == 0)
            return ZONES[i][1];
    return NULL;
}

static size_t n_digits(const char *word) {
    return strspn(word, "0123456789");
}

static int digits(const char *word, size_t from, size_t n) {
    int number = 0;
    for (size_t i = from; i < from + n; i++)
        number = number * 10 + (word[i] - '0');
    return number;
}

static const char *word_at(const PdPhraseText *text, size_t i) {
    return i < text->words->words->len ? pd_words_at(text->words, i)->fold : "";
}

/* The character between two words, when it is only one. */
static char joint(const PdPhraseText *text, size_t i) {
    if (i == 0 || i >= text->words->words->len)
        return '\0';
    size_t from = pd_words_at(text->words, i - 1)->end, to = pd_words_at(text->words, i)->start;
    return to - from == 1 ? text->text[from] : '\0';
}

static bool is_number(const PdPhraseText *text, size_t i, size_t min_digits, size_t max_digits) {
    size_t n = n_digits(word_at(text, i));
    return n >= min_digits && n <= max_digits && word_at(text, i)[n] == '\0';
}

/* "2024-05-08", "2024-05-08T00": the hour hangs on the day. Returns the number of words read. */
static size_t read_iso(const PdPhraseText *text, size_t at, When *when) {
    if (!is_number(text, at, 4, 4) || joint(text, at + 1) != '-' || !is_number(text, at + 1, 2, 2) ||
        joint(text, at + 2) != '-')
        return 0;
    const char *day = word_at(text, at + 2);
    if (n_digits(day) != 2 || (day[2] != '\0' && (day[2] != 't' || n_digits(day + 3) != 2)))
        return 0;
    when->year = digits(word_at(text, at), 0, 4);
    when->month = digits(word_at(text, at + 1), 0, 2);
    when->day = digits(day, 0, 2);
    if (day[2] == '\0')
        return 3;
    when->hour = digits(day, 3, 2);
    when->minute = 0;
    if (joint(text, at + 3) == ':' && n_digits(word_at(text, at + 3)) == 2) {
        when->minute = digits(word_at(text, at + 3), 0, 2);
        when->offset = word_at(text, at + 3)[2] == 'z' ? "Z" : when->offset;
        return 4;
    }
    return 3;
}

/* "12.07.2024", "12.7.", "12/07/2024" (day first: the house of this lexicon is European). */
static size_t read_dotted(const PdPhraseText *text, size_t at, When *when) {
    char mark = joint(text, at + 1);
    if (!is_number(text, at, 1, 2) || !mark || !strchr("./", mark) || !is_number(text, at + 1, 1, 2))
        return 0;
    int day = digits(word_at(text, at), 0, n_digits(word_at(text, at)));
    int month = digits(word_at(text, at + 1), 0, n_digits(word_at(text, at + 1)));
    if (day < 1 || day > 31 || month < 1 || month > 12)
        return 0;
    when->day = day;
    when->month = month;
    bool has_year = joint(text, at + 2) == mark && (is_number(text, at + 2, 4, 4) || is_number(text, at + 2, 2, 2));
    if (!has_year)
        return 2;
    size_t n = n_digits(word_at(text, at + 2));
    when->year = digits(word_at(text, at + 2), 0, n) + (n == 2 ? 2000 : 0);
    return 3;
}

/* "18h", "10h00". */
static size_t read_french_time(const char *word, size_t n, When *when) {
    if (word[n] != 'h' || (word[n + 1] != '\0' && (n_digits(word + n + 1) != 2 || word[n + 3] != '\0')))
        return 0;
    when->hour = digits(word, 0, n);
    when->minute = word[n + 1] ? digits(word, n + 1, 2) : 0;
    return 1;
}

/* "9 A.M.", "6 PM". Returns the words read, the number itself included. */
static size_t read_half_day(const PdPhraseText *text, size_t at, int hour, When *when) {
    const char *word = word_at(text, at + 1);
    bool is_split = word[0] && !word[1] && strcmp(word_at(text, at + 2), "m") == 0;
    bool is_half = is_split || (word[0] && word[1] == 'm' && !word[2]);
    if (!is_half || (*word != 'a' && *word != 'p') || hour < 1 || hour > 12)
        return 0;
    when->hour = hour % 12 + (*word == 'p' ? 12 : 0);
    when->minute = 0;
    return is_split ? 3 : 2;
}

/* "ore 10", "alle 10": the hour behind the word that says so. */
static bool is_hour_word(const char *word) {
    return strcmp(word, "ore") == 0;
}

/* "00:01", "18.30" before Uhr, "18 Uhr", "6pm". */
static size_t read_time(const PdPhraseText *text, size_t at, When *when) {
    const char *word = word_at(text, at);
    size_t n = n_digits(word);
    if (n == 0 || n > 2 || when->hour >= 0)
        return 0;
    int hour = digits(word, 0, n);
    bool is_afternoon = strcmp(word + n, "pm") == 0, is_morning = strcmp(word + n, "am") == 0;
    if ((is_afternoon || is_morning) && hour >= 1 && hour <= 12) {
        when->hour = hour % 12 + (is_afternoon ? 12 : 0);
        when->minute = 0;
        return 1;
    }
    if (hour > 24)
        return 0;
    if (word[n] != '\0')
        return read_french_time(word, n, when);
    size_t n_half = read_half_day(text, at, hour, when);
    if (n_half > 0)
        return n_half;
    const char *behind = word_at(text, at + 2);
    bool has_minute = is_number(text, at + 1, 2, 2) && digits(word_at(text, at + 1), 0, 2) < 60 &&
                      (joint(text, at + 1) == ':' ||
                       (joint(text, at + 1) == '.' && (strcmp(behind, "uhr") == 0 || strcmp(behind, "uur") == 0)));
    const char *next = word_at(text, at + 1);
    bool is_hour = strcmp(next, "uhr") == 0 || strcmp(next, "uur") == 0 || (at > 0 && is_hour_word(word_at(text, at - 1)));
    if (!has_minute && !is_hour)
        return 0;
    when->hour = hour;
    when->minute = has_minute ? digits(word_at(text, at + 1), 0, 2) : 0;
    return has_minute ? 2 : 1;
}

static size_t read_four_digits(const PdPhraseText *text, size_t at, When *when) {
    const char *word = word_at(text, at);
    if (!is_number(text, at, 4, 4))
        return 0;
    int number = digits(word, 0, 4);
    if (when->hour < 0 && when->month == 0 && number <= 2400 && number % 100 < 60) {
        when->hour = number / 100;
        when->minute = number % 100;
        return 1;
    }
    if (when->year != 0 || number < 1900 || number > 2199)
        return 0;
    when->year = number;
    return 1;
}

/* "8", "8th", "8." beside a month. */
static size_t read_day(const PdPhraseText *text, size_t at, When *when) {
    static const char *const ENDINGS[] = {"", "st", "nd", "rd", "th", "er"};
    const char *word = word_at(text, at);
    size_t n = n_digits(word);
    if (n == 0 || n > 2 || when->day != 0)
        return 0;
    int day = digits(word, 0, n);
    bool is_day = false;
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        is_day = is_day || strcmp(word + n, ENDINGS[i]) == 0;
    if (!is_day || day < 1 || day > 31)
        return 0;
    when->day = day;
    return 1;
}

static size_t read_word(const PdPhraseText *text, size_t at, When *when) {
    const char *word = word_at(text, at);
    if (!when->month && month_of(word)) {
        when->month = month_of(word);
        return 1;
    }
    if (when->hour >= 0 && !when->offset && zone_of(word)) {
        when->offset = zone_of(word);
        return 1;
    }
    if (strcmp(word, "midnight") == 0 || strcmp(word, "mitternacht") == 0) {
        when->hour = when->minute = 0;
        return 1;
    }
    if (strcmp(word, "noon") == 0) {
        when->hour = 12;
        when->minute = 0;
        return 1;
    }
    return is_filler(word) ? 1 : 0;
}

static size_t read_piece(const PdPhraseText *text, size_t at, When *when) {
    size_t (*const READERS[])(const PdPhraseText *, size_t, When *) = {read_iso,         read_time, read_dotted,
                                                                       read_four_digits, read_day,  read_word};
    for (size_t i = 0; i < G_N_ELEMENTS(READERS); i++) {
        size_t n = READERS[i](text, at, when);
        if (n > 0)
            return n;
    }
    return 0;
}

static char *write_when(const When *when) {
    g_autoptr(GString) out = g_string_new(NULL);
    if (when->month && when->day && when->year)
        g_string_append_printf(out, "%04d-%02d-%02d", when->year, when->month, when->day);
    else if (when->month && when->day)
        g_string_append_printf(out, "--%02d-%02d", when->month, when->day);
    if (when->hour >= 0)
        g_string_append_printf(out, "T%02d:%02d%s", when->hour, when->minute, when->offset ? when->offset : "");
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* "10:00 Uhr": the word belongs to the time. */
static bool is_hour_unit(const char *word) {
    return strcmp(word, "uhr") == 0 || strcmp(word, "uur") == 0 || strcmp(word, "hrs") == 0 || strcmp(word, "h") == 0;
}

/* "5. Mai": the full stop belongs to the number. */
static bool is_ordinal(const PdPhraseText *text, size_t at) {
    return is_number(text, at - 1, 1, 2) && month_of(word_at(text, at)) != 0;
}

/* "9 A.M. MAY 5": the full stop belongs to the letter. */
static bool is_half_day(const PdPhraseText *text, size_t at) {
    const char *before = word_at(text, at - 1);
    return strcmp(before, "m") == 0 && at >= 2 && strlen(word_at(text, at - 2)) == 1;
}

size_t pd_phrase_read_date(const PdPhraseText *text, size_t at, char **out_value) {
    When when = {.hour = -1};
    size_t end = at, after = 0;
    while (end < text->words->words->len && end - at < MOST_DATE_WORDS) {
        unsigned gap = pd_words_gap(text->words, end);
        if (end > at && gap & PD_GAP_SENTENCE && joint(text, end) != '.' && !is_ordinal(text, end) &&
            !is_half_day(text, end))
            break;
        size_t n = read_piece(text, end, &when);
        if (n == 0)
            break;
        bool says_nothing = n == 1 && is_filler(word_at(text, end)) && !(when.hour >= 0 && is_hour_unit(word_at(text, end)));
        end += n;
        if (!says_nothing)
            after = end;
    }
    bool has_day = when.month && when.day;
    if (!has_day && when.hour < 0)
        return 0;
    *out_value = write_when(&when);
    return after;
}
