/* picdesk report: credits, missing and the other reports of the table, as CSV or JSON Lines. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "desk/house.h"
#include "desk/report.h"

static bool write_out(const char *text, size_t len, void *user) {
    (void)user;
    return fwrite(text, 1, len, stdout) == len;
}

static int show_list(void) {
    g_autoptr(GString) page = g_string_new(NULL);
    for (const PdReport *const *row = pd_reports; *row; row++)
        g_string_append_printf(page, "  %-12s %s\n", (*row)->name, (*row)->summary);
    pd_cli_print(page->str);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int show_columns(const PdReport *report) {
    g_autoptr(GString) page = g_string_new(NULL);
    for (size_t i = 0; i < report->n_columns; i++)
        g_string_append_printf(page, "  %-20s %s\n", report->columns[i].name, report->columns[i].about);
    pd_cli_print(page->str);
    return pd_cli_finish(PD_EXIT_CLEAN);
}

/* One character, "tab" or "\t". Returns 0 for anything that would make the cells ambiguous. */
static char parse_delimiter(const char *text) {
    if (strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0)
        return '\t';
    return strlen(text) == 1 && strchr(",;|\t", *text) ? *text : 0;
}

static int make_report(const PdInvocation *invocation, PdReportJob *job, const char *policy_file, const char *now) {
    g_autoptr(PdPolicy) policy = NULL;
    g_autoptr(GError) error = NULL;
    policy = pd_desk_policy(policy_file, NULL, NULL, &error);
    if (!policy || !pd_desk_now(policy, now, &job->now_s, &error)) {
        pd_cli_warn("report: %s", error->message);
        return PD_EXIT_FAILED;
    }
    job->policy = policy;
    g_autoptr(PdCatalog) catalog = pd_cli_open(invocation, PD_CATALOG_READ);
    if (!catalog)
        return PD_EXIT_FAILED;
    if (job->options.is_raw && strcmp(job->format->name, "csv") == 0)
        pd_cli_warn("report: --raw: cells are written as they are; a spreadsheet may run those that begin with = + - @");
    if (!pd_desk_report(catalog, job, write_out, NULL, &error)) {
        pd_cli_warn("report: %s", error->message);
        return PD_EXIT_FAILED;
    }
    return pd_cli_finish(PD_EXIT_CLEAN);
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL, *delimiter = NULL, *policy = NULL, *now = NULL;
    gboolean is_raw = FALSE, has_bom = FALSE, is_list = FALSE, is_columns = FALSE;
    const GOptionEntry entries[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "csv (default) or json (JSON Lines)", "FORMAT"},
        {"delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter, "of CSV cells: , ; | or tab", "CHAR"},
        {"bom", 0, 0, G_OPTION_ARG_NONE, &has_bom, "begin with a byte order mark, for Excel", NULL},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw, "no apostrophe before cells a spreadsheet would run", NULL},
        {"list", 0, 0, G_OPTION_ARG_NONE, &is_list, "list the reports", NULL},
        {"columns", 0, 0, G_OPTION_ARG_NONE, &is_columns, "say what the report's columns hold", NULL},
        {"policy", 0, 0, G_OPTION_ARG_FILENAME, &policy, "the house's picdesk.conf", "FILE"},
        {"now", 0, 0, G_OPTION_ARG_STRING, &now, "the day of the report, YYYY-MM-DD[Thh:mm]", "TIME"},
        {0}};
    int exit_code;
    if (!pd_cli_options(self, entries, &argc, &argv, &exit_code))
        return exit_code;
    if (is_list)
        return show_list();
    if (argc > 2)
        return pd_cli_usage_error(self, "one report at a time, not '%s' too", argv[2]);
    const char *name = argc > 1 ? argv[1] : "credits";
    PdReportJob job = {.report = pd_report_find(name), .format = pd_report_format_find(format ? format : "csv")};
    job.options = (PdFormatOptions){delimiter ? parse_delimiter(delimiter) : ',', is_raw, has_bom};
    if (!job.report)
        return pd_cli_usage_error(self, "no report '%s'; 'picdesk report --list' names them", name);
    if (!job.format)
        return pd_cli_usage_error(self, "no format '%s'; formats are csv and json", format);
    if (!job.options.delimiter)
        return pd_cli_usage_error(self, "'%s' cannot separate cells; use , ; | or tab", delimiter);
    return is_columns ? show_columns(job.report) : make_report(invocation, &job, policy, now);
}

const PdCommand pd_command_report = {
    .name = "report",
    .summary = "Write a report: credits, missing, conflicts, findings",
    .synopsis = "[OPTION…] [NAME]",
    .help = "Without a name: credits. CSV follows RFC 4180; a cell that a spreadsheet would run as a formula, such as the\n"
            "credit -/AFP, gets an apostrophe in front unless --raw is given. An empty report still has its header.\n\n"
            "Examples:\n"
            "  picdesk report > credits.csv\n"
            "  picdesk report missing --delimiter ';' --bom > missing.csv\n"
            "  picdesk report findings --format json\n"
            "  picdesk report --list\n",
    .reads_credits = true,
    .run = run,
};
