/* rendition-lost-credit: the published copy lost what the original states. */
#include "check/rule.h"

static void run(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_CREATORS, PD_FIELD_CREDIT, PD_FIELD_COPYRIGHT};
    const PdImage *master = check->use->image, *copy = check->use->rendition;
    if (!master || !copy || master == copy || (master->id && master->id == copy->id) || !master->merged || !copy->merged)
        return;
    g_autoptr(GString) lost = g_string_new(NULL);
    const PdSaid *first = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++) {
        const PdSaid *said = pd_merged_chosen(master->merged, FIELDS[i]);
        if (!said || pd_merged_chosen(copy->merged, FIELDS[i]))
            continue;
        g_string_append_printf(lost, "%s%s", lost->len ? ", " : "", pd_field_info(FIELDS[i])->label);
        if (!first)
            first = said;
    }
    if (!first)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the published copy lost %s", lost->str);
    g_autofree char *at = pd_check_value_at(first->items[0]);
    g_autofree char *name = copy->path ? pd_check_base_name(copy->path) : NULL;
    finding->field = g_strdup(pd_field_info(first->field)->key);
    finding->expected = g_strdup(first->items[0]->text);
    finding->evidence = g_strdup_printf("%s of the original%s%s", at, name ? "; absent in " : "", name ? name : "");
    finding->suggestion = g_strdup("make the copy again and keep its metadata");
}

const PdRule pd_rule_rendition_lost_credit = {
    .id = "rendition-lost-credit",
    .group = "copy",
    .severity = PD_SEVERITY_WARNING,
    .standard = "17 USC 1202; Directive 2001/29/EC Art. 7 (rights-management information)",
    .summary = "Creator, credit or copyright of the original is gone from the published copy",
    .help =
        "Resizing programs strip metadata unless told to keep it. The copy is the local file that the article refers to,\n"
        "the original the image that it is paired with.\n\n"
        "Fails:  original with creator, web copy without\n"
        "Passes: both hold it\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
