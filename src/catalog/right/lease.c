/* Leases: a dated allow or deny on one image, or on all pictures of a party. */
#include <string.h>

#include "catalog/rights.h"
#include "picdesk/error.h"

enum { VERDICT, IMAGE, PARTY, MEDIA, TERRITORY, STARTS_ON, ENDS_ON, REASON };

static const PdRightsColumn COLUMNS[] = {
    [VERDICT] = {"verdict", PD_CELL_WORD, true, "allow or deny", "allow|deny"},
    [IMAGE] = {"image", PD_CELL_IMAGE, false, "one image, by path or uid; or a party", NULL},
    [PARTY] = {"party", PD_CELL_PARTY, false, "all pictures of a party; or an image", NULL},
    [MEDIA] = {"media", PD_CELL_MEDIA, false, "where: web, print, social-media …; none: everywhere", NULL},
    [TERRITORY] = {"territory", PD_CELL_TERRITORY, false, "countries or regions; none: the world", NULL},
    [STARTS_ON] = {"starts_on", PD_CELL_DAY, false, "its first day", NULL},
    [ENDS_ON] = {"ends_on", PD_CELL_DAY, false, "its last day; an allow must have one", NULL},
    [REASON] = {"reason", PD_CELL_TEXT, true, "why", NULL},
};

static bool check(const char *const *cells, GError **error) {
    if ((cells[IMAGE] == NULL) == (cells[PARTY] == NULL)) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_ARG, "a lease is on an image or on a party, one of both");
        return false;
    }
    if (strcmp(cells[VERDICT], "allow") == 0 && !cells[ENDS_ON]) {
        g_set_error_literal(error, PD_ERROR, PD_ERROR_ARG, "an allow needs 'ends_on', its last day");
        return false;
    }
    return !pd_rights_days_are_swapped(cells[STARTS_ON], cells[ENDS_ON], error);
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    const char *const *cells = row->cells;
    g_auto(GStrv) media = pd_rights_list(cells[MEDIA]), territory = pd_rights_list(cells[TERRITORY]);
    g_autofree char *party = pd_rights_party(cells[PARTY]);
    PdLease lease = {.id = row->id,
                     .is_allow = strcmp(cells[VERDICT], "allow") == 0,
                     .party = party,
                     .images = row->images,
                     .n_images = row->n_images,
                     .scope = {(const char *const *)media, (const char *const *)territory, cells[STARTS_ON], cells[ENDS_ON]},
                     .who = row->who,
                     .why = cells[REASON]};
    pd_rights_add_lease(view, &lease);
    return true;
}

const PdRightsTable pd_right_lease = {.name = "lease",
                                      .about = "dated permissions and bans, on an image or a party",
                                      PD_COLUMNS(COLUMNS),
                                      .check = check,
                                      .show = show};
