/* A check as SARIF 2.1.0 (OASIS Standard), which code hosts and editors show: one run, the rules as reporting descriptors, a
 * result for each finding, located in the article, else in the image. */
#include <string.h>

#include "codec/json.h"
#include "desk/verdict.h"

static const char SCHEMA[] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/* SARIF 3.27.10: "none", "note", "warning", "error". */
static const char *level_of(PdSeverity severity) {
    return severity == PD_SEVERITY_ERROR ? "error" : severity == PD_SEVERITY_WARNING ? "warning" : "note";
}

static void write_text(PdJson *json, const char *key, const char *text) {
    pd_json_key(json, key);
    pd_json_begin_object(json);
    pd_json_member_string(json, "text", text);
    pd_json_end_object(json);
}

static void write_rule(PdJson *json, const PdRule *rule) {
    pd_json_begin_object(json);
    pd_json_member_string(json, "id", rule->id);
    write_text(json, "shortDescription", rule->summary);
    write_text(json, "help", rule->help);
    pd_json_key(json, "defaultConfiguration");
    pd_json_begin_object(json);
    pd_json_member_string(json, "level", level_of(rule->severity));
    pd_json_end_object(json);
    pd_json_key(json, "properties");
    pd_json_begin_object(json);
    pd_json_member_string(json, "standard", rule->standard);
    pd_json_member_string(json, "group", rule->group);
    pd_json_end_object(json);
    pd_json_end_object(json);
}

static void begin(PdVerdictPage *page) {
    g_string_append_printf(page->out,
                           "{\"$schema\":\"%s\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"picdesk\","
                           "\"version\":\"%s\",\"rules\":",
                           SCHEMA, PICDESK_VERSION);
    PdJson json = pd_json(page->out);
    pd_json_begin_array(&json);
    for (const PdRule *const *rule = pd_check_rules(); *rule; rule++)
        write_rule(&json, *rule);
    pd_json_end_array(&json);
    g_string_append(page->out, "}},\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}

static int64_t index_of(const char *id) {
    const PdRule *const *rules = pd_check_rules();
    for (int64_t i = 0; rules[i]; i++)
        if (strcmp(rules[i]->id, id) == 0)
            return i;
    return -1;
}

/* A path as a URI reference: absolute paths become file addresses. */
static char *uri_of(const char *path) {
    g_autofree char *escaped = g_uri_escape_bytes((const guint8 *)path, strlen(path), "/!$&'()*+,;=:@");
    return *path == '/' ? g_strconcat("file://", escaped, NULL) : g_steal_pointer(&escaped);
}

static void write_location(PdJson *json, const PdUse *use) {
    const char *path = use->article_path ? use->article_path : use->image ? use->image->path : NULL;
    pd_json_key(json, "locations");
    pd_json_begin_array(json);
    if (path) {
        g_autofree char *uri = uri_of(path);
        pd_json_begin_object(json);
        pd_json_key(json, "physicalLocation");
        pd_json_begin_object(json);
        pd_json_key(json, "artifactLocation");
        pd_json_begin_object(json);
        pd_json_member_string(json, "uri", uri);
        pd_json_end_object(json);
        if (use->figure && use->figure->offset != PD_AT_UNKNOWN) {
            pd_json_key(json, "region");
            pd_json_begin_object(json);
            pd_json_member_int(json, "byteOffset", (int64_t)use->figure->offset);
            pd_json_member_int(json, "byteLength", 0);
            pd_json_end_object(json);
        }
        pd_json_end_object(json);
        pd_json_end_object(json);
    }
    pd_json_end_array(json);
}

/* SARIF 3.35: what somebody answered for stays a result, suppressed. */
static void write_suppression(PdJson *json, const char *why) {
    pd_json_key(json, "suppressions");
    pd_json_begin_array(json);
    pd_json_begin_object(json);
    pd_json_member_string(json, "kind", "external");
    pd_json_member_string(json, "status", "accepted");
    pd_json_member_string(json, "justification", why);
    pd_json_end_object(json);
    pd_json_end_array(json);
}

static void write_result(PdVerdictPage *page, const PdUse *use, const PdFinding *finding) {
    if (page->n_written++)
        g_string_append_c(page->out, ',');
    PdJson json = pd_json(page->out);
    g_autofree char *label = pd_verdict_label(use, 80);
    g_autofree char *text = g_strdup_printf("%s: %s", label, finding->message);
    pd_json_begin_object(&json);
    pd_json_member_string(&json, "ruleId", finding->rule);
    pd_json_member_int(&json, "ruleIndex", index_of(finding->rule));
    pd_json_member_string(&json, "level", level_of(finding->severity));
    write_text(&json, "message", text);
    write_location(&json, use);
    if (finding->answer)
        write_suppression(&json, finding->answer);
    pd_json_key(&json, "properties");
    pd_json_begin_object(&json);
    if (use->figure)
        pd_json_member_int(&json, "position", use->figure->position);
    pd_json_member_string(&json, "image", use->image && use->image->uid[0] ? use->image->uid : NULL);
    pd_json_member_string(&json, "found", finding->found);
    pd_json_member_string(&json, "expected", finding->expected);
    pd_json_member_string(&json, "evidence", finding->evidence);
    pd_json_member_string(&json, "suggestion", finding->suggestion);
    pd_json_end_object(&json);
    pd_json_end_object(&json);
}

static void use_sarif(PdVerdictPage *page, const PdUse *use) {
    for (size_t i = 0; i < use->n_findings; i++)
        write_result(page, use, &use->findings[i]);
}

static void end(PdVerdictPage *page, const PdCheckSummary *summary) {
    (void)summary;
    g_string_append(page->out, "]}]}\n");
}

const PdVerdictFormat pd_verdict_format_sarif = {
    .name = "sarif", .about = "SARIF 2.1.0 for code hosts and editors", .begin = begin, .use = use_sarif, .end = end};
