/* Explaining: from the bytes to the credit, in words (cli/explain.h). */
#include "cli/explain.h"

#include "codec/text.h"
#include "picdesk/grammar.h"

static void append_safe(GString *page, const char *text) {
    g_autofree char *tidy = pd_text_tidy(text);
    g_autofree char *safe = pd_text_printable(tidy);
    g_string_append(page, safe);
}

static void append_value(GString *page, const PdValue *value, bool is_chosen, bool is_cut) {
    g_string_append_printf(page, "    %-8s %-32s ", pd_origin_name(value->origin), value->property);
    if (value->at != PD_AT_UNKNOWN)
        g_string_append_printf(page, "byte %-8" G_GUINT64_FORMAT " ", (guint64)value->at);
    g_string_append_c(page, '"');
    append_safe(page, value->text);
    g_string_append_printf(page, "\"%s%s%s%s\n", is_chosen ? "  <- chosen" : "", is_cut ? "  (cut at its IIM length)" : "",
                           value->flags & PD_VALUE_REPAIRED ? "  (damaged bytes replaced)" : "",
                           value->flags & PD_VALUE_JUNK ? "  (left by a camera or program)" : "");
}

static void append_field(GString *page, const PdMerged *merged, PdField field) {
    size_t n = 0;
    const PdSaid *const *said = pd_merged_said(merged, field, &n);
    const PdSaid *chosen = pd_merged_chosen(merged, field);
    if (n == 0)
        return;
    g_string_append_printf(page, "  %s%s\n", pd_field_info(field)->label,
                           pd_merged_has_conflict(merged, field) ? " (the standards disagree)" : "");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < said[i]->n_items; k++)
            append_value(page, said[i]->items[k], said[i] == chosen, said[i]->is_cut);
}

static void append_credit(GString *page, const PdCredit *credit) {
    for (size_t i = 0; i < credit->n_steps; i++) {
        g_string_append_printf(page, "    %-4s ", credit->steps[i].rule);
        append_safe(page, credit->steps[i].before);
        g_string_append(page, "  ->  ");
        append_safe(page, credit->steps[i].after);
        g_string_append_c(page, '\n');
    }
    for (size_t i = 0; i < credit->n_creators; i++) {
        g_string_append(page, i ? ", " : "    creator  ");
        append_safe(page, credit->creators[i]);
    }
    g_autofree char *chain = pd_credit_chain_text(credit, " / ");
    g_autofree char *flags = pd_credit_flags_text(credit, ", ");
    g_string_append_printf(page, "%s    chain    ", credit->n_creators ? "\n" : "");
    append_safe(page, *chain ? chain : "(no agency or house)");
    g_string_append_printf(page, "%s%s\n", *flags ? "\n    flags    " : "", flags);
}

void pd_explain_image(const PdImage *image, GString *page) {
    static const PdField SHOWN[] = {PD_FIELD_CREATORS,
                                    PD_FIELD_CREDIT,
                                    PD_FIELD_SOURCE,
                                    PD_FIELD_COPYRIGHT,
                                    PD_FIELD_CAPTION,
                                    PD_FIELD_HEADLINE,
                                    PD_FIELD_INSTRUCTIONS,
                                    PD_FIELD_RIGHTS_USAGE_TERMS,
                                    PD_FIELD_CAPTURED_AT,
                                    PD_FIELD_SUPPLIER_IMAGE_ID,
                                    PD_FIELD_DIGITAL_SOURCE_TYPE};
    append_safe(page, image->path ? image->path : "(no present file)");
    g_string_append_printf(page, "\n  image %s", image->uid);
    if (!image->record || !image->merged) {
        g_string_append_printf(page, "\n  could not be read: %s\n", image->quarantine ? image->quarantine : "unreadable");
        return;
    }
    const char *format = pd_format_name(image->record->format);
    g_string_append_printf(page, "\n  %s, %u x %u pixels\n", format ? format : "unknown format", image->record->width_px,
                           image->record->height_px);
    if (*image->sha256)
        g_string_append_printf(page, "  sha256 %s\n", image->sha256);
    g_string_append(page, "\nWhat the file says\n");
    for (size_t i = 0; i < G_N_ELEMENTS(SHOWN); i++)
        append_field(page, image->merged, SHOWN[i]);
    for (size_t i = 0; i < image->record->n_problems; i++) {
        const PdProblem *problem = &image->record->problems[i];
        g_string_append_printf(page, "  problem in %s: ", problem->block);
        append_safe(page, problem->what);
        if (problem->at != PD_AT_UNKNOWN)
            g_string_append_printf(page, " (byte %" G_GUINT64_FORMAT ")", (guint64)problem->at);
        g_string_append_c(page, '\n');
    }
}

void pd_explain_figure(const PdUse *use, GString *page) {
    const PdFigure *figure = use->figure;
    append_safe(page, use->article_path ? use->article_path : "");
    g_string_append_printf(page, "#%u\n  %s, %s", figure->position, pd_figure_kind_name(figure->kind),
                           pd_figure_role_name(figure->role));
    g_string_append_printf(page, ", found by: ");
    append_safe(page, figure->cue);
    if (figure->offset != PD_AT_UNKNOWN)
        g_string_append_printf(page, ", at byte %" G_GUINT64_FORMAT, (guint64)figure->offset);
    const char *const ROWS[][2] = {
        {"address", figure->url}, {"caption", figure->caption}, {"credit", figure->credit}, {"alt", figure->alt}};
    g_string_append_c(page, '\n');
    for (size_t i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_string_append_printf(page, "  %-8s ", ROWS[i][0]);
        append_safe(page, ROWS[i][1] ? ROWS[i][1] : "(none)");
        g_string_append_c(page, '\n');
    }
    if (use->printed) {
        g_string_append(page, "\nHow the printed credit was read\n");
        append_credit(page, use->printed);
    }
}

/* A signal's weight is its share in the log-odds: 0.7 doubles the odds, 2.3 makes them tenfold, 4.6 a hundredfold. */
static const char *strength_of(double weight) {
    double size = weight < 0 ? -weight : weight;
    return size >= 4.6 ? "decisive" : size >= 2.3 ? "strong" : size >= 0.7 ? "some" : "slight";
}

static void append_evidence(GString *page, const PdPair *pair, bool is_for) {
    bool is_first = true;
    for (size_t i = 0; pair && i < pair->n_evidence; i++) {
        const PdEvidence *evidence = &pair->evidence[i];
        if ((evidence->weight >= 0) != is_for)
            continue;
        g_string_append_printf(page, "  %-8s %-9s ", is_first ? (is_for ? "for" : "against") : "",
                               strength_of(evidence->weight));
        append_safe(page, evidence->detail ? evidence->detail : "");
        g_string_append_printf(page, "  (%s %+.1f)\n", evidence->signal, evidence->weight);
        is_first = false;
    }
}

void pd_explain_pair(const PdUse *use, GString *page) {
    g_string_append_printf(page, "  %s", pd_pair_status_name(use->status));
    if (use->image) {
        g_string_append_printf(page, ", %.0f %% sure: ", use->score * 100.0);
        append_safe(page, use->image->path ? use->image->path : use->image->uid);
    }
    g_string_append_c(page, '\n');
    append_evidence(page, use->pair, true);
    append_evidence(page, use->pair, false);
    if (use->embedded) {
        g_string_append(page, "\nHow the image's own credit was read\n");
        append_credit(page, use->embedded);
    }
}

void pd_explain_findings(const PdUse *use, GString *page) {
    g_string_append_printf(page, "\nVerdict: %s\n", pd_verdict_name(use->verdict));
    for (size_t i = 0; i < use->n_findings; i++) {
        const PdFinding *finding = &use->findings[i];
        g_string_append_printf(page, "  %-7s %s: ", pd_severity_name(finding->severity), finding->rule);
        append_safe(page, finding->message);
        g_string_append_c(page, '\n');
        if (finding->evidence) {
            g_string_append(page, "          seen: ");
            append_safe(page, finding->evidence);
            g_string_append_c(page, '\n');
        }
        if (finding->answer || finding->suggestion) {
            g_string_append(page, finding->answer ? "          settled: " : "          to do: ");
            append_safe(page, finding->answer ? finding->answer : finding->suggestion);
            g_string_append_c(page, '\n');
        }
    }
}
