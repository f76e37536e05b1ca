/* Quotas: how many uses of a party's pictures are agreed for each day, week (from Monday on), month or year. */
#include <string.h>

#include "catalog/rights.h"

enum { PARTY, PERIOD, USES, STARTS_ON, ENDS_ON, NOTE };

static const PdRightsColumn COLUMNS[] = {
    [PARTY] = {"party", PD_CELL_PARTY, true, "whose pictures", NULL},
    [PERIOD] = {"period", PD_CELL_WORD, true, "day, week, month or year", "day|week|month|year"},
    [USES] = {"uses", PD_CELL_COUNT, true, "how many in each period", NULL},
    [STARTS_ON] = {"starts_on", PD_CELL_DAY, false, "the agreement's first day", NULL},
    [ENDS_ON] = {"ends_on", PD_CELL_DAY, false, "the agreement's last day", NULL},
    [NOTE] = {"note", PD_CELL_TEXT, false, "anything else", NULL},
};

static bool check(const char *const *cells, GError **error) {
    return !pd_rights_days_are_swapped(cells[STARTS_ON], cells[ENDS_ON], error);
}

static unsigned number_at(const char *text) {
    return (unsigned)g_ascii_strtoull(text, NULL, 10);
}

static char *text_of(const GDate *date) {
    return g_strdup_printf("%04u-%02u-%02u", g_date_get_year(date), (unsigned)g_date_get_month(date), g_date_get_day(date));
}

/* The first and last day of the period that a day lies in. */
static void period_of(const char *period, const char *day, char **out_from, char **out_to) {
    GDate from, to;
    g_date_clear(&from, 1);
    g_date_set_dmy(&from, (GDateDay)number_at(day + 8), (GDateMonth)number_at(day + 5), (GDateYear)number_at(day));
    to = from;
    if (strcmp(period, "week") == 0) {
        g_date_subtract_days(&from, (guint)g_date_get_weekday(&from) - G_DATE_MONDAY);
        to = from;
        g_date_add_days(&to, 6);
    } else if (strcmp(period, "day") != 0) {
        if (strcmp(period, "year") == 0)
            g_date_set_month(&from, G_DATE_JANUARY);
        g_date_set_day(&from, 1);
        to = from;
        g_date_add_months(&to, strcmp(period, "year") == 0 ? 12 : 1);
        g_date_subtract_days(&to, 1);
    }
    *out_from = text_of(&from);
    *out_to = text_of(&to);
}

static bool show(PdCatalog *catalog, const PdRightsRow *row, const char *day, PdRights *view, GError **error) {
    const char *const *cells = row->cells;
    PdRightScope scope = {.from = cells[STARTS_ON], .to = cells[ENDS_ON]};
    if (!pd_right_scope_holds_on(&scope, day))
        return true;
    g_autofree char *party = pd_rights_party(cells[PARTY]), *from = NULL, *to = NULL;
    PdQuota quota = {
        .id = row->id, .party = party, .period = cells[PERIOD], .limit = g_ascii_strtoll(cells[USES], NULL, 10)};
    period_of(cells[PERIOD], day, &from, &to);
    if (!pd_catalog_count_uses(catalog, party, from, to, &quota.used, error))
        return false;
    quota.from = from;
    quota.to = to;
    pd_rights_add_quota(view, &quota);
    return true;
}

const PdRightsTable pd_right_quota = {.name = "quota",
                                      .about = "agreed numbers of uses of a party's pictures",
                                      PD_COLUMNS(COLUMNS),
                                      .check = check,
                                      .show = show};
