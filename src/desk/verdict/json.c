/* A check as JSON Lines: an object for each use. */
#include "codec/json.h"
#include "desk/verdict.h"

/* Paths are bytes; what is no UTF-8 in them is shown as \xNN. */
static void write_path(PdJson *json, const char *key, const char *path) {
    static const PdVerdictPage ABSOLUTE = {0};
    g_autofree char *safe = path ? pd_verdict_path(&ABSOLUTE, path) : NULL;
    pd_json_member_string(json, key, safe);
}

static void write_finding(PdJson *json, const PdFinding *finding) {
    pd_json_begin_object(json);
    pd_json_member_string(json, "rule", finding->rule);
    pd_json_member_string(json, "severity", pd_severity_name(finding->severity));
    pd_json_member_string(json, "message", finding->message);
    pd_json_member_string(json, "field", finding->field);
    pd_json_member_string(json, "found", finding->found);
    pd_json_member_string(json, "expected", finding->expected);
    pd_json_member_string(json, "evidence", finding->evidence);
    pd_json_member_string(json, "suggestion", finding->suggestion);
    pd_json_member_string(json, "standard", finding->standard);
    pd_json_member_bool(json, "fixable", finding->is_fixable);
    pd_json_member_string(json, "answer", finding->answer);
    pd_json_end_object(json);
}

static void write_figure(PdJson *json, const PdUse *use) {
    if (!use->figure)
        return;
    write_path(json, "article", use->article_path);
    pd_json_member_string(json, "article_url", use->article ? use->article->url : NULL);
    pd_json_member_string(json, "article_title", use->article ? use->article->title : NULL);
    pd_json_member_int(json, "position", use->figure->position);
    pd_json_member_string(json, "kind", pd_figure_kind_name(use->figure->kind));
    pd_json_member_string(json, "role", pd_figure_role_name(use->figure->role));
    pd_json_member_string(json, "url", use->figure->url);
    pd_json_member_string(json, "caption", use->figure->caption);
    pd_json_member_string(json, "credit", use->figure->credit);
    pd_json_member_string(json, "status", pd_pair_status_name(use->status));
    pd_json_member_double(json, "score", use->score, 3);
}

static void use_json(PdVerdictPage *page, const PdUse *use) {
    PdJson json = pd_json(page->out);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "verdict", pd_verdict_name(use->verdict));
    pd_json_member_string(&json, "cost", pd_cost_name(use->cost));
    pd_json_member_string(&json, "category", use->category);
    write_figure(&json, use);
    pd_json_member_string(&json, "image", use->image && use->image->uid[0] ? use->image->uid : NULL);
    write_path(&json, "file", use->image ? use->image->path : NULL);
    pd_json_key(&json, "findings");
    pd_json_begin_array(&json);
    for (size_t i = 0; i < use->n_findings; i++)
        write_finding(&json, &use->findings[i]);
    pd_json_end_array(&json);
    pd_json_end_object(&json);
    g_string_append_c(page->out, '\n');
}

const PdVerdictFormat pd_verdict_format_json = {
    .name = "json", .about = "JSON Lines, an object for each figure or image", .use = use_json};
