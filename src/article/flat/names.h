/* The grammar of names and sentences: where a credit begins and ends in running text when no mark says so. */
#ifndef PICDESK_ARTICLE_FLAT_NAMES_H
#define PICDESK_ARTICLE_FLAT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* What a stretch of text is like when it is read as a credit. */
typedef struct {
    bool has_party;   /* a name the lexicon knows */
    bool is_wire;     /* nothing but wires that also stand as an article's source */
    bool has_slash;   /* names joined by "/" or "|" or "via" */
    bool has_site;    /* "@name", "site.tld" */
    bool is_sentence; /* has a sentence's words or marks */
    bool has_date;    /* a word of dates, reading times, edits */
    unsigned n_words, n_lower, n_parts, n_digits;
} PdFlatShape;

/* Whether it is the name of an agency and no more: a party that lives of selling pictures and reports. */
bool pd_flat_is_agency(const char *line, size_t start, size_t end);

/* Whether a party of the lexicon is named at its beginning. */
bool pd_flat_starts_party(const char *line, size_t start, size_t end);

/* Whether the credit names who makes or sells pictures: a person, or an agency that is no mere wire. */
bool pd_flat_names_maker(const char *line, size_t start, size_t end);

/* The shape of [start, end) of the line. */
PdFlatShape pd_flat_shape(const char *line, size_t start, size_t end);

/* Where the credit ends that starts at `start`: a label stands before it. At most `end`. Returns start when no name stands
 * there. */
size_t pd_flat_credit_end(const char *line, size_t start, size_t end);

/* The credit without label or bracket at the end of [start, end). Returns where it starts, `end` when there is none.
 * out_gap: where what stands before it ends (a bar or dash between is left out). */
size_t pd_flat_credit_tail(const char *line, size_t start, size_t end, size_t *out_gap);

/* The credit without label or bracket at the beginning of [start, end), more text following.
 * is_running: that text is prose. Returns where it ends, start when there is none. */
size_t pd_flat_credit_head(const char *line, size_t start, size_t end, bool is_running);

#endif
