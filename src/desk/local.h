/* Local files that a page refers to. */
#ifndef PICDESK_DESK_LOCAL_H
#define PICDESK_DESK_LOCAL_H

#include "picdesk/article.h"

/* The local file of a figure: an address without a host, resolved below the article's folder, or below media_root (nullable)
 * when it begins with a slash; nothing outside of these is ever named, not even by a symbolic link. (transfer full):
 * g_free(). NULL when the figure names none. */
char *pd_desk_local_file(const PdFigure *figure, const char *article_path, const char *media_root);

#endif
