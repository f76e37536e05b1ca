/* From caption to terms: tokens, wire furniture, stated days, light stemming. Furniture is what an agency's frame puts
 * around the description: dateline, date, credit, service numbers. It is cut by shape, not by agency. */
#include "match/text.h"

#include <string.h>

#include "codec/text.h"
#include "match/lexicon.h"

enum { STEM_KEEP = 4, ALIKE_BYTES = 6, SHOWN_MAX = 8, TOKENS_MAX = 2000, TEXT_MAX = 16384 };

typedef struct {
    size_t start, end; /* bytes in the text */
    char *folded;
    bool is_capital, opens_sentence, has_digit, has_letter, is_furniture;
} Token;

/* ---- tokens */

static void token_clear(Token *token) {
    g_free(token->folded);
}

static bool is_word_char(gunichar c) {
    return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool is_ideographic(gunichar c) {
    return (c >= 0x3040 && c < 0x3100) || (c >= 0x3400 && c < 0xa000) || (c >= 0xf900 && c < 0xfb00);
}

/* Ideographs are written without gaps: each pair of neighbours is a token. */
static const char *token_end(const char *p) {
    if (is_ideographic(g_utf8_get_char(p))) {
        const char *next = g_utf8_next_char(p);
        return *next && is_ideographic(g_utf8_get_char(next)) ? g_utf8_next_char(next) : next;
    }
    while (*p && is_word_char(g_utf8_get_char(p)) && !is_ideographic(g_utf8_get_char(p)))
        p = g_utf8_next_char(p);
    return p;
}

static char *fold_token(const char *start, size_t len) {
    g_autofree char *copy = g_strndup(start, len);
    for (size_t i = 0; i < len; i++)
        if (copy[i] & 0x80)
            return pd_text_words(copy);
    return g_ascii_strdown(copy, (gssize)len);
}

static GArray *tokens_of(const char *text) {
    GArray *tokens = g_array_new(FALSE, TRUE, sizeof(Token));
    g_array_set_clear_func(tokens, (GDestroyNotify)token_clear);
    bool opens = true;
    const char *p = text;
    while (*p && tokens->len < TOKENS_MAX && p - text < TEXT_MAX) {
        gunichar c = g_utf8_get_char(p);
        if (!is_word_char(c)) {
            if (c == '.' || c == ':' || c == '!' || c == '?' || c == '\n')
                opens = true;
            p = g_utf8_next_char(p);
            continue;
        }
        const char *end = token_end(p);
        Token token = {.start = (size_t)(p - text), .end = (size_t)(end - text), .opens_sentence = opens};
        token.is_capital = g_unichar_isupper(c) || g_unichar_istitle(c);
        token.folded = fold_token(p, (size_t)(end - p));
        for (const char *q = p; q < end; q = g_utf8_next_char(q)) {
            token.has_digit |= g_unichar_isdigit(g_utf8_get_char(q));
            token.has_letter |= g_unichar_isalpha(g_utf8_get_char(q));
        }
        g_array_append_val(tokens, token);
        opens = false;
        p = is_ideographic(c) && g_utf8_next_char(p) < end ? g_utf8_next_char(p) : end;
    }
    return tokens;
}

static Token *token_at(GArray *tokens, guint i) {
    return i < tokens->len ? &g_array_index(tokens, Token, i) : NULL;
}

/* ---- furniture */

/* Shapes of the frames that agencies put around a description; what a shape takes is furniture. A text without one of the
 * signs cannot have the shape: most texts need no expression at all. */
static const struct {
    const char *signs, *shape;
} FRAMES[] = {
    /* "LYON, FRANCE - JULY 01:" and "Lyon (France), 1 July 2023 -" */
    {":",
     "^\\s*[\\p{Lu}][\\p{Lu}\\s,.'()/-]{2,80}\\s[-\\x{2013}\\x{2014}]\\s*\\p{Lu}{3,9}\\.?\\s\\d{1,2}(?:,?\\s\\d{4})?\\s?:"},
    /* "(230701) -- LYON, July 1, 2023 (Xinhua) --" */
    {"(", "^\\s*\\(\\d{6}\\)\\s*--\\s.{3,90}?\\s--\\s"},
    /* "01. Juli 2023, Frankreich, Lyon:" */
    {":", "^\\s*\\d{1,2}\\.\\s?(?:\\d{1,2}\\.|\\p{L}+)\\s?\\d{4},[^:]{2,90}:"},
    /* "GRAF1234. MADRID, 01/07/2023.-", "epa10712345", "TOPSHOT -" */
    {"/", "^\\s*\\p{Lu}{2,5}\\d{3,6}\\.?\\s[\\p{Lu}\\s,()/-]{2,60}\\s?\\d{1,2}/\\d{1,2}/\\d{4}\\s?\\.?-"},
    {"0123456789", "^\\s*[A-Za-z]{3}\\d{8}\\b"},
    {"-:\xe2", "^\\s*(?:TOPSHOT|TOPSHOTS|FILE PHOTO|FILES?|UNDATED|HANDOUT)\\s*[-:\\x{2013}]"},
    /* bracketed and trailing credits */
    {"(", "\\((?i:(?:file )?photos? (?:by|credit|courtesy)|(?:ap|afp|epa|reuters|efe|xinhua|dpa|upi)[ "
          "/]|foto|bild|photo)[^)]{0,160}\\)"},
    {":", "(?i:\\b(?:picture date|photo credit should read|photographer|photo credit|photo "
          "by|bildquelle|foto|fotos|photo|bild)\\s?:.*$)"},
    {"/", "\\b(?:REUTERS|EPA|EFE|AFP|AP|ANSA|EPA-EFE|DPA)\\s?/\\s?\\S.*$"},
    {"cC\xc2", "(?i:\\bcopyright:?\\s.*$)|\\x{a9}.*$"},
};

static GRegex *frame_regex(size_t i) {
    static GRegex *compiled[G_N_ELEMENTS(FRAMES)];
    static gsize once;
    if (g_once_init_enter(&once)) {
        for (size_t k = 0; k < G_N_ELEMENTS(FRAMES); k++)
            compiled[k] = g_regex_new(FRAMES[k].shape, G_REGEX_OPTIMIZE, 0, NULL);
        g_once_init_leave(&once, 1);
    }
    return compiled[i];
}

static void mark_span(GArray *tokens, size_t start, size_t end) {
    for (guint i = 0; i < tokens->len; i++) {
        Token *token = token_at(tokens, i);
        if (token->start >= start && token->end <= end)
            token->is_furniture = true;
    }
}

static bool has_digit(const char *text) {
    return strpbrk(text, "0123456789") != NULL;
}

static void mark_days(const char *text, GArray *tokens, GArray *out_days) {
    g_autoptr(GArray) days = has_digit(text) ? pd_days_find(text) : NULL; /* every stated day has one */
    for (guint i = 0; days && i < days->len; i++) {
        PdDay day = g_array_index(days, PdDay, i);
        mark_span(tokens, day.start, day.end);
        if (out_days)
            g_array_append_val(out_days, day);
    }
    for (guint i = 0; i < tokens->len; i++)
        if (pd_lexicon_is_weekday(token_at(tokens, i)->folded))
            token_at(tokens, i)->is_furniture = true;
}

static void mark_frames(const char *text, GArray *tokens) {
    for (size_t i = 0; i < G_N_ELEMENTS(FRAMES); i++) {
        g_autoptr(GMatchInfo) match = NULL;
        int start, end;
        if (strpbrk(text, FRAMES[i].signs) && frame_regex(i) && g_regex_match(frame_regex(i), text, 0, &match) &&
            g_match_info_fetch_pos(match, 0, &start, &end))
            mark_span(tokens, (size_t)start, (size_t)end);
    }
}

/* The tokens of a caption with everything marked; days (nullable) gets the stated days. */
static GArray *analyse(const char *text, GArray *days) {
    GArray *tokens = tokens_of(text);
    mark_days(text, tokens, days);
    mark_frames(text, tokens);
    return tokens;
}

static void append_core(GString *core, const GArray *tokens) {
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = &g_array_index(tokens, Token, i);
        if (!token->is_furniture)
            g_string_append_printf(core, "%s%s", core->len ? " " : "", token->folded);
    }
}

/* ---- stems */

/* Endings of the languages of the wires, longest first; a stem keeps at least STEM_KEEP bytes. */
static const char *const ENDINGS[] = {
    "innen", "ungen", "ingly", "ation", "ments", "ings", "isch", "lich", "erin", "ment", "ions", "ers",
    "ing",   "ies",   "ern",   "est",   "ung",   "ous",  "ion",  "ed",   "er",   "en",   "em",   "es",
    "ly",    "os",    "as",    "ie",    "s",     "n",    "e",    "y",    "a",    "o",    "i",
};

static size_t stem_length(const char *word) {
    size_t len = strlen(word);
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        size_t n = strlen(ENDINGS[i]);
        if (len >= n + STEM_KEEP && strcmp(word + len - n, ENDINGS[i]) == 0)
            return len - n;
    }
    return len;
}

/* ---- terms */

PdTerms *pd_terms_new(void) {
    PdTerms *terms = g_new0(PdTerms, 1);
    terms->texts = g_string_chunk_new(256);
    terms->terms = g_array_new(FALSE, TRUE, sizeof(PdTerm));
    terms->days = g_array_new(FALSE, TRUE, sizeof(PdDay));
    return terms;
}

void pd_terms_free(PdTerms *terms) {
    if (!terms)
        return;
    g_string_chunk_free(terms->texts);
    g_array_unref(terms->terms);
    g_array_unref(terms->days);
    g_free(terms);
}

static void keep_term(PdTerms *terms, const char *stem, size_t len, const char *word, const char *shown, PdTermKind kind) {
    if (terms->terms->len >= PD_TERMS_MAX)
        return;
    PdTerm term = {.stem = g_string_chunk_insert_len(terms->texts, stem, (gssize)len),
                   .word = g_string_chunk_insert(terms->texts, word),
                   .shown = g_string_chunk_insert(terms->texts, shown),
                   .kind = kind};
    g_array_append_val(terms->terms, term);
}

static void keep_word(PdTerms *terms, const char *word, const char *shown, PdTermKind kind) {
    keep_term(terms, word, kind == PD_TERM_NUMBER ? strlen(word) : stem_length(word), word, shown, kind);
    const char *concept = kind == PD_TERM_NUMBER ? NULL : pd_lexicon_concept(word);
    if (concept) {
        g_autofree char *scene = g_strconcat("~", concept, NULL);
        g_autofree char *meant = g_strdup_printf("%s (%s)", shown, concept);
        keep_term(terms, scene, strlen(scene), word, meant, PD_TERM_SCENE);
    }
}

void pd_terms_add(PdTerms *terms, const char *text, GString *out_core) {
    if (!text)
        return;
    g_autoptr(GArray) tokens = analyse(text, terms->days);
    if (out_core)
        append_core(out_core, tokens);
    for (guint i = 0; i < tokens->len; i++) {
        const Token *token = token_at(tokens, i);
        if (token->is_furniture || !token->folded[0] || pd_lexicon_is_stop(token->folded))
            continue;
        if (!token->has_digit && g_utf8_strlen(token->folded, -1) < 2)
            continue;
        PdTermKind kind = token->has_digit                              ? PD_TERM_NUMBER
                          : token->is_capital && !token->opens_sentence ? PD_TERM_NAME
                                                                        : PD_TERM_WORD;
        g_autofree char *shown = g_strndup(text + token->start, token->end - token->start);
        keep_word(terms, token->folded, shown, kind);
    }
}

void pd_terms_add_name(PdTerms *terms, const char *name) {
    g_autofree char *words = pd_text_words(name);
    g_auto(GStrv) parts = g_strsplit(words ? words : "", " ", -1);
    for (char **part = parts; *part; part++) {
        bool has_digit = strpbrk(*part, "0123456789") != NULL;
        if (!has_digit && g_utf8_strlen(*part, -1) >= 2 && !pd_lexicon_is_stop(*part) && !pd_lexicon_is_file_word(*part))
            keep_word(terms, *part, *part, PD_TERM_WORD);
    }
}

void pd_terms_drop(PdTerms *terms, const char *name) {
    g_autofree char *words = pd_text_words(name);
    g_auto(GStrv) parts = g_strsplit(words ? words : "", " ", -1);
    for (char **part = parts; *part; part++)
        for (guint i = terms->terms->len; **part && i > 0; i--)
            if (strcmp(g_array_index(terms->terms, PdTerm, i - 1).word, *part) == 0)
                g_array_remove_index(terms->terms, i - 1);
}

static int by_stem(gconstpointer a, gconstpointer b) {
    const PdTerm *left = a, *right = b;
    int order = strcmp(left->stem, right->stem);
    return order ? order : (int)right->kind - (int)left->kind; /* a name goes before the same word in lower case */
}

void pd_terms_weigh(PdTerms *terms, PdRarityFunc rarity, void *user) {
    g_array_sort(terms->terms, by_stem);
    guint kept = 0;
    terms->mass = terms->names = terms->rarest = 0;
    for (guint i = 0; i < terms->terms->len; i++) {
        PdTerm term = g_array_index(terms->terms, PdTerm, i);
        if (kept && strcmp(g_array_index(terms->terms, PdTerm, kept - 1).stem, term.stem) == 0)
            continue;
        term.weight = rarity(term.word, user);
        if (term.kind != PD_TERM_SCENE) {
            terms->mass += term.weight;
            terms->rarest = MAX(terms->rarest, term.weight);
        }
        if (term.kind == PD_TERM_NAME)
            terms->names += term.weight;
        g_array_index(terms->terms, PdTerm, kept++) = term;
    }
    g_array_set_size(terms->terms, kept);
}

static size_t common_bytes(const char *a, const char *b) {
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    return n;
}

/* 1 for the same stem, 0.5 for two that begin alike ("protest", "protestler"), 0 else. The sets are sorted: a relative
 * stands beside the place where the stem itself would. */
static double likeness(const PdTerm *term, const PdTerms *in, guint *at) {
    guint n = in->terms->len;
    while (*at < n && strcmp(g_array_index(in->terms, PdTerm, *at).stem, term->stem) < 0)
        ++*at;
    const PdTerm *next = *at < n ? &g_array_index(in->terms, PdTerm, *at) : NULL;
    if (next && strcmp(next->stem, term->stem) == 0)
        return 1.0;
    if (term->kind == PD_TERM_SCENE || term->kind == PD_TERM_NUMBER)
        return 0.0;
    const PdTerm *before = *at > 0 ? &g_array_index(in->terms, PdTerm, *at - 1) : NULL;
    bool is_alike = (next && common_bytes(next->stem, term->stem) >= ALIKE_BYTES) ||
                    (before && common_bytes(before->stem, term->stem) >= ALIKE_BYTES);
    return is_alike ? 0.5 : 0.0;
}

/* Whether the word behind a shared scene is shared by itself or in another form, so that it must not count twice. */
static bool word_is_shared(const PdTerm *scene, const PdTerms *b) {
    size_t len = stem_length(scene->word);
    for (guint i = 0; i < b->terms->len; i++) {
        const PdTerm *term = &g_array_index(b->terms, PdTerm, i);
        if (term->kind != PD_TERM_SCENE && common_bytes(term->stem, scene->word) >= MIN(len, ALIKE_BYTES))
            return true;
    }
    return false;
}

static int by_weight(gconstpointer a, gconstpointer b) {
    const PdTerm *left = *(const PdTerm *const *)a, *right = *(const PdTerm *const *)b;
    if (left->weight != right->weight)
        return left->weight < right->weight ? 1 : -1;
    return strcmp(left->stem, right->stem);
}

static void show(GPtrArray *terms, GString *out) {
    g_ptr_array_sort(terms, by_weight);
    for (guint i = 0; i < MIN(terms->len, SHOWN_MAX); i++)
        g_string_append_printf(out, "%s%s", out->len ? ", " : "", ((const PdTerm *)g_ptr_array_index(terms, i))->shown);
}

PdShared pd_terms_shared(const PdTerms *a, const PdTerms *b, GString *out_shown) {
    PdShared shared = {0};
    guint at = 0;
    g_autoptr(GPtrArray) found = out_shown ? g_ptr_array_new() : NULL;
    for (guint i = 0; i < a->terms->len; i++) {
        const PdTerm *term = &g_array_index(a->terms, PdTerm, i);
        double like = likeness(term, b, &at);
        if (like == 0.0 || (term->kind == PD_TERM_SCENE && word_is_shared(term, b)))
            continue;
        shared.n++;
        switch (term->kind) {
        case PD_TERM_WORD:
            shared.words += like * term->weight;
            break;
        case PD_TERM_NAME:
            shared.names += like * term->weight;
            break;
        case PD_TERM_NUMBER:
            shared.numbers += like * term->weight;
            break;
        case PD_TERM_SCENE:
            shared.scenes += 1.0;
            break;
        }
        if (found)
            g_ptr_array_add(found, (gpointer)term);
    }
    if (found)
        show(found, out_shown);
    return shared;
}
