/* Erasing for good (desk/forget.h). */
#include "desk/forget.h"

#include "desk/match.h"

bool pd_desk_forget(PdCatalog *catalog, bool is_root, const char *target, bool is_dry, const char *who, PdForgetCount *out,
                    GError **error) {
    PdForgetCount count = {0};
    const PdMatchRun everything = {0};
    PdMatchCount matched;
    if (!(is_root ? pd_catalog_forget_root : pd_catalog_forget_person)(catalog, target, is_dry, who, &count, error))
        return false;
    if (!is_dry && !(pd_catalog_fill_lookups(catalog, NULL, NULL, error) &&
                     pd_desk_match(catalog, &everything, &matched, error) && pd_catalog_scrub(catalog, error)))
        return false;
    *out = count;
    return true;
}
