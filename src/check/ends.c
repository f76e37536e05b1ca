/* Until when an image may be used (check/ends.h). */
#include "check/ends.h"

#include <string.h>

#include "check/limit.h"
#include "check/right.h"

static void set_day(char day[11], const char *text) {
    g_strlcpy(day, text ? text : "", sizeof "2026-11-22");
}

/* The house's day of an instant. */
static void set_day_of(const PdCheck *check, char day[11], int64_t at_s) {
    g_autofree char *text = pd_check_when_text(check->policy, at_s);
    set_day(day, text);
}

static void add_scope(GArray *out, const char *basis, int64_t id, const char *holder, const PdRightScope *scope) {
    if (!scope->to)
        return;
    PdEnd end = {.basis = basis, .licence_id = id, .holder = holder};
    set_day(end.starts_on, scope->from);
    set_day(end.ends_on, scope->to);
    g_array_append_val(out, end);
}

static void find_rights(const PdCheck *check, GArray *out) {
    const PdRights *rights = check->context->rights;
    g_autoptr(GArray) licences = pd_check_rows(check, PD_RIGHT_LICENCE);
    g_autoptr(GArray) leases = pd_check_rows(check, PD_RIGHT_LEASE);
    for (guint i = 0; i < licences->len; i++) {
        const PdLicence *licence = &rights->licences[g_array_index(licences, uint32_t, i)];
        add_scope(out, "licence", licence->id, licence->name ? licence->name : licence->holder, &licence->scope);
    }
    for (guint i = 0; i < leases->len; i++) {
        const PdLease *lease = &rights->leases[g_array_index(leases, uint32_t, i)];
        if (lease->is_allow)
            add_scope(out, "lease", lease->id, lease->who, &lease->scope);
    }
}

static void find_stated(const PdCheck *check, GArray *out) {
    static const struct {
        PdField end, start;
        const char *basis;
    } DATES[] = {{PD_FIELD_LICENCE_ENDS_AT, PD_FIELD_LICENCE_STARTS_AT, "licence-end"},
                 {PD_FIELD_EXPIRES_AT, PD_FIELD_OTHER, "expiration"}};
    const PdMerged *merged = check->use->image ? check->use->image->merged : NULL;
    for (size_t i = 0; merged && i < G_N_ELEMENTS(DATES); i++) {
        const char *stated = pd_merged_text(merged, DATES[i].end);
        const char *start = DATES[i].start != PD_FIELD_OTHER ? pd_merged_text(merged, DATES[i].start) : NULL;
        int64_t end_s;
        if (!stated || !pd_check_last_instant(check->policy, stated, &end_s))
            continue;
        PdEnd end = {.basis = DATES[i].basis};
        set_day(end.starts_on, start);
        set_day_of(check, end.ends_on, end_s);
        g_array_append_val(out, end);
    }
}

static void find_limits(const PdCheck *check, GArray *out) {
    PdTimeLimit limit;
    for (guint i = 0; i < check->demands->len; i++) {
        if (!pd_check_time_limit(check, i, &limit) || !limit.is_known)
            continue;
        PdEnd end = {.basis = "time-limit", .wording = limit.demand->value->text};
        set_day_of(check, end.ends_on, limit.end_s);
        g_array_append_val(out, end);
    }
}

void pd_check_find_ends(const PdCheck *check, GArray *out_ends) {
    find_rights(check, out_ends);
    find_stated(check, out_ends);
    find_limits(check, out_ends);
}
