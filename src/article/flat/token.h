/* Words and marks of a line of text, as the grammar of names needs them. */
#ifndef PICDESK_ARTICLE_FLAT_TOKEN_H
#define PICDESK_ARTICLE_FLAT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
    PD_TOKEN_WORD,
    PD_TOKEN_JOIN,  /* joins parts of a credit: / | ; · • + & - – — , */
    PD_TOKEN_OPEN,  /* ( [ */
    PD_TOKEN_CLOSE, /* ) ] */
    PD_TOKEN_STOP,  /* . ! ? … 。 */
    PD_TOKEN_MARK   /* quotes, colons, the rest */
} PdTokenKind;

typedef struct {
    size_t start, end;
    PdTokenKind kind;
    unsigned char mark; /* of a JOIN, STOP, OPEN or CLOSE: its ASCII character or nearest */
    bool is_capital;    /* begins with a capital, a digit's or caseless letter counts too */
    bool is_caseless;   /* letters of a script without case */
    bool is_number;
    bool is_initial; /* "J." "J.J." "St." */
    bool is_site;    /* @name, name.tld */
    bool is_small;   /* a particle or an agency written small: may stand in a name */
    bool is_gap;     /* a wide space, pilcrow or line end stands before it */
    bool is_spaced;  /* white space stands before it */
    bool is_long;    /* of a caseless script, too long for a name */
} PdToken;

enum { PD_TOKENS_MAX = 96 };

/* The tokens of [start, end), at most max; returns how many. Glued names ("GenfImago", "HinshawIn") are told apart only when
 * the lexicon or a small letter before a capital's word shows it. */
size_t pd_flat_tokens(const char *line, size_t start, size_t end, PdToken *out, size_t max);

/* How many of the n tokens name a party of the lexicon together, 0 = none. */
size_t pd_flat_party(const char *line, const PdToken *tokens, size_t n);

#endif
