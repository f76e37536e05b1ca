/* embargo-active: the picture may not be out yet. */
#include "check/rule.h"
#include "check/when.h"

static void report(PdCheck *check, int64_t until_s, char *field, char *found, char *evidence) {
    g_autofree char *until = pd_check_when_text(check->policy, until_s);
    PdFinding *finding = pd_check_add(check, check->rule->severity, "under embargo until %s", until);
    finding->field = field;
    finding->found = found;
    finding->evidence = evidence;
    finding->suggestion = g_strdup_printf("do not publish before %s", until);
}

static void look_at_text(PdCheck *check, const PdDemand *demand) {
    int64_t made_s, until_s;
    const char *until = demand->what.parameter;
    if (!pd_check_made_at(check, &made_s))
        made_s = check->now_s;
    bool is_known = until && pd_check_next_instant(check->policy, until, made_s, &until_s);
    if (is_known && until_s <= check->now_s)
        return;
    if (is_known) {
        report(check, until_s, NULL, NULL, NULL);
        pd_check_tell_demand(&g_array_index(check->findings, PdFinding, check->findings->len - 1), demand);
        return;
    }
    PdFinding *finding = pd_check_add(check, PD_SEVERITY_WARNING, "there is an embargo, but its end cannot be read");
    pd_check_tell_demand(finding, demand);
    finding->suggestion = g_strdup("ask the supplier when it ends");
}

static void run(PdCheck *check) {
    const PdImage *image = check->use->image;
    for (guint i = 0; i < check->demands->len; i++) {
        const PdDemand *demand = &g_array_index(check->demands, PdDemand, i);
        if (demand->what.class == PD_RESTRICTION_EMBARGO_UNTIL)
            look_at_text(check, demand);
    }
    const char *release = image && image->merged ? pd_merged_text(image->merged, PD_FIELD_RELEASE_AT) : NULL;
    int64_t until_s;
    if (release && pd_check_instant(check->policy, release, &until_s) && until_s > check->now_s)
        report(check, until_s, g_strdup("release_at"), g_strdup(release),
               pd_check_field_at(check->use, PD_FIELD_RELEASE_AT));
}

const PdRule pd_rule_embargo_active = {
    .id = "embargo-active",
    .group = "restrictions",
    .severity = PD_SEVERITY_ERROR,
    .standard = "wire terms; IPTC-IIM 4.2, 2:30 and 2:35 Release Date and Time",
    .summary = "The picture is under an embargo that has not ended",
    .help =
        "Read from instructions, usage terms and caption, and from the release date. A day without a year is the next one\n"
        "after the picture was made; a time without a zone is the house's. An embargo whose end cannot be read is a "
        "warning.\n\n"
        "Fails:  \"EMBARGOEDTO 0001 SATURDAY MAY 8\" on the 7th of May\n"
        "Passes: the same on the 9th\n",
    .run = run,
};
