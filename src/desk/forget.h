/* Erasing for good, and what follows: look-up tables filled again, pairs made anew, the file rewritten. */
#ifndef PICDESK_DESK_FORGET_H
#define PICDESK_DESK_FORGET_H

#include "catalog/forget.h"

/* is_root: target is the path of a root, else a person's name. A dry run counts only. */
bool pd_desk_forget(PdCatalog *catalog, bool is_root, const char *target, bool is_dry, const char *who, PdForgetCount *out,
                    GError **error);

#endif
