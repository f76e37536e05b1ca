/* picdesk rules: the rules of the attribution check, from their table. */
#include <string.h>

#include "cli/command.h"
#include "codec/json.h"
#include "picdesk/check.h"

static char *format_name;

static const GOptionEntry ENTRIES[] = {
    {"format", 0, 0, G_OPTION_ARG_STRING, &format_name, "text or json", "NAME"},
    {0},
};

static void append_text(GString *out) {
    const char *group = NULL;
    for (const PdRule *const *rule = pd_check_rules(); *rule; rule++) {
        if (!group || strcmp(group, (*rule)->group) != 0) {
            g_string_append_printf(out, "%s%s\n", group ? "\n" : "", (*rule)->group);
            group = (*rule)->group;
        }
        g_string_append_printf(out, "  %-8s %-30s %s\n", pd_severity_name((*rule)->severity), (*rule)->id, (*rule)->summary);
    }
}

static void append_json(GString *out) {
    for (const PdRule *const *rule = pd_check_rules(); *rule; rule++) {
        PdJson json = pd_json(out);
        pd_json_begin_object(&json);
        pd_json_member_string(&json, "id", (*rule)->id);
        pd_json_member_string(&json, "group", (*rule)->group);
        pd_json_member_string(&json, "severity", pd_severity_name((*rule)->severity));
        pd_json_member_string(&json, "standard", (*rule)->standard);
        pd_json_member_string(&json, "summary", (*rule)->summary);
        pd_json_member_bool(&json, "fixable", (*rule)->is_fixable);
        pd_json_member_bool(&json, "overridable", (*rule)->is_overridable);
        pd_json_member_bool(&json, "liftable", (*rule)->is_liftable);
        pd_json_end_object(&json);
        g_string_append_c(out, '\n');
    }
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    (void)invocation;
    int exit_code;
    if (!pd_cli_options(self, ENTRIES, &argc, &argv, &exit_code))
        return exit_code;
    if (argc > 1)
        return pd_cli_usage_error(self, "it takes no '%s'; 'picdesk explain %s' tells of one rule", argv[1], argv[1]);
    bool is_json;
    if (!pd_cli_text_or_json(self, format_name, &is_json, &exit_code))
        return exit_code;
    g_autoptr(GString) out = g_string_new(NULL);
    if (is_json)
        append_json(out);
    else
        append_text(out);
    pd_cli_print(out->str);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

const PdCommand pd_command_rules = {
    .name = "rules",
    .summary = "List the rules of the attribution check",
    .synopsis = "[--format text|json]",
    .help = "The severity is the rule's own; picdesk.conf, [severity], changes it for a house: missing-alt = off.\n"
            "'picdesk explain RULE' tells what a rule means, with examples.\n\n"
            "Examples:\n"
            "  picdesk rules\n"
            "  picdesk rules --format json\n",
    .run = run,
};
