/* picdesk pair: what people decide about pairs. Decisions are facts: kept for ever, taken back only by a row of their own.
 */
#include <string.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/open.h"
#include "cli/pairs.h"
#include "desk/match.h"
#include "host/file.h"
#include "picdesk/error.h"

typedef struct {
    const PdCommand *self;
    const PdInvocation *invocation;
    const char *reason; /* (nullable) */
    bool is_json;
} Asked;

/* ---- naming */

/* By path as given, by path made absolute, by uid. */
static bool find_image(PdCatalog *catalog, const char *name, int64_t *out, GError **error) {
    g_autofree char *absolute = pd_host_absolute(name);
    return pd_catalog_find_image(catalog, absolute, out, NULL) || pd_catalog_find_image(catalog, name, out, error);
}

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

/* A decision changes what the other figures of the article may hold. */
static bool match_again(PdCatalog *catalog, const char *figure, GError **error) {
    const char *mark = strrchr(figure, '#');
    g_autofree char *article = g_strndup(figure, mark ? (size_t)(mark - figure) : strlen(figure));
    PdMatchRun run = {0};
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
        is_done = find_image(catalog, operands[1], &image, &error);
    else if (is_done && kind == PD_DECISION_CONFIRM)
        is_done = proposed_image(catalog, figure, operands[0], &image, &error);
    if (is_done && kind == PD_DECISION_REVOKE)
        is_done = pd_catalog_undo(catalog, figure, g_get_user_name(), &error);
    else if (is_done)
        is_done = pd_catalog_decide(catalog, figure, image, kind, g_get_user_name(), asked->reason, &error);
    is_done = is_done && match_again(catalog, operands[0], &error);
    return is_done ? pd_cli_finish(PD_EXIT_CLEAN) : fail(error);
}

/* ---- listing */

typedef struct {
    PdCatalog *catalog;
    bool is_json;
    GError *failure;
} Listing;

static bool list_figure(const PdFigureRow *row, void *user) {
    Listing *listing = user;
    PdPairing pairing;
    pd_pairing_init(&pairing);
    bool goes_on = pd_catalog_pairing(listing->catalog, row->figure_id, &pairing, &listing->failure);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; goes_on && i < pairing.pairs->len; i++) {
        g_autoptr(PdImage) image =
            pd_catalog_image(listing->catalog, g_array_index(pairing.pairs, PdPair, i).image_id, &listing->failure);
        g_ptr_array_add(paths, image ? g_strdup(image->path) : NULL);
        goes_on = image != NULL;
    }
    if (goes_on) {
        PdMatchAnswer answer = {.article_id = row->article_id,
                                .figure_id = row->figure_id,
                                .article_path = row->article_path,
                                .position = row->figure->position,
                                .caption = row->figure->caption,
                                .credit = row->figure->credit,
                                .pairing = &pairing,
                                .paths = (const char *const *)paths->pdata};
        goes_on = listing->is_json ? pd_cli_pairing_json(&answer) : pd_cli_pairing_text(&answer);
    }
    pd_pairing_done(&pairing);
    return goes_on;
}

static int list(const Asked *asked, char **articles) {
    g_autoptr(PdCatalog) catalog = pd_cli_open_or_empty(asked->invocation);
    if (!catalog)
        return PD_EXIT_FAILED;
    g_autoptr(GError) error = NULL;
    Listing listing = {.catalog = catalog, .is_json = asked->is_json};
    bool is_done = *articles || pd_catalog_each_figure(catalog, 0, list_figure, &listing, &error);
    for (char **name = articles; *name && is_done && !listing.failure; name++) {
        int64_t id = 0;
        is_done = pd_catalog_find_article(catalog, *name, &id, &error) &&
                  pd_catalog_each_figure(catalog, id, list_figure, &listing, &error);
    }
    if (listing.failure && !error)
        error = g_steal_pointer(&listing.failure);
    g_clear_error(&listing.failure);
    return error ? fail(error) : pd_cli_finish(PD_EXIT_CLEAN);
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
    const GOptionEntry entries[] = {{"reason", 'r', 0, G_OPTION_ARG_STRING, &reason, "why, kept with the decision", "TEXT"},
                                    {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "of the list: text or json", "FORMAT"},
                                    {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    Asked asked = {.self = self, .invocation = invocation, .reason = reason, .is_json = is_json};
    if (argc < 2)
        return pd_cli_usage_error(self, "say confirm, reject, none, undo or list");
    if (strcmp(argv[1], "list") == 0)
        return list(&asked, argv + 2);
    for (size_t i = 0; i < G_N_ELEMENTS(VERBS); i++)
        if (strcmp(argv[1], VERBS[i].word) == 0)
            return decide(&asked, VERBS[i].kind, argv + 2);
    return pd_cli_usage_error(self, "no '%s'; there are confirm, reject, none, undo and list", argv[1]);
}

const PdCommand pd_command_pair = {
    .name = "pair",
    .summary = "Decide which image stands in a figure",
    .synopsis = "confirm FIGURE [IMAGE] | reject FIGURE IMAGE | none FIGURE | undo FIGURE | list [ARTICLE…]",
    .help = "FIGURE is ARTICLE#N, the article by path, address or the end of its path; IMAGE is a path or a uid. 'confirm' "
            "without\n"
            "an image takes the one that is proposed; 'none' says that the catalogue holds no image of the figure; 'undo' "
            "takes\n"
            "the last decision on the figure back. The article is matched anew after each. Decisions are kept with who made "
            "them and when, and go before whatever\n"
            "'match' finds.\n\n"
            "Examples:\n"
            "  picdesk pair confirm story.html#2 photos/IMG_2031.jpg\n"
            "  picdesk pair reject story.html#1 photos/IMG_2040.jpg --reason 'other bridge'\n"
            "  picdesk pair list --format json\n",
    .reads_credits = true,
    .run = run,
};
