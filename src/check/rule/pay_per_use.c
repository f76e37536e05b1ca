/* pay-per-use: the picture is paid for each time, and nothing shows that it was bought. */
#include "check/right.h"

/* A licence on this picture is what was bought. */
static bool is_bought(const PdCheck *check) {
    return check->licence && (check->licence->n_images > 0 || check->licence->document);
}

/* That the licence has ended, or not begun, says why. */
static bool is_told(const PdCheck *check) {
    return pd_check_has_found(check, "licence-expired") || pd_check_has_found(check, "licence-not-started");
}

static void run(PdCheck *check) {
    if (check->cost != PD_COST_PAY || is_bought(check))
        return;
    const PdCollection *collection = pd_check_paid_collection(check);
    if (!collection && is_told(check))
        return;
    const PdCredit *credit = pd_check_stated(check);
    PdFinding *finding =
        collection ? pd_check_add(check, check->rule->severity, "pictures of '%s' are paid for by the use", collection->name)
                   : pd_check_add(check, check->rule->severity, "no contract covers it: it is paid for by the use");
    credit = credit ? credit : check->use->printed;
    finding->field = g_strdup("credit");
    finding->found = credit ? pd_check_credit_text(credit) : NULL;
    finding->evidence = collection ? g_strdup_printf("catalogue, collection %" G_GINT64_FORMAT, collection->id)
                                   : g_strdup("catalogue: no current licence for image, agency, medium and territory");
    finding->suggestion = g_strdup("order it and keep the licence, or take one that the contract covers");
}

const PdRule pd_rule_pay_per_use = {
    .id = "pay-per-use",
    .group = "rights",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts",
    .summary = "The picture costs money each time, and no licence shows that it was bought",
    .help = "Paid are collections marked so, categories that are charged, and agencies without a contract for this medium,\n"
            "territory and day. A catalogue that keeps no agreements says nothing about cost.\n\n"
            "Fails:  collection \"Tarn Gold\" marked as paid, credit \"Tarn Gold\"\n"
            "Passes: the same with a licence on this image\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
