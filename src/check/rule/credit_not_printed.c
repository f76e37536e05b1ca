/* credit-not-printed: the file says who must be credited, the page does not. */
#include "check/rule.h"

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (!pd_check_is_shown(use) || pd_check_is_printed(use))
        return;
    g_autofree char *wanted = pd_check_wanted(check);
    if (!wanted)
        return;
    PdFinding *finding = pd_check_add(check, pd_check_pair_severity(check), "a credit is known, but the page prints none");
    finding->field = g_strdup("credit");
    finding->evidence = pd_check_stated_at(check);
    if (!finding->evidence)
        finding->evidence = g_strdup_printf("filename %s", check->supplier_at);
    finding->suggestion = g_strdup_printf("print \"%s\" with the picture", wanted);
    finding->expected = g_steal_pointer(&wanted);
}

const PdRule pd_rule_credit_not_printed = {
    .id = "credit-not-printed",
    .group = "presence",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts; IPTC Photo Metadata: Credit Line; Google image metadata",
    .summary = "The file or its name says who must be credited, but the page prints no credit",
    .help =
        "Agencies license pictures on condition that they are credited where the picture stands. The expected line is made\n"
        "from the file's credit and creator, else from a credit inside its caption, its copyright notice, or the supplier\n"
        "whose file-name pattern it bears. A credit printed inside the caption counts as printed.\n\n"
        "Fails:  GettyImages-515208860.jpg above the words \"View 3 images\"\n"
        "Passes: the same picture with \"Getty Images\" beside it\n",
    .is_fixable = true,
    .is_overridable = true,
    .run = run,
};
