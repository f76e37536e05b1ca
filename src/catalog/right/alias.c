/* Aliases: one more name of a party, built-in ones too. */
#include "catalog/rights.h"

static const PdRightsColumn COLUMNS[] = {
    {"name", PD_CELL_TEXT, true, "the name as it stands in credits", NULL},
    {"party", PD_CELL_PARTY, true, "the party that it means", NULL},
    {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

const PdRightsTable pd_right_alias = {
    .name = "alias", .about = "further names of parties, built-in ones too", PD_COLUMNS(COLUMNS), .n_key = 1};
