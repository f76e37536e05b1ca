/* The attribution check of a catalogue (desk/check.h): which uses, and what the rules say of each. */
#include "desk/check.h"

#include <string.h>

#include "desk/checker.h"
#include "host/file.h"
#include "picdesk/error.h"

void pd_check_scope_init(PdCheckScope *scope) {
    *scope = (PdCheckScope){.articles = g_array_new(FALSE, FALSE, sizeof(int64_t)),
                            .images = g_array_new(FALSE, FALSE, sizeof(int64_t)),
                            .folders = g_ptr_array_new_with_free_func(g_free)};
}

void pd_check_scope_done(PdCheckScope *scope) {
    g_clear_pointer(&scope->articles, g_array_unref);
    g_clear_pointer(&scope->images, g_array_unref);
    g_clear_pointer(&scope->folders, g_ptr_array_unref);
}

/* Whether a look-up that found nothing may be followed by the next one. */
static bool is_other(GError **error) {
    if (!g_error_matches(*error, PD_ERROR, PD_ERROR_NOT_FOUND))
        return false;
    g_clear_error(error);
    return true;
}

static bool note_folder(int64_t folder, const char *path, void *user) {
    (void)folder;
    (void)path;
    *(bool *)user = true;
    return false;
}

bool pd_desk_check_add(PdCatalog *catalog, PdCheckScope *scope, const char *what, GError **error) {
    int64_t id;
    GError *cause = NULL;
    g_autofree char *path = pd_host_absolute(what);
    const char *names[] = {path, what};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (pd_catalog_find_article(catalog, names[i], &id, &cause)) {
            g_array_append_val(scope->articles, id);
            return true;
        }
        if (is_other(&cause) && pd_catalog_find_image(catalog, names[i], &id, &cause)) {
            g_array_append_val(scope->images, id);
            return true;
        }
        if (cause && !is_other(&cause)) {
            g_propagate_error(error, cause);
            return false;
        }
    }
    bool is_folder = false;
    if (!pd_catalog_each_folder(catalog, path, note_folder, &is_folder, error))
        return false;
    if (is_folder) {
        g_ptr_array_add(scope->folders, g_steal_pointer(&path));
        return true;
    }
    g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "the catalogue knows no article, image or folder '%s'", what);
    return false;
}

/* ---- running the rules */

typedef struct {
    const PdCheckScope *scope;
    PdChecker *checker;
    PdUseFunc func;
    void *user;
    PdCheckSummary *summary;
    bool checks_images; /* those in no figure too */
    bool is_stopped;    /* by func */
} Run;

static bool check_use(const PdUse *use, Run *run) {
    PdUse checked = pd_desk_checker_check(run->checker, use);
    run->summary->n_figures += use->figure != NULL;
    run->summary->n_images += use->figure == NULL;
    run->summary->n_verdicts[checked.verdict]++;
    for (size_t i = 0; i < checked.n_findings; i++)
        if (checked.findings[i].answer)
            run->summary->n_answered++;
        else
            run->summary->n_findings[checked.findings[i].severity]++;
    run->is_stopped = !run->func(&checked, run->user);
    return !run->is_stopped;
}

static bool is_below(const char *path, const char *folder) {
    size_t len = strlen(folder);
    return path && strncmp(path, folder, len) == 0 && (path[len] == '/' || folder[len - 1] == '/');
}

static bool is_in_folders(const Run *run, const char *path) {
    for (guint i = 0; i < run->scope->folders->len; i++)
        if (is_below(path, g_ptr_array_index(run->scope->folders, i)))
            return true;
    return false;
}

static bool holds_id(const GArray *ids, int64_t id) {
    for (guint i = 0; i < ids->len; i++)
        if (g_array_index(ids, int64_t, i) == id)
            return true;
    return false;
}

static bool on_figure(const PdUse *use, void *user) {
    Run *run = user;
    bool is_wanted =
        run->scope->is_all || holds_id(run->scope->articles, use->article_id) || is_in_folders(run, use->article_path);
    return !is_wanted || check_use(use, run);
}

static bool on_image(const PdUse *use, void *user) {
    Run *run = user;
    if (!run->scope->is_all && !is_in_folders(run, use->image->path))
        return true;
    bool is_damaged = use->image->record && use->image->record->signs & PD_SIGN_TRUNCATED;
    if (run->checks_images || is_damaged)
        return check_use(use, run);
    run->summary->n_unused++;
    return true;
}

static bool on_named_image(const PdUse *use, void *user) {
    return check_use(use, user);
}

static bool on_unreadable(const char *path, const char *problem, void *user) {
    Run *run = user;
    if (!run->scope->is_all && !is_in_folders(run, path))
        return true;
    PdImage image = {.path = (char *)path, .quarantine = problem};
    return check_use(&(PdUse){.image = &image}, run);
}

static bool check_articles(PdCatalog *catalog, Run *run, GError **error) {
    if (run->scope->is_all || run->scope->folders->len > 0)
        return pd_desk_each_use(catalog, 0, on_figure, run, error);
    for (guint i = 0; i < run->scope->articles->len && !run->is_stopped; i++)
        if (!pd_desk_each_use(catalog, g_array_index(run->scope->articles, int64_t, i), on_figure, run, error))
            return false;
    return true;
}

static bool check_images(PdCatalog *catalog, Run *run, GError **error) {
    for (guint i = 0; i < run->scope->images->len && !run->is_stopped; i++)
        if (!pd_desk_image_use(catalog, g_array_index(run->scope->images, int64_t, i), on_named_image, run, error))
            return false;
    if (run->is_stopped || (!run->scope->is_all && run->scope->folders->len == 0))
        return true;
    run->checks_images = run->scope->has_all_images || run->summary->n_figures == 0;
    return pd_desk_each_image_use(catalog, true, on_image, run, error) &&
           (run->is_stopped || pd_catalog_each_unreadable(catalog, on_unreadable, run, error));
}

bool pd_desk_check(PdCatalog *catalog, const PdCheckScope *scope, const PdPolicy *policy, int64_t now_s, PdUseFunc func,
                   void *user, PdCheckSummary *summary, GError **error) {
    *summary = (PdCheckSummary){0};
    g_autoptr(PdChecker) checker = pd_desk_checker_new(catalog, policy, now_s, error);
    if (!checker)
        return false;
    pd_desk_checker_use_readers(checker, scope->readers);
    Run run = {.scope = scope, .checker = checker, .func = func, .user = user, .summary = summary};
    return check_articles(catalog, &run, error) && (run.is_stopped || check_images(catalog, &run, error));
}
