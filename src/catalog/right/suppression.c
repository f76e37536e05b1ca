/* Suppressions: a finding that somebody answers for, until a day. */
#include "catalog/rights.h"
#include "picdesk/error.h"

enum { RULE, IMAGE, ARTICLE, REASON, ENDS_ON };

static const PdRightsColumn COLUMNS[] = {
    [RULE] = {"rule", PD_CELL_RULE, true, "id of the rule, see 'picdesk rules'", NULL},
    [IMAGE] = {"image", PD_CELL_IMAGE, false, "on this image, by path or uid", NULL},
    [ARTICLE] = {"article", PD_CELL_ARTICLE, false, "in this article, by path or address", NULL},
    [REASON] = {"reason", PD_CELL_TEXT, true, "why", NULL},
    [ENDS_ON] = {"ends_on", PD_CELL_DAY, true, "its last day", NULL},
};

static bool check(const char *const *cells, GError **error) {
    if (cells[IMAGE] || cells[ARTICLE])
        return true;
    g_set_error_literal(error, PD_ERROR, PD_ERROR_ARG, "a suppression needs an image or an article");
    return false;
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    (void)catalog, (void)day, (void)error;
    PdSuppression suppression = {.id = row->id,
                                 .rule = row->cells[RULE],
                                 .article_id = row->article_id,
                                 .reason = row->cells[REASON],
                                 .until = row->cells[ENDS_ON],
                                 .who = row->who};
    if (row->n_images == 0)
        pd_rights_add_suppression(view, &suppression);
    for (size_t i = 0; i < row->n_images; i++) {
        suppression.image_id = row->images[i];
        pd_rights_add_suppression(view, &suppression);
    }
    return true;
}

const PdRightsTable pd_right_suppression = {.name = "suppression",
                                            .about = "findings that somebody answers for, until a day",
                                            PD_COLUMNS(COLUMNS),
                                            .check = check,
                                            .show = show};
