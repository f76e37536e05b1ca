/* Reading the phrases, territories and media (credit/restriction_lexicon.h). The files are our own: a damaged line is a
 * programmer's error, which a test finds. */
#include "credit/restriction_lexicon.h"

#include <string.h>

#include "codec/text.h"
#include "credit/tsv.h"

extern const char pd_data_credit_restrictions_tsv[], pd_data_credit_territories_tsv[], pd_data_credit_media_tsv[];
extern const size_t pd_data_credit_restrictions_tsv_len, pd_data_credit_territories_tsv_len, pd_data_credit_media_tsv_len;

typedef struct {
    GHashTable *phrases;     /* folded first word -> GPtrArray of PdPhrase */
    GPtrArray *open_phrases; /* those that begin with a placeholder */
    GHashTable *territories; /* folded name -> codes */
    GHashTable *codes;       /* folded code -> codes */
    GHashTable *media;       /* folded word -> medium */
} Lexicon;

static const PdRestrictionClass NO_CLASS = PD_N_RESTRICTIONS;

static PdRestrictionClass class_of(const char *word) {
    for (int class = 0; class < PD_N_RESTRICTIONS; class ++)
        if (strcmp(pd_restriction_word((PdRestrictionClass) class), word) == 0)
            return (PdRestrictionClass) class;
    return NO_CLASS;
}

static PdPhraseWhere where_of(const char *word) {
    static const char *const WORDS[] = {"any", "soft", "caps", "clause", "out", "slash"};
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(WORDS) && strcmp(WORDS[i], word) != 0)
        i++;
    return (PdPhraseWhere)i;
}

static PdPhraseItem read_item(char *text) {
    size_t len = strlen(text);
    if (text[0] == '<')
        return (PdPhraseItem){.placeholder = text[1]};
    bool is_optional = len > 0 && text[len - 1] == '?';
    if (is_optional)
        text[len - 1] = '\0';
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (char *word; (word = pd_credit_list_next(&text, '|'));)
        g_ptr_array_add(words, pd_text_words(word));
    g_ptr_array_add(words, NULL);
    return (PdPhraseItem){.words = (const char *const *)g_ptr_array_steal(words, NULL), .is_optional = is_optional};
}

static PdPhrase *read_phrase(const PdTsv *row) {
    PdPhrase *phrase = g_new0(PdPhrase, 1);
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(PdPhraseItem));
    char *pattern = row->cell[3];
    for (char *item; (item = pd_credit_list_next(&pattern, ' '));) {
        PdPhraseItem read = read_item(item);
        g_array_append_val(items, read);
    }
    *phrase = (PdPhrase){.class = class_of(row->cell[0]),
                         .where = where_of(row->cell[2]),
                         .parameter = row->cell[1] ? row->cell[1][0] : '\0',
                         .n_items = items->len};
    if (phrase->parameter == '=')
        phrase->constant = g_strdup(row->cell[1] + 1);
    phrase->items = (const PdPhraseItem *)(void *)g_array_steal(items, NULL);
    return phrase;
}

static void index_under(Lexicon *lexicon, const char *word, PdPhrase *phrase) {
    GPtrArray *list = g_hash_table_lookup(lexicon->phrases, word);
    if (!list) {
        list = g_ptr_array_new();
        g_hash_table_insert(lexicon->phrases, g_strdup(word), list);
    }
    g_ptr_array_add(list, phrase);
}

/* Under each word it may begin with: optional items in front may be missing. */
static void index_phrase(Lexicon *lexicon, PdPhrase *phrase) {
    for (size_t i = 0; i < phrase->n_items; i++) {
        const PdPhraseItem *item = &phrase->items[i];
        if (item->placeholder)
            g_ptr_array_add(lexicon->open_phrases, phrase);
        for (const char *const *word = item->words; word && *word; word++)
            index_under(lexicon, *word, phrase);
        if (!item->is_optional)
            return;
    }
}

static void read_phrases(Lexicon *lexicon) {
    g_autofree char *text = g_memdup2(pd_data_credit_restrictions_tsv, pd_data_credit_restrictions_tsv_len + 1);
    PdTsv row = {.at = text};
    while (pd_credit_tsv_next(&row))
        if (row.n == 4 && class_of(row.cell[0]) != NO_CLASS)
            index_phrase(lexicon, read_phrase(&row));
}

/* The first line that has a name keeps it. */
static void add_name(GHashTable *table, const char *name, const char *value) {
    g_autofree char *folded = pd_text_words(name);
    if (!g_hash_table_contains(table, folded))
        g_hash_table_insert(table, g_steal_pointer(&folded), (char *)value);
}

static void read_names(GHashTable *table, char *list, const char *value) {
    for (char *name; (name = pd_credit_list_next(&list, '|'));)
        add_name(table, name, value);
}

static void read_territories(Lexicon *lexicon) {
    g_autofree char *text = g_memdup2(pd_data_credit_territories_tsv, pd_data_credit_territories_tsv_len + 1);
    PdTsv row = {.at = text};
    while (pd_credit_tsv_next(&row)) {
        const char *codes = g_strdup(row.cell[0]);
        if (!strchr(codes, '+'))
            add_name(lexicon->codes, codes, codes);
        read_names(lexicon->codes, row.cell[1], codes);
        read_names(lexicon->territories, row.cell[2], codes);
    }
}

static void read_media(Lexicon *lexicon) {
    g_autofree char *text = g_memdup2(pd_data_credit_media_tsv, pd_data_credit_media_tsv_len + 1);
    PdTsv row = {.at = text};
    while (pd_credit_tsv_next(&row))
        read_names(lexicon->media, row.cell[1], g_strdup(row.cell[0]));
}

/* Made once and kept for the life of the program. */
static const Lexicon *lexicon(void) {
    static gsize made = 0;
    if (g_once_init_enter(&made)) {
        Lexicon *fresh = g_new0(Lexicon, 1);
        fresh->phrases = g_hash_table_new(g_str_hash, g_str_equal);
        fresh->open_phrases = g_ptr_array_new();
        fresh->territories = g_hash_table_new(g_str_hash, g_str_equal);
        fresh->codes = g_hash_table_new(g_str_hash, g_str_equal);
        fresh->media = g_hash_table_new(g_str_hash, g_str_equal);
        read_phrases(fresh);
        read_territories(fresh);
        read_media(fresh);
        GHashTableIter iter;
        gpointer list;
        g_hash_table_iter_init(&iter, fresh->phrases);
        while (g_hash_table_iter_next(&iter, NULL, &list))
            for (guint i = 0; i < fresh->open_phrases->len; i++)
                g_ptr_array_add(list, g_ptr_array_index(fresh->open_phrases, i));
        g_once_init_leave(&made, (gsize)fresh);
    }
    return (const Lexicon *)made;
}

const GPtrArray *pd_restriction_phrases(const char *first_word) {
    const GPtrArray *phrases = g_hash_table_lookup(lexicon()->phrases, first_word);
    return phrases ? phrases : lexicon()->open_phrases;
}

const char *pd_restriction_territory(const char *folded, bool *out_is_code) {
    const char *codes = g_hash_table_lookup(lexicon()->territories, folded);
    *out_is_code = !codes;
    return codes ? codes : g_hash_table_lookup(lexicon()->codes, folded);
}

const char *pd_restriction_medium(const char *folded) {
    return g_hash_table_lookup(lexicon()->media, folded);
}
