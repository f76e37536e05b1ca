/* The words of press captions that mean more than their letters: words.tsv, read once. All words are folded by
 * pd_text_words(). Thread-safe after the first call. */
#ifndef PICDESK_MATCH_LEXICON_H
#define PICDESK_MATCH_LEXICON_H

#include <stdbool.h>

/* Whether a word says nothing by itself in one of the languages, or stands in any caption ("photo", "Archivbild"). */
bool pd_lexicon_is_stop(const char *word);
bool pd_lexicon_is_weekday(const char *word);
/* Whether a word in a file's name tells how the file was made and not what it shows: "dsc", "gettyimages", "scaled". */
bool pd_lexicon_is_file_word(const char *word);
/* The scene that a word tells ("fire" for "Brand"), NULL for none. (transfer none), valid for ever. */
const char *pd_lexicon_concept(const char *word);
/* All names of a place in several languages, the given one among them when the lexicon knows it; NULL when it does not.
 * name: folded, words apart by one space. NULL-terminated, (transfer none), valid for ever. */
const char *const *pd_lexicon_place(const char *name);

#endif
