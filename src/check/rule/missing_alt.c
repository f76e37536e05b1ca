/* missing-alt: the HTML gives readers who cannot see the picture nothing, or its file name. */
#include <string.h>

#include "check/rule.h"
#include "codec/text.h"

static bool is_file_name(const char *alt) {
    static const char *const ENDINGS[] = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".heic"};
    g_autofree char *folded = pd_text_fold(alt);
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++)
        if (g_str_has_suffix(folded, ENDINGS[i]))
            return true;
    return false;
}

/* The name with or without its ending. */
static bool names_file(const char *alt, const char *url) {
    if (is_file_name(alt))
        return true;
    g_autofree char *name = url ? pd_check_base_name(url) : NULL;
    char *dot = name ? strrchr(name, '.') : NULL;
    if (dot)
        *dot = '\0';
    return name && *name && strpbrk(name, "0123456789_-") && pd_text_same(alt, name);
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (!pd_check_is_shown(use) || !use->figure->url || !use->article || strcmp(use->article->dialect, "html") != 0)
        return;
    bool is_blank = pd_text_is_blank(use->figure->alt);
    if (!is_blank && !names_file(use->figure->alt, use->figure->url))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity,
                     is_blank ? "the picture has no alternative text" : "the alternative text is only a file name");
    const PdMerged *merged = use->image ? use->image->merged : NULL;
    const char *known = merged ? pd_merged_text(merged, PD_FIELD_ALT_TEXT) : NULL;
    finding->field = g_strdup("alt_text");
    finding->found = is_blank ? NULL : g_strdup(use->figure->alt);
    finding->expected = g_strdup(known);
    finding->evidence = pd_check_place(use);
    finding->suggestion = g_strdup(known ? "take over the alternative text that the file holds"
                                         : "describe what is to be seen in one sentence");
}

const PdRule pd_rule_missing_alt = {
    .id = "missing-alt",
    .group = "presence",
    .severity = PD_SEVERITY_WARNING,
    .standard = "WCAG 2.2, 1.1.1 Non-text Content; IPTC Photo Metadata: Alt Text",
    .summary = "The picture in the page has no alternative text, or only its file name",
    .help =
        "Readers who cannot see the picture are told its alternative text. Asked of HTML articles only: other forms of an\n"
        "article do not carry one.\n\n"
        "Fails:  <img src=\"IMG_2031.jpg\" alt=\"IMG_2031.jpg\">\n"
        "Passes: <img src=\"IMG_2031.jpg\" alt=\"Two women carry a solar panel over a bridge\">\n",
    .is_overridable = true,
    .run = run,
};
