/* What a placeholder of a restriction phrase reads: territories, media, a span of time, a date, a client. */
#ifndef PICDESK_CREDIT_RESTRICTION_VALUE_H
#define PICDESK_CREDIT_RESTRICTION_VALUE_H

#include "credit/restriction_words.h"

/* The text the words were made from goes with them. Each reads from word `at` on; returns the index after what it read, 0
 * when it reads nothing. out_value: (transfer full), (nullable) only where stated. */
typedef struct {
    const char *text;
    const PdWords *words;
} PdPhraseText;

size_t pd_phrase_read_territories(const PdPhraseText *text, size_t at, char **out_value);
size_t pd_phrase_read_media(const PdPhraseText *text, size_t at, char **out_value);
size_t pd_phrase_read_duration(const PdPhraseText *text, size_t at, char **out_value);
size_t pd_phrase_read_number(const PdPhraseText *text, size_t at, char **out_value);
size_t pd_phrase_read_client(const PdPhraseText *text, size_t at, char **out_value);
/* A day (with its month) or a time or both: "2024-05-08T00:01", "--05-08" without a year, "T22:00" without a day, with an
 * offset where a time zone is named. */
size_t pd_phrase_read_date(const PdPhraseText *text, size_t at, char **out_value);
/* The words up to the end of the clause. */
size_t pd_phrase_read_rest(const PdPhraseText *text, size_t at, char **out_value);

/* Whether a phrase may go on over the gap before word i. */
bool pd_phrase_goes_on(const PdWords *words, size_t i);

#endif
