/* What the house has set up: its lexicon files. */
#ifndef PICDESK_CLI_HOUSE_H
#define PICDESK_CLI_HOUSE_H

#include <stdbool.h>

/* Hands the house's lexicon files (NAME.tsv in picdesk/lexicon of the XDG config directory) to the grammar; called once, by
 * pd_cli_options(), before anything is parsed. False after telling stderr, when one of them is damaged. */
bool pd_cli_house_lexicons(void);

/* Where the house's file of this lexicon would stand; NULL when there is none. (transfer full): g_free(). */
char *pd_cli_house_lexicon(const char *name);

#endif
