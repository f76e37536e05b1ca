/* Pairings as `match` and `pair` print them. */
#ifndef PICDESK_CLI_PAIRS_H
#define PICDESK_CLI_PAIRS_H

#include "desk/match.h"

/* One JSON object on one line: article, figure, caption, image, score, status, alternatives, evidence. False when stdout is
 * gone. */
bool pd_cli_pairing_json(const PdMatchAnswer *answer);
/* A few lines for people. */
bool pd_cli_pairing_text(const PdMatchAnswer *answer);
/* Parts of it, wrapped to n_columns (0 = lines of any length): where the figure stands, with its status; the same with
 * caption and credit; its pair number i (0 first), the first one with its evidence. */
void pd_cli_append_place(GString *out, const PdMatchAnswer *answer);
void pd_cli_append_figure(GString *out, const PdMatchAnswer *answer, unsigned n_columns);
void pd_cli_append_pair(GString *out, const PdMatchAnswer *answer, guint i, unsigned n_columns);

#endif
