/* Finding the policy file and the time of a check (desk/house.h). */
#include "desk/house.h"

#include <string.h>

#include "host/clock.h"
#include "host/file.h"
#include "host/place.h"
#include "picdesk/check.h"
#include "picdesk/error.h"

static const char POLICY_NAME[] = "picdesk.conf";

enum { MOST_POLICY_BYTES = 1 << 20 };

static char *policy_above(const char *near) {
    g_autofree char *folder = pd_host_absolute(near ? near : ".");
    for (;;) {
        g_autofree char *path = g_build_filename(folder, POLICY_NAME, NULL);
        if (pd_host_is_file(path))
            return g_steal_pointer(&path);
        g_autofree char *parent = g_path_get_dirname(folder);
        if (g_str_equal(parent, folder))
            return NULL;
        g_free(folder);
        folder = g_steal_pointer(&parent);
    }
}

static char *find_policy(const char *file, const char *near) {
    if (file)
        return g_strdup(file);
    g_autofree char *path = policy_above(near);
    if (!path)
        path = pd_host_config_path(POLICY_NAME);
    return pd_host_is_file(path) ? g_steal_pointer(&path) : NULL;
}

PdPolicy *pd_desk_policy(const char *file, const char *near, char **out_path, GError **error) {
    g_autofree char *path = find_policy(file, near);
    if (!path) {
        if (out_path)
            *out_path = NULL;
        return pd_policy_new();
    }
    g_autoptr(GBytes) bytes = pd_host_read(path, MOST_POLICY_BYTES, error);
    if (!bytes)
        return NULL;
    gsize len;
    const char *text = g_bytes_get_data(bytes, &len);
    PdPolicy *policy = pd_policy_parse(text ? text : "", len, pd_check_is_rule, error);
    if (!policy)
        g_prefix_error(error, "'%s': ", path);
    else if (out_path)
        *out_path = g_steal_pointer(&path);
    return policy;
}

bool pd_desk_now(const PdPolicy *policy, const char *text, int64_t *out_now_s, GError **error) {
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(policy->time_zone ? policy->time_zone : "UTC");
    if (!zone)
        zone = g_time_zone_new_utc();
    bool is_day = text && !strchr(text, 'T') && !strchr(text, ' ');
    g_autofree char *full = is_day ? g_strconcat(text, "T00:00:00", NULL) : g_strdup(text);
    if (!text) {
        *out_now_s = pd_clock_now_us() / G_USEC_PER_SEC;
        return true;
    }
    g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(full, zone);
    if (!when) {
        g_autofree char *with_seconds = g_strconcat(full, ":00", NULL);
        when = g_date_time_new_from_iso8601(with_seconds, zone);
    }
    if (!when) {
        g_set_error(error, PD_ERROR, PD_ERROR_ARG, "'%s' is no time; write YYYY-MM-DD or YYYY-MM-DDThh:mm", text);
        return false;
    }
    *out_now_s = g_date_time_to_unix(when);
    return true;
}
