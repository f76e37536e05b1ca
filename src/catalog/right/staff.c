/* Staff photographers, and those under contract, with the days from and until which they were. */
#include "catalog/rights.h"

enum { NAME, HOUSE, KIND, STARTS_ON, ENDS_ON, NOTE };

static const PdRightsColumn COLUMNS[] = {
    [NAME] = {"name", PD_CELL_TEXT, true, "as people write it", NULL},
    [HOUSE] = {"house", PD_CELL_TEXT, false, "the house's own credit beside the name", NULL},
    [KIND] = {"kind", PD_CELL_WORD, true, "staff or contract", "staff|contract"},
    [STARTS_ON] = {"starts_on", PD_CELL_DAY, false, "the first day", NULL},
    [ENDS_ON] = {"ends_on", PD_CELL_DAY, false, "the last day", NULL},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

static bool check(const char *const *cells, GError **error) {
    return !pd_rights_days_are_swapped(cells[STARTS_ON], cells[ENDS_ON], error);
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    const char *const *cells = row->cells;
    PdStaff person = {.id = row->id,
                      .name = cells[NAME],
                      .house = cells[HOUSE],
                      .kind = cells[KIND],
                      .from = cells[STARTS_ON],
                      .to = cells[ENDS_ON]};
    pd_rights_add_staff(view, &person);
    return true;
}

const PdRightsTable pd_right_staff = {.name = "staff",
                                      .about = "staff and contract photographers, with dates",
                                      PD_COLUMNS(COLUMNS),
                                      .check = check,
                                      .show = show};
