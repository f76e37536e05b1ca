/* A check as JUnit XML, which build servers show: a test suite for each article, a test case for each figure; an error of
 * the check is a failure, everything else stands in system-out. */
#include "desk/verdict.h"

/* XML 1.0 allows no other control characters than tab and line ends. */
static void append_escaped(GString *out, const char *text) {
    for (; text && *text; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (c == '<')
            g_string_append(out, "&lt;");
        else if (c == '>')
            g_string_append(out, "&gt;");
        else if (c == '&')
            g_string_append(out, "&amp;");
        else if (c == '"')
            g_string_append(out, "&quot;");
        else if (c < 0x20 && c != '\n' && c != '\t')
            g_string_append_c(out, ' ');
        else if (c != 0xFFFE && c != 0xFFFF)
            g_string_append_unichar(out, c);
    }
}

static void append_attribute(GString *out, const char *name, const char *value) {
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, value);
    g_string_append_c(out, '"');
}

static void begin(PdVerdictPage *page) {
    g_string_append(page->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"picdesk check\">\n");
}

static void append_finding(GString *out, const PdFinding *finding, bool is_failure) {
    const char *behind = finding->answer ? finding->answer : finding->suggestion;
    g_autofree char *text =
        g_strdup_printf("%s %s: %s. %s", finding->answer ? "settled" : pd_severity_name(finding->severity), finding->rule,
                        finding->message, behind ? behind : "");
    if (is_failure) {
        g_string_append(out, "      <failure");
        append_attribute(out, "type", finding->rule);
        append_attribute(out, "message", finding->message);
        g_string_append_c(out, '>');
        append_escaped(out, text);
        g_string_append(out, "</failure>\n");
    } else {
        append_escaped(out, text);
        g_string_append_c(out, '\n');
    }
}

static bool is_failed(const PdFinding *finding) {
    return finding->severity == PD_SEVERITY_ERROR && !finding->answer;
}

static void append_case(GString *out, const PdUse *use) {
    g_autofree char *label = pd_verdict_label(use, 100);
    g_autofree char *name = use->figure ? g_strdup_printf("%u. %s", use->figure->position, label) : g_strdup(label);
    g_autofree char *group = use->article_path ? pd_verdict_shorten(use->article_path, 1000) : g_strdup("images");
    g_string_append(out, "    <testcase");
    append_attribute(out, "classname", group);
    append_attribute(out, "name", name);
    g_string_append(out, ">\n");
    size_t n_others = 0;
    for (size_t i = 0; i < use->n_findings; i++) {
        bool is_failure = is_failed(&use->findings[i]);
        n_others += !is_failure;
        if (is_failure)
            append_finding(out, &use->findings[i], true);
    }
    if (n_others > 0) {
        g_string_append(out, "      <system-out>");
        for (size_t i = 0; i < use->n_findings; i++)
            if (!is_failed(&use->findings[i]))
                append_finding(out, &use->findings[i], false);
        g_string_append(out, "</system-out>\n");
    }
    g_string_append(out, "    </testcase>\n");
}

static void flush_group(PdVerdictPage *page) {
    if (!page->group || page->n_uses == 0)
        return;
    g_autofree char *path = page->article_path ? pd_verdict_shorten(page->article_path, 1000) : g_strdup("images");
    g_string_append(page->out, "  <testsuite");
    append_attribute(page->out, "name", path);
    append_attribute(page->out, "timestamp", page->run_at);
    g_string_append_printf(page->out, " tests=\"%" G_GUINT64_FORMAT "\" failures=\"%" G_GUINT64_FORMAT "\" errors=\"0\">\n",
                           page->n_uses, page->n_failed);
    g_string_append_len(page->out, page->group->str, (gssize)page->group->len);
    g_string_append(page->out, "  </testsuite>\n");
    page->n_uses = 0;
}

static void use_junit(PdVerdictPage *page, const PdUse *use) {
    if (pd_verdict_is_new_group(page, use)) {
        flush_group(page);
        pd_verdict_begin_group(page, use);
    }
    pd_verdict_count(page, use);
    append_case(page->group, use);
}

static void end(PdVerdictPage *page, const PdCheckSummary *summary) {
    (void)summary;
    flush_group(page);
    g_string_append(page->out, "</testsuites>\n");
}

const PdVerdictFormat pd_verdict_format_junit = {
    .name = "junit", .about = "JUnit XML for build servers", .begin = begin, .use = use_junit, .end = end};
