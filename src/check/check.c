/* The attribution check: the table of rules, run over one use; the verdict (section 5 of the rules: an error blocks, a
 * warning asks for a person). */
#include "picdesk/check.h"

#include <stdarg.h>
#include <string.h>

#include "check/answer.h"
#include "check/ends.h"
#include "check/right.h"
#include "check/rule.h"
#include "check/when.h"

#define PD_ROW(name) extern const PdRule pd_rule_##name;
#include "check/rules.def"
#undef PD_ROW

static const PdRule *const RULES[] = {
#define PD_ROW(name) &pd_rule_##name,
#include "check/rules.def"
#undef PD_ROW
    NULL,
};

/* A pair that no person confirmed is sure enough to accuse by from here on. */
static const double SURE_SCORE = 0.8;

const PdRule *const *pd_check_rules(void) {
    return RULES;
}

const PdRule *pd_check_rule_find(const char *id) {
    for (const PdRule *const *rule = RULES; *rule; rule++)
        if (strcmp((*rule)->id, id) == 0)
            return *rule;
    return NULL;
}

bool pd_check_is_rule(const char *id) {
    return pd_check_rule_find(id) != NULL;
}

GArray *pd_check_findings_new(void) {
    GArray *findings = g_array_new(FALSE, TRUE, sizeof(PdFinding));
    g_array_set_clear_func(findings, (GDestroyNotify)pd_finding_clear);
    return findings;
}

PdFinding *pd_check_add(PdCheck *check, PdSeverity severity, const char *message, ...) {
    const PdRule *rule = check->rule;
    PdFinding finding = {
        .rule = rule->id,
        .severity = pd_policy_severity(check->policy, rule->id, severity),
        .standard = rule->standard,
        .is_fixable = rule->is_fixable,
    };
    va_list args;
    va_start(args, message);
    finding.message = g_strdup_vprintf(message, args);
    va_end(args);
    g_array_append_val(check->findings, finding);
    return &g_array_index(check->findings, PdFinding, check->findings->len - 1);
}

PdSeverity pd_check_pair_severity(const PdCheck *check) {
    bool is_guess = check->use->status == PD_PAIR_PROPOSED && check->use->score < SURE_SCORE;
    return is_guess ? MIN(check->rule->severity, PD_SEVERITY_WARNING) : check->rule->severity;
}

/* ---- what is looked up once for all rules */

static bool look_for_supplier(PdCheck *check, const char *name, bool is_in_page) {
    if (check->supplier || !name)
        return check->supplier != NULL;
    check->supplier_id = pd_supplier_id_of_name(name, &check->supplier);
    check->supplier_at = check->supplier_id ? name : NULL;
    check->is_supplier_in_page = check->supplier_id && is_in_page;
    return check->supplier_id != NULL;
}

static void find_supplier(PdCheck *check) {
    const PdUse *use = check->use;
    if (use->figure) {
        look_for_supplier(check, use->figure->url, true);
        for (const char *const *url = use->figure->urls; url && *url && !check->supplier; url++)
            look_for_supplier(check, *url, true);
    }
    look_for_supplier(check, use->image ? use->image->path : NULL, false);
    look_for_supplier(check, use->rendition ? use->rendition->path : NULL, false);
}

static void begin(PdCheck *check) {
    const PdImage *image = check->use->image;
    const char *notice = image && image->merged ? pd_merged_text(image->merged, PD_FIELD_COPYRIGHT) : NULL;
    if (notice) /* "2021 Getty Images": the year is no part of the name */
        check->notice = pd_credit_parse(notice + strspn(notice, "0123456789 ,-"), NULL, pd_limits_default());
    find_supplier(check);
    check->demands = pd_check_demands_new(image);
    check->today = pd_check_when_text(check->policy, check->now_s);
    if (strlen(check->today) > strlen("2026-11-22"))
        check->today[strlen("2026-11-22")] = '\0';
    pd_check_rights_begin(check);
}

static void end(PdCheck *check) {
    pd_check_rights_end(check);
    pd_credit_free(check->notice);
    g_free(check->supplier_id);
    g_free(check->today);
    g_array_unref(check->demands);
}

static int compare_findings(gconstpointer a, gconstpointer b) {
    const PdFinding *left = a, *right = b;
    if (!left->answer != !right->answer)
        return left->answer ? 1 : -1;
    return (int)right->severity - (int)left->severity;
}

static PdVerdict verdict_of(const PdFinding *findings, size_t n_findings) {
    PdVerdict verdict = PD_VERDICT_CLEAR;
    for (size_t i = 0; i < n_findings; i++) {
        if (findings[i].answer)
            continue;
        if (findings[i].severity == PD_SEVERITY_ERROR)
            return PD_VERDICT_BLOCKED;
        if (findings[i].severity == PD_SEVERITY_WARNING)
            verdict = PD_VERDICT_REVIEW;
    }
    return verdict;
}

PdCheckResult pd_check_use(const PdUse *use, const PdCheckContext *context, GArray *out_findings) {
    g_autoptr(GArray) findings = g_array_new(FALSE, TRUE, sizeof(PdFinding));
    PdCheck check = {
        .use = use, .context = context, .policy = context->policy, .now_s = context->now_s, .findings = findings};
    begin(&check);
    for (const PdRule *const *rule = RULES; *rule; rule++) {
        check.rule = *rule;
        if (pd_policy_severity(check.policy, (*rule)->id, (*rule)->severity) != PD_SEVERITY_OFF)
            (*rule)->run(&check);
    }
    pd_check_answer(&check);
    PdCheckResult result = {.cost = check.cost, .category = check.category};
    end(&check);
    g_array_sort(findings, compare_findings); /* stable since GLib 2.32: rules of one severity stay in the table's order */
    result.verdict = verdict_of((const PdFinding *)(void *)findings->data, findings->len);
    if (findings->len > 0)
        g_array_append_vals(out_findings, findings->data, findings->len);
    return result;
}

void pd_check_ends(const PdUse *use, const PdCheckContext *context, GArray *out_ends) {
    g_autoptr(GArray) findings = pd_check_findings_new();
    PdCheck check = {
        .use = use, .context = context, .policy = context->policy, .now_s = context->now_s, .findings = findings};
    begin(&check);
    pd_check_find_ends(&check, out_ends);
    end(&check);
}
