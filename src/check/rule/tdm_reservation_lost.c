/* tdm-reservation-lost: the published copy no longer says that it may not be mined. */
#include <string.h>

#include "check/rule.h"

static void run(PdCheck *check) {
    const PdImage *master = check->use->image, *copy = check->use->rendition;
    if (!master || !copy || master == copy || !master->merged || !copy->merged)
        return;
    const char *reserved = pd_merged_text(master->merged, PD_FIELD_DATA_MINING);
    const char *kept = pd_merged_text(copy->merged, PD_FIELD_DATA_MINING);
    if (!reserved || !strstr(reserved, "DMI-PROHIBITED") || (kept && strstr(kept, "DMI-PROHIBITED")))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the reservation against data mining is gone from the published copy");
    g_autofree char *at = pd_check_field_at(check->use, PD_FIELD_DATA_MINING);
    finding->field = g_strdup("data_mining");
    finding->found = g_strdup(kept);
    finding->expected = g_strdup(reserved);
    finding->evidence = g_strdup_printf("%s of the original", at);
    finding->suggestion = g_strdup("make the copy again and keep its metadata");
}

const PdRule pd_rule_tdm_reservation_lost = {
    .id = "tdm-reservation-lost",
    .group = "rights",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "PLUS Data Mining; Directive (EU) 2019/790 Art. 4(3)",
    .summary = "The reservation against text and data mining is gone from the published copy",
    .help = "A reservation holds only where a machine can read it.\n\n"
            "Reported:     original DMI-PROHIBITED, web copy without the field\n"
            "Not reported: both carry it\n",
    .is_overridable = true,
    .run = run,
};
