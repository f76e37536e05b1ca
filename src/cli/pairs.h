/* Pairings as `match` and `pair` print them. */
#ifndef PICDESK_CLI_PAIRS_H
#define PICDESK_CLI_PAIRS_H

#include "desk/match.h"

/* One JSON object on one line: article, figure, caption, image, score, status, alternatives, evidence. False when stdout is
 * gone. */
bool pd_cli_pairing_json(const PdMatchAnswer *answer);
/* A few lines for people. */
bool pd_cli_pairing_text(const PdMatchAnswer *answer);

/* The pairings kept in the catalogue, with decisions, of one article or of all (article_id 0). False and error only when the
 * store fails; func returning false ends the walk. */
bool pd_cli_each_pairing(PdCatalog *catalog, int64_t article_id, PdMatchFunc func, void *user, GError **error);

#endif
