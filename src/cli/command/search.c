/* picdesk search: images of the catalogue by words, credit, creator and date. */
#include "desk/search.h"
#include "cli/command.h"
#include "codec/json.h"
#include "codec/text.h"
#include "picdesk/error.h"

typedef struct {
    bool is_json;
    int64_t n_found, most;
} Output;

static void print_json(const PdImage *image) {
    static const PdField SHOWN[] = {PD_FIELD_CAPTION, PD_FIELD_CREDIT, PD_FIELD_CAPTURED_AT};
    g_autoptr(GString) line = g_string_new(NULL);
    PdJson json = pd_json(line);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "image_id", image->uid);
    pd_json_member_string(&json, "path", image->path);
    for (size_t i = 0; i < G_N_ELEMENTS(SHOWN); i++)
        pd_json_member_string(&json, pd_field_info(SHOWN[i])->key, pd_merged_text(image->merged, SHOWN[i]));
    g_autofree char *creators = pd_merged_join(image->merged, PD_FIELD_CREATORS, " | ");
    pd_json_member_string(&json, "creators", creators);
    pd_json_end_object(&json);
    g_string_append_c(line, '\n');
    pd_cli_print(line->str);
}

static void print_text(const PdImage *image) {
    const char *caption = pd_merged_text(image->merged, PD_FIELD_CAPTION);
    const char *credit = pd_merged_text(image->merged, PD_FIELD_CREDIT);
    g_autofree char *creators = pd_merged_join(image->merged, PD_FIELD_CREATORS, ", ");
    g_autofree char *path = pd_text_printable(image->path ? image->path : "(no present file)");
    g_autofree char *tidy = pd_text_tidy(caption ? caption : "(no caption)");
    g_autofree char *text = pd_text_printable(tidy);
    g_autofree char *who =
        g_strdup_printf("%s%s%s", creators ? creators : "", creators && credit ? " / " : "", credit ? credit : "");
    g_autofree char *safe_who = pd_text_printable(*who ? who : "(no credit)");
    g_autofree char *page = g_strdup_printf("%.8s  %s\n          %s\n          %s\n", image->uid, path, safe_who, text);
    pd_cli_print(page);
}

static bool on_image(const PdImage *image, void *user) {
    Output *output = user;
    (output->is_json ? print_json : print_text)(image);
    return ++output->n_found < output->most;
}

static int search(const PdInvocation *invocation, const PdSearch *query, Output *output) {
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    g_autoptr(GError) error = NULL;
    if (!catalog)
        return PD_EXIT_FAILED;
    if (!pd_desk_search(catalog, query, on_image, output, &error)) {
        pd_cli_warn("search: %s", error->message);
        return PD_EXIT_FAILED;
    }
    if (output->n_found == 0)
        pd_cli_warn("search: nothing found");
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    PdSearch query = {0};
    g_autofree char *format = NULL, *credit = NULL, *creator = NULL, *since = NULL, *until = NULL;
    gboolean is_uncredited = FALSE;
    gint64 most = G_MAXINT64;
    const GOptionEntry entries[] = {
        {"credit", 'c', 0, G_OPTION_ARG_STRING, &credit, "an agency or house of the credit, by any of its names", "NAME"},
        {"creator", 0, 0, G_OPTION_ARG_STRING, &creator, "words of the creator's name", "NAME"},
        {"since", 0, 0, G_OPTION_ARG_STRING, &since, "captured on or after", "DATE"},
        {"until", 0, 0, G_OPTION_ARG_STRING, &until, "captured on or before", "DATE"},
        {"uncredited", 0, 0, G_OPTION_ARG_NONE, &is_uncredited, "only images whose metadata credits nobody", NULL},
        {"limit", 'n', 0, G_OPTION_ARG_INT64, &most, "at most this many", "N"},
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "text (default) or json", "FORMAT"},
        {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    if (most < 1)
        return pd_cli_usage_error(self, "--limit must be 1 or more");
    if (argc < 2 && !credit && !creator && !since && !until && !is_uncredited)
        return pd_cli_usage_error(self, "say what to look for: words, or one of the options");
    g_autofree char *words = g_strjoinv(" ", argv + 1);
    query = (PdSearch){*words ? words : NULL, credit, creator, since, until, is_uncredited};
    Output output = {.is_json = is_json, .most = most};
    return search(invocation, &query, &output);
}

const PdCommand pd_command_search = {
    .name = "search",
    .summary = "Find images by words, credit, creator or date",
    .synopsis = "[OPTION…] [WORD…]",
    .help = "All words must stand in title, headline, caption, keywords, place or persons shown; case and accents do not\n"
            "matter. Names of agencies are understood in all their forms: --credit AFP finds 'Agence France-Presse'.\n\n"
            "Examples:\n"
            "  picdesk search passport queue\n"
            "  picdesk search --credit 'Getty Images' --since 2026-05-01\n"
            "  picdesk search --uncredited --format json\n",
    .reads_credits = true,
    .run = run,
};
