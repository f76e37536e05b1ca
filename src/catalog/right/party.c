/* Parties: the house's own agencies, creators and holders beside the built-in ones. A party with the slug of a built-in one
 * takes its place. */
#include "catalog/rights.h"

enum { SLUG, NAME, SHORT_NAME, KIND, COUNTRY, PARENT, ALIASES, CONTACT, NOTE };

static const PdRightsColumn COLUMNS[] = {
    [SLUG] = {"slug", PD_CELL_SLUG, true, "what it is called in tables: lower-case letters, digits and '-'", NULL},
    [NAME] = {"name", PD_CELL_TEXT, true, "its long name, as it should be printed", NULL},
    [SHORT_NAME] = {"short_name", PD_CELL_TEXT, false, "its short name, for chains of credits", NULL},
    [KIND] = {"kind", PD_CELL_WORD, true, "agency, wire, stock, house, organisation, gov, platform or ai",
              "agency|wire|stock|house|organisation|gov|platform|ai"},
    [COUNTRY] = {"country", PD_CELL_TERRITORY, false, "where it is at home", NULL},
    [PARENT] = {"parent", PD_CELL_PARTY, false, "the company that it belongs to", NULL},
    [ALIASES] = {"aliases", PD_CELL_NAMES, false, "other names in credits, joined by '|'", NULL},
    [CONTACT] = {"contact", PD_CELL_TEXT, false, "whom to ask", NULL},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

const PdRightsTable pd_right_party = {
    .name = "party", .about = "agencies, creators, houses and holders of rights", PD_COLUMNS(COLUMNS), .n_key = 1};
