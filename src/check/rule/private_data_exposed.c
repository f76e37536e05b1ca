/* private-data-exposed: a file that is published tells where a person who needs protection stood. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

static const uint32_t SENSITIVE = PD_CREDIT_HANDOUT | PD_CREDIT_UGC | PD_CREDIT_ANONYMOUS;

static bool is_sensitive(const PdCredit *credit) {
    return credit && credit->flags & SENSITIVE;
}

/* The policy protects folders, and parties by name. */
static bool is_protected(const PdCheck *check) {
    const PdUse *use = check->use;
    for (char **name = check->policy->protect; *name; name++) {
        if (**name == '/' && use->image->path && g_str_has_prefix(use->image->path, *name))
            return true;
        for (size_t i = 0; use->embedded && i < use->embedded->n_agencies; i++)
            if (pd_text_same(use->embedded->agencies[i].name, *name) ||
                pd_text_same(use->embedded->agencies[i].printed, *name))
                return true;
        for (size_t i = 0; use->embedded && i < use->embedded->n_creators; i++)
            if (pd_check_is_same_person(use->embedded->creators[i], *name))
                return true;
    }
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdImage *published = use->rendition ? use->rendition : use->image;
    if (!use->image || !published->merged || !pd_merged_text(published->merged, PD_FIELD_GPS))
        return;
    if (!is_sensitive(use->embedded) && !is_sensitive(use->printed) && !is_protected(check))
        return;
    const PdSaid *said = pd_merged_chosen(published->merged, PD_FIELD_GPS);
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the file tells where its source stood");
    finding->field = g_strdup("gps");
    finding->found = g_strdup(said->items[0]->text);
    finding->evidence = pd_check_value_at(said->items[0]);
    finding->suggestion = g_strdup("take the position out of the published file");
}

const PdRule pd_rule_private_data_exposed = {
    .id = "private-data-exposed",
    .group = "copy",
    .severity = PD_SEVERITY_WARNING,
    .standard = "protection of sources; GDPR Art. 5",
    .summary = "A handed-out, anonymous or protected picture carries its position",
    .help = "Looked at: the copy that the article refers to, else the image. Protected are the folders and parties of "
            "picdesk.conf,\n"
            "[check] protect.\n\n"
            "Fails:  \"-/AFP\" with a GPS position\n"
            "Passes: \"Niall Carson/PA\" with a GPS position\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
