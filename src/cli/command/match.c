/* picdesk match: pairs the figures of the catalogue's articles with its images. */
#include <inttypes.h>

#include "cli/command.h"
#include "cli/ending.h"
#include "cli/pairs.h"
#include "cli/progress.h"
#include "cli/readers.h"
#include "cli/review.h"
#include "desk/match.h"
#include "host/signal.h"

typedef struct {
    bool is_json, is_quiet;
    PdProgress progress;
} Telling;

static void show_progress(const char *what, uint64_t done, uint64_t all, void *user) {
    Telling *telling = user;
    if (pd_progress_is_due(&telling->progress))
        pd_progress_show(&telling->progress, "%s: %" PRIu64 " of %" PRIu64, what, done, all);
}

static bool tell(const PdMatchAnswer *answer, void *user) {
    Telling *telling = user;
    if (telling->is_quiet)
        return true;
    pd_progress_clear(&telling->progress);
    return telling->is_json ? pd_cli_pairing_json(answer) : pd_cli_pairing_text(answer);
}

static void add_count(PdMatchCount *all, const PdMatchCount *some) {
    all->figures += some->figures;
    all->confirmed += some->confirmed;
    all->proposed += some->proposed;
    all->ambiguous += some->ambiguous;
    all->unmatched += some->unmatched;
    all->articles += some->articles;
    all->unchanged += some->unchanged;
}

static void print_count(const PdMatchCount *count) {
    g_autofree char *line =
        g_strdup_printf("%" PRIu64 " figures: %" PRIu64 " confirmed, %" PRIu64 " proposed, %" PRIu64 " ambiguous, %" PRIu64
                        " without an image\n",
                        count->figures, count->confirmed, count->proposed, count->ambiguous, count->unmatched);
    pd_cli_print(line);
    g_autofree char *unchanged = g_strdup_printf(
        "%" PRIu64 " of %" PRIu64 " articles had not changed; --full matches them too\n", count->unchanged, count->articles);
    if (count->unchanged)
        pd_cli_print(unchanged);
}

/* One article by its name, or all when name is NULL. */
static bool match_one(PdCatalog *catalog, const char *name, PdMatchRun *run, PdMatchCount *count, GError **error) {
    PdMatchCount some = {0};
    run->article_id = 0;
    if (name && !pd_catalog_find_article(catalog, name, &run->article_id, error))
        return false;
    bool is_done = pd_desk_match(catalog, run, &some, error);
    add_count(count, &some);
    return is_done;
}

/* A person looks at what was found; then all is matched once more, for decisions speak for their neighbours. */
static bool review(PdCatalog *catalog, PdReaders *readers, char **articles, GError **error) {
    PdMatchRun run = {.readers = readers};
    PdMatchCount count;
    bool is_done = *articles || pd_cli_review(catalog, readers, 0, error);
    for (char **name = articles; *name && is_done; name++) {
        int64_t id = 0;
        is_done = pd_catalog_find_article(catalog, *name, &id, error) && pd_cli_review(catalog, readers, id, error);
    }
    return is_done && pd_desk_match(catalog, &run, &count, error);
}

static int match(const PdInvocation *invocation, char **articles, Telling *telling, PdMatchRun run) {
    pd_signal_watch();
    g_autoptr(PdReaders) readers = pd_cli_readers(invocation, 0, 0, false);
    if (!readers)
        return pd_cli_ending_at_start();
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_WRITE);
    if (!catalog)
        return pd_cli_ending_at_start();
    g_autoptr(GError) error = NULL;
    run.readers = readers;
    run.func = tell;
    run.progress = show_progress;
    run.user = telling;
    PdMatchCount count = {0};
    bool is_done = *articles || match_one(catalog, NULL, &run, &count, &error);
    for (char **name = articles; *name && is_done; name++)
        is_done = match_one(catalog, *name, &run, &count, &error);
    pd_progress_clear(&telling->progress);
    if (!telling->is_json && (is_done || count.figures))
        print_count(&count);
    if (is_done && telling->is_quiet)
        is_done = review(catalog, readers, articles, &error);
    if (is_done)
        return pd_cli_finish(PD_EXIT_CLEAN);
    pd_cli_warn("%s", error->message);
    return pd_cli_finish(pd_cli_ending(error));
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL;
    gboolean is_dry_run = FALSE, is_review = FALSE, is_full = FALSE;
    const GOptionEntry entries[] = {
        {"dry-run", 'n', 0, G_OPTION_ARG_NONE, &is_dry_run, "say what would be found, write nothing", NULL},
        {"full", 0, 0, G_OPTION_ARG_NONE, &is_full, "match also what has not changed since it was matched", NULL},
        {"review", 'r', 0, G_OPTION_ARG_NONE, &is_review, "then go through what was found and decide", NULL},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    if (is_review && (is_dry_run || format))
        return pd_cli_usage_error(self,
                                  "--review keeps decisions and talks to people: no --dry-run and no --format beside it");
    Telling telling = {.is_json = is_json, .is_quiet = is_review, .progress = pd_progress_start(true)};
    return match(invocation, argv + 1, &telling, (PdMatchRun){.is_dry_run = is_dry_run, .is_full = is_full});
}

const PdCommand pd_command_match = {
    .name = "match",
    .summary = "Pair figures with images",
    .synopsis = "[OPTION…] [ARTICLE…]",
    .help =
        "Each figure of the articles (all, when none is named) gets the image that likely stands in it, with a score and\n"
        "the evidence: of the pairs scored 90 %, nine in ten are right. A figure is\n\n"
        "  proposed   one image fits\n"
        "  ambiguous  several fit and nothing tells them apart, such as the frames of a burst\n"
        "  unmatched  the catalogue holds no likely image\n\n"
        "What people decided with 'picdesk pair' goes before what is found here. An article is matched again when it, a\n"
        "decision on it, or an image that may stand in it has changed; --full matches all. --review then goes through what\n"
        "was found, one figure after the other: answer y, n, a number, s to skip, u to go back, q to end.\n\n"
        "Examples:\n"
        "  picdesk match\n"
        "  picdesk match --format json story.html\n"
        "  picdesk match --review story.html\n",
    .reads_credits = true,
    .run = run,
};
