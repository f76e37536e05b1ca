/* The lexicons of the credit grammar: parties, lead-ins, marks, licences and classes of words. They are read once from the
 * TSV files beside this code (embedded at build) and from what the house adds; afterwards nothing changes, so that all
 * lookups are free of locks. Keys are texts folded by pd_credit_key(). */
#ifndef PICDESK_CREDIT_LEXICON_H
#define PICDESK_CREDIT_LEXICON_H

#include "picdesk/credit.h"

typedef enum {
    PD_TRAIT_DISTRIBUTOR = 1 << 0, /* sells for others: stands last in the chain */
    PD_TRAIT_STATE = 1 << 1,       /* owned by a state */
    PD_TRAIT_ACCOUNTS = 1 << 2,    /* its contributors are credited by account names */
    PD_TRAIT_COLLECTION = 1 << 3,  /* a collection of its parent */
    PD_TRAIT_COMMON = 1 << 4,      /* the name is also a common word: only whole tokens count, never parts of them */
    PD_TRAIT_AI = 1 << 5,          /* makes pictures by machine */
    PD_TRAIT_WIRE = 1 << 6         /* wire or picture agency, stock house: what a bare name in capitals before "/" means */
} PdTrait;

typedef struct {
    PdParty party;
    const char *country; /* (nullable) ISO 3166 */
    const char *parent;  /* (nullable) slug */
    const char *through; /* (nullable) slug of the agency that always distributes it */
    const char *hold;    /* (nullable) ISO 8601 duration during which its pictures may not be used */
    const char *files;   /* (nullable) regular expression with one group: the image id in a file name */
    unsigned traits;     /* PdTrait */
} PdLexiconParty;

typedef enum {
    PD_LEAD_BARE = 1 << 0,  /* may stand before a name with only a space: "Photo Jane Roe" */
    PD_LEAD_SLASH = 1 << 1, /* may stand before a slash: "Foto/dpa" */
    PD_LEAD_TAIL = 1 << 2   /* may also follow the name: "… 撮影" */
} PdLeadTrait;

typedef struct {
    const char *text;
    const char *role; /* (nullable) */
    uint32_t flags;   /* PdCreditFlag that the lead-in says */
    unsigned traits;  /* PdLeadTrait */
} PdLeadIn;

typedef struct {
    const char *text;
    uint32_t flags; /* PdCreditFlag, 0 = nothing but to be left out */
    bool is_edge;   /* may also open or end a token that holds a name */
} PdMark;

typedef enum {
    PD_WORD_ORG = 1 << 0,
    PD_WORD_SOFT = 1 << 1, /* tells an organisation, unless a given name stands before it */
    PD_WORD_GIVEN = 1 << 2,
    PD_WORD_PLACE = 1 << 3,
    PD_WORD_PARTICLE = 1 << 4,
    PD_WORD_TITLE = 1 << 5,
    PD_WORD_SUFFIX = 1 << 6,
    PD_WORD_JOINER = 1 << 7,
    PD_WORD_SURNAME = 1 << 9, /* a common word that is a usual surname too */
    PD_WORD_INNER = 1 << 8    /* a particle that keeps its capital */
} PdWordClass;

/* What is compared: lower case, no diacritics, words of letters and digits joined by one space. (transfer full): g_free().
 */
char *pd_credit_key(const char *text, size_t len);

/* Each: the row of a key, NULL when there is none. (transfer none), valid for ever. */
const PdLexiconParty *pd_credit_lexicon_party(const char *key);
const PdLexiconParty *pd_credit_lexicon_slug(const char *slug);
const PdLeadIn *pd_credit_lexicon_lead(const char *key);
const PdMark *pd_credit_lexicon_mark(const char *key);
const char *pd_credit_lexicon_licence(const char *key);
/* The person's name as the house writes it (lexicon "names"), NULL when it says nothing. */
const char *pd_credit_lexicon_name(const char *key);
/* PdWordClass bits of one word's key. */
unsigned pd_credit_lexicon_word(const char *key);
/* Whether the word ends in an organisation's suffix ("Landesmuseum", "新聞社"). */
bool pd_credit_lexicon_org_suffix(const char *key);
/* Whether a word ends as surnames do ("Kowalski", "Гончаренко", "Jónsdóttir"). */
bool pd_credit_lexicon_name_ending(const char *word, size_t len);
/* The party whose name is one slip of the pen away (insertion, deletion, exchange, transposition), keys of 6 bytes or more;
 * any_kind: houses and organisations too. */
const PdLexiconParty *pd_credit_lexicon_near(const char *key, bool any_kind);
/* The party whose name begins with this key, which an IIM length cut off; NULL when none or several. */
const PdLexiconParty *pd_credit_lexicon_cut(const char *key);
/* All parties, for the supplier patterns. */
const PdLexiconParty *const *pd_credit_lexicon_parties(size_t *out_n);

/* One of the built-in files. */
typedef struct {
    const char *name; /* "agencies" */
    const char *data;
    size_t len;
} PdLexiconFile;

/* The built-in files. (transfer none) */
const PdLexiconFile *pd_credit_lexicon_files(size_t *out_n);

/* Adds a house's file of the kind `name`; must come before the first parse. Rows of the house win over the built-in ones.
 * The bytes are copied. False and PD_ERROR_FORMAT with the line when it is damaged, PD_ERROR_ARG for an unknown name or when
 * the lexicon is already in use. */
bool pd_credit_lexicon_add(const char *name, const char *data, size_t len, GError **error);

/* The parties of a catalogue: rows as in "agencies", and rows of a name and the slug that it means. They replace what an
 * earlier call gave, and go before everything else; may come after the first parse. Rows that were handed out before stay
 * valid. Not while another thread parses. */
void pd_credit_lexicon_own(const char *parties, const char *aliases);

/* What a check of one file finds. */
typedef struct {
    size_t rows;
    unsigned version;
    GPtrArray *problems; /* (transfer full) of char *: "line 12: …" */
} PdLexiconCheck;

/* Checks a file without using it: columns, UTF-8, known words in closed columns, patterns that compile, keys that mean two
 * things. (transfer full): pd_credit_lexicon_check_done(). False and PD_ERROR_ARG for an unknown name. */
bool pd_credit_lexicon_check(const char *name, const char *data, size_t len, PdLexiconCheck *out, GError **error);
void pd_credit_lexicon_check_done(PdLexiconCheck *check);

#endif
