/* picdesk explain: what a rule asks, or the chain of evidence behind an image or a figure. */
#include <string.h>

#include "cli/command.h"
#include "cli/explain.h"
#include "desk/explain.h"
#include "desk/house.h"
#include "picdesk/check.h"
#include "picdesk/error.h"

typedef struct {
    GString *page;
    bool is_about_image;
    size_t n_uses;
} Output;

static int show_rule(const PdRule *rule) {
    g_autofree char *page = g_strdup_printf(
        "%s (%s)\n  %s\n\n%s\n\n  standard: %s\n  %s; %s\n", rule->id, pd_severity_name(rule->severity), rule->summary,
        rule->help, rule->standard, rule->is_fixable ? "picdesk knows the mend" : "needs a person",
        rule->is_overridable ? "can be suppressed with a reason and an end date" : "only a corrected record or page helps");
    pd_cli_print(page);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static bool on_use(const PdUse *use, void *user) {
    Output *output = user;
    if (output->is_about_image && output->n_uses == 0 && use->image)
        pd_explain_image(use->image, output->page);
    if (use->figure) {
        g_string_append(output->page, output->is_about_image ? "\nWhere it stands\n" : "");
        pd_explain_figure(use, output->page);
        g_string_append(output->page, "\nWhy this image\n");
    } else {
        g_string_append(output->page, "\nNo article of the catalogue uses it.\n");
    }
    pd_explain_pair(use, output->page);
    pd_explain_findings(use, output->page);
    output->n_uses++;
    return true;
}

static bool explain_id(PdCatalog *catalog, const char *id, const PdPolicy *policy, int64_t now_s, Output *output,
                       GError **error) {
    int64_t number;
    if (strchr(id, '#'))
        return pd_catalog_find_figure(catalog, id, &number, error) &&
               pd_desk_explain_figure(catalog, number, policy, now_s, on_use, output, error);
    output->is_about_image = true;
    return pd_catalog_find_image(catalog, id, &number, error) &&
           pd_desk_explain_image(catalog, number, policy, now_s, on_use, output, error);
}

static int explain(const PdInvocation *invocation, const char *id, const char *policy_file, const char *now) {
    g_autoptr(GError) error = NULL;
    int64_t now_s;
    g_autoptr(PdPolicy) policy = pd_desk_policy(policy_file, NULL, NULL, &error);
    if (!policy || !pd_desk_now(policy, now, &now_s, &error)) {
        pd_cli_warn("explain: %s", error->message);
        return PD_EXIT_FAILED;
    }
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    Output output = {.page = g_string_new(NULL)};
    bool is_done = explain_id(catalog, id, policy, now_s, &output, &error);
    if (is_done)
        pd_cli_print(output.page->str);
    else
        pd_cli_warn("explain: %s", error->message);
    g_string_free(output.page, TRUE);
    return is_done ? pd_cli_finish(PD_EXIT_CLEAN) : PD_EXIT_FAILED;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *policy = NULL, *now = NULL;
    const GOptionEntry entries[] = {
        {"policy", 0, 0, G_OPTION_ARG_FILENAME, &policy, "the house's picdesk.conf", "FILE"},
        {"now", 0, 0, G_OPTION_ARG_STRING, &now, "the day, or day and time, of the check", "TIME"},
        {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (argc != 2)
        return pd_cli_usage_error(self, "name one rule, image or figure");
    const PdRule *rule = pd_check_rule_find(argv[1]);
    return rule ? show_rule(rule) : explain(invocation, argv[1], policy, now);
}

const PdCommand pd_command_explain = {
    .name = "explain",
    .summary = "Say what a rule asks, or what stands behind an image or a figure",
    .synopsis = "[OPTION…] RULE|IMAGE|ARTICLE#N",
    .help = "For an image (path or uid): every value with its standard and byte, which one was chosen, how its credit was\n"
            "read, where it is used and why, and what the check says. For a figure (article path, '#', number): the same\n"
            "from the printed side.\n\n"
            "Examples:\n"
            "  picdesk explain credit-conflict\n"
            "  picdesk explain photos/GettyImages-2150001201.jpg\n"
            "  picdesk explain 'articles/arn-floods.txt#2'\n",
    .reads_credits = true,
    .run = run,
};
