/* duplicate-conflict: the catalogue holds the picture twice, and the two do not agree whose it is. */
#include <string.h>

#include "check/rule.h"

static PdCredit *credit_of(const PdImage *image) {
    const char *line = pd_merged_text(image->merged, PD_FIELD_CREDIT);
    g_autofree char *creators = pd_merged_join(image->merged, PD_FIELD_CREATORS, "; ");
    if (!line)
        line = pd_merged_text(image->merged, PD_FIELD_SOURCE);
    return line || creators ? pd_credit_parse(line, creators, pd_limits_default()) : NULL;
}

/* What the two disagree about; NULL for nothing. What only one of them states is no conflict. */
static const char *conflict(const PdCheck *check, const PdImage *twin, char **out_found, char **out_expected) {
    const PdImage *image = check->use->image;
    g_autoptr(PdCredit) other = credit_of(twin);
    const PdCredit *own = check->use->embedded;
    const char *licence = pd_merged_text(image->merged, PD_FIELD_LICENCE_URL);
    const char *other_licence = pd_merged_text(twin->merged, PD_FIELD_LICENCE_URL);
    if (licence && other_licence && strcmp(licence, other_licence) != 0) {
        *out_found = g_strdup(licence);
        *out_expected = g_strdup(other_licence);
        return "licence";
    }
    bool is_other_creator = own && other && own->n_creators && other->n_creators && !pd_check_creators_meet(own, other);
    bool is_other_chain = own && other && own->n_chain && other->n_chain && !pd_check_parties_meet(own, other);
    if (!is_other_creator && !is_other_chain)
        return NULL;
    *out_found = pd_check_credit_text(own);
    *out_expected = pd_check_credit_text(other);
    return is_other_creator ? "creator" : "credit";
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    const PdCheckLookups *lookups = &check->context->lookups;
    const PdImage *const *kin;
    size_t n_kin;
    if (!image || !image->merged || !lookups->kin || !lookups->kin(lookups->user, image, &kin, &n_kin))
        return;
    for (size_t i = 0; i < n_kin; i++) {
        g_autofree char *found = NULL, *expected = NULL;
        const char *about = kin[i]->merged ? conflict(check, kin[i], &found, &expected) : NULL;
        if (!about)
            continue;
        PdFinding *finding =
            pd_check_add(check, check->rule->severity, "the catalogue holds this picture with another %s too", about);
        finding->field = g_strdup(strcmp(about, "creator") == 0   ? "creators"
                                  : strcmp(about, "licence") == 0 ? "licence_url"
                                                                  : "credit");
        finding->found = g_steal_pointer(&found);
        finding->expected = g_steal_pointer(&expected);
        finding->evidence = g_strdup(kin[i]->path ? kin[i]->path : kin[i]->uid);
        finding->suggestion = g_strdup("find out which of the two is right, and correct the other");
        return;
    }
}

const PdRule pd_rule_duplicate_conflict = {
    .id = "duplicate-conflict",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "rights tracking",
    .summary = "The same picture is catalogued twice, with another creator, agency or licence",
    .help = "Two images are the same picture when their coded pixels or the hashes of their files are equal, or when they\n"
            "carry the same supplier's number.\n"
            "What only one of them states is no conflict.\n\n"
            "Fails:  a copy \"Anna Alpha/AFP\", another of the same pixels \"Bert Beta/Reuters\"\n"
            "Passes: a copy \"Anna Alpha/AFP\", another \"AFP\"\n",
    .is_overridable = true,
    .run = run,
};
