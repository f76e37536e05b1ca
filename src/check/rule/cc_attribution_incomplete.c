/* cc-attribution-incomplete: a Creative Commons picture without the author or the licence beside it. */
#include <string.h>

#include "check/cc.h"

static bool names_licence(const PdUse *use) {
    const char *texts[] = {use->figure->credit, use->figure->caption};
    PdCc cc;
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (texts[i] && (pd_check_cc_read(texts[i], &cc) || strstr(texts[i], "Creative Commons")))
            return true;
    return use->printed && use->printed->licence;
}

/* The author whom the file names; where it names none, anybody. */
static bool names_author(const PdCheck *check) {
    const PdCredit *stated = pd_check_stated(check), *printed = check->use->printed;
    if (!pd_check_names_someone(printed))
        return false;
    return !stated || stated->n_creators == 0 || pd_check_creators_meet(stated, printed);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    PdField field;
    PdCc cc;
    const char *licence = pd_check_is_shown(use) ? pd_check_cc_of_image(check, &field, &cc) : NULL;
    if (!licence)
        return;
    bool has_author = names_author(check), has_licence = names_licence(use);
    if (has_author && has_licence)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the licence asks for %s beside the picture",
                                      has_author    ? "its own name and address"
                                      : has_licence ? "the author's name"
                                                    : "the author's name and its own");
    g_autofree char *author = pd_check_wanted(check);
    g_autofree char *name = pd_check_cc_name(&cc);
    finding->field = g_strdup(pd_field_info(field)->key);
    finding->found = pd_check_is_printed(use) ? g_strdup(use->printed->line) : NULL;
    finding->expected = g_strdup_printf("%s%s%s", author ? author : "", author ? ", " : "", name);
    finding->evidence = pd_check_field_at(use, field);
    finding->suggestion = g_strdup_printf("print \"%s\" and link to the picture's page and to the licence%s%s",
                                          finding->expected, cc.has_address ? ", " : "", cc.has_address ? licence : "");
}

const PdRule pd_rule_cc_attribution_incomplete = {
    .id = "cc-attribution-incomplete",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "Creative Commons licences, section 3(a): author, source, licence with version",
    .summary = "A Creative Commons picture stands without its author or its licence",
    .help =
        "Who uses such a picture without attribution has no licence at all. The author is the one whom the file names.\n\n"
        "Fails:  \"CC BY\", \"A. Smith\"\n"
        "Passes: \"Blue Car by A. Smith, CC BY 2.0\"\n",
    .run = run,
};
