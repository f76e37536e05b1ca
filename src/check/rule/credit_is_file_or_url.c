/* credit-is-file-or-url: an address or a file name where a name should stand. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

static bool has_ending(const char *text) {
    static const char *const ENDINGS[] = {".jpg", ".jpeg", ".png",  ".webp", ".gif",
                                          ".tif", ".tiff", ".heic", ".cr2",  ".nef"};
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        if (g_str_has_suffix(text, ENDINGS[i]))
            return true;
    return false;
}

/* "IMG_0042", "DSC 1234", "20260503": a camera's name or only a number. */
static bool is_camera_name(const char *text) {
    static const char *const STARTS[] = {"img", "dsc", "dscn", "dscf", "pxl", "p", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(STARTS); i++) {
        size_t len = strlen(STARTS[i]);
        if (strncmp(text, STARTS[i], len) != 0)
            continue;
        const char *rest = text + len + strspn(text + len, "_- ");
        if (strlen(rest) >= 3 && strspn(rest, "0123456789_-") == strlen(rest))
            return true;
    }
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const PdCredit *credit = pd_check_is_printed(use) ? use->printed : use->figure ? NULL : use->embedded;
    if (!credit)
        return;
    g_autofree char *text = pd_text_fold(credit->line);
    bool is_address =
        !strchr(text, ' ') && (strstr(text, "://") || g_str_has_prefix(text, "www.") || strchr(text, '@') > text);
    if (!is_address && !has_ending(text) && !is_camera_name(text))
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the credit \"%s\" is %s, no name", credit->line,
                                      is_address ? "an address" : "a file's name");
    finding->field = g_strdup("credit");
    finding->found = g_strdup(credit->line);
    finding->evidence = use->figure ? pd_check_place(use) : pd_check_stated_at(check);
    finding->suggestion = g_strdup("name the creator and the agency");
}

const PdRule pd_rule_credit_is_file_or_url = {
    .id = "credit-is-file-or-url",
    .group = "quality",
    .severity = PD_SEVERITY_WARNING,
    .standard = "IPTC Photo Metadata: Credit Line",
    .summary = "The credit is an address, a file name or a number",
    .help = "Readers cannot tell from it who made the picture.\n\n"
            "Fails:  \"IMG_0042\", \"https://www.example.com/x.jpg\", \"desk@example.com\"\n"
            "Passes: \"@name via Reuters\", \"RACINGFOTOS.COM\"\n",
    .is_overridable = true,
    .run = run,
};
