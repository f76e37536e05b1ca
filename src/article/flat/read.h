/* Reading a flattened text into an article: figures, title, lead, language. */
#ifndef PICDESK_ARTICLE_FLAT_READ_H
#define PICDESK_ARTICLE_FLAT_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "picdesk/article.h"

/* Reads the bytes from `from` on. is_markdown: inline marks of Markdown are resolved, and an image is a figure even without
 * words. What the article has already (a title) is kept. */
void pd_flat_read(const uint8_t *data, size_t len, size_t from, bool is_markdown, const PdLimits *limits, PdArticle *out);

#endif
