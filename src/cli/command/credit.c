/* picdesk credit: parses credit lines, for people or as JSON Lines. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "codec/json.h"
#include "codec/text.h"
#include "credit/lexicon.h"
#include "host/file.h"
#include "host/terminal.h"
#include "picdesk/grammar.h"
#include "report/present.h"

typedef struct {
    const char *creator, *profile; /* (nullable) */
    bool is_json, has_steps;
} Output;

static void write_steps(PdJson *json, const PdCredit *credit) {
    pd_json_key(json, "steps");
    pd_json_begin_array(json);
    for (size_t i = 0; i < credit->n_steps; i++) {
        pd_json_begin_object(json);
        pd_json_member_string(json, "rule", credit->steps[i].rule);
        pd_json_member_string(json, "before", credit->steps[i].before);
        pd_json_member_string(json, "after", credit->steps[i].after);
        pd_json_end_object(json);
    }
    pd_json_end_array(json);
}

static const char *hold_of(const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_chain; i++) {
        const char *slug = credit->agencies[credit->chain[i]].slug;
        const PdLexiconParty *row = slug ? pd_credit_lexicon_slug(slug) : NULL;
        if (row && row->hold)
            return row->hold;
    }
    return NULL;
}

static void print_json(GString *out, const PdCredit *credit, const char *printed, bool has_steps) {
    PdJson json = pd_json(out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "line", credit->line);
    pd_report_put_credit(&json, credit);
    pd_json_member_string(&json, "hold", hold_of(credit));
    if (printed)
        pd_json_member_string(&json, "printed", printed);
    if (has_steps)
        write_steps(&json, credit);
    pd_json_end_object(&json);
    g_string_append_c(out, '\n');
}

static void print_row(GString *out, const char *label, const char *value) {
    if (!value || !*value)
        return;
    g_autofree char *safe = pd_text_printable(value);
    g_string_append_printf(out, "  %-13s %s\n", label, safe);
}

static void print_text(GString *out, const PdCredit *credit, const char *printed, bool has_steps) {
    g_autofree char *line = pd_text_printable(credit->line), *creators = g_strjoinv("; ", (char **)credit->creators);
    g_autofree char *chain = pd_credit_chain_text(credit, " / "), *flags = pd_credit_flags_text(credit, ", ");
    g_autofree char *year = credit->year ? g_strdup_printf("%d", credit->year) : NULL;
    g_string_append_printf(out, "%s\n", line);
    print_row(out, "creator", creators);
    print_row(out, "chain", chain);
    print_row(out, "via", credit->via ? credit->via->short_name : NULL);
    print_row(out, "for", credit->commissioned_for);
    print_row(out, "licence", credit->licence);
    print_row(out, "rights holder", credit->rights_holder);
    print_row(out, "collection", credit->collection);
    print_row(out, "role", credit->role);
    print_row(out, "year", year);
    print_row(out, "hold", hold_of(credit));
    print_row(out, "flags", flags);
    print_row(out, "printed", printed);
    for (size_t i = 0; has_steps && i < credit->n_steps; i++) {
        g_autofree char *before = pd_text_printable(credit->steps[i].before),
                        *after = pd_text_printable(credit->steps[i].after);
        g_string_append_printf(out, "  %-13s %s  ->  %s\n", credit->steps[i].rule, before, after);
    }
}

static bool put_line(const Output *output, const char *line) {
    g_autoptr(PdCredit) credit = pd_credit_parse(line, output->creator, pd_limits_default());
    g_autofree char *printed = output->profile ? pd_credit_print(credit, output->profile) : NULL;
    g_autoptr(GString) out = g_string_new(NULL);
    if (output->is_json)
        print_json(out, credit, printed, output->has_steps);
    else
        print_text(out, credit, printed, output->has_steps);
    return pd_cli_print(out->str);
}

static bool put_bytes(const Output *output, const char *line, size_t len) {
    if (len > 0 && line[len - 1] == '\r')
        len--;
    g_autofree char *text = pd_text_from_bytes((const uint8_t *)line, len, PD_CHARSET_GUESS, NULL, NULL);
    return put_line(output, text);
}

static int put_input(const Output *output) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pd_host_read("-", 64u << 20, &error);
    if (!bytes) {
        pd_cli_warn("%s", error->message);
        return PD_EXIT_FAILED;
    }
    size_t len;
    const char *data = g_bytes_get_data(bytes, &len), *end = data + len;
    while (data < end) {
        const char *stop = memchr(data, '\n', (size_t)(end - data));
        size_t n = (size_t)((stop ? stop : end) - data);
        if (!put_bytes(output, data, n))
            break;
        data += n + 1;
    }
    return PD_EXIT_CLEAN;
}

/* The names of the profiles. (transfer full) */
static char *profile_names(void) {
    GString *out = g_string_new(NULL);
    for (size_t i = 0; pd_credit_profile_at(i); i++)
        g_string_append_printf(out, "%s%s", i > 0 ? ", " : "", pd_credit_profile_at(i)->name);
    return g_string_free(out, FALSE);
}

static bool is_profile(const char *name) {
    for (size_t i = 0; pd_credit_profile_at(i); i++)
        if (strcmp(pd_credit_profile_at(i)->name, name) == 0)
            return true;
    return false;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    (void)invocation;
    g_autofree char *creator = NULL, *format = NULL, *profile = NULL;
    gboolean explain = FALSE;
    const GOptionEntry entries[] = {
        {"format", 0, 0, G_OPTION_ARG_STRING, &format, "text (default) or json: one object per line", "FORMAT"},
        {"creator", 0, 0, G_OPTION_ARG_STRING, &creator, "the creator field that stands beside the line", "NAME"},
        {"profile", 0, 0, G_OPTION_ARG_STRING, &profile, "also print it in a house style: plain, guardian, bbc, ap or dpa",
         "NAME"},
        {"explain", 0, 0, G_OPTION_ARG_NONE, &explain, "show each rule that changed something, before and after", NULL},
        {0},
    };
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    bool is_json;
    if (!pd_cli_text_or_json(self, format, &is_json, &exit_code))
        return exit_code;
    g_autofree char *name =
        creator ? pd_text_from_bytes((const uint8_t *)creator, strlen(creator), PD_CHARSET_GUESS, NULL, NULL) : NULL;
    if (profile && !is_profile(profile)) {
        g_autofree char *names = profile_names();
        return pd_cli_usage_error(self, "no profile '%s'; there are %s", profile, names);
    }
    Output output = {.creator = name, .profile = profile, .is_json = is_json, .has_steps = explain};
    exit_code = PD_EXIT_CLEAN;
    if (argc < 2 && pd_terminal_is_typed())
        pd_cli_warn("reading credit lines from the terminal, one a line; end with Ctrl-D");
    if (argc < 2)
        exit_code = put_input(&output);
    for (int i = 1; i < argc; i++)
        if (!put_bytes(&output, argv[i], strlen(argv[i])))
            break;
    return pd_cli_finish(exit_code);
}

const PdCommand pd_command_credit = {
    .name = "credit",
    .summary = "Parse credit lines into creators, agencies, chain and flags",
    .synopsis = "[OPTION…] [LINE…]",
    .help = "Lines come from the arguments, else from standard input, one credit line each.\n\n"
            "Examples:\n"
            "  picdesk credit 'Photo by Jane Roe/AFP via Getty Images'\n"
            "  picdesk credit --creator 'Jane Roe' 'Pool via REUTERS'\n"
            "  picdesk credit --explain '(Foto: Pool via RETUERS)'\n"
            "  picdesk credit --profile guardian 'AFP PHOTO / Jane Roe'\n"
            "  picdesk credit --format json < credits.txt\n",
    .reads_credits = true,
    .run = run,
};
