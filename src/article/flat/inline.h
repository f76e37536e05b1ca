/* One logical line of a flattened text: its inline marks taken out, its image placeholders made lines of their own. */
#ifndef PICDESK_ARTICLE_FLAT_INLINE_H
#define PICDESK_ARTICLE_FLAT_INLINE_H

#include "article/flat/text.h"

/* From byte `at` of one text on, its bytes stand at `from` of another, until the next span. */
typedef struct {
    size_t at, from;
} PdFlatSpan;

/* Adds the line to flat->lines, as several when placeholders stand in it. spans: where its bytes stand in the decoded text.
 */
void pd_flat_inline(PdFlatText *flat, const GString *line, const GArray *spans, bool is_after_blank, bool is_markdown);

#endif
