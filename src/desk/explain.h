/* What stands behind one image or one figure: its uses, each checked. */
#ifndef PICDESK_DESK_EXPLAIN_H
#define PICDESK_DESK_EXPLAIN_H

#include "desk/uses.h"
#include "picdesk/policy.h"

/* Gives the uses of the image (or, when no article uses it, the image by itself) to func, each with findings and verdict. */
bool pd_desk_explain_image(PdCatalog *catalog, int64_t image_id, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                           void *user, GError **error);

/* The same for a figure. */
bool pd_desk_explain_figure(PdCatalog *catalog, int64_t figure_id, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                            void *user, GError **error);

#endif
