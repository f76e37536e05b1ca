/* Reads words.tsv (embedded) into tables. A word may name one concept only: the first row that has it wins. */
#include "match/lexicon.h"

#include <string.h>

#include <glib.h>

extern const char pd_data_match_words_tsv[];
extern const size_t pd_data_match_words_tsv_len;

enum { STEM_MIN = 3, STEM_MAX = 16 }; /* lengths of the starred beginnings in words.tsv */

typedef struct {
    GHashTable *stop;    /* word */
    GHashTable *weekday; /* word */
    GHashTable *file;    /* word */
    GHashTable *concept; /* word -> concept */
    GHashTable *begins;  /* beginning of a word -> concept */
    GHashTable *place;   /* name -> NULL-terminated names */
} Lexicon;

static void add_concept(Lexicon *lexicon, char *word, const char *concept) {
    size_t len = strlen(word);
    GHashTable *table = lexicon->concept;
    if (len && word[len - 1] == '*') {
        word[len - 1] = '\0';
        table = lexicon->begins;
    }
    if (!g_hash_table_contains(table, word))
        g_hash_table_insert(table, (char *)g_intern_string(word), (char *)g_intern_string(concept));
}

static void add_places(Lexicon *lexicon, char **words) {
    for (char **word = words; *word; word++)
        g_strdelimit(*word, "_", ' ');
    char **names = g_strdupv(words);
    for (char **name = names; *name; name++)
        g_hash_table_insert(lexicon->place, *name, names);
}

static void add_row(Lexicon *lexicon, const char *line) {
    g_auto(GStrv) cells = g_strsplit(line, "\t", 3);
    if (g_strv_length(cells) != 3)
        return;
    g_auto(GStrv) words = g_strsplit(cells[2], " ", -1);
    if (strcmp(cells[0], "place") == 0) {
        add_places(lexicon, words);
        return;
    }
    for (char **word = words; *word; word++) {
        if (strcmp(cells[0], "stop") == 0 || strcmp(cells[0], "furniture") == 0)
            g_hash_table_add(lexicon->stop, (char *)g_intern_string(*word));
        else if (strcmp(cells[0], "file") == 0)
            g_hash_table_add(lexicon->file, (char *)g_intern_string(*word));
        else if (strcmp(cells[0], "weekday") == 0)
            g_hash_table_add(lexicon->weekday, (char *)g_intern_string(*word));
        else if (strcmp(cells[0], "concept") == 0)
            add_concept(lexicon, *word, cells[1]);
    }
}

static const Lexicon *lexicon_get(void) {
    static gsize once;
    static Lexicon lexicon;
    if (g_once_init_enter(&once)) {
        GHashTable **tables[] = {&lexicon.stop,    &lexicon.weekday, &lexicon.file,
                                 &lexicon.concept, &lexicon.begins,  &lexicon.place};
        for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
            *tables[i] = g_hash_table_new(g_str_hash, g_str_equal);
        g_autofree char *text = g_strndup(pd_data_match_words_tsv, pd_data_match_words_tsv_len);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        for (char **line = lines; *line; line++)
            if (**line != '#')
                add_row(&lexicon, *line);
        g_once_init_leave(&once, 1);
    }
    return &lexicon;
}

bool pd_lexicon_is_stop(const char *word) {
    return g_hash_table_contains(lexicon_get()->stop, word);
}

bool pd_lexicon_is_weekday(const char *word) {
    return g_hash_table_contains(lexicon_get()->weekday, word);
}

bool pd_lexicon_is_file_word(const char *word) {
    return g_hash_table_contains(lexicon_get()->file, word);
}

const char *pd_lexicon_concept(const char *word) {
    const Lexicon *lexicon = lexicon_get();
    const char *found = g_hash_table_lookup(lexicon->concept, word);
    char begin[STEM_MAX + 1];
    for (size_t n = MIN(strlen(word), STEM_MAX); !found && n >= STEM_MIN; n--) {
        memcpy(begin, word, n);
        begin[n] = '\0';
        found = g_hash_table_lookup(lexicon->begins, begin);
    }
    return found;
}

const char *const *pd_lexicon_place(const char *name) {
    return g_hash_table_lookup(lexicon_get()->place, name);
}
