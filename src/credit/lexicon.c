/* The lexicons (credit/lexicon.h): built once, from the embedded files and the house's, into hash tables that never change.
 */
#include "credit/lexicon.h"

#include <string.h>

#include "codec/text.h"
#include "credit/tsv.h"
#include "picdesk/error.h"

#define DATA(name)                                                                                                          \
    extern const char pd_data_credit_##name##_tsv[];                                                                        \
    extern const size_t pd_data_credit_##name##_tsv_len
DATA(agencies);
DATA(houses);
DATA(platforms);
DATA(leadins);
DATA(marks);
DATA(licences);
DATA(orgwords);
DATA(given);
DATA(places);
DATA(particles);

enum { MAX_KEY = 64 };

typedef struct {
    const char *key;
    const PdLexiconParty *party;
} Alias;

typedef struct {
    const char *name;
    void (*read)(PdTsv *tsv);
} Kind;

static struct {
    GHashTable *parties;  /* key -> PdLexiconParty */
    GHashTable *slugs;    /* slug -> PdLexiconParty */
    GHashTable *leads;    /* key -> PdLeadIn */
    GHashTable *marks;    /* key -> PdMark */
    GHashTable *licences; /* key -> name */
    GHashTable *names;    /* key -> name */
    GHashTable *words;    /* word -> PdWordClass bits */
    GHashTable *suffixes;
    GHashTable *endings;        /* of surnames, small letters with their diacritics */
    GPtrArray *all;             /* of PdLexiconParty */
    GArray *by_length[MAX_KEY]; /* of Alias, for near misses */
    GPtrArray *texts;           /* what the rows point into */
} lexicon;
static gsize is_ready;

/* What stands before the built-in files; kept apart, for the lexicon may be built again. */
static GPtrArray *house_files;          /* name, text, name, text … */
static char *own_parties, *own_aliases; /* (nullable) of the catalogue */
static GPtrArray *retired;              /* of earlier lexicons, whose rows may still be in use */

char *pd_credit_key(const char *text, size_t len) {
    char *key = g_malloc(len + 1);
    size_t n = 0;
    bool is_gap = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x80) {
            g_free(key);
            g_autofree char *part = g_strndup(text, len);
            return pd_text_words(part);
        }
        if (!g_ascii_isalnum(c)) {
            is_gap = n > 0;
            continue;
        }
        if (is_gap)
            key[n++] = ' ';
        is_gap = false;
        key[n++] = g_ascii_tolower((char)c);
    }
    key[n] = '\0';
    return key;
}

/* 0 for no flag's name. */
static uint32_t flag_of(const char *word) {
    const char *name;
    for (uint32_t bit = 1; (name = pd_credit_flag_name((PdCreditFlag)bit)) != NULL; bit <<= 1)
        if (strcmp(name, word) == 0)
            return bit;
    return 0;
}

static uint32_t flags_of(char *list) {
    uint32_t flags = 0;
    for (char *word; (word = pd_credit_list_next(&list, ',')) != NULL;)
        flags |= flag_of(word);
    return flags;
}

static bool has_word(const char *list, const char *word) {
    size_t len = strlen(word);
    for (const char *at = list; at && (at = strstr(at, word)) != NULL; at += len)
        if ((at == list || at[-1] == ',') && (at[len] == '\0' || at[len] == ',' || at[len] == '='))
            return true;
    return false;
}

static const char *trait_value(const char *traits, const char *word) {
    const char *at = traits ? strstr(traits, word) : NULL;
    if (!at || at[strlen(word)] != '=')
        return NULL;
    at += strlen(word) + 1;
    return g_strndup(at, strcspn(at, ","));
}

static unsigned traits_of(const char *traits, const char *kind) {
    static const struct {
        const char *word;
        unsigned bit;
    } WORDS[] = {
        {"distributor", PD_TRAIT_DISTRIBUTOR}, {"state", PD_TRAIT_STATE},   {"accounts", PD_TRAIT_ACCOUNTS},
        {"collection", PD_TRAIT_COLLECTION},   {"common", PD_TRAIT_COMMON},
    };
    unsigned bits = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(WORDS); i++)
        if (has_word(traits, WORDS[i].word))
            bits |= WORDS[i].bit;
    if (strcmp(kind, "ai") == 0)
        bits |= PD_TRAIT_AI;
    if (strcmp(kind, "wire") == 0 || strcmp(kind, "agency") == 0 || strcmp(kind, "stock") == 0)
        bits |= PD_TRAIT_WIRE;
    return bits;
}

static PdPartyKind kind_of(const char *kind) {
    if (strcmp(kind, "house") == 0)
        return PD_PARTY_HOUSE;
    if (strcmp(kind, "platform") == 0)
        return PD_PARTY_PLATFORM;
    if (strcmp(kind, "organisation") == 0 || strcmp(kind, "gov") == 0 || strcmp(kind, "ai") == 0)
        return PD_PARTY_ORGANISATION;
    return PD_PARTY_AGENCY;
}

static void add_alias(const char *name, const PdLexiconParty *party) {
    char *key = pd_credit_key(name, strlen(name));
    size_t len = strlen(key);
    if (len == 0 || g_hash_table_contains(lexicon.parties, key)) {
        g_free(key);
        return;
    }
    g_hash_table_insert(lexicon.parties, key, (gpointer)party);
    if (len < MAX_KEY && len >= 6 && !(party->traits & PD_TRAIT_COMMON)) {
        if (!lexicon.by_length[len])
            lexicon.by_length[len] = g_array_new(FALSE, FALSE, sizeof(Alias));
        Alias alias = {key, party};
        g_array_append_val(lexicon.by_length[len], alias);
    }
}

/* "Wire Image" is also found as "WireImage". */
static void add_compact(const char *name, const PdLexiconParty *party) {
    g_autofree char *key = pd_credit_key(name, strlen(name));
    if (strlen(key) < 8 || !strchr(key, ' '))
        return;
    g_autofree char *compact = g_strdup(key);
    char *to = compact;
    for (const char *from = key; *from; from++)
        if (*from != ' ')
            *to++ = *from;
    *to = '\0';
    add_alias(compact, party);
}

static void read_parties(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv)) {
        char **cell = tsv->cell;
        if (!cell[0] || !cell[1] || !cell[3] || g_hash_table_contains(lexicon.slugs, cell[0]))
            continue;
        PdLexiconParty *row = g_new0(PdLexiconParty, 1);
        row->party = (PdParty){.slug = cell[0],
                               .name = cell[1],
                               .short_name = cell[2] ? cell[2] : cell[1],
                               .printed = cell[1],
                               .kind = kind_of(cell[3])};
        row->country = cell[4];
        row->parent = cell[6];
        row->through = trait_value(cell[7], "through");
        row->hold = trait_value(cell[7], "hold");
        row->files = cell[8];
        row->traits = traits_of(cell[7], cell[3]);
        g_hash_table_insert(lexicon.slugs, cell[0], row);
        g_ptr_array_add(lexicon.all, row);
        add_alias(cell[1], row);
        add_alias(row->party.short_name, row);
        char *aliases = g_strdup(cell[5]), *list = aliases;
        for (char *alias; (alias = pd_credit_list_next(&list, '|')) != NULL;) {
            add_alias(alias, row);
            add_compact(alias, row);
        }
        g_free(aliases);
        add_compact(cell[1], row);
    }
}

static void read_leads(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv)) {
        if (!tsv->cell[0])
            continue;
        char *key = pd_credit_key(tsv->cell[0], strlen(tsv->cell[0]));
        PdLeadIn *row = g_hash_table_lookup(lexicon.leads, key);
        bool is_new = row == NULL;
        if (is_new)
            row = g_new0(PdLeadIn, 1);
        row->text = tsv->cell[0];
        if (has_word(tsv->cell[3], "bare"))
            row->traits |= PD_LEAD_BARE;
        if (has_word(tsv->cell[3], "slash"))
            row->traits |= PD_LEAD_SLASH;
        if (has_word(tsv->cell[3], "tail"))
            row->traits |= PD_LEAD_TAIL;
        if (tsv->cell[2]) {
            if (!row->role)
                row->role = g_strdup(tsv->cell[2]);
            row->flags |= flags_of(tsv->cell[2]);
        }
        if (is_new)
            g_hash_table_insert(lexicon.leads, key, row);
        else
            g_free(key);
    }
}

static void read_marks(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv)) {
        if (!tsv->cell[0] || !tsv->cell[2])
            continue;
        char *key = pd_credit_key(tsv->cell[0], strlen(tsv->cell[0]));
        if (g_hash_table_contains(lexicon.marks, key)) {
            g_free(key);
            continue;
        }
        PdMark *row = g_new0(PdMark, 1);
        row->flags = flags_of(tsv->cell[2]);
        row->text = tsv->cell[0];
        row->is_edge = tsv->cell[3] && strcmp(tsv->cell[3], "edge") == 0;
        g_hash_table_insert(lexicon.marks, key, row);
    }
}

static void read_licences(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv)) {
        char *list = tsv->cell[2];
        for (char *alias; tsv->cell[1] && (alias = pd_credit_list_next(&list, '|')) != NULL;)
            g_hash_table_insert(lexicon.licences, pd_credit_key(alias, strlen(alias)), tsv->cell[1]);
    }
}

static void read_names(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv))
        if (tsv->cell[0] && tsv->cell[1])
            g_hash_table_insert(lexicon.names, pd_credit_key(tsv->cell[0], strlen(tsv->cell[0])), tsv->cell[1]);
}

static void add_words(char *list, char separator, unsigned bit) {
    for (char *word; (word = pd_credit_list_next(&list, separator)) != NULL;) {
        char *key = pd_credit_key(word, strlen(word));
        unsigned bits = GPOINTER_TO_UINT(g_hash_table_lookup(lexicon.words, key));
        g_hash_table_replace(lexicon.words, key, GUINT_TO_POINTER(bits | bit));
    }
}

static void read_orgwords(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv)) {
        const char *how = tsv->cell[1];
        char *list = tsv->cell[2];
        if (how && strcmp(how, "suffix") == 0)
            for (char *word; (word = pd_credit_list_next(&list, '|')) != NULL;)
                g_hash_table_add(lexicon.suffixes, pd_credit_key(word, strlen(word)));
        else
            add_words(list, '|',
                      how && strcmp(how, "soft") == 0      ? PD_WORD_SOFT
                      : how && strcmp(how, "surname") == 0 ? PD_WORD_SURNAME
                                                           : PD_WORD_ORG);
    }
}

static void read_given(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv))
        add_words(tsv->cell[1], ' ', PD_WORD_GIVEN);
}

static void read_places(PdTsv *tsv) {
    while (pd_credit_tsv_next(tsv))
        add_words(tsv->cell[1], '|', PD_WORD_PLACE);
}

static void read_particles(PdTsv *tsv) {
    static const struct {
        const char *kind;
        unsigned bit;
    } KINDS[] = {{"lower", PD_WORD_PARTICLE},
                 {"inner", PD_WORD_PARTICLE | PD_WORD_INNER},
                 {"title", PD_WORD_TITLE},
                 {"suffix", PD_WORD_SUFFIX},
                 {"joiner", PD_WORD_JOINER}};
    while (pd_credit_tsv_next(tsv)) {
        for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
            if (tsv->cell[0] && strcmp(tsv->cell[0], KINDS[i].kind) == 0)
                add_words(tsv->cell[1], '|', KINDS[i].bit);
        char *list = tsv->cell[0] && strcmp(tsv->cell[0], "name-ending") == 0 ? tsv->cell[1] : NULL;
        for (char *word; (word = pd_credit_list_next(&list, '|')) != NULL;)
            g_hash_table_add(lexicon.endings, g_strdup(word));
    }
}

static const Kind KINDS[] = {
    {"agencies", read_parties}, {"houses", read_parties},      {"platforms", read_parties}, {"leadins", read_leads},
    {"marks", read_marks},      {"licences", read_licences},   {"orgwords", read_orgwords}, {"given", read_given},
    {"places", read_places},    {"particles", read_particles}, {"names", read_names},
};

static const Kind *find_kind(const char *name) {
    for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
        if (strcmp(KINDS[i].name, name) == 0)
            return &KINDS[i];
    return NULL;
}

const PdLexiconFile *pd_credit_lexicon_files(size_t *out_n) {
    static PdLexiconFile files[10];
    static gsize once;
    if (g_once_init_enter(&once)) {
        size_t n = 0;
#define ROW(word) files[n++] = (PdLexiconFile){#word, pd_data_credit_##word##_tsv, pd_data_credit_##word##_tsv_len}
        ROW(agencies);
        ROW(houses);
        ROW(platforms);
        ROW(leadins);
        ROW(marks);
        ROW(licences);
        ROW(orgwords);
        ROW(given);
        ROW(places);
        ROW(particles);
#undef ROW
        g_once_init_leave(&once, n);
    }
    *out_n = once;
    return files;
}

/* Rows point into the text, which is cut up in place. */
static PdTsv text_of(const char *data, size_t len) {
    char *text = g_strndup(data, len);
    g_ptr_array_add(lexicon.texts, text);
    return (PdTsv){.at = text};
}

static void read_file(const char *name, const char *data, size_t len) {
    PdTsv tsv = text_of(data, len);
    find_kind(name)->read(&tsv);
}

/* An alias of the house takes the name from whom it meant before. */
static void read_own_aliases(void) {
    PdTsv tsv = text_of(own_aliases, strlen(own_aliases));
    while (pd_credit_tsv_next(&tsv)) {
        const PdLexiconParty *party = tsv.cell[0] && tsv.cell[1] ? g_hash_table_lookup(lexicon.slugs, tsv.cell[1]) : NULL;
        if (!party)
            continue;
        g_autofree char *key = pd_credit_key(tsv.cell[0], strlen(tsv.cell[0]));
        g_hash_table_remove(lexicon.parties, key);
        add_alias(tsv.cell[0], party);
    }
}

static void build(void) {
    lexicon.parties = g_hash_table_new(g_str_hash, g_str_equal);
    lexicon.slugs = g_hash_table_new(g_str_hash, g_str_equal);
    lexicon.leads = g_hash_table_new(g_str_hash, g_str_equal);
    lexicon.marks = g_hash_table_new(g_str_hash, g_str_equal);
    lexicon.licences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon.words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon.suffixes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon.endings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    lexicon.all = g_ptr_array_new();
    lexicon.texts = g_ptr_array_new();
    if (own_parties)
        read_file("agencies", own_parties, strlen(own_parties));
    for (guint i = 0; house_files && i + 1 < house_files->len; i += 2)
        read_file(house_files->pdata[i], house_files->pdata[i + 1], strlen(house_files->pdata[i + 1]));
    size_t n;
    const PdLexiconFile *files = pd_credit_lexicon_files(&n);
    for (size_t i = 0; i < n; i++)
        read_file(files[i].name, files[i].data, files[i].len);
    if (own_aliases)
        read_own_aliases();
}

static void ready(void) {
    if (g_once_init_enter(&is_ready)) {
        build();
        g_once_init_leave(&is_ready, 1);
    }
}

bool pd_credit_lexicon_add(const char *name, const char *data, size_t len, GError **error) {
    if (!find_kind(name) || g_atomic_pointer_get(&is_ready)) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, is_ready ? "the lexicon is already in use" : "no lexicon is named '%s'",
                    name);
        return false;
    }
    PdLexiconCheck check;
    if (!pd_credit_lexicon_check(name, data, len, &check, error))
        return false;
    bool is_good = check.problems->len == 0;
    if (!is_good)
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "lexicon '%s': %s", name, (const char *)check.problems->pdata[0]);
    pd_credit_lexicon_check_done(&check);
    if (!is_good)
        return false;
    if (!house_files)
        house_files = g_ptr_array_new();
    g_ptr_array_add(house_files, g_strdup(name));
    g_ptr_array_add(house_files, g_strndup(data, len));
    return true;
}

static char *text_or_null(const char *text) {
    return text && *text ? g_strdup(text) : NULL;
}

void pd_credit_lexicon_own(const char *parties, const char *aliases) {
    if (g_strcmp0(parties && *parties ? parties : NULL, own_parties) == 0 &&
        g_strcmp0(aliases && *aliases ? aliases : NULL, own_aliases) == 0)
        return;
    g_free(own_parties);
    g_free(own_aliases);
    own_parties = text_or_null(parties);
    own_aliases = text_or_null(aliases);
    if (!g_atomic_pointer_get(&is_ready))
        return;
    if (!retired)
        retired = g_ptr_array_new();
    g_ptr_array_add(retired, g_memdup2(&lexicon, sizeof lexicon));
    memset(&lexicon, 0, sizeof lexicon);
    is_ready = 0;
}

const PdLexiconParty *pd_credit_lexicon_party(const char *key) {
    ready();
    return g_hash_table_lookup(lexicon.parties, key);
}

const PdLexiconParty *pd_credit_lexicon_slug(const char *slug) {
    ready();
    return g_hash_table_lookup(lexicon.slugs, slug);
}

const PdLeadIn *pd_credit_lexicon_lead(const char *key) {
    ready();
    return g_hash_table_lookup(lexicon.leads, key);
}

const PdMark *pd_credit_lexicon_mark(const char *key) {
    ready();
    return g_hash_table_lookup(lexicon.marks, key);
}

const char *pd_credit_lexicon_licence(const char *key) {
    ready();
    return g_hash_table_lookup(lexicon.licences, key);
}

const char *pd_credit_lexicon_name(const char *key) {
    ready();
    return g_hash_table_lookup(lexicon.names, key);
}

unsigned pd_credit_lexicon_word(const char *key) {
    ready();
    return GPOINTER_TO_UINT(g_hash_table_lookup(lexicon.words, key));
}

bool pd_credit_lexicon_org_suffix(const char *key) {
    ready();
    size_t n_chars = 0;
    for (const char *at = key; *at; at = g_utf8_next_char(at), n_chars++) {
        enum { WHOLE_BYTES = 9 }; /* three syllables are a name of their own: "대통령실" */
        bool is_whole = n_chars == 0 && (g_ascii_isalnum(*at) || strlen(at) < WHOLE_BYTES);
        if (is_whole || (strlen(at) < 4 && g_ascii_isalnum(*at)))
            continue;
        if (g_hash_table_contains(lexicon.suffixes, at))
            return true;
    }
    return false;
}

bool pd_credit_lexicon_name_ending(const char *word, size_t len) {
    enum { LEAST_CHARS = 5, LONGEST_BYTES = 16 };
    ready();
    g_autofree char *lower = g_utf8_strdown(word, (gssize)len);
    size_t n = strlen(lower);
    if (g_utf8_strlen(lower, -1) < LEAST_CHARS)
        return false;
    for (const char *at = g_utf8_next_char(lower); *at; at = g_utf8_next_char(at))
        if (n - (size_t)(at - lower) <= LONGEST_BYTES && g_hash_table_contains(lexicon.endings, at))
            return true;
    return false;
}

const PdLexiconParty *const *pd_credit_lexicon_parties(size_t *out_n) {
    ready();
    *out_n = lexicon.all->len;
    return (const PdLexiconParty *const *)lexicon.all->pdata;
}

/* Whether two byte strings differ by one insertion, deletion, exchange or transposition. */
static bool is_one_slip(const char *a, size_t a_len, const char *b, size_t b_len) {
    size_t head = 0, tail = 0, shorter = MIN(a_len, b_len);
    while (head < shorter && a[head] == b[head])
        head++;
    while (tail < shorter - head && a[a_len - 1 - tail] == b[b_len - 1 - tail])
        tail++;
    size_t a_left = a_len - head - tail, b_left = b_len - head - tail;
    if (a_left <= 1 && b_left <= 1)
        return true;
    return a_left == 2 && b_left == 2 && a[head] == b[head + 1] && a[head + 1] == b[head];
}

const PdLexiconParty *pd_credit_lexicon_near(const char *key, bool any_kind) {
    ready();
    size_t len = strlen(key);
    if (len < 6 || len + 1 >= MAX_KEY)
        return NULL;
    for (size_t n = len - 1; n <= len + 1; n++) {
        const GArray *bucket = lexicon.by_length[n];
        for (guint i = 0; bucket && i < bucket->len; i++) {
            const Alias *alias = &g_array_index(bucket, Alias, i);
            if (alias->key[0] == key[0] && is_one_slip(alias->key, n, key, len) &&
                (any_kind || (alias->party->traits & PD_TRAIT_WIRE)))
                return alias->party;
        }
    }
    return NULL;
}

const PdLexiconParty *pd_credit_lexicon_cut(const char *key) {
    ready();
    const PdLexiconParty *found = NULL;
    size_t len = strlen(key);
    for (size_t n = len + 1; n < MAX_KEY; n++) {
        const GArray *bucket = lexicon.by_length[n];
        for (guint i = 0; bucket && i < bucket->len; i++) {
            const Alias *alias = &g_array_index(bucket, Alias, i);
            if (strncmp(alias->key, key, len) != 0 || alias->party == found)
                continue;
            if (found)
                return NULL;
            found = alias->party;
        }
    }
    return found;
}
