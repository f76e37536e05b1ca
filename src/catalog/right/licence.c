/* Licences: a granted right with its paper, for images or for all pictures of a holder. One that was asked for and is not
 * granted yet is kept, and gives no right. */
#include "catalog/rights.h"

enum {
    HOLDER,
    CATEGORY,
    IMAGES,
    MEDIA,
    TERRITORY,
    STARTS_ON,
    ENDS_ON,
    REQUIRED_CREDIT,
    FEE,
    CURRENCY,
    DOCUMENT,
    CONTACT,
    REQUESTED_ON,
    GRANTED_ON,
    LANGUAGES,
    EDITIONS,
    FORMATS,
    PRINT_RUN,
    COPIES_DUE,
    RESTRICTIONS,
    NOTE
};

static const PdRightsColumn COLUMNS[] = {
    [HOLDER] = {"holder", PD_CELL_PARTY, true, "who grants the right", NULL},
    [CATEGORY] = {"category", PD_CELL_CATEGORY, true, "by what right, such as agency, single or creative-commons", NULL},
    [IMAGES] = {"images", PD_CELL_IMAGES, false, "the images, by path or uid, joined by '|'; none: all of the holder", NULL},
    [MEDIA] = {"media", PD_CELL_MEDIA, false, "where: web, print, social-media …; none: everywhere", NULL},
    [TERRITORY] = {"territory", PD_CELL_TERRITORY, false, "countries or regions; none: the world", NULL},
    [STARTS_ON] = {"starts_on", PD_CELL_DAY, false, "its first day", NULL},
    [ENDS_ON] = {"ends_on", PD_CELL_DAY, false, "its last day", NULL},
    [REQUIRED_CREDIT] = {"required_credit", PD_CELL_TEXT, false, "the credit line that must be printed", NULL},
    [FEE] = {"fee", PD_CELL_MONEY, false, "what it costs: '120.00', or '120.00 EUR'", NULL},
    [CURRENCY] = {"currency", PD_CELL_CURRENCY, false, "of the fee: EUR, USD …", NULL},
    [DOCUMENT] = {"document", PD_CELL_TEXT, false, "where the paper is", NULL},
    [CONTACT] = {"contact", PD_CELL_TEXT, false, "whom was asked", NULL},
    [REQUESTED_ON] = {"requested_on", PD_CELL_DAY, false, "the day it was asked for", NULL},
    [GRANTED_ON] = {"granted_on", PD_CELL_DAY, false, "the day it was granted; asked for without it: no right yet", NULL},
    [LANGUAGES] = {"languages", PD_CELL_TEXT, false, "of the publication", NULL},
    [EDITIONS] = {"editions", PD_CELL_TEXT, false, "of the book", NULL},
    [FORMATS] = {"formats", PD_CELL_TEXT, false, "hardback, e-book …", NULL},
    [PRINT_RUN] = {"print_run", PD_CELL_COUNT, false, "copies at most", NULL},
    [COPIES_DUE] = {"copies_due", PD_CELL_COUNT, false, "copies owed to the holder", NULL},
    [RESTRICTIONS] = {"restrictions", PD_CELL_TEXT, false, "what else the paper forbids", NULL},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

static bool check(const char *const *cells, GError **error) {
    return !pd_rights_days_are_swapped(cells[STARTS_ON], cells[ENDS_ON], error) &&
           !pd_rights_days_are_swapped(cells[REQUESTED_ON], cells[GRANTED_ON], error);
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    const char *const *cells = row->cells;
    g_auto(GStrv) media = pd_rights_list(cells[MEDIA]), territory = pd_rights_list(cells[TERRITORY]);
    g_autofree char *holder = pd_rights_party(cells[HOLDER]);
    g_autofree char *name = pd_rights_party_name(cells[HOLDER]);
    g_autofree char *fee = cells[FEE] ? g_strjoin(" ", cells[FEE], cells[CURRENCY], NULL) : NULL;
    PdLicence licence = {
        .id = row->id,
        .holder = holder,
        .name = name,
        .category = cells[CATEGORY],
        .scope = {(const char *const *)media, (const char *const *)territory, cells[STARTS_ON], cells[ENDS_ON]},
        .required_credit = cells[REQUIRED_CREDIT],
        .fee = fee,
        .document = cells[DOCUMENT],
        .contact = cells[CONTACT],
        .requested_on = cells[REQUESTED_ON],
        .granted_on = cells[GRANTED_ON],
        .languages = cells[LANGUAGES],
        .editions = cells[EDITIONS],
        .formats = cells[FORMATS],
        .print_run = cells[PRINT_RUN],
        .copies_due = cells[COPIES_DUE],
        .restrictions = cells[RESTRICTIONS],
        .images = row->images,
        .n_images = row->n_images};
    if (cells[REQUESTED_ON] && !cells[GRANTED_ON])
        pd_rights_add_request(view, &licence);
    else
        pd_rights_add_licence(view, &licence);
    return true;
}

const PdRightsTable pd_right_licence = {.name = "licence",
                                        .about = "granted rights and contracts, with dates, fee and paper",
                                        PD_COLUMNS(COLUMNS),
                                        .check = check,
                                        .show = show};
