/* supplier-name-uncredited: the file's name tells the supplier, the credit does not. */
#include "check/rule.h"

/* Whether the supplier, by this name or the one it is part of, stands in what is printed (or stated, without a figure). */
static bool is_credited(const PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *credits[] = {use->printed, use->figure ? NULL : use->embedded, use->figure ? NULL : use->in_caption,
                                 use->figure ? NULL : check->notice};
    for (size_t i = 0; i < G_N_ELEMENTS(credits); i++)
        if (credits[i] && pd_check_has_party_or_parent(credits[i], check->supplier))
            return true;
    return false;
}

/* That page and file name different agencies says as much. */
static bool is_told(const PdCheck *check) {
    const PdCredit *stated = pd_check_stated(check);
    return pd_check_has_found(check, "credit-conflict") && stated && pd_check_has_party_or_parent(stated, check->supplier);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (!check->supplier || (use->figure && !pd_check_is_shown(use)) || is_credited(check) || is_told(check))
        return;
    const char *where = !use->figure               ? "but the file's credit does not name it"
                        : pd_check_is_printed(use) ? "but the printed credit does not name it"
                                                   : "and no credit is printed";
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the file name is one of %s, %s", check->supplier->short_name, where);
    g_autofree char *name = pd_check_base_name(check->supplier_at);
    finding->field = g_strdup("credit");
    finding->found = pd_check_is_printed(use) ? g_strdup(use->printed->line) : NULL;
    finding->expected = g_strdup(check->supplier->short_name);
    finding->evidence = g_strdup_printf("filename %s (%s)", name, check->supplier_id);
    finding->suggestion = g_strdup_printf("name %s, or make sure that the name misleads", check->supplier->short_name);
}

const PdRule pd_rule_supplier_name_uncredited = {
    .id = "supplier-name-uncredited",
    .group = "copy",
    .severity = PD_SEVERITY_WARNING,
    .standard = "agency contracts",
    .summary = "The image's name or address bears a supplier's number, but the supplier is not credited",
    .help =
        "Suppliers' file names outlive every other sign. The credit agrees when it names the supplier or the company that\n"
        "it is part of.\n\n"
        "Fails:  gettyimages-1302441145.jpg without \"Getty Images\" in the credit\n"
        "Passes: gettyimages-1302441145.jpg, \"Jane Doe via Getty Images\"\n",
    .is_overridable = true,
    .run = run,
};
