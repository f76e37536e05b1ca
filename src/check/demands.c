/* What an image's own texts demand (check/demands.h). All origins count: where IIM and XMP differ the stricter one holds. */
#include "check/demands.h"

#include <string.h>

static void demand_clear(PdDemand *demand) {
    g_free(demand->what.parameter);
}

static bool is_known(const GArray *demands, const PdRestriction *what) {
    for (guint i = 0; i < demands->len; i++) {
        const PdRestriction *other = &g_array_index(demands, PdDemand, i).what;
        if (other->class == what->class && g_strcmp0(other->parameter, what->parameter) == 0)
            return true;
    }
    return false;
}

static void add_demands(GArray *demands, const PdValue *value, PdRestrictionPlace place) {
    g_autoptr(GArray) found = pd_restriction_parse(value->text, place, NULL);
    for (guint i = 0; i < found->len; i++) {
        PdRestriction *what = &g_array_index(found, PdRestriction, i);
        if (is_known(demands, what))
            continue;
        PdDemand demand = {.what = *what, .value = value};
        what->parameter = NULL;
        g_array_append_val(demands, demand);
    }
}

GArray *pd_check_demands_new(const PdImage *image) {
    GArray *demands = g_array_new(FALSE, TRUE, sizeof(PdDemand));
    g_array_set_clear_func(demands, (GDestroyNotify)demand_clear);
    const PdRecord *record = image ? image->record : NULL;
    for (size_t i = 0; record && i < record->n_values; i++) {
        const PdValue *value = &record->values[i];
        if (value->flags & PD_VALUE_JUNK)
            continue;
        if (value->field == PD_FIELD_INSTRUCTIONS || value->field == PD_FIELD_RIGHTS_USAGE_TERMS)
            add_demands(demands, value, PD_RESTRICTION_IN_FIELD);
        else if (value->field == PD_FIELD_CAPTION)
            add_demands(demands, value, PD_RESTRICTION_IN_PROSE);
    }
    return demands;
}
