/* picdesk report: credits, missing and the other reports of the table, as CSV, JSON Lines, HTML or Markdown. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "codec/date.h"
#include "desk/house.h"
#include "desk/report.h"
#include "host/file.h"

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

/* "credits.csv-metadata.json" describes credits.csv (CSVW, 5.2); any other name the report's usual file. */
static bool write_csvw(const PdReportJob *job, const char *path) {
    g_autoptr(GError) error = NULL;
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *usual = g_strdup_printf("%s.csv", job->report->name);
    char *suffix = g_str_has_suffix(base, "-metadata.json") ? base + strlen(base) - strlen("-metadata.json") : NULL;
    if (suffix)
        *suffix = '\0';
    g_autofree char *text = pd_desk_report_csvw(job, suffix && *base ? base : usual, &error);
    if (text && pd_host_write(path, text, strlen(text), &error))
        return true;
    pd_cli_warn("report: %s", error->message);
    return false;
}

/* A period's day. */
static bool is_day(const char *text) {
    g_autofree char *same = pd_date_normalise(text, NULL);
    return same && strlen(text) == strlen("YYYY-MM-DD") && strcmp(same, text) == 0;
}

static char *format_names(void) {
    g_autoptr(GString) names = g_string_new(NULL);
    for (const PdReportFormat *const *row = pd_report_formats; *row; row++)
        g_string_append_printf(names, "%s%s", names->len == 0 ? "" : row[1] ? ", " : " and ", (*row)->name);
    return g_strdup(names->str);
}

static int make_report(const PdInvocation *invocation, PdReportJob *job, const char *policy_file, const char *now,
                       const char *csvw) {
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
    if (csvw && !write_csvw(job, csvw))
        return PD_EXIT_FAILED;
    uint64_t n_undated = 0;
    if (!pd_desk_report(catalog, job, write_out, NULL, &n_undated, &error)) {
        pd_cli_warn("report: %s", error->message);
        return PD_EXIT_FAILED;
    }
    if (n_undated > 0)
        pd_cli_warn("report: left out, since their articles state no day: %" G_GUINT64_FORMAT " %s", (guint64)n_undated,
                    n_undated == 1 ? "use" : "uses");
    return pd_cli_finish(PD_EXIT_CLEAN);
}

/* What was asked for that makes no sense; 0 when all of it does. */
static int refuse(const PdCommand *self, const PdReportJob *job, const char *format, const char *csvw,
                  const char *delimiter) {
    if (!job->format) {
        g_autofree char *names = format_names();
        return pd_cli_usage_error(self, "no format '%s'; formats are %s", format, names);
    }
    if (!job->options.delimiter)
        return pd_cli_usage_error(self, "'%s' cannot separate cells; use , ; | or tab", delimiter);
    if (csvw && strcmp(job->format->name, "csv") != 0)
        return pd_cli_usage_error(self, "--csvw describes a CSV file, not %s", job->format->name);
    const char *bad_day = job->from && !is_day(job->from) ? job->from : job->to && !is_day(job->to) ? job->to : NULL;
    if (bad_day)
        return pd_cli_usage_error(self, "'%s' is no day; write YYYY-MM-DD", bad_day);
    return 0;
}

static int run(const PdInvocation *invocation, const PdCommand *self, int argc, char **argv) {
    g_autofree char *format = NULL, *delimiter = NULL, *policy = NULL, *now = NULL, *csvw = NULL, *fields = NULL;
    g_autofree char *from = NULL, *to = NULL, *article = NULL, *profile = NULL;
    gint days = -1;
    gboolean is_raw = FALSE, has_bom = FALSE, is_list = FALSE, is_columns = FALSE;
    const GOptionEntry entries[] = {
        {"format", 'f', 0, G_OPTION_ARG_STRING, &format, "csv (default), json (JSON Lines), html or md", "FORMAT"},
        {"fields", 0, 0, G_OPTION_ARG_STRING, &fields, "only these columns, in this order", "A,B,C"},
        {"from", 0, 0, G_OPTION_ARG_STRING, &from, "only what was published on this day or later", "DAY"},
        {"to", 0, 0, G_OPTION_ARG_STRING, &to, "only what was published on this day or before", "DAY"},
        {"article", 0, 0, G_OPTION_ARG_FILENAME, &article, "only the figures of this article (path or address)", "ARTICLE"},
        {"profile", 0, 0, G_OPTION_ARG_STRING, &profile, "the rows as somebody else asks for them: usage --profile getty",
         "NAME"},
        {"days", 0, 0, G_OPTION_ARG_INT, &days, "expiring: how far ahead to look (lead-days of the policy)", "N"},
        {"delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter, "of CSV cells: , ; | or tab", "CHAR"},
        {"bom", 0, 0, G_OPTION_ARG_NONE, &has_bom, "begin with a byte order mark, for Excel", NULL},
        {"raw", 0, 0, G_OPTION_ARG_NONE, &is_raw, "no apostrophe before cells a spreadsheet would run", NULL},
        {"csvw", 0, 0, G_OPTION_ARG_FILENAME, &csvw, "write what the CSV's columns hold (W3C CSVW) to FILE", "FILE"},
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
    PdReportJob job = {.report = pd_report_find(name), .columns = fields, .from = from, .to = to, .article = article};
    job.days = days;
    if (!job.report)
        return pd_cli_usage_error(self, "no report '%s'; 'picdesk report --list' names them", name);
    if (profile) {
        job.report = pd_report_profile(job.report, profile);
        if (!job.report)
            return pd_cli_usage_error(self, "report %s has no profile '%s'", name, profile);
    }
    const char *usual = job.report->usual_format ? job.report->usual_format : "csv";
    job.format = pd_report_format_find(format ? format : csvw ? "csv" : usual);
    job.options = (PdFormatOptions){delimiter ? parse_delimiter(delimiter) : ',', is_raw, has_bom};
    exit_code = refuse(self, &job, format, csvw, delimiter);
    if (exit_code)
        return exit_code;
    return is_columns ? show_columns(job.report) : make_report(invocation, &job, policy, now, csvw);
}

const PdCommand pd_command_report = {
    .name = "report",
    .summary = "Write a report: credits, usage, missing, conflicts, findings, expiring, permissions, credits-page",
    .synopsis = "[OPTION…] [NAME]",
    .help = "Without a name: credits. CSV follows RFC 4180; a cell that a spreadsheet would run as a formula, such as the\n"
            "credit -/AFP, gets an apostrophe in front unless --raw is given. An empty report still has its header. The\n"
            "formats html and md, for people, show the columns that people read; --fields names others.\n\n"
            "Examples:\n"
            "  picdesk report > credits.csv\n"
            "  picdesk report missing --delimiter ';' --bom > missing.csv\n"
            "  picdesk report credits --csvw credits.csv-metadata.json > credits.csv\n"
            "  picdesk report findings --format json --from 2026-05-01 --to 2026-05-31\n"
            "  picdesk report usage --profile getty --from 2026-05-01 --to 2026-05-31\n"
            "  picdesk report expiring --days 30 --format html > expiring.html\n"
            "  picdesk report credits-page --article news/flood.html > credits.html\n"
            "  picdesk report --list\n",
    .reads_credits = true,
    .run = run,
};
