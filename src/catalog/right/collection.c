/* Collections of a party: inside the contract, or paid for each time. */
#include <string.h>

#include "catalog/rights.h"

enum { PARTY, NAME, COST, NOTE };

static const PdRightsColumn COLUMNS[] = {
    [PARTY] = {"party", PD_CELL_PARTY, true, "who sells it", NULL},
    [NAME] = {"name", PD_CELL_TEXT, true, "its name in credits and metadata", NULL},
    [COST] = {"cost", PD_CELL_WORD, true, "free: inside the contract; pay: paid for each time", "free|pay"},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    g_autofree char *party = pd_rights_party(row->cells[PARTY]);
    PdCollection collection = {
        .id = row->id, .party = party, .name = row->cells[NAME], .is_paid = strcmp(row->cells[COST], "pay") == 0};
    pd_rights_add_collection(view, &collection);
    return true;
}

const PdRightsTable pd_right_collection = {.name = "collection",
                                           .about = "collections inside a contract, or paid for each time",
                                           PD_COLUMNS(COLUMNS),
                                           .show = show};
