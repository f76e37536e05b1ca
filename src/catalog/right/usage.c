/* Uses that no article of the catalogue shows: a printed page, a newsletter, an import. */
#include "catalog/rights.h"

enum {
    IMAGE,
    MEDIUM,
    USED_ON,
    ENDED_ON,
    PUBLICATION,
    SECTION,
    PAGE,
    EDITION,
    PLACEMENT,
    SIZE,
    QUANTITY,
    CREDIT_LINE,
    ORDER_NUMBER,
    FEE,
    CURRENCY,
    NOTE
};

static const PdRightsColumn COLUMNS[] = {
    [IMAGE] = {"image", PD_CELL_IMAGE, true, "by path or uid", NULL},
    [MEDIUM] = {"medium", PD_CELL_MEDIUM, true, "newspaper, magazine, newsletter, social-media …", NULL},
    [USED_ON] = {"used_on", PD_CELL_DAY, true, "the day of the use", NULL},
    [ENDED_ON] = {"ended_on", PD_CELL_DAY, false, "the last day it was seen, of a use that lasts", NULL},
    [PUBLICATION] = {"publication", PD_CELL_TEXT, false, "where it was printed", NULL},
    [SECTION] = {"section", PD_CELL_TEXT, false, "of the publication", NULL},
    [PAGE] = {"page", PD_CELL_TEXT, false, "of the publication", NULL},
    [EDITION] = {"edition", PD_CELL_TEXT, false, "of the publication", NULL},
    [PLACEMENT] = {"placement", PD_CELL_TEXT, false, "cover, inside, home page …", NULL},
    [SIZE] = {"size", PD_CELL_TEXT, false, "as printed: '2 columns', '1/4 page'", NULL},
    [QUANTITY] = {"quantity", PD_CELL_COUNT, false, "how many uses; none means 1", NULL},
    [CREDIT_LINE] = {"credit_line", PD_CELL_TEXT, false, "the credit that was printed", NULL},
    [ORDER_NUMBER] = {"order_number", PD_CELL_TEXT, false, "of the agency's order", NULL},
    [FEE] = {"fee", PD_CELL_MONEY, false, "what it cost: '120.00', or '120.00 EUR'", NULL},
    [CURRENCY] = {"currency", PD_CELL_CURRENCY, false, "of the fee: EUR, USD …", NULL},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

static bool check(const char *const *cells, GError **error) {
    return !pd_rights_days_are_swapped(cells[USED_ON], cells[ENDED_ON], error);
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    const char *const *cells = row->cells;
    PdUsage usage = {.id = row->id,
                     .medium = cells[MEDIUM],
                     .used_on = cells[USED_ON],
                     .publication = cells[PUBLICATION],
                     .section = cells[SECTION],
                     .page = cells[PAGE],
                     .edition = cells[EDITION],
                     .placement = cells[PLACEMENT],
                     .size = cells[SIZE],
                     .quantity = cells[QUANTITY] ? g_ascii_strtoll(cells[QUANTITY], NULL, 10) : 1,
                     .credit_line = cells[CREDIT_LINE],
                     .note = cells[NOTE]};
    for (size_t i = 0; i < row->n_images; i++) {
        usage.image_id = row->images[i];
        pd_rights_add_usage(view, &usage);
    }
    return true;
}

const PdRightsTable pd_right_usage = {.name = "usage",
                                      .about = "uses that no article shows: print pages, newsletters",
                                      PD_COLUMNS(COLUMNS),
                                      .check = check,
                                      .show = show};
