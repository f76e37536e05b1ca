/* From the signs of a flattened text to its figures. */
#ifndef PICDESK_ARTICLE_FLAT_FIGURES_H
#define PICDESK_ARTICLE_FLAT_FIGURES_H

#include "article/flat/text.h"
#include "picdesk/article.h"

/* Finds the figures and adds them to the article in the order of the text; is_figure (nullable): n lines long, gets true for
 * each line that belongs to one. */
void pd_flat_figures(PdFlatText *flat, const PdLimits *limits, PdArticle *out, bool *is_figure);

#endif
