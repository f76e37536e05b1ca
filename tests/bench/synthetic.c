/* The archive that nobody photographed (synthetic.h). */
#include "synthetic.h"

#include <math.h>
#include <string.h>

enum { VOCABULARY = 60000, PEOPLE = 40000, CITIES = 900, COUNTRIES = 70, CREATORS = 4000, FRAMES = 5, FIRST_YEAR = 2014 };
enum { DAYS = 3650 };

static const char *const AGENCIES[] = {"AP", "AFP", "Reuters", "dpa", "EPA", "Getty Images", "Xinhua", "EFE"};
static const char *const TEMPLATES[] = {
    "%p, the %w of the %w, speaks about the %w at the %w in %c",
    "%p and %p after their %w %w in %c",
    "People with %w and %w wait at the %w of %c while a %w is %w",
    "A %w of the %w walks past the %w after the %w near %c",
    "The %w %w over %c, seen from the %w %w",
    "%p (right) during the %w against %p in the %w of %c; the %w ended %n to %n",
    "Members of the %w %w carry %w to the %w, %n kilometres from %c",
};

/* ---- chance: the same number always gives the same */

typedef struct {
    uint64_t state;
} Chance;

static uint64_t next(Chance *chance) {
    uint64_t z = chance->state += 0x9e3779b97f4a7c15u; /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static Chance chance_of(uint64_t a, uint64_t b) {
    Chance chance = {a * 0x9e3779b97f4a7c15u ^ b};
    next(&chance);
    return chance;
}

static uint64_t below(Chance *chance, uint64_t n) {
    return next(chance) % n;
}

/* A rank by Zipf's law: the first is met as often as the second two times, the third three times. */
static uint64_t zipf(Chance *chance, double n) {
    double u = (double)(next(chance) >> 11) / 9007199254740992.0;
    return (uint64_t)pow(n, u) - 1;
}

/* ---- words */

static void add_word(GString *out, uint64_t rank, uint64_t kind) {
    static const char *const ONSETS[] = {"b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "gr"};
    static const char *const VOWELS[] = {"a", "e", "i", "o", "u", "ei", "ou"};
    static const char *const CODAS[] = {"", "n", "r", "l", "s", "m", "t", "nd"};
    Chance chance = chance_of(rank + 1, kind + 77);
    for (uint64_t n = 2 + below(&chance, 2) + (rank > 3000); n > 0; n--)
        g_string_append_printf(out, "%s%s%s", ONSETS[below(&chance, G_N_ELEMENTS(ONSETS))],
                               VOWELS[below(&chance, G_N_ELEMENTS(VOWELS))], n == 1 ? CODAS[below(&chance, 8)] : "");
}

static void add_capital(GString *out, uint64_t rank, uint64_t kind) {
    gsize at = out->len;
    add_word(out, rank, kind);
    out->str[at] = g_ascii_toupper(out->str[at]);
}

static void add_person(GString *out, uint64_t who) {
    Chance chance = chance_of(who, 5);
    add_capital(out, zipf(&chance, 1500), 1);
    g_string_append_c(out, ' ');
    add_capital(out, zipf(&chance, 20000), 2);
}

/* ---- what happened: FRAMES images in a row show one event */

typedef struct {
    uint64_t city, day, creator, agency, kind;
    uint64_t people[2];
} Event;

static Event event_of(const Synthetic *archive, uint64_t i) {
    Chance chance = chance_of(i / FRAMES, archive->salt);
    Event event = {.city = zipf(&chance, CITIES), .day = below(&chance, DAYS), .agency = below(&chance, 8)};
    event.creator = zipf(&chance, CREATORS);
    event.kind = below(&chance, G_N_ELEMENTS(TEMPLATES));
    event.people[0] = zipf(&chance, PEOPLE);
    event.people[1] = zipf(&chance, PEOPLE);
    return event;
}

static void add_scene(GString *out, const Event *event, Chance words) {
    guint person = 0;
    for (const char *p = TEMPLATES[event->kind]; *p; p++) {
        if (*p != '%') {
            g_string_append_c(out, *p);
            continue;
        }
        switch (*++p) {
        case 'p':
            add_person(out, event->people[person++ % 2]);
            break;
        case 'c':
            add_capital(out, event->city, 3);
            break;
        case 'n':
            g_string_append_printf(out, "%u", (unsigned)below(&words, 40));
            break;
        default:
            add_word(out, zipf(&words, VOCABULARY), 0);
        }
    }
}

static Chance words_of(const Synthetic *archive, uint64_t i) {
    return chance_of(i, archive->salt + 1);
}

static void add_day(GString *out, uint64_t day) {
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, 1, G_DATE_JANUARY, FIRST_YEAR);
    g_date_add_days(&date, (guint)day);
    g_string_append_printf(out, "%04d-%02d-%02d", g_date_get_year(&date), (int)g_date_get_month(&date),
                           g_date_get_day(&date));
}

/* ---- images */

static void add_value(PdRecord *record, PdField field, const char *property, const char *text) {
    PdValue value = {.field = field, .origin = PD_ORIGIN_XMP, .at = 1000, .property = property, .text = text};
    pd_record_add(record, &value, pd_limits_default());
}

PdRecord *synthetic_record(const Synthetic *archive, uint64_t i) {
    Event event = event_of(archive, i);
    PdRecord *record = pd_record_new();
    g_autoptr(GString) text = g_string_new(NULL);
    record->format = PD_FORMAT_JPEG;
    record->width_px = 3000;
    record->height_px = 2000;
    memcpy(record->pixel_key, &i, sizeof i);
    record->pixel_key[15] = 1;
    add_scene(text, &event, words_of(archive, i));
    g_string_append_printf(text, ". (%s Photo)", AGENCIES[event.agency]);
    add_value(record, PD_FIELD_CAPTION, "dc:description", text->str);
    g_string_truncate(text, 0);
    add_person(text, event.creator + PEOPLE);
    add_value(record, PD_FIELD_CREATORS, "dc:creator", text->str);
    add_value(record, PD_FIELD_CREDIT, "photoshop:Credit", AGENCIES[event.agency]);
    g_string_truncate(text, 0);
    add_capital(text, event.city, 3);
    add_value(record, PD_FIELD_CITY, "photoshop:City", text->str);
    g_string_truncate(text, 0);
    add_capital(text, event.city % COUNTRIES, 4);
    add_value(record, PD_FIELD_COUNTRY, "photoshop:Country", text->str);
    g_string_truncate(text, 0);
    add_day(text, event.day);
    add_value(record, PD_FIELD_CAPTURED_AT, "photoshop:DateCreated", text->str);
    return record;
}

char *synthetic_name(const Synthetic *archive, uint64_t i) {
    Event event = event_of(archive, i);
    GString *name = g_string_new(NULL);
    if (event.kind == 4) {
        Chance words = words_of(archive, i);
        for (int n = 0; n < 3; n++) {
            add_word(name, zipf(&words, VOCABULARY), 0);
            g_string_append_c(name, '-');
        }
    }
    g_string_append_printf(name, "X%07u.jpg", (unsigned)i);
    return g_string_free(name, FALSE);
}

/* ---- articles */

/* An editor's caption: the sentence with every fourth word put otherwise. */
static char *retold(const char *text, Chance *chance) {
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    GString *out = g_string_new(NULL);
    for (char **word = words; *word; word++) {
        g_string_append(out, out->len ? " " : "");
        if (below(chance, 4) == 0 && g_ascii_islower(**word) && strlen(*word) > 3)
            add_word(out, zipf(chance, VOCABULARY), 0);
        else
            g_string_append(out, *word);
    }
    return g_string_free(out, FALSE);
}

PdArticle *synthetic_article(const Synthetic *archive, uint64_t k, uint64_t out_images[3]) {
    Chance chance = chance_of(k, archive->salt + 2);
    PdArticle *article = pd_article_new("flat");
    g_autoptr(GString) text = g_string_new(NULL);
    uint64_t first = below(&chance, archive->n_images);
    Event about = event_of(archive, first);
    add_day(text, about.day + 1);
    article->published_at = pd_article_keep(article, text->str);
    g_string_truncate(text, 0);
    add_scene(text, &about, chance_of(k, 9));
    article->title = pd_article_keep(article, text->str);
    g_string_append(text, ". ");
    add_scene(text, &about, chance_of(k, 10));
    article->lead = pd_article_keep(article, text->str);
    for (int n = 0; n < 3; n++) {
        uint64_t image = n == 0 ? first : n == 1 ? below(&chance, archive->n_images) : archive->n_images + k;
        Event event = event_of(archive, image);
        g_string_truncate(text, 0);
        add_scene(text, &event, words_of(archive, image));
        g_autofree char *caption = retold(text->str, &chance);
        PdFigure figure = {.kind = PD_FIGURE_IMAGE,
                           .role = PD_ROLE_INLINE,
                           .caption = caption,
                           .credit = n == 1 ? NULL : AGENCIES[event.agency],
                           .offset = PD_AT_UNKNOWN,
                           .cue = "made"};
        pd_article_add_figure(article, &figure, pd_limits_default());
        out_images[n] = n == 2 ? (uint64_t)SYNTHETIC_NO_IMAGE : image;
    }
    return article;
}
