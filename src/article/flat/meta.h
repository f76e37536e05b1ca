/* Title, first words and language of a flattened text, where it shows them. */
#ifndef PICDESK_ARTICLE_FLAT_META_H
#define PICDESK_ARTICLE_FLAT_META_H

#include "article/flat/text.h"
#include "picdesk/article.h"

/* Fills out->title, published_at, lead and language; is_figure: which lines belong to figures. */
void pd_flat_meta(const PdFlatText *flat, const bool *is_figure, PdArticle *out);

#endif
