/* Looks up the words of cues.tsv (cues.h). Letter case is folded letter by letter, typographic apostrophes are
 * plain, one space in the table is any white space in the text.
 */
#include "article/flat/cues.h"
#include "article/flat/text.h"

#include <stdint.h>
#include <string.h>

#include <glib.h>

extern const char pd_data_article_flat_cues_tsv[];
extern const size_t pd_data_article_flat_cues_tsv_len;

static const char *const KIND_NAMES[PD_N_CUES] = {"credit", "photo",   "source", "caption",  "media", "suffix",  "link",
                                                  "noise",  "wire",    "abbrev", "particle", "lower", "starter", "byline",
                                                  "break",  "notname", "status", "alone",    "bare"};

typedef enum { FORM_NONE, FORM_GLUE, FORM_COLON, FORM_BY, FORM_STOP, FORM_START } Form;

typedef struct {
    const char *words; /* folded */
    size_t len;
    PdCueKind kind;
    Form form;
    bool is_phrase; /* several words */
} Entry;

/* Entries by their kind and first two folded letters; labels again under LABELS. */
typedef struct {
    GHashTable *by_first; /* of GArray of Entry, longest first */
    GStringChunk *texts;
} Table;

enum { LABELS = PD_N_CUES, JOINTS = 6 };

static gunichar fold_char(gunichar c) {
    if (c < 0x80)
        return (gunichar)g_ascii_tolower((char)c);
    return c == 0x2019 || c == 0x2018 ? '\'' : g_unichar_isspace(c) ? ' ' : g_unichar_tolower(c);
}

/* The list and the first two letters, the second 0 for words of one. */
static gint64 key_of(int list, const char *text, size_t len) {
    size_t next = (size_t)g_utf8_skip[(unsigned char)*text];
    gunichar second = next < len ? fold_char(g_utf8_get_char(text + next)) : 0;
    return (gint64)list << 48 | (gint64)fold_char(g_utf8_get_char(text)) << 24 | (gint64)second;
}

static int compare_length(gconstpointer a, gconstpointer b) {
    size_t left = ((const Entry *)a)->len, right = ((const Entry *)b)->len;
    return left > right ? -1 : left < right;
}

static void add_entry(Table *table, int list, const Entry *entry) {
    gint64 key = key_of(list, entry->words, entry->len);
    GArray *entries = g_hash_table_lookup(table->by_first, &key);
    if (!entries) {
        entries = g_array_new(FALSE, FALSE, sizeof(Entry));
        g_hash_table_insert(table->by_first, g_memdup2(&key, sizeof key), entries);
    }
    g_array_append_val(entries, *entry);
}

static void add_word(Table *table, PdCueKind kind, Form form, const char *word) {
    GString *folded = g_string_new(NULL);
    for (const char *p = word; *p; p = g_utf8_next_char(p))
        g_string_append_unichar(folded, fold_char(g_utf8_get_char(p)));
    Entry entry = {
        .words = g_string_chunk_insert_const(table->texts, folded->str), .len = folded->len, .kind = kind, .form = form};
    entry.is_phrase = strchr(entry.words, ' ') != NULL;
    g_string_free(folded, TRUE);
    if (entry.len == 0)
        return;
    add_entry(table, (int)kind, &entry);
    if (kind <= PD_CUE_MEDIA)
        add_entry(table, LABELS, &entry);
}

static void add_row(Table *table, char **cells) {
    static const char *const FORMS[] = {"-", "glue", "colon", "by", "stop", "start"};
    int kind = -1, form = 0;
    for (int i = 0; i < PD_N_CUES; i++)
        if (strcmp(cells[0], KIND_NAMES[i]) == 0)
            kind = i;
    for (int i = 0; i < (int)G_N_ELEMENTS(FORMS); i++)
        if (strcmp(cells[1], FORMS[i]) == 0)
            form = i;
    g_assert(kind >= 0);
    g_auto(GStrv) words = g_strsplit(cells[3], "|", -1);
    for (char **word = words; *word; word++)
        add_word(table, (PdCueKind)kind, (Form)form, *word);
}

static const Table *table_get(void) {
    static gsize made;
    static Table table;
    if (g_once_init_enter(&made)) {
        table.by_first = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
        table.texts = g_string_chunk_new(4096);
        g_autofree char *text = g_strndup(pd_data_article_flat_cues_tsv, pd_data_article_flat_cues_tsv_len);
        g_auto(GStrv) rows = g_strsplit(text, "\n", -1);
        for (char **row = rows; *row; row++) {
            g_auto(GStrv) cells = g_strsplit(*row, "\t", -1);
            if (**row != '#' && g_strv_length(cells) == 4)
                add_row(&table, cells);
        }
        GHashTableIter iter;
        gpointer entries;
        g_hash_table_iter_init(&iter, table.by_first);
        while (g_hash_table_iter_next(&iter, NULL, &entries))
            g_array_sort(entries, compare_length);
        g_once_init_leave(&made, 1);
    }
    return &table;
}

/* The entries that may stand here: of two letters and more, or of one. */
static const GArray *entries_at(int list, const char *text, size_t len, bool is_one_letter) {
    if (len == 0)
        return NULL;
    gint64 key = key_of(list, text, is_one_letter ? 1 : len);
    return g_hash_table_lookup(table_get()->by_first, &key);
}

/* How many bytes of the text the words cover, 0 = they do not stand there. */
static size_t covers(const char *words, const char *text, size_t len) {
    size_t at = 0;
    for (const char *w = words; *w; w = g_utf8_next_char(w)) {
        if (at >= len)
            return 0;
        gunichar want = g_utf8_get_char(w), have = g_utf8_get_char(text + at);
        if (want == ' ' ? !g_unichar_isspace(have) : fold_char(have) != want)
            return 0;
        at = pd_flat_next(text, at);
        while (want == ' ' && at < len && g_unichar_isspace(g_utf8_get_char(text + at)))
            at = pd_flat_next(text, at);
    }
    return at;
}

static gunichar char_before(const char *line, size_t at) {
    return at == 0 ? 0 : g_utf8_get_char(g_utf8_prev_char(line + at));
}

static gunichar char_at(const char *line, size_t len, size_t at) {
    return at < len ? g_utf8_get_char(line + at) : 0;
}

/* Whether a line, sentence, bracket, bar, dash or wide gap begins here. */
static bool is_start(const char *line, size_t at) {
    size_t spaces = 0;
    gunichar c = char_before(line, at);
    while (at > 0 && g_unichar_isspace(c)) {
        spaces += c == 0x2002 || c == 0x2003 ? 2 : 1;
        at = (size_t)(g_utf8_prev_char(line + at) - line);
        c = char_before(line, at);
    }
    if (spaces && (c == '.' || c == '!' || c == '?' || c == 0x201d || c == 0x3002))
        return true;
    return at == 0 || spaces >= 2 ||
           (c < 0x80 ? strchr("([{|", (int)c) != NULL : c == 0xff08 || c == 0x3010 || c == 0xb6 || c == 0xff0f) ||
           (spaces && (c == 0x2013 || c == 0x2014 || c == '-' || c == 0x2022 || c == '/'));
}

/* Whether a word may begin at `at`: behind something that is no letter, or glued with a capital behind a small letter. */
static bool is_open_before(const char *line, size_t at, const Entry *entry, bool *out_is_glued) {
    gunichar before = char_before(line, at), c = g_utf8_get_char(line + at);
    *out_is_glued = false;
    if (!g_unichar_isalnum(before) || !g_unichar_isalnum(c))
        return true;
    *out_is_glued = true;
    bool is_caseless = !g_unichar_isupper(c) && !g_unichar_islower(c);
    if (g_unichar_isupper(c) && !g_unichar_isupper(before))
        return true;
    if (is_caseless && g_utf8_strlen(entry->words, -1) > 1 && entry->kind <= PD_CUE_SOURCE)
        return g_unichar_iswide(c); /* "…設置される写真：": with a colon only */
    return entry->is_phrase && (entry->form == FORM_GLUE || g_unichar_isupper(c)) && !is_caseless;
}

static bool is_open_after(const char *line, size_t len, size_t end, const Entry *entry) {
    gunichar c = char_at(line, len, end), last = char_before(line, end);
    if (!g_unichar_isalpha(c) || !g_unichar_isalpha(last))
        return true;
    bool is_caseless = !g_unichar_isupper(last) && !g_unichar_islower(last);
    return entry->form == FORM_GLUE && (is_caseless || g_unichar_isupper(c) || g_unichar_istitle(c)) && entry->is_phrase;
}

static size_t skip_spaces(const char *line, size_t len, size_t at) {
    while (at < len && g_unichar_isspace(g_utf8_get_char(line + at)))
        at = pd_flat_next(line, at);
    return at;
}

static size_t skip_back(const char *line, size_t at) {
    while (at > 0 && g_unichar_isspace(char_before(line, at)))
        at = (size_t)(g_utf8_prev_char(line + at) - line);
    return at;
}

/* Marks between a label and its value. */
static bool is_colon(gunichar c, bool is_firm, bool is_stop) {
    switch (c) {
    case ':':
    case 0xff1a: /* fullwidth colon */
    case 0x2236:
    case '=':
        return true;
    case '/':
    case '|':
    case 0xff0f:
    case 0x2026:
    case 0xbb: /* » */
        return true;
    case '.':
        return is_firm || is_stop;
    case ',':
    case '-':
    case 0x2013:
    case 0x2014:
    case 0x60c:  /* Arabic comma */
    case 0xff0c: /* fullwidth comma */
    case 0x3001:
    case ';':
        return is_firm;
    default:
        return false;
    }
}

/* ":" or the like at `at`; gives the byte behind it, `at` when none stands there. */
static size_t read_colon(const char *line, size_t len, size_t at, Form form, PdFlatLabel *label) {
    bool is_firm = form == FORM_GLUE || form == FORM_START || label->has_colon;
    gunichar c = char_at(line, len, at);
    bool is_dots = len - at >= 3 && strncmp(line + at, "...", 3) == 0;
    if (!is_dots && !(c && is_colon(c, is_firm, form == FORM_STOP)))
        return at;
    if (!label->has_colon) {
        bool is_abbreviated = form == FORM_STOP && c == '.' && g_unichar_isalnum(char_at(line, len, at + 1));
        label->is_kept = (c == '/' && (unsigned char)line[label->start] < 0x80) || is_abbreviated;
        label->is_slashed = c == '/' || c == '|';
    }
    label->has_colon = true;
    return is_dots ? at + 3 : pd_flat_next(line, at);
}

/* "by" or the like; before a small letter it belongs to the prose, but behind a firm label. */
static size_t read_link(const char *line, size_t len, size_t at, Form form, PdFlatLabel *label) {
    size_t link = form == FORM_COLON || form == FORM_STOP ? 0 : pd_flat_word_at(PD_CUE_LINK, line + at, len - at);
    bool is_firm = form == FORM_GLUE || form == FORM_START || label->has_colon;
    if (link == 0 || (!is_firm && g_unichar_islower(char_at(line, len, skip_spaces(line, len, at + link)))))
        return at;
    label->has_link = true;
    return at + link;
}

/* Reads colons and linking words behind a label, in any order and number up to a few. */
static void read_joint(const char *line, size_t len, Form form, PdFlatLabel *label) {
    size_t at = skip_spaces(line, len, label->end);
    for (int i = 0; i < JOINTS; i++) {
        size_t next = read_colon(line, len, at, form, label);
        if (next == at)
            next = read_link(line, len, at, form, label);
        if (next == at)
            break;
        at = skip_spaces(line, len, next);
    }
    label->value = at;
}

/* Whether a word of two to five capitals ends here; gives where it begins. */
static bool is_agency_word(const char *line, size_t end, size_t *out_start) {
    size_t at = end;
    while (at > 0 && g_ascii_isupper(line[at - 1]))
        at--;
    if (end - at < 2 || end - at > 5 || (at > 0 && !g_ascii_isspace(line[at - 1])))
        return false;
    *out_start = at;
    return true;
}

/* "das Bild: …": the word is the sentence's own. */
static bool is_after_article(const char *line, size_t start) {
    static const char *const ARTICLES[] = {"das", "dem", "des", "ein", "kein", "dieses", "diesem", "sein", "ihr", "jedes"};
    size_t end = skip_back(line, start), at = end;
    while (at > 0 && g_ascii_isalpha(line[at - 1]))
        at--;
    for (size_t i = 0; end < start && i < G_N_ELEMENTS(ARTICLES); i++)
        if (strlen(ARTICLES[i]) == end - at && g_ascii_strncasecmp(ARTICLES[i], line + at, end - at) == 0)
            return true;
    return false;
}

static bool accept_label(const char *line, size_t len, const Entry *entry, PdFlatLabel *label) {
    bool is_firm = entry->form == FORM_GLUE || entry->form == FORM_START;
    if (entry->form == FORM_START && !is_start(line, label->start))
        return false;
    read_joint(line, len, entry->form, label);
    bool is_caption = entry->kind == PD_CUE_CAPTION || entry->kind == PD_CUE_MEDIA;
    if (is_firm) /* no caption begins small: the words are another's */
        return !is_caption || label->has_colon || !g_unichar_islower(char_at(line, len, label->value));
    if ((!label->has_colon && !label->has_link) || is_after_article(line, label->start))
        return false;
    size_t before = skip_back(line, label->start);
    if (label->has_link && before < label->start && g_unichar_islower(g_utf8_get_char(line + label->start)) &&
        is_agency_word(line, before, &label->start)) {
        label->is_kept = true; /* "RNS photo by Jane Doe" */
        return true;
    }
    if (label->is_kept && line[label->end] == '/' && !is_start(line, label->start) &&
        !g_unichar_ispunct(char_before(line, skip_back(line, label->start))))
        return false; /* "AP Photo/Jane Doe" is a name */
    return !g_unichar_islower(g_utf8_get_char(line + label->start)) || is_start(line, label->start);
}

static bool label_of(const char *line, size_t len, size_t at, const GArray *entries, PdFlatLabel *out) {
    for (guint i = 0; entries && i < entries->len; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        size_t end = at + covers(entry->words, line + at, len - at);
        PdFlatLabel label = {.kind = entry->kind, .words = entry->words, .start = at, .end = end};
        if (end > at && is_open_before(line, at, entry, &label.is_glued) && is_open_after(line, len, end, entry) &&
            accept_label(line, len, entry, &label) && (!label.is_glued || entry->form == FORM_GLUE || label.has_colon)) {
            *out = label;
            return true;
        }
    }
    return false;
}

bool pd_flat_label(const char *line, size_t len, size_t at, PdFlatLabel *out) {
    return label_of(line, len, at, entries_at(LABELS, line + at, len - at, false), out) ||
           label_of(line, len, at, entries_at(LABELS, line + at, len - at, true), out);
}

bool pd_flat_is_word(PdCueKind kind, const char *text, size_t len) {
    return len > 0 && pd_flat_word_at(kind, text, len) == len;
}

/* Whether a word ends at `end`; furniture is glued too: "EnlargeJane Doe". */
static bool is_word_end(PdCueKind kind, const char *text, size_t end, size_t len) {
    if (end == len)
        return true;
    gunichar after = g_utf8_get_char(text + end), last = g_utf8_get_char(g_utf8_prev_char(text + end));
    if (kind == PD_CUE_NOISE && g_unichar_isupper(after) && g_unichar_islower(last))
        return true;
    return !g_unichar_isalnum(after) || !g_unichar_isalnum(last);
}

size_t pd_flat_word_at(PdCueKind kind, const char *text, size_t len) {
    for (int pass = 0; pass < 2; pass++) {
        const GArray *entries = entries_at((int)kind, text, len, pass == 1);
        for (guint i = 0; entries && i < entries->len; i++) {
            size_t end = covers(g_array_index(entries, Entry, i).words, text, len);
            if (end > 0 && is_word_end(kind, text, end, len))
                return end;
        }
    }
    return 0;
}
