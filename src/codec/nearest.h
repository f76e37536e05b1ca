/* The nearest known word to a mistyped one. */
#ifndef PICDESK_CODEC_NEAREST_H
#define PICDESK_CODEC_NEAREST_H

#include <stddef.h>

/* How many letters of a must be changed, added or taken away to make b; letters are bytes. Words longer than 40 bytes are as
 * far apart as that. */
size_t pd_word_distance(const char *a, const char *b);
/* Whether a word is a slip of the pen for another: at most two edits away, and less than half of it. */
int pd_word_is_near(const char *word, const char *known);

#endif
