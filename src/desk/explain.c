/* The uses behind an image or a figure (desk/explain.h). */
#include "desk/explain.h"

#include "desk/checker.h"

typedef struct {
    int64_t image_id, figure_id; /* 0 = any */
    PdChecker *checker;
    PdUseFunc func;
    void *user;
    bool is_found, is_ended;
} Walk;

static bool on_use(const PdUse *use, void *user) {
    Walk *walk = user;
    if (walk->image_id && (!use->image || use->image->id != walk->image_id))
        return true;
    if (walk->figure_id && use->figure_id != walk->figure_id)
        return true;
    PdUse checked = pd_desk_checker_check(walk->checker, use);
    walk->is_found = true;
    walk->is_ended = !walk->func(&checked, walk->user) || walk->figure_id;
    return !walk->is_ended;
}

bool pd_desk_explain_image(PdCatalog *catalog, int64_t image_id, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                           void *user, GError **error) {
    g_autoptr(PdChecker) checker = pd_desk_checker_new(catalog, policy, now_s, error);
    Walk walk = {.image_id = image_id, .checker = checker, .func = func, .user = user};
    if (!checker)
        return false;
    if (!pd_desk_each_use(catalog, 0, on_use, &walk, error))
        return false;
    return walk.is_found || pd_desk_each_image_use(catalog, false, on_use, &walk, error);
}

bool pd_desk_explain_figure(PdCatalog *catalog, int64_t figure_id, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                            void *user, GError **error) {
    g_autoptr(PdChecker) checker = pd_desk_checker_new(catalog, policy, now_s, error);
    Walk walk = {.figure_id = figure_id, .checker = checker, .func = func, .user = user};
    if (!checker)
        return false;
    return pd_desk_each_use(catalog, 0, on_use, &walk, error);
}
