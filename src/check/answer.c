/* Findings that somebody answered for (check/answer.h). They stay listed and no longer count. */
#include "check/answer.h"

#include <string.h>

#include "check/right.h"

static void add_suppressions(const PdCheck *check, int64_t image_id, GArray *out) {
    const PdRights *rights = check->context->rights;
    size_t n;
    const uint32_t *rows = pd_rights_of_image(rights, PD_RIGHT_SUPPRESSION, image_id, &n);
    for (size_t i = 0; i < n; i++) {
        const PdSuppression *row = &rights->suppressions[rows[i]];
        if (!row->article_id || row->article_id == check->use->article_id)
            g_array_append_val(out, row);
    }
}

GArray *pd_check_suppressions(const PdCheck *check) {
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(const PdSuppression *));
    const PdImage *image = check->use->image;
    if (check->context->rights && image && image->id)
        add_suppressions(check, image->id, rows);
    if (check->context->rights)
        add_suppressions(check, 0, rows); /* those that name no image */
    return rows;
}

bool pd_check_is_current(const PdCheck *check, const PdSuppression *suppression) {
    PdRightScope time = {.to = suppression->until};
    return pd_right_scope_holds_on(&time, check->today);
}

static const PdSuppression *find_suppression(const PdCheck *check, const GArray *rows, const char *rule) {
    for (guint i = 0; i < rows->len; i++) {
        const PdSuppression *row = g_array_index(rows, const PdSuppression *, i);
        if (strcmp(row->rule, rule) == 0 && pd_check_is_current(check, row))
            return row;
    }
    return NULL;
}

static const PdLease *find_allow(const PdCheck *check) {
    g_autoptr(GArray) rows = pd_check_rows(check, PD_RIGHT_LEASE);
    for (guint i = 0; i < rows->len; i++) {
        const PdLease *lease = &check->context->rights->leases[g_array_index(rows, uint32_t, i)];
        if (lease->is_allow && pd_check_is_in_force(check, &lease->scope))
            return lease;
    }
    return NULL;
}

static char *suppression_text(const PdSuppression *suppression) {
    return g_strdup_printf("suppressed until %s by %s: %s", suppression->until, suppression->who, suppression->reason);
}

static char *lease_text(const PdLease *lease) {
    return g_strdup_printf("lifted by lease %" G_GINT64_FORMAT "%s%s, %s: %s", lease->id, lease->scope.to ? " until " : "",
                           lease->scope.to ? lease->scope.to : "", lease->who, lease->why);
}

void pd_check_answer(PdCheck *check) {
    if (!check->context->rights)
        return;
    const PdLease *allow = find_allow(check);
    g_autoptr(GArray) suppressions = pd_check_suppressions(check);
    for (guint i = 0; i < check->findings->len; i++) {
        PdFinding *finding = &g_array_index(check->findings, PdFinding, i);
        const PdRule *rule = pd_check_rule_find(finding->rule);
        const PdSuppression *suppression = rule->is_overridable ? find_suppression(check, suppressions, rule->id) : NULL;
        if (suppression)
            finding->answer = suppression_text(suppression);
        else if (rule->is_liftable && allow)
            finding->answer = lease_text(allow);
    }
}
