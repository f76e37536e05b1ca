/* missing-supplier-id: an agency's picture that no bill can be matched with. */
#include "check/rule.h"

static bool has_agency(const PdCredit *credit) {
    for (size_t i = 0; credit && i < credit->n_chain; i++)
        if (credit->agencies[credit->chain[i]].kind == PD_PARTY_AGENCY)
            return true;
    return false;
}

static void run(PdCheck *check) {
    static const PdField FIELDS[] = {PD_FIELD_SUPPLIER_IMAGE_ID, PD_FIELD_JOB_ID, PD_FIELD_FIXTURE_ID, PD_FIELD_UNIQUE_NAME};
    const PdUse *use = check->use;
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    if (!merged || check->supplier || !has_agency(use->embedded))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++)
        if (pd_merged_text(merged, FIELDS[i]))
            return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "an agency's picture without the agency's number");
    finding->field = g_strdup("supplier_image_id");
    finding->found = pd_check_credit_text(use->embedded);
    finding->evidence = pd_check_stated_at(check);
    finding->suggestion = g_strdup("keep the supplier's number in the file or its name: bills go by it");
}

const PdRule pd_rule_missing_supplier_id = {
    .id = "missing-supplier-id",
    .group = "presence",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "PLUS Image Supplier Image ID; billing",
    .summary = "An agency's picture carries no number of its supplier",
    .help = "Looked for in the supplier's image id, the job id, the IIM identifiers and the file's name.\n\n"
            "Reported:     \"Phil Cole/Getty Images\", DSC_1.jpg\n"
            "Not reported: \"Phil Cole/Getty Images\", gettyimages-1302441145.jpg\n",
    .is_overridable = true,
    .run = run,
};
