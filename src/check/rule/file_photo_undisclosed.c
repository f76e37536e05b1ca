/* file-photo-undisclosed: an old picture stands with new news, and nobody says so. */
#include <string.h>

#include "check/rule.h"
#include "check/when.h"
#include "codec/text.h"

enum { DAY_S = 86400 };

static const char *const MONTHS[12][3] = {{"january", "januar", "janvier"},
                                          {"february", "februar", "fevrier"},
                                          {"march", "marz", "mars"},
                                          {"april", "april", "avril"},
                                          {"may", "mai", "mai"},
                                          {"june", "juni", "juin"},
                                          {"july", "juli", "juillet"},
                                          {"august", "august", "aout"},
                                          {"september", "september", "septembre"},
                                          {"october", "oktober", "octobre"},
                                          {"november", "november", "novembre"},
                                          {"december", "dezember", "decembre"}};

static bool has_word(const char *folded, const char *word) {
    g_autofree char *alone = g_strconcat(" ", word, " ", NULL);
    return strstr(folded, alone) != NULL;
}

/* The mark of a file picture, its year, or its month. */
static bool says_so(const char *text, const char *made) {
    static const char *const MARKS[] = {"file photo", "file picture", "file image", "archive", "archiv",
                                        "archivbild", "archivfoto",   "file",       "undated", "archives"};
    g_autofree char *words = pd_text_words(text ? text : "");
    g_autofree char *folded = g_strconcat(" ", words, " ", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(MARKS); i++)
        if (has_word(folded, MARKS[i]))
            return true;
    g_autofree char *year = g_strndup(made, 4);
    if (has_word(folded, year))
        return true;
    guint64 month = strlen(made) >= 7 ? g_ascii_strtoull(made + 5, NULL, 10) : 0;
    for (size_t i = 0; month >= 1 && month <= 12 && i < 3; i++)
        if (has_word(folded, MONTHS[month - 1][i]))
            return true;
    return false;
}

static void run(PdCheck *check) {
    const PdUse *use = check->use;
    const char *published = use->article ? use->article->published_at : NULL;
    int64_t made_s, published_s;
    if (!published || !pd_check_is_shown(use) || !pd_check_made_at(check, &made_s) ||
        !pd_check_instant(check->policy, published, &published_s))
        return;
    const char *made = pd_merged_text(use->image->merged, PD_FIELD_CAPTURED_AT);
    int64_t days = (published_s - made_s) / DAY_S;
    bool is_marked = use->printed && use->printed->flags & PD_CREDIT_FILE;
    if (days <= check->policy->file_days || is_marked || says_so(use->figure->caption, made) ||
        says_so(use->figure->credit, made))
        return;
    PdFinding *finding =
        pd_check_add(check, check->rule->severity,
                     "the picture was made %" G_GINT64_FORMAT " day%s before publication, and the page does not say so",
                     days, days == 1 ? "" : "s");
    finding->field = g_strdup("captured_at");
    finding->found = g_strdup(made);
    finding->evidence = pd_check_field_at(use, PD_FIELD_CAPTURED_AT);
    finding->suggestion = g_strdup("say in the caption when it was made, or mark it as a file picture");
}

const PdRule pd_rule_file_photo_undisclosed = {
    .id = "file-photo-undisclosed",
    .group = "agreement",
    .severity = PD_SEVERITY_WARNING,
    .standard = "press codes: file pictures are marked as such",
    .summary = "The picture is older than the news, and neither caption nor credit says so",
    .help =
        "More than [check] file-days (30) lie between the making of the picture and the publication. The mark of a file\n"
        "picture, the year or the month in the caption tells readers.\n\n"
        "Fails:  made in June 2019, published in May 2026, \"The Varnen bridge\"\n"
        "Passes: \"The Varnen bridge in June 2019\", \"Archive: AFP\"\n",
    .is_overridable = true,
    .run = run,
};
