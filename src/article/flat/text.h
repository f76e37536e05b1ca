/* A flattened text made ready for its grammar: valid UTF-8 in logical lines, wrapped lines joined again, image placeholders
 * ("[alt]", "![alt](url)") as lines of their own, Markdown and HTML marks taken out, every byte traceable to the input.
 */
#ifndef PICDESK_ARTICLE_FLAT_TEXT_H
#define PICDESK_ARTICLE_FLAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "codec/text.h"
#include "picdesk/limits.h"

typedef struct {
    size_t start, end;   /* bytes of PdFlatText.text, without outer white space */
    size_t url;          /* of an image: where its address starts in PdFlatText.urls, SIZE_MAX when it shows none */
    bool is_after_blank; /* a blank line, or the start of the text, stands before it */
    bool is_image;       /* a placeholder: start..end is what stands in its brackets, maybe nothing */
    bool is_beside;      /* shares the physical line with what stands before it */
    bool is_heading;
    bool is_item; /* of a list */
} PdFlatLine;

typedef struct {
    GString *text; /* the lines, one '\n' between them */
    GString *urls; /* addresses, each ended by NUL */
    GArray *lines; /* of PdFlatLine */
    GArray *map;   /* where runs of text stand in the input */
    const uint8_t *data;
    size_t data_len;
    size_t base; /* of data in the input */
    bool is_markdown;
    char *decoded; /* the input as UTF-8 */
    PdCharset charset;
    size_t seen_decoded, seen_input; /* the place asked for last, in both */
    bool is_repaired;                /* some bytes fitted no charset */
    bool has_underscores;            /* words of links are joined by them */
    bool is_wrapped;                 /* lines were broken at a width, and are joined again */
} PdFlatText;

/* Reads the bytes. (transfer full): pd_flat_text_free(). data must outlive it. is_markdown: Markdown's inline marks are
 * resolved. Never NULL. */
PdFlatText *pd_flat_text_new(const uint8_t *data, size_t len, bool is_markdown, const PdLimits *limits);
void pd_flat_text_free(PdFlatText *flat); /* accepts NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdFlatText, pd_flat_text_free)

/* Where a byte of text stands in the input, in bytes of it. */
uint64_t pd_flat_text_offset(PdFlatText *flat, size_t at);

/* The byte of the next character of valid UTF-8. */
static inline size_t pd_flat_next(const char *text, size_t at) {
    return at + (size_t)g_utf8_skip[(unsigned char)text[at]];
}

/* Whether these bytes begin as text does: with few control characters, or marked as UTF-16. */
bool pd_flat_text_is_text(const uint8_t *data, size_t len);

/* How sure it is that this is Markdown, 0 to 100. */
int pd_flat_text_markdown(const char *text, size_t len);

#endif
