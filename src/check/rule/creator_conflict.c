/* creator-conflict: page and file name different persons. */
#include "check/rule.h"

static bool is_comparable(const PdCredit *credit) {
    return credit && credit->n_creators > 0 && !(credit->flags & PD_CREDIT_CREATOR_IS_CODE);
}

static bool has_account(const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_creators; i++)
        if (credit->creators[i][0] == '@')
            return true;
    return false;
}

static char *names(const PdCredit *credit) {
    g_autofree char **list = g_new0(char *, credit->n_creators + 1);
    for (size_t i = 0; i < credit->n_creators; i++)
        list[i] = (char *)credit->creators[i];
    return g_strjoinv(", ", list);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *credits[] = {use->embedded, use->in_caption, check->notice};
    const PdCredit *stated = NULL;
    if (!is_comparable(use->printed))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++) {
        if (!is_comparable(credits[i]))
            continue;
        if (pd_check_creators_meet(use->printed, credits[i]))
            return;
        if (!stated)
            stated = credits[i];
    }
    /* An account and a name may be one person: nothing can be said. */
    if (!stated || has_account(use->printed) != has_account(stated))
        return;
    g_autofree char *page = names(use->printed);
    g_autofree char *file = names(stated);
    PdFinding *finding = pd_check_add(check, pd_check_pair_severity(check), "the page names %s, the file %s", page, file);
    g_autofree char *place = pd_check_place(use);
    g_autofree char *at = stated == use->embedded ? pd_check_field_at(use, PD_FIELD_CREATORS) : NULL;
    if (!at)
        at = pd_check_stated_at(check);
    finding->field = g_strdup("creators");
    finding->evidence = g_strdup_printf("%s; %s", at, place);
    finding->suggestion = g_strdup_printf("print \"%s\", or make sure that this is the right picture", file);
    finding->found = g_steal_pointer(&page);
    finding->expected = g_steal_pointer(&file);
}

const PdRule pd_rule_creator_conflict = {
    .id = "creator-conflict",
    .group = "agreement",
    .severity = PD_SEVERITY_ERROR,
    .standard = "moral right of attribution (Berne Convention Art. 6bis)",
    .summary = "The page names another photographer than the file",
    .help =
        "Order of the name, initials, dropped middle names, diacritics and one wrong letter are tolerated; of several "
        "names\n"
        "one in common is enough. Codes and account names are not compared with names of persons. Where the pair of figure\n"
        "and image is only a guess, this is a warning.\n\n"
        "Fails:  file \"Tingshu Wang\", page \"Thomas Peter/REUTERS\"\n"
        "Passes: file \"LAFARGUE Raphael\", page \"R. Lafargue/ABACA\"\n",
    .is_overridable = true,
    .run = run,
};
