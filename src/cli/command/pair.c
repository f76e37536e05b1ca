/* picdesk pair: what people decide about pairs. Decisions are facts: kept for ever, taken back only by a row of their own.
 */
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "cli/pairs.h"
#include "cli/readers.h"
#include "desk/decisions.h"
#include "desk/match.h"
#include "picdesk/error.h"

typedef struct {
    const PdCommand *self;
    const PdInvocation *invocation;
    const char *reason; /* (nullable) */
    bool is_json, is_dry_run;
    PdReaders *readers; /* (nullable) not for a list */
} Asked;

/* ---- deciding */

static int fail(const GError *error) {
    pd_cli_warn("%s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

/* The image that the matcher proposes, when the user names none. */
static bool proposed_image(PdCatalog *catalog, int64_t figure, const char *name, int64_t *out, GError **error) {
    PdPairing pairing;
    pd_pairing_init(&pairing);
    bool is_found = pd_catalog_pairing(catalog, figure, &pairing, error);
    if (is_found && pairing.status == PD_PAIR_PROPOSED && pairing.pairs->len) {
        *out = g_array_index(pairing.pairs, PdPair, 0).image_id;
    } else if (is_found) {
        g_set_error(error, PD_ERROR, PD_ERROR_NOT_FOUND, "no image is proposed for '%s'; name one", name);
        is_found = false;
    }
    pd_pairing_done(&pairing);
    return is_found;
}

static bool tell_figure(const PdMatchAnswer *answer, void *user) {
    const int64_t *figure = user;
    return answer->figure_id != *figure || pd_cli_pairing_text(answer);
}

/* A decision changes what the other figures of the article may hold; the figure is shown as it stands now. */
static bool match_again(const Asked *asked, PdCatalog *catalog, const char *name, int64_t figure, GError **error) {
    const char *mark = strrchr(name, '#');
    g_autofree char *article = g_strndup(name, mark ? (size_t)(mark - name) : strlen(name));
    PdMatchRun run = {.readers = asked->readers, .func = tell_figure, .user = &figure};
    PdMatchCount count;
    return pd_catalog_find_article(catalog, article, &run.article_id, error) && pd_desk_match(catalog, &run, &count, error);
}

static int decide(const Asked *asked, PdDecisionKind kind, char **operands) {
    guint n = g_strv_length(operands);
    bool wants_image = kind == PD_DECISION_REJECT, takes_image = wants_image || kind == PD_DECISION_CONFIRM;
    if (n < (wants_image ? 2u : 1u) || n > (takes_image ? 2u : 1u))
        return pd_cli_usage_error(asked->self,
                                  takes_image ? "name a figure as ARTICLE#N, and an image" : "name a figure as ARTICLE#N");
    g_autoptr(PdCatalog) catalog = pd_cli_open(asked->invocation, PD_CATALOG_WRITE);
    if (!catalog)
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    int64_t figure = 0, image = 0;
    bool is_done = pd_catalog_find_figure(catalog, operands[0], &figure, &error);
    if (is_done && n == 2)
        is_done = pd_desk_find_image(catalog, operands[1], &image, &error);
    else if (is_done && kind == PD_DECISION_CONFIRM)
        is_done = proposed_image(catalog, figure, operands[0], &image, &error);
    if (is_done && kind == PD_DECISION_REVOKE)
        is_done = pd_catalog_undo(catalog, figure, g_get_user_name(), &error);
    else if (is_done)
        is_done = pd_catalog_decide(catalog, figure, image, kind, g_get_user_name(), asked->reason, &error);
    is_done = is_done && match_again(asked, catalog, operands[0], figure, &error);
    return is_done ? pd_cli_finish(PD_EXIT_CLEAN) : fail(error);
}

/* ---- listing */

static bool list_one(const PdMatchAnswer *answer, void *user) {
    const bool *is_json = user;
    return *is_json ? pd_cli_pairing_json(answer) : pd_cli_pairing_text(answer);
}

static int list(const Asked *asked, char **articles) {
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    bool is_json = asked->is_json;
    bool is_done = *articles || pd_desk_each_pairing(catalog, 0, list_one, &is_json, &error);
    for (char **name = articles; *name && is_done; name++) {
        int64_t id = 0;
        is_done = pd_catalog_find_article(catalog, *name, &id, &error) &&
                  pd_desk_each_pairing(catalog, id, list_one, &is_json, &error);
    }
    return is_done ? pd_cli_finish(PD_EXIT_CLEAN) : fail(error);
}

/* ---- importing */

static void tell_row(uint64_t line, const char *why, void *user) {
    pd_cli_warn("'%s', line %" G_GUINT64_FORMAT ": %s", (const char *)user, line, why);
}

static int import(const Asked *asked, char **operands) {
    if (g_strv_length(operands) != 1)
        return pd_cli_usage_error(asked->self, "name one CSV file, or -");
    g_autoptr(GError) error = NULL;
    g_autofree char *text = pd_cli_read_text(operands[0], &error);
    g_autoptr(PdCatalog) catalog = text ? pd_cli_open(asked->invocation, PD_CATALOG_WRITE) : NULL;
    if (!catalog)
        return error ? fail(error) : PD_EXIT_FAILED;
    PdDecisionCount count = {0};
    PdMatchRun run = {.readers = asked->readers};
    PdMatchCount matched;
    if (!pd_desk_import_decisions(catalog, text, g_get_user_name(), asked->is_dry_run, tell_row, operands[0], &count,
                                  &error) ||
        (count.kept && !asked->is_dry_run && !pd_desk_match(catalog, &run, &matched, &error)))
        return fail(error);
    g_autofree char *line = g_strdup_printf("%" G_GUINT64_FORMAT " decisions %s, %" G_GUINT64_FORMAT " refused\n",
                                            count.kept, asked->is_dry_run ? "would be kept" : "kept", count.refused);
    pd_cli_print(line);
    return pd_cli_finish(count.refused ? PD_EXIT_FINDINGS : PD_EXIT_CLEAN);
}

/* ---- the command */

static const struct {
    const char *word;
    PdDecisionKind kind;
} VERBS[] = {
    {"confirm", PD_DECISION_CONFIRM},
    {"reject", PD_DECISION_REJECT},
    {"none", PD_DECISION_NO_IMAGE},
    {"undo", PD_DECISION_REVOKE},
};

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL, *reason = NULL;
    gboolean is_dry_run = FALSE;
    const GOptionEntry entries[] = {
        {"reason", 'r', 0, G_OPTION_ARG_STRING, &reason, "why, kept with the decision", "TEXT"},
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &is_dry_run, "of an import: try every row, keep none", NULL},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "of the list: text or json", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    Asked asked = {.self = self, .invocation = invocation, .reason = reason, .is_json = is_json, .is_dry_run = is_dry_run};
    if (argc < 2)
        return pd_cli_usage_error(self, "say confirm, reject, none, undo, list or import");
    if (is_dry_run && strcmp(argv[1], "import") != 0)
        return pd_cli_usage_error(self, "--dry-run goes with import only");
    if (strcmp(argv[1], "list") == 0)
        return list(&asked, argv + 2);
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, 0, 0, false);
    if (!readers)
        return PD_EXIT_FAILED;
    asked.readers = readers;
    if (strcmp(argv[1], "import") == 0)
        return import(&asked, argv + 2);
    for (size_t i = 0; i < G_N_ELEMENTS(VERBS); i++)
        if (strcmp(argv[1], VERBS[i].word) == 0)
            return decide(&asked, VERBS[i].kind, argv + 2);
    return pd_cli_usage_error(self, "no '%s'; there are confirm, reject, none, undo, list and import", argv[1]);
}

const PdCommand pd_command_pair = {
    .name = "pair",
    .summary = "Decide which image stands in a figure",
    .synopsis = "confirm FIGURE [IMAGE] | reject FIGURE IMAGE | none FIGURE | undo FIGURE | list [ARTICLE…] | import FILE",
    .help = "FIGURE is ARTICLE#N, the article by path, address or the end of its path; IMAGE is a path or a uid.\n\n"
            "  confirm   this image stands in the figure; without one, the image that is proposed\n"
            "  reject    this image does not\n"
            "  none      no image of the catalogue does\n"
            "  undo      takes the last decision on the figure back\n"
            "  list      shows all pairs, or those of the articles\n"
            "  import    reads decisions from a CSV file, or standard input (-)\n\n"
            "Decisions are kept with who made them and when, and go before whatever 'match' finds. The article is matched\n"
            "anew after each, because an image that is decided speaks for its neighbours.\n\n"
            "The first line of the CSV file names its columns: figure (or article and figure), decision (confirm, reject,\n"
            "no-image), image, and maybe reason and who. Exit 1 when a row was refused; --dry-run only tries.\n\n"
            "Examples:\n"
            "  picdesk pair confirm story.html#2 photos/IMG_2031.jpg\n"
            "  picdesk pair reject story.html#1 photos/IMG_2040.jpg --reason 'other bridge'\n"
            "  picdesk pair list --format json\n"
            "  picdesk pair import --dry-run decisions.csv\n",
    .reads_credits = true,
    .run = run,
};
