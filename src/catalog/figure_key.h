/* What makes a figure the same figure when its article is edited. */
#ifndef PICDESK_CATALOG_FIGURE_KEY_H
#define PICDESK_CATALOG_FIGURE_KEY_H

#include "picdesk/article.h"

/* The key of a figure: its address without scheme, fragment and the query of a picture file, else its folded caption, else
 * its credit line. (transfer full): g_free(). Never NULL. */
char *pd_figure_key(const PdFigure *figure);

/* Whether a figure whose address changed can still be the same one: not when both name files of different names. */
bool pd_figure_may_be(const char *url_before, const char *url);

/* The canonical address of an article as a key: scheme and fragment dropped, host in lower case. (transfer full): g_free().
 */
char *pd_article_key_of_url(const char *url);

/* How many of the words of two captions are the same, 0..1; NULL counts as no words. */
double pd_caption_likeness(const char *a, const char *b);

#endif
