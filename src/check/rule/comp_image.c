/* comp-image: a supplier's preview stands where the licensed picture should. */
#include <string.h>

#include "check/rule.h"

/* Box sizes of suppliers' previews, as they end their file names. */
static const char *const PREVIEW_SIZES[] = {"170x170", "508x339", "594x594", "612x612", "640x640", "1024x1024", "2048x2048"};
static const char *const PREVIEW_WORDS[] = {"comp", "preview", "watermark", "watermarked", "thumb", "thumbnail"};

static bool stands_among(const char *word, const char *const *words, size_t n_words) {
    for (size_t i = 0; i < n_words; i++)
        if (g_ascii_strcasecmp(word, words[i]) == 0)
            return true;
    return false;
}

static bool is_preview_name(const char *name) {
    g_auto(GStrv) words = g_strsplit_set(name, "-_.,() ", 32);
    for (char **word = words; *word; word++)
        if (stands_among(*word, PREVIEW_SIZES, G_N_ELEMENTS(PREVIEW_SIZES)) ||
            stands_among(*word, PREVIEW_WORDS, G_N_ELEMENTS(PREVIEW_WORDS)))
            return true;
    return false;
}

static bool report(PdCheck *check, const char *path_or_url) {
    g_autofree char *name = path_or_url ? pd_check_base_name(path_or_url) : NULL;
    const PdParty *supplier = NULL;
    if (!name || !is_preview_name(name))
        return false;
    g_autofree char *id = pd_supplier_id_of_name(name, &supplier);
    if (!id)
        return false;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity, "the name is that of a preview by %s", supplier->short_name);
    finding->found = g_strdup(name);
    finding->evidence = g_strdup_printf("filename %s (%s)", name, id);
    finding->suggestion = g_strdup("license the picture and put the delivered file in its place");
    return true;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    if (report(check, use->figure ? use->figure->url : NULL))
        return;
    if (!report(check, use->rendition ? use->rendition->path : NULL))
        report(check, use->image ? use->image->path : NULL);
}

const PdRule pd_rule_comp_image = {
    .id = "comp-image",
    .group = "copy",
    .severity = PD_SEVERITY_ERROR,
    .standard = "agency contracts: comps are licensed for layout only",
    .summary = "The file is a supplier's preview (comp), not the licensed picture",
    .help = "Previews carry the supplier's number and a preview's size or word in their name.\n\n"
            "Fails:  gettyimages-1234567890-612x612.jpg, shutterstock_123456789-preview.jpg\n"
            "Passes: gettyimages-1234567890.jpg\n",
    .is_overridable = true,
    .is_liftable = true,
    .run = run,
};
