/* Times that rules compare (check/when.h). */
#include "check/when.h"

#include <string.h>

enum { DAY_S = 86400, MOST_YEARS = 8 };

static GTimeZone *zone_of(const PdPolicy *policy) {
    GTimeZone *zone = g_time_zone_new_identifier(policy->time_zone);
    return zone ? zone : g_time_zone_new_utc();
}

static bool instant(const PdPolicy *policy, const char *text, const char *time_if_none, int64_t *out_s) {
    g_autoptr(GTimeZone) zone = zone_of(policy);
    size_t len = strlen(text);
    const char *clock = strchr(text, 'T');
    g_autofree char *full = NULL;
    if (!clock && len == strlen("2024-05-08"))
        full = g_strconcat(text, time_if_none, NULL);
    else if (clock && strcspn(clock, "+-Z") == strlen("T00:01")) /* GLib wants seconds */
        full = g_strdup_printf("%.*s:00%s", (int)(clock - text) + 6, text, clock + 6);
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(full ? full : text, zone);
    if (!when)
        return false;
    *out_s = g_date_time_to_unix(when);
    return true;
}

bool pd_check_instant(const PdPolicy *policy, const char *text, int64_t *out_s) {
    return instant(policy, text, "T00:00:00", out_s);
}

bool pd_check_last_instant(const PdPolicy *policy, const char *text, int64_t *out_s) {
    return instant(policy, text, "T23:59:59", out_s);
}

bool pd_check_next_instant(const PdPolicy *policy, const char *text, int64_t after_s, int64_t *out_s) {
    g_autoptr(GTimeZone) zone = zone_of(policy);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(after_s);
    g_autoptr(GDateTime) after = utc ? g_date_time_to_timezone(utc, zone) : NULL;
    if (!after)
        return false;
    if (*text == 'T') {
        g_autofree char *day = g_date_time_format(after, "%Y-%m-%d");
        g_autofree char *full = g_strconcat(day, text, NULL);
        return pd_check_instant(policy, full, out_s);
    }
    if (!g_str_has_prefix(text, "--"))
        return pd_check_instant(policy, text, out_s);
    /* The 29th of February may be years away. The day of the moment itself counts, whatever its hour. */
    for (int year = g_date_time_get_year(after); year <= g_date_time_get_year(after) + MOST_YEARS; year++) {
        g_autofree char *full = g_strdup_printf("%04d-%s", year, text + 2);
        if (pd_check_instant(policy, full, out_s) && *out_s > after_s - DAY_S)
            return true;
    }
    return false;
}

/* (transfer full) (nullable): NULL for a unit that durations of rights do not have. */
static GDateTime *later(GDateTime *from, bool is_time, char unit, int n) {
    if (is_time)
        return unit == 'H' ? g_date_time_add_hours(from, n) : unit == 'M' ? g_date_time_add_minutes(from, n) : NULL;
    switch (unit) {
    case 'D':
        return g_date_time_add_days(from, n);
    case 'W':
        return g_date_time_add_weeks(from, n);
    case 'M':
        return g_date_time_add_months(from, n);
    case 'Y':
        return g_date_time_add_years(from, n);
    default:
        return NULL;
    }
}

bool pd_check_after(int64_t from_s, const char *duration, int64_t *out_s) {
    bool is_time = g_str_has_prefix(duration, "PT");
    char *unit;
    guint64 number = g_ascii_strtoull(duration + (is_time ? 2 : 1), &unit, 10);
    if (*duration != 'P' || number == 0 || number > 100000 || !*unit || unit[1])
        return false;
    g_autoptr(GDateTime) from = g_date_time_new_from_unix_utc(from_s);
    g_autoptr(GDateTime) end = from ? later(from, is_time, *unit, (int)number) : NULL;
    if (!end)
        return false;
    *out_s = g_date_time_to_unix(end);
    return true;
}

bool pd_check_made_at(const PdCheck *check, int64_t *out_s) {
    const PdImage *image = check->use->image;
    const char *text = image && image->merged ? pd_merged_text(image->merged, PD_FIELD_CAPTURED_AT) : NULL;
    return text && pd_check_instant(check->policy, text, out_s);
}

bool pd_check_sent_at(const PdCheck *check, int64_t *out_s) {
    const PdImage *image = check->use->image;
    const char *text = image && image->merged ? pd_merged_text(image->merged, PD_FIELD_TRANSMITTED_AT) : NULL;
    return (text && pd_check_instant(check->policy, text, out_s)) || pd_check_made_at(check, out_s);
}

char *pd_check_when_text(const PdPolicy *policy, int64_t at_s) {
    g_autoptr(GTimeZone) zone = zone_of(policy);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_s);
    g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
    return local ? g_date_time_format(local, "%Y-%m-%d %H:%M") : g_strdup("a far day");
}
