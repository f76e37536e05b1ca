/* Checks of lexicon files (credit/lexicon.h), for `picdesk lexicon check` and before a house's file is used. */
#include <string.h>

#include "codec/text.h"
#include "credit/lexicon.h"
#include "credit/tsv.h"
#include "picdesk/error.h"

typedef struct {
    PdLexiconCheck *out;
    GHashTable *seen; /* key -> line */
    PdTsv *tsv;
    const char *name;
} Checker;

typedef struct {
    const char *name;
    size_t columns;
    void (*row)(Checker *checker);
} Kind;

static void complain(Checker *checker, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void complain(Checker *checker, const char *format, ...) {
    enum { MAX_PROBLEMS = 100 };
    if (checker->out->problems->len >= MAX_PROBLEMS)
        return;
    va_list args;
    va_start(args, format);
    g_autofree char *what = g_strdup_vprintf(format, args);
    va_end(args);
    g_ptr_array_add(checker->out->problems, g_strdup_printf("line %zu: %s", checker->tsv->line, what));
}

/* A text that must not mean two things in one file. */
static void claim(Checker *checker, const char *text, const char *owner) {
    char *key = pd_credit_key(text, strlen(text));
    const char *other = g_hash_table_lookup(checker->seen, key);
    if (*key == '\0')
        complain(checker, "'%s' has no letter or digit", text);
    else if (other && strcmp(other, owner) != 0)
        complain(checker, "'%s' already means '%s'", text, other);
    if (other || *key == '\0')
        g_free(key);
    else
        g_hash_table_insert(checker->seen, key, g_strdup(owner));
}

static bool is_one_of(const char *word, const char *const *words) {
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

static void check_pattern(Checker *checker, const char *pattern) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS, G_REGEX_MATCH_DEFAULT, &error);
    if (!regex)
        complain(checker, "the file pattern does not compile: %s", error->message);
    else if (g_regex_get_capture_count(regex) != 1)
        complain(checker, "the file pattern must have one group, the id");
}

static void check_traits(Checker *checker, char *list) {
    static const char *const TRAITS[] = {"distributor", "state", "accounts", "collection", "common", "leadin", NULL};
    for (char *trait; (trait = pd_credit_list_next(&list, ',')) != NULL;)
        if (!is_one_of(trait, TRAITS) && !g_str_has_prefix(trait, "through=") && !g_str_has_prefix(trait, "hold="))
            complain(checker, "unknown trait '%s'", trait);
}

static void check_party(Checker *checker) {
    static const char *const KINDS[] = {"wire", "agency", "stock", "house", "organisation", "gov", "platform", "ai", NULL};
    char **cell = checker->tsv->cell;
    if (!cell[0] || !cell[1] || !cell[3]) {
        complain(checker, "slug, name and kind are needed");
        return;
    }
    for (const char *at = cell[0]; *at; at++)
        if (!g_ascii_islower(*at) && !g_ascii_isdigit(*at) && *at != '-') {
            complain(checker, "slug '%s': only small letters, digits and '-'", cell[0]);
            break;
        }
    if (!is_one_of(cell[3], KINDS))
        complain(checker, "unknown kind '%s'", cell[3]);
    g_autofree char *slug_key = g_strdup_printf("slug %s", cell[0]);
    g_autofree char *row = g_strdup_printf("%s", cell[1]);
    claim(checker, slug_key, row);
    claim(checker, cell[1], row);
    for (char *alias; (alias = pd_credit_list_next(&cell[5], '|')) != NULL;)
        claim(checker, alias, row);
    check_traits(checker, cell[7]);
    if (cell[8])
        check_pattern(checker, cell[8]);
}

static void check_flags(Checker *checker, char *list, bool may_ignore) {
    for (char *word; (word = pd_credit_list_next(&list, ',')) != NULL;) {
        bool is_known = may_ignore && strcmp(word, "ignore") == 0;
        for (uint32_t bit = 1; bit && !is_known; bit <<= 1) {
            const char *name = pd_credit_flag_name((PdCreditFlag)bit);
            is_known = name && strcmp(name, word) == 0;
        }
        if (!is_known)
            complain(checker, "unknown flag '%s'", word);
    }
}

static void check_lead(Checker *checker) {
    static const char *const TRAITS[] = {"bare", "slash", "tail", NULL};
    if (!checker->tsv->cell[0]) {
        complain(checker, "a text is needed");
        return;
    }
    for (char *trait; (trait = pd_credit_list_next(&checker->tsv->cell[3], ',')) != NULL;)
        if (!is_one_of(trait, TRAITS))
            complain(checker, "unknown trait '%s'", trait);
}

static void check_mark(Checker *checker) {
    static const char *const HOW[] = {"token", "edge", NULL};
    char **cell = checker->tsv->cell;
    if (!cell[0] || !cell[2] || !cell[3]) {
        complain(checker, "text, flags and how are needed");
        return;
    }
    claim(checker, cell[0], cell[2]);
    check_flags(checker, cell[2], true);
    if (!is_one_of(cell[3], HOW))
        complain(checker, "'%s' is neither token nor edge", cell[3]);
}

static void check_licence(Checker *checker) {
    char **cell = checker->tsv->cell;
    if (!cell[0] || !cell[1] || !cell[2]) {
        complain(checker, "slug, name and aliases are needed");
        return;
    }
    for (char *alias; (alias = pd_credit_list_next(&cell[2], '|')) != NULL;)
        claim(checker, alias, cell[1]);
}

static void check_orgwords(Checker *checker) {
    static const char *const HOW[] = {"word", "soft", "surname", "suffix", NULL};
    if (!checker->tsv->cell[1] || !is_one_of(checker->tsv->cell[1], HOW))
        complain(checker, "the second column is word, soft, surname or suffix");
    if (!checker->tsv->cell[2])
        complain(checker, "words are needed");
}

static void check_list(Checker *checker) {
    if (!checker->tsv->cell[0] || !checker->tsv->cell[1])
        complain(checker, "two columns are needed");
}

static const Kind KINDS[] = {
    {"agencies", 9, check_party},    {"houses", 9, check_party}, {"platforms", 9, check_party},
    {"leadins", 4, check_lead},      {"marks", 4, check_mark},   {"licences", 4, check_licence},
    {"orgwords", 3, check_orgwords}, {"given", 2, check_list},   {"places", 2, check_list},
    {"particles", 2, check_list},    {"names", 2, check_list},
};

static unsigned version_of(const char *data, size_t len) {
    g_autofree char *head = g_strndup(data, MIN(len, 120));
    const char *word = strstr(head, "version ");
    return word && strcspn(head, "\n") > (size_t)(word - head) ? (unsigned)g_ascii_strtoull(word + 8, NULL, 10) : 0;
}

bool pd_credit_lexicon_check(const char *name, const char *data, size_t len, PdLexiconCheck *out, GError **error) {
    const Kind *kind = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(KINDS); i++)
        if (strcmp(KINDS[i].name, name) == 0)
            kind = &KINDS[i];
    if (!kind) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "no lexicon is named '%s'", name);
        return false;
    }
    g_autofree char *text = g_strndup(data, len);
    PdTsv tsv = {.at = text};
    *out = (PdLexiconCheck){.version = version_of(data, len), .problems = g_ptr_array_new_with_free_func(g_free)};
    Checker checker = {out, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free), &tsv, name};
    if (!g_utf8_validate_len(data, len, NULL)) {
        complain(&checker, "the file is not UTF-8");
    } else {
        while (pd_credit_tsv_next(&tsv)) {
            out->rows++;
            if (tsv.n != kind->columns)
                complain(&checker, "%zu columns instead of %zu", tsv.n, kind->columns);
            else
                kind->row(&checker);
        }
    }
    g_hash_table_unref(checker.seen);
    return true;
}

void pd_credit_lexicon_check_done(PdLexiconCheck *check) {
    g_clear_pointer(&check->problems, g_ptr_array_unref);
}
