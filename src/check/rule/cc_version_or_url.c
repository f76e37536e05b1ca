/* cc-version-or-url: a Creative Commons licence that is not told exactly. */
#include <string.h>

#include "check/cc.h"

typedef struct {
    bool is_told, has_address;
    char version[4];
    PdCc first;
    const char *first_text, *other_text; /* other_text: disagrees with the first */
    PdField field;
} Statements;

static bool differ(const PdCc *a, const PdCc *b) {
    return a->is_nc != b->is_nc || a->is_nd != b->is_nd || a->is_sa != b->is_sa ||
           (*a->version && *b->version && strcmp(a->version, b->version) != 0);
}

static void add(Statements *all, const char *text, PdField field) {
    PdCc cc;
    if (!pd_check_cc_read(text, &cc))
        return;
    if (all->is_told && differ(&all->first, &cc) && !all->other_text)
        all->other_text = text;
    if (!all->is_told) {
        all->first = cc;
        all->first_text = text;
        all->field = field;
    }
    all->is_told = true;
    if (*cc.version)
        memcpy(all->version, cc.version, sizeof all->version);
}

static void run(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_LICENCE_URL, PD_FIELD_WEB_STATEMENT, PD_FIELD_RIGHTS_USAGE_TERMS,
                                     PD_FIELD_COPYRIGHT, PD_FIELD_TERMS};
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    Statements all = {0};
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++)
        add(&all, pd_merged_text(merged, FIELDS[i]), FIELDS[i]);
    bool is_in_file = all.is_told;
    add(&all, use->figure ? use->figure->credit : NULL, PD_FIELD_CREDIT);
    if (!all.is_told || (!all.other_text && *all.version))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "%s",
                                      all.other_text ? "two statements of its licence disagree"
                                                     : "the Creative Commons licence is named without its version");
    finding->field = g_strdup(is_in_file ? pd_field_info(all.field)->key : "credit");
    finding->found = g_strdup(all.first_text);
    finding->expected = g_strdup(all.other_text);
    finding->evidence = is_in_file ? pd_check_field_at(use, all.field) : pd_check_place(use);
    finding->suggestion = g_strdup("look the licence up where the picture comes from; name it with version and address");
}

const PdRule pd_rule_cc_version_or_url = {
    .id = "cc-version-or-url",
    .group = "rights",
    .severity = PD_SEVERITY_WARNING,
    .standard = "Creative Commons licences, section 3(a)(1)(C): the licence and its address",
    .summary = "A Creative Commons licence is named without version, or text and address disagree",
    .help = "CC BY 2.0 and CC BY 4.0 ask for different things.\n\n"
            "Fails:  \"CC BY\"; text \"CC BY-SA 4.0\" beside creativecommons.org/licenses/by/4.0/\n"
            "Passes: \"CC BY-SA 4.0\"\n",
    .is_overridable = true,
    .run = run,
};
