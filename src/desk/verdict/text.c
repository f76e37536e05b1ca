/* A check for people: articles, the verdict first, then what each picture needs. */
#include <string.h>

#include "desk/verdict.h"

enum { LABEL_CHARS = 72, VALUE_CHARS = 96 };

static const char *const WORDS[] = {"clear", "REVIEW", "BLOCKED"};

/* SGR colours of the verdicts (ECMA-48): green, yellow, bold red. */
static const char *const COLOURS[] = {"\033[32m", "\033[33m", "\033[1;31m"};

static void append_verdict(const PdVerdictPage *page, GString *out, PdVerdict verdict) {
    g_string_append_printf(out, "%s%-7s%s", page->has_colour ? COLOURS[verdict] : "", WORDS[verdict],
                           page->has_colour ? "\033[0m" : "");
}

static void append_values(GString *out, const PdFinding *finding) {
    const char *const NAMES[] = {"found", "expected"};
    const char *values[] = {finding->found, finding->expected};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        if (!values[i])
            continue;
        g_autofree char *value = pd_verdict_shorten(values[i], VALUE_CHARS);
        g_string_append_printf(out, "               %-8s  \"%s\"\n", NAMES[i], value);
    }
    const char *const LINES[] = {"seen in", "to do", "answer"};
    const char *texts[] = {finding->evidence, finding->answer ? NULL : finding->suggestion, finding->answer};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autofree char *text = texts[i] ? pd_verdict_shorten(texts[i], 2 * VALUE_CHARS) : NULL;
        if (text)
            g_string_append_printf(out, "               %-8s  %s\n", LINES[i], text);
    }
}

static void append_finding(GString *out, const PdFinding *finding) {
    g_autofree char *message = pd_verdict_shorten(finding->message, 2 * VALUE_CHARS);
    const char *weight = finding->answer ? "settled" : pd_severity_name(finding->severity);
    g_string_append_printf(out, "      %-7s  %s: %s\n", weight, finding->rule, message);
    append_values(out, finding);
}

static void append_use(PdVerdictPage *page, const PdUse *use) {
    g_autofree char *label = pd_verdict_label(use, LABEL_CHARS);
    g_string_append(page->group, "  ");
    append_verdict(page, page->group, use->verdict);
    if (use->figure)
        g_string_append_printf(page->group, "  %u. %s\n", use->figure->position, label);
    else
        g_string_append_printf(page->group, "  %s\n", label);
    if (use->figure && use->image && use->image->path) {
        g_autofree char *path = pd_verdict_path(page, use->image->path);
        g_string_append_printf(page->group, "               image     %s", path);
        if (use->status == PD_PAIR_PROPOSED)
            g_string_append_printf(page->group, " (proposed, %.0f %%)", 100.0 * use->score);
        g_string_append_c(page->group, '\n');
    }
    for (size_t i = 0; i < use->n_findings; i++)
        append_finding(page->group, &use->findings[i]);
}

static void flush_group(PdVerdictPage *page) {
    if (!page->group || page->n_uses == 0)
        return;
    g_string_append(page->out, page->n_written++ ? "\n" : "");
    append_verdict(page, page->out, page->worst);
    g_autofree char *path = pd_verdict_path(page, page->article_path ? page->article_path : "Images in no article");
    g_autofree char *title = page->article_title ? pd_verdict_shorten(page->article_title, LABEL_CHARS) : NULL;
    g_string_append_printf(page->out, "  %s%s%s%s\n", path, title ? "  \"" : "", title ? title : "", title ? "\"" : "");
    g_string_append_len(page->out, page->group->str, (gssize)page->group->len);
    page->n_uses = 0;
}

static void use_text(PdVerdictPage *page, const PdUse *use) {
    if (pd_verdict_is_new_group(page, use)) {
        flush_group(page);
        pd_verdict_begin_group(page, use);
    }
    pd_verdict_count(page, use);
    append_use(page, use);
}

static void append_count(GString *out, uint64_t n, const char *one, const char *many) {
    g_string_append_printf(out, "%" G_GUINT64_FORMAT " %s", n, n == 1 ? one : many);
}

static void append_totals(GString *out, const PdCheckSummary *summary) {
    g_string_append_c(out, '\n');
    if (summary->n_figures > 0)
        append_count(out, summary->n_figures, "figure", "figures");
    if (summary->n_images > 0) {
        g_string_append(out, summary->n_figures > 0 ? " and " : "");
        append_count(out, summary->n_images, "image", "images");
    }
    g_string_append_printf(out,
                           ": %" G_GUINT64_FORMAT " blocked, %" G_GUINT64_FORMAT " to review, %" G_GUINT64_FORMAT " clear (",
                           summary->n_verdicts[PD_VERDICT_BLOCKED], summary->n_verdicts[PD_VERDICT_REVIEW],
                           summary->n_verdicts[PD_VERDICT_CLEAR]);
    append_count(out, summary->n_findings[PD_SEVERITY_ERROR], "error", "errors");
    g_string_append(out, ", ");
    append_count(out, summary->n_findings[PD_SEVERITY_WARNING], "warning", "warnings");
    if (summary->n_answered > 0)
        g_string_append_printf(out, ", %" G_GUINT64_FORMAT " settled by suppression or lease", summary->n_answered);
    g_string_append(out, ")\n");
}

static void end(PdVerdictPage *page, const PdCheckSummary *summary) {
    flush_group(page);
    if (page->n_written > 0)
        append_totals(page->out, summary);
    if (summary->n_unused > 0) {
        append_count(page->out, summary->n_unused, "image stands", "images stand");
        g_string_append(page->out, " in no article; --images checks them too\n");
    }
}

const PdVerdictFormat pd_verdict_format_text = {
    .name = "text", .about = "for people, by article, the verdict first", .use = use_text, .end = end};
