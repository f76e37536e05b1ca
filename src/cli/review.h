/* match --review: a person goes through what was found, one figure after the other. */
#ifndef PICDESK_CLI_REVIEW_H
#define PICDESK_CLI_REVIEW_H

#include "catalog/catalog.h"
#include "desk/readers.h"

/* Shows every proposed and every ambiguous figure of an article (0: all) and asks on standard input; each answer is kept at
 * once. Ends with the last figure, with "q" and at the end of the input. PD_ERROR_STORE. */
bool pd_cli_review(PdCatalog *catalog, PdReaders *readers, int64_t article_id, GError **error);

#endif
