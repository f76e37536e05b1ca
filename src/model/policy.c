/* The policy: the text of a picdesk.conf becomes what this house demands. The lines are those of a key file
 * (freedesktop.org Desktop Entry Specification, section "Basic format"), read here and not by GKeyFile because a wrong line
 * is to be told by its number. */
#include "picdesk/policy.h"

#include <string.h>

#include "picdesk/error.h"

enum { DEFAULT_LEAD_DAYS = 14, DEFAULT_ARCHIVE_DAYS = 30, DEFAULT_FILE_DAYS = 30, MOST_DAYS = 36500, MOST_SIDE = 100000 };

PdPolicy *pd_policy_new(void) {
    PdPolicy *policy = g_new0(PdPolicy, 1);
    policy->house_names = g_new0(char *, 1);
    policy->require = g_new0(char *, 1);
    policy->protect = g_new0(char *, 1);
    policy->time_zone = g_strdup("UTC");
    policy->media = g_strdup("web");
    policy->fail_on = PD_SEVERITY_ERROR;
    policy->lead_days = DEFAULT_LEAD_DAYS;
    policy->archive_days = DEFAULT_ARCHIVE_DAYS;
    policy->file_days = DEFAULT_FILE_DAYS;
    policy->severity = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return policy;
}

void pd_policy_free(PdPolicy *policy) {
    if (!policy)
        return;
    g_strfreev(policy->house_names);
    g_strfreev(policy->require);
    g_strfreev(policy->protect);
    g_free(policy->time_zone);
    g_free(policy->territory);
    g_free(policy->media);
    g_hash_table_unref(policy->severity);
    g_free(policy);
}

PdSeverity pd_policy_severity(const PdPolicy *policy, const char *rule, PdSeverity usual) {
    gpointer said = g_hash_table_lookup(policy->severity, rule);
    return said ? (PdSeverity)(GPOINTER_TO_INT(said) - 1) : usual;
}

/* ---- values; each setter gives NULL, or what is wrong with the value (transfer full) */

/* Parts between ';', trimmed, blank ones dropped; "\;" is a semicolon. */
static char **split_list(const char *value) {
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    g_autoptr(GString) part = g_string_new(NULL);
    for (const char *at = value;; at++) {
        if (*at == '\\' && at[1] == ';') {
            g_string_append_c(part, *++at);
        } else if (*at && *at != ';') {
            g_string_append_c(part, *at);
        } else {
            g_autofree char *word = g_strstrip(g_strdup(part->str));
            if (*word)
                g_ptr_array_add(parts, g_steal_pointer(&word));
            g_string_truncate(part, 0);
            if (!*at)
                break;
        }
    }
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_steal(parts, NULL);
}

static void replace_list(char ***list, char **with) {
    g_strfreev(*list);
    *list = with;
}

static char *set_names(PdPolicy *policy, const char *value) {
    replace_list(&policy->house_names, split_list(value));
    return NULL;
}

static char *set_protect(PdPolicy *policy, const char *value) {
    replace_list(&policy->protect, split_list(value));
    return NULL;
}

static char *set_require(PdPolicy *policy, const char *value) {
    g_auto(GStrv) keys = split_list(value);
    for (char **key = keys; *key; key++)
        if (!pd_field_by_key(*key))
            return g_strdup_printf("'%s' is no field; the keys stand in the output of 'inspect --format json'", *key);
    replace_list(&policy->require, g_steal_pointer(&keys));
    return NULL;
}

static char *set_time_zone(PdPolicy *policy, const char *value) {
    for (const char *at = value; *at; at++)
        if (!g_ascii_isalnum(*at) && !strchr("/_+-", *at))
            return g_strdup_printf("'%s' is no time zone; write a name like Europe/Berlin", value);
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(value);
    if (!zone) /* embargoes would end at another hour */
        return g_strdup_printf("this machine knows no time zone '%s'; write a name like Europe/Berlin", value);
    g_free(policy->time_zone);
    policy->time_zone = g_strdup(value);
    return NULL;
}

static char *set_territory(PdPolicy *policy, const char *value) {
    if (strlen(value) != 2 || !g_ascii_isalpha(value[0]) || !g_ascii_isalpha(value[1]))
        return g_strdup_printf("'%s' is no territory; write the two letters of ISO 3166, like DE", value);
    g_free(policy->territory);
    policy->territory = g_ascii_strup(value, -1);
    return NULL;
}

static char *set_media(PdPolicy *policy, const char *value) {
    for (const char *at = value; *at; at++)
        if (!g_ascii_isalpha(*at) && *at != '-')
            return g_strdup_printf("'%s' is no medium; write one word like web, newspaper, magazine, broadcast, book",
                                   value);
    g_free(policy->media);
    policy->media = g_ascii_strdown(value, -1);
    return NULL;
}

static char *set_fail_on(PdPolicy *policy, const char *value) {
    if (!pd_severity_parse(value, &policy->fail_on))
        return g_strdup_printf("'%s' is no severity; write error, warning, notice, info or off", value);
    return NULL;
}

static char *set_days(int *days, const char *value) {
    guint64 number;
    if (!g_ascii_string_to_unsigned(value, 10, 0, MOST_DAYS, &number, NULL))
        return g_strdup_printf("'%s' is no number of days from 0 to %d", value, MOST_DAYS);
    *days = (int)number;
    return NULL;
}

static char *set_lead_days(PdPolicy *policy, const char *value) {
    return set_days(&policy->lead_days, value);
}

static char *set_archive_days(PdPolicy *policy, const char *value) {
    return set_days(&policy->archive_days, value);
}

static char *set_file_days(PdPolicy *policy, const char *value) {
    return set_days(&policy->file_days, value);
}

static char *set_min_side(PdPolicy *policy, const char *value) {
    guint64 number;
    if (!g_ascii_string_to_unsigned(value, 10, 0, MOST_SIDE, &number, NULL))
        return g_strdup_printf("'%s' is no number of pixels from 0 to %d", value, MOST_SIDE);
    policy->min_side = (int)number;
    return NULL;
}

static const struct {
    const char *section, *key;
    char *(*set)(PdPolicy *policy, const char *value);
} KEYS[] = {
    {"house", "names", set_names},         {"house", "time-zone", set_time_zone},
    {"house", "territory", set_territory}, {"house", "media", set_media},
    {"check", "fail-on", set_fail_on},     {"check", "require", set_require},
    {"check", "lead-days", set_lead_days}, {"check", "archive-days", set_archive_days},
    {"check", "file-days", set_file_days}, {"check", "min-side", set_min_side},
    {"check", "protect", set_protect},
};

static const char *const SECTIONS[] = {"house", "check", "severity", NULL};

/* ---- lines */

typedef struct {
    PdPolicy *policy;
    const char *section; /* (nullable) one of SECTIONS */
    GHashTable *seen;    /* "section.key" */
    bool (*is_rule)(const char *id);
} Reader;

static char *known_keys(const char *section) {
    g_autoptr(GString) keys = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (strcmp(KEYS[i].section, section) == 0)
            g_string_append_printf(keys, "%s%s", keys->len ? ", " : "", KEYS[i].key);
    return g_string_free(g_steal_pointer(&keys), FALSE);
}

static char *set_severity(Reader *reader, const char *rule, const char *value) {
    PdSeverity severity;
    if (reader->is_rule && !reader->is_rule(rule))
        return g_strdup_printf("there is no rule '%s'; 'picdesk rules' lists them", rule);
    if (!pd_severity_parse(value, &severity))
        return g_strdup_printf("'%s' is no severity; write error, warning, notice, info or off", value);
    g_hash_table_replace(reader->policy->severity, g_strdup(rule), GINT_TO_POINTER((int)severity + 1));
    return NULL;
}

static char *set_key(Reader *reader, const char *key, const char *value) {
    if (!reader->section)
        return g_strdup_printf("'%s' stands before the first section; begin with [house], [check] or [severity]", key);
    if (!g_hash_table_add(reader->seen, g_strdup_printf("%s.%s", reader->section, key)))
        return g_strdup_printf("'%s' stands twice in [%s]", key, reader->section);
    if (strcmp(reader->section, "severity") == 0)
        return set_severity(reader, key, value);
    for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
        if (strcmp(KEYS[i].section, reader->section) == 0 && strcmp(KEYS[i].key, key) == 0)
            return *value ? KEYS[i].set(reader->policy, value) : g_strdup_printf("'%s' has no value", key);
    g_autofree char *keys = known_keys(reader->section);
    return g_strdup_printf("no key '%s' in [%s]; there are %s", key, reader->section, keys);
}

static char *open_section(Reader *reader, char *line) {
    char *end = strchr(line, ']');
    if (!end || end[1])
        return g_strdup("a section is written [name]");
    *end = '\0';
    for (const char *const *name = SECTIONS; *name; name++)
        if (strcmp(*name, line + 1) == 0) {
            reader->section = *name;
            return NULL;
        }
    return g_strdup_printf("no section [%s]; there are [house], [check] and [severity]", line + 1);
}

static char *read_line(Reader *reader, char *line) {
    g_strstrip(line);
    if (!*line || *line == '#' || *line == ';')
        return NULL;
    if (*line == '[')
        return open_section(reader, line);
    char *equals = strchr(line, '=');
    if (!equals || equals == line)
        return g_strdup("a line is written key = value");
    *equals = '\0';
    return set_key(reader, g_strchomp(line), g_strchug(equals + 1));
}

PdPolicy *pd_policy_parse(const char *text, size_t len, bool (*is_rule)(const char *id), GError **error) {
    if (!g_utf8_validate(text, (gssize)len, NULL)) {
        g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "the policy is no UTF-8 text");
        return NULL;
    }
    g_autoptr(PdPolicy) policy = pd_policy_new();
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autofree char *copy = g_strndup(text, len);
    Reader reader = {policy, NULL, seen, is_rule};
    char *next = g_str_has_prefix(copy, "\xEF\xBB\xBF") ? copy + 3 : copy;
    for (unsigned number = 1; next; number++) {
        char *line = next;
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        g_autofree char *wrong = read_line(&reader, line);
        if (wrong) {
            g_set_error(error, PD_ERROR, PD_ERROR_FORMAT, "line %u: %s", number, wrong);
            return NULL;
        }
    }
    return g_steal_pointer(&policy);
}
