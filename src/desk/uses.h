/* The uses of a catalogue: every figure with the image that stands in it, everything parsed. What check and report look at.
 */
#ifndef PICDESK_DESK_USES_H
#define PICDESK_DESK_USES_H

#include "catalog/catalog.h"
#include "picdesk/finding.h"

/* A use is borrowed until the callback returns; returning false ends the walk. */
typedef bool (*PdUseFunc)(const PdUse *use, void *user);

/* Every figure of every present article (article_id 0) or of one, in the order of article and position; figures without
 * an image come too. Where no image is paired with a figure, the local file that the article refers to stands in for it. */
bool pd_desk_each_use(PdCatalog *catalog, int64_t article_id, PdUseFunc func, void *user, GError **error);

/* Every image as a use without an article, in the order of ids; only_unused: leaves out those that stand in a figure. */
bool pd_desk_each_image_use(PdCatalog *catalog, bool only_unused, PdUseFunc func, void *user, GError **error);

/* One image as a use without an article. PD_ERROR_NOT_FOUND. */
bool pd_desk_image_use(PdCatalog *catalog, int64_t image_id, PdUseFunc func, void *user, GError **error);

/* The parsed credits of a use, which borrows them. */
typedef struct {
    PdCredit *printed, *embedded, *in_caption; /* (nullable) */
} PdUseCredits;

/* Parses what figure and image (both nullable) say, and points the use to it. A figure without a credit line of its own may
 * hold one in its caption. */
void pd_desk_use_credits_init(PdUseCredits *credits, PdUse *use);
void pd_desk_use_credits_done(PdUseCredits *credits);

#endif
