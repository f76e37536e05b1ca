/* structured-data-missing: the page's data shows the picture to search engines without saying whose it is. */
#include "check/data.h"

static void run(PdCheck *check) {
    static const char *const ANY_OF[] = {"creator", "creditText", "copyrightNotice", "license"};
    const PdUse *use = check->use;
    if (!use->figure || !use->figure->data)
        return;
    g_autofree char *address = pd_check_data(use, "contentUrl");
    bool is_told = false;
    for (size_t i = 0; i < G_N_ELEMENTS(ANY_OF) && !is_told; i++) {
        g_autofree char *text = pd_check_data(use, ANY_OF[i]);
        is_told = text != NULL;
    }
    if (address && is_told)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "its ImageObject states %s",
                                      address   ? "neither creator, creditText, copyrightNotice nor license"
                                      : is_told ? "no contentUrl"
                                                : "neither contentUrl nor whose it is");
    finding->field = g_strdup("credit");
    finding->expected = pd_check_is_printed(use) ? pd_check_credit_text(use->printed) : pd_check_wanted(check);
    finding->evidence = pd_check_data_place(use);
    finding->suggestion = g_strdup("give the ImageObject contentUrl and creditText, and the creator where he is known");
}

const PdRule pd_rule_structured_data_missing = {
    .id = "structured-data-missing",
    .group = "copy",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "Google image metadata (schema.org ImageObject)",
    .summary = "The page's structured data shows the picture without saying whose it is",
    .help = "Search engines show a credit only where an ImageObject has contentUrl and one of creator, creditText,\n"
            "copyrightNotice and license. Asked only of pictures that the page's JSON-LD holds.\n\n"
            "Reported:     ImageObject with only a url\n"
            "Not reported: ImageObject with contentUrl and creditText\n",
    .is_overridable = true,
    .run = run,
};
