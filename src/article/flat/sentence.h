/* Sentences of a line: where they begin and end, with and without full stops. */
#ifndef PICDESK_ARTICLE_FLAT_SENTENCE_H
#define PICDESK_ARTICLE_FLAT_SENTENCE_H

#include <stddef.h>

/* Where the last sentence of [start, end) begins. */
size_t pd_flat_last_sentence(const char *line, size_t start, size_t end);
/* Where a sentence begins inside [start, end) that no full stop divides: behind a time, before a word that has a capital
 * only at the start of a sentence; start when none does. */
size_t pd_flat_last_start(const char *line, size_t start, size_t end);
/* Where the last block of [start, end) begins that is glued to the one before: "HeadlineThe caption". */
size_t pd_flat_glued_start(const char *line, size_t start, size_t end);
/* Where the sentence that starts at `start` ends, its full stop included; at most `end`. */
size_t pd_flat_sentence_end(const char *line, size_t start, size_t end);
/* The same when its full stop may be missing: a word that has a capital only at the start of a sentence ends it. */
size_t pd_flat_open_sentence_end(const char *line, size_t start, size_t end);
/* How many sentences, at most `max`. */
unsigned pd_flat_n_sentences(const char *line, size_t start, size_t end, unsigned max);

#endif
