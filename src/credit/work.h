/* One credit line in work: its tokens, and the credit that grows from them. Private to the grammar. */
#ifndef PICDESK_CREDIT_WORK_H
#define PICDESK_CREDIT_WORK_H

#include "credit/lexicon.h"
#include "picdesk/credit.h"
#include "picdesk/limits.h"

/* What joins a token to the one before it. */
typedef enum {
    PD_JOIN_START = 0,
    PD_JOIN_SLASH,
    PD_JOIN_BAR,
    PD_JOIN_DASH,
    PD_JOIN_COMMA,
    PD_JOIN_AND,
    PD_JOIN_SENTENCE, /* full stop or line end before another lead-in */
    PD_JOIN_BRACKET,
    PD_JOIN_BY, /* a lead-in in mid-line: "… photo by" */
    PD_JOIN_VIA,
    PD_JOIN_FOR,
    PD_JOIN_ON /* "on Unsplash" */
} PdJoin;

typedef enum {
    PD_TOKEN_UNKNOWN = 0, /* one word that only its neighbours can explain */
    PD_TOKEN_PARTY,       /* in the lexicon */
    PD_TOKEN_PERSON,
    PD_TOKEN_ACCOUNT, /* a person by the name of an account */
    PD_TOKEN_ORG,
    PD_TOKEN_CODE,
    PD_TOKEN_MARK, /* only flags */
    PD_TOKEN_NONE  /* a date, a rest of punctuation */
} PdTokenKind;

typedef struct {
    const char *text;
    PdJoin join;
    PdTokenKind kind;
    const PdLexiconParty *party; /* (nullable) */
    uint32_t flags;              /* PdCreditFlag of marks that stood in it */
    bool is_sure;                /* PERSON: a given name or initials say so */
    bool is_holder;              /* © stood before it */
    bool is_creator;             /* from the creator field */
    bool is_french;              /* "photo" or "crédit" stood before it */
    bool is_lead;                /* a lead-in that names a creator stood before it ("by") */
} PdToken;

typedef struct {
    PdCredit view; /* first: a pointer to one is a pointer to the other */
    GStringChunk *texts;
    GArray *agencies; /* of PdParty */
    GArray *chain;    /* of uint16_t */
    GPtrArray *creators;
    GArray *steps;  /* of PdCreditStep */
    GArray *tokens; /* of PdToken */
    const PdLimits *limits;
    bool is_copyright;
    bool is_line_notice; /* the credit line (not the creator field) bore a © */
} PdWork;

const char *pd_credit_keep(PdWork *work, const char *text, size_t len);
/* Records a step when before and after differ. */
void pd_credit_step(PdWork *work, const char *rule, const char *before, const char *after);

/* ---- text.c: N01, brackets, dates */

/* The line as the grammar reads it: references resolved, NFC, single spaces, charset damage mended. (transfer full):
 * g_free(). */
char *pd_credit_clean(const char *line, uint32_t *flags);
/* The part of text without space, quotes, dashes and stops at its ends. */
const char *pd_credit_trim(const char *text, size_t *len);
bool pd_credit_is_date(const char *text, size_t len);
bool pd_credit_is_address(const char *text);
/* End of the word at text (space ends it). */
size_t pd_credit_word_len(const char *text);

/* ---- lead.c: N02, N03 */
typedef struct {
    const PdLeadIn *row; /* (nullable) */
    size_t end;          /* bytes to skip */
    bool is_firm;        /* punctuation or "by" followed */
    bool has_by;
} PdLead;
/* The lead-in that opens text. False when there is none; out->end then is 0. */
bool pd_credit_lead_at(const char *text, PdLead *out);
/* Bytes of a run of ©, (c), Copyright, years and colons that opens text; year is set when one was read. */
size_t pd_credit_copyright_at(const char *text, int *year);

/* ---- split.c: N04 */
void pd_credit_split(PdWork *work, const char *text, bool is_creator);

/* ---- signs.c: what East Asian writing does not mark */

bool pd_credit_is_sign(gunichar c);
/* Where one text of len bytes is two: bytes of the first, and in out_gap those between; 0 when it is one. */
size_t pd_credit_signs_join(const char *text, size_t len, size_t *out_gap);
/* Bytes of a lead-in that is glued to the name behind it ("图片来自…"), 0 for none. */
size_t pd_credit_signs_lead(const char *text);

/* ---- classify.c: N05 to N08 */
void pd_credit_mark_token(PdWork *work, PdToken *token);
void pd_credit_classify(PdWork *work, PdToken *token);
/* Decides what single words mean from what stands beside them. */
void pd_credit_settle(PdWork *work);
/* The kind of a text by itself, 2 words and more; is_sure as in PdToken. */
PdTokenKind pd_credit_kind_of(const char *text, bool *is_sure);

/* ---- name.c: N11 to N13, N16 */
/* (transfer full): g_free(). */
char *pd_credit_person_name(PdWork *work, const char *printed);

/* ---- licence.c */
/* A licence at the end of (or being) text: its canonical name and where it starts, NULL when there is none. (transfer full)
 */
char *pd_credit_licence_in(const char *text, size_t *out_start);

/* ---- chain.c: N09, N10, N18 */
void pd_credit_assemble(PdWork *work);

#endif
