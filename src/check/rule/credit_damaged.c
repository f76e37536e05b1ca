/* credit-damaged: a text that was broken on its way (charset, entities, control characters). */
#include "check/rule.h"
#include "codec/damage.h"

static void report(PdCheck *check, const char *key, const char *text, char *at) {
    g_autofree char *place = at;
    g_autofree char *mended = NULL;
    const char *damage = text ? pd_text_damage(text, &mended) : NULL;
    if (!damage)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "%s holds %s", pd_field_by_key(key)->label, damage);
    finding->field = g_strdup(key);
    finding->found = g_strdup(text);
    finding->evidence = g_steal_pointer(&place);
    finding->suggestion = mended ? g_strdup_printf("write \"%s\"", mended) : g_strdup("ask for the text anew");
    finding->expected = g_steal_pointer(&mended);
}

static void look_at_file(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_CREATORS,  PD_FIELD_CREDIT,  PD_FIELD_SOURCE,
                                     PD_FIELD_COPYRIGHT, PD_FIELD_CAPTION, PD_FIELD_HEADLINE};
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(FIELDS); i++) {
        const PdSaid *said = pd_merged_chosen(merged, FIELDS[i]);
        for (size_t k = 0; said && k < said->n_items; k++)
            report(check, pd_field_info(FIELDS[i])->key, said->items[k]->text, pd_check_value_at(said->items[k]));
    }
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (use->figure) {
        if (use->figure->credit)
            report(check, "credit", use->figure->credit, pd_check_place(use));
        report(check, "caption", use->figure->caption, pd_check_place(use));
    }
    look_at_file(check);
}

const PdRule pd_rule_credit_damaged = {
    .id = "credit-damaged",
    .group = "quality",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC-IIM 4.2, 1:90 Coded Character Set; Unicode",
    .summary = "A credit or caption holds damaged characters",
    .help =
        "Replacement characters, UTF-8 read as Latin-1, entities that were escaped twice, control characters. Where the\n"
        "damage can be undone without a guess the mended text is given.\n\n"
        "Fails:  \"Ren\303\203\302\251 Mori\", \"Ren&eacute; Mori\"\n"
        "Passes: \"Ren\303\251 Mori\"\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
