/* Title, day, lead and language of a flattened text (meta.h). The language is the one whose commonest small words are most;
 * a text too short or too even between two tells none.
 */
#include "article/flat/meta.h"

#include <string.h>

#include "article/flat/lines.h"
#include "codec/days.h"
#include "codec/text.h"

enum {
    TITLE_BYTES = 220,
    TITLE_LINES = 6,
    LEAD_BYTES = 4096,
    LEAD_LEAST = 60,
    DATE_LINES = 12,
    DATE_BYTES = 90,
    SAMPLE_BYTES = 16384,
    HITS_LEAST = 6
};

typedef struct {
    const char *tag, *words; /* the commonest small words that few neighbours share, spaces around each */
} Language;

static const Language LANGUAGES[] = {
    {"en", " the of and to was that for with his they have this from are were which has been it is on "},
    {"de", " der die das und ist nicht von mit den dem ein eine auf für sich auch wird sind im zu des dass "},
    {"fr", " le la les et des est une dans que pour qui sur pas au par plus du avec ce il sont "},
    {"es", " el los las que en una por con del se para es como más su al lo pero sus fue "},
    {"pt", " o os as que em um uma não com para por mais do da dos das ao pelo foi são "},
    {"it", " il lo gli che di una per con non del della sono nel più alla dei anche le come è "},
    {"nl", " het een van en dat niet op te zijn voor met aan ook er maar bij naar wordt werd hij "},
    {"sv", " och att det som är på för inte med till av har den en ett om jag från vi var "},
    {"no", " og det som er på for ikke med til av har den en et om jeg fra vi ble seg "},
    {"da", " og det som er på for ikke med til af har den en et om jeg fra vi blev sig "},
    {"is", " og að í á er sem við um það ekki til var hann af með en þetta hefur frá þá "},
    {"fi", " ja on ei että se oli hän ovat mutta myös kun mukaan kuin joka sen ole niin tai jos siitä "},
    {"pl", " i w na z nie się że do jest to o jak po co ale od za przez tym jego "},
    {"cs", " a v na se je že to s z do o i jako za pro po by ale jeho jsou "},
    {"hu", " a az és hogy nem is egy meg volt ez de csak már még mint el lehet szerint ki után "},
    {"ro", " și de la în a că nu pe cu care din o este un mai pentru au sunt fost ca "},
    {"tr", " ve bir bu da de için ile olarak çok daha olan gibi en kadar sonra ise ne var yeni dedi "},
    {"id", " yang dan di ini itu dengan untuk dari pada tidak dalam akan juga ke oleh saat kata ada tersebut bisa "},
    {"ru", " и в не на что с по он как это но за из от его был для она так о "},
    {"uk", " і в не на що з та до як за про це від його але для він й є у "},
    {"zu", " ukuthi futhi uma lo ngoba kodwa kusho ngesikhathi uthe abantu emva yakhe bakhe kwakhe nokuthi ngo e "},
    {"xh", " ukuba kwaye xa le ngokuba kodwa uthi emva yakhe ngexesha abantu kunye into wakhe ukuze "},
    {"vi", " và của là có các được cho không trong một người đã với những này khi ở ra đến để "},
};

/* Scripts that one language of the press mostly writes. */
static const struct {
    const char *tag;
    gunichar from, to;
} SCRIPTS[] = {{"ja", 0x3041, 0x30ff}, {"ko", 0xac00, 0xd7a3}, {"hi", 0x900, 0x97f},
               {"bn", 0x980, 0x9ff},   {"th", 0xe01, 0xe5b},   {"el", 0x370, 0x3ff},
               {"he", 0x590, 0x5ff},   {"ar", 0x600, 0x6ff},   {"ka", 0x10a0, 0x10ff}};

static const char *by_script(const char *text, size_t len) {
    size_t count[G_N_ELEMENTS(SCRIPTS)] = {0}, letters = 0, han = 0;
    for (const char *p = text; p < text + len; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        letters += g_unichar_isalpha(c) ? 1 : 0;
        han += c >= 0x4e00 && c <= 0x9fff;
        for (size_t i = 0; i < G_N_ELEMENTS(SCRIPTS); i++)
            count[i] += c >= SCRIPTS[i].from && c <= SCRIPTS[i].to;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(SCRIPTS); i++)
        if (count[i] * (i == 0 ? 8 : 3) > letters && letters > 20)
            return SCRIPTS[i].tag;
    return han * 2 > letters && letters > 20 ? "zh" : NULL;
}

static const char *by_words(const char *text, size_t len) {
    g_autofree char *sample = g_strndup(text, len);
    g_autofree char *lower = g_utf8_strdown(sample, -1);
    unsigned hits[G_N_ELEMENTS(LANGUAGES)] = {0};
    g_auto(GStrv) words = g_strsplit_set(lower, " \n\t.,;:!?\"()", 4096);
    for (char **word = words; *word; word++) {
        if (!**word || strlen(*word) > 16)
            continue;
        g_autofree char *key = g_strconcat(" ", *word, " ", NULL);
        for (size_t i = 0; i < G_N_ELEMENTS(LANGUAGES); i++)
            hits[i] += strstr(LANGUAGES[i].words, key) != NULL;
    }
    size_t best = 0;
    unsigned second = 0;
    for (size_t i = 1; i < G_N_ELEMENTS(LANGUAGES); i++)
        if (hits[i] > hits[best])
            best = i;
    for (size_t i = 0; i < G_N_ELEMENTS(LANGUAGES); i++)
        if (i != best)
            second = MAX(second, hits[i]);
    return hits[best] >= HITS_LEAST && hits[best] * 20 > second * 21 ? LANGUAGES[best].tag : NULL;
}

static size_t char_start(const char *text, size_t at) {
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static bool is_title(const char *text, const PdFlatLine *line) {
    size_t len = line->end - line->start;
    if (line->is_image || line->is_item || len > TITLE_BYTES || len < 8 ||
        !pd_flat_is_caption(text, &(PdFlatLine){.start = line->start, .end = line->end}, TITLE_BYTES))
        return false;
    return line->is_heading || text[line->end - 1] != '.';
}

/* A heading, else the first line that could be one; a line above a list names the list ("Related topics"). */
static const PdFlatLine *find_title(const PdFlatText *flat, const bool *is_figure) {
    const PdFlatLine *lines = (const PdFlatLine *)(void *)flat->lines->data;
    for (guint i = 0; i < flat->lines->len && i < 4 * TITLE_LINES; i++)
        if (lines[i].is_heading && !is_figure[i] && is_title(flat->text->str, lines + i))
            return lines + i;
    for (guint i = 0; i + 1 < flat->lines->len && i < TITLE_LINES; i++)
        if (!is_figure[i] && !lines[i + 1].is_item && is_title(flat->text->str, lines + i))
            return lines + i;
        else if (!is_figure[i] && lines[i].end - lines[i].start > TITLE_BYTES)
            break;
    return NULL;
}

/* The words of a line, parted where a page's markup stood between a word and a number: "Published2 July 2023". (transfer
 * full) */
static char *parted(const char *text, size_t len) {
    g_autoptr(GString) out = g_string_sized_new(len + 8);
    for (size_t i = 0; i < len; i++) {
        if (i && g_ascii_isdigit(text[i]) && g_ascii_islower(text[i - 1]))
            g_string_append_c(out, ' ');
        g_string_append_c(out, text[i]);
    }
    return g_string_free(g_steal_pointer(&out), FALSE);
}

/* The first day that a short line near the top states in full: "2 July 2023", "Published on July 2, 2023 at 10.00". */
static const char *published(const PdFlatText *flat, const bool *is_figure, const PdFlatLine *title, PdArticle *out) {
    for (guint i = 0; i < flat->lines->len && i < DATE_LINES; i++) {
        const PdFlatLine *line = &g_array_index(flat->lines, PdFlatLine, i);
        if (is_figure[i] || line == title || line->is_image || line->end - line->start > DATE_BYTES)
            continue;
        g_autofree char *text = parted(flat->text->str + line->start, line->end - line->start);
        g_autoptr(GArray) days = pd_days_find(text);
        PdDay day = days->len ? g_array_index(days, PdDay, 0) : (PdDay){0};
        if (!day.year || !day.day || !g_date_valid_dmy((GDateDay)day.day, (GDateMonth)day.month, (GDateYear)day.year))
            continue;
        g_autofree char *stated = g_strdup_printf("%04d-%02d-%02d", day.year, day.month, day.day);
        return pd_article_keep(out, stated);
    }
    return NULL;
}

/* The running text's first lines, as many as fit. */
static const char *lead(const PdFlatText *flat, const bool *is_figure, const PdFlatLine *title, PdArticle *out) {
    const char *text = flat->text->str;
    g_autoptr(GString) words = g_string_new(NULL);
    for (guint i = 0; i < flat->lines->len && words->len < LEAD_BYTES; i++) {
        const PdFlatLine *line = &g_array_index(flat->lines, PdFlatLine, i);
        size_t least = line->end > line->start && text[line->end - 1] == '.' ? LEAD_LEAST / 2 : LEAD_LEAST;
        if (is_figure[i] || line == title || line->is_image || line->is_heading || line->is_item ||
            line->end - line->start < least)
            continue;
        size_t left = LEAD_BYTES - words->len;
        size_t end = line->end - line->start > left ? char_start(text, line->start + left) : line->end;
        g_autofree char *tidy = pd_flat_text_between(text, line->start, end);
        if (tidy)
            g_string_append_printf(words, "%s%s", words->len ? " " : "", tidy);
    }
    return pd_article_keep(out, words->str);
}

void pd_flat_meta(const PdFlatText *flat, const bool *is_figure, PdArticle *out) {
    const char *text = flat->text->str;
    const PdFlatLine *title = out->title ? NULL : find_title(flat, is_figure);
    if (title) {
        g_autofree char *tidy = pd_flat_text_between(text, title->start, title->end);
        out->title = pd_article_keep(out, tidy);
    }
    if (!out->published_at)
        out->published_at = published(flat, is_figure, title, out);
    out->lead = lead(flat, is_figure, title, out);
    size_t len = char_start(text, MIN(flat->text->len, (size_t)SAMPLE_BYTES));
    if (out->language)
        return;
    const char *language = by_script(text, len);
    out->language = pd_article_keep(out, language ? language : by_words(text, len));
}
