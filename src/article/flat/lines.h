/* What a line of a flattened text can be: a caption, a byline, a name, furniture. */
#ifndef PICDESK_ARTICLE_FLAT_LINES_H
#define PICDESK_ARTICLE_FLAT_LINES_H

#include "article/flat/text.h"

/* Takes white space, bars, dashes, numbering ("2 of 12 |") and furniture ("Open image in gallery") off both ends. */
void pd_flat_trim_caption(const char *text, size_t *start, size_t *end);
/* Whether a letter stands in it. */
bool pd_flat_has_word(const char *text, size_t start, size_t end);
/* The text as it is handed out: tidied, pilcrows out; NULL when blank. (transfer full): g_free(). */
char *pd_flat_text_between(const char *text, size_t start, size_t end);

/* Whether the line can be a caption: no longer than max bytes, no byline, date, address, furniture. */
bool pd_flat_is_caption(const char *text, const PdFlatLine *line, size_t max);
bool pd_flat_is_byline(const char *text, size_t start, size_t end);
/* Takes brackets, separators and white space off both ends of a credit. */
void pd_flat_trim_credit(const char *text, size_t *start, size_t *end);
/* Whether a date, time or reading time stands in it. */
bool pd_flat_has_date(const char *text, size_t start, size_t end);
/* Whether all its letters are capitals. */
bool pd_flat_is_capitals(const char *text, size_t start, size_t end);
/* Whether it begins with one. */
bool pd_flat_starts_date(const char *text, size_t start, size_t end);
/* Whether it is a party that lives of pictures, and not a wire or house that an article is from. */
bool pd_flat_is_picture_party(const char *text, size_t start, size_t end);
/* Whether line i reads like a caption inside the running text: prose before it, no full stop at its end. */
bool pd_flat_is_mid_caption(const PdFlatText *flat, guint i);
/* Whether it reads "Jane Doe for House": a person, "for" and a client. */
bool pd_flat_is_made_for(const char *text, size_t start, size_t end);
/* Whether the line is a short name and no more. */
bool pd_flat_is_name_line(const char *text, const PdFlatLine *line);
/* Whether the line below the placeholder i reads like its caption, and not like the prose that goes on. */
bool pd_flat_is_below_image(const PdFlatText *flat, guint i);
/* Whether line i stands among the last of the text, where sources of articles stand. */
bool pd_flat_is_tail(const PdFlatText *flat, guint i);
/* Where a caption behind its label ends, at most `end`: prose may follow without a mark. */
size_t pd_flat_labelled_caption_end(const char *text, size_t start, size_t end);

#endif
