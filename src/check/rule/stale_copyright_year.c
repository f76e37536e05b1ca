/* stale-copyright-year: the notice's year does not go with the picture. */
#include "check/rule.h"

static int year_of(const char *date) {
    guint64 year = date ? g_ascii_strtoull(date, NULL, 10) : 0;
    return year >= 1800 && year < 3000 ? (int)year : 0;
}

/* The first four digits in a row that may be a year. */
static int year_in(const char *text) {
    for (; *text; text++)
        if (g_ascii_isdigit(*text)) {
            char *end;
            guint64 number = g_ascii_strtoull(text, &end, 10);
            if (end - text == 4 && number >= 1800 && number < 3000)
                return (int)number;
            text = end - 1;
        }
    return 0;
}

static void run(PdCheck *check) {
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    const char *notice = merged ? pd_merged_text(merged, PD_FIELD_COPYRIGHT) : NULL;
    int year = notice ? year_in(notice) : 0;
    int made = merged ? year_of(pd_merged_text(merged, PD_FIELD_CAPTURED_AT)) : 0;
    g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(check->now_s);
    if (!year || !now)
        return;
    const char *why = year > g_date_time_get_year(now) ? "lies in the future"
                      : made && year < made            ? "is older than the picture"
                      : made && year > made + 1        ? "is newer than the picture"
                                                       : NULL;
    if (!why)
        return;
    PdFinding *finding = pd_check_add(check, check->rule->severity, "the year of the copyright notice %s", why);
    finding->field = g_strdup("copyright");
    finding->found = g_strdup(notice);
    finding->expected = made ? g_strdup_printf("%d", made) : NULL;
    finding->evidence = pd_check_field_at(check->use, PD_FIELD_COPYRIGHT);
    finding->suggestion = g_strdup("see whether notice or date is wrong");
}

const PdRule pd_rule_stale_copyright_year = {
    .id = "stale-copyright-year",
    .group = "rights",
    .severity = PD_SEVERITY_NOTICE,
    .standard = "IPTC Photo Metadata: Copyright Notice, Date Created",
    .summary = "The year of the copyright notice does not go with the date of the picture",
    .help = "A year after now, before the picture was made, or more than one year after.\n\n"
            "Reported:     \"(c) 2019 AFP\", made in 2026\n"
            "Not reported: \"(c) 2026 AFP\", made in 2026\n",
    .is_overridable = true,
    .run = run,
};
