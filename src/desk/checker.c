/* Checking uses of a catalogue (desk/checker.h): what the rules may ask is looked up only when one asks. */
#include "desk/checker.h"

#include <string.h>

#include "catalog/rights.h"
#include "desk/unlike.h"

enum { MOST_KIN = 16 };

struct PdChecker {
    PdCatalog *catalog;
    PdReaders *readers;     /* (nullable) */
    PdReaders *own_readers; /* (nullable) */
    PdCheckContext context;
    PdRights *rights;
    GArray *findings;
    GArray *ends;      /* of PdEnd */
    GPtrArray *kin;    /* of PdImage */
    char *first_title; /* of the latest answer */
};

static void free_image(void *image) {
    pd_image_free(image);
}

/* ---- look-ups; a store that fails knows nothing */

static bool kin_of(void *user, const PdImage *image, const PdImage *const **out, size_t *out_n) {
    PdChecker *checker = user;
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
    g_ptr_array_set_size(checker->kin, 0);
    if (!image->id || !pd_catalog_kin(checker->catalog, image->id, MOST_KIN, ids, NULL))
        return false;
    for (guint i = 0; i < ids->len; i++) {
        PdImage *twin = pd_catalog_image(checker->catalog, g_array_index(ids, int64_t, i), NULL);
        if (twin)
            g_ptr_array_add(checker->kin, twin);
    }
    *out = (const PdImage *const *)checker->kin->pdata;
    *out_n = checker->kin->len;
    return *out_n > 0;
}

typedef struct {
    PdChecker *checker;
    const PdUse *use;
    PdOtherUses *out;
} Others;

/* Places come in the order of publication; those after this use are no earlier ones. */
static bool on_place(const PdPlaceRow *place, void *user) {
    Others *others = user;
    const char *own = others->use->article ? others->use->article->published_at : NULL;
    if (place->article_id == others->use->article_id)
        return true;
    others->out->n_others++;
    bool is_earlier =
        place->published_at && own ? strcmp(place->published_at, own) <= 0 : place->article_id < others->use->article_id;
    if (is_earlier && !others->out->first_title) {
        g_free(others->checker->first_title);
        others->checker->first_title = g_strdup(place->title ? place->title : place->path);
        others->out->first_title = others->checker->first_title;
    }
    return true;
}

static bool other_uses(void *user, const PdUse *use, PdOtherUses *out) {
    PdChecker *checker = user;
    *out = (PdOtherUses){0};
    if (!use->image || !use->image->id)
        return false;
    Others others = {checker, use, out};
    size_t n_entered;
    pd_rights_of_image(checker->rights, PD_RIGHT_USAGE, use->image->id, &n_entered);
    if (!pd_catalog_each_place(checker->catalog, use->image->id, on_place, &others, NULL))
        return false;
    out->n_others += n_entered;
    return out->n_others > 0;
}

static bool compare(void *user, const PdImage *image, const PdImage *copy, PdUnlikeness *out) {
    PdChecker *checker = user;
    const PdReadersOptions one = {.n_readers = 1};
    if (!checker->readers)
        checker->readers = checker->own_readers = pd_readers_new(&one, NULL);
    return checker->readers && pd_desk_unlike(checker->catalog, checker->readers, image, copy, out);
}

/* ---- the checker */

/* The house's day at the time of the check. */
static char *day_of(const PdPolicy *policy, int64_t now_s) {
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(policy->time_zone ? policy->time_zone : "UTC");
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(now_s);
    g_autoptr(GDateTime) local = now && zone ? g_date_time_to_timezone(now, zone) : NULL;
    return local || now ? g_date_time_format(local ? local : now, "%Y-%m-%d") : g_strdup("1970-01-01");
}

PdChecker *pd_desk_checker_new(PdCatalog *catalog, const PdPolicy *policy, int64_t now_s, GError **error) {
    g_autofree char *day = day_of(policy, now_s);
    g_autoptr(PdRights) rights = pd_catalog_rights(catalog, day, error);
    if (!rights)
        return NULL;
    PdChecker *checker = g_new0(PdChecker, 1);
    checker->catalog = catalog;
    checker->rights = g_steal_pointer(&rights);
    checker->findings = pd_check_findings_new();
    checker->ends = g_array_new(FALSE, FALSE, sizeof(PdEnd));
    checker->kin = g_ptr_array_new_with_free_func(free_image);
    checker->context = (PdCheckContext){
        .policy = policy,
        .rights = checker->rights,
        .now_s = now_s,
        .lookups = {.user = checker, .kin = kin_of, .other_uses = other_uses, .compare = compare},
    };
    return checker;
}

void pd_desk_checker_free(PdChecker *checker) {
    if (!checker)
        return;
    pd_readers_free(checker->own_readers);
    pd_rights_free(checker->rights);
    g_array_unref(checker->findings);
    g_array_unref(checker->ends);
    g_ptr_array_unref(checker->kin);
    g_free(checker->first_title);
    g_free(checker);
}

void pd_desk_checker_use_readers(PdChecker *checker, PdReaders *readers) {
    checker->readers = readers;
}

PdUse pd_desk_checker_check(PdChecker *checker, const PdUse *use) {
    PdUse checked = *use;
    g_array_set_size(checker->findings, 0);
    PdCheckResult result = pd_check_use(use, &checker->context, checker->findings);
    checked.verdict = result.verdict;
    checked.cost = result.cost;
    checked.category = result.category;
    checked.findings = (const PdFinding *)(void *)checker->findings->data;
    checked.n_findings = checker->findings->len;
    return checked;
}

PdUse pd_desk_checker_ends(PdChecker *checker, const PdUse *use) {
    PdUse told = *use;
    g_array_set_size(checker->ends, 0);
    pd_check_ends(use, &checker->context, checker->ends);
    told.ends = (const PdEnd *)(void *)checker->ends->data;
    told.n_ends = checker->ends->len;
    return told;
}

const PdRights *pd_desk_checker_rights(const PdChecker *checker) {
    return checker->rights;
}
